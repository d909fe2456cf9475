"""Spans: what the data cover, and the years that a scope has of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from qa.calculator.core.facts import Facts
from qa.calculator.core.scope import Dates, Scope


def covered(facts: Facts) -> tuple[date, date]:
    """The first day of the data's first month, and the last of its last."""
    months = facts.periods("month")
    first, last = (date.fromisoformat(str(day)) for day in (months.first[0], months.last[-1]))
    return first, last


def is_outside(dates: Dates, facts: Facts) -> bool:
    """Whether dates lie wholly before or after the data."""
    first, last = covered(facts)
    return (dates.end or last) < first or (dates.start or first) > last


def years_of(scope: Scope, facts: Facts) -> tuple[Scope, ...]:
    """The scope within each calendar year that it has of the data, oldest first; of a year that it cuts, the part it has."""
    first, last = covered(facts)
    found = []
    for stretch in (scope.dates or Dates(first, last), *scope.also):
        start, end = max(stretch.start or first, first), min(stretch.end or last, last)
        for year in range(start.year, end.year + 1):
            dates = Dates(max(start, date(year, 1, 1)), min(end, date(year, 12, 31)))
            found.append(replace(scope, dates=dates, also=()))
    return tuple(found)
