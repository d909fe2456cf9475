"""An answer as an article: its title, its dates, who stands for it, and what kind of result it is, in one document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.errors import WrongUseError
from corpus.texts.documents import digest_of
from corpus.texts.library import Library
from qa.answer import Materials
from qa.document import AnswerDocument, ArticleView, Correction, Reading, Related, Sentence
from qa.evidence.evidence import Evidence
from qa.lines import Line
from qa.numerals import write_date
from qa.verify.guard import check
from qa.write.citation import cite, slug_of
from reports.knowledge.cards import lead_of, with_cards
from reports.knowledge.paragraphs import with_paragraphs

#: Words of a slug.
_WORDS = 8
_ASKS = re.compile(
    r"^(?:how|what|which|who|whose|when|where|why|is|are|was|were|do|does|did|can|could|will|would|should|has|have|had)\b",
    re.IGNORECASE,
)
_LEFT_OUT = frozenset("a an the of in on at to for and or is are was were do does did by with from".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A sentence of the page as the rules wrote it, and the desk's words for it, in tokens."""

    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the desk says of an article."""

    house: str
    byline: str = ""
    slug: str = ""
    title: str = ""
    published: str | None = None
    updated: str | None = None
    category: str = ""
    tags: tuple[str, ...] = ()
    #: own words before the answer, in tokens
    intro: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    mark: str = ""
    corrections: tuple[Correction, ...] = ()
    url: str = ""


def cleaned(question: str) -> str:
    """A question as a title: single spaces, a capital first, its mark at the end.

    >>> cleaned("  what does   the hedge cost ")
    'What does the hedge cost?'
    """
    text = " ".join(question.split()).strip('"“” ')
    text = text[:1].upper() + text[1:]
    if text.endswith(("?", "!", ".")):
        return text
    return f"{text}?" if _ASKS.match(text) else text


def short_slug(title: str) -> str:
    """A title's name in addresses: its first eight words that say something.

    >>> short_slug("How much does the ALVH hedge drag down monthly returns on the 0.70 condor?")
    'how-much-alvh-hedge-drag-down-monthly-returns'
    """
    words = [slug_of(w) for w in title.split() if re.search(r"\w", w)]
    kept = [w for w in words if w not in _LEFT_OUT]
    return "-".join(kept[:_WORDS]) or slug_of(title)


def article_of(document: AnswerDocument, materials: Materials, told: Told) -> AnswerDocument:
    """The answer as an article of the desk.

    Raises
    ------
    WrongUseError
        An edit's sentence is not on the page, or the guard refuses the desk's words.
    """
    title = told.title or cleaned(document.question or document.title.text)
    made = edited(with_paragraphs(with_cards(document, materials), materials.library), told.edits)
    day = told.updated or told.published
    kind, standing = standing_of(made)
    begin, end = _span(made)
    view = ArticleView(
        slug=told.slug or short_slug(title),
        title=title,
        house=told.house,
        byline=told.byline or told.house,
        published=told.published,
        published_display=write_date(told.published) if told.published else None,
        updated=told.updated,
        updated_display=write_date(told.updated) if told.updated else None,
        data_from=begin,
        data_to=end,
        kind=kind,
        standing=standing,
        mark=told.mark,
        intro=tuple(_accepted(text, made, "intro") for text in told.intro),
        corrections=told.corrections,
        url=told.url,
    )
    return replace(
        made,
        date=day,
        date_display=write_date(day) if day else None,
        category=told.category or category_of(made),
        tags=told.tags or made.tags,
        citation=cite(title, day, told.house),
        provenance=replace(made.provenance, corpus=digest_of_cited(made, materials.library)),
        article=view,
    )


def digest_of_cited(document: AnswerDocument, library: Library) -> str:
    """A digest over the texts that the page cites: it stays when others change."""
    paths = {s.document for s in document.sources}
    return digest_of("\n".join(f"{d.path} {d.digest}" for d in library.documents if d.path in paths))


def category_of(document: AnswerDocument) -> str:
    """The reader's topic of a page; a term's is the glossary."""
    return "Glossary" if document.kind == "term" else document.category


def with_reading(document: AnswerDocument, reading: Sequence[Reading]) -> AnswerDocument:
    """The article with the pages to read on."""
    assert document.article is not None, "it is an article"
    related = tuple(Related(title=r.title, url=r.url) for r in reading)
    return replace(document, related=related, article=replace(document.article, reading=tuple(reading)))


def _span(document: AnswerDocument) -> tuple[str, str]:
    """The first and last day or month that the leading figure counts, in words; else those of any figure."""
    lead = lead_of(document)
    computed = [f for f in (lead, *document.figures) if f and f.dataset and f.start and f.basis != "none"]
    return (computed[0].start_display, computed[0].end_display) if computed else ("", "")


def standing_of(document: AnswerDocument) -> tuple[str, str]:
    """What kind of result a page shows, and what that means."""
    said = {s.text for s in document.disclosures}
    sample = Line.SAMPLE_DATA.value in said
    texts = any("sample corpus" in text for text in said)
    computed = [f for f in document.figures if f.basis not in {"none", "stated"}]
    if any(f.hypothetical for f in computed):
        if sample:
            return "Hypothetical, on sample data.", "No money was traded, and the sample was made to show the tool."
        return "Hypothetical.", "No money was traded; the results were computed with the benefit of hindsight."
    if computed:
        return "Actual.", "The trades were made with money."
    if any(text.startswith("Some of the texts") for text in said):
        return "Quoted from texts, some of them samples.", "The samples were written to show the tool."
    if texts:
        return "Quoted from sample texts.", "They were written to show the tool and are not the words of any publisher."
    return "Quoted from the texts.", "Nothing on this page was computed."


_TOKEN = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)(?::([a-z]+))?\}")


def _accepted(text: str, document: AnswerDocument, where: str) -> Sentence:
    """The desk's own sentence, its figures named by their keys, as the guard lets it stand."""
    evidence = Evidence(
        question=document.question or "",
        figures=document.figures,
        series=document.series,
        sources=document.sources,
        names=document.names,
    )
    ids = {f.key: f.id for f in reversed(document.figures)}
    missing = [m[1] for m in _TOKEN.finditer(text) if m[1] not in ids]
    if missing:
        raise WrongUseError(f"the page has no figure {missing[0]}", where=where, mend="name one that the page shows")
    tokens = _TOKEN.sub(lambda m: f"{{{ids[m[1]]}{'.' + m[2] if m[2] else ''}}}", text)
    sentence, offences = check(tokens, evidence)
    if offences:
        mend = "write figures as {key}, e.g. {drag.monthly.mean}, and quote word for word"
        raise WrongUseError(f"{offences[0].what!r} can't stand in {text!r} ({offences[0].code})", where=where, mend=mend)
    return sentence


