"""Charts along months: their axis, monthly drag with its regimes of VIX, and the heatmap of months and years."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING, cast

from corpus.dates import MONTHS
from qa.calculator.core.scope_text import parse_scope
from qa.document import Point, SeriesView
from qa.evidence.series import VIX_BANDS
from qa.numerals import Unit
from reports.charts.canvas import ROLES, Canvas, Margins, span, tick_labels, ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Months up to which each tick is a month, not a year.
_SHORT = 18
#: Monthly gains that are told beside their bars: so many, and of such a part of the largest.
_TOLD, _LARGE = 2, 0.5
#: Years up to which a heatmap's cells have their numbers written in them; the table has them all.
_WRITTEN = 12


def number_of(month: str) -> int:
    """A month `2018-02` as a number that grows by one a month."""
    year, number = (int(x) for x in month.split("-"))
    return year * 12 + number - 1


def short_name(month: str) -> str:
    """A month as charts name it: `Feb 2018`."""
    year, number = (int(x) for x in month.split("-"))
    return f"{MONTHS[number - 1][:3]} {year}"


def month_ticks(canvas: Canvas, axes: Axes, months: Sequence[str], at: float) -> None:
    """Names below an axis on which the first of the months lies at `at`, the others in their distance: years, or months."""
    first, last = number_of(months[0]), number_of(months[-1])
    if last - first < _SHORT:
        names = [(n, short_name(f"{n // 12}-{n % 12 + 1}")) for n in range(first, last + 1)]
    else:
        names = [(n, str(n // 12)) for n in range(first, last + 1) if n % 12 == 0]
    room = canvas.pixels(axes, 1, 0)[0] - canvas.pixels(axes, 0, 0)[0]
    apart = names[1][0] - names[0][0] if len(names) > 1 else 1
    every = max(1, ceil((canvas.wide(names[0][1]) + 14) / (room * apart)))
    foot = axes.get_ylim()[0]
    for n, name in names[::every]:
        x, y = canvas.pixels(axes, at + n - first, foot)
        half = canvas.wide(name) / 2
        canvas.text(min(max(x, half + 2), canvas.width - half - 2), y - 14, name, "soft", anchor="center")


def months(canvas: Canvas, series: Sequence[SeriesView]) -> None:
    """Drag as bars, cost up and gain down, on shades of the VIX before each month; the largest gains are told."""
    drag = series[0]
    numbers = [number_of(p.label) for p in drag.points]
    low, high = span(drag.points)
    values = ticks(low, high)
    labels = tick_labels(values, cast("Unit", drag.unit))
    left = max(canvas.wide(label) for label in labels) + 10
    axes = canvas.panel(Margins(left, 24 if len(series) > 1 else 8, 4))
    axes.set_xlim(numbers[0] - 0.7, max(numbers[-1], numbers[0] + 5) + 0.7)
    axes.set_ylim(low - (high - low) * 0.04, high + (high - low) * 0.04)
    if len(series) > 1:
        _shades(canvas, axes, numbers, series[1].points)
    for value, label in zip(values, labels, strict=True):
        axes.axhline(value, color=ROLES["line" if value else "ink"][0], linewidth=0.8, zorder=1 if value else 4)
        canvas.text(left - 8, canvas.pixels(axes, 0, value)[1], label, "soft", anchor="right")
    for i, (n, point) in enumerate(zip(numbers, drag.points, strict=True)):
        role = "cost" if (point.value or 0.0) > 0 else "hedged"
        canvas.box(axes, (n - 0.37, n + 0.37), (0.0, point.value or 0.0), role, f"{drag.id}-{i}")
    _tell_gains(canvas, axes, numbers, drag.points)
    month_ticks(canvas, axes, [p.label for p in drag.points], at=numbers[0])


def band_of(vix: float) -> int:
    """Which of the bands of VIX a close lies in."""
    holds = {"<": float.__lt__, ">=": float.__ge__}
    bands = [parse_scope(text).bounds for _, text in VIX_BANDS]
    return next(i for i, own in enumerate(bands) if all(holds[b.op](vix, float(b.number)) for b in own))


def _shades(canvas: Canvas, axes: Axes, numbers: Sequence[int], vix: Sequence[Point]) -> None:
    """A shade for months of each band above the lowest, named over the longest stretch of it."""
    banded = [(n, band_of(p.value)) for n, p in zip(numbers, vix, strict=True) if p.value is not None]
    stretches: list[tuple[int, int, int]] = []
    for (band, _), group in groupby(enumerate(banded), key=lambda at: (at[1][1], at[1][0] - at[0])):
        own = [n for _, (n, _) in group]
        stretches.append((own[-1] - own[0], own[0], band))
        if band:
            axes.axvspan(own[0] - 0.5, own[-1] + 0.5, color=ROLES[f"shade-{band}"][0], linewidth=0, zorder=0)
    taken: list[tuple[float, float]] = []
    for band in range(len(VIX_BANDS) - 1, 0, -1):
        longest = max((s for s in stretches if s[2] == band), default=None)
        if longest is None:
            continue
        name = f"VIX {VIX_BANDS[band][0]}"
        middle = canvas.pixels(axes, longest[1] + longest[0] / 2, 0)[0]
        half = canvas.wide(name) / 2 + 4
        middle = min(max(middle, half), canvas.width - half)
        if all(middle + half <= a or middle - half >= b for a, b in taken):
            taken.append((middle - half, middle + half))
            canvas.text(middle, canvas.height - 12, name, "soft", anchor="center")


def _tell_gains(canvas: Canvas, axes: Axes, numbers: Sequence[int], points: Sequence[Point]) -> None:
    """Month and value beside the largest gains, where nothing else stands."""
    gains = sorted((p.value or 0.0, n, p) for n, p in zip(numbers, points, strict=True) if (p.value or 0.0) < 0)
    by_month = dict(zip(numbers, points, strict=True))
    left, right = axes.get_xlim()
    taken = set[int]()
    for value, n, point in [g for g in gains if g[0] <= _LARGE * gains[0][0]][:_TOLD]:
        text = f"{short_name(point.label)} {point.display}"
        room = canvas.pixels(axes, 1, 0)[0] - canvas.pixels(axes, 0, 0)[0]
        months_wide = ceil((canvas.wide(text, bold=True) + 12) / room)
        for side in (1, -1):
            beside = {n + side * i for i in range(1, months_wide + 1)}
            free = all((by_month[m].value or 0.0) > value * 0.7 for m in beside if m in by_month)
            if free and not beside & taken and left <= n + side * months_wide <= right:
                x, y = canvas.pixels(axes, n + side * 0.37, value)
                canvas.text(x + side * 6, y + 7, text, "hedged", anchor="left" if side > 0 else "right", bold=True)
                taken |= beside | {n}
                break


def heatmap(canvas: Canvas, series: Sequence[SeriesView]) -> None:
    """Drag by month across and year down, grey where the hedge cost and green where it earned; the year's sum at the right."""
    by_month, by_year = series
    largest = max(abs(p.value or 0.0) for p in by_month.points) or 1.0
    years = [p.label for p in by_year.points]
    texts = {p.label: p.display.removesuffix("%") for p in (*by_month.points, *by_year.points)}
    right = max(canvas.wide(text, bold=True) for text in ("Sum", *(texts[year] for year in years))) + 14
    axes = canvas.panel(Margins(canvas.wide(years[0]) + 10, 24, right, 4))
    axes.set_xlim(0, 12)
    axes.set_ylim(len(years), 0)
    cell = canvas.pixels(axes, 1, 0)[0] - canvas.pixels(axes, 0, 0)[0]
    written = len(years) <= _WRITTEN and max(canvas.wide(texts[p.label]) for p in by_month.points) + 4 <= cell
    gap = 1 / cell
    for i, point in enumerate(by_month.points):
        row, column = years.index(point.label[:4]), int(point.label[5:]) - 1
        canvas.box(axes, (column + gap, column + 1 - gap), (row + 0.03, row + 0.97), _heat(point, largest), f"{by_month.id}-{i}")
        if written:
            canvas.text(*canvas.pixels(axes, column + 0.5, row + 0.5), texts[point.label], anchor="center")
    for column, name in enumerate(MONTHS):
        short = name[:3] if canvas.wide("Mar") + 4 <= cell else name[0]
        canvas.text(canvas.pixels(axes, column + 0.5, 0)[0], canvas.height - 12, short, "soft", anchor="center")
    canvas.text(canvas.width - 4, canvas.height - 12, "Sum", "soft", anchor="right")
    for row, year in enumerate(years):
        y = canvas.pixels(axes, 0, row + 0.5)[1]
        canvas.text(0, y, year, "soft")
        canvas.text(canvas.width - 4, y, texts[year], anchor="right", bold=True)


def _heat(point: Point, largest: float) -> str:
    """The role of a cell: three steps of either colour, by its part of the largest."""
    value = point.value or 0.0
    step = min(3, max(1, ceil(abs(value) / largest * 3)))
    return f"{'cost' if value >= 0 else 'gain'}-{step}"
