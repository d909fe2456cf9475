"""Trading days: the days on which New York's stock exchange is open, by its rules of holidays and its special closings."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6
#: Whole days on which the exchange was closed beside its holidays: storms, days of mourning, September 2001.
_SPECIAL = (
    "1985-09-27", "1994-04-27", "2001-09-11", "2001-09-12", "2001-09-13", "2001-09-14", "2004-06-11", "2007-01-02",
    "2012-10-29", "2012-10-30", "2018-12-05", "2025-01-09",
)  # fmt: skip
#: The first years in which Martin Luther King's day and Juneteenth were holidays of the exchange.
_KING, _JUNETEENTH = 1998, 2022
#: What the rules hold for: index options have been traded since 1983.
_YEARS = range(1980, 2101)


def trading_days(first: np.datetime64, last: np.datetime64) -> NDArray[np.datetime64]:
    """Every trading day from one day to another, both included.

    >>> import numpy as np
    >>> [str(d) for d in trading_days(np.datetime64("2024-12-24"), np.datetime64("2024-12-27"))]
    ['2024-12-24', '2024-12-26', '2024-12-27']
    """
    import numpy as np

    every = np.arange(first.astype("datetime64[D]"), last.astype("datetime64[D]") + np.timedelta64(1, "D"))
    return every[is_trading_day(every)]


def is_trading_day(days: NDArray[np.datetime64]) -> NDArray[np.bool_]:
    """Which days the exchange is open on."""
    import numpy as np

    opened: NDArray[np.bool_] = np.is_busday(days.astype("datetime64[D]"), holidays=closings())
    return opened


def trading_day_after(days: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """The first trading day after each day."""
    import numpy as np

    after: NDArray[np.datetime64] = np.busday_offset(
        days.astype("datetime64[D]") + np.timedelta64(1, "D"), 0, roll="forward", holidays=closings()
    )
    return after


@cache
def closings() -> NDArray[np.datetime64]:
    """The weekdays on which the exchange is closed."""
    import numpy as np

    return np.array([*(str(d) for year in _YEARS for d in _holidays(year)), *_SPECIAL], dtype="datetime64[D]")


def _holidays(year: int) -> list[date]:
    """A year's holidays as they are observed: one on a Sunday moves to Monday, one on a Saturday to Friday.

    New Year's Day on a Saturday is not made up for, since Friday is the last day of the year before.
    """
    fixed = [date(year, 7, 4), date(year, 12, 25), *([date(year, 6, 19)] if year >= _JUNETEENTH else [])]
    new_year = date(year, 1, 1)
    found = [_observed(day) for day in fixed]
    found += [] if new_year.weekday() == _SATURDAY else [_observed(new_year)]
    found += [_nth(year, 1, _MONDAY, 3)] if year >= _KING else []
    found += [_nth(year, 2, _MONDAY, 3), _easter(year) - timedelta(days=2), _last_monday_of_may(year)]
    return [*found, _nth(year, 9, _MONDAY, 1), _nth(year, 11, _THURSDAY, 4)]


def _observed(day: date) -> date:
    return day + timedelta(days={_SATURDAY: -1, _SUNDAY: 1}.get(day.weekday(), 0))


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by its golden number, century corrections and epact."""
    golden, century = year % 19, year // 100
    epact = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    epact -= (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    offset = epact - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))
