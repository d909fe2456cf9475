"""A stretch of time, as a question means it."""

from __future__ import annotations

from dataclasses import dataclass

from qa.calculator.core.scope import Dates
from qa.understand.text import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of time that the words mean: dates, so many months back from the data's end, or everything."""

    place: Place
    dates: Dates | None = None
    recent: int | None = None
    #: whether it is left out rather than counted
    outside: bool = False
    #: whether the words that leave it out stand before it, as in "but not in 2018"
    led: bool = False
    #: whether it is held against the stretch before it: "in 2017 but not in 2018"
    against: bool = False
