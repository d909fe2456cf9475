"""Comparison: one figure of two backtests, on their common days, and how far apart the two are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from corpus.texts.documents import digest_of
from qa.calculator.core.bootstrap import mean_of, percentile_interval
from qa.calculator.core.compute import compute_figure, narrow
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure, FigureSpec, Missing, Sentences
from qa.calculator.core.result import FEWEST, Interval, NotComputed, Step, Value
from qa.calculator.core.rounding import is_nothing, settled, size
from qa.calculator.core.sample import sample_of
from qa.calculator.core.scope import Dates, Scope

DIFFERENCE = "difference."
_SENTENCES = Sentences(
    above="the figure of the first backtest was {m} higher than that of the second",
    below="the figure of the first backtest was {m} lower than that of the second",
    unclear="the difference between the backtests was {d}, which is not statistically significant",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A figure of two backtests within one scope, and their difference."""

    first: Figure | Missing
    second: Figure | Missing
    difference: Figure | Missing


def compare(spec: FigureSpec, scope: Scope, first: Facts, second: Facts) -> Comparison:
    """One figure of two backtests on their common days, and `f(A) - f(B)`.

    Each is measured on its own capital base. The interval of a difference of means resamples the months of both together,
    in the same blocks, so what they have in common cancels.
    """
    common = _common(scope, first, second)
    if isinstance(common, NotComputed):
        none = [Missing(spec=_spec(spec, f), scope=scope, why=common, backtest=f.backtest.name) for f in (first, second)]
        return Comparison(first=none[0], second=none[1], difference=none[0])
    one, other = compute_figure(spec, common, first), compute_figure(spec, common, second)
    for side in (one, other):
        if isinstance(side, Missing):
            return Comparison(first=one, second=other, difference=replace(side, spec=of_difference(side.spec)))
    assert isinstance(one, Figure)
    assert isinstance(other, Figure)
    return Comparison(first=one, second=other, difference=_difference(one, other, common, first, second))


def _difference(one: Figure, other: Figure, scope: Scope, first: Facts, second: Facts) -> Figure:
    apart = one.result.value - other.result.value
    value = Value(
        value=0.0 if is_nothing(apart, one.result.value) else apart,
        n=min(one.result.n, other.result.n),
        start=max(one.result.start, other.result.start),
        end=min(one.result.end, other.result.end),
        interval=_interval(one.spec, scope, first, second),
        steps=tuple(
            Step(label=f"{side.backtest}, on a base of {side_facts.base:,.0f}", value=side.result.value, unit=side.spec.unit)
            for side, side_facts in ((one, first), (other, second))
        ),
    )
    return replace(
        one,
        spec=of_difference(one.spec),
        result=value,
        backtest=f"{one.backtest} less {other.backtest}",
        dataset=digest_of(f"{one.dataset}\n{other.dataset}"),
        hypothetical=one.hypothetical or other.hypothetical,
    )


def _common(scope: Scope, first: Facts, second: Facts) -> Scope | NotComputed:
    """The scope within the months that both backtests have."""
    months = [f.periods("month") for f in (first, second)]
    start = date.fromisoformat(str(max(m.first[0] for m in months)))
    end = date.fromisoformat(str(min(m.last[-1] for m in months)))
    if start > end:
        return NotComputed(reason="the two backtests have no month in common", bring="choose two that overlap")
    if all(str(m.first[0]) == str(start) and str(m.last[-1]) == str(end) for m in months):
        return scope
    own = scope.dates
    if own is not None:
        start, end = max(start, own.start or start), min(end, own.end or end)
    if start > end:
        return NotComputed(reason="the dates lie outside the months that both backtests cover", bring="widen the dates")
    return replace(scope, dates=Dates(start, end))


def _interval(spec: FigureSpec, scope: Scope, first: Facts, second: Facts) -> Interval | None:
    """Of a figure that is a mean over periods: by the same blocks of both, where they have the same periods."""
    if spec.mean_over is None or spec.period is None:
        return None
    sides = []
    for facts in (first, second):
        narrowed = narrow(scope, facts)
        sample = narrowed if isinstance(narrowed, NotComputed) else sample_of(narrowed[0], spec.period, narrowed[1])
        if isinstance(sample, NotComputed):
            return None
        sides.append(sample)
    one, other = sides
    if len(one) < FEWEST or one.first.tolist() != other.first.tolist():
        return None
    values = spec.mean_over(one), spec.mean_over(other)
    apart = settled(values[0] - values[1], size(one.unhedged, other.unhedged))
    return percentile_interval(one.draws.of(mean_of, apart))


def _spec(spec: FigureSpec, facts: Facts) -> FigureSpec:
    return of_difference(compute_figure(spec, Scope(), facts).spec)


def of_difference(spec: FigureSpec) -> FigureSpec:
    """The figure `f(A) - f(B)` of a figure f."""
    return replace(
        spec,
        key=f"{DIFFERENCE}{spec.key}",
        title=f"{spec.title}, difference",
        meaning=f"A figure of one backtest less that of another. {spec.meaning}",
        formula=f"f(A) - f(B), f = {spec.formula}",
        phrases=(),
        sentences=_SENTENCES,
        beside=(),
        subject=f"{spec.subject or spec.title}, compared",
        compute=_of_one,
        vary=None,
    )


def _of_one(_: Facts, __: Scope) -> NotComputed:
    return NotComputed(reason="a difference is between two backtests", bring="name both with --backtest")
