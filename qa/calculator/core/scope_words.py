"""The conditions of a scope in words, as pages say them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from qa.calculator.core.conditions import Bound, Dates, Event, Op, Signal, in_order, plain
from qa.calculator.core.fall import MONTHS, WEEKDAYS, fall_of
from qa.numerals import MINUS, write_date

_WORDS: dict[Op, str] = {"<": "below", "<=": "at or below", ">": "above", ">=": "at or above", "!=": "outside"}
#: So many things are told with "and" alone.
_PAIR = 2


def bound_words(bounds: tuple[Bound, ...]) -> list[str]:
    """The bounds of each signal together, in words."""
    words = []
    for name in dict.fromkeys(b.signal.words for b in in_order(bounds)):
        own = {b.op: _held_against(b) for b in in_order(bounds) if b.signal.words == name}
        if set(own) == {">=", "<"}:
            words.append(f"{name} from {own['>=']} to below {own['<']}")
        else:
            words.append(f"{name} " + " and ".join(f"{_WORDS[op]} {value}" for op, value in own.items()))
    return words


def _held_against(bound: Bound) -> str:
    if not isinstance(bound.value, Signal):
        return number_words(bound.value) if bound.top is None else f"{number_words(bound.value)} to {number_words(bound.top)}"
    own = bound.value.series == bound.signal.series and not bound.signal.function
    return "its " + bound.value.words.replace(f"of {bound.value.series.upper()} ", "") if own else bound.value.words


def weekday_words(names: str) -> str:
    """Days of the week in words, from the first to the last where three or more follow each other.

    >>> weekday_words("mon+fri"), weekday_words("tue+wed+thu+fri"), weekday_words("mon+tue+thu+fri")
    ('Mondays and Fridays', 'Tuesdays to Fridays', 'Mondays, Tuesdays, Thursdays and Fridays')
    """
    told = [full for name, full in WEEKDAYS.items() if name in names.split("+")]
    week = [*WEEKDAYS.values()]
    first = week.index(told[0])
    if len(told) > _PAIR and told == week[first : first + len(told)]:
        return f"{told[0]} to {told[-1]}"
    *others, last = told
    return f"{', '.join(others)} and {last}" if others else last


def month_words(names: str) -> str:
    """Months of every year in words; of more than half a year those that are left out.

    >>> month_words("jan"), month_words("jun+jul+aug")
    ('January of each year', 'June, July and August of each year')
    """
    named = names.split("+")
    most = len(named) > len(MONTHS) / 2
    *others, last = [full for name, full in MONTHS.items() if (name in named) != most] or ["none"]
    told = f"{', '.join(others)} and {last}" if others else last
    return f"{'all months but ' if most else ''}{told} of each year"


def number_words(value: float) -> str:
    """A number of a condition as pages write it."""
    return plain(value).replace("-", MINUS)


def fall_words(episode: str, counted: str) -> str:
    """An episode in words: by its name, or by how far a series fell."""
    fall = fall_of(episode)
    if fall is None:
        return f"episode {episode}"
    falls = f"falls of {Signal(fall.series).words} by more than {number_words(round(fall.depth * 100, 10))}%"
    return f"{counted} outside {falls}" if fall.outside else falls


def event_words(event: Event, counted: str) -> str:
    """Days are on an event's dates or near them; of longer periods those count that have such a date."""
    name = " or ".join(name.upper() for name in event.names)
    if counted in {"weeks", "months", "years"}:
        return f"{counted} {'without' if event.outside else 'with'} {'an' if name[0] in 'AEFHILMNORSX' else 'a'} {name} date"
    if not event.days:
        return f"outside {name} dates" if event.outside else f"on {name} dates"
    some = "trading day" if event.days == 1 else "trading days"
    return f"more than {event.days} {some} from {name}" if event.outside else f"within {event.days} {some} of {name}"


def date_words(dates: Dates) -> str:
    """Dates in words: years and months where they are whole."""
    start, end = dates.start, dates.end
    if start is None or end is None:
        return f"up to {write_date(_short(end, last=True))}" if end else f"from {write_date(_short(start, last=False))}"
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year} to {end.year}"
    from_, to = write_date(_short(start, last=False)), write_date(_short(end, last=True))
    return from_ if from_ == to else f"{from_} to {to}"


def _short(day: date | None, *, last: bool) -> str:
    """A month's edge as the month, any other day as itself."""
    if day is None:
        return ""
    edge = monthrange(day.year, day.month)[1] if last else 1
    return day.isoformat()[:7] if day.day == edge else day.isoformat()
