"""The catalogue: every figure, by key, and the one way to compute one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from corpus.errors import WrongUseError
from qa.calculator import drag, inputs, returns, risk, trades
from qa.calculator.facts import Facts
from qa.calculator.figure import Figure, FigureSpec, Missing, NotComputed
from qa.calculator.scope import Scope

CATALOGUE: Mapping[str, FigureSpec] = MappingProxyType(
    {s.key: s for s in (*drag.FIGURES, *returns.FIGURES, *risk.FIGURES, *trades.FIGURES, *inputs.FIGURES)}
)
_PART_WORDS = {
    "bounds": "a market series",
    "dates": "dates",
    "event": "an event",
    "tier": "a tier",
    "layer": "a layer",
    "episode": "an episode",
}


def spec_of(key: str) -> FigureSpec:
    """The figure registered under a key.

    Raises
    ------
    WrongUseError
        There is none.
    """
    if key not in CATALOGUE:
        raise WrongUseError(f"{key!r} is no figure", where="key", mend=f"choose from {', '.join(CATALOGUE)}")
    return CATALOGUE[key]


def compute(key: str, scope: Scope, facts: Facts) -> Figure | Missing:
    """One figure of a backtest within a scope, or why there is none."""
    spec, manifest = spec_of(key), facts.backtest.manifest
    result = _refusal(spec, scope, facts) or spec.compute(facts, scope)
    if isinstance(result, NotComputed):
        return Missing(spec=spec, scope=scope, why=result, backtest=manifest.name)
    return Figure(
        spec=spec,
        scope=scope,
        result=result,
        backtest=manifest.name,
        dataset=facts.backtest.digest,
        fees=manifest.fees,
        marking=facts.marking,
        hypothetical=manifest.hypothetical,
    )


def _refusal(spec: FigureSpec, scope: Scope, facts: Facts) -> NotComputed | None:
    """Why a scope can't narrow this figure, or narrows it to another tier than the backtest's."""
    tier = facts.backtest.manifest.tier
    for part in scope.parts:
        if part not in spec.narrows:
            return NotComputed(reason=f"this figure can't be narrowed by {_PART_WORDS[part]}", bring="ask for it unnarrowed")
    if scope.tier and (tier is None or tier.id != scope.tier):
        return NotComputed(reason="this backtest is of another tier than the one asked for", bring="bring one of that tier")
    return None
