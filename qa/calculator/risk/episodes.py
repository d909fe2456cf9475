"""Stress episodes: what the base strategy and the hedge did in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.calculator.core.path import Path, select_path
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.sample import unsound
from qa.calculator.core.scope import Scope
from qa.calculator.core.stress import Episode, stress_episodes
from qa.calculator.risk.drawdown import Compute

if TYPE_CHECKING:
    from qa.calculator.core.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What happened in one episode, over the capital base [fraction]."""

    episode: Episode
    base: float
    hedge: float
    #: maximum drawdowns inside
    drawdown: float
    hedged_drawdown: float


def outcomes(facts: Facts, scope: Scope) -> tuple[Outcome, ...] | NotComputed:
    """Base and hedge P&L over the base in each episode that begins within a scope's dates, oldest first."""
    return facts.once(("outcomes", scope), lambda: _outcomes(facts, scope))


def _outcomes(facts: Facts, scope: Scope) -> tuple[Outcome, ...] | NotComputed:
    missing = facts.unhedged_only or unsound(facts, "day")
    if missing:
        return missing
    found = stress_episodes(facts)
    if isinstance(found, NotComputed):
        return found
    made = []
    for episode in found:
        if not episode.begins_in(scope.dates):
            continue
        outcome = _outcome(facts, episode)
        if isinstance(outcome, NotComputed):
            return outcome
        made.append(outcome)
    if not made:
        return NotComputed(reason="VIX shows no stress episode that begins within these days", bring="ask for a longer period")
    return tuple(made)


def _outcome(facts: Facts, episode: Episode) -> Outcome | NotComputed:
    dates = Scope(dates=episode.dates)
    paths = [select_path(facts, dates, hedged=hedged) for hedged in (False, True)]
    for path in paths:
        if isinstance(path, NotComputed):
            return path
    drawdown, hedged_drawdown = (p.deepest.depth for p in paths if isinstance(p, Path))
    own, inside = facts.per_day, facts.within(episode.dates)
    assert own.hedge_pnl is not None, "there is a hedge"
    base, hedge = (float(pnl[inside].sum()) / facts.base for pnl in (own.base_pnl, own.hedge_pnl))
    return Outcome(episode=episode, base=base, hedge=hedge, drawdown=drawdown, hedged_drawdown=hedged_drawdown)


def of_episodes(
    value: Callable[[tuple[Outcome, ...]], float | NotComputed], steps: Callable[[tuple[Outcome, ...]], tuple[Step, ...]]
) -> Compute:
    """A figure's function from one over the episodes."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        made = outcomes(facts, scope)
        if isinstance(made, NotComputed):
            return made
        found = value(made)
        if isinstance(found, NotComputed):
            return found
        start, end = str(made[0].episode.first), str(made[-1].episode.last)
        return Value(value=found, n=len(made), start=start, end=end, steps=steps(made))

    return compute


def median_of(part: Callable[[Outcome], float]) -> Callable[[tuple[Outcome, ...]], float]:
    """The median over episodes of a part of each."""

    def value(made: tuple[Outcome, ...]) -> float:
        import numpy as np

        return float(np.median([part(t) for t in made]))

    return value


def each(part: Callable[[Outcome], float]) -> Callable[[tuple[Outcome, ...]], tuple[Step, ...]]:
    """A part of each episode, as worked numbers."""
    return lambda made: tuple(
        Step(label=f"{t.episode.first} to {t.episode.last}", value=part(t), unit="fraction/span") for t in made
    )


def sums(made: tuple[Outcome, ...]) -> tuple[Step, ...]:
    """P&L of hedge and base over all episodes together, after that of the hedge in each."""
    both = {"hedge": sum(t.hedge for t in made), "base": sum(t.base for t in made)}
    totals = (Step(label=f"total of the {name}", value=value, unit="fraction/span") for name, value in both.items())
    return (*each(lambda t: t.hedge)(made), *totals)


def offset(made: tuple[Outcome, ...]) -> float | NotComputed:
    """Which part of what the base lost in the episodes the hedge offset [fraction]: `-sum(hedge) / sum(base)`.

    Gains in some episodes are set against losses in the others, on both sides.
    """
    base = sum(t.base for t in made)
    if base >= 0:
        return NotComputed(
            reason="the base strategy had no loss over these episodes, so there was nothing to offset",
            bring="ask for the hedge's P&L in stress episodes",
        )
    return -sum(t.hedge for t in made) / base


def count(facts: Facts, scope: Scope) -> Value | NotComputed:
    """How many stress episodes lie within the days [count]; none is an answer."""
    found = stress_episodes(facts)
    if isinstance(found, NotComputed):
        return found
    days = facts.days[facts.within(scope.dates)]
    if not len(days):
        return NotComputed(reason="this backtest has no day in the period asked for", bring="ask for a period that it covers")
    inside = [e for e in found if e.begins_in(scope.dates)]
    steps = tuple(
        Step(label=f"days from {e.first} to {e.last}", value=int((e.last - e.first).astype(int)) + 1, unit="days") for e in inside
    )
    return Value(value=len(inside), n=len(inside), start=str(days[0]), end=str(days[-1]), steps=steps)
