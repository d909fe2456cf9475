"""Payoff: what a contract of a condor or spread earns by where the index ends at its expiry."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median_low
from typing import TYPE_CHECKING

from corpus.backtests.legs import Leg, parse_legs
from qa.calculator.core.chosen import Chosen, choose
from qa.calculator.core.result import NotComputed
from qa.calculator.core.scope import Signal
from qa.calculator.core.variants import MULTIPLIER
from qa.calculator.trades.geometry import NO_SPREADS, shapes_of

if TYPE_CHECKING:
    from qa.calculator.core.facts import Facts
    from qa.calculator.core.scope import Scope

#: From this hour on a trade is opened at the day's close, before it at the close of the day before.
_CLOSE_HOUR = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One place where the index may end."""

    name: str
    #: from the index at the opening [fraction]
    move: float
    #: of a contract, fees included [USD]
    pnl: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MedianPayoff:
    """The trade with the median credit, with its endings from the lowest to the highest."""

    opened: str
    endings: tuple[Ending, ...]


def pnl_at_expiry(legs: tuple[Leg, ...], level: float, premium: float, fees: float) -> float:
    """P&L of a contract held to expiry [USD] with the index at `level` [points]: `premium + 100 sum(n max(0, s)) - fees`.

    `premium` received and `fees` are dollars a contract, `s` is what a leg is in the money [points].

    >>> from datetime import date
    >>> put = lambda n, k: Leg(contracts=n, underlying=None, expiry=date(2024, 1, 3), strike=k, right="put", price=None)
    >>> pnl_at_expiry((put(-10, 4700), put(10, 4695)), 4690.0, 70.0, 0.0)
    -430.0
    """
    size = abs(legs[0].contracts)
    inside = sum(leg.contracts / size * max(0.0, (level - leg.strike) * (1 if leg.right == "call" else -1)) for leg in legs)
    return premium + MULTIPLIER * inside - fees


def median_payoff(facts: Facts, scope: Scope) -> MedianPayoff | NotComputed:
    """The base trade of short spreads with the median credit (the lower of two), by where the index ends.

    Needs legs that can be read and a series of the S&P 500: moves are from its last close at the opening.
    """
    chosen = choose(facts, scope, hedge=False)
    if isinstance(chosen, NotComputed):
        return chosen
    for column in ("premium", "contracts"):
        if isinstance(missing := chosen.number(column), NotComputed):
            return missing
    if "spx" not in facts.backtest.series:
        return NotComputed(reason="this backtest has no S&P series", bring="declare spx under [[series]] in the manifest")
    shapes = list(shapes_of(chosen))
    received = [shape.credit for shape in shapes if shape is not None]
    if not received:
        return NO_SPREADS
    median = median_low(received)
    at = next(i for i, shape in enumerate(shapes) if shape is not None and shape.credit == median)
    spot = _index_at_opening(facts, chosen, at)
    if spot is None:
        return NotComputed(
            reason="the S&P series has no close near the median trade's opening", bring="add its closes for these days"
        )
    return _payoff(chosen, at, spot)


def _index_at_opening(facts: Facts, chosen: Chosen, at: int) -> float | None:
    """The last close of the S&P 500 at the moment of the opening [points]."""
    import numpy as np

    opened = chosen.table["opened"].iloc[at]
    known_from = chosen.opened[at : at + 1] + np.timedelta64(1 if opened.hour >= _CLOSE_HOUR else 0, "D")
    level = float(facts.entry(Signal("spx"), known_from)[0])
    return None if np.isnan(level) else level


def _payoff(chosen: Chosen, at: int, spot: float) -> MedianPayoff:
    row = chosen.table.iloc[at]
    legs = parse_legs(row["legs"], row["opened"].date(), row["closed"].date())
    assert legs is not None, "it has a shape"
    premium, fees = float(row["premium"]), float(row["fees"]) / float(row["contracts"]) if "fees" in chosen.table else 0.0
    levels = [("no move", spot)]
    for right, outward in (("put", -1.0), ("call", 1.0)):
        own = {leg.contracts < 0: leg.strike for leg in legs if leg.right == right}
        if not own:
            continue
        short, long = own[True], own[False]
        even, beyond = short + outward * (premium - fees) / MULTIPLIER, long + outward * abs(long - short) / 2
        levels += [(f"short {right}", short), (f"long {right}", long), (f"beyond the long {right}", beyond)]
        levels += [(f"break-even, {right} side", even)] if 0 < (even - short) * outward < abs(long - short) else []
    endings = [
        Ending(name=name, move=level / spot - 1, pnl=round(pnl_at_expiry(legs, level, premium, fees), 9))
        for name, level in sorted(levels, key=lambda known: known[1])
    ]
    return MedianPayoff(opened=row["opened"].date().isoformat(), endings=tuple(endings))
