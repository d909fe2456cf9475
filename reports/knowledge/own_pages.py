"""The site's own pages as HTML, each with its document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.texts.documents import Document
from qa import numerals
from qa.calculator.catalogue import spec_of
from qa.document import AnswerDocument, Name, Reading
from reports.knowledge import contents
from reports.knowledge.contents import Cited, Entry
from reports.knowledge.linked import breadcrumbs, script, term_node
from reports.knowledge.listing import page_document
from reports.knowledge.places import category_id, figure_path, source_path, tag_id
from reports.knowledge.shells import shell_of
from reports.knowledge.source_text import Block, blocks_of
from reports.knowledge.whole import Whole
from reports.knowledge.worked import as_term, columns, data_names, worked_of
from reports.pages.page import embedded, environment


def own_pages(whole: Whole) -> dict[str, str]:
    """The site's own pages by their places."""
    pages = {
        "index.html": _index(whole),
        "tags.html": _tags(whole),
        "search.html": _search(whole),
        "glossary.html": _glossary(whole),
        "figures.html": _figures(whole),
        "sources.html": _sources(whole),
        "claims.html": _claims(whole),
        "about.html": _about(whole),
        "corrections.html": _corrections(whole),
        "404.html": _missing(whole),
    }
    used = contents.figures_used(whole.entries)
    pages |= {figure_path(key): _figure(whole, key, entries) for key, entries in used.items()}
    cited = contents.cited_spans(whole.entries)
    by_path = {d.path: d for d in whole.library.documents}
    pages |= {source_path(path): _source(whole, by_path[path], cited.get(path, [])) for path in sorted(whole.links.texts)}
    return pages


def _made(
    whole: Whole, path: str, template: str, document: AnswerDocument, nodes: Sequence[Mapping[str, object]] = (), **more: object
) -> str:
    up = "../" * path.count("/")
    links = replace(whole.links, up=up)
    trail = [(whole.site.house.name, f"{whole.site.url}index.html" if whole.site.url else ""), (_title(document), "")]
    page: dict[str, object] = {
        "doc": document,
        "view": document.article,
        "links": links,
        "shell": shell_of(whole.site, path, links),
        "embedded": embedded(document),
        "linked": script([*nodes, breadcrumbs(trail)]),
        "popped": [],
        "sources": {},
        "number_of": {},
    }
    text = environment().get_template(f"knowledge/{template}.html").render(**page, **more)
    return re.sub(r"\n\s*\n+", "\n", text)


def _title(document: AnswerDocument) -> str:
    assert document.article is not None, "it is a page of the site"
    return document.article.title


def _document(whole: Whole, title: str, said: str, **more: object) -> AnswerDocument:
    return page_document(title, said, whole.site.house.name, whole.provenance, disclosures=whole.disclosures, **more)  # type: ignore[arg-type]


def _readings(whole: Whole) -> list[Reading]:
    return [e.reading for e in whole.entries]


def _index(whole: Whole) -> str:
    said = "Every number is computed from a backtest or quoted from a text, and each page says where they disagree."
    document = _document(whole, whole.site.title, said, reading=_readings(whole), standing=whole.standing)
    groups = [(name, category_id(name), entries) for name, entries in contents.by_category(whole.entries)]
    return _made(whole, "index.html", "index", document, groups=groups, tagline=whole.site.tagline)


def _tags(whole: Whole) -> str:
    document = _document(whole, "Tags", "The articles by what they speak of.", reading=_readings(whole))
    groups = [(name, tag_id(name), entries) for name, entries in contents.by_tag(whole.entries)]
    return _made(whole, "tags.html", "tags", document, groups=groups)


def _search(whole: Whole) -> str:
    terms = [
        Reading(title=t.name, url=f"glossary.html#{t.slug}", note=t.definition, meta="term")
        for t in contents.glossary_terms(whole.library)
    ]
    every = [*_readings(whole), *terms, *_figure_readings(whole), *_source_readings(whole)]
    document = _document(whole, "Search", "Every article, term, figure and text; a script narrows the list.", reading=every)
    return _made(whole, "search.html", "search", document)


def _glossary(whole: Whole) -> str:
    terms = contents.glossary_terms(whole.library)
    used = {t.slug: [] for t in terms}  # type: dict[str, list[tuple[str, str]]]
    for entry in whole.entries:
        for term in entry.document.terms:
            if term.slug in used:
                used[term.slug].append((entry.reading.title, entry.reading.url))
    texts = {
        t.slug: source_path(t.passage.document.path) if t.passage.document.path in whole.links.texts else ""
        for t in whole.library.glossary.terms
    }
    document = _document(
        whole,
        "Glossary",
        "The terms of these pages, and where they are used.",
        terms=terms,
        kind="term",
        reading=_readings(whole),
    )
    base = f"{whole.site.url}glossary.html#" if whole.site.url else ""
    nodes = [term_node(t.name, t.definition, f"{base}{t.slug}" if base else "", t.aliases) for t in terms]
    return _made(whole, "glossary.html", "glossary", document, nodes, used={k: v[:5] for k, v in used.items()}, texts=texts)


