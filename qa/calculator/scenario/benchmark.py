"""The de-levered benchmark: what simply trading less would have done, with the return that the hedge left."""

from __future__ import annotations

from dataclasses import dataclass

from qa.calculator.core.facts import Facts, Mix
from qa.calculator.core.figure import FigureSpec
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
    #: largest fall of the hedged account over the same days [fraction, zero or negative]
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
        return NotComputed(
            reason="the unhedged account earned nothing that could be scaled down", bring="bring a run that earned"
        )
    if not 0 < hedged_mean <= unhedged_mean:
        which = "more than" if hedged_mean > unhedged_mean else "nothing of"
        reason = f"the hedged account earned {which} what the unhedged one did, so no smaller size earns the same"
        return NotComputed(reason=reason, bring="read the returns themselves")
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
    """By how much the hedge's fall is smaller than that of the smaller size [fraction]: `MDD_h - MDD_s`.

    Negative: trading less would have had the same return and a smaller fall, so the hedge was not worth its cost.
    """
    made = de_lever(facts, scope)
    if isinstance(made, NotComputed):
        return made
    return path_value(made.path, made.hedged_depth - made.path.deepest.depth, *_steps(made))


def _steps(made: DeLevered) -> tuple[Step, ...]:
    return (
        Step(label="share of the unhedged size", value=made.share, unit="fraction"),
        Step(label="largest fall at that size", value=made.path.deepest.depth, unit="fraction"),
        Step(label="largest fall, hedged", value=made.hedged_depth, unit="fraction"),
    )


def _spec(key: str, title: str, meaning: str, formula: str, phrases: tuple[str, ...], compute: Compute) -> FigureSpec:
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit="fraction",
        basis="size" if key == "benchmark.share" else "account",
        counts="days",
        formula=formula,
        validity="Scales returns in proportion, as if any part of a contract could be traded; a single path.",
        source="R. Israelov, Pathetic Protection (2017).",
        phrases=phrases,
        narrows=("dates", "tier", *SUPPOSED, "episode"),
        compute=compute,
    )


FIGURES: tuple[FigureSpec, ...] = (
    _spec(
        "benchmark.share",
        "Unhedged size with the hedged return",
        "At which part of its size the unhedged strategy would have earned what the hedged one did.",
        "mean(h) / mean(u)",
        ("trade smaller", "smaller size", "de-levered", "trading smaller instead", "smaller position instead"),
        share,
    ),
    _spec(
        "benchmark.drawdown",
        "Maximum drawdown at the size with the hedged return",
        "How far the account would have fallen had it been traded smaller instead of hedged.",
        "MDD of V built from u mean(h) / mean(u)",
        ("drawdown of a smaller size",),
        drawdown,
    ),
    _spec(
        "benchmark.advantage",
        "Drawdown saved beyond trading smaller",
        "How many points of fall the hedge saved beyond what trading smaller at the same return would have.",
        "MDD_h - MDD_s",
        ("worth the cost", "hedge or trade smaller", "better than trading smaller", "hedge worth it"),
        advantage,
    ),
)
