"""Daily marks: CSV with the day's P&L of base and hedge in dollars, net of costs, one row a trading day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from corpus.backtests.columns import LAYER_MARK, MARK_COLUMNS
from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, error
from corpus.formats import _cells
from corpus.formats._head import Head
from corpus.formats._rows import header, rows

NAME = "daily-marks"
TITLE = "a file of daily marks with the columns date, base_pnl, hedge_pnl"
TOLD: tuple[str, ...] = ()
NEEDED = ("date", *MARK_COLUMNS)
_CENT = 0.01


def recognises(head: Head) -> bool:
    """Whether a header is that of daily marks, with those of layers after it or not."""
    rest = head.cells[len(NEEDED) :]
    return head.cells[: len(NEEDED)] == NEEDED and all(c.startswith(LAYER_MARK) for c in rest)


def read(file: Path, _: DataFile, watch: Watch = unwatched) -> Imported:
    """`MARK_COLUMNS` by day and, where the file has them, the P&L of each layer; oldest first."""
    import pandas as pd

    problems: list[Problem] = []
    said: set[str] = set()
    columns = header(file)[1:]
    days: list[date] = []
    values: list[list[float]] = []
    for line, cells in rows(file, problems, watch):
        on = _cells.day(cells["date"])
        numbers = {column: _cells.amount(cells[column]) for column in columns}
        unread = [c for c, v in (("date", on), *numbers.items()) if v is None]
        problems += _cells.unreadable(file.name, line, cells, iter(unread))
        dressed = [c for c in columns if _cells.is_money(cells[c])]
        problems += _cells.once([_cells.money_note(file.name, line, c) for c in dressed], said)
        if on is not None and not unread:
            if days and on in days[-1:]:
                problems.append(_twice(file.name, line))
            days.append(on)
            values.append([v for v in numbers.values() if v is not None])
            problems += _layers(file.name, line, columns, values[-1])
    if not days and not problems:
        problems.append(error("empty", file.name, "the file has no days", "export it again"))
    index = pd.DatetimeIndex(pd.to_datetime(days), name="date")
    table = pd.DataFrame(values, index=index, columns=columns, dtype="float64").sort_index(kind="stable")
    repeated = table.index[table.index.duplicated()]
    if len(repeated) and not any(p.code == "day-twice" for p in problems):
        problems.append(_twice(file.name, None))
    return Imported(marks=table, problems=tuple(problems))


def _layers(file: str, line: int, columns: list[str], values: list[float]) -> list[Problem]:
    """The layers of a day must sum to the hedge."""
    layers = [v for c, v in zip(columns, values, strict=True) if c.startswith(LAYER_MARK)]
    hedge = values[columns.index("hedge_pnl")]
    if not layers or abs(sum(layers) - hedge) <= _CENT * len(layers):
        return []
    what = f"the layers sum to {sum(layers):.2f} dollars, hedge_pnl is {hedge:.2f}"
    return [error("layers-sum", file, what, "give every layer, or none", line=line, column="hedge_pnl")]


def _twice(file: str, line: int | None) -> Problem:
    return error("day-twice", file, "a day stands twice", "leave one row a day", line=line)
