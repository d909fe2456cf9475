"""The site's own pages: index, tags, search, glossary, figures, texts, claims, corrections, about, not found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.texts.documents import Document, digest_of
from corpus.texts.library import Library
from qa.calculator.catalogue import spec_of
from qa.document import AnswerDocument, ClaimView, FigureView, Provenance, Reading, SourceView, TermView
from qa.evidence.evidence import view_source
from reports.knowledge.cards import lead_of
from reports.knowledge.headline import reading_of
from reports.knowledge.places import article_path, figure_path, source_path, span_id

#: Categories in the order of the index; others follow by name.
_ORDER = ("Hedge cost", "Drawdown", "Returns", "Trades", "Method", "Glossary")
#: Pages to read on.
_ON = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article of the site."""

    document: AnswerDocument
    #: as lists show it, its address from the top of the site
    reading: Reading
    #: other wordings of the question, for search
    also: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        assert self.document.article is not None, "it is an article"
        return self.document.article.slug

    @property
    def keys(self) -> frozenset[str]:
        """Keys of the figures that its answer shows."""
        return frozenset(f.key for f in self.document.figures if f.basis not in {"none", "stated"})


def entry_of(document: AnswerDocument, also: tuple[str, ...] = ()) -> Entry:
    """An article as an entry of the site."""
    assert document.article is not None, "it is an article"
    view = document.article
    return Entry(document=document, reading=reading_of(document, view.title, article_path(view.slug)), also=also)


