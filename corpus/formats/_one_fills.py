"""Transactions of an OptionNet Explorer trade: what was opened, and what cash they moved."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from corpus.backtests.legs import Leg, write_leg
from corpus.errors import Problem
from corpus.formats import _cells
from corpus.formats._one_rows import Cells, moment
from corpus.formats._osi import parse_symbol

#: Units of the underlying by what is traded; how many a future or an option on one has is not in the report.
_UNITS = {"call": 100.0, "put": 100.0, "stock": 1.0}
_SIDES = {"buy": 1, "sell": -1}
#: What a price that is rounded to cents can be off by.
_HALF_CENT = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """One transaction."""

    line: int
    at: datetime
    #: positive for bought
    quantity: float
    symbol: str
    #: None where it is no option
    expiry: date | None
    kind: str
    underlying: str
    price: float
    commission: float

    @property
    def units(self) -> float | None:
        """Units of the underlying in one, or None where the report doesn't tell."""
        return None if self.underlying.startswith("/") else _UNITS.get(self.kind)

    @property
    def leg(self) -> str:
        """As a leg of a trade; what is no option is named as the report names it."""
        option = parse_symbol(self.symbol)
        if option is None or self.expiry is None:
            return f"{self.quantity:g} {self.symbol} {self.kind} @ {self.price:g}"
        leg = Leg(
            contracts=self.quantity,
            underlying=self.underlying or option.root,
            expiry=self.expiry,
            strike=option.strike,
            right=option.right,
            price=self.price,
        )
        return write_leg(leg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fills:
    """The transactions of one trade, oldest first."""

    all: tuple[Fill, ...]

    @property
    def flat(self) -> bool:
        """Whether nothing is left of what was opened."""
        held: dict[tuple[str, date | None], float] = {}
        for f in self.all:
            held[(f.symbol, f.expiry)] = held.get((f.symbol, f.expiry), 0.0) + f.quantity
        return not any(held.values())

    @property
    def cash(self) -> float | None:
        """What all of them brought before commissions [USD]; None where the units of one are not told."""
        return _cash(self.all)

    @property
    def off(self) -> float:
        """What prices rounded to cents can make of the cash [USD]."""
        return _HALF_CENT * sum(abs(f.quantity) * (f.units or 0.0) for f in self.all)

    @property
    def commissions(self) -> float:
        """What they cost together [USD]."""
        return sum(f.commission for f in self.all)

    @property
    def opening(self) -> tuple[Fill, ...]:
        """Those of the first minute."""
        first = self.all[0].at.replace(second=0)
        return tuple(f for f in self.all if f.at.replace(second=0) == first)

    @property
    def legs(self) -> str:
        """What was opened, as legs."""
        return " | ".join(f.leg for f in self.opening)

    @property
    def contracts(self) -> float | None:
        """How many units of the opened position were traded: the largest number that divides all of its legs."""
        counts = [abs(f.quantity) for f in self.opening]
        return float(math.gcd(*(int(c) for c in counts))) if all(c.is_integer() for c in counts) else None

    @property
    def premium(self) -> float | None:
        """What opening one unit brought [USD]; None where it isn't told."""
        cash, contracts = _cash(self.opening), self.contracts
        return None if cash is None or contracts is None else cash / contracts


def _cash(fills: Sequence[Fill]) -> float | None:
    moved = [None if f.units is None else -f.quantity * f.price * f.units for f in fills]
    return None if any(m is None for m in moved) else sum(m for m in moved if m is not None)


def read_fill(file: str, cells: Cells, zone: str | None) -> tuple[Fill | None, list[Problem]]:
    """One transaction, or None with what is wrong."""
    c = cells.of
    at, side, kind = moment(c["Date"], zone), _SIDES.get(c["Transaction"].lower()), c["Type"].lower()
    numbers = {name: _cells.number(c[name]) for name in ("Qty", "Price", "Commission")}
    until = moment(c["Expiry"]) if c["Expiry"] else None
    named = parse_symbol(c["Symbol"])
    unread = [name for name, value in {**numbers, "Date": at, "Transaction": side}.items() if value is None]
    option = kind in {"call", "put"}
    unread += ["Expiry"] if (c["Expiry"] or option) and until is None else []
    unread += ["Symbol"] if not c["Symbol"] or (option and (named is None or named.right != kind)) else []
    unread += ["Qty"] if (quantity := numbers["Qty"]) is not None and quantity <= 0 else []
    if unread or at is None or side is None:
        return None, _cells.unreadable(file, cells.line, c, iter(unread))
    read_ = {name: value for name, value in numbers.items() if value is not None}
    fill = Fill(
        line=cells.line,
        at=at,
        quantity=side * read_["Qty"],
        symbol=c["Symbol"],
        expiry=until.date() if until else None,
        kind=kind,
        underlying=c["Underlying"],
        price=read_["Price"],
        commission=read_["Commission"],
    )
    return fill, []
