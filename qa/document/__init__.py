"""The answer document: frozen values that mirror its JSON Schema, key by key and in its order."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Literal

from qa.document.figures import ClaimView, FigureView, IntervalView, NotComputedView, Point, SeriesView, Verdict
from qa.document.made import FIGURES_NAMED, LEFT_TO_TEXTS, Dataset, Kind, PlanView, Provenance, Usage
from qa.document.pages import ArticleView, Correction, Reading, ReportView
from qa.document.said import OPTIONAL, Name, Sentence, Span, SpanKind
from qa.document.sources import Citation, Conflict, Premise, PremiseVerdict, Related, SourceView, TermView

__all__ = [
    "FIGURES_NAMED",
    "LEFT_TO_TEXTS",
    "OPTIONAL",
    "SCHEMA",
    "AnswerDocument",
    "ArticleView",
    "Citation",
    "ClaimView",
    "Conflict",
    "Correction",
    "Dataset",
    "FigureView",
    "IntervalView",
    "Kind",
    "Name",
    "NotComputedView",
    "PlanView",
    "Point",
    "Premise",
    "PremiseVerdict",
    "Provenance",
    "Reading",
    "Related",
    "ReportView",
    "Section",
    "SectionKind",
    "Sentence",
    "SeriesView",
    "SourceView",
    "Span",
    "SpanKind",
    "Status",
    "TermView",
    "Usage",
    "Verdict",
    "as_json",
]

SCHEMA = "hedgecite/answer/1"
Status = Literal["answered", "partial", "declined", "clarify"]
#: What a section is for: templates go by it, never by a heading.
SectionKind = Literal[
    "figures",
    "chart",
    "texts",
    "limits",
    "terms",
    "report",
    "cards",
    "days",
    "account",
    "hedge",
    "claims",
    "returns",
    "growth",
    "layers",
    "calendar",
    "method",
    "actual",
    "note",
    "restated",
    "falls",
    "trades",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page."""

    kind: SectionKind
    heading: Sentence
    sentences: tuple[Sentence, ...] = ()
    #: ids of the series shown below the sentences
    series: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDocument:
    """Everything that a page, an article or a report shows."""

    schema: str = SCHEMA
    question: str | None
    #: what sort of question it answers
    kind: Kind
    #: whether it is answered, in part, declined, or asks back
    status: Status
    #: why it is not answered in full
    reason: Sentence | None
    title: Sentence
    #: date of the page, ISO
    date: str | None
    date_display: str | None
    category: str
    tags: tuple[str, ...]
    #: the answer, its first sentence first
    summary: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    figures: tuple[FigureView, ...]
    series: tuple[SeriesView, ...]
    #: figures that were asked for and have no value
    not_computed: tuple[NotComputedView, ...]
    #: what is cited, word for word
    sources: tuple[SourceView, ...]
    names: tuple[Name, ...]
    #: what sources assert of figures, each with its verdict
    claims: tuple[ClaimView, ...]
    conflicts: tuple[Conflict, ...]
    #: what the question takes for granted, each with its verdict
    premises: tuple[Premise, ...]
    #: the readings of a question that has several
    choices: tuple[Sentence, ...]
    terms: tuple[TermView, ...]
    related: tuple[Related, ...]
    disclosures: tuple[Sentence, ...]
    citation: Citation
    #: how the question was read
    plan: PlanView
    report: ReportView | None
    #: what it was made from, and the command that makes it again
    provenance: Provenance
    #: digest of the answer that it goes on from
    parent: str | None = None
    #: what an article says beside its answer
    article: ArticleView | None = None


def as_json(value: object) -> object:
    """Any of these values as what `json.dumps` takes."""
    if isinstance(value, tuple):
        return [as_json(v) for v in value]
    if value is None or isinstance(value, str | float | int) or not is_dataclass(value) or isinstance(value, type):
        return value
    told = ((name, getattr(value, name), optional) for name, optional in _fields(type(value)))
    return {name: as_json(held) for name, held, optional in told if held or not optional}


@cache
def _fields(of: type[Any]) -> tuple[tuple[str, bool], ...]:
    """The fields of a class of these values, and whether each may be left out."""
    return tuple((f.name, bool(f.metadata.get("optional"))) for f in fields(of))
