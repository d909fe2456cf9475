"""Symbols of listed options as the OSI writes them: root, day, right and strike, `SPXW  240119P04700000`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.backtests.legs import Right

_SYMBOL = re.compile(r"(?P<root>[A-Z]{1,6}) *(?P<day>\d{6})(?P<right>[CP])(?P<strike>\d{8})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What a symbol says."""

    #: the class of options, SPXW for weeklies on SPX
    root: str
    expiry: date
    strike: float
    right: Right


def parse_symbol(text: str) -> Option | None:
    """The option that a symbol names, or None where it is no such symbol.

    >>> parse_symbol("SPXW  240119P04712500")
    Option(root='SPXW', expiry=datetime.date(2024, 1, 19), strike=4712.5, right='put')
    """
    m = _SYMBOL.match(text.strip())
    if m is None:
        return None
    try:
        expiry = date(2000 + int(m["day"][:2]), int(m["day"][2:4]), int(m["day"][4:]))
    except ValueError:
        return None
    right: Right = "call" if m["right"] == "C" else "put"
    return Option(root=m["root"], expiry=expiry, strike=int(m["strike"]) / 1000, right=right)
