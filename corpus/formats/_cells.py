"""Cells of users' tables: text in, numbers and days out, with a `Problem` for each cell that is neither."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from fractions import Fraction

from corpus.errors import Problem, error, note

#: Options on an index have been traded since 1983; later than these no log can be of.
YEARS = range(1980, 2100)
_NUMBER = re.compile(r"[-+]?(?=\.?\d)(?:[1-9]\d{0,2}(?:,\d{3})+|\d*)(?:\.\d*)?(?:[eE][-+]?\d+)?$")
#: Dollars as accountants and spreadsheets write them: `$1,250.00`, `-$300`, `$-300`, `(300.00)`, `($300.00)`.
_MONEY = re.compile(r"(?P<open>\()?(?P<sign>-?)\$?(?P<inner>-?)(?P<number>[\d,]*\.?\d+)(?(open)\))$")
_OTHER_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}[/.]\d{1,2}[/.]\d{1,2}")


def number(cell: str) -> float | None:
    """A finite number, or None where the cell is none. Thousands may be set apart by commas.

    >>> number("1,250.5"), number("0,125"), number("12%")
    (1250.5, None, None)
    """
    text = cell.strip()
    if not _NUMBER.match(text):
        return None
    value = float(text.replace(",", ""))
    return value if math.isfinite(value) else None


def amount(cell: str) -> float | None:
    """The same, with a dollar sign or in parentheses for less than nothing too.

    >>> amount("$1,250"), amount("(300.00)"), amount("-$3"), amount("(-3)")
    (1250.0, -300.0, -3.0, None)
    """
    return number(_plain(cell.strip()) or cell)


def is_money(cell: str) -> bool:
    """Whether a number is written with a dollar sign, or in parentheses for less than nothing."""
    return _plain(cell.strip()) is not None


def _plain(text: str) -> str | None:
    """Money without its dress, or None where a text is no money; a sign and parentheses together can mean either."""
    m = _MONEY.match(text) if "$" in text or "(" in text else None
    signs = [name for name in ("open", "sign", "inner") if m and m[name]]
    if m is None or len(signs) > 1:
        return None
    return f"-{m['number']}" if signs else m["number"]


def money_note(file: str, line: int, column: str) -> Problem:
    """How cells with dollar signs and parentheses were read; one a file."""
    what = "amounts with dollar signs are read as numbers, those in parentheses as less than nothing"
    return note("money", file, what, line=line, column=column)


def exact(cell: str) -> Fraction | None:
    """The same without rounding, for sums that must come out to the cent.

    >>> exact("1,000.10"), exact("--")
    (Fraction(10001, 10), None)
    """
    return None if number(cell) is None else Fraction(cell.strip().replace(",", ""))


def day(cell: str) -> date | None:
    """A calendar day written YYYY-MM-DD, or None."""
    try:
        on = date.fromisoformat(cell.strip())
    except ValueError:
        return None
    return on if on.year in YEARS else None


def us_day(cell: str) -> date | None:
    """A calendar day written M/D/YY, or None."""
    try:
        return datetime.strptime(cell.strip(), "%m/%d/%y").date()  # noqa: DTZ007 a day has no zone
    except ValueError:
        return None


def moment(day_cell: str, time_cell: str) -> datetime | None:
    """A day and a time of day (24-hour, or with AM or PM) as one moment; a missing time is midnight.

    Where the time says how far it is from UTC, so does the moment.
    """
    if day(day_cell) is None:
        return None
    clock = time_cell.strip()
    try:
        at = datetime.fromisoformat(f"{day_cell.strip()}T{clock or '00:00'}")
    except ValueError:
        try:
            at = datetime.strptime(f"{day_cell.strip()} {clock}", "%Y-%m-%d %I:%M %p")  # noqa: DTZ007 exchange time
        except ValueError:
            return None
    return at


def unreadable(file: str, line: int, cells: dict[str, str], wrong: Iterator[str]) -> list[Problem]:
    """One problem for each column whose cell can't be read; a day in another form is never guessed."""
    problems = []
    for column in wrong:
        cell = cells[column].strip()
        what = f"{cell[:40]!r} can't be read" if cell else "the cell is empty"
        mend = "mend the cell or export the file again"
        if _OTHER_DAY.match(cell):
            mend = "write days like 2025-10-06, year, month and day; which part of this one is the month is not guessed"
        problems.append(error("cell", file, what, mend, line=line, column=column))
    return problems


def once(problems: Iterable[Problem], said: set[str]) -> list[Problem]:
    """The problems without those notes and warnings that were said of an earlier row, which are remembered."""
    new = [p for p in problems if p.severity == "error" or p.code not in said]
    said.update(p.code for p in new if p.severity != "error")
    return new
