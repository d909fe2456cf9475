"""Days and moments of an IBKR Flex query, in whichever of its date formats it was set to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from corpus.dates import MONTHS
from corpus.errors import Problem, error
from corpus.formats import _cells
from corpus.formats._osi import parse_symbol
from corpus.formats._xml import Element
from corpus.formats._zones import exchange_time

Order = Literal["month first", "day first"]
#: The date formats of a query: 20240119, 2024-01-19, 01/19/2024, 01/19/24, 19/01/2024, 19/01/24, 19-Jan-24.
_NUMBERS = re.compile(r"(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)$")
_SLASHED = re.compile(r"(?P<one>\d\d?)/(?P<two>\d\d?)/(?P<year>\d{4}|\d\d)$")
_NAMED = re.compile(r"(?P<day>\d\d?)-(?P<month>[A-Za-z]{3})-(?P<year>\d{4}|\d\d)$")
_WHOLE = re.compile(r"(?P<day>[^;, T]+|\d\d?-[A-Za-z]{3}-\d+)(?:[;, T]+(?P<time>\d\d:?\d\d:?\d\d))?(?: E[DS]T)?$")
_COLUMNS = ("dateTime", "tradeDate", "reportDate", "expiry", "settleDateTarget", "fromDate", "toDate", "openDateTime")
#: Days on which something is traded, which are weekdays.
_TRADED = ("tradeDate", "dateTime")
_MONTHS_OF_A_YEAR, _SATURDAY = 12, 5
_NAMES = {month[:3].lower(): i for i, month in enumerate(MONTHS, start=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """How a file writes its days."""

    zone: str | None
    #: of days with slashes; None where the file has none
    order: Order | None = None

    def moment(self, cell: str) -> datetime | None:
        """A moment of the file's zone in exchange time, or a day alone; None where the cell is neither."""
        m = _WHOLE.match(cell.strip())
        day = _day(m["day"], self.order) if m else None
        if m is None or day is None or day.year not in _cells.YEARS:
            return None
        if m["time"] is None:
            return datetime(day.year, day.month, day.day)  # noqa: DTZ001 a day has no zone
        digits = m["time"].replace(":", "")
        try:
            at = datetime(day.year, day.month, day.day, int(digits[:2]), int(digits[2:4]), int(digits[4:]))  # noqa: DTZ001 by zone
        except ValueError:
            return None
        return exchange_time(at, self.zone)


def days_in(file: str, found: Sequence[Element], zone: str | None) -> tuple[Days, list[Problem]]:
    """How a file writes its days: whether the month or the day stands first is told by all of them together.

    By a part above twelve, by the expiry that an option's symbol writes too, or by a day that would be no weekday.
    """
    cells = [(e, c, e.cells[c]) for e in found for c in _COLUMNS if e.cells.get(c)]
    slashed = [(e, c, _WHOLE.match(cell)) for e, c, cell in cells]
    written = [(e, c, m["day"]) for e, c, m in slashed if m and _SLASHED.match(m["day"])]
    others = [m for _, _, m in slashed if m and not _SLASHED.match(m["day"])]
    if not written or others:  # a query has one form for all of its days
        return Days(zone=zone), []
    orders = {order for order in ("month first", "day first") if _fits(written, order)}
    if len(orders) == 1:
        return Days(zone=zone, order="month first" if "month first" in orders else "day first"), []
    what = "whether the day or the month stands first can't be told from the file"
    if not orders:
        what = "some days have the month first and some the day"
    line = written[0][0].line
    mend = "set the query's date format to yyyy-MM-dd"
    return Days(zone=zone, order="month first"), [error("day-order", file, what, mend, line=line, column=written[0][1])]


def _fits(written: Iterable[tuple[Element, str, str]], order: Order) -> bool:
    """Whether all days of a file can be written in an order."""
    for element, column, text in written:
        day = _day(text, order)
        option = parse_symbol(element.cells.get("symbol", "")) if column == "expiry" else None
        if day is None or (option is not None and option.expiry != day):
            return False
        if column in _TRADED and day.weekday() >= _SATURDAY:
            return False
    return True


def _day(text: str, order: Order | None) -> date | None:
    if m := _NUMBERS.match(text):
        parts = (int(m["year"]), int(m["month"]), int(m["day"]))
    elif m := _NAMED.match(text):
        parts = (_year(m["year"]), _NAMES.get(m["month"].lower(), 0), int(m["day"]))
    elif (m := _SLASHED.match(text)) and order is not None:
        one, two = int(m["one"]), int(m["two"])
        parts = (_year(m["year"]), *((one, two) if order == "month first" else (two, one)))
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def slashed_day(text: str, order: Order | None) -> date | None:
    """A day with slashes in an order of its parts; None where it is none."""
    return _day(text, order) if _SLASHED.match(text) else None


def _year(text: str) -> int:
    return int(text) if len(text) > 2 else 2000 + int(text)  # noqa: PLR2004 digits of a short year