def _figure_readings(whole: Whole) -> list[Reading]:
    return [
        Reading(title=spec_of(key).title, url=figure_path(key), note=spec_of(key).meaning, meta="figure")
        for key in contents.figures_used(whole.entries)
    ]


def _figures(whole: Whole) -> str:
    said = "Every figure that an article shows: what it means, its formula, its values and the numbers behind them."
    document = _document(whole, "Figures", said, reading=_figure_readings(whole))
    return _made(whole, "figures.html", "list", document)


def _figure(whole: Whole, key: str, entries: Sequence[Entry]) -> str:
    spec = spec_of(key)
    figures = contents.figure_views(whole.entries, key)
    table = worked_of(whole, key, figures[0]) if figures else None
    series = columns(table, key, figures[0]) if table else ()
    reading = [replace(e.reading, url=f"../{e.reading.url}") for e in entries]
    names = {f.dataset: name for f in figures if f.dataset for name in [data_names(whole)[f.dataset]]}
    document = _document(
        whole, spec.title, "What the figure means, and where it is used.", category="Figure", figures=figures, series=series,
        reading=reading, terms=(as_term(spec),), names=tuple(Name(ref=f"data.{d}", text=n) for d, n in sorted(names.items())),
    )  # fmt: skip
    nodes = [term_node(spec.title, spec.meaning, "", ())]
    return _made(whole, figure_path(key), "figure", document, nodes, spec=spec, names=names, label=table.label if table else "")


def _source_readings(whole: Whole) -> list[Reading]:
    by_path = {d.path: d for d in whole.library.documents}
    found = []
    for path in sorted(whole.links.texts):
        text = by_path[path]
        dated = f", {numerals.write_date(text.date)}" if text.date else ""
        found.append(Reading(title=text.title, url=source_path(path), meta=f"{text.authority}{dated}"))
    return found


def _sources(whole: Whole) -> str:
    said = "The texts that articles quote, whole, with every quoted passage marked."
    document = _document(whole, "Texts", said, reading=_source_readings(whole))
    return _made(whole, "sources.html", "list", document)


def _source(whole: Whole, text: Document, cited: Sequence[Cited]) -> str:
    source = contents.whole_source(text)
    citing = {title: url for c in cited for title, url in c.by}
    reading = [replace(e.reading, url=url) for e in whole.entries if (url := citing.get(e.reading.title))]
    kind = ("Sample text.", "It was written to show the tool and is not the words of any publisher.") if text.sample else ("", "")
    document = _document(
        whole, text.title, "Passages that articles quote are marked; the arrow leads back to the article.", category="Text",
        sources=(source,), reading=reading, standing=kind,
    )  # fmt: skip
    return _made(
        whole, source_path(text.path), "source", document, source=source, blocks=_blocks(text, cited), author=text.author
    )


def _blocks(text: Document, cited: Sequence[Cited]) -> tuple[Block, ...]:
    """The text's blocks, without a first heading that repeats its title."""
    found = blocks_of(text.text, cited)
    first = "".join(p.text for p in found[0].pieces).strip() if found else ""
    plain = found and found[0].tag == "h2" and first == text.title and not any(p.within for p in found[0].pieces)
    return found[1:] if plain else found


def _claims(whole: Whole) -> str:
    said = "What the texts state of the figures, held against the computed intervals, and where the texts disagree."
    groups, conflicts = contents.ledger_of(whole.entries), contents.disagreements_of(whole.entries)
    # the document holds what the page shows, claim by claim
    shown = [
        Reading(title=c.text, url=c.where, note=c.note, mark=c.mark if c.mark != "na" else "", verdict=c.verdict, meta=c.about)
        for _, lines in groups
        for c in lines
    ]
    shown += [Reading(title=about, url=url, note=note) for about, note, url in conflicts]
    document = _document(whole, "Claims", said, category="Claims checked", reading=[*shown, *_readings(whole)])
    return _made(
        whole,
        "claims.html",
        "claims",
        document,
        groups=groups,
        conflicts=[(about, note, [("In full", url)]) for about, note, url in conflicts],
    )


def _about(whole: Whole) -> str:
    said = "Words come from cited texts, numbers from a calculator, and every page can be checked."
    document = _document(whole, "How pages are made and checked", said)
    return _made(whole, "about.html", "about", document, texts=whole.library.digest)


def _corrections(whole: Whole) -> str:
    said = "What later editions of the articles changed, the newest first."
    shown = [Reading(title=title, url=url, note=c.text, meta=c.date_display) for c, title, url in whole.corrected]
    document = _document(whole, "Corrections", said, reading=[*shown, *_readings(whole)])
    corrected = [(replace(c, url=f"articles/{c.url}"), title, url) for c, title, url in whole.corrected]
    return _made(whole, "corrections.html", "corrections", document, corrected=corrected)


def _missing(whole: Whole) -> str:
    return _made(whole, "404.html", "missing", _document(whole, "Not found", "There is no page at this address."))
