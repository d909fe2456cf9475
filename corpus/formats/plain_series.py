"""Plain series: CSV or Parquet with a day and a value, the account's or its return; the manifest says which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, error, errors_among, note, warning
from corpus.formats import _cells, _parquet
from corpus.formats._head import Head
from corpus.formats._rows import header, rows
from corpus.formats._zones import exchange_time, stamp, told_apart

if TYPE_CHECKING:
    import pandas as pd

NAME = "plain-series"
TITLE = "a series with a day and a value"
TOLD = ("values", "unit", "date_column", "value_column", "zone")
NEEDED: tuple[str, ...] = ()
#: What a column of days is called; an index without a name is written as the others.
_DAYS = re.compile(r"(?:date|day|time|datetime|timestamp)$", re.IGNORECASE)
_INDEX = re.compile(r"(?:|index|Unnamed: \d+|__index_level_\d+__)$")
#: A fraction of 1 is a day that doubles the account; half the days beyond a tenth, or none beyond a five-hundredth written
#: as percent, are more likely the other unit.
_IMPOSSIBLE, _UNLIKELY, _TINY = 1.0, 0.1, 0.2


#: So many times its neighbours a day's value is in another unit than they are.
_TIMES = 20.0


class _Point(NamedTuple):
    line: int
    at: datetime
    #: None where the cell is empty
    value: float | None


def recognises(head: Head) -> bool:
    """Whether a file is Parquet, or a table that has days by a name of its first two columns or by its first cell."""
    if head.raw.startswith(_parquet.MARK):
        return True
    if len(head.cells) < 2 or len(head.lines) < 1:  # noqa: PLR2004 a day and a value
        return False
    if any(_DAYS.match(c) for c in head.cells[:2]):
        return True
    first = re.split(r"[,;\t|]", head.lines[1])[0].strip(' "') if len(head.lines) > 1 else ""
    return stamp(first) is not None and (len(head.cells) == 2 or bool(_INDEX.match(head.cells[0])))  # noqa: PLR2004 the same


def read(file: Path, told: DataFile, watch: Watch = unwatched) -> Imported:
    """The account by day: as it stands, or grown from 1 by its returns, which is then `relative`.

    Nothing is guessed: values, their unit and, among several, their column are the manifest's to say.
    """
    with file.open("rb") as f:
        parquet = f.read(len(_parquet.MARK)) == _parquet.MARK
    names = _parquet.columns(file) if parquet else header(file)
    problems: list[Problem] = []
    chosen = _chosen(file.name, names, told, problems)
    problems += _undeclared(file.name, told)
    if chosen is None or problems:
        return Imported(problems=tuple(problems))
    table = _parquet.cells_of(file, *chosen, problems) if parquet else rows(file, problems, watch)
    points = _points(file.name, chosen, table, told, problems)
    days = _by_day(file.name, points, told, problems)
    if not days and not problems:
        problems.append(error("empty", file.name, "the series has no values", "export it again"))
    problems += _implausible(file.name, chosen[1], days, told) if not errors_among(problems) else []
    account = _account(days, told) if not errors_among(problems) else None
    return Imported(account=account, relative=told.values == "returns", problems=tuple(problems))


def _chosen(file: str, names: Sequence[str], told: DataFile, problems: list[Problem]) -> tuple[str, str] | None:
    """The columns of day and value, or None where they can't be told."""
    lacking = [c for c in (told.date_column, told.value_column) if c is not None and c not in names]
    mend = "mend [[files]] in the manifest"
    problems += [error("no-column", file, f"there is no column {column!r}", mend, line=1) for column in lacking]
    if lacking:
        return None
    named = [*(c for c in names if _DAYS.match(c)), *(c for c in names if _INDEX.match(c)), *names, ""]
    day = told.date_column or named[0]
    others = [c for c in names if c != day and not _INDEX.match(c)]
    values = [c for c in others if c == told.value_column] if told.value_column else others
    if len(values) != 1 or list(names).count(day) > 1:
        listed = ", ".join(others) or "none"
        what = f"which column has the values can't be told; there are {listed}"
        mend = 'name it in backtest.toml under [[files]], as in value_column = "Strategy"'
        problems.append(error("value-column", file, what, mend, line=1))
        return None
    return day, values[0]


def _undeclared(file: str, told: DataFile) -> list[Problem]:
    """What the manifest has to say and doesn't, or says and can't mean."""
    if told.values is None:
        what = "whether the values are the account's or its returns is not told, and is never guessed"
        mend = (
            'write values = "equity", or values = "returns" and unit = "percent" or "fraction", under [[files]] in backtest.toml'
        )
        return [error("undeclared", file, what, mend)]
    if told.values == "returns" and told.unit is None:
        what = "whether one percent is written 1 or 0.01 is not told, and is never guessed"
        mend = 'write unit = "percent" or unit = "fraction" under [[files]] in backtest.toml'
        return [error("undeclared", file, what, mend)]
    if told.values == "equity" and told.unit is not None:
        return [error("unit", file, "an account's values have no unit of returns", "leave unit out of the manifest")]
    return []


