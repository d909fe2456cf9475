"""Prescribed periods: what actual results must also be shown over, to the last calendar year-end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from corpus.dates import MONTHS
from qa.calculator.core.facts import Facts
from qa.calculator.core.scope import Dates, Scope
from qa.document import Name
from qa.lines import Line
from qa.numerals import write_date
from qa.write.draft import DraftSection
from qa.write.wording import FEES
from reports.monthly import record
from reports.monthly.columns import Tabled
from reports.monthly.spans import Span, Spans

PRESCRIBED = "prescribed."
#: One, five and ten years, of which those that the account is too young for end in all of its time.
_YEARS = (1, 5, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescribed:
    """Actual results over the prescribed periods."""

    section: DraftSection
    names: tuple[Name, ...] = ()


def add_prescribed(tabled: Tabled, facts: Facts, spans: Spans, prefix: str = "") -> Prescribed | None:
    """The returns of an actual account over the prescribed periods; None where the account is hypothetical."""
    if facts.backtest.manifest.hypothetical:
        return None
    end = year_end(spans.as_of)
    heading = Line.PRESCRIBED_HEADING.value
    if spans.begun > end:
        return Prescribed(section=DraftSection(kind="actual", heading=heading, sentences=(Line.PRESCRIBED_NONE.value,)))
    periods = periods_to(end, spans.begun)
    own = tabled.of(facts, prefix + PRESCRIBED)
    record.add_returns(own, facts, replace(spans, all=periods, start=periods[-1]))
    ids = tabled.ids(*(f"{prefix}{PRESCRIBED}{key}" for key in record.ROWS))
    name = Name(ref=f"report.{end.isoformat()}", text=write_date(end.isoformat()))
    said = Line.PRESCRIBED_NOTE.format(end=name.text, fees=FEES[facts.backtest.manifest.fees])
    return Prescribed(section=DraftSection(kind="actual", heading=heading, sentences=(said,), series=ids), names=(name,))


def year_end(day: date) -> date:
    """The last calendar year-end at or before a day."""
    return day if (day.month, day.day) == (12, 31) else date(day.year - 1, 12, 31)


def periods_to(end: date, begun: date) -> tuple[Span, ...]:
    """The prescribed periods up to a year's end, each at most as long as the account has been.

    >>> [p.label for p in periods_to(date(2018, 12, 31), date(2014, 1, 3))]
    ['1 year', 'Since Jan 2014 a year']
    """
    found: list[Span] = []
    for years in _YEARS:
        first = date(end.year - years + 1, 1, 1)
        if first < begun.replace(day=1):
            annual = end.year > begun.year
            label = f"Since {MONTHS[begun.month - 1][:3]} {begun.year}{' a year' if annual else ''}"
            return (*found, Span(label=label, scope=Scope(dates=Dates(begun.replace(day=1), end)), annual=annual))
        label = f"{years} years a year" if years > 1 else "1 year"
        found.append(Span(label=label, scope=Scope(dates=Dates(first, end)), annual=years > 1))
    return tuple(found)
