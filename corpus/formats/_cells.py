"""Cells of users' tables: text in, numbers and days out, with a `Problem` for each cell that is neither."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction

from corpus.errors import Problem, error

#: Options on an index have been traded since 1983; later than these no log can be of.
YEARS = range(1980, 2100)
_NUMBER = re.compile(r"[-+]?(?:\d+(?:,\d{3})*|\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$")


def number(cell: str) -> float | None:
    """A finite number, or None where the cell is none. Thousands may be set apart by commas."""
    text = cell.strip()
    if not text or not _NUMBER.match(text) or not any(c.isdigit() for c in text):
        return None
    value = float(text.replace(",", ""))
    return value if math.isfinite(value) else None


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
    """A day and a time of day (24-hour, or with AM or PM) as one moment; a missing time is midnight."""
    clock = time_cell.strip()
    if day(day_cell) is None:
        return None
    try:
        return datetime.fromisoformat(f"{day_cell.strip()}T{clock or '00:00'}").replace(tzinfo=None)
    except ValueError:
        pass
    try:
        return datetime.strptime(f"{day_cell.strip()} {clock}", "%Y-%m-%d %I:%M %p")  # noqa: DTZ007 exchange time
    except ValueError:
        return None


def unreadable(file: str, line: int, cells: dict[str, str], wrong: Iterator[str]) -> list[Problem]:
    """One problem for each column whose cell can't be read."""
    problems = []
    for column in wrong:
        cell = cells[column].strip()
        what = f"{cell[:40]!r} can't be read" if cell else "the cell is empty"
        problems.append(error("cell", file, what, "mend the cell or export the file again", line=line, column=column))
    return problems
