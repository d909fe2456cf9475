"""vectorbt trade log: the CSV of a portfolio's readable trades, prices in dollars a unit, P&L net of fees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from corpus.backtests.columns import OPTIONAL_COLUMNS
from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, error, errors_among, warning
from corpus.formats import _cells
from corpus.formats._head import Head
from corpus.formats._rows import header, rows
from corpus.formats._trades import Row, empty, numbered, table_of, twice
from corpus.formats._zones import exchange_time, stamp, told_apart

NAME = "vectorbt-trades"
TITLE = "a vectorbt trade log"
TOLD = ("zone", "columns")
NEEDED = (
    "Column", "Size", "Entry Timestamp", "Avg Entry Price", "Entry Fees", "Exit Timestamp", "Avg Exit Price", "Exit Fees",
    "PnL", "Direction", "Status",
)  # fmt: skip
#: Today's names of columns by those of older versions.
OLDER = {
    "Entry Date": "Entry Timestamp", "Exit Date": "Exit Timestamp",
    "Avg. Entry Price": "Avg Entry Price", "Avg. Exit Price": "Avg Exit Price",
}  # fmt: skip
#: What the exits of one position share, where the log has it.
_POSITION = "Position Id"
#: What tells two trades of one column apart, where the log has it.
IDS = ("Exit Trade Id", "Entry Trade Id", "Trade Id")
_NUMBERS = ("Size", "Avg Entry Price", "Entry Fees", "Avg Exit Price", "Exit Fees", "PnL")
_DIRECTIONS = {"long": 1, "short": -1}
#: Whether a trade is still open.
_STATES = {"closed": False, "open": True}
#: What sums of floating point numbers are off by, as a share of their terms.
_FLOAT = 1e-9


def recognises(head: Head) -> bool:
    """Whether a header has every column that the reader needs, under its name of today or an older one."""
    return set(NEEDED) <= {OLDER.get(c, c) for c in head.cells}


def read(file: Path, told: DataFile, watch: Watch = unwatched) -> Imported:
    """Trades with contracts, premium, closing cost and fees, their strategy being vectorbt's column; those still open apart.

    Each row is held against `PnL = (exit - entry) * size - fees`, the other way round for a short trade. vectorbt knows
    no legs, so these are empty.
    """
    problems = _lacking(file, told)
    closed: list[Row] = []
    opened: list[Row] = []
    moments: list[tuple[int, datetime]] = []
    positions: dict[str, dict[tuple[str, ...], int]] = defaultdict(dict)
    for line, found in rows(file, problems, watch):
        cells = {OLDER.get(c, c): cell.strip() for c, cell in found.items()}
        row = _parsed(cells, told)
        if isinstance(row, list):
            problems += _cells.unreadable(file.name, line, cells, iter(row))
            continue
        problems += _wrong(file.name, line, cells, row, told)
        moments += [(line, row.entry), (line, row.exit)]
        positions[f"{cells['Column']} {cells.get(_POSITION, '') or f'line {line}'}"].setdefault(tuple(cells.values()), line)
        (opened if row.is_open else closed).append((line, _trade(cells, row, told)))
    numbers = [str(row["id"]) for _, row in (*closed, *opened)]
    problems += [] if errors_among(problems) else numbered(file.name, numbers, IDS[0], since=0)
    problems += [*told_apart(file.name, moments), *_partial(file.name, [list(own.values()) for own in positions.values()])]
    problems += [*empty(file.name, [*closed, *opened], problems), *twice(file.name, [*closed, *opened])]
    return Imported(
        trades=table_of(closed), open_trades=table_of(opened, opened=True) if opened else None, problems=tuple(problems)
    )


def _lacking(file: Path, told: DataFile) -> list[Problem]:
    """Columns that the manifest names and the log doesn't have."""
    lacking = [c for c in told.columns.values() if c not in header(file)]
    return [error("no-column", file.name, f"there is no column {c!r}", "mend columns in the manifest", line=1) for c in lacking]


def _partial(file: str, positions: Sequence[Sequence[int]]) -> list[Problem]:
    """A warning where positions were closed in parts, each of which the log counts as a trade."""
    parts = [lines for lines in positions if len(lines) > 1]
    if not parts:
        return []
    what = f"{len(parts)} positions were closed in {sum(map(len, parts))} parts, and the log has each part as a trade: "
    what += "counts and win rates are of parts"
    return [warning("partial-exits", file, what, "export positions instead of trades", line=parts[0][0])]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parsed:
    """The cells of one row, read."""

    numbers: Mapping[str, float]
    entry: datetime
    exit: datetime
    #: 1 for a long trade, -1 for a short one
    direction: int
    is_open: bool
    #: columns of ours that the manifest names
    further: Mapping[str, object]


