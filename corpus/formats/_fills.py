"""Fills become trades: what opens together in one order is a trade, what closes it is matched first in, first out."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from math import gcd, lcm
from typing import Literal

from corpus.backtests.legs import Right

Effect = Literal["open", "close"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What is traded: an option, or shares or a future where expiry, strike and right are None."""

    #: as the file calls it, so that series of one expiry and strike are told apart
    symbol: str
    underlying: str
    expiry: date | None = None
    strike: Fraction | None = None
    right: Right | None = None
    #: units of the underlying that a price is for
    multiplier: Fraction = Fraction(1)

    def __str__(self) -> str:
        if self.expiry is None or self.strike is None or self.right is None:
            return self.symbol
        return f"{self.underlying} {self.expiry} {float(self.strike):g} {self.right}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """One execution, or what an expiry, an assignment or a settlement does to a position."""

    line: int
    #: exchange time
    at: datetime
    #: what the fills of one order share; "" where the file names none
    order: str
    contract: Contract
    #: bought positive, sold negative; never zero
    quantity: Fraction
    #: received, or paid where negative, before fees [USD]
    cash: Fraction
    #: paid [USD]
    fees: Fraction
    #: None where the file doesn't tell: it then closes what is open and opens the rest
    effect: Effect | None = None
    #: false where the sign of `quantity` means nothing: it closes whatever is open
    side_told: bool = True

    @property
    def net(self) -> Fraction:
        """What it brings, fees paid [USD]."""
        return self.cash - self.fees


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """As much of a fill as belongs to one trade."""

    fill: Fill
    #: signed like the fill's
    quantity: Fraction

    @property
    def share(self) -> Fraction:
        """Of the whole fill."""
        return abs(self.quantity / self.fill.quantity)

    @property
    def cash(self) -> Fraction:
        """Received, before fees [USD]."""
        return self.fill.cash * self.share

    @property
    def fees(self) -> Fraction:
        """Paid [USD]."""
        return self.fill.fees * self.share


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """What was opened together, and what closed it, each oldest first."""

    opening: tuple[Part, ...]
    closing: tuple[Part, ...]

    @property
    def left(self) -> dict[Contract, Fraction]:
        """How much of each contract is still open, whichever side."""
        left: dict[Contract, Fraction] = defaultdict(Fraction)
        for sign, parts in ((1, self.opening), (-1, self.closing)):
            for part in parts:
                left[part.fill.contract] += sign * abs(part.quantity)
        return {contract: size for contract, size in left.items() if size}

    @property
    def is_closed(self) -> bool:
        """Whether nothing of it is left."""
        return not self.left

    @property
    def net(self) -> Fraction:
        """All cash of it so far, fees paid; its P&L once it is closed [USD]."""
        return sum((p.cash - p.fees for p in (*self.opening, *self.closing)), Fraction())

    @property
    def sizes(self) -> dict[Contract, Fraction]:
        """How much of each contract was opened, bought positive."""
        sizes: dict[Contract, Fraction] = defaultdict(Fraction)
        for part in self.opening:
            sizes[part.fill.contract] += part.quantity
        return {contract: size for contract, size in sizes.items() if size}

    @property
    def contracts(self) -> Fraction:
        """The greatest common divisor of the sizes: an iron condor of 3, 3, 3 and 3 options is 3 contracts."""
        sizes = self.sizes.values()
        whole = lcm(*(s.denominator for s in sizes))
        return Fraction(gcd(*(int(s * whole) for s in sizes)) or 1, whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """Every fill in its trade, or among those that close what the file doesn't open."""

    trades: tuple[Trade, ...]
    unopened: tuple[Part, ...]


#: A trade's key, and how much of a contract is still open in it.
_Lot = tuple[str, Fraction]


def pair(fills: Iterable[Fill]) -> Paired:
    """Trades from fills in any order; fills of one moment count in the order given, those that close after the others.

    The sum of `net` over trades and unopened parts is that over the fills.
    """
    lots: dict[Contract, deque[_Lot]] = defaultdict(deque)
    opening: dict[str, list[Part]] = defaultdict(list)
    closing: dict[str, list[Part]] = defaultdict(list)
    unopened: list[Part] = []
    for fill in sorted(fills, key=lambda f: (f.at, f.effect == "close")):
        taken = [] if fill.effect == "open" else _take(lots[fill.contract], fill)
        for key, part in taken:
            closing[key].append(part)
        left = 1 - sum(part.share for _, part in taken)
        rest = Part(fill=fill, quantity=fill.quantity * left)
        if left and fill.effect == "close":
            unopened.append(rest)
        elif left:
            key = fill.order or f"line {fill.line}"
            opening[key].append(rest)
            lots[fill.contract].append((key, rest.quantity))
    trades = (Trade(opening=tuple(parts), closing=tuple(closing[key])) for key, parts in opening.items())
    return Paired(trades=tuple(trades), unopened=tuple(unopened))


def _take(lots: deque[_Lot], fill: Fill) -> list[tuple[str, Part]]:
    """What a fill closes, oldest lot first; the lots are shortened by it."""
    taken: list[tuple[str, Part]] = []
    left = abs(fill.quantity)
    while left and lots:
        key, size = lots[0]
        if fill.side_told and (size > 0) == (fill.quantity > 0):
            break
        sign = 1 if size > 0 else -1
        closed = min(left, abs(size))
        taken.append((key, Part(fill=fill, quantity=-sign * closed)))
        left -= closed
        if closed == abs(size):
            lots.popleft()
        else:
            lots[0] = (key, size - sign * closed)
    return taken
