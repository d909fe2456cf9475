"""Flows: money put into an account and taken out of it, on their own days and beside the days that have a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from qa.calculator.core.arrays import Days, Values

#: Nothing is traded between values no further apart than over a long weekend [days].
LONG_WEEKEND = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flows:
    """What is put in (positive) and taken out [USD], each at the beginning of its day."""

    #: the flows themselves, oldest first
    days: Days
    amounts: Values
    #: their sum since the value before, by day that has a value
    by_day: Values
    #: the same sum, each weighed by the part of the time since the value before that it was in the account
    weighed: Values


def flows_of(told: pd.Series[float] | None, start: np.datetime64, days: Days) -> Flows:
    """The flows after the start, which is worth what it is with those before, and up to the last of `days`.

    Weighed as Modified Dietz does, `w = (T - t) / T` with `T` days from value to value and `t` of them gone by when the day
    of the flow begins; within the days of a long weekend nothing is earned before it and `w = 1`.
    """
    import numpy as np

    own = np.zeros(0, "datetime64[D]") if told is None else told.index.to_numpy().astype("datetime64[D]")
    amounts = np.zeros(0) if told is None else told.to_numpy(dtype="float64")
    inside = (own > start) & (own <= days[-1])
    own, amounts = own[inside], amounts[inside]
    place = np.searchsorted(days, own)
    before = np.concatenate([[start], days[:-1]])[place]
    whole = (days[place] - before).astype(np.float64)
    gone = (own - before).astype(np.float64) - 1
    weight = np.where(whole <= LONG_WEEKEND, 1.0, 1 - gone / whole)
    by_day, weighed = np.zeros(len(days)), np.zeros(len(days))
    np.add.at(by_day, place, amounts)
    np.add.at(weighed, place, amounts * weight)
    return Flows(days=own, amounts=amounts, by_day=by_day, weighed=weighed)
