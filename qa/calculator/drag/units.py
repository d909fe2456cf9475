"""Units of the hedge: what all its layers together cost to buy, in dollars, pro rata and in credits of the base."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.calculator.core.chosen import Chosen, choose
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.scope import Scope

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Days, Values
    from qa.calculator.core.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Units:
    """The purchase cost of the full hedge in place, on each day on which a layer of it was bought [USD]."""

    days: Days
    paid: Values
    parts: tuple[str, ...]


def units_of(chosen: Chosen) -> Units | NotComputed:
    """Premium paid for all layers together, layer by layer what its newest trade cost: `-sum_j n_j p_j`.

    From the first day on which every layer has been bought; `n` contracts at `p` dollars a contract, paid is negative.
    """
    import numpy as np

    premium, contracts = chosen.number("premium"), chosen.number("contracts")
    for column in (premium, contracts):
        if isinstance(column, NotComputed):
            return column
    assert not isinstance(premium, NotComputed)
    assert not isinstance(contracts, NotComputed)
    layers = chosen.table["layer"].to_numpy(dtype=object)
    parts = tuple(sorted({str(layer) for layer in layers}))
    days = np.unique(chosen.opened)
    paid = np.zeros(len(days))
    for part in parts:
        own = layers == part
        at = chosen.opened[own]
        order = np.argsort(at, kind="stable")
        newest = np.searchsorted(at[order], days, side="right") - 1
        cost = (-premium * contracts)[own][order]
        paid += np.where(newest >= 0, cost[np.maximum(newest, 0)], np.nan)
    whole = ~np.isnan(paid)
    return Units(days=days[whole], paid=paid[whole], parts=parts)


def unit_premium(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Median cost of buying the full hedge [USD], over the days on which a layer of it was bought."""
    import numpy as np

    chosen = choose(facts, scope, hedge=True)
    if isinstance(chosen, NotComputed):
        return chosen
    units = units_of(chosen)
    if isinstance(units, NotComputed):
        return units
    if not len(units.days):
        return NotComputed(reason="the hedge was never complete: no day has every layer bought", bring="choose a longer period")
    steps = (
        Step(label="lowest premium of the full hedge", value=float(units.paid.min()), unit="USD"),
        Step(label="highest premium of the full hedge", value=float(units.paid.max()), unit="USD"),
    )
    start, end = str(units.days[0]), str(units.days[-1])
    return Value(value=float(np.median(units.paid)), n=len(units.days), start=start, end=end, steps=steps)


def per_100k(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Cost of buying the full hedge for each 100,000 dollars of the capital base [USD]: `unit * 100000 / base`."""
    return _divided(facts, scope, facts.base / 100_000, Step(label="capital base", value=facts.base, unit="USD"))


def in_credits(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Number of base trades whose credit buys the full hedge [ratio]: `unit / median(n p)` of the base's trades."""
    import numpy as np

    base = choose(facts, scope, hedge=False)
    if isinstance(base, NotComputed):
        return base
    premium, contracts = base.number("premium"), base.number("contracts")
    for column in (premium, contracts):
        if isinstance(column, NotComputed):
            return column
    assert not isinstance(premium, NotComputed)
    assert not isinstance(contracts, NotComputed)
    credit = float(np.median(premium * contracts))
    if credit <= 0:
        return NotComputed(reason="the base strategy's trades receive no credit", bring="use a log of trades sold for a credit")
    return _divided(facts, scope, credit, Step(label="median credit of a base trade", value=credit, unit="USD"))


def _divided(facts: Facts, scope: Scope, by: float, step: Step) -> Value | NotComputed:
    unit = unit_premium(facts, scope)
    if isinstance(unit, NotComputed):
        return unit
    steps = (Step(label="median premium of the full hedge", value=unit.value, unit="USD"), step)
    return Value(value=unit.value / by, n=unit.n, start=unit.start, end=unit.end, steps=steps)