def _points(
    file: str, chosen: tuple[str, str], table: Iterator[tuple[int, dict[str, str]]], told: DataFile, problems: list[Problem]
) -> list[_Point]:
    """Every row that can be read. Returns may begin with a day without one, from which the first is reckoned."""
    day, value = chosen
    points: list[_Point] = []
    for line, cells in table:
        at, number = stamp(cells[day]), _cells.number(cells[value])
        first = told.values == "returns" and not points and not cells[value].strip()
        if at is not None and (number is not None or first):
            points.append(_Point(line, at, number))
        else:
            unread = [c for c, v in ((day, at), (value, number)) if v is None]
            problems += _cells.unreadable(file, line, cells, iter(unread))
    return points


def _by_day(file: str, points: Sequence[_Point], told: DataFile, problems: list[Problem]) -> dict[date, _Point]:
    """The points by their day, oldest first."""
    zoned = [(p.line, p.at) for p in points if p.at.time() != time()]
    problems += told_apart(file, zoned)
    days = [_day(p.at, told.zone) for p in points]
    found: dict[date, _Point] = {}
    for on, point in zip(days, points, strict=True):
        if on in found:
            problems.append(error("day-twice", file, f"{on} stands twice", "leave one value a day", line=point.line))
        found[on] = point
    late = next((points[i].line for i in range(1, len(days)) if days[i] < days[i - 1]), None)
    if late is not None:
        problems.append(note("unsorted", file, "the days are not in order; they are read in order", line=late))
    return dict(sorted(found.items()))


def _day(at: datetime, zone: str | None) -> date:
    """The day that a moment is of: midnight, in whatever zone, only names its day."""
    return at.date() if at.time() == time() else exchange_time(at, zone).date()


def _implausible(file: str, column: str, days: dict[date, _Point], told: DataFile) -> list[Problem]:
    """What contradicts that the values are what the manifest says."""
    points = [(p.line, p.value) for p in days.values() if p.value is not None]
    if told.values == "equity":
        return _of_equity(file, column, points, told)
    whole = 100.0 if told.unit == "percent" else 1.0
    sizes = [abs(v) for _, v in points if v]
    if told.unit == "fraction" and sizes and median(sizes) > _IMPOSSIBLE:
        what = "half the returns are beyond 100% when read as fractions; they look like percent"
        return [error("unit", file, what, 'write unit = "percent", if that is what they are', column=column)]
    mend = "mend the row, or the unit in the manifest"
    below = [line for line, v in points if v < -whole]
    problems = [error("return", file, "no return is below -100%", mend, line=line, column=column) for line in below]
    if told.unit == "fraction" and sizes and median(sizes) > _UNLIKELY:
        what = "half the returns are beyond 10% when read as fractions; they may be percent"
        problems.append(warning("unit", file, what, "check unit in the manifest", column=column))
    if told.unit == "percent" and sizes and max(sizes) < _TINY:
        what = "no return reaches 0.2% when read as percent; they may be fractions"
        problems.append(warning("unit", file, what, "check unit in the manifest", column=column))
    return problems


def _of_equity(file: str, column: str, points: Sequence[tuple[int, float]], told: DataFile) -> list[Problem]:
    if told.of == "hedge" or not points:
        return []
    if len(points) == 1:
        return [error("empty", file, "the account has one value and no day after it", "bring more days", line=points[0][0])]
    (line, first), *later = points
    if first <= 0:
        what = f"the account begins with {first:g}, which is no account; are these profits, or returns?"
        return [error("equity", file, what, "bring the account's values", line=line, column=column)]
    gone = next((line for line, v in later if v <= 0), None)
    lost = (
        []
        if gone is None
        else [warning("equity", file, "the account is lost, or owes", "check the file", line=gone, column=column)]
    )
    return [*lost, *_jumps(file, column, points)]


def _jumps(file: str, column: str, points: Sequence[tuple[int, float]]) -> list[Problem]:
    """Values so many times those beside them, or so small a part, that they must be in another unit."""
    times = [v / before if v > 0 and before > 0 else 1.0 for (_, before), (_, v) in pairwise(points)]
    far = [t >= _TIMES or t <= 1 / _TIMES for t in times]
    alone = [i for i in range(1, len(far)) if far[i - 1] and far[i] and (times[i - 1] > 1) != (times[i] > 1)]
    what = "the value is many times those before and after it, or a small part of them"
    problems = [error("jump", file, what, "mend the row", line=points[i][0], column=column) for i in alone]
    other = next((i for i in range(len(far)) if far[i] and not {i, i + 1} & {*alone}), None)
    if other is not None:
        what = "the value is many times the one before it, or a small part of it"
        mend = "see whether the unit changes there, or money was put in or taken out"
        problems.append(warning("jump", file, what, mend, line=points[other + 1][0], column=column))
    return problems


def _account(days: dict[date, _Point], told: DataFile) -> pd.Series[float]:
    """Values by day, what the account began with first: for returns 1, on the day before the first of them."""
    import pandas as pd

    values = pd.Series([p.value for p in days.values()], index=pd.DatetimeIndex(list(days), name="date"), dtype="float64")
    if told.values == "equity":
        return values
    if not pd.isna(values.iloc[0]):
        values.loc[values.index[0] - pd.Timedelta(days=1)] = 0.0
    grown: pd.Series[float] = (1.0 + values.sort_index().fillna(0.0) / (100.0 if told.unit == "percent" else 1.0)).cumprod()
    return grown
