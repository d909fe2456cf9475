"""Paths: the account's value over an unbroken run of days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.calculator.facts import HEDGED, UNHEDGED, Facts, Mix
from qa.calculator.figure import NotComputed
from qa.calculator.periods import cut, label
from qa.calculator.scope import Scope

if TYPE_CHECKING:
    from qa.calculator.arrays import Days, Values


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Path:
    """An account over its start, day by day; above zero throughout."""

    #: the days, and the one before them, on which the account is what it begins with
    days: Days
    values: Values

    def __len__(self) -> int:
        """How many days it has, the one before them not counted."""
        return len(self.days) - 1

    @property
    def begin(self) -> float:
        """Account before the first day, over its start."""
        return float(self.values[0])

    @property
    def end(self) -> float:
        """Account on the last day, over its start."""
        return float(self.values[-1])

    @property
    def calendar_days(self) -> int:
        """Calendar days from the day before the first to the last."""
        return int((self.days[-1] - self.days[0]).astype(int))


def select_path(facts: Facts, scope: Scope, *, hedged: bool) -> Path | NotComputed:
    """The unhedged or hedged account over the days of a scope, which can have dates only; or why there is none."""
    return mixed_path(facts, scope, HEDGED if hedged else UNHEDGED)


def mixed_path(facts: Facts, scope: Scope, mix: Mix) -> Path | NotComputed:
    """The same for an account of so much base and so much hedge."""
    import numpy as np

    missing = (facts.unhedged_only if mix.hedge else None) or facts.unmarked("month")
    if missing:
        return missing
    if scope.episode:
        return NotComputed(reason="stress episodes are no unbroken run of days", bring="name one of them, or dates")
    days = facts.days
    start, end = (scope.dates.start, scope.dates.end) if scope.dates else (None, None)
    first = int(np.searchsorted(days, np.datetime64(start), side="left")) if start else 0
    last = int(np.searchsorted(days, np.datetime64(end), side="right")) if end else len(days)
    if first >= last:
        return NotComputed(reason="no day of this backtest is within the scope", bring="widen the scope")
    values = facts.index(mix)[: last + 1]
    if not (values > 0).all():
        return NotComputed(reason="the account falls to nothing or below", bring="bring a larger capital base")
    before = days[first - 1] if first else days[0] - np.timedelta64(1, "D")
    return Path(days=np.concatenate([[before], days[first:last]]), values=values[first:])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Months:
    """How many months a path has, and which are its first and last, ISO."""

    n: int
    first: str
    last: str


def months_of(facts: Facts, path: Path, scope: Scope) -> Months | NotComputed:
    """The months of a path, whose dates must not cut one."""
    import numpy as np

    from qa.calculator.within import in_dates

    periods = cut(facts.days, "month")
    if scope.dates is not None:
        whole = in_dates(scope.dates, periods)
        if isinstance(whole, NotComputed):
            return whole
    month = path.days[1:].astype("datetime64[M]")
    n = int((month[-1] - month[0]).astype(np.int64)) + 1
    return Months(n=n, first=label(path.days[1], "month"), last=label(path.days[-1], "month"))
