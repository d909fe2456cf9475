"""The catalogue: every figure, by key, and the one way to compute one."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType

from corpus.errors import WrongUseError
from qa.calculator import (
    benchmark,
    chains,
    decomposition,
    denominators,
    drag,
    episodes,
    execution,
    exposure,
    geometry,
    growth,
    implied,
    inputs,
    irr,
    margin,
    premium,
    protection,
    ratios,
    realism,
    regimes,
    resampled,
    returns,
    risk,
    starts,
    tail,
    trades,
    unknowns,
    whatif,
)
from qa.calculator.amounts import amount_of
from qa.calculator.difference import DIFFERENCE, of_difference
from qa.calculator.facts import Facts
from qa.calculator.figure import TOO_LARGE, Figure, FigureSpec, Missing, NotComputed, Table, Value
from qa.calculator.periodic import ADVERB
from qa.calculator.scope import SUPPOSED, Scope

_FAMILIES = (
    drag, growth, decomposition, denominators, premium, returns, irr, starts, risk, resampled, tail, ratios, protection,
    benchmark, exposure, implied, regimes, episodes, realism, whatif, trades, chains, geometry, margin, execution, inputs,
    unknowns,
)  # fmt: skip
#: Figures that are registered, in the order in which they are listed. Those of a period can be had for the others too.
CATALOGUE: Mapping[str, FigureSpec] = MappingProxyType({s.key: s for family in _FAMILIES for s in family.FIGURES})
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
    "capital": "another capital",
    "besides": "leaving out dates",
}


def spec_of(key: str) -> FigureSpec:
    """The figure registered under a key, or made of one that is.

    `drag.weekly.mean` is `drag.monthly.mean` cut into weeks; `dollars.drag.monthly.mean` and `per_100k.drag.monthly.mean` are
    the same as amounts.

    Raises
    ------
    WrongUseError
        There is none.
    """
    if key in CATALOGUE:
        return CATALOGUE[key]
    if key.startswith(DIFFERENCE):
        return of_difference(spec_of(key.removeprefix(DIFFERENCE)))
    if (amount := amount_of(key, spec_of)) is not None:
        return amount
    for period, adverb in ADVERB.items():
        if f".{adverb}." not in key:
            continue
        for other in ADVERB.values():
            spec = CATALOGUE.get(key.replace(f".{adverb}.", f".{other}."))
            if spec is not None and spec.vary is not None:
                return spec.vary(period)
        if m := re.fullmatch(rf"correlation\.{adverb}\.([a-z][a-z0-9_]*)", key):
            built = exposure.with_series(m[1])
            assert built.vary is not None, "a figure of a sample can be cut into any period"
            return built.vary(period)
    near = get_close_matches(key, CATALOGUE, n=3)
    meant = f"did you mean {' or '.join(near)}? " if near else ""
    raise WrongUseError(f"{key!r} is no figure", where="key", mend=f"{meant}hedgecite figures lists them all")


def compute(key: str, scope: Scope, facts: Facts) -> Figure | Missing:
    """One figure of a backtest within a scope, or why there is none."""
    spec, manifest = spec_of(key), facts.backtest.manifest
    if scope.per is not None and spec.vary is not None:
        spec = spec.vary(scope.per)
    narrowed = _refusal(spec, scope, facts) or narrow(scope, facts)
    result = narrowed if isinstance(narrowed, NotComputed) else _bounded(spec, *narrowed)
    if isinstance(result, NotComputed):
        return Missing(spec=spec, scope=scope, why=result, backtest=manifest.name)
    assert not isinstance(narrowed, NotComputed), "what has a value was narrowed"
    return Figure(
        spec=spec,
        scope=scope.less("per"),
        result=result,
        backtest=manifest.name,
        dataset=facts.backtest.digest,
        fees=manifest.fees,
        marking=narrowed[0].marking,
        hypothetical=manifest.hypothetical,
    )


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
    if scope.only(*SUPPOSED) != Scope():
        own = facts.variant(scope)
        return own if isinstance(own, NotComputed) else narrow(scope.less(*SUPPOSED), own)
    if scope.episode in {None, "vix"}:
        return facts, scope
    named = episodes.NAMED.get(scope.episode or "")
    if named is None:
        return NotComputed(reason="no episode of that name is known", bring="name a known one, or dates")
    if scope.dates not in {None, named}:
        return NotComputed(reason="the scope has dates beside an episode, which has its own", bring="leave one of them")
    return facts, replace(scope.less("episode"), dates=named)


def _refusal(spec: FigureSpec, scope: Scope, facts: Facts) -> NotComputed | None:
    """Why a scope can't narrow this figure, or narrows it to another tier than the backtest's."""
    tier = facts.backtest.manifest.tier
    narrows = {*spec.narrows, *(("besides",) if {"bounds", "event"} <= set(spec.narrows) else ())}  # period by period
    for part in scope.parts:
        if part not in narrows:
            return NotComputed(reason=f"this figure can't be narrowed by {_PART_WORDS[part]}", bring="ask for it unnarrowed")
    if scope.tier and (tier is None or tier.id != scope.tier):
        return NotComputed(reason="this backtest is of another tier than the one asked for", bring="bring one of that tier")
    return None
