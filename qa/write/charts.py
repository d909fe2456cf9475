"""Charts in words: what each shows, how it is read, and what it comes from."""

from __future__ import annotations

from qa.calculator.core.result import NotComputed
from qa.evidence.charts import Chart
from qa.evidence.shown import Shown
from qa.lines import Line
from qa.write.draft import DraftSection
from qa.write.wording import FEES, counted


def chart_section(chart: Chart, title: str, shown: Shown | None) -> DraftSection:
    """A chart's finding, its series, and how it is read and what it comes from; else one line.

    `title` is the backtest's; `shown` the figure whose dates and n it has.
    """
    kind = chart.kind
    if isinstance(chart.made, NotComputed):
        return DraftSection(kind="chart", heading=kind.title, sentences=(Line.NO_CHART.format(why=chart.made),))
    source = f" {source_line(title, shown)}" if shown else ""
    return DraftSection(
        kind="chart",
        heading=kind.finding(chart.made),
        sentences=(kind.note + (kind.marks if chart.drawn else "") + source,),
        series=tuple(s.id for s in chart.made),
    )


def source_line(title: str, shown: Shown) -> str:
    """Where a chart comes from: the backtest, whether it was traded, net of what, its dates and n."""
    f, view = shown.id, shown.view
    return Line.CHART_SOURCE.format(
        title=title,
        standing="hypothetical" if view.hypothetical else "actual",
        fees=FEES[view.fees],
        dates=f"{{{f}.start}}" if view.start == view.end else f"{{{f}.start}} to {{{f}.end}}",
        n=f"{{{f}.n}}",
        counted=counted(shown),
    )