def by_category(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """The articles by category, those of each in the order of the desk's file."""
    held: dict[str, list[Entry]] = {}
    for entry in entries:
        held.setdefault(entry.document.category, []).append(entry)
    place = {name: i for i, name in enumerate(_ORDER)}
    return sorted(held.items(), key=lambda item: (place.get(item[0], len(place)), item[0]))


def by_tag(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """The articles by tag, tags by name."""
    tags = sorted({tag for e in entries for tag in e.document.tags}, key=lambda t: (t.casefold(), t))
    return [(tag, [e for e in entries if tag in e.document.tags]) for tag in tags]


def read_on(entry: Entry, entries: Sequence[Entry]) -> tuple[Reading, ...]:
    """The pages nearest to one, by figures, terms and category, those that answer first; never empty where there are others."""
    lead, terms = lead_of(entry.document), {t.slug for t in entry.document.terms}

    def near(other: Entry) -> tuple[bool, float, str]:
        theirs = lead_of(other.document)
        same = 1.5 * bool(lead and theirs and lead.key == theirs.key)
        figures = len(entry.keys & other.keys) / max(len(entry.keys | other.keys), 1)
        shared = len(terms & {t.slug for t in other.document.terms})
        score = same + 2 * figures + 0.5 * shared + (other.document.category == entry.document.category)
        return other.document.status in {"declined", "clarify"}, -score, other.slug

    others = sorted((e for e in entries if e.slug != entry.slug), key=near)
    return tuple(replace(e.reading, url=f"{e.slug}.html") for e in others[:_ON])


def figures_used(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Each figure that an article shows in its words, with the articles that do, by title."""
    from reports.knowledge.page import popped

    used: dict[str, list[Entry]] = {}
    for entry in entries:
        for key in dict.fromkeys(f.key for f in popped(entry.document)):
            used.setdefault(key, []).append(entry)
    return dict(sorted(used.items(), key=lambda item: (spec_of(item[0]).title, item[0])))


def figure_views(entries: Sequence[Entry], key: str) -> tuple[FigureView, ...]:
    """The values that articles show of a figure, each backtest and scope once."""
    found: dict[tuple[str, str | None], FigureView] = {}
    for entry in entries:
        for figure in entry.document.figures:
            if figure.key == key and figure.basis not in {"none", "stated"}:
                found.setdefault((figure.scope, figure.dataset), figure)
    ordered = sorted(found.items(), key=lambda item: (item[0][0] != "all", item[0][0], item[0][1] or ""))
    return tuple(replace(f, id=f"F{n}") for n, (_, f) in enumerate(ordered, start=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A span of a text, and the articles that cite it."""

    start: int
    end: int
    by: tuple[tuple[str, str], ...]

    @property
    def id(self) -> str:
        """Its place on the page."""
        return span_id(self.start, self.end)


def cited_spans(entries: Sequence[Entry]) -> dict[str, list[Cited]]:
    """The cited spans of each text in order, each with title and address of the articles that cite it."""
    held: dict[str, dict[tuple[int, int], dict[str, str]]] = {}
    for entry in entries:
        for source in entry.document.sources:
            if source.authority != "manifest":
                spans = held.setdefault(source.document, {})
                spans.setdefault((source.start, source.end), {})[entry.reading.title] = f"../{entry.reading.url}"
    return {path: _in_order(spans) for path, spans in held.items()}


def _in_order(spans: Mapping[tuple[int, int], Mapping[str, str]]) -> list[Cited]:
    return [Cited(start=start, end=end, by=tuple(by.items())) for (start, end), by in sorted(spans.items())]


def whole_source(document: Document) -> SourceView:
    """A text as one source."""
    return view_source("S1", document, document.title, 0, len(document.text))


def glossary_terms(library: Library) -> tuple[TermView, ...]:
    """The terms by name."""
    found = (TermView(slug=t.slug, name=t.name, aliases=t.aliases, definition=t.definition) for t in library.glossary.terms)
    return tuple(sorted(found, key=lambda t: (t.name.casefold(), t.slug)))


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """A claim of the ledger: whose it is, what became of it, and where."""

    text: str
    about: str
    source: str
    where: str
    mark: str
    verdict: str
    note: str
    #: the article that says so, where there is one
    page: str = ""
    title: str = ""


def ledger_of(entries: Sequence[Entry]) -> list[tuple[str, list[LedgerLine]]]:
    """Every claim that an article holds against a figure, by text, each once."""
    from reports.knowledge.headline import plain
    from reports.knowledge.ranges import MARKS, stated
    from reports.pages.said import VERDICTS

    held: dict[tuple[str, int, str, str], tuple[str, LedgerLine]] = {}
    for entry in entries:
        sources = {s.id: s for s in entry.document.sources}
        for claim in entry.document.claims:
            source = sources[claim.source]
            line = LedgerLine(
                text=stated(claim),
                about=_about(entry.document, claim),
                source=source.title,
                where=f"{source_path(source.document)}#{span_id(source.start, source.end)}",
                mark=MARKS[claim.verdict],
                verdict=VERDICTS[claim.verdict],
                note=plain(claim.note),
                page=entry.reading.url,
                title=entry.reading.title,
            )
            held.setdefault((source.document, source.start, claim.display, line.about + line.note), (source.title, line))
    ordered = [held[k] for k in sorted(held)]
    return [(title, [line for _, line in lines]) for title, lines in groupby(ordered, key=lambda pair: pair[0])]


def _about(document: AnswerDocument, claim: ClaimView) -> str:
    """What a claim is of: the figure's title, and its scope where it has one."""
    scope = "" if claim.scope == "all" else scope_of(document, claim.figure)
    return f"{spec_of(claim.key).title}, {scope}" if scope else spec_of(claim.key).title


def scope_of(document: AnswerDocument, figure: str | None) -> str:
    """A figure's scope in words."""
    return next((f.scope_display for f in document.figures if f.id == figure), "")


def disagreements_of(entries: Sequence[Entry]) -> list[tuple[str, str, str]]:
    """What texts contradict each other on, each pair once, with the article that says so."""
    from reports.knowledge.headline import plain

    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    for entry in entries:
        for conflict in entry.document.conflicts:
            note = plain(conflict.note)
            found.setdefault((conflict.about.text, note), (conflict.about.text, note, entry.reading.url))
    return list(found.values())


def provenance_of(entries: Sequence[Entry], version: str) -> Provenance:
    """What the site was made from, but for its texts."""
    backtests = {b.name: b for e in entries for b in e.document.provenance.backtests if b.until is None}
    return Provenance(
        corpus=digest_of(""),
        backtests=tuple(backtests[name] for name in sorted(backtests)),
        version=version,
        writer="rules",
        model=None,
        usage=None,
        command="",
    )


def paths_of(entries: Sequence[Entry], figures: Mapping[str, object], texts: Iterable[str]) -> list[str]:
    """The pages that the sitemap lists."""
    own = ["index.html", "tags.html", "glossary.html", "figures.html", "sources.html", "claims.html", "about.html"]
    own += ["corrections.html"]
    return [*own, *(e.reading.url for e in entries), *map(figure_path, figures), *map(source_path, texts)]
