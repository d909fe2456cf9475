"""Checks of the legs that a log writes without their years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.errors import Problem, note
from corpus.legs import parse_legs

if TYPE_CHECKING:
    import pandas as pd


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
