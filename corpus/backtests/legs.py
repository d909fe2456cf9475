"""Legs of a trade, read from the text that a log has for them when somebody asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from corpus.dates import MONTHS, month_number

Right = Literal["call", "put"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One option of a trade as it was opened."""

    #: positive for long, negative for short
    contracts: float
    #: what it is on, where the text says so
    underlying: str | None
    expiry: date
    strike: float
    right: Right
    #: points a unit of the underlying, where the text says so
    price: float | None

    @property
    def contract(self) -> tuple[date, float, Right]:
        """Which option it is, whatever was paid for how many."""
        return self.expiry, self.strike, self.right


_MONTH = "|".join(month[:3] for month in MONTHS)
#: `3 Oct 8 6725 P STO 4.45`: contracts, day without a year, strike, right, order, price.
_SHORT = re.compile(
    rf"(?P<n>\d+(?:\.\d+)?) (?P<month>{_MONTH}) (?P<day>\d\d?) (?P<strike>\d+(?:\.\d+)?) (?P<right>[CP]) "
    r"(?P<side>[SB])T[OC](?: (?P<price>-?\d+(?:\.\d+)?))?$"
)
#: `-2 SPX 2024-01-19 4800 C @ 1.25`: what formats that have the parts write.
_LONG = re.compile(
    r"(?P<n>-?\d+(?:\.\d+)?) (?P<underlying>[A-Z][A-Z0-9./^]*) (?P<expiry>\d{4}-\d\d-\d\d) (?P<strike>\d+(?:\.\d+)?) "
    r"(?P<right>[CP])(?: @ (?P<price>-?\d+(?:\.\d+)?))?$"
)


def write_leg(leg: Leg) -> str:
    """A leg in the form that names its year: `-2 SPX 2024-01-19 4800 C @ 1.25`."""
    price = "" if leg.price is None else f" @ {leg.price:g}"
    return f"{leg.contracts:g} {leg.underlying or 'UNKNOWN'} {leg.expiry} {leg.strike:g} {leg.right[0].upper()}{price}"


@lru_cache(maxsize=1 << 14)
def parse_legs(text: str, opened: date, closed: date | None = None) -> tuple[Leg, ...] | None:
    """The legs in a text, or None where any of it is no leg of an option.

    A day without a year is the first such day from the opening on, and not before the closing: no option is held past its
    expiry.

    >>> [str(leg.expiry) for leg in parse_legs("1 Jan 3 4700 P STO 2.5", date(2023, 12, 29))]
    ['2024-01-03']
    """
    legs = [_parse(part.strip(), opened, closed) for part in text.split("|")]
    return tuple(leg for leg in legs if leg is not None) if all(legs) else None


def _parse(text: str, opened: date, closed: date | None) -> Leg | None:
    if m := _SHORT.match(text):
        expiry = _first(month_number(m["month"]), int(m["day"]), max(opened, closed or opened))
        sign = -1 if m["side"] == "S" else 1
        return _leg(m, expiry, sign, None) if expiry else None
    if m := _LONG.match(text):
        try:
            expiry = date.fromisoformat(m["expiry"])
        except ValueError:
            return None
        return _leg(m, expiry, 1, None if m["underlying"] == "UNKNOWN" else m["underlying"])
    return None


def _leg(m: re.Match[str], expiry: date, sign: int, underlying: str | None) -> Leg:
    return Leg(
        contracts=sign * float(m["n"]),
        underlying=underlying,
        expiry=expiry,
        strike=float(m["strike"]),
        right="call" if m["right"] == "C" else "put",
        price=float(m["price"]) if m["price"] else None,
    )


def _first(month: int, day: int, since: date) -> date | None:
    """The first such day of a year, not before another day; 29 February may be years away."""
    for year in range(since.year, since.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= since:
            return found
    return None
