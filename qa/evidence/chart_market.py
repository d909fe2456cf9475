"""Series of charts on the hedge and the index: monthly returns with a fit, losses by the index's direction, rolling drag."""

from __future__ import annotations

from itertools import starmap

from qa import numerals
from qa.calculator.catalogue import compute
from qa.calculator.core.bootstrap import Draws, block_length, mean_of, percentile_interval
from qa.calculator.core.compute import narrow
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Missing
from qa.calculator.core.result import Interval, NotComputed
from qa.calculator.core.sample import Sample, sample_of
from qa.calculator.core.scope import Scope
from qa.calculator.drag.rolling import means
from qa.calculator.risk.convexity import curve
from qa.calculator.risk.exposure import against
from qa.evidence.chart_series import Cell, Series, series_of, written

MARKET = ("market.return.by_month", "hedge.return.by_month", "hedge.fitted.by_month")
LOSSES = ("account.losses.base.by_direction", "account.losses.hedge.by_direction", "account.losses.both.by_direction")
ROLLING = "rolling.12.by_window"
#: Months of a window.
_WINDOW = 12


def hedge_by_market(facts: Facts, scope: Scope) -> Series | NotComputed:
    """Return of the S&P 500, of the hedge, and of `a + b m + k m^2` fitted to both, by month [fraction]."""
    sample = _months(facts, scope)
    if isinstance(sample, NotComputed):
        return sample
    pair, fit = against(sample, -sample.drag, "spx"), curve(sample)
    if isinstance(pair, NotComputed):
        return pair
    if isinstance(fit, NotComputed):
        return fit
    hedge, market, known = pair
    a, b, k = fit[1]
    columns = (market, hedge, a + b * market + k * market * market)
    titles = ("Return of the S&P index by month", "Return of the hedge by month", "Fitted return of the hedge by month")
    views = []
    for key, title, values in zip(MARKET, titles, columns, strict=True):
        cells = [Cell(sample.label(int(at)), float(value), 1) for at, value in zip(known, values, strict=True)]
        views.append(series_of(facts, scope, key, title, "fraction/span", written(cells, "fraction/span")))
    return tuple(views)


def losses_by_direction(facts: Facts, scope: Scope) -> Series | NotComputed:
    """P&L of the base, of the hedge and of both on days when the base lost as the index rose, or fell [USD]."""
    rows: dict[str, tuple[float, float]] = {}
    days = 0
    for name, key in (("Index rose", "account.losses.rises"), ("Index fell", "account.losses.falls")):
        base, hedge = (compute(own, scope, facts) for own in (key, f"{key}.hedge"))
        if isinstance(base, Missing):
            return base.why
        if isinstance(hedge, Missing):
            return hedge.why
        rows[name] = (base.result.value, hedge.result.value)
        days = base.result.n
    sides = {"Base strategy": [b for b, _ in rows.values()], "Hedge": [h for _, h in rows.values()]}
    sides["Both"] = list(starmap(float.__add__, rows.values()))
    places = numerals.decimals("USD", *(value for own in sides.values() for value in own))
    views = []
    for key, (name, values) in zip(LOSSES, sides.items(), strict=True):
        points = written([Cell(row, value, days) for row, value in zip(rows, values, strict=True)], "USD", places)
        views.append(series_of(facts, scope, key, f"{name} on days when the base strategy lost", "USD", points))
    return tuple(views)


def rolling_drag(facts: Facts, scope: Scope) -> Series | NotComputed:
    """Mean drag of each twelve months on end with its interval [fraction a month], by the last of them."""
    sample = _months(facts, scope)
    if isinstance(sample, NotComputed):
        return sample
    if len(sample) <= _WINDOW:
        return NotComputed(reason="there are too few months for rolling windows", bring="choose a longer period")
    cells = [
        Cell(sample.label(at + _WINDOW - 1), float(value), _WINDOW, _interval(sample, at))
        for at, value in enumerate(means(sample, _WINDOW))
    ]
    title = "Mean drag over a year, by its last month"
    return (series_of(facts, scope, ROLLING, title, "fraction/month", written(cells, "fraction/month")),)


def _interval(sample: Sample, at: int) -> Interval | None:
    """The interval of a window's mean by block bootstrap; none where all its months are alike."""
    own = sample.drag[at : at + _WINDOW]
    return percentile_interval(Draws(_WINDOW, block_length(own)).of(mean_of, own)) if float(own.std()) else None


def _months(facts: Facts, scope: Scope) -> Sample | NotComputed:
    narrowed = narrow(scope, facts)
    if isinstance(narrowed, NotComputed):
        return narrowed
    own, rest = narrowed
    return own.unhedged_only or sample_of(own, "month", rest)
