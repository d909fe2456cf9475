"""Checks by the legs that a log writes: their days without years, and their prices."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from corpus.backtests.legs import parse_legs
from corpus.errors import Problem, error, note

if TYPE_CHECKING:
    import pandas as pd

#: So many trades are held against the prices of their legs; what a premium is in doesn't change within a log.
_SAMPLED = 200
#: A premium in dollars is about 100 times the points of its legs, one in points about the same.
_DOLLARS_AT_LEAST = 10.0


def later_years(file: str, trades: pd.DataFrame) -> list[Problem]:
    """A note where trades are held past the first day that their legs' expiry can be: it is then of a later year.

    Only a trade that is closed on a later day than it was opened can be such a one.
    """
    over_night = trades[trades["closed"].dt.normalize() > trades["opened"].dt.normalize()]
    later = 0
    for text, opened, closed in zip(over_night["legs"], over_night["opened"].dt.date, over_night["closed"].dt.date, strict=True):
        legs = parse_legs(text, opened)
        later += legs is not None and any(leg.expiry < closed for leg in legs)
    if not later:
        return []
    what = f"the legs of {later} trades have no years, and are held past the first day that fits; they are read as of a later one"
    return [note("leg-year", file, what, column="Legs")]


def in_points(file: str, trades: pd.DataFrame) -> list[Problem]:
    """An error where premiums are what the legs' own prices make, in points, though the P&L identity may hold."""
    if trades.empty:
        return []
    times = []
    first = trades.head(_SAMPLED)
    for text, opened, premium, contracts in zip(
        first["legs"], first["opened"].dt.date, first["premium"], first["contracts"], strict=True
    ):
        legs = parse_legs(text, opened) or ()
        points = sum(leg.contracts * leg.price for leg in legs if leg.price is not None)
        if points and all(leg.price is not None for leg in legs):
            times.append(abs(premium * contracts / points))
    if not times or median(times) >= _DOLLARS_AT_LEAST:
        return []
    what = "the premium is in points, as the prices of the legs tell, and so are closing cost and P/L"
    mend = "write all three in dollars, or export the log again"
    return [error("premium-points", file, what, mend, line=1, column="Premium")]
