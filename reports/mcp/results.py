"""Results of tools: what a language model is handed, each figure with its interval, basis and count."""

from __future__ import annotations

from pydantic import BaseModel, Field

from corpus.texts.documents import Passage
from qa.calculator.core.figure import FigureSpec
from qa.document import AnswerDocument, FigureView
from reports.claims import Ledger
from reports.computed import Explanation


class FigureResult(BaseModel):
    """A computed figure. Quote `display` as it stands, with interval, basis and n; never round or recompute it."""

    key: str
    title: str
    display: str
    value: float
    unit: str
    basis: str = Field(description="What it is a share or return of.")
    interval: str | None = Field(description="Where the value may lie; null where there is none.")
    level: float | None = Field(description="The level of the interval, as a fraction.")
    n: int
    start: str
    end: str
    scope: str
    counted: str = Field(description="The scope in words.")
    fees: str
    hypothetical: bool
    formula: str
    dataset: str | None


class SourceResult(BaseModel):
    """A quotation, word for word, with its place in code points of its text."""

    document: str
    title: str
    section: str
    authority: str
    date: str | None
    start: int
    end: int
    text: str


class ChoiceResult(BaseModel):
    """A reading of the question; ask again with its `figure`."""

    figure: str
    text: str


class AnswerResult(BaseModel):
    """A checked answer. Its sentences may be quoted; numbers stand in `figures`."""

    id: str = Field(description="Give it as `after` in a question that goes on from this answer.")
    status: str
    title: str
    reason: str | None
    summary: list[str]
    figures: list[FigureResult]
    sources: list[SourceResult]
    claims: list[str]
    conflicts: list[str]
    not_computed: list[str]
    choices: list[ChoiceResult]
    disclosures: list[str]
    writer: str
    command: str = Field(description="The command that makes this answer again.")


class RecordResult(BaseModel):
    """A figure that can be computed."""

    key: str
    title: str
    unit: str
    meaning: str


class CatalogueResult(BaseModel):
    """What can be computed, and of what."""

    figures: list[RecordResult]
    backtests: list[str]


class ExplanationResult(BaseModel):
    """How a figure comes about."""

    key: str
    title: str
    meaning: str
    formula: str
    validity: str
    source: str
    backtest: str
    dataset: str
    figure: FigureResult | None
    not_computed: str | None
    steps: list[str] = Field(description="The worked numbers, in the order of the arithmetic.")


class ClaimResult(BaseModel):
    """What a text states of a figure, and how the computed figure stands to it."""

    display: str
    metric: str
    scope: str
    verdict: str | None = Field(description="Null where no backtest is at hand.")
    figure: FigureResult | None
    note: str
    source: SourceResult


class ConflictResult(BaseModel):
    """Two passages that contradict each other; the one that is followed or stands higher comes first."""

    about: str
    note: str
    ruling: str | None
    between: list[SourceResult]


class ClaimsResult(BaseModel):
    """What the texts claim."""

    backtest: str | None
    claims: list[ClaimResult]
    conflicts: list[ConflictResult]


class FaultResult(BaseModel):
    """A fault of a document, and where in it."""

    place: str
    what: str


class VerifiedResult(BaseModel):
    """What came of verifying a document."""

    end: str = Field(description="true, false, or not checkable here.")
    faults: list[FaultResult]
    checked: list[str]
    unchecked: list[str]


def figure_result(f: FigureView) -> FigureResult:
    """A figure as it is handed over."""
    return FigureResult(
        key=f.key,
        title=f.title,
        display=f.display,
        value=f.value,
        unit=f.unit,
        basis=f.basis_display or f.basis,
        interval=f.interval.display if f.interval else None,
        level=f.interval.level if f.interval else None,
        n=f.n,
        start=f.start,
        end=f.end,
        scope=f.scope,
        counted=f.scope_display,
        fees=f.fees,
        hypothetical=f.hypothetical,
        formula=f.formula,
        dataset=f.dataset,
    )


def passage_result(p: Passage) -> SourceResult:
    """A passage as it is handed over."""
    d = p.document
    return SourceResult(
        document=d.path,
        title=d.title,
        section=p.section,
        authority=d.authority,
        date=d.date,
        start=p.start,
        end=p.end,
        text=p.text,
    )


def answer_result(name: str, d: AnswerDocument) -> AnswerResult:
    """An answer as it is handed over."""
    place = ("document", "title", "section", "authority", "date", "start", "end")
    choices = zip(d.plan.keys, d.choices, strict=False)
    return AnswerResult(
        id=name,
        status=d.status,
        title=d.title.text,
        reason=d.reason.text if d.reason else None,
        summary=[s.text for s in d.summary],
        figures=[figure_result(f) for f in d.figures],
        sources=[SourceResult(text=s.quote, **{n: getattr(s, n) for n in place}) for s in d.sources],
        claims=[f"{c.display}: {c.verdict}. {c.note.text}" for c in d.claims],
        conflicts=[f"{c.about.text}: {c.note.text}" for c in d.conflicts],
        not_computed=[f"{m.key}: {m.reason.text}" for m in d.not_computed],
        choices=[ChoiceResult(figure=key, text=said.text) for key, said in choices],
        disclosures=[s.text for s in d.disclosures],
        writer=d.provenance.writer,
        command=d.provenance.command,
    )


def claims_result(found: Ledger) -> ClaimsResult:
    """A ledger as it is handed over."""
    place = ("document", "title", "section", "authority", "date", "start", "end")
    sources = {s.id: SourceResult(text=s.quote, **{n: getattr(s, n) for n in place}) for s in found.sources}
    claims = [
        ClaimResult(
            display=c.display,
            metric=c.metric,
            scope=c.scope,
            verdict=c.verdict,
            figure=figure_result(c.figure) if c.figure else None,
            note=c.note,
            source=sources[c.source],
        )
        for c in found.claims
    ]
    conflicts = [
        ConflictResult(about=c.about, note=c.note, ruling=c.ruling, between=[sources[id_] for id_ in c.between])
        for c in found.conflicts
    ]
    return ClaimsResult(backtest=found.backtest, claims=claims, conflicts=conflicts)


def record_result(s: FigureSpec) -> RecordResult:
    """A record as it is handed over."""
    return RecordResult(key=s.key, title=s.title, unit=s.unit, meaning=s.meaning)


def explanation_result(e: Explanation) -> ExplanationResult:
    """An explanation as it is handed over."""
    from qa.numerals import write

    told = {n: getattr(e, n) for n in ("key", "title", "meaning", "formula", "validity", "source", "backtest", "dataset")}
    figure = figure_result(e.figure) if e.figure else None
    steps = [f"{s.label}: {write(s.value, s.unit)}" for s in e.steps]
    return ExplanationResult(**told, figure=figure, not_computed=e.not_computed, steps=steps)
