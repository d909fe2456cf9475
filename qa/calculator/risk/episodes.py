"""Stress episodes: what base and hedge did in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.path import Path, select_path
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.sample import unsound
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.core.stress import Episode, stress_episodes
from qa.calculator.risk.drawdown import Compute

if TYPE_CHECKING:
    from qa.calculator.core.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What happened in one episode, over the capital base [fraction]."""

    episode: Episode
    base: float
    hedge: float
    #: largest falls inside
    fall: float
    hedged_fall: float


def outcomes(facts: Facts, scope: Scope) -> tuple[Told, ...] | NotComputed:
    """Base and hedge P&L over the base in each episode that begins within a scope's dates, oldest first."""
    return facts.once(("outcomes", scope), lambda: _outcomes(facts, scope))


def _outcomes(facts: Facts, scope: Scope) -> tuple[Told, ...] | NotComputed:
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
        return NotComputed(reason="VIX tells no stress episode that begins within these days", bring="bring a longer run")
    return tuple(made)


def _outcome(facts: Facts, episode: Episode) -> Told | NotComputed:
    dates = Scope(dates=episode.dates)
    paths = [select_path(facts, dates, hedged=hedged) for hedged in (False, True)]
    for path in paths:
        if isinstance(path, NotComputed):
            return path
    fall, hedged_fall = (p.deepest.depth for p in paths if isinstance(p, Path))
    own, inside = facts.per_day, facts.within(episode.dates)
    assert own.hedge_pnl is not None, "there is a hedge"
    base, hedge = (float(pnl[inside].sum()) / facts.base for pnl in (own.base_pnl, own.hedge_pnl))
    return Told(episode=episode, base=base, hedge=hedge, fall=fall, hedged_fall=hedged_fall)


def _of_episodes(
    value: Callable[[tuple[Told, ...]], float | NotComputed], steps: Callable[[tuple[Told, ...]], tuple[Step, ...]]
) -> Compute:
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


def _median(part: Callable[[Told], float]) -> Callable[[tuple[Told, ...]], float]:
    def value(made: tuple[Told, ...]) -> float:
        import numpy as np

        return float(np.median([part(t) for t in made]))

    return value


def _each(part: Callable[[Told], float]) -> Callable[[tuple[Told, ...]], tuple[Step, ...]]:
    return lambda made: tuple(
        Step(label=f"{t.episode.first} to {t.episode.last}", value=part(t), unit="fraction/span") for t in made
    )


def _sums(made: tuple[Told, ...]) -> tuple[Step, ...]:
    """What hedge and base made in all episodes together, after the hedge's part in each."""
    both = {"hedge": sum(t.hedge for t in made), "base": sum(t.base for t in made)}
    sums = (Step(label=f"sum of the {name} in all", value=value, unit="fraction/span") for name, value in both.items())
    return (*_each(lambda t: t.hedge)(made), *sums)


def offset(made: tuple[Told, ...]) -> float | NotComputed:
    """Which part of what the base lost in the episodes the hedge made good [fraction]: `-sum(hedge) / sum(base)`.

    Gains in some episodes are set against losses in the others, on both sides.
    """
    base = sum(t.base for t in made)
    if base >= 0:
        return NotComputed(
            reason="the base did not lose in these episodes, so there was nothing to offset", bring="bring a longer run"
        )
    return -sum(t.hedge for t in made) / base


_SOURCE = "Episodes by VIX closes alone: high, or half as high again within a week."
_VALIDITY = "Few episodes: each is told in the worked numbers. They are found from VIX, never from what the hedge did."


def _spec(key: str, title: str, meaning: str, formula: str, phrases: tuple[str, ...], compute: Compute) -> FigureSpec:
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit="fraction/span" if key != "episode.offset" else "fraction",
        basis="account" if key != "episode.offset" else "loss",
        counts="episodes",
        formula=formula,
        validity=_VALIDITY,
        source=_SOURCE,
        phrases=phrases,
        narrows=("dates", "tier", *SUPPOSED),
        compute=compute,
    )


def count(facts: Facts, scope: Scope) -> Value | NotComputed:
    """How many stress episodes lie within the days [count]; none is an answer."""
    found = stress_episodes(facts)
    if isinstance(found, NotComputed):
        return found
    days = facts.days[facts.within(scope.dates)]
    if not len(days):
        return NotComputed(reason="no day of this backtest is within the scope", bring="widen the scope")
    inside = [e for e in found if e.begins_in(scope.dates)]
    steps = tuple(
        Step(label=f"days from {e.first} to {e.last}", value=int((e.last - e.first).astype(int)) + 1, unit="days") for e in inside
    )
    return Value(value=len(inside), n=len(inside), start=str(days[0]), end=str(days[-1]), steps=steps)


FIGURES: tuple[FigureSpec, ...] = (
    FigureSpec(
        key="episode.count",
        title="Stress episodes",
        meaning="How many stress episodes VIX tells within the days of the backtest.",
        unit="count",
        basis="none",
        counts="episodes",
        formula="runs of days with VIX at or above a high level, or half as high again within a week, near ones merged",
        validity="What a backtest says of stress rests on no more than these.",
        source=_SOURCE,
        phrases=("stress episodes", "how many episodes", "number of stress episodes", "episodes"),
        narrows=("dates", "tier"),
        compute=count,
    ),
    _spec(
        "episode.base",
        "Base in a stress episode, median",
        "What the base strategy made or lost in a stress episode, in the middle of all of them.",
        "median over episodes of sum(base P&L) / base",
        ("base in stress", "unhedged in a crisis", "return in stress episodes"),
        _of_episodes(_median(lambda t: t.base), _each(lambda t: t.base)),
    ),
    _spec(
        "episode.hedge",
        "Hedge in a stress episode, median",
        "What the hedge earned or lost in a stress episode, in the middle of all of them.",
        "median over episodes of sum(hedge P&L) / base",
        ("hedge in stress", "hedge in a crisis", "hedge in a crash", "does the hedge pay in a crash", "hedge in stress episodes"),
        _of_episodes(_median(lambda t: t.hedge), _each(lambda t: t.hedge)),
    ),
    _spec(
        "episode.net",
        "Hedged account in a stress episode, median",
        "What the hedged account made or lost in a stress episode, in the middle of all of them.",
        "median over episodes of sum(base P&L + hedge P&L) / base",
        ("hedged in stress", "hedged in a crisis"),
        _of_episodes(_median(lambda t: t.base + t.hedge), _each(lambda t: t.base + t.hedge)),
    ),
    _spec(
        "episode.offset",
        "Losses offset in stress episodes",
        "Which part of what the base strategy lost over all stress episodes together the hedge made good.",
        "-sum(hedge P&L) / sum(base P&L), where the base lost over all episodes",
        ("offset", "losses offset", "how much of the loss does the hedge offset", "made good by the hedge"),
        _of_episodes(offset, _sums),
    ),
    _spec(
        "episode.fall.unhedged",
        "Largest fall within a stress episode, unhedged",
        "The deepest fall of the unhedged account inside any stress episode.",
        "min over episodes of MDD inside",
        ("fall in stress unhedged",),
        _of_episodes(lambda made: min(t.fall for t in made), _each(lambda t: t.fall)),
    ),
    _spec(
        "episode.fall.hedged",
        "Largest fall within a stress episode, hedged",
        "The deepest fall of the hedged account inside any stress episode.",
        "min over episodes of MDD inside",
        ("fall in stress hedged",),
        _of_episodes(lambda made: min(t.hedged_fall for t in made), _each(lambda t: t.hedged_fall)),
    ),
)
