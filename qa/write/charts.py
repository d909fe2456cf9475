"""Charts in words: what each shows, how it is read, and what it comes from."""

from __future__ import annotations

from qa.calculator.core.result import NotComputed
from qa.document import FigureView
from qa.evidence.charts import Chart
from qa.write.draft import DraftSection
from qa.write.wording import FEES, counted


def chart_section(chart: Chart, title: str, figure: FigureView | None) -> DraftSection:
    """A chart's finding, its series, and how it is read and what it comes from; else one line.

    `title` is the backtest's; `figure` the one whose dates and n it has.
    """
    kind = chart.kind
    if isinstance(chart.made, NotComputed):
        return DraftSection(heading=kind.title, sentences=(f"Not shown, because {chart.made}.",))
    source = f" {source_line(title, figure)}" if figure else ""
    return DraftSection(
        heading=kind.finding(chart.made),
        sentences=(kind.note + (kind.marks if chart.drawn else "") + source,),
        series=tuple(s.id for s in chart.made),
    )


def source_line(title: str, figure: FigureView) -> str:
    """Where a chart comes from: the backtest, whether it was traded, net of what, its dates and n."""
    dates = f"{{{figure.id}.start}}" if figure.start == figure.end else f"{{{figure.id}.start}} to {{{figure.id}.end}}"
    standing = "hypothetical" if figure.hypothetical else "actual"
    return f"Source: {title}; {standing}, {FEES[figure.fees]}; {dates}, n = {{{figure.id}.n}} {counted(figure)}."
