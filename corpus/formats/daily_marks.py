"""Daily marks: CSV with the day's P&L of base and hedge in dollars, net of costs, one row a trading day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from corpus.columns import MARK_COLUMNS
from corpus.errors import Problem, error
from corpus.formats import _cells
from corpus.formats._head import Head
from corpus.formats._rows import rows
from corpus.imported import Imported, Watch, unwatched
from corpus.manifest import DataFile

NAME = "daily-marks"
TITLE = "a file of daily marks with the columns date, base_pnl, hedge_pnl"
NEEDED = ("date", *MARK_COLUMNS)


def recognises(head: Head) -> bool:
    """Whether a header is that of daily marks."""
    return head.cells == NEEDED


def read(file: Path, _: DataFile, watch: Watch = unwatched) -> Imported:
    """`MARK_COLUMNS` by day, oldest first, and what is wrong in the file."""
    import pandas as pd

    problems: list[Problem] = []
    said: set[str] = set()
    days: list[date] = []
    values: list[list[float | None]] = []
    for line, cells in rows(file, problems, watch):
        on = _cells.day(cells["date"])
        numbers = [_cells.number(cells[column]) for column in MARK_COLUMNS]
        unread = [c for c, v in zip(("date", *MARK_COLUMNS), (on, *numbers), strict=True) if v is None]
        problems += _cells.unreadable(file.name, line, cells, iter(unread))
        dressed = [c for c in MARK_COLUMNS if _cells.is_money(cells[c])]
        problems += _cells.once([_cells.money_note(file.name, line, c) for c in dressed], said)
        if on is not None and not unread:
            if days and on in days[-1:]:
                problems.append(_twice(file.name, line))
            days.append(on)
            values.append(numbers)
    if not days and not problems:
        problems.append(error("empty", file.name, "the file has no days", "export it again"))
    index = pd.DatetimeIndex(pd.to_datetime(days), name="date")
    table = pd.DataFrame(values, index=index, columns=list(MARK_COLUMNS), dtype="float64").sort_index(kind="stable")
    repeated = table.index[table.index.duplicated()]
    if len(repeated) and not any(p.code == "day-twice" for p in problems):
        problems.append(_twice(file.name, None))
    return Imported(marks=table, problems=tuple(problems))


def _twice(file: str, line: int | None) -> Problem:
    return error("day-twice", file, "a day stands twice", "leave one row a day", line=line)
