"""Shares of periods: those in which something was above nothing, or above a size that a scope states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.calculator.core.bootstrap import share_interval
from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.periodic import OfSample, count_step, value_of
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value
from qa.calculator.core.rounding import settled
from qa.calculator.core.sample import sample_of
from qa.calculator.core.scope import Period

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values
    from qa.calculator.core.facts import Facts
    from qa.calculator.core.sample import Sample
    from qa.calculator.core.scope import Scope

Sizes = Callable[["Sample"], "Values"]
_NO_SIZE = NotComputed(reason="no size was given to count by", bring="name a size")


def share_above(sizes: Sizes, what: str, least: float = 0.0) -> OfSample:
    """Share of periods in which a size is above `least` [fraction]: `count(x > least) / n`, with Wilson's interval.

    A size that differs from `least` by rounding alone is not above it.
    """

    def of(sample: Sample) -> Value:
        above = int((settled(sizes(sample) - least, sample.size) > 0).sum())
        interval = share_interval(above, len(sample)) if len(sample) >= FEWEST else None
        steps = (Step(label=f"{sample.per}s {what}", value=above, unit="count"), count_step(sample))
        return value_of(sample, above / len(sample), interval=interval, steps=steps)

    return of


def above_stated(spec: FigureSpec, sizes: Sizes, what: str, *, hedged: bool) -> FigureSpec:
    """A share of periods as one of those above the size that the scope states; without one there is none."""
    period, vary = spec.period, spec.vary
    assert period is not None, "it is a share of periods"
    assert vary is not None, "and can be cut into others"

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        if scope.over is None:
            return _NO_SIZE
        if hedged and facts.unhedged_only:
            return facts.unhedged_only
        sample = sample_of(facts, period, scope)
        return sample if isinstance(sample, NotComputed) else share_above(sizes, what, scope.over)(sample)

    def cut(per: Period) -> FigureSpec:
        return above_stated(vary(per), sizes, what, hedged=hedged)

    return replace(spec, narrows=(*spec.narrows, "over"), compute=compute, vary=cut)
