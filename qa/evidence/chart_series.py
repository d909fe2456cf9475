"""Series of charts along time: growth, falls and drag, by month."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from qa import numerals
from qa.calculator.catalogue import compute
from qa.calculator.core.compute import narrow
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Missing
from qa.calculator.core.path import Path, drawdowns, select_path
from qa.calculator.core.periods import Periods, cut, label
from qa.calculator.core.result import Interval, NotComputed
from qa.calculator.core.sample import Sample, sample_of
from qa.calculator.core.scope import Scope, Signal
from qa.document import Point, SeriesView
from qa.evidence.chart_keys import DRAG, ENTRY_VIX, YEARS
from qa.evidence.evidence import view_interval
from qa.numerals import Unit

if TYPE_CHECKING:
    from collections.abc import Callable

GROWTH = ("return.unhedged.total.by_month_end", "return.hedged.total.by_month_end")
FALLS = ("drawdown.unhedged.by_month", "drawdown.hedged.by_month")
Series = tuple[SeriesView, ...]


class Cell(NamedTuple):
    """A point before it is written: None where there is no value."""

    label: str
    value: float | None
    n: int
    interval: Interval | None = None


def written(cells: Sequence[Cell], unit: Unit, places: int | None = None, absent: str = "no values") -> tuple[Point, ...]:
    """Cells as points, their displays with one number of decimals."""
    values = [numerals.stored(c.value) for c in cells if c.value is not None]
    if places is None and values:
        places = numerals.decimals(unit, *values)
    return tuple(_point(cell, unit, places, absent) for cell in cells)


def _point(cell: Cell, unit: Unit, places: int | None, absent: str) -> Point:
    if cell.value is None:
        return Point(label=cell.label, value=None, display=absent, n=cell.n)
    value = numerals.stored(cell.value)
    shown = numerals.write(value, unit, places)
    return Point(label=cell.label, value=value, display=shown, n=cell.n, interval=view_interval(cell.interval, unit))


def series_of(facts: Facts, scope: Scope, key: str, title: str, unit: Unit, points: tuple[Point, ...]) -> SeriesView:
    """A series of a backtest; its id is given by the document that takes it."""
    return SeriesView(id="", key=key, title=title, unit=unit, scope=str(scope), dataset=facts.backtest.digest, points=points)


def growth(facts: Facts, scope: Scope) -> Series | NotComputed:
    """Total return since the start at each month's end [fraction], unhedged and hedged; nothing at the start."""

    def at_ends(path: Path, months: Periods) -> list[Cell]:
        ends = [
            Cell(label(first, "month"), float(path.values[at + days]) / path.begin - 1 if days else None, int(days))
            for first, at, days in zip(months.first, months.begin, months.count, strict=True)
        ]
        return [Cell("start", 0.0, 0), *ends]

    titles = ("Unhedged total return by month end", "Hedged total return by month end")
    return _of_both(facts, scope, "return.unhedged.total", tuple(zip(GROWTH, titles, strict=True)), at_ends)


def underwater(facts: Facts, scope: Scope) -> Series | NotComputed:
    """The deepest fall from the highest value so far within each month [fraction], unhedged and hedged."""

    def by_month(path: Path, months: Periods) -> list[Cell]:
        fallen = drawdowns(path.values)[1:]
        return [
            Cell(label(first, "month"), float(fallen[at : at + days].min()) if days else None, int(days))
            for first, at, days in zip(months.first, months.begin, months.count, strict=True)
        ]

    titles = ("Unhedged drawdown by month", "Hedged drawdown by month")
    return _of_both(facts, scope, "drawdown.max.unhedged", tuple(zip(FALLS, titles, strict=True)), by_month)


def _of_both(
    facts: Facts,
    scope: Scope,
    figure: str,
    told: tuple[tuple[str, str], ...],
    cells: Callable[[Path, Periods], list[Cell]],
) -> Series | NotComputed:
    """Series of the unhedged and hedged account, where the figure that they spread out can be had."""
    result = compute(figure, scope, facts)
    narrowed = narrow(scope, facts)
    if isinstance(result, Missing):
        return result.why
    assert not isinstance(narrowed, NotComputed), "what has a value was narrowed"
    paths = [select_path(*narrowed, hedged=hedged) for hedged in (False, True)]
    if isinstance(paths[0], NotComputed):
        return paths[0]
    views = []
    for path, (key, title) in zip(paths, told, strict=True):
        if isinstance(path, NotComputed):
            continue  # a backtest without a hedge has one line
        points = written(cells(path, cut(path.days[1:], "month")), result.spec.unit)
        views.append(series_of(facts, scope, key, title, result.spec.unit, points))
    return tuple(views)


def drag_by_month(facts: Facts, scope: Scope) -> Series | NotComputed:
    """Drag of each month that counts [fraction of the base], and the VIX before it where the backtest has VIX."""
    sample = _months(facts, scope)
    if isinstance(sample, NotComputed):
        return sample
    names = [sample.label(i) for i in range(len(sample))]
    points = written([Cell(name, float(d), 1) for name, d in zip(names, sample.drag, strict=True)], "fraction/month")
    drag = series_of(facts, scope, DRAG, "Drag by month", "fraction/month", points)
    if "vix" not in facts.backtest.series:
        return (drag,)
    vix = facts.entry(Signal("vix"), sample.first)
    cells = [Cell(name, None if isnan(v) else float(v), 1) for name, v in zip(names, vix, strict=True)]
    points = written(cells, "points", absent="no close")
    return drag, series_of(facts, scope, ENTRY_VIX, "VIX before entry by month", "points", points)


def drag_by_month_and_year(facts: Facts, scope: Scope) -> Series | NotComputed:
    """Drag of each month and, summed over its months, of each calendar year [fraction of the base]."""
    months = drag_by_month(facts, scope)
    if isinstance(months, NotComputed):
        return months
    years: dict[str, list[float]] = {}
    for point in months[0].points:
        years.setdefault(point.label[:4], []).append(point.value or 0.0)
    unit: Unit = "fraction/month"
    places = numerals.decimals(unit, *(value for own in years.values() for value in own))
    sums = written([Cell(year, sum(own), len(own)) for year, own in years.items()], "fraction/span", places)
    return months[0], series_of(facts, scope, YEARS, "Drag by calendar year", "fraction/span", sums)


def _months(facts: Facts, scope: Scope) -> Sample | NotComputed:
    """The hedged months that a scope counts."""
    result, narrowed = compute("drag.monthly.mean", scope, facts), narrow(scope, facts)
    if isinstance(result, Missing):
        return result.why
    assert not isinstance(narrowed, NotComputed), "what has a value was narrowed"
    own, rest = narrowed
    return sample_of(own, "month", rest)
