"""Cells of users' tables: text in, numbers and days out, with a `Problem` for each cell that is neither."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date, datetime, time

from corpus.errors import Problem

_NUMBER = re.compile(r"[-+]?(?:\d+(?:,\d{3})*|\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$")


def number(cell: str) -> float | None:
    """A finite number, or None where the cell is none. Thousands may be set apart by commas."""
    text = cell.strip()
    if not text or not _NUMBER.match(text) or not any(c.isdigit() for c in text):
        return None
    value = float(text.replace(",", ""))
    return value if math.isfinite(value) else None


def day(cell: str) -> date | None:
    """A calendar day written YYYY-MM-DD, or None."""
    try:
        return date.fromisoformat(cell.strip())
    except ValueError:
        return None


def moment(day_cell: str, time_cell: str) -> datetime | None:
    """A day and a time of day as one moment; a missing time is midnight."""
    on = day(day_cell)
    if on is None:
        return None
    for form in ("%H:%M:%S", "%H:%M", "%I:%M %p"):
        try:
            return datetime.combine(on, datetime.strptime(time_cell.strip(), form).time())  # noqa: DTZ007 exchange time
        except ValueError:
            continue
    return datetime.combine(on, time()) if not time_cell.strip() else None


def unreadable(file: str, line: int, cells: dict[str, str], wrong: Iterator[str]) -> list[Problem]:
    """One problem for each column whose cell can't be read."""
    return [
        Problem(
            code="cell",
            severity="error",
            file=file,
            line=line,
            column=column,
            what=f"{cells[column].strip()[:40]!r} can't be read" if cells[column].strip() else "the cell is empty",
            mend="mend the cell or export the file again",
        )
        for column in wrong
    ]
