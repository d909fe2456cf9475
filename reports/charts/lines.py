"""Charts of lines: growth, falls, sizes of the hedge, one night's payoff, rolling drag, and the hedge on the index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from qa.document import Point, SeriesView
from qa.numerals import Unit
from reports.charts.canvas import DASHES, ROLES, Canvas, Margins, span, tick_labels, ticks
from reports.charts.time import month_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIDES = ("unhedged", "hedged")


def growth(canvas: Canvas, series: Sequence[SeriesView]) -> None:
    """Total return at month ends; each line is named at its end with its last value."""
    ends = [f"{side.capitalize()} {_valued(s)[-1][1].display}" for side, s in zip(_SIDES, series, strict=False)]
    axes = _along_months(canvas, series, ends, first=1)
    for side, s in zip(_SIDES, series, strict=False):
        last, point = _valued(s)[-1]
        _dot(axes, last, point.value or 0.0, side)


def underwater(canvas: Canvas, series: Sequence[SeriesView]) -> None:
    """Deepest fall by month; each line is named at its end, with the deepest of all, which has a dot."""
    lowest = [min(_valued(s), key=lambda p: p[1].value or 0.0) for s in series]
    ends = [f"{side.capitalize()}\nlowest {p.display}" for side, (_, p) in zip(_SIDES, lowest, strict=False)]
    axes = _along_months(canvas, series, ends, first=0)
    for side, (x, point) in zip(_SIDES, lowest, strict=False):
        _dot(axes, x, point.value or 0.0, side)


def _along_months(canvas: Canvas, series: Sequence[SeriesView], ends: Sequence[str], first: int) -> Axes:
    """Both lines over months; `first` is the place of the first point that has a month."""
    low, high = span([p for s in series for p in s.points])
    if max(canvas.wide(line, bold=True) for end in ends for line in end.split("\n")) > canvas.width / 3:
        ends = [side.capitalize() for side in _SIDES]  # the table has such long numbers
    right = max(canvas.wide(line, bold=True) for end in ends for line in end.split("\n")) + 16
    axes = _graded(canvas, (low, high), cast("Unit", series[0].unit), Margins(right=right))
    labels = [p.label for p in series[0].points]
    axes.set_xlim(-0.5, max(len(labels) - 1, 1))
    for side, s in zip(_SIDES, series, strict=False):
        _line(axes, s.points, range(len(labels)), side, s.id)
    named = [(side, end, _valued(s)[-1][1].value or 0.0) for side, end, s in zip(_SIDES, ends, series, strict=False)]
    _name_ends(canvas, axes, len(labels) - 1, named)
    month_ticks(canvas, axes, labels[first:], at=first)
    return axes


def _graded(canvas: Canvas, limits: tuple[float, float], unit: Unit, around: Margins) -> Axes:
    """A panel with faint lines at round numbers, told at their left, and the zero line in ink."""
    low, high = limits
    values = ticks(low, high)
    labels = tick_labels(values, unit)
    margin = around.left + max(canvas.wide(label) for label in labels) + 10
    axes = canvas.panel(around._replace(left=margin))
    pad = (high - low) * 0.04
    axes.set_ylim(low - pad, high + pad)
    for value, label in zip(values, labels, strict=True):
        axes.axhline(value, color=ROLES["line" if value else "ink"][0], linewidth=0.8, zorder=1 if value else 1.5)
        _, y = canvas.pixels(axes, 0, value)
        canvas.text(margin - 8, y, label, "soft", anchor="right")
    return axes


def _valued(series: SeriesView) -> list[tuple[int, Point]]:
    """Places and points that have a value."""
    return [(i, p) for i, p in enumerate(series.points) if p.value is not None]


def _line(axes: Axes, points: Sequence[Point], xs: Sequence[float], role: str, name: str) -> None:
    """A line through the points, broken where one has no value; a point alone is a dot."""
    part: list[tuple[float, float]] = []
    parts = [part]
    for x, point in zip(xs, points, strict=True):
        if point.value is None:
            parts.append(part := [])
        else:
            part.append((x, point.value))
    drawn = [p for p in parts if p]
    for i, own in enumerate(drawn):
        axes.plot(
            *zip(*own, strict=True),
            gid=name if not i else f"{name}-{i}",
            color=ROLES[role][0],
            linestyle=DASHES.get(role, "-"),
            linewidth=1.8,
            marker="o" if len(own) == 1 else "",
            markersize=3,
            zorder=3,
        )


def _dot(axes: Axes, x: float, y: float, role: str) -> None:
    axes.plot([x], [y], "o", color=ROLES[role][0], markersize=5, markeredgewidth=0, zorder=4, clip_on=False)


def _name_ends(canvas: Canvas, axes: Axes, x: float, named: Sequence[tuple[str, str, float]]) -> None:
    """Names at the ends of lines, moved apart where they would overlap."""
    places = [(canvas.pixels(axes, x, y)[1], role, text) for role, text, y in named]
    places.sort(key=lambda place: place[0])
    apart = (places[0][2].count("\n") + 1) * canvas.size * 1.35
    if len(places) > 1 and places[1][0] - places[0][0] < apart:
        middle = (places[0][0] + places[1][0]) / 2
        places = [(middle + side * apart / 2, role, text) for side, (_, role, text) in zip((-1, 1), places, strict=True)]
    edge = (places[0][2].count("\n") + 1) * canvas.size * 0.7
    below, above = max(0.0, edge + 30 - places[0][0]), max(0.0, places[-1][0] + edge - canvas.height)
    left = canvas.pixels(axes, x, 0)[0] + 8
    for y, role, text in places:
        canvas.text(left, y + below - above, text, role, bold=True)


def sizes(canvas: Canvas, series: Sequence[SeriesView]) -> None:
    """Mean drag with its interval, and the deepest fall, by size of the hedge: side by side, on a phone one below the other."""
    half = canvas.height / 2 if canvas.narrow else canvas.width / 2
    for i, (name, s) in enumerate(zip(("Mean drag a month", "Maximum drawdown"), series, strict=True)):
        told = canvas.wide(s.points[-1].display, bold=True) + 16
        if canvas.narrow:
            around = Margins(top=34 + i * half, right=told, bottom=30 + (1 - i) * half)
        else:
            around = Margins(left=i * half, top=34, right=told + (1 - i) * half, bottom=30)
        axes = _graded(canvas, span(s.points), cast("Unit", s.unit), around)
        sized = [float(p.label) for p in s.points]
        axes.set_xlim(min(sized), max(sized))
        if all(p.interval for p in s.points):
            low, high = ([getattr(p.interval, edge) for p in s.points] for edge in ("low", "high"))
            axes.fill_between(sized, low, high, color=ROLES["interval"][0], linewidth=0, zorder=0.5, gid=f"{s.id}-interval")
        _line(axes, s.points, sized, "hedged", s.id)
        _sized(canvas, axes, s, sized)
        x, y = canvas.pixels(axes, min(sized), axes.get_ylim()[1])
        canvas.text(x, y + 16, name, bold=True)


def _sized(canvas: Canvas, axes: Axes, series: SeriesView, sized: Sequence[float]) -> None:
    """The last value at the line's end, and below the panel the sizes."""
    foot, last = axes.get_ylim()[0], series.points[-1].value or 0.0
    _dot(axes, sized[-1], last, "hedged")
    x, y = canvas.pixels(axes, sized[-1], last)
    canvas.text(x + 8, y, series.points[-1].display, "hedged", bold=True)
    for size, point in zip(sized, series.points, strict=True):
        if size == int(size):
            x, y = canvas.pixels(axes, size, foot)
            canvas.text(x, y - 14, f"{point.label}×" if size != 1 else "as run", "soft", anchor="center")


