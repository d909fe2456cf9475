"""Spans: what the data cover, and the years that a scope has of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from qa.calculator.core.facts import Facts
from qa.calculator.core.fall import MONTHS
from qa.calculator.core.scope import Dates, Scope
from qa.understand.ranked import Split


def covered(facts: Facts) -> tuple[date, date]:
    """The first day of the data's first month, and the last of its last."""
    months = facts.periods("month")
    first, last = (date.fromisoformat(str(day)) for day in (months.first[0], months.last[-1]))
    return first, last


def is_outside(dates: Dates, facts: Facts) -> bool:
    """Whether dates lie wholly before or after the data."""
    first, last = covered(facts)
    return (dates.end or last) < first or (dates.start or first) > last


#: How many months each part of a list has.
_MONTHS: dict[Split, int] = {"year": 12, "half": 6, "quarter": 3}


def parts_of(scope: Scope, facts: Facts, split: Split) -> tuple[Scope, ...]:
    """The scope within each year, half-year or quarter that it has of the data, oldest first; or within each calendar month.

    Of a year, a half-year or a quarter that it cuts, the part it has.
    """
    if split == "month":
        return tuple(replace(scope, month=name) for name in MONTHS)
    first, last = covered(facts)
    found = []
    for stretch in (scope.dates or Dates(first, last), *scope.also):
        start, end = max(stretch.start or first, first), min(stretch.end or last, last)
        for begin, stop in _cut(start.year, end.year, _MONTHS[split]):
            if start <= stop and begin <= end:
                found.append(replace(scope, dates=Dates(max(start, begin), min(end, stop)), also=()))
    return tuple(found)


def _cut(first: int, last: int, months: int) -> Iterator[tuple[date, date]]:
    """The first and the last day of each part of so many months, of all years from the first to the last."""
    for year in range(first, last + 1):
        for month in range(1, 13, months):
            after = date(year + (month + months) // 13, (month + months - 1) % 12 + 1, 1)
            yield date(year, month, 1), after - timedelta(days=1)
