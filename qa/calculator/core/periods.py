"""Periods: days of returns cut into weeks, months or years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.calculator.core.scope import Period

if TYPE_CHECKING:
    import numpy as np

    from qa.calculator.core.arrays import Days, Places, Values


_UNITS = {"month": "M", "year": "Y"}
#: 1 January 1970 was a Thursday; weeks begin on Mondays.
_THURSDAY = 3
_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Periods:
    """Consecutive periods, oldest first, none left out: their calendar edges and which days are in them."""

    per: Period
    #: first and last calendar day of each
    first: Days
    last: Days
    #: for each period, where its days begin in the days that were cut, and how many they are
    begin: Places
    count: Places


def cut(days: Days, per: Period) -> Periods:
    """The periods from the first day to the last; some may have no day in them."""
    import numpy as np

    number = _numbers(days, per)
    every = np.arange(number[0], number[-1] + 1) if per != "day" else number
    begin = np.searchsorted(number, every, side="left")
    count = np.searchsorted(number, every, side="right") - begin
    first, after = _edge(every, per), _edge(every + 1, per)
    return Periods(per=per, first=first, last=after - np.timedelta64(1, "D"), begin=begin, count=count)


def _numbers(days: Days, per: Period) -> Places:
    import numpy as np

    day = days.astype("datetime64[D]").astype(np.int64)
    if per == "day":
        return day
    if per == "week":
        return (day + _THURSDAY) // _WEEK
    return days.astype(f"datetime64[{_UNITS[per]}]").astype(np.int64)


def _edge(number: Places, per: Period) -> Days:
    """The first calendar day of each period."""
    if per == "day":
        return number.astype("datetime64[D]")
    if per == "week":
        return (number * _WEEK - _THURSDAY).astype("datetime64[D]")
    return number.astype(f"datetime64[{_UNITS[per]}]").astype("datetime64[D]")


def label(day: np.datetime64, per: Period) -> str:
    """A period by its first day: `2018-02-05` for days and weeks, `2018-02`, `2018`."""
    return str(day.astype(f"datetime64[{_UNITS.get(per, 'D')}]"))


def summed(values: Values, periods: Periods) -> Values:
    """Sums of daily values by period, zero where a period has no day."""
    import numpy as np

    return np.where(periods.count > 0, np.add.reduceat(values, _begin(periods, values)), 0.0)


def linked(returns: Values, periods: Periods) -> Values:
    """Daily returns linked by period, `prod(1 + r) - 1`; zero where a period has no day."""
    import numpy as np

    return np.where(periods.count > 0, np.multiply.reduceat(1 + returns, _begin(periods, returns)) - 1, 0.0)


def _begin(periods: Periods, values: Values) -> Places:
    """Where periods begin, as `reduceat` takes it; what it makes of a period without a day is not used."""
    import numpy as np

    return np.minimum(periods.begin, len(values) - 1)
