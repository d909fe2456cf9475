"""The catalogue: every figure, by key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from corpus.errors import WrongUseError
from qa.calculator.account import records as account
from qa.calculator.core.amounts import amount_of
from qa.calculator.core.compute import compute_figure
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure, FigureSpec, Missing
from qa.calculator.core.periodic import ADVERB
from qa.calculator.core.reversed import REVERSED, of_reversed
from qa.calculator.core.scope import Scope
from qa.calculator.drag import decomposition, denominators, drag, premium, protection
from qa.calculator.returns import growth, irr, returns, starts
from qa.calculator.risk import (
    convexity,
    drawdown_records,
    episode_records,
    exposure,
    implied,
    ratio_records,
    regimes,
    resampled,
    tail,
)
from qa.calculator.scenario import benchmark, imported, inputs, realism, unknowns, whatif
from qa.calculator.scenario.comparison import DIFFERENCE, of_difference
from qa.calculator.trades import chains, execution, geometry, margin, trades

_FAMILIES = (
    drag, account, growth, decomposition, denominators, premium, returns, irr, starts, drawdown_records, resampled, tail,
    ratio_records, protection, benchmark, exposure, convexity, implied, regimes, episode_records, realism, whatif, trades, chains,
    geometry, margin, execution, inputs, imported, unknowns,
)  # fmt: skip
#: Figures that are registered, in the order in which they are listed. Those of a period can be had for the others too.
CATALOGUE: Mapping[str, FigureSpec] = MappingProxyType({s.key: s for family in _FAMILIES for s in family.FIGURES})


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
    if key.startswith(REVERSED):
        return of_reversed(spec_of(key.removeprefix(REVERSED)))
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
    """The figure of a key within a scope, or why there is none: for where keys come in as text."""
    return compute_figure(spec_of(key), scope, facts)
