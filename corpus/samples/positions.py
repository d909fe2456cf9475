"""Positions of the samples: what is open, what it is worth each day, and the trade it leaves in the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.samples.market import Day

MULTIPLIER = 100
Kind = Literal["C", "P"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One option of a position, at the price of its opening [points]."""

    strike: float
    kind: Kind
    #: 1 bought, -1 sold
    side: int
    price: float

    def payoff(self, spot: float) -> float:
        """What the option is worth at expiry [points]."""
        return max(0.0, spot - self.strike if self.kind == "C" else self.strike - spot)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Something open. Values are in points a unit, positive where it is worth something to its holder."""

    strategy: str
    legs: tuple[Leg, ...]
    opened: Day
    expiry: date
    contracts: int
    #: what was lost on the price at the opening [points]
    slippage: float
    #: dollars a contract and side
    fee: float
    #: dollars held against it
    margin: float = 0.0

    @property
    def paid(self) -> float:
        """The price of its opening; negative where a credit was received."""
        return round(sum(leg.side * leg.price for leg in self.legs), 2)

    @property
    def fees(self) -> float:
        """Dollars for one side of the trade."""
        return round(len(self.legs) * self.fee * self.contracts, 2)

    @property
    def cost(self) -> float:
        """Dollars that opening it cost beside its price."""
        return self.slippage * MULTIPLIER * self.contracts + self.fees

    def gain(self, points: float) -> float:
        """Dollars that a change of its value is."""
        return points * MULTIPLIER * self.contracts


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """A finished trade; premium and cost in dollars per contract, premium received is positive."""

    opened: date
    closed: date
    spx_open: float
    spx_close: float
    legs: str
    premium: float
    cost: float
    contracts: int
    fees_open: float
    fees_close: float
    reason: str
    strategy: str
    margin: float

    @property
    def pnl(self) -> float:
        """Net of fees [USD]."""
        return round((self.premium - self.cost) * self.contracts - self.fees_open - self.fees_close, 2)


def finished(position: Position, today: Day, value: float, slippage: float, reason: str) -> Trade:
    """The trade of a position that ends today at a value; settled in cash where the reason is `Expired`."""
    on = f"{position.expiry:%b} {position.expiry.day}"
    return Trade(
        opened=position.opened.day,
        closed=today.day,
        spx_open=position.opened.spx,
        spx_close=today.spx,
        legs=" | ".join(_leg(position, on, leg) for leg in position.legs),
        premium=round((-position.paid - position.slippage) * MULTIPLIER, 2),
        cost=round((slippage - value) * MULTIPLIER, 2),
        contracts=position.contracts,
        fees_open=position.fees,
        fees_close=0.0 if reason == "Expired" else position.fees,
        reason=reason,
        strategy=position.strategy,
        margin=position.margin,
    )


def _leg(position: Position, on: str, leg: Leg) -> str:
    action = "BTO" if leg.side > 0 else "STO"
    return f"{position.contracts} {on} {leg.strike:g} {leg.kind} {action} {leg.price:.2f}"
