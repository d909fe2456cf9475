"""Documents of the site's own pages: what a page without a question shows, so that it is checked as articles are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.texts.documents import digest_of
from qa.document import (
    AnswerDocument,
    ArticleView,
    Citation,
    FigureView,
    Kind,
    Name,
    PlanView,
    Provenance,
    Reading,
    Related,
    Section,
    Sentence,
    SeriesView,
    SourceView,
    TermView,
)
from qa.evidence.evidence import Evidence
from qa.lines import Line
from qa.verify.guard import accept

_PLAN = PlanView(kind="method", keys=(), scopes=(), added=(), reading="")


def page_document(  # noqa: PLR0913 a document has many lists
    title: str,
    said: str,
    house: str,
    provenance: Provenance,
    *,
    kind: Kind = "method",
    category: str = "Knowledge base",
    reading: Sequence[Reading] = (),
    figures: Sequence[FigureView] = (),
    series: Sequence[SeriesView] = (),
    sections: Sequence[Section] = (),
    sources: Sequence[SourceView] = (),
    terms: Sequence[TermView] = (),
    names: Sequence[Name] = (),
    disclosures: Sequence[Sentence] = (),
    slug: str = "page",
    standing: tuple[str, str] = ("", ""),
) -> AnswerDocument:
    """A page of the site as a document."""
    view = ArticleView(
        slug=slug, title=title, house=house, byline=house, reading=tuple(reading), kind=standing[0], standing=standing[1]
    )
    none = Evidence(question="")
    return AnswerDocument(
        question=None,
        kind=kind,
        status="answered",
        reason=None,
        title=Sentence(text=category),
        date=None,
        date_display=None,
        category=category,
        tags=(),
        summary=(accept(said, none),),
        sections=tuple(sections),
        figures=tuple(figures),
        series=tuple(series),
        not_computed=(),
        sources=tuple(sources),
        names=tuple(names),
        claims=(),
        conflicts=(),
        premises=(),
        choices=(),
        terms=tuple(terms),
        related=tuple(Related(title=r.title, url=r.url) for r in reading),
        disclosures=tuple(disclosures) or (accept(Line.EDUCATION.value, none),),
        citation=Citation(apa=f"{house}. {title}.", bibtex=""),
        plan=_PLAN,
        report=None,
        provenance=replace(provenance, corpus=digest_of("\n".join(s.digest for s in sources))),
        article=view,
    )
