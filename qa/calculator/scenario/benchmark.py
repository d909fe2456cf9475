"""The de-levered benchmark: the unhedged strategy at the smaller size that earns the hedged return."""

from __future__ import annotations

from dataclasses import dataclass

from qa.calculator.core.facts import Facts, Mix
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.path import Path, mixed_path, select_path
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.sample import sample_of
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.risk.drawdown import Compute, path_value


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DeLevered:
    """The unhedged strategy scaled down to the hedged return."""

    #: share of the unhedged size [fraction]
    share: float
    path: Path
    #: maximum drawdown of the hedged account over the same days [fraction, zero or negative]
    hedged_depth: float


def de_lever(facts: Facts, scope: Scope) -> DeLevered | NotComputed:
    """Scale the unhedged daily P&L by `mean(h) / mean(u)`, so that it earns what the hedged account earned.

    Source: R. Israelov, Pathetic Protection (2017). Needs a hedge that cost something and a strategy that still earned: only
    then is there a smaller size of the same return.
    """
    hedged = select_path(facts, scope, hedged=True)
    if isinstance(hedged, NotComputed):
        return hedged
    sample = sample_of(facts, "month", scope)
    if isinstance(sample, NotComputed):
        return sample
    unhedged_mean, hedged_mean = float(sample.unhedged.mean()), float(sample.side(hedged=True).mean())
    if unhedged_mean <= 0:
        reason = "the unhedged account had no positive mean return to scale down"
        return NotComputed(reason=reason, bring="choose dates with a positive return")
    if not 0 < hedged_mean <= unhedged_mean:
        more = "earned more than the unhedged one" if hedged_mean > unhedged_mean else "had no positive mean return"
        reason = f"the hedged account {more}, so no smaller unhedged size earns the same return"
        return NotComputed(reason=reason, bring="compare the returns directly")
    share = hedged_mean / unhedged_mean
    path = mixed_path(facts, scope, Mix(base=share, hedge=0.0))
    return path if isinstance(path, NotComputed) else DeLevered(share=share, path=path, hedged_depth=hedged.deepest.depth)


def share(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Size at which the unhedged strategy earns the hedged return [fraction]: `mean(h) / mean(u)` of months."""
    made = de_lever(facts, scope)
    return made if isinstance(made, NotComputed) else path_value(made.path, made.share, *_steps(made))


def drawdown(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Maximum drawdown of the unhedged strategy at that size [fraction, zero or negative]."""
    made = de_lever(facts, scope)
    return made if isinstance(made, NotComputed) else path_value(made.path, made.path.deepest.depth, *_steps(made))


def advantage(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Hedged maximum drawdown less that of the smaller unhedged size [fraction]: `MDD_h - MDD_s`.

    Both are zero or negative, so a negative difference is a deeper hedged drawdown at the same return.
    """
    made = de_lever(facts, scope)
    if isinstance(made, NotComputed):
        return made
    return path_value(made.path, made.hedged_depth - made.path.deepest.depth, *_steps(made))


def _steps(made: DeLevered) -> tuple[Step, ...]:
    return (
        Step(label="share of the unhedged size", value=made.share, unit="fraction"),
        Step(label="maximum drawdown at that size", value=made.path.deepest.depth, unit="fraction"),
        Step(label="maximum drawdown, hedged", value=made.hedged_depth, unit="fraction"),
    )


def _spec(  # noqa: PLR0913 a figure is told by so much
    compute: Compute,
    *,
    key: str,
    title: str,
    meaning: str,
    formula: str,
    phrases: tuple[str, ...],
    sentences: Sentences,
    beside: tuple[str, ...],
    subject: str,
) -> FigureSpec:
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit="fraction",
        basis="size" if key == "benchmark.share" else "account",
        counts="days",
        formula=formula,
        validity="Returns are scaled in proportion, as if contracts were divisible; a single path.",
        source="R. Israelov, Pathetic Protection (2017).",
        phrases=phrases,
        sentences=sentences,
        beside=beside,
        subject=subject,
        narrows=("dates", "tier", *SUPPOSED, "episode"),
        compute=compute,
    )


FIGURES: tuple[FigureSpec, ...] = (
    _spec(
        share,
        key="benchmark.share",
        title="Unhedged size with the hedged return",
        meaning="The share of its size at which the unhedged strategy would have earned the mean return of the hedged one.",
        formula="mean(h) / mean(u)",
        phrases=(
            "trade smaller", "smaller size", "de-levered", "trading smaller instead", "smaller position instead",
            "deleveraging", "size with the same return", "how much smaller", "reduce the size instead of hedging",
            "fewer contracts instead of a hedge", "unhedged size with the hedged return",
        ),
        sentences=Sentences(above="the unhedged strategy would have earned the hedged return at {d} of its size"),
        beside=("benchmark.drawdown", "drawdown.max.hedged"),
        subject="Hedging against trading a smaller size",
    ),
    _spec(
        drawdown,
        key="benchmark.drawdown",
        title="Maximum drawdown at the size with the hedged return",
        meaning="The maximum drawdown of the unhedged strategy at the smaller size that earns the hedged return.",
        formula="MDD of V built from u mean(h) / mean(u)",
        phrases=(
            "drawdown of a smaller size", "drawdown when trading smaller", "drawdown of trading smaller",
            "drawdown of the de-levered strategy", "drawdown at a smaller size", "drawdown with a smaller position",
            "drawdown at the size with the same return", "de-levered drawdown", "max drawdown if traded smaller",
        ),
        sentences=Sentences(above="at the smaller size with the hedged return, the unhedged maximum drawdown was {m}"),
        beside=("benchmark.share", "drawdown.max.hedged"),
        subject="Drawdown of a smaller unhedged size",
    ),
    _spec(
        advantage,
        key="benchmark.advantage",
        title="Drawdown advantage of the hedge over a smaller size",
        meaning="The maximum drawdown of the smaller unhedged size with the same return less that of the hedged account, in"
        " percentage points; negative where the hedged account had the deeper drawdown.",
        formula="MDD_h - MDD_s",
        phrases=(
            "worth the cost", "hedge or trade smaller", "better than trading smaller", "hedge worth it",
            "hedging versus trading smaller", "hedge versus a smaller size", "better to hedge or to trade smaller",
            "does the hedge beat trading smaller", "worth hedging", "hedge or reduce size",
        ),
        sentences=Sentences(
            above="trading a smaller size without the hedge earned the same return with a maximum drawdown {m} higher in"
            " percentage points",
            below="trading a smaller size without the hedge earned the same return with a maximum drawdown {m} lower in"
            " percentage points",
        ),
        beside=("benchmark.share", "benchmark.drawdown", "drawdown.max.hedged"),
        subject="The hedge against trading a smaller size",
    ),
)  # fmt: skip