def payoff(canvas: Canvas, series: Sequence[SeriesView]) -> None:
    """P&L of a contract by the index' move, with what it earns and loses at most, and where it breaks even."""
    moves, pnl = series
    xs = [p.value or 0.0 for p in moves.points]
    axes = _graded(canvas, span(pnl.points), cast("Unit", pnl.unit), Margins(top=26, right=16))
    axes.set_xlim(min(xs), max(xs))
    _line(axes, pnl.points, xs, "ink", pnl.id)
    best = max(pnl.points, key=lambda p: p.value or 0.0)
    x, y = canvas.pixels(axes, 0, best.value or 0.0)
    canvas.text(x, y + 13, best.display, bold=True, anchor="center")
    for move, at in zip(moves.points, pnl.points, strict=True):
        x, y = canvas.pixels(axes, move.value or 0.0, at.value or 0.0)
        side = -1 if "put" in move.label else 1
        if move.label.startswith("break-even"):
            _dot(axes, move.value or 0.0, at.value or 0.0, "ink")
            canvas.text(x + side * 8, y + 12, move.display, anchor="left" if side > 0 else "right")
        if move.label.startswith("long"):
            canvas.text(x - side * 12, y + 2, at.display, anchor="right" if side > 0 else "left", bold=True)
    foot = axes.get_ylim()[0]
    for value, label in zip(steps := ticks(min(xs), max(xs), 5), tick_labels(steps, cast("Unit", moves.unit)), strict=True):
        x, y = canvas.pixels(axes, value, foot)
        canvas.text(x, y - 14, label, "soft", anchor="center")


