"""The record: returns and drawdowns by span, growth, the hedge by month, and the worst drawdowns."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING

from qa import numerals
from qa.calculator.catalogue import compute
from qa.calculator.core.facts import HEDGED, UNHEDGED, Facts
from qa.calculator.core.figure import Figure
from qa.calculator.core.path import deepest, mixed_path
from qa.calculator.core.result import NotComputed
from qa.calculator.core.scope import Signal
from qa.evidence.chart_series import drag_by_month, growth
from reports.monthly.columns import Cell, Tabled
from reports.monthly.spans import Span, Spans

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Days
    from qa.calculator.core.path import Drawdown, Path

NET, WITH, WITHOUT, HEDGE = "returns.net", "returns.hedged", "returns.unhedged", "returns.hedge"
FALLS, FALLS_ALONE, BENCHMARK = "falls.hedged", "falls.unhedged", "returns.benchmark"
#: The rows of the table of returns, in their order.
ROWS = (NET, WITH, WITHOUT, HEDGE, BENCHMARK, FALLS, FALLS_ALONE)
MONTHS, YEARS = "hedge.by_month", "hedge.by_year"
WORST_FROM, WORST_TO, WORST_BACK, WORST_DEPTH = "worst.peak", "worst.trough", "worst.recovery", "worst.depth"
WORST = (WORST_FROM, WORST_TO, WORST_BACK, WORST_DEPTH)
#: Decimals of returns in percent.
_PLACES = 2
_TITLES = {"spx": "S&P 500", "benchmark": "Benchmark"}
#: Drawdowns that the annex lists.
_MOST = 5


def add_returns(tabled: Tabled, facts: Facts, spans: Spans) -> None:
    """Returns by span; the hedge's points are the difference of the two returns as they are shown, so every column adds up."""
    alone = facts.unhedged_only is not None
    sides = [(WITHOUT, "unhedged", "Account" if alone else "Unhedged")]
    sides = sides if alone else [(WITH, "hedged", "Hedged"), *sides]
    found = {key: [_return(f"return.{side}", span, facts) for span in spans.all] for key, side, _ in sides}
    differences = [] if alone else [_less(h, u) for h, u in zip(found[WITH], found[WITHOUT], strict=True)]
    if facts.backtest.manifest.capital.advisory_fee is not None:
        cells = _cells(spans, [_return("return.net", span, facts) for span in spans.all])
        tabled.add(NET, "Net of the advisory fee", "fraction/span", spans.start.scope, cells, _PLACES)
    for key, _, title in sides:
        if any(v is not None for v in found[key]):
            tabled.add(key, title, "fraction/span", spans.start.scope, _cells(spans, found[key]), _PLACES)
    if any(v is not None for v in differences):
        cells = _cells(spans, differences)
        tabled.add(HEDGE, "Hedge, points", "fraction/span", spans.start.scope, cells, _PLACES, plus=True)


ACTUAL = "actual."


def add_actual(tabled: Tabled, facts: Facts, spans: Spans) -> None:
    """The returns and drawdowns of an actual account over the spans that it has, under keys of their own."""
    own = tabled.of(facts, ACTUAL)
    add_returns(own, facts, spans)
    add_falls(own, facts, spans)


def add_benchmark(tabled: Tabled, facts: Facts, spans: Spans, name: str) -> None:
    """What a market series returned over the same spans, a year's average where theirs is; price alone."""
    values = [_market(facts, name, span) for span in spans.all]
    if any(v is not None for v in values):
        title = f"{_TITLES.get(name) or Signal(name).words}, price alone"
        tabled.add(BENCHMARK, title, "fraction/span", spans.start.scope, _cells(spans, values), _PLACES)


def _market(facts: Facts, name: str, span: Span) -> float | None:
    days = facts.days[facts.within(span.scope.dates)]
    before, last = _close_before(facts, name, days[:1]), float(facts.closing(name, days[:1], days[-1:])[0])
    if isnan(before) or isnan(last) or before <= 0 or last <= 0:
        return None
    if not span.annual:
        return last / before - 1
    result = compute("return.unhedged.annual", span.scope, facts)
    if not isinstance(result, Figure):
        return None
    calendar = next(step.value for step in result.result.steps if step.label == "calendar days")
    return float((last / before) ** (365 / calendar) - 1)


def _close_before(facts: Facts, name: str, first: Days) -> float:
    """The close at the account's last value before a day, or before its own first day; not a number where there is none."""
    earlier = facts.days[facts.days < first[0]]
    day = earlier[-1:] + 1 if len(earlier) else facts.days[:1]
    return float(facts.entry(Signal(name), day)[0])


