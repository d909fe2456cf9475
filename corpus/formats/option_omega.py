"""Option Omega trade log of a backtest: CSV, one trade a row, newest first, premium in dollars per contract."""

from __future__ import annotations

from pathlib import Path

from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, error, errors_among, warning
from corpus.formats import _cells, _legs
from corpus.formats._head import Head
from corpus.formats._omega_columns import Named, read_columns
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
FEES = ("Opening Commissions + Fees", "Closing Commissions + Fees")
#: Columns of ours by those of the log; the optional ones are read where the log has them.
NUMBERS = {"premium": "Premium", "closing_cost": "Avg. Closing Cost", "pnl": "P/L", "contracts": "No. of Contracts"}
OPTIONAL = {"margin": "Margin Req.", "underlying": "Underlying", "funds": "Funds at Close"}
#: What a rounding to cents on either side can make of `P/L`, in dollars a contract and in all.
CENT = 0.01
#: How premium and closing cost can be in points where dollars belong: dollars a unit of each, and how it is told.
_IN_POINTS = {
    (100.0, 1.0): "Premium is in points, Avg. Closing Cost in dollars",
    (100.0, 100.0): "Premium and Avg. Closing Cost are in points",
}


def recognises(head: Head) -> bool:
    """Whether a header has every column that the reader needs."""
    return set(NEEDED) <= set(head.cells)


def read(file: Path, told: DataFile, watch: Watch = unwatched) -> Imported:
    """Trades with premium, closing cost, contracts and fees; margin and underlying where the log has them.

    Each row is held against `P/L = (Premium - Avg. Closing Cost) * No. of Contracts - fees`. A trade without a day of
    closing, closing cost and P/L is still open.
    """
    names = named(header(file), told)
    if names.fees and told.zone is None and (whole := read_columns(file, names, CENT, watch)) is not None:
        by_legs = (*_legs.in_points(file.name, whole), *_legs.later_years(file.name, whole))
        problems = (*_lacking_fees(file.name, names), *by_legs)
        return Imported(trades=whole, live=False, problems=problems)
    return read_rows(file, names, told, watch)


def named(header: list[str], told: DataFile) -> Named:
    """Which column of a log is which of ours."""
    fees = tuple(c for c in FEES if c in header)
    return columns_named(header, told, NUMBERS, optional={c: name for c, name in OPTIONAL.items() if name in header}, fees=fees)


def read_rows(file: Path, names: Named, told: DataFile, watch: Watch = unwatched) -> Imported:
    """The same row by row, which can say where a fault is."""
    problems: list[Problem] = [*lacking(file.name, names)]
    said: set[str] = set()
    found: list[Read] = []
    for line, cells in rows(file, problems, watch):
        wrong = _closes_unseen(file.name, line, cells)
        read, more = (None, wrong) if wrong else read_row(file.name, line, cells, names, told)
        problems += _cells.once(more, said)
        if read is not None:
            found.append(read)
    closed = [r for r in found if r.closed]
    still_open = [r.row() for r in found if not r.closed]
    every = [r.row() for r in found]
    problems += [*_lacking_fees(file.name, names), *_identity(file.name, closed)]
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


def _closes_unseen(file: str, line: int, cells: dict[str, str]) -> list[Problem]:
    """An error for a trade that has a P/L or a closing cost and no day on which it closed."""
    if cells["Date Closed"].strip() or not (cells["P/L"].strip() or cells["Avg. Closing Cost"].strip()):
        return []
    what = "the trade has a P/L or a closing cost and no day of closing"
    mend = "write the day, or empty both where the trade is still open"
    return [error("no-close", file, what, mend, line=line, column="Date Closed")]


def _lacking_fees(file: str, names: Named) -> list[Problem]:
    """A warning where the log doesn't tell every fee."""
    lacking = [c for c in FEES if c not in names.fees]
    if not lacking:
        return []
    told = "no fee columns, so cost is understated"
    told = f"no column {lacking[0]!r}, so cost is understated where it had any" if names.fees else told
    return [warning("no-fees", file, f"the log has {told}", "export every fee", line=1)]


def _identity(file: str, trades: list[Read]) -> list[Problem]:
    """An error for each row on which the P&L identity fails; one for all where points stand for dollars."""
    wrong = [_missed(file, trade) for trade in trades if not _fits(trade, 1.0, 1.0)]
    for (premium, cost), what in _IN_POINTS.items() if len(wrong) > 1 else ():
        if all(_fits(trade, premium, cost) for trade in trades):
            mend = "write both in dollars a contract, or export the log again"
            return [error("premium-points", file, f"{what}, as the P/L of every row tells", mend, line=wrong[0].line)]
    return wrong


def _missed(file: str, trade: Read) -> Problem:
    told, expected = trade.numbers["pnl"], _expected(trade, 1.0, 1.0)
    what = f"P/L is {told:.2f}, but (premium - closing cost) x contracts - fees is {expected:.2f}"
    mend = "check whether premium and cost are in the same unit"
    return error("pnl-identity", file, what, mend, line=trade.line, column="P/L")


def _fits(trade: Read, premium: float, cost: float) -> bool:
    off = _expected(trade, premium, cost) - trade.numbers["pnl"]
    return abs(off) <= CENT * (1 + abs(trade.numbers["contracts"]))


def _expected(trade: Read, premium: float, cost: float) -> float:
    """The P&L of a trade, given what a unit of premium and one of closing cost are in dollars."""
    told = trade.numbers
    return (premium * told["premium"] - cost * told["closing_cost"]) * told["contracts"] - told.get("fees", 0.0)
