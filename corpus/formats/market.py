"""Market series: CSV with a day and a value, as a manifest declares it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from corpus.backtests.manifest import MarketSeries
from corpus.errors import Problem, UnreadableError, error
from corpus.formats import _cells
from corpus.formats._rows import rows

if TYPE_CHECKING:
    import pandas as pd


def read(file: Path, declared: MarketSeries) -> tuple[pd.Series[float], list[Problem]]:
    """The series by day, oldest first, and what is wrong in the file; a day without a value is left out.

    Raises
    ------
    UnreadableError
        The file lacks a declared column.
    """
    import pandas as pd

    problems: list[Problem] = []
    said: set[str] = set()
    found: dict[pd.Timestamp, float] = {}
    for line, cells in rows(file, problems):
        for column in (declared.date, declared.value):
            if column not in cells:
                raise UnreadableError(f"has no column {column!r}", where=f"{file.name}:1", mend="mend [[series]]")
        if not cells[declared.value].strip():
            continue
        on, value = _cells.day(cells[declared.date]), _cells.amount(cells[declared.value])
        unread = [c for c, v in ((declared.date, on), (declared.value, value)) if v is None]
        problems += _cells.unreadable(file.name, line, cells, iter(unread))
        if _cells.is_money(cells[declared.value]):
            problems += _cells.once([_cells.money_note(file.name, line, declared.value)], said)
        if on is not None and value is not None:
            if pd.Timestamp(on) in found:
                problems.append(error("day-twice", file.name, "a day stands twice", "leave one row a day", line=line))
            found[pd.Timestamp(on)] = value
    if not found and not problems:
        problems.append(error("empty", file.name, f"the series {declared.name} has no values", "export it again"))
    index = pd.DatetimeIndex(list(found), name="date")
    return pd.Series(list(found.values()), index=index, name=declared.name, dtype="float64").sort_index(), problems
