"""Fills become trades: what opens together in one order is a trade, what closes it is matched first in, first out."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
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
    #: what the fills of one split, renaming or delivery share, by which a trade goes on in another contract
    carried: str = ""
    #: whether it ends an option in shares
    delivers: bool = False

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
    #: what it goes on in after a split, a renaming or a delivery of shares
    carried: tuple[Part, ...] = ()

    @property
    def left(self) -> dict[Contract, Fraction]:
        """How much of each contract is still open, whichever side."""
        left: dict[Contract, Fraction] = defaultdict(Fraction)
        for sign, parts in ((1, (*self.opening, *self.carried)), (-1, self.closing)):
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
        return sum((p.cash - p.fees for p in self.parts), Fraction())

    @property
    def parts(self) -> tuple[Part, ...]:
        """All that it is made of."""
        return (*self.opening, *self.carried, *self.closing)

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


class _Book:
    """What is open, and what each trade has been made of so far."""

    def __init__(self) -> None:
        self.lots: dict[Contract, deque[_Lot]] = defaultdict(deque)
        self.opening: dict[str, list[Part]] = defaultdict(list)
        self.closing: dict[str, list[Part]] = defaultdict(list)
        self.carried: dict[str, list[Part]] = defaultdict(list)
        self.unopened: list[Part] = []

    def fill(self, fill: Fill) -> None:
        """One fill closes what is open and opens the rest, or what its effect says."""
        rest, _ = self._closed(fill, [] if fill.effect == "open" else _take(self.lots[fill.contract], fill))
        if rest.quantity and fill.effect == "close":
            self.unopened.append(rest)
        elif rest.quantity:
            self._opens(rest)

    def _opens(self, part: Part) -> None:
        key = trade_key(part.fill)
        self.opening[key].append(part)
        self.lots[part.fill.contract].append((key, part.quantity))

    def carry(self, fills: Sequence[Fill]) -> None:
        """What a split, a renaming or a delivery closes goes on, in the same trades, in what it opens."""
        held: list[tuple[str, Fraction]] = []
        for fill in sorted(fills, key=lambda f: not self._closes(f)):
            rest, taken = self._closed(fill, _take(self.lots[fill.contract], fill))
            held += [(key, part.quantity) for key, part in taken]
            if rest.quantity:
                self._go_on(rest, held or list(self.lots[fill.contract]))

    def _closes(self, fill: Fill) -> bool:
        lots = self.lots[fill.contract]
        return bool(lots) and (not fill.side_told or (lots[0][1] > 0) != (fill.quantity > 0))

    def _closed(self, fill: Fill, taken: Sequence[tuple[str, Part]]) -> tuple[Part, Sequence[tuple[str, Part]]]:
        for key, part in taken:
            self.closing[key].append(part)
        return Part(fill=fill, quantity=fill.quantity * (1 - sum(part.share for _, part in taken))), taken

    def _go_on(self, rest: Part, held: Sequence[tuple[str, Fraction]]) -> None:
        """The rest of a fill shared among the trades that it goes on from, by their sizes; where there are none it opens one."""
        whole = sum((abs(size) for _, size in held), Fraction())
        if not whole and rest.fill.effect == "close":
            self.unopened.append(rest)
        elif not whole:
            self._opens(rest)
        for key, size in held:
            own = Part(fill=rest.fill, quantity=rest.quantity * abs(size) / whole)
            self.carried[key].append(own)
            self.lots[rest.fill.contract].append((key, own.quantity))


def trade_key(fill: Fill) -> str:
    """What the fills that open one trade share: order, day and underlying; without an order's number the second.

    Without a time of day either, a fill is a trade of its own.
    """
    on = f"{fill.contract.underlying} {fill.at.date()}"
    if fill.order:
        return f"{fill.order} {on}"
    return f"{on} {fill.at.time()}" if fill.at.time() != time() else f"line {fill.line}"


def pair(fills: Iterable[Fill]) -> Paired:
    """Trades from fills in any order; fills of one moment count in the order given, those that close after the others.

    The sum of `net` over trades and unopened parts is that over the fills.
    """
    book = _Book()
    every = sorted(fills, key=lambda f: (f.at, f.effect == "close"))
    groups: dict[str, list[Fill]] = defaultdict(list)
    for fill in every:
        if fill.carried:
            groups[fill.carried].append(fill)
    for fill in every:
        if not fill.carried:
            book.fill(fill)
        elif group := groups.pop(fill.carried, None):
            book.carry(group)
    trades = (
        Trade(opening=tuple(parts), closing=tuple(book.closing[key]), carried=tuple(book.carried[key]))
        for key, parts in book.opening.items()
    )
    return Paired(trades=tuple(trades), unopened=tuple(book.unopened))


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
