"""The market that the samples trade in: closes of the S&P 500 and of VIX, and how many nights lie between two days."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_WEEKEND = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One trading day's closes [index points]."""

    day: date
    spx: float
    #: VIX, and its exponential mean
    vix: tuple[float, float]


def market(mean_days: float) -> list[Day]:
    """S&P 500 and VIX closes from 3 January 2014 to 31 December 2018, with VIX's exponential mean over `mean_days`."""
    import arch.data.sp500
    import arch.data.vix

    spx = arch.data.sp500.load()["Close"]
    vix = arch.data.vix.load().iloc[:, 0].dropna()
    days: list[Day] = []
    mean = None
    for stamp in spx.index[spx.index >= vix.index[0]]:
        close = float(vix.loc[stamp])
        mean = close if mean is None else mean + (close - mean) * 2 / (mean_days + 1)
        days.append(Day(day=stamp.date(), spx=round(float(spx.loc[stamp]), 2), vix=(round(close, 2), mean)))
    return days


class Calendar:
    """Trading days: those of the market, and every weekday after them."""

    def __init__(self, days: Sequence[Day]) -> None:
        self._days = [d.day for d in days]

    def nights(self, start: date, end: date) -> int:
        """Trading days after `start` up to and with `end`."""
        last = self._days[-1]
        known = bisect_right(self._days, end) - bisect_right(self._days, start)
        after = (last + timedelta(days=i) for i in range(1, (end - last).days + 1))
        return known + sum(day.weekday() < _WEEKEND for day in after)

    def next(self, day: date) -> date:
        """The trading day after one of the market's."""
        return self._days[bisect_right(self._days, day)]

    def friday(self, day: date, ahead: int) -> date:
        """The trading day nearest before or on the Friday that is nearest to `ahead` calendar days after `day`."""
        aim = day + timedelta(days=ahead)
        friday = aim + timedelta(days=(4 - aim.weekday() + 3) % 7 - 3)
        if friday > self._days[-1]:
            return friday
        return self._days[bisect_right(self._days, friday) - 1]
