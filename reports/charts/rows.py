"""Charts of rows: drag by regime, the parts of a loss, stress episodes; each row is named at its left, told at its right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from qa.document import Point, SeriesView
from qa.numerals import Unit
from reports.charts.canvas import ROLES, Canvas, Margins, span, tick_labels, ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Height of a row [px].
ROW = 30
#: What a row is named and told.
Row = tuple[str, str]


def regimes(canvas: Canvas, series: Sequence[SeriesView]) -> None:
    """Mean drag as a dot with its interval as a whisker; a dot of too few months is hollow."""
    mean = series[0]
    rows = [(p.label, _told(p, narrow=canvas.narrow)) for p in mean.points]
    axes = _rows(canvas, rows, span(mean.points), cast("Unit", mean.unit))
    for i, point in enumerate(mean.points):
        if point.value is None:
            continue
        if point.interval:
            axes.plot(
                [point.interval.low, point.interval.high], [i, i], color=ROLES["hedged"][0], linewidth=2.2,
                solid_capstyle="butt", zorder=2, gid=f"{mean.id}-interval-{i}",
            )  # fmt: skip
        few = "," in point.display
        axes.plot(
            [point.value], [i], "o", markersize=9, markeredgewidth=1.8, markeredgecolor=ROLES["hedged"][0],
            markerfacecolor=ROLES["paper" if few else "hedged"][0], zorder=3, gid=f"{mean.id}-{i}",
        )  # fmt: skip


def _told(point: Point, *, narrow: bool) -> str:
    """A regime's mean and n, in words where there are too few."""
    if point.value is None:
        return point.display
    value, _, few = point.display.partition(", ")
    return f"{value}{chr(10) if narrow else ' '}({few + ', ' if few else ''}n = {point.n})"


def parts(canvas: Canvas, series: Sequence[SeriesView]) -> None:
    """A waterfall: each part begins where the one before it ended, and the last row is their sum."""
    own = series[0]
    ends, at = [], 0.0
    for point in own.points[:-1]:
        ends.append((at, at + (point.value or 0.0)))
        at = ends[-1][1]
    ends.append((0.0, own.points[-1].value or 0.0))
    limits = span((), *(edge for pair in ends for edge in pair))
    axes = _rows(canvas, [(p.label, p.display) for p in own.points], limits, cast("Unit", own.unit))
    for i, (begin, end) in enumerate(ends):
        role = "ink" if i == len(ends) - 1 else "cost" if end >= begin else "hedged"
        canvas.box(axes, (begin, end), (i - 0.28, i + 0.28), role, f"{own.id}-{i}")
        if i < len(ends) - 2:
            axes.plot([end, end], [i + 0.28, i + 0.72], color=ROLES["soft"][0], linewidth=0.8, zorder=2)


def episodes(canvas: Canvas, series: Sequence[SeriesView]) -> None:
    """Base and hedge of each episode as bars, both together as a mark and in words."""
    _sides(canvas, series, [p.label.split(" ")[0] for p in series[-1].points])


def losses(canvas: Canvas, series: Sequence[SeriesView]) -> None:
    """Base and hedge as the index rose and as it fell, likewise."""
    _sides(canvas, series, [p.label for p in series[-1].points])


def _sides(canvas: Canvas, series: Sequence[SeriesView], names: Sequence[str]) -> None:
    base, hedge, both = series
    points = [p for s in series for p in s.points]
    rows = [(name, p.display) for name, p in zip(names, both.points, strict=True)]
    axes = _rows(canvas, rows, span(points), cast("Unit", base.unit), head=22)
    for i, (b, h, n) in enumerate(zip(base.points, hedge.points, both.points, strict=True)):
        for point, at, role, s in ((b, i - 0.17, "cost", base), (h, i + 0.17, "hedged", hedge)):
            canvas.box(axes, (0.0, point.value or 0.0), (at - 0.15, at + 0.15), role, f"{s.id}-{i}")
        axes.plot(
            [n.value or 0.0] * 2, [i - 0.38, i + 0.38], color=ROLES["ink"][0], linewidth=2.4, zorder=4, gid=f"{both.id}-{i}"
        )
    x = canvas.pixels(axes, axes.get_xlim()[0], 0)[0]
    for name, role in (("Base", "unhedged"), ("Hedge", "hedged")):
        canvas.text(x, canvas.height - 10, name, role, bold=True)
        x += canvas.wide(name, bold=True) + 14
    canvas.text(canvas.width - 2, canvas.height - 10, "Both", bold=True, anchor="right")


def _rows(canvas: Canvas, rows: Sequence[Row], limits: tuple[float, float], unit: Unit, head: float = 4) -> Axes:
    """A panel with a line for each row, round numbers below it, and the zero line in ink."""
    left = max(canvas.wide(name) for name, _ in rows) + 12
    right = max(canvas.wide(line) for _, told in rows for line in told.split("\n")) + 14
    axes = canvas.panel(Margins(left, head, right, 26))
    low, high = limits
    axes.set_xlim(low - (high - low) * 0.04, high + (high - low) * 0.04)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    values = ticks(low, high, 3 if canvas.narrow else 5)
    for value, label in zip(values, tick_labels(values, unit), strict=True):
        axes.axvline(value, color=ROLES["line" if value else "ink"][0], linewidth=0.8, zorder=1 if value else 4)
        x = canvas.pixels(axes, value, 0)[0]
        canvas.text(x, 12, label, "soft", anchor="center")
    for i, (name, told) in enumerate(rows):
        y = canvas.pixels(axes, 0, i)[1]
        canvas.text(0, y, name)
        canvas.text(canvas.width - 2, y, told, anchor="right")
    return axes
