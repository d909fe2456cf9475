"""The market that the samples trade in: closes of the S&P 500 and of VIX, and how many nights lie between two days."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

#: The closes that the samples trade on, kept by `corpus.samples.closes`.
CLOSES = Path(__file__).with_name("closes.csv")
_WEEKEND = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One trading day's closes [index points]."""

    day: date
    spx: float
    #: VIX, and its exponential mean
    vix: tuple[float, float]


def market(mean_days: float) -> list[Day]:
    """Every shipped close, 3 January 2014 to 28 December 2022, with VIX's exponential mean over `mean_days`."""
    days: list[Day] = []
    mean = None
    with CLOSES.open(encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            close = float(row["vix"])
            mean = close if mean is None else mean + (close - mean) * 2 / (mean_days + 1)
            days.append(Day(day=date.fromisoformat(row["date"]), spx=float(row["spx"]), vix=(close, mean)))
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
