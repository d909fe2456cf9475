"""Spans: the stretches of time that a report speaks of, all of which end with its month."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from corpus.dates import MONTHS
from corpus.errors import WrongUseError
from qa.calculator.core.facts import Facts
from qa.calculator.core.periods import label
from qa.calculator.core.scope import Dates, Scope

_YEAR = 12
#: Months of each further span, and the head of its column.
_LONGER = ((3, "3 months"), (12, "1 year"), (36, "3 years"), (60, "5 years"), (120, "10 years"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time under the name that its column has."""

    label: str
    scope: Scope
    #: whether returns over it are a year's average
    annual: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """The spans of a report."""

    #: the month's first and last calendar day, and the last day in it that the data hold
    first: date
    as_of: date
    data_to: date
    #: the first day of the account
    begun: date
    month: Span
    year: Span
    #: since the account began
    start: Span
    #: all of them, the shortest first; none that the account is too young for
    all: tuple[Span, ...]


def month_end(month: str) -> date:
    """The last calendar day of a month `YYYY-MM`.

    Raises
    ------
    WrongUseError
        It is no month.
    """
    if not re.fullmatch(r"(?:19|20)\d{2}-(?:0[1-9]|1[0-2])", month):
        raise WrongUseError(f"{month!r} is not a month", where="--month", mend="write it as YYYY-MM")
    year, number = (int(x) for x in month.split("-"))
    return date(year, number, monthrange(year, number)[1])


def has_month(month: str, facts: Facts) -> None:
    """Nothing, where the data hold a day of the month and reach its end as far as anything tells.

    Raises
    ------
    WrongUseError
        The backtest doesn't have the month.
    """
    labels = [label(day, "month") for day in facts.periods("month").first]
    if month not in labels:
        what = f"the backtest {facts.backtest.name} has no {month}; its months run from {labels[0]} to {labels[-1]}"
        raise WrongUseError(what, where="--month", mend="choose one of these")


def spans_of(month: str, facts: Facts) -> Spans:
    """The spans of a report month; the facts end with it, and may end before it where nothing is known of it."""
    end = month_end(month)
    days = facts.days[[0, -1]].astype(object)
    begun, data_to = days[0], days[1]
    first = date(end.year, end.month, 1)
    own = Span(label="Month", scope=Scope(dates=Dates(first, end)))
    year = Span(label="Year to date", scope=Scope(dates=Dates(max(date(end.year, 1, 1), begun.replace(day=1)), end)))
    months = (end.year - begun.year) * _YEAR + end.month - begun.month + 1
    annual = months > _YEAR
    since = f"Since {MONTHS[begun.month - 1][:3]} {begun.year}"
    start = Span(label=since, scope=Scope(dates=Dates(begun.replace(day=1), end)), annual=annual)
    longer = {n: Span(label=name, scope=_back(end, n), annual=n > _YEAR) for n, name in _LONGER if n <= months}
    three = [longer.pop(3)] if 3 in longer else []  # noqa: PLR2004 a quarter stands before the year to date
    return Spans(
        first=first,
        as_of=end,
        data_to=data_to,
        begun=begun,
        month=own,
        year=year,
        start=start,
        all=(own, *three, year, *longer.values(), start),
    )


def _back(end: date, months: int) -> Scope:
    """So many months up to the end of one."""
    at = end.year * _YEAR + end.month - months
    return Scope(dates=Dates(date(at // _YEAR, at % _YEAR + 1, 1), end))