def add_falls(tabled: Tabled, facts: Facts, spans: Spans) -> None:
    """The maximum drawdown over each span."""
    sides = ((FALLS, "hedged"), (FALLS_ALONE, "unhedged")) if facts.unhedged_only is None else ((FALLS_ALONE, "unhedged"),)
    for key, side in sides:
        values = [_value(compute(f"drawdown.max.{side}", span.scope, facts)) for span in spans.all]
        title = f"Maximum drawdown, {side}" if len(sides) > 1 else "Maximum drawdown"
        if all(v is None for v in values):
            continue
        tabled.add(key, title, "fraction", spans.start.scope, _cells(spans, values), 1)


def add_growth(tabled: Tabled, facts: Facts, spans: Spans) -> None:
    """Total return since the account began, at month ends."""
    made = growth(facts, spans.start.scope)
    if not isinstance(made, NotComputed):
        tabled.take(made)


def add_calendar(tabled: Tabled, facts: Facts, spans: Spans) -> None:
    """What the hedge earned or cost in each month and calendar year, as a share of the account."""
    made = drag_by_month(facts, spans.start.scope)
    if isinstance(made, NotComputed):
        return
    cells = [Cell(p.label, None if p.value is None else -p.value, n=1) for p in made[0].points]
    values = [c.value for c in cells if c.value is not None]
    places = numerals.decimals("fraction/month", *values) if values else 2
    tabled.add(MONTHS, "Hedge by month", "fraction/month", spans.start.scope, cells, places, plus=True)
    years: dict[str, float] = {}
    for cell in cells:
        years[cell.label[:4]] = years.get(cell.label[:4], 0.0) + (cell.value or 0.0)
    sums = [Cell(year, total) for year, total in years.items()]
    tabled.add(YEARS, "Hedge by year", "fraction/month", spans.start.scope, sums, places, plus=True)


def add_worst(tabled: Tabled, facts: Facts, spans: Spans) -> None:
    """The worst drawdowns of the account, none within another."""
    path = mixed_path(facts, spans.start.scope, HEDGED if facts.unhedged_only is None else UNHEDGED)
    if isinstance(path, NotComputed):
        return
    found = _worst(path)
    if not found:
        return
    names = [str(i) for i in range(1, len(found) + 1)]
    places = [(d.peak, d.trough, d.recovery) for d in found]
    for key, title, part in ((WORST_FROM, "Peak", 0), (WORST_TO, "Trough", 1), (WORST_BACK, "Back at the peak", 2)):
        cells = [Cell(name, None, _when(path, at[part])) for name, at in zip(names, places, strict=True)]
        tabled.add(key, f"{title} by drawdown", "count", spans.start.scope, cells)
    cells = [Cell(name, d.depth) for name, d in zip(names, found, strict=True)]
    tabled.add(WORST_DEPTH, "Depth by drawdown", "fraction", spans.start.scope, cells, 1)


def _when(path: Path, at: int | None) -> str:
    return "not yet" if at is None else numerals.write_date(str(path.days[at]))


def _worst(path: Path) -> list[Drawdown]:
    """The deepest drawdown, and of what lies before its peak and after its recovery the deepest in turn."""
    from dataclasses import replace

    open_, found = [(0, len(path.values))], []
    while open_:
        first, end = open_.pop()
        if end - first < 2:  # noqa: PLR2004 a fall has two ends
            continue
        own = deepest(path.values[first:end])
        if own.depth >= 0:
            continue
        back = None if own.recovery is None else own.recovery + first
        found.append(replace(own, peak=own.peak + first, trough=own.trough + first, recovery=back))
        open_ += [(first, own.peak + first + 1), *([(back, end)] if back is not None else [])]
    return sorted(found, key=lambda d: (d.depth, d.peak))[:_MOST]


def _return(of: str, span: Span, facts: Facts) -> float | None:
    return _value(compute(f"{of}.{'annual' if span.annual else 'total'}", span.scope, facts))


def _value(result: object) -> float | None:
    return numerals.stored(result.result.value) if isinstance(result, Figure) else None


def _less(hedged: float | None, unhedged: float | None) -> float | None:
    """The difference of two returns as they are shown [fraction]."""
    if hedged is None or unhedged is None:
        return None
    return numerals.stored((round(hedged * 100, _PLACES) - round(unhedged * 100, _PLACES)) / 100)


def _cells(spans: Spans, values: Sequence[float | None]) -> list[Cell]:
    return [Cell(span.label, value, "" if value is not None else "–") for span, value in zip(spans.all, values, strict=True)]
