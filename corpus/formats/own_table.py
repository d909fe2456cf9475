"""A trader's own table of trades, CSV that no platform wrote: the manifest says which column is which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, error, note
from corpus.formats import _cells
from corpus.formats._flex_days import Order, slashed_day
from corpus.formats._head import Head
from corpus.formats._rows import header, rows
from corpus.formats._trades import Row, empty, table_of, twice
from corpus.formats._zones import exchange_time, stamp, told_apart

NAME = "own-table"
TITLE = "a table of trades with columns of its own"
TOLD = ("zone", "columns")
NEEDED: tuple[str, ...] = ()
#: Without these nothing is a trade; the others are told where the table has them.
MUST = ("opened", "closed", "pnl")
NUMBERS = ("pnl", "fees", "contracts", "premium", "closing_cost", "slippage", "margin")
TEXTS = ("strategy", "legs", "chain", "underlying")
#: What columns of ours are often called, for a first guess that the user confirms.
_CALLED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "opened": ("date opened", "open date", "opened", "entry date", "date in", "entry time", "opened at", "open time",
                   "entered", "entry", "open", "trade date", "date"),
        "closed": ("date closed", "close date", "closed", "exit date", "date out", "exit time", "closed at", "close time",
                   "exited", "exit", "close"),
        "strategy": ("strategy", "setup", "system", "trade type", "strategy name", "type", "name"),
        "pnl": ("p l", "pnl", "p and l", "net p l", "net pnl", "profit loss", "net profit", "profit", "realized p l",
                "realised p l", "realized pnl", "gain loss", "result"),
        "fees": ("fees", "commissions", "commission", "commissions fees", "comm", "comms", "costs"),
        "contracts": ("contracts", "no of contracts", "qty", "quantity", "size", "lots", "number of contracts"),
        "legs": ("legs", "position", "description", "trade"),
    }
)  # fmt: skip
_LIKE_DAYS = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}")


def guess(columns: Iterable[str]) -> dict[str, str]:
    """Which column may be which of ours, by what such columns are often called; each is the user's to confirm.

    >>> guess(["Open Date", "Close Date", "P&L ($)", "Note"])
    {'opened': 'Open Date', 'closed': 'Close Date', 'pnl': 'P&L ($)'}
    """
    named = {_plain(c): c for c in reversed(list(columns)) if c}
    found: dict[str, str] = {}
    for ours, called in _CALLED.items():
        theirs = next((named[c] for c in called if c in named and named[c] not in found.values()), None)
        if theirs is not None:
            found[ours] = theirs
    if "opened" in found and "closed" not in found:
        found["closed"] = found["opened"]  # a log of trades that close on their day
    return found


def _plain(name: str) -> str:
    return " ".join(re.sub(r"\(.*?\)|[^a-z0-9]+", " ", name.lower()).split())


def recognises(head: Head) -> bool:
    """Whether a table seems to have days, profits and something else that trades have."""
    found = guess(head.cells)
    apart = found.get("closed") != found.get("opened")
    return set(MUST) <= set(found) and (apart or bool({"strategy", "legs", "contracts"} & set(found)))


def is_told(told: DataFile | None) -> bool:
    """Whether a manifest says which columns of a file are a trade's days and profit."""
    return told is not None and "pnl" in told.columns


def read(file: Path, told: DataFile, watch: Watch = unwatched) -> Imported:
    """Trades by the columns that the manifest names; P&L as it stands, other columns left out with a note."""
    columns = header(file)
    if not is_told(told):
        return Imported(problems=(_undeclared(file.name, columns),))
    names = {str(ours): theirs for ours, theirs in told.columns.items()}
    names = {**names, "closed": names.get("closed", names.get("opened", ""))}
    lacking = [c for c in (*MUST, *names) if names.get(c) not in columns]
    problems = [_lacking(file.name, ours, names.get(ours), columns) for ours in dict.fromkeys(lacking)]
    if problems:
        return Imported(problems=tuple(problems))
    problems += _left_out(file.name, columns, names)
    table = list(rows(file, problems, watch))
    order = _order(file.name, [cells[names[c]] for _, cells in table for c in ("opened", "closed")], problems)
    closed, opened, stamps = _trades(file.name, table, names, told, order, problems)
    problems += told_apart(file.name, stamps)
    problems += [*empty(file.name, [*closed, *opened], problems), *twice(file.name, [*closed, *opened])]
    return Imported(
        trades=table_of(closed), open_trades=table_of(opened, opened=True) if opened else None, problems=tuple(problems)
    )


