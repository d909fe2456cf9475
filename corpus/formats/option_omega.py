"""Option Omega trade log of a backtest: CSV, one trade a row, newest first, premium in dollars per contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, error, errors_among
from corpus.formats import _cells, _legs
from corpus.formats._head import Head
from corpus.formats._omega_columns import Named, Unsound, Whole, read_columns
from corpus.formats._omega_fees import CENT, FEES, fees_at_nothing, identity, lacking_fees, missed, with_fees
from corpus.formats._omega_pieces import Alone, Pieces, joined, read_pieces, read_unsound
from corpus.formats._omega_rows import Read, columns_named, lacking, read_row
from corpus.formats._rows import header, rows
from corpus.formats._trades import empty, table_of, twice
from corpus.formats._zones import told_apart

NAME = "option-omega-trades"
TITLE = "an Option Omega trade log"
TOLD = ("zone", "columns")
NEEDED = (
    "Date Opened", "Time Opened", "Legs", "Premium", "Date Closed", "Time Closed", "Avg. Closing Cost", "P/L",
    "No. of Contracts", "Strategy",
)  # fmt: skip
#: Columns of ours by those of the log; the optional ones are read where the log has them.
NUMBERS = {"premium": "Premium", "closing_cost": "Avg. Closing Cost", "pnl": "P/L", "contracts": "No. of Contracts"}
OPTIONAL = {"margin": "Margin Req.", "underlying": "Underlying", "funds": "Funds at Close"}


#: Logs with no more rows than this are read row by row where anything in them is unusual.
_LARGE = 5_000


def recognises(head: Head) -> bool:
    """Whether a header has every column that the reader needs."""
    return set(NEEDED) <= set(head.cells)


def read(file: Path, told: DataFile, watch: Watch = unwatched) -> Imported:
    """Trades with premium, closing cost, contracts and fees; margin and underlying where the log has them.

    Each row is held against `P/L = (Premium - Avg. Closing Cost) * No. of Contracts - fees`. A trade without a day of
    closing, closing cost and P/L is still open.
    """
    names = named(header(file), told)
    quick = _by_columns(file, names, told, watch) if names.fees and told.zone is None else None
    return quick if quick is not None else read_rows(file, names, told, watch)


def _by_columns(file: Path, names: Named, told: DataFile, watch: Watch) -> Imported | None:
    """A log by columns, a large one but for its unusual lines; None where these are too many or can't be told."""
    whole = read_columns(file, names, CENT, watch)
    if isinstance(whole, Whole):
        return _said_of_all(file.name, names, Imported(trades=whole.trades, live=False), [whole.at_nothing])
    pieces = _in_pieces(file, names, told, whole, watch) if not lacking_fees(file.name, names) else None
    found = None if pieces is None else joined(*pieces)
    return (
        None
        if pieces is None or found is None
        else _said_of_all(file.name, names, found, [w.at_nothing for p in pieces for w in p])
    )


def _in_pieces(file: Path, names: Named, told: DataFile, unsound: Unsound | None, watch: Watch) -> Pieces | None:
    def by_rows(piece: Path) -> Alone | None:
        return _rows_alone(piece, names, told)

    if unsound is not None and unsound.of > _LARGE and (found := read_unsound(file, unsound, by_rows)) is not None:
        return found
    return read_pieces(file, names, CENT, by_rows, watch)


def _said_of_all(file: str, names: Named, found: Imported, paid: Sequence[tuple[int, float]]) -> Imported:
    """With what is said of a log as a whole and not of its rows."""
    assert found.trades is not None, "a log that is read by columns has some"
    by_legs = [] if errors_among(found.problems) else _legs.in_points(file, found.trades)
    at_nothing = fees_at_nothing(file, sum(n for n, _ in paid), sum(fee for _, fee in paid))
    more = [*by_legs, *_legs.later_years(file, found.trades)]
    return replace(found, problems=(*lacking_fees(file, names), *at_nothing, *found.problems, *more))


def _rows_alone(piece: Path, names: Named, told: DataFile) -> Alone | None:
    """What the rows of a piece say; None where they have time zones, which the others may not have."""
    found, problems = _row_by_row(piece, names, told, unwatched)
    if any(at.tzinfo is not None for r in found for at in r.stamps):
        return None
    closed, still_open = [r for r in found if r.closed], [r.row() for r in found if not r.closed]
    problems += [*missed(piece.name, closed), *twice(piece.name, [r.row() for r in found])]
    opened = table_of(still_open, opened=True) if still_open else None
    table = table_of([r.row() for r in closed])
    return Alone(
        found=Imported(trades=table, open_trades=opened, live=False, problems=tuple(problems)), at_nothing=_at_nothing(closed)
    )


def named(header: list[str], told: DataFile) -> Named:
    """Which column of a log is which of ours."""
    fees = tuple(next(c for c in names if c in header) for names in FEES if set(names) & set(header))
    return columns_named(header, told, NUMBERS, optional={c: name for c, name in OPTIONAL.items() if name in header}, fees=fees)


def read_rows(file: Path, names: Named, told: DataFile, watch: Watch = unwatched) -> Imported:
    """The same row by row, which can say where a fault is."""
    found, problems = _row_by_row(file, names, told, watch)
    closed, implied = with_fees(names, [r for r in found if r.closed])
    still_open = [r.row() for r in found if not r.closed]
    every = [r.row() for r in found]
    problems += [
        *lacking_fees(file.name, names, implied),
        *identity(file.name, closed),
        *fees_at_nothing(file.name, *_at_nothing(closed)),
    ]
    problems += [*empty(file.name, every, problems), *twice(file.name, every)]
    problems += told_apart(file.name, [(r.line, at) for r in found for at in r.stamps])
    table = table_of([r.row() for r in closed])
    problems += _legs.in_points(file.name, table) if not errors_among(problems) else []
    return Imported(
        trades=table,
        open_trades=table_of(still_open, opened=True) if still_open else None,
        live=False,
        problems=(*problems, *_legs.later_years(file.name, table)),
    )


def _row_by_row(file: Path, names: Named, told: DataFile, watch: Watch) -> tuple[list[Read], list[Problem]]:
    """The rows that can be read, and what is wrong with each."""
    problems: list[Problem] = [*lacking(file.name, names)]
    said: set[str] = set()
    found: list[Read] = []
    for line, cells in rows(file, problems, watch):
        wrong = _closes_unseen(file.name, line, cells)
        read, more = (None, wrong) if wrong else read_row(file.name, line, cells, names, told)
        problems += _cells.once(more, said)
        if read is not None:
            found.append(read)
    return found, problems


def _at_nothing(closed: Sequence[Read]) -> tuple[int, float]:
    """How many trades expire worthless and pay for it, and how much [USD]."""
    own = [r.fee_at_expiry for r in closed if r.fee_at_expiry > 0 and not r.numbers["closing_cost"]]
    return len(own), sum(own)


def _closes_unseen(file: str, line: int, cells: dict[str, str]) -> list[Problem]:
    """An error for a trade that has a P/L or a closing cost and no day on which it closed."""
    if cells["Date Closed"].strip() or not (cells["P/L"].strip() or cells["Avg. Closing Cost"].strip()):
        return []
    what = "the trade has a P/L or a closing cost and no day of closing"
    mend = "write the day, or empty both where the trade is still open"
    return [error("no-close", file, what, mend, line=line, column="Date Closed")]
