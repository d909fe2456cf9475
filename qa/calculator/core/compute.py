"""Computing: the one way from a figure's record, a scope and a backtest to its value, or to why there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from corpus.backtests.backtest import Marking
from qa.calculator.core.cutoff import cutoff_of
from qa.calculator.core.facts import Facts
from qa.calculator.core.fall import fall_of
from qa.calculator.core.figure import Figure, FigureSpec, Missing
from qa.calculator.core.result import TOO_LARGE, NotComputed, Table, Value
from qa.calculator.core.scope import CALM, EPISODES, NAMED, SUPPOSED, Scope

#: What figures count whose values tell nothing of what lies after the last day of a scope's dates.
_WITHIN = {"days", "weeks", "months", "years", "starts"}
_PART_WORDS = {
    "bounds": "a market series",
    "dates": "dates",
    "event": "an event",
    "tier": "a tier",
    "layer": "a layer",
    "episode": "an episode",
    "per": "a period",
    "claim": "a claim",
    "size": "a size of the hedge",
    "without": "leaving out a layer",
    "slip": "slippage",
    "slip_hedge": "slippage of the hedge",
    "capital": "another capital",
    "fees": "other fees",
    "condors": "another number of contracts",
    "weekday": "days of the week",
    "month": "a month of every year",
    "over": "a size",
    "besides": "leaving out dates",
    "also": "several stretches of time",
}


def compute_figure(spec: FigureSpec, scope: Scope, facts: Facts) -> Figure | Missing:
    """One figure of a backtest within a scope, or why there is none."""
    manifest = facts.backtest.manifest
    if scope.per is not None and spec.vary is not None:
        spec = spec.vary(scope.per)
    made = facts.remembered(f"{spec.key} {scope!r}", _Made, lambda: _make(spec, scope, facts))
    if made.value is None:
        assert made.why is not None, "what has no value has a reason"
        return Missing(spec=spec, scope=scope, why=made.why, backtest=manifest.name)
    return Figure(
        spec=spec,
        scope=scope.less("per"),
        result=made.value,
        backtest=manifest.name,
        dataset=dataset_of(spec, scope, facts),
        fees=manifest.fees,
        marking=made.marking,
        hypothetical=manifest.hypothetical,
    )


def dataset_of(spec: FigureSpec, scope: Scope, facts: Facts) -> str:
    """The digest of what a figure was computed from: of the whole, or, where a scope ends, of what was known by then."""
    if scope.asof is not None:
        known = facts.as_of(scope.asof)
        assert not isinstance(known, NotComputed), "it has a value"
        return known.backtest.digest
    end = cutoff_of(scope)
    whole = facts.marking != "daily" or scope.episode or spec.reaches or spec.counts not in _WITHIN
    return facts.backtest.digest if end is None or whole else facts.digest_at(end, held=spec.holds)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What came of a figure's function, and how the trades that it counted come to their days."""

    value: Value | None = None
    why: NotComputed | None = None
    marking: Marking = "at_close"


def _make(spec: FigureSpec, scope: Scope, facts: Facts) -> _Made:
    narrowed = _refusal(spec, scope, facts) or narrow(scope, facts)
    if isinstance(narrowed, NotComputed):
        return _Made(why=narrowed)
    result = _bounded(spec, *narrowed)
    return _Made(why=result) if isinstance(result, NotComputed) else _Made(value=result, marking=narrowed[0].marking)


def _bounded(spec: FigureSpec, facts: Facts, scope: Scope) -> Value | NotComputed:
    """What a figure's function returns, or that amounts too large for the machine's numbers went in."""
    import numpy as np

    try:
        with np.errstate(over="ignore", invalid="ignore"):
            result = spec.compute(facts, scope)
    except OverflowError:
        return TOO_LARGE
    if isinstance(result, NotComputed):
        return result
    interval = (result.interval.low, result.interval.high) if result.interval else ()
    told = (result.value, *interval, *(step.value for step in result.steps))
    return result if all(math.isfinite(number) for number in told) else TOO_LARGE


def worked(spec: FigureSpec, scope: Scope, facts: Facts) -> Table | None:
    """The periods or trades behind a figure's value, where it is one of them."""
    narrowed = narrow(scope, facts)
    if spec.worked is None or isinstance(narrowed, NotComputed):
        return None
    found = spec.worked(*narrowed)
    return None if isinstance(found, NotComputed) else found


def narrow(scope: Scope, facts: Facts) -> tuple[Facts, Scope] | NotComputed:
    """The facts of what a scope supposes, and the rest of the scope with a named episode turned into its dates."""
    scope = scope.less("per", "tier")
    if scope.asof is not None:
        known = facts.as_of(scope.asof)
        return known if isinstance(known, NotComputed) else narrow(scope.less("asof"), known)
    if any(getattr(scope, part) is not None for part in SUPPOSED):
        own = facts.variant(scope)
        return own if isinstance(own, NotComputed) else narrow(scope.less(*SUPPOSED), own)
    if scope.episode in {None, EPISODES, CALM} or fall_of(scope.episode):
        return facts, scope
    named = NAMED.get(scope.episode or "")
    if named is None:
        return NotComputed(reason="no episode of that name is known", bring="name a known one, or dates")
    if scope.dates not in {None, named}:
        return NotComputed(reason="the scope has dates beside an episode, which has its own", bring="leave one of them")
    return facts, replace(scope.less("episode"), dates=named)


def _refusal(spec: FigureSpec, scope: Scope, facts: Facts) -> NotComputed | None:
    """Why a scope can't narrow this figure, or narrows it to another tier than the backtest's."""
    tier = facts.backtest.manifest.tier
    by_period = {"bounds", "event"} <= set(spec.narrows)
    narrows = {*spec.narrows, "asof", *(("besides", "also", "weekday", "month") if by_period else ())}
    for part in scope.parts:
        if part not in narrows:
            bring = "ask without it" if part in {*SUPPOSED, "claim"} else "ask for the full period"
            return NotComputed(reason=f"this figure can't be narrowed by {_PART_WORDS[part]}", bring=bring)
    if scope.tier and (tier is None or tier.id != scope.tier):
        return NotComputed(reason="this backtest is of another tier than the one asked for", bring="bring one of that tier")
    return None
