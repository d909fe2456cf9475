"""Which periods a scope counts: by what was known before each of them began."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.calendars import Calendar
from qa.calculator.core.fall import MONTHS, WEEKDAYS, fall_of
from qa.calculator.core.periods import Periods, cut
from qa.calculator.core.result import NotComputed
from qa.calculator.core.rounding import settled
from qa.calculator.core.scope import CALM, Bound, Dates, Event, Scope, Signal
from qa.calculator.core.stress import falls, stress_episodes

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Days, Mask
    from qa.calculator.core.facts import Facts


#: 1 January 1970 was a Thursday; weekdays count from Monday.
_THURSDAY = 3
_WHOLE = {"week": "whole weeks", "month": "whole months", "year": "whole years", "day": "days"}


def within(facts: Facts, periods: Periods, scope: Scope) -> Mask | NotComputed:
    """Which periods a scope counts: by what was known before each began, and only whole ones."""
    import numpy as np

    counted = np.ones(len(periods.first), dtype=bool)
    for bound in scope.bounds:
        held = holds(facts, bound, periods.first)
        if isinstance(held, NotComputed):
            return held
        counted &= held
    for condition in _conditions(facts, scope, periods):
        if isinstance(condition, NotComputed):
            return condition
        counted &= condition
    return counted


def _conditions(facts: Facts, scope: Scope, periods: Periods) -> Iterator[Mask | NotComputed]:
    """What each kind of condition but a bound counts."""
    yield _dated(scope, periods)
    if scope.event:
        yield _at_event(facts, scope.event, periods)
    if scope.episode:
        yield _in_episodes(facts, periods, scope.episode)
    if scope.weekday:
        yield _on_weekdays(periods, scope.weekday)
    if scope.month:
        yield _in_months(periods, scope.month)


def _in_months(periods: Periods, names: str) -> Mask | NotComputed:
    """Months, or days, of some months of every year."""
    import numpy as np

    if periods.per not in {"day", "month"}:
        return NotComputed(reason=f"a month is no {periods.per}", bring="ask by month, with per=month")
    month = periods.first.astype("datetime64[M]").astype(np.int64) % 12
    mask: Mask = np.isin(month, [list(MONTHS).index(name) for name in names.split("+")])
    return mask


def _on_weekdays(periods: Periods, names: str) -> Mask | NotComputed:
    """Days that are one of some weekdays."""
    import numpy as np

    if periods.per != "day":
        return NotComputed(reason=f"a day of the week is no {periods.per}", bring="ask by day")
    weekday = (periods.first.astype("datetime64[D]").astype(np.int64) + _THURSDAY) % 7
    mask: Mask = np.isin(weekday, [list(WEEKDAYS).index(name) for name in names.split("+")])
    return mask


def _dated(scope: Scope, periods: Periods) -> Mask | NotComputed:
    """Which periods lie within one of a scope's stretches of time and not within those that it leaves out."""
    import numpy as np

    every = np.ones(len(periods.first), dtype=bool)
    counted = every if scope.dates is None else ~every
    for dates in (scope.dates, *scope.also) if scope.dates else ():
        inside = in_dates(dates, periods)
        if isinstance(inside, NotComputed):
            return inside
        counted = counted | inside
    for dates in scope.besides:
        inside = in_dates(dates, periods)
        if isinstance(inside, NotComputed):
            return inside
        counted = counted & ~inside
    return counted


def opened_within(facts: Facts, scope: Scope, days: Days) -> Mask | NotComputed:
    """Which trades a scope counts, by the days on which they were opened, each judged as a day of its own."""
    import numpy as np

    grid = np.unique(np.concatenate([facts.days, days]))
    counted = within(facts, cut(grid, "day"), scope)
    return counted if isinstance(counted, NotComputed) else counted[np.searchsorted(grid, days)]


def outside(facts: Facts, periods: Periods, scope: Scope) -> Mask | NotComputed:
    """The periods that a scope's bounds, event and weekdays leave out, where both can be told; its dates hold for both."""
    import numpy as np

    inside = within(facts, periods, scope)
    known = within(facts, periods, scope.less("bounds", "event", "weekday", "month"))
    for side in (inside, known):
        if isinstance(side, NotComputed):
            return side
    assert not isinstance(inside, NotComputed)
    assert not isinstance(known, NotComputed)
    for bound in scope.bounds:
        for signal in (bound.signal, *([bound.value] if isinstance(bound.value, Signal) else [])):
            known = known & ~np.isnan(facts.entry(signal, periods.first))
    if scope.event:
        told = np.zeros(len(known), dtype=bool)
        for other in (False, True):
            side = _at_event(facts, replace(scope.event, outside=other), periods)
            assert not isinstance(side, NotComputed), "one side of an event is there where the other is"
            told |= side
        known = known & told
    return known & ~inside


def holds(facts: Facts, bound: Bound, days: Days) -> Mask | NotComputed:
    """Before which days a bound held at the last close; one that can't be told doesn't hold.

    Means and returns are rounded by the machine, so what differs by rounding alone counts as equal.
    """
    import numpy as np

    for name in bound.series:
        if name not in facts.backtest.series:
            reason = "this backtest has no market series of the name that the scope uses"
            return NotComputed(reason=reason, bring="declare it in the manifest under [[series]]")
    left = facts.entry(bound.signal, days)
    if bound.top is not None:
        assert not isinstance(bound.value, Signal), "a band has numbers"
        told: Mask = (left < bound.value) | (left >= bound.top)
        return told
    right = facts.entry(bound.value, days) if isinstance(bound.value, Signal) else bound.value
    compare = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}[bound.op]
    held: Mask = compare(settled(left - right, left), 0.0)
    return held