def edited(document: AnswerDocument, edits: Sequence[Edit]) -> AnswerDocument:
    """The document with the desk's words in place of the rules'.

    Raises
    ------
    WrongUseError
        A sentence is not on the page, or its new words lose a figure or a quotation of it, or the guard refuses them.
    """
    for edit in edits:
        document = _edited(document, edit)
    return document


def _edited(document: AnswerDocument, edit: Edit) -> AnswerDocument:
    said = [*document.summary, *(x for s in document.sections for x in s.sentences)]
    old = next((s for s in said if s.text == edit.was), None)
    if old is None:
        raise WrongUseError(
            f"{edit.was!r} is not on the page", where="edit", mend="copy the sentence as the page has it, or remove the edit"
        )
    new = _accepted(edit.now, document, "edit")
    lost = [
        s
        for s in old.spans
        if s.kind in {"figure", "quote", "source"} and (s.kind, s.ref) not in {(n.kind, n.ref) for n in new.spans}
    ]
    if lost:
        raise WrongUseError(
            f"{edit.now!r} leaves out {old.text[lost[0].start : lost[0].end]!r}",
            where="edit",
            mend="keep every figure and source",
        )
    sections = tuple(replace(s, sentences=tuple(new if x is old else x for x in s.sentences)) for s in document.sections)
    return replace(document, summary=tuple(new if x is old else x for x in document.summary), sections=sections)
