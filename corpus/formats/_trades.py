"""Rows that were read as trades become a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from corpus.backtests.columns import OPTIONAL_COLUMNS, ORDER, TRADE_COLUMNS, types_of
from corpus.errors import Problem, error, warning

if TYPE_CHECKING:
    import pandas as pd

#: A trade by column, and the line that it stands on.
Row = tuple[int, Mapping[str, object]]


def table_of(rows: Sequence[Row], *, opened: bool = False) -> pd.DataFrame:
    """Trades with `TRADE_COLUMNS` and those of `OPTIONAL_COLUMNS` that each of them has, oldest first.

    Where they are `opened` and not closed, the columns `closed` and `pnl` are left out.
    """
    import pandas as pd

    needed = [c for c in TRADE_COLUMNS if not (opened and c in {"closed", "pnl"})]
    columns = [*needed, *(c for c in OPTIONAL_COLUMNS if rows and all(c in row for _, row in rows))]
    table = pd.DataFrame([row for _, row in rows], columns=columns).astype(types_of(columns))
    return in_order(table)


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Trades oldest first, whatever the order of the file."""
    return table.sort_values([c for c in ORDER if c in table], kind="stable", ignore_index=True)


def twice(file: str, rows: Sequence[Row]) -> list[Problem]:
    """A warning for each row that says the same as one before it."""
    seen: set[tuple[object, ...]] = set()
    problems = []
    for line, row in rows:
        told = tuple(row.values())
        if told in seen:
            problems.append(stands_twice(file, line))
        seen.add(told)
    return problems


def stands_twice(file: str, line: int) -> Problem:
    """A warning for such a row."""
    return warning("duplicate", file, "the same trade stands twice", "leave one", line=line)


def numbered(file: str, numbers: Sequence[str], column: str, *, since: int) -> list[Problem]:
    """A warning where a log numbers its trades from a first number on and some numbers are missing; of others nothing is said."""
    told = {int(n) for n in numbers if n.isdecimal()}
    if len(told) < len(set(numbers)) or not told or min(told) < since:
        return []
    lacking = sorted(set(range(since, max(told))) - told)
    if not lacking:
        return []
    what = f"the log numbers its trades, and {len(lacking)} numbers up to {max(told)} are missing, first {lacking[0]}"
    return [warning("numbers-missing", file, what, "export the whole log", column=column)]


def empty(file: str, rows: Sequence[object], problems: Sequence[Problem]) -> list[Problem]:
    """An error where a log has no trades and nothing says why."""
    if rows or any(p.severity == "error" for p in problems):
        return []
    return [error("empty", file, "the log has no trades", "export it again")]
