"""The page of a question on the record itself: what the backtest is, which dates it covers, and what its manifest states."""

from __future__ import annotations

from qa.calculator.core.scope import Scope
from qa.evidence.gather import Gathered
from qa.lines import Line
from qa.understand.of_record import RECORD_KEYS
from qa.write.draft import Draft, DraftSection


def of_record_alone(g: Gathered) -> bool:
    """Whether a question asks about the record and for no figure."""
    return bool(g.question.record) and g.plan.asked == RECORD_KEYS and bool(g.evidence.figures)


def record(g: Gathered, figures: DraftSection, limits: DraftSection) -> Draft:
    """The page of a question on the record alone; of the limits it keeps what the short answer doesn't quote."""
    short = record_lines(g)
    rest = tuple(line for line in limits.sentences if not any(line in said for said in short))
    sections = (figures, DraftSection(kind="limits", heading=limits.heading, sentences=rest))
    return Draft(title=Line.RECORD_TITLE.value, summary=tuple(short), sections=tuple(s for s in sections if s.sentences))


def record_lines(g: Gathered) -> list[str]:
    """What is said of the record, in tokens: what it is, who checked it, its dates, and the manifest's own lines."""
    topics = {*g.question.record}
    if not topics or g.plan.backtest is None:
        return []
    said = [_span(g)] if "span" in topics else []
    if "standing" in topics:
        said.append((Line.RECORD_HYPOTHETICAL if g.plan.backtest.manifest.hypothetical else Line.RECORD_ACTUAL).value)
    if "audit" in topics:
        said.append((Line.RECORD_NO_AUDIT_STATED if g.audited else Line.RECORD_NO_AUDIT).value)
    said += [f"{{{source.id}@{a}:{b}}} [{source.id}]" for source, (a, b) in g.stated]
    if "number" in topics:
        said.append(Line.RECORD_NO_SOURCE.value)
    if not g.stated and topics & {"data", "costs", "assumed", "limits"}:
        said.append(Line.RECORD_SILENT.value)
    return said if "span" in topics else [*said, _span(g)]


def _span(g: Gathered) -> str:
    """The dates that the record covers."""
    trades = g.figure(RECORD_KEYS[0], Scope())
    return Line.RECORD_SPAN.format(start=f"{{{trades.id}.start}}", end=f"{{{trades.id}.end}}") if trades else ""
