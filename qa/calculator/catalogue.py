"""The catalogue: every figure, by key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from corpus.errors import WrongUseError
from qa.calculator.account import advisory, event_records, records
from qa.calculator.core.amounts import amount_of
from qa.calculator.core.compute import compute_figure
from qa.calculator.core.counted import counted_of
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure, FigureSpec, Missing
from qa.calculator.core.periodic import ADVERB
from qa.calculator.core.reversed import REVERSED, of_reversed
from qa.calculator.core.scope import Scope
from qa.calculator.drag import (
    bleed,
    cost_shares,
    credit,
    decomposition,
    denominators,
    drag,
    money,
    power,
    premium,
    profit,
    protection,
    rolling,
    shares,
)
from qa.calculator.returns import growth, irr, returns, starts
from qa.calculator.returns.ranked import ranked_of
from qa.calculator.risk import (
    alpha,
    convexity,
    coverage,
    drawdown_records,
    effectiveness,
    episode_records,
    episode_table,
    exposure,
    implied,
    losing,
    market,
    percentiles,
    ratio_records,
    reference,
    regimes,
    resampled,
    runs,
    shape,
    tail,
    windows,
)
from qa.calculator.risk.percentiles import percentile_of
from qa.calculator.scenario import benchmark, imported, inputs, realism, same_risk, sharpe, unknowns, whatif
from qa.calculator.scenario.comparison import DIFFERENCE, of_difference
from qa.calculator.trades import chains, execution, gap_parts, geometry, margin, means, sides, trades

_FAMILIES = (
    drag, credit, records, event_records, advisory, growth, rolling, bleed, power, decomposition, cost_shares, denominators,
    profit, premium, money, returns, irr, starts, drawdown_records, windows, resampled, tail, ratio_records, shape, protection,
    benchmark, same_risk, exposure, alpha, effectiveness, coverage, reference, convexity, implied, regimes, market,
    episode_records, episode_table, realism, sharpe, whatif, trades, means, sides, chains, geometry, margin, execution,
    gap_parts, inputs, imported, unknowns, shares, losing, runs, percentiles,
)  # fmt: skip
#: Figures of any market series that a manifest declares, by the beginning of their keys.
_OF_SERIES = {"correlation.{}": exposure.with_series, **reference.OF_SERIES}
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
    if (found := _found(key)) is not None:
        return found
    near = get_close_matches(key, CATALOGUE, n=3)
    meant = f"did you mean {' or '.join(near)}? " if near else ""
    raise WrongUseError(f"{key!r} is not a figure", where="key", mend=f"{meant}hedgecite figures lists them all")


def is_figure(key: str) -> bool:
    """Whether a figure is registered under a key, or made of one that is.

    >>> is_figure("return.unhedged.daily.best"), is_figure("trades.unhedged.count")
    (True, False)
    """
    return _found(key) is not None


def _found(key: str) -> FigureSpec | None:
    return CATALOGUE.get(key) or percentile_of(key) or ranked_of(key) or _made_of(key) or _of_period(key) or _with_period(key)


def _made_of(key: str) -> FigureSpec | None:
    """A difference of a figure, the figure reversed, or its amount; None where a key is of none of these."""
    if key.startswith(DIFFERENCE):
        return of_difference(spec_of(key.removeprefix(DIFFERENCE)))
    if key.startswith(REVERSED):
        return of_reversed(spec_of(key.removeprefix(REVERSED)))
    return counted_of(key, spec_of) or amount_of(key, spec_of)


def _of_period(key: str) -> FigureSpec | None:
    """A figure cut into another period than it is registered for, or one of a market series; None where there is none."""
    for period, adverb in ADVERB.items():
        if f".{adverb}." not in key:
            continue
        same = (CATALOGUE.get(key.replace(f".{adverb}.", f".{other}.")) for other in ADVERB.values())
        built = next((spec for spec in same if spec is not None and spec.vary is not None), None) or _of_series(key, adverb)
        if built is not None:
            assert built.vary is not None, "a figure of a sample can be cut into any period"
            return built.vary(period)
    return None


def _of_series(key: str, adverb: str) -> FigureSpec | None:
    """A figure of any market series that a manifest declares."""
    for begin, build in _OF_SERIES.items():
        if m := re.fullmatch(rf"{re.escape(begin.format(adverb))}\.([a-z][a-z0-9_]*)", key):
            return build(m[1])
    return None


def _with_period(key: str) -> FigureSpec | None:
    """The registered figure that a key names without its period, such as `effectiveness.offset`; None where not just one is."""
    parts = key.split(".")
    longer = (".".join((*parts[:at], adverb, *parts[at:])) for at in range(1, len(parts) + 1) for adverb in ADVERB.values())
    found = [CATALOGUE[other] for other in longer if other in CATALOGUE]
    return found[0] if len(found) == 1 else None


def compute(key: str, scope: Scope, facts: Facts) -> Figure | Missing:
    """The figure of a key within a scope, or why there is none: for where keys come in as text."""
    return compute_figure(spec_of(key), scope, facts)