def touched(dates: Dates | None, periods: Periods) -> Mask:
    """Which periods have a day within dates, which may be none at all."""
    import numpy as np

    every = np.ones(len(periods.first), dtype=bool)
    if dates is not None and dates.start:
        every &= periods.last >= np.datetime64(dates.start)
    if dates is not None and dates.end:
        every &= periods.first <= np.datetime64(dates.end)
    return every


def in_dates(dates: Dates, periods: Periods) -> Mask | NotComputed:
    """Which periods lie within dates, which may not cut one; of weeks, which no month has whole, those that lie within."""
    import numpy as np

    start = np.datetime64(dates.start or periods.first[0], "D")
    end = np.datetime64(dates.end or periods.last[-1], "D")
    whole = (periods.first >= start) & (periods.last <= end)
    if (touched(dates, periods) & ~whole).any() and not (periods.per == "week" and whole.any()):
        what = "lie within" if not whole.any() else "cut"
        return NotComputed(reason=f"the dates {what} a {periods.per}", bring=f"give {_WHOLE[periods.per]}")
    return whole


def _at_event(facts: Facts, event: Event, periods: Periods) -> Mask | NotComputed:
    """Periods with one of the events, or days around one; those that no calendar covers belong to neither side."""
    import numpy as np

    if event.days and periods.per != "day":
        reason = f"trading days around an event can't be cut out of a {periods.per}"
        return NotComputed(reason=reason, bring="ask by day")
    at, away = np.zeros(len(periods.first), dtype=bool), np.ones(len(periods.first), dtype=bool)
    covered = False
    for name in event.names:
        calendar = facts.backtest.calendars.get(name)
        if calendar is None:
            reason = "this backtest has no calendar of the name that the scope uses"
            return NotComputed(reason=reason, bring="name a file of such events under calendars in the manifest")
        sides = _sides_of(calendar, event.days, periods)
        at, away, covered = at | sides[0], away & sides[1], covered or bool(sides[2].any())
    if covered and not (at.any() and away.any()):
        which = "every" if not away.any() else "no"
        reason = f"{which} {periods.per} of this backtest has such an event, so there is nothing to compare"
        return NotComputed(reason=reason, bring="ask by day, plus or minus some days")
    return away if event.outside else at


def _sides_of(calendar: Calendar, days: int, periods: Periods) -> tuple[Mask, Mask, Mask]:
    """Periods at an event of a calendar, periods away from all of its events, and those that it covers."""
    import numpy as np

    at = _touched(np.array(calendar.dates, dtype="datetime64[D]"), days, periods)
    unscheduled = _touched(np.array(calendar.unscheduled, dtype="datetime64[D]"), days, periods)
    begin, end = _reach(days, periods)
    first, last = np.datetime64(calendar.first), np.datetime64(calendar.last)
    inside = (periods.first >= first) & (periods.last <= last)
    return inside & at, (begin >= first) & (end <= last) & ~at & ~unscheduled, inside


def _reach(days: int, periods: Periods) -> tuple[Days, Days]:
    """The first and the last calendar day at which an event touches each period."""
    if periods.per != "day":
        return periods.first, periods.last
    around = _with_days_around(periods.first, days)
    count = len(periods.first)
    return around[:count], around[2 * days :]


def _with_days_around(days: Days, more: int) -> Days:
    """Trading days with so many weekdays before the first and after the last, beyond which the data do not tell."""
    import numpy as np

    before = np.busday_offset(days[0], np.arange(-more, 0), roll="forward")
    after = np.busday_offset(days[-1], np.arange(1, more + 1), roll="backward")
    return np.concatenate([before, days, after])


def _touched(events: Days, days: int, periods: Periods) -> Mask:
    """Which periods have one of the events; of days, those that are so many trading days from one or less."""
    import numpy as np

    if periods.per != "day":
        place = np.searchsorted(periods.last, events)
        inside = (place < len(periods.last)) & (periods.first[np.minimum(place, len(periods.last) - 1)] <= events)
        touched = np.zeros(len(periods.first), dtype=bool)
        touched[place[inside]] = True
        return touched
    more = days + 1
    around = _with_days_around(periods.first, more)
    events = events[(events >= around[0]) & (events <= around[-1])]
    begin, after = np.searchsorted(around, events, side="left"), np.searchsorted(around, events, side="right")
    change = np.zeros(len(around) + 1, dtype=np.int64)
    np.add.at(change, np.maximum(begin - days, 0), 1)
    np.add.at(change, np.minimum(after + days, len(around)), -1)
    return (np.cumsum(change[:-1]) > 0)[more:-more]


def _in_episodes(facts: Facts, periods: Periods, name: str) -> Mask | NotComputed:
    """Days within the stress episodes that VIX tells, or within falls of a series; or periods without such a day."""
    import numpy as np

    fall = fall_of(name)
    outside = fall.outside if fall else name == CALM
    if periods.per != "day" and not outside:
        return NotComputed(reason=f"a stress episode is no {periods.per}", bring="ask by day")
    found = falls(facts, fall) if fall else stress_episodes(facts)
    if isinstance(found, NotComputed):
        return found
    touches = np.zeros(len(periods.first), dtype=bool)
    for episode in found:
        touches |= (periods.last >= episode.first) & (periods.first <= episode.last)
    return ~touches if outside else touches
