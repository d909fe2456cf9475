"""The unhedged strategy at the size whose risk is that of the hedged account, and what it would have returned."""

from __future__ import annotations

from collections.abc import Callable

from qa.calculator.core.facts import UNHEDGED, Facts, Mix
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.path import Path, deepest, mixed_path, select_path
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.sample import Sample, sample_of
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.risk.effectiveness import shortfall_saved

#: The largest size of the unhedged strategy that is tried, the most sizes, and how near a drawdown must be [fraction].
_MOST, _STEPS, _CLOSE = 4.0, 80, 1e-13


def at_same_shortfall(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Mean monthly return of the unhedged strategy at the hedged expected shortfall [fraction]: `mean(u) ES_h / ES_u`."""
    sample = _sample(facts, scope)
    if isinstance(sample, NotComputed):
        return sample
    saved = shortfall_saved(sample)
    if isinstance(saved, NotComputed):
        return saved
    if saved.value >= 1:
        return NotComputed(reason="the hedged account has no loss in its tail to match", bring="use a longer backtest")
    return _value(sample, 1 - saved.value)


def at_same_drawdown(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Mean monthly return of the unhedged strategy at the size with the hedged maximum drawdown [fraction]: `k mean(u)`.

    A larger size has no smaller drawdown, so the size k is found between no size and four times its own.
    """
    sample = _sample(facts, scope)
    if isinstance(sample, NotComputed):
        return sample
    hedged, unhedged = select_path(facts, scope, hedged=True), mixed_path(facts, scope, UNHEDGED)
    for path in (hedged, unhedged):
        if isinstance(path, NotComputed):
            return path
    assert not isinstance(hedged, NotComputed)
    assert not isinstance(unhedged, NotComputed)
    if unhedged.deepest.depth == 0:
        return NotComputed(reason="the unhedged account had no drawdown to match", bring="use a longer backtest")
    size = _size_of(facts, scope, unhedged, hedged.deepest.depth)
    if size is None:
        return NotComputed(
            reason="no size of the unhedged strategy that was tried has as large a drawdown", bring="compare the drawdowns"
        )
    return _value(sample, size)


def _size_of(facts: Facts, scope: Scope, unhedged: Path, depth: float) -> float | None:
    """The size at which the unhedged strategy's maximum drawdown is so deep, or None where none that is tried is.

    By false position with the Illinois rule, which needs few of the sizes that halving would try.
    """
    inside = facts.within(scope.dates)

    def beyond(size: float) -> float:
        values = facts.make_index(Mix(size, 0.0))[inside.start : inside.stop + 1]
        return depth - (deepest(values).depth if (values > 0).all() else -1.0)

    if unhedged.deepest.depth == depth:
        return 1.0
    low, high = (0.0, depth), (_MOST, beyond(_MOST))
    if high[1] < 0:
        return None
    kept = 0
    for _ in range(_STEPS):
        size = (low[0] * high[1] - high[0] * low[1]) / (high[1] - low[1])
        off = beyond(size)
        if abs(off) <= _CLOSE:
            return size
        if off < 0:
            low, high, kept = (size, off), ((high[0], high[1] / 2) if kept < 0 else high), -1
        else:
            high, low, kept = (size, off), ((low[0], low[1] / 2) if kept > 0 else low), 1
    return high[0]


def _sample(facts: Facts, scope: Scope) -> Sample | NotComputed:
    return facts.unhedged_only or sample_of(facts, "month", scope)


def _value(sample: Sample, size: float) -> Value:
    unhedged, hedged = (float(sample.side(side).mean()) for side in (False, True))
    steps = (
        Step(label="size of the unhedged strategy", value=size, unit="fraction"),
        Step(label="mean return, unhedged", value=unhedged, unit="fraction/month"),
        Step(label="mean return, hedged", value=hedged, unit="fraction/month"),
    )
    return Value(value=size * unhedged, n=len(sample), start=sample.start, end=sample.end, steps=steps)


def _spec(
    what: str, compute: Callable[[Facts, Scope], Value | NotComputed], *, words: str, formula: str, phrases: tuple[str, ...]
) -> FigureSpec:
    return FigureSpec(
        key=f"benchmark.return_at_same_{what}",
        title=f"Unhedged return at the hedged {words}",
        meaning=f"The mean monthly return of the unhedged strategy at the size whose {words} is that of the hedged account.",
        unit="fraction/month",
        counts="months",
        formula=formula,
        validity="Returns are scaled in proportion, as if contracts were divisible; a single path.",
        source="R. Israelov, Pathetic Protection (2017), with the risk and not the return held equal.",
        phrases=phrases,
        sentences=Sentences(
            above=f"the unhedged strategy at the hedged {words} would have returned {{m}} a month",
            below=f"the unhedged strategy at the hedged {words} would have lost {{m}} a month",
        ),
        beside=("return.hedged.monthly.mean", "return.unhedged.monthly.mean"),
        subject=f"Hedging against a size with the same {words}",
        narrows=("dates", "tier", *SUPPOSED),
        compute=compute,
    )


FIGURES: tuple[FigureSpec, ...] = (
    _spec(
        "shortfall",
        at_same_shortfall,
        words="expected shortfall",
        formula="mean(u) ES_h / ES_u",
        phrases=(
            *("return at the same shortfall", "return at the same expected shortfall", "unhedged return at equal CVaR"),
            *("same tail risk without the hedge", "return for the same tail risk"),
        ),
    ),
    _spec(
        "drawdown",
        at_same_drawdown,
        words="maximum drawdown",
        formula="k mean(u), with k so that MDD(k u) = MDD_h",
        phrases=(
            *("return at the same drawdown", "unhedged return at the same drawdown", "return for the same drawdown"),
            *("same drawdown without the hedge", "unhedged return at equal drawdown"),
        ),
    ),
)
