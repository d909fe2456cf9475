"""Drawdowns of resampled paths: what other orders of the same months would have done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value
from qa.calculator.core.rounding import settled
from qa.calculator.core.sample import sample_of
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.risk.accounts import HEDGED, UNHEDGED, Account

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values
    from qa.calculator.core.facts import Facts


def drawn_reductions(facts: Facts, scope: Scope) -> Values | NotComputed:
    """The reduction of the maximum drawdown in each resample of paired months that has one; empty below twelve months."""
    import numpy as np

    sample = sample_of(facts, "month", scope)
    if isinstance(sample, NotComputed):
        return sample
    if len(sample) < FEWEST:
        return np.zeros(0)
    unhedged, hedged = (sample.draws.of(drawn_drawdowns, sample.side(side)) for side in (False, True))
    with_one = unhedged < 0
    return 1 - hedged[with_one] / unhedged[with_one]


def drawn_drawdowns(rows: Values) -> Values:
    """The maximum drawdown of each resample, its months linked; a return of -1 or less ends it at a total loss."""
    import numpy as np

    values = np.cumprod(np.maximum(1 + rows, 0.0), axis=1)
    peaks = np.maximum(np.maximum.accumulate(values, axis=1), 1.0)
    return settled(np.minimum((values / peaks).min(axis=1) - 1, 0.0), 1.0)


def drawdown_risk(hedged: bool) -> Callable[[Facts, Scope], Value | NotComputed]:
    """Probability of a drawdown as deep as a stated one [fraction]: share of resampled paths of the same length that have it.

    Months are resampled in blocks and linked; a claim of 20% asks for drawdowns of 20% or more. Blocks break long drawdowns
    and days within a month are not seen, so it is rather too low.
    """

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        if scope.claim is None:
            return NotComputed(
                reason="the question gives no size of the drawdown", bring="give it in percent, or ask for the maximum drawdown"
            )
        if hedged and facts.unhedged_only:
            return facts.unhedged_only
        sample = sample_of(facts, "month", scope.less("claim"))
        if isinstance(sample, NotComputed):
            return sample
        if len(sample) < FEWEST:
            return NotComputed(
                reason="there are too few months to resample", bring="use a longer backtest, or ask for the maximum drawdown"
            )
        drawn = sample.draws.of(drawn_drawdowns, sample.side(hedged))
        deep = int((drawn <= -abs(scope.claim)).sum())
        steps = (
            Step(label="resampled paths with such a drawdown", value=deep, unit="count"),
            Step(label="resampled paths", value=len(drawn), unit="count"),
        )
        return Value(value=deep / len(drawn), n=len(sample), start=sample.start, end=sample.end, steps=steps)

    return compute


def _spec(account: Account) -> FigureSpec:
    side, name = account.side, account.name
    return FigureSpec(
        key=f"drawdown.risk.{side}",
        title=f"Probability of a stated drawdown, {side}",
        meaning=f"The share of resampled paths of {name} with a drawdown at least as deep as the stated one.",
        unit="fraction",
        basis="runs",
        counts="months",
        formula="share of resampled paths with min(V / cummax(V) - 1) <= -claim",
        validity="From the months that occurred, in blocks that break long drawdowns: rather too low.",
        source="Stationary bootstrap, Politis and Romano, JASA 89 (1994).",
        phrases=(
            *account.alone(
                "chance of a drawdown", "probability of a drawdown", "how likely is a drawdown", "risk of a drawdown of"
            ),
            *account.asked("chance of a drawdown", "probability of a drawdown", "drawdown probability"),
        ),
        sentences=Sentences(above=f"{{d}} of resampled paths of {name} had a drawdown at least as deep as the stated one"),
        beside=(f"drawdown.risk.{account.other}",),
        subject="Probability of a drawdown",
        narrows=("bounds", "dates", "tier", *SUPPOSED, "claim"),
        compute=drawdown_risk(account.hedged),
    )


FIGURES: tuple[FigureSpec, ...] = (_spec(UNHEDGED), _spec(HEDGED))
