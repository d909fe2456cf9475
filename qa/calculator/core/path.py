"""Paths: the account's value over an unbroken run of days."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from qa.calculator.core.days import usual_step
from qa.calculator.core.facts import HEDGED, UNHEDGED, Facts, Mix
from qa.calculator.core.periods import cut, label
from qa.calculator.core.result import TOO_LARGE, Counts, NotComputed
from qa.calculator.core.rounding import settled
from qa.calculator.core.scope import Scope, between

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Days, Values
    from qa.calculator.core.sample import Sample

#: Days of a year, by which growth is annualised; a year of trading days may begin and end a long weekend inside of it.
YEAR = 365
SHORTEST = 361
#: Values that usually come no further apart are of days, or of weeks [days].
_FEW_DAYS, _WEEK = 4, 10
#: The most days of a month.
_MONTH = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawdown:
    """A drawdown of the account, from a peak to the lowest value before that peak is reached again."""

    #: [fraction, zero or negative]
    depth: float
    #: places in the path of the peak, of the trough, and of the first value that is as high as the peak again, or None
    peak: int
    trough: int
    recovery: int | None


def drawdowns(values: Values) -> Values:
    """How far the account is below its highest value so far [fraction, zero or negative], the first value included."""
    import numpy as np

    return settled(values / np.maximum.accumulate(values) - 1, 1.0)


def deepest(values: Values) -> Drawdown:
    """The maximum drawdown of a path, from the last day on which it was at its peak; of equal ones the first.

    >>> import numpy as np
    >>> deepest(np.array([1.0, 0.9, 1.0, 0.7, 0.77]))
    Drawdown(depth=-0.30000000000000004, peak=2, trough=3, recovery=None)
    """
    import numpy as np

    below = drawdowns(values)
    trough = int(below.argmin())
    peak = int(np.flatnonzero(below[: trough + 1] == 0)[-1])
    again = np.flatnonzero(below[trough:] == 0)
    return Drawdown(depth=float(below[trough]), peak=peak, trough=trough, recovery=trough + int(again[0]) if len(again) else None)


@dataclass(frozen=True, kw_only=True, eq=False)
class Path:
    """An account over its start, day by day; above zero throughout."""

    #: the days, and the one before them, on which the account is what it begins with
    days: Days
    values: Values

    @cached_property
    def drawdowns(self) -> Values:
        """How far the account is below its highest value so far on each day [fraction], the day before the first left out."""
        return drawdowns(self.values)[1:]

    @cached_property
    def deepest(self) -> Drawdown:
        """The maximum drawdown."""
        return deepest(self.values)

    def __len__(self) -> int:
        """How many days it has, the one before them not counted."""
        return len(self.days) - 1

    @cached_property
    def counts(self) -> Counts:
        """What its values are of: days, or weeks or months where they come no more often."""
        step = usual_step(self.days[1:])
        return "days" if step <= _FEW_DAYS else "weeks" if step <= _WEEK else "months"

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

    @property
    def spans_a_year(self) -> bool:
        """Whether it may be annualised: it has a year or more."""
        return self.calendar_days >= SHORTEST


def select_path(facts: Facts, scope: Scope, *, hedged: bool, ends: bool = False) -> Path | NotComputed:
    """The unhedged or hedged account over the days of a scope, which can have dates only; or why there is none.

    Where nothing but its ends is asked for, `ends`, a whole log that books trades at their close has one too, unless its
    months are linked.
    """
    return mixed_path(facts, scope, HEDGED if hedged else UNHEDGED, ends=ends)


def mixed_path(facts: Facts, scope: Scope, mix: Mix, *, ends: bool = False) -> Path | NotComputed:
    """The same for an account of so much base and so much hedge."""
    linked = bool(mix.hedge) and facts.backtest.manifest.capital.flows == "reset_monthly"
    whole = ends and scope.dates is None and not linked
    if facts.backtest.stated_drawdown is not None and not ends:
        return NotComputed(
            reason="the account's values are samples, between which it fell further, as the file's own statistic tells",
            bring="bring the account's values of every day",
        )
    return facts.once(("path", scope, mix, whole), lambda: _path(facts, scope, mix, whole=whole))


def _path(facts: Facts, scope: Scope, mix: Mix, *, whole: bool) -> Path | NotComputed:
    import numpy as np

    missing = facts.unhedged_only if mix.hedge else None
    missing = missing or (None if whole else facts.unmarked("month", hedged=bool(mix.hedge)))
    if missing:
        return missing
    if scope.episode:
        return NotComputed(reason="stress episodes are no unbroken run of days", bring="name one of them, or dates")
    days, inside = facts.days, facts.within(scope.dates)
    if inside.start >= inside.stop:
        return NotComputed(
            reason="no day of this backtest falls within what was asked for",
            bring="ask for a longer period or wider conditions",
            empty=True,
        )
    if facts.lost(mix) <= inside.stop:
        return NotComputed(reason="the account falls to nothing or below", bring="bring a larger capital base")
    before = days[inside.start - 1] if inside.start else facts.per_day.start
    values = facts.index(mix)[inside.start : inside.stop + 1]
    path = Path(days=np.concatenate([[before], days[inside]]), values=values)
    return _unsound(facts, path) or path


def _unsound(facts: Facts, path: Path) -> NotComputed | None:
    """Why a path is none: what the account is worth on it, or a hole in it."""
    import numpy as np

    if not np.isfinite(path.values).all():
        return TOO_LARGE
    months = cut(path.days[1:], "month")
    if facts.backtest.completeness.hollow and facts.hollow(months).any():
        return NotComputed(
            reason="the daily values lack most of the trading days of a month",
            bring="bring the missing days, or dates on one side of them",
        )
    if _has_gap(facts, path.days if facts.per_day.linked else path.days[1:]):
        return NotComputed(
            reason="the daily values have a gap of a month or more", bring="bring the missing days, or dates beside them"
        )
    return None


def _has_gap(facts: Facts, days: Days) -> bool:
    """Whether a calendar month within has no value, though values usually come more often: what happened in it is unknown."""
    import numpy as np

    months = days.astype("datetime64[M]").astype(np.int64)
    return facts.marking == "daily" and facts.step <= _MONTH and bool((np.diff(months) > 1).any())


def over_periods(sample: Sample, *, hedged: bool) -> Values:
    """Each period's return; of years the account's over the year, months linked or profit kept, where each of them has one."""
    import numpy as np

    returns = sample.side(hedged)
    if sample.per != "year":
        return returns
    spans = zip(sample.first, sample.last, strict=True)
    paths = [select_path(sample.facts, Scope(dates=between(str(a), str(b))), hedged=hedged, ends=True) for a, b in spans]
    grown = [path.end / path.begin - 1 for path in paths if not isinstance(path, NotComputed)]
    return np.array(grown) if len(grown) == len(returns) else returns


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Months:
    """How many months a path has, and which are its first and last, ISO."""

    n: int
    first: str
    last: str


def months_of(facts: Facts, path: Path, scope: Scope) -> Months | NotComputed:
    """The months of a path, whose dates must not cut one."""
    import numpy as np

    from qa.calculator.core.within import in_dates

    periods = cut(facts.days, "month")
    if scope.dates is not None:
        whole = in_dates(scope.dates, periods)
        if isinstance(whole, NotComputed):
            return whole
    month = path.days[1:].astype("datetime64[M]")
    n = int((month[-1] - month[0]).astype(np.int64)) + 1
    return Months(n=n, first=label(path.days[1], "month"), last=label(path.days[-1], "month"))
