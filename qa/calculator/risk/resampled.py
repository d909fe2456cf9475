"""Drawdowns of resampled runs: what other orders of the same months would have done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value
from qa.calculator.core.rounding import settled
from qa.calculator.core.sample import sample_of
from qa.calculator.core.scope import SUPPOSED, Scope

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values
    from qa.calculator.core.facts import Facts


def drawn_reductions(facts: Facts, scope: Scope) -> Values | NotComputed:
    """The reduction of the largest fall in each resample of paired months that has one; empty below twelve months."""
    import numpy as np

    sample = sample_of(facts, "month", scope)
    if isinstance(sample, NotComputed):
        return sample
    if len(sample) < FEWEST:
        return np.zeros(0)
    unhedged, hedged = (sample.draws.of(drawn_falls, sample.side(side)) for side in (False, True))
    fell = unhedged < 0
    return 1 - hedged[fell] / unhedged[fell]


def drawn_falls(rows: Values) -> Values:
    """The largest fall of each resample, its months linked; a return of -1 or less ends it at a total loss."""
    import numpy as np

    values = np.cumprod(np.maximum(1 + rows, 0.0), axis=1)
    highs = np.maximum(np.maximum.accumulate(values, axis=1), 1.0)
    return settled(np.minimum((values / highs).min(axis=1) - 1, 0.0), 1.0)


def drawdown_risk(hedged: bool) -> Callable[[Facts, Scope], Value | NotComputed]:
    """Chance of a fall as deep as a stated one [fraction]: share of resampled runs of the same length that have it.

    Months are resampled in blocks and linked; a claim of 20% asks for falls of 20% or more. Blocks break long falls and
    days within a month are not seen, so it is rather too low.
    """

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        if scope.claim is None:
            return NotComputed(reason="no depth of a fall was stated", bring="state one with claim= in the scope")
        if hedged and facts.unhedged_only:
            return facts.unhedged_only
        sample = sample_of(facts, "month", scope.less("claim"))
        if isinstance(sample, NotComputed):
            return sample
        if len(sample) < FEWEST:
            return NotComputed(reason="there are too few months to resample", bring="bring a longer run")
        drawn = sample.draws.of(drawn_falls, sample.side(hedged))
        deep = int((drawn <= -abs(scope.claim)).sum())
        steps = (
            Step(label="resamples with such a fall", value=deep, unit="count"),
            Step(label="resamples", value=len(drawn), unit="count"),
        )
        return Value(value=deep / len(drawn), n=len(sample), start=sample.start, end=sample.end, steps=steps)

    return compute


def _spec(hedged: bool, side: str) -> FigureSpec:
    return FigureSpec(
        key=f"drawdown.risk.{side}",
        title=f"Chance of a stated fall, {side}",
        meaning=f"How often resampled runs of the {side} account have a fall as deep as the stated one.",
        unit="fraction",
        basis="runs",
        counts="months",
        formula="share of resampled runs with min(V / cummax(V) - 1) <= -claim",
        validity="From the months that occurred, in blocks that break long falls: rather too low.",
        source="Stationary bootstrap, Politis and Romano, JASA 89 (1994).",
        phrases=(f"chance of a drawdown {side}", *(() if hedged else ("chance of a drawdown", "probability of a drawdown"))),
        narrows=("bounds", "dates", "tier", *SUPPOSED, "claim"),
        compute=drawdown_risk(hedged),
    )


FIGURES: tuple[FigureSpec, ...] = (_spec(False, "unhedged"), _spec(True, "hedged"))