def rolling(canvas: Canvas, series: Sequence[SeriesView]) -> None:
    """Mean drag of rolling windows by their last month, on the band of its interval; the last is told."""
    own = series[0]
    last = own.points[-1]
    axes = _graded(canvas, span(own.points), cast("Unit", own.unit), Margins(right=canvas.wide(last.display, bold=True) + 16))
    places = range(len(own.points))
    axes.set_xlim(-0.5, max(len(own.points) - 1, 1))
    known = [(at, p.interval) for at, p in zip(places, own.points, strict=True) if p.interval]
    if known:
        at, low, high = zip(*((at, i.low, i.high) for at, i in known), strict=True)
        axes.fill_between(at, low, high, color=ROLES["interval"][0], linewidth=0, zorder=0.5, gid=f"{own.id}-interval")
    _line(axes, own.points, places, "hedged", own.id)
    _dot(axes, places[-1], last.value or 0.0, "hedged")
    x, y = canvas.pixels(axes, places[-1], last.value or 0.0)
    canvas.text(x + 8, y, last.display, "hedged", bold=True)
    month_ticks(canvas, axes, [p.label for p in own.points], at=0)


def on_market(canvas: Canvas, series: Sequence[SeriesView]) -> None:
    """Each month as a dot, the hedge's return over the index's, and the fitted curve through them."""
    market, hedge, fitted = series
    xs = [p.value or 0.0 for p in market.points]
    axes = _graded(canvas, span([*hedge.points, *fitted.points]), cast("Unit", hedge.unit), Margins(top=26, right=16, bottom=44))
    pad = (max(xs) - min(xs)) * 0.03
    axes.set_xlim(min(xs) - pad, max(xs) + pad)
    axes.axvline(0, color=ROLES["line"][0], linewidth=0.8, zorder=1)
    for i, (x, point) in enumerate(zip(xs, hedge.points, strict=True)):
        axes.plot([x], [point.value or 0.0], "o", color=ROLES["hedged"][0], markersize=4, zorder=3, gid=f"{hedge.id}-{i}")
    order = sorted(range(len(xs)), key=xs.__getitem__)
    _line(axes, [fitted.points[i] for i in order], [xs[i] for i in order], "ink", fitted.id)
    foot = axes.get_ylim()[0]
    for value, label in zip(steps := ticks(min(xs), max(xs), 5), tick_labels(steps, cast("Unit", market.unit)), strict=True):
        x, y = canvas.pixels(axes, value, foot)
        canvas.text(x, y - 14, label, "soft", anchor="center")
    canvas.text(0, canvas.height - 12, "Hedge", "hedged", bold=True)
    canvas.text(canvas.wide("Hedge", bold=True) + 14, canvas.height - 12, "Fit", bold=True)
    canvas.text(canvas.width - 4, 10, "S&P index", "soft", anchor="right")
