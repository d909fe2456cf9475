"""The words of a monthly report, in tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.calculator.core.scope import Scope
from qa.document import SourceView
from qa.evidence.charts import GROWTH, HEATMAP, UNDERWATER
from qa.evidence.evidence import Evidence
from qa.evidence.shown import Shown
from qa.lines import Line
from qa.write.draft import Draft, DraftSection
from qa.write.wording import lead, qualified, quoted_lines


def compose_report(
    evidence: Evidence,
    month: Scope,
    start: Scope,
    defined: Mapping[str, SourceView],
    limits: Sequence[SourceView],
    charts: Mapping[str, DraftSection],
) -> Draft:
    """Title, summary and sections of a report whose figures are in the evidence; `charts` by their titles."""
    of_month = {f.key: f for f in evidence.shown if f.scope == month}
    whole = {f.key: f for f in evidence.shown if f.scope == start}
    sections = (
        DraftSection(
            kind="report",
            heading="Returns",
            sentences=_defined(defined, "time-weighted-return"),
            series=tuple(s.id for s in evidence.series if s.key.endswith(".by_span")),
        ),
        charts[GROWTH.title],
        DraftSection(kind="report", heading="What the hedge cost", sentences=(*_drag(whole), *_defined(defined, "drag"))),
        charts[HEATMAP.title],
        DraftSection(kind="report", heading="Drawdown", sentences=(*_fall(whole), *_defined(defined, "maximum-drawdown"))),
        charts[UNDERWATER.title],
        DraftSection(
            kind="limits", heading="Limits", sentences=tuple(line for source in limits for line in quoted_lines(source))
        ),
    )
    ends = next(iter(evidence.figures), None)
    return Draft(
        title=f"Monthly report, {{{ends.id}.end}}" if ends else "Monthly report",
        summary=tuple(_summary(of_month)),
        sections=tuple(s for s in sections if s.sentences or s.series),
    )


def _summary(of_month: Mapping[str, Shown]) -> list[str]:
    unhedged, hedged = of_month.get("return.unhedged.total"), of_month.get("return.hedged.total")
    drag = of_month.get("drag.monthly.mean")
    if unhedged is None:
        return [Line.REPORT_NOTHING.value]
    month, alone = f"{{{unhedged.id}.end}}", f"{{{unhedged.id}}}"
    if hedged is None or drag is None:
        return [Line.REPORT_ALONE.format(month=month, unhedged=alone)]
    return [
        Line.REPORT_RETURNS.format(month=month, hedged=f"{{{hedged.id}}}", unhedged=alone),
        Line.REPORT_HEDGE.format(verb="cost" if drag.value >= 0 else "earned", drag=f"{{{drag.id}.magnitude}}"),
    ]


def _defined(defined: Mapping[str, SourceView], slug: str) -> tuple[str, ...]:
    """The cited definition of a term, where the glossary has it."""
    source = defined.get(slug)
    return (f"{{{source.id}.title}}: {{{source.id}@0:{len(source.quote)}}} [{source.id}]",) if source else ()


def _drag(whole: Mapping[str, Shown]) -> list[str]:
    mean, median = whole.get("drag.monthly.mean"), whole.get("drag.monthly.median")
    if mean is None or median is None:
        return []
    return [
        Line.REPORT_DRAG.format(lead=lead(mean), qualified=qualified(mean)),
        Line.REPORT_MEDIAN.format(lead=lead(median)),
    ]


def _fall(whole: Mapping[str, Shown]) -> list[str]:
    unhedged, hedged = whole.get("drawdown.max.unhedged"), whole.get("drawdown.max.hedged")
    if unhedged is None:
        return []
    alone = f"{{{unhedged.id}.magnitude}}"
    if hedged is None:
        return [Line.REPORT_DRAWDOWN.format(unhedged=alone)]
    return [Line.REPORT_DRAWDOWNS.format(unhedged=alone, hedged=f"{{{hedged.id}.magnitude}}")]
