"""Realism: how much a claimed reduction of the drawdown has behind it."""

from __future__ import annotations

from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.sample import sample_of
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.risk.resampled import drawn_reductions


def reach(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Share of resampled runs whose drawdown the hedge reduces by a stated part or more [fraction].

    Paired months are resampled in blocks; runs without any fall are left out. Blocks break long falls.
    """
    if scope.claim is None:
        return NotComputed(reason="no reduction was stated to hold it against", bring="state one with claim= in the scope")
    if facts.unhedged_only:
        return facts.unhedged_only
    whole = scope.less("claim")
    drawn = drawn_reductions(facts, whole)
    if isinstance(drawn, NotComputed):
        return drawn
    if not len(drawn):
        return NotComputed(reason="there are too few months to resample", bring="bring a longer run")
    sample = sample_of(facts, "month", whole)
    assert not isinstance(sample, NotComputed), "its months were resampled"
    reached = int((drawn >= scope.claim).sum())
    steps = (
        Step(label="resampled runs that reach it", value=reached, unit="count"),
        Step(label="resampled runs with a fall", value=len(drawn), unit="count"),
    )
    return Value(value=reached / len(drawn), n=len(sample), start=sample.start, end=sample.end, steps=steps)


def trials(facts: Facts, _: Scope) -> Value | NotComputed:
    """How many variants were tried before this one was chosen [count], as the manifest states it."""
    stated = facts.backtest.manifest.trials
    if stated is None:
        reason = "trials not stated: how many variants were tried before this one was chosen"
        return NotComputed(reason=reason, bring="write trials in the manifest")
    days = facts.days
    return Value(value=stated, n=stated, start=str(days[0]), end=str(days[-1]))


FIGURES: tuple[FigureSpec, ...] = (
    FigureSpec(
        key="realism.reach",
        title="Resampled runs that reach a claimed reduction of the drawdown",
        meaning="In which part of resampled runs the hedge reduces the largest fall by the claimed part or more.",
        unit="fraction",
        basis="runs",
        formula="share of resampled runs with 1 - MDD_h / MDD_u >= claim",
        validity="From the months that occurred; blocks break long falls. It stands beside the number of stress episodes.",
        source="Stationary bootstrap of paired months, Politis and Romano, JASA 89 (1994).",
        phrases=("realistic", "is it realistic", "how likely is a reduction", "believable"),
        narrows=("dates", "tier", *SUPPOSED, "claim"),
        compute=reach,
    ),
    FigureSpec(
        key="realism.trials",
        title="Variants tried",
        meaning="How many variants of the strategy were tried before this one was chosen.",
        unit="count",
        basis="none",
        counts="trades",
        formula="as stated in the manifest",
        validity="The best of many tries looks better than it is.",
        source="The manifest.",
        phrases=("overfitted", "overfitting", "how many variants", "data mining"),
        narrows=(),
        compute=trials,
    ),
)
