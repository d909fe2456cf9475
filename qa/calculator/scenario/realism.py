"""Realism: how likely a claimed reduction of the maximum drawdown is, and how many variants were tried."""

from __future__ import annotations

from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.sample import sample_of
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.risk.resampled import drawn_reductions


def reach(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Share of resampled runs whose drawdown the hedge reduces by a stated part or more [fraction].

    Paired months are resampled in blocks; runs without a drawdown are left out. Blocks break long drawdowns.
    """
    if scope.claim is None:
        return NotComputed(reason="no claimed reduction was given to test", bring="state one")
    if facts.unhedged_only:
        return facts.unhedged_only
    whole = scope.less("claim")
    drawn = drawn_reductions(facts, whole)
    if isinstance(drawn, NotComputed):
        return drawn
    if not len(drawn):
        return NotComputed(reason="there are too few months to resample", bring="use a longer backtest")
    sample = sample_of(facts, "month", whole)
    assert not isinstance(sample, NotComputed), "its months were resampled"
    reached = int((drawn >= scope.claim).sum())
    steps = (
        Step(label="resampled runs that reach it", value=reached, unit="count"),
        Step(label="resampled runs with a drawdown", value=len(drawn), unit="count"),
    )
    return Value(value=reached / len(drawn), n=len(sample), start=sample.start, end=sample.end, steps=steps)


def trials(facts: Facts, _: Scope) -> Value | NotComputed:
    """How many variants were tried before this one was chosen [count], as the manifest states it."""
    stated = facts.backtest.manifest.trials
    if stated is None:
        reason = "the manifest doesn't state how many variants were tried before this one was chosen"
        return NotComputed(reason=reason, bring="set trials in the manifest")
    days = facts.days
    return Value(value=stated, n=stated, start=str(days[0]), end=str(days[-1]))


FIGURES: tuple[FigureSpec, ...] = (
    FigureSpec(
        key="realism.reach",
        title="Resampled runs that reach a claimed drawdown reduction",
        meaning="The share of resampled runs in which the hedge reduces the maximum drawdown by the claimed part or more.",
        unit="fraction",
        basis="runs",
        formula="share of resampled runs with 1 - MDD_h / MDD_u >= claim",
        validity="From the months that occurred; blocks break long drawdowns. Read it with the number of stress episodes.",
        source="Stationary bootstrap of paired months, Politis and Romano, JASA 89 (1994).",
        phrases=(
            "realistic", "is it realistic", "how likely is a reduction", "believable", "chance of a reduction of the drawdown",
            "probability of a drawdown reduction", "how plausible is the reduction", "likelihood of the claimed reduction",
            "is the claimed reduction realistic", "odds of the claimed reduction",
        ),
        sentences=Sentences(above="the hedge reached the claimed reduction of the maximum drawdown in {d} {b}"),
        beside=("drawdown.reduction",),
        subject="How realistic a claimed drawdown reduction is",
        narrows=("dates", "tier", *SUPPOSED, "claim"),
        compute=reach,
    ),
    FigureSpec(
        key="realism.trials",
        title="Variants tried",
        meaning="The number of variants of the strategy that were tried before this one was chosen.",
        unit="count",
        basis="none",
        counts="trades",
        formula="as stated in the manifest",
        validity="The best of many trials overstates what to expect.",
        source="The manifest.",
        phrases=(
            "overfitted", "overfitting", "how many variants", "data mining", "overfit", "curve fitting", "curve-fitted",
            "number of variants tried", "backtest optimization", "multiple testing", "data snooping", "parameters tried",
        ),
        sentences=Sentences(above="the number of variants tried before this one was chosen was {d}"),
        subject="Variants tried before this one",
        narrows=(),
        compute=trials,
    ),
)  # fmt: skip