def _parsed(cells: Mapping[str, str], told: DataFile) -> _Parsed | list[str]:
    """One row, or the columns of it that can't be read."""
    numbers = {c: _cells.number(cells[c]) for c in _NUMBERS}
    entry, exit_ = stamp(cells["Entry Timestamp"]), stamp(cells["Exit Timestamp"])
    direction, is_open = _DIRECTIONS.get(cells["Direction"].lower()), _STATES.get(cells["Status"].lower())
    named: dict[str, str] = {ours: theirs for ours, theirs in told.columns.items() if theirs in cells}
    further: dict[str, float | str | None] = {}
    further |= {c: _cells.number(cells[n]) if OPTIONAL_COLUMNS[c] == "float64" else cells[n] for c, n in named.items()}
    read_ = {**numbers, "Entry Timestamp": entry, "Exit Timestamp": exit_, "Direction": direction, "Status": is_open}
    unread = [c for c, value in {**read_, **{named[c]: v for c, v in further.items()}}.items() if value is None]
    if unread or entry is None or exit_ is None or direction is None or is_open is None:
        return unread
    whole = {c: value for c, value in numbers.items() if value is not None}
    return _Parsed(numbers=whole, entry=entry, exit=exit_, direction=direction, is_open=is_open, further=further)


def _trade(cells: Mapping[str, str], row: _Parsed, told: DataFile) -> dict[str, object]:
    """One row as a trade; units that are bought cost their price, so the premium of a long trade is negative."""
    trade: dict[str, object] = {
        "opened": exchange_time(row.entry, told.zone),
        "strategy": cells["Column"],
        "legs": "",
        "contracts": row.numbers["Size"],
        "premium": -row.direction * row.numbers["Avg Entry Price"],
        "fees": row.numbers["Entry Fees"] + (0.0 if row.is_open else row.numbers["Exit Fees"]),
        "id": next((cells[c] for c in IDS if c in cells), ""),
        **row.further,
    }
    if row.is_open:
        return trade | {"unrealised": row.numbers["PnL"]}
    closing = {"closing_cost": -row.direction * row.numbers["Avg Exit Price"], "pnl": row.numbers["PnL"]}
    return {**trade, "closed": exchange_time(row.exit, told.zone), **closing}


def _wrong(file: str, line: int, cells: Mapping[str, str], row: _Parsed, told: DataFile) -> list[Problem]:
    """What is wrong with a row that can be read."""
    problems = _identity(file, line, cells, row.numbers, row.direction)
    if exchange_time(row.exit, told.zone) < exchange_time(row.entry, told.zone):
        problems.append(error("close-before-open", file, "the trade closes before it opens", "mend the times", line=line))
    if not row.numbers["Size"] > 0:
        problems.append(error("contracts", file, "the size is not positive", "mend the row", line=line, column="Size"))
    return problems


def _identity(file: str, line: int, cells: Mapping[str, str], row: Mapping[str, float], direction: int) -> list[Problem]:
    """The P&L against what prices, size and fees make; cells may be rounded to as many decimals as they have."""
    size, moved = abs(row["Size"]), row["Avg Exit Price"] - row["Avg Entry Price"]
    expected = direction * moved * row["Size"] - row["Entry Fees"] - row["Exit Fees"]
    half = {c: _half_unit(cells[c]) for c in _NUMBERS}
    off = size * (half["Avg Entry Price"] + half["Avg Exit Price"]) + abs(moved) * half["Size"]
    off += half["Entry Fees"] + half["Exit Fees"] + half["PnL"]
    off += _FLOAT * size * (abs(row["Avg Entry Price"]) + abs(row["Avg Exit Price"]))
    if abs(expected - row["PnL"]) <= off:
        return []
    what = f"PnL is {row['PnL']:.2f}, but what prices, size and fees make is {expected:.2f}"
    return [error("pnl-identity", file, what, "export the file again", line=line, column="PnL")]


def _half_unit(cell: str) -> float:
    """What a rounding to as many decimals as a cell has, at least to cents, can be off by."""
    return 0.5 * 10.0 ** -max(2, len(cell.partition(".")[2]))