def _trades(
    file: str,
    table: Sequence[tuple[int, dict[str, str]]],
    names: Mapping[str, str],
    told: DataFile,
    order: Order | None,
    problems: list[Problem],
) -> tuple[list[Row], list[Row], list[tuple[int, datetime]]]:
    """Closed and open trades, and the moments as they are written."""
    closed: list[Row] = []
    opened: list[Row] = []
    stamps: list[tuple[int, datetime]] = []
    said: set[str] = set()
    for line, cells in table:
        is_open = not cells[names["closed"]].strip() and not cells[names["pnl"]].strip()
        wanted = [c for c in NUMBERS if c in names and (cells[names[c]].strip() or c == "pnl") and not (is_open and c == "pnl")]
        numbers = {c: _cells.amount(cells[names[c]]) for c in wanted}
        moments = {c: _moment(cells[names[c]], order) for c in ("opened", *(() if is_open else ("closed",)))}
        unread = [names[c] for c, value in (*moments.items(), *numbers.items()) if value is None]
        if unread:
            problems += _cells.unreadable(file, line, cells, iter(dict.fromkeys(unread)))
            continue
        stamps += [(line, at) for at in moments.values() if at is not None]
        dressed = [names[c] for c in wanted if _cells.is_money(cells[names[c]])]
        problems += _cells.once([_cells.money_note(file, line, c) for c in dressed], said)
        times = {c: exchange_time(at, told.zone if at.time() != datetime.min.time() else None) for c, at in moments.items() if at}
        row: dict[str, object] = {"strategy": "", "legs": "", **{c: cells[names[c]].strip() for c in TEXTS if c in names}}
        row |= {**times, **numbers}
        if not is_open and times["closed"] < times["opened"]:
            what = "the trade closes before it opens"
            problems.append(error("close-before-open", file, what, "mend the dates", line=line))
        (opened if is_open else closed).append((line, row))
    return closed, opened, stamps


def _moment(cell: str, order: Order | None) -> datetime | None:
    """A moment as ISO 8601 writes it, or a day with slashes with or without a time of day."""
    at = stamp(cell)
    if at is not None:
        return at
    day, _, clock = cell.strip().partition(" ")
    on = slashed_day(day, order)
    if on is None or on.year not in _cells.YEARS:
        return None
    return _cells.moment(on.isoformat(), clock)


def _order(file: str, cells: Iterable[str], problems: list[Problem]) -> Order | None:
    """Whether days with slashes have the month or the day first, by all of them together; an error where that can't be told."""
    slashed = [cell.strip().partition(" ")[0] for cell in cells if _LIKE_DAYS.match(cell.strip())]
    if not slashed:
        return None
    fitting: list[Order] = [o for o in ("month first", "day first") if all(_is_weekday(slashed_day(d, o)) for d in slashed)]
    if len(fitting) == 1:
        return fitting[0]
    what = (
        "whether the day or the month stands first can't be told from the file" if fitting else "no order of day and month fits"
    )
    problems.append(error("day-order", file, what, "write days like 2025-10-06", line=2))
    return "month first"


def _is_weekday(day: date | None) -> bool:
    return day is not None and day.weekday() < 5  # noqa: PLR2004 Saturday


def _undeclared(file: str, columns: Sequence[str]) -> Problem:
    found = ", ".join(f'{ours} = "{theirs}"' for ours, theirs in guess(columns).items())
    what = "which column of the table is which isn't told, and is never guessed"
    mend = f"write columns = {{ {found} }} under [[files]] in backtest.toml, once you have seen that it is so"
    return error("undeclared", file, what, mend, line=1)


def _lacking(file: str, ours: str, theirs: str | None, columns: Sequence[str]) -> Problem:
    what = f"columns names no column for {ours}" if not theirs else f"there is no column {theirs!r}"
    mend = f"name one of {', '.join(c for c in columns if c)}"
    return error("no-column", file, what, mend, line=1, column=theirs or None)


def _left_out(file: str, columns: Sequence[str], names: Mapping[str, str]) -> list[Problem]:
    more = [c for c in columns if c and c not in names.values()]
    if not more:
        return []
    return [note("columns-left-out", file, f"columns that the manifest doesn't name are left out: {', '.join(more)}", line=1)]
