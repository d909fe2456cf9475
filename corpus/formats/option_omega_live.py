"""Option Omega log of live trades: CSV, one trade a row, premium in points, with a P/L that can be wrong.

Two kinds are known. The one with day and time in one column has its closing cost in dollars a contract, but takes it for
points in its own P/L, which is then wrong on each row with a closing cost. The one with times of their own has the
closing cost in points, as money received, and its P/L is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, error, note, warning
from corpus.formats import _cells, _legs
from corpus.formats._head import Head
from corpus.formats._omega_rows import Read, columns_named, lacking, read_row
from corpus.formats._rows import header, rows
from corpus.formats._trades import Row, empty, table_of, twice
from corpus.formats._zones import told_apart

NAME = "option-omega-live"
TITLE = "an Option Omega log of live trades"
NUMBERS = {"premium": "Initial Premium", "closing_cost": "Avg. Closing Cost", "pnl": "P/L", "contracts": "No. of Contracts"}
TOLD = ("zone", "columns")
NEEDED = ("Strategy", "Date Opened", "Legs", *NUMBERS.values(), "Date Closed")
#: Dollars a contract of one point.
_POINT = 100.0
#: Fees that a P/L implies are taken for fees up to so many dollars a contract, leg and side.
_FEE = 5.0
_CENT = 0.01
#: A closing cost is in points where half the trades close at so many times their premium at most, and in dollars where half
#: of them close at so many times at least: in dollars a tenth of the premium in points is 10 times its number.
_AT_MOST, _AT_LEAST = 5.0, 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a log's closing cost is."""

    #: dollars a contract that one of it costs
    cost: float
    said: str
    #: whether the log's own P/L takes it for points, which it isn't
    mistaken: bool = False


DOLLARS = Reading(cost=1.0, said="premium is in points and closing cost in dollars", mistaken=True)
POINTS = Reading(cost=_POINT, said="premium and closing cost are in points")
RECEIVED = Reading(cost=-_POINT, said="premium and closing cost are in points, the latter as money received")


def recognises(head: Head) -> bool:
    """Whether a header has every column that the reader needs."""
    return set(NEEDED) <= set(head.cells)


def read(file: Path, told: DataFile, watch: Watch = unwatched) -> Imported:
    """Trades with premium, closing cost and P&L in dollars, and the fees that the log's own P/L implies."""
    names = columns_named(header(file), told, NUMBERS)
    problems: list[Problem] = lacking(file.name, names)
    said: set[str] = set()
    found: list[Read] = []
    for line, cells in rows(file, problems, watch):
        read_, wrong = read_row(file.name, line, cells, names, told, live=True)
        problems += _cells.once([*wrong, *_open_pnl(file.name, line, cells)], said)
        if read_ is not None:
            found.append(read_)
    still_open = [r.row(premium=_POINT * r.numbers["premium"]) for r in found if not r.closed]
    trades, wrong = _settled(file.name, [r for r in found if r.closed])
    problems += [*wrong, *empty(file.name, found, problems), *twice(file.name, [*trades, *still_open])]
    problems += told_apart(file.name, [(r.line, at) for r in found for at in r.stamps])
    table = table_of(trades)
    return Imported(
        trades=table,
        open_trades=table_of(still_open, opened=True) if still_open else None,
        live=True,
        problems=(*problems, *_legs.later_years(file.name, table)),
    )


def reading_of(closed: Sequence[Read]) -> Reading | None:
    """What the closing cost is, as the log's own P/L tells; None where that leaves it open."""
    costly = [r for r in closed if r.numbers["closing_cost"]]
    received = sum(_is_fee(r, own_fees(r, RECEIVED)) for r in costly)
    dollars = sum(_is_fee(r, own_fees(r, DOLLARS)) for r in costly)
    taken = [r for r in costly if _is_fee(r, own_fees(r, POINTS))]
    if received > max(dollars, len(taken)):
        return RECEIVED
    if dollars >= len(taken):
        return DOLLARS
    times = median(abs(r.numbers["closing_cost"]) / max(abs(r.numbers["premium"]), _CENT) for r in taken)
    if times <= _AT_MOST:
        return POINTS
    return DOLLARS if times >= _AT_LEAST else None


def own_fees(trade: Read, reading: Reading) -> float:
    """The fees that the log's own P/L implies where it is right [USD]."""
    return gross(trade, reading) - trade.numbers["pnl"]


def gross(trade: Read, reading: Reading) -> float:
    """The P&L of a trade before fees [USD]: `(100 * premium - closing cost) * contracts`."""
    told = trade.numbers
    return (_POINT * told["premium"] - reading.cost * told["closing_cost"]) * told["contracts"]


def _is_fee(trade: Read, dollars: float) -> bool:
    sides = 2 * (trade.texts["legs"].count("|") + 1) * trade.numbers["contracts"]
    return -_CENT * (1 + trade.numbers["contracts"]) <= dollars <= _FEE * sides


def _fees(trade: Read, reading: Reading) -> float | None:
    """The fees of a trade, from its own P/L, right or mistaken; None where it implies none that can be."""
    readings = (reading, POINTS) if reading.mistaken else (reading,)
    implied = (own_fees(trade, r) for r in readings)
    return next((max(round(fees, 6), 0.0) for fees in implied if _is_fee(trade, fees)), None)


def _settled(file: str, closed: Sequence[Read]) -> tuple[list[Row], list[Problem]]:
    """The closed trades with their amounts in dollars, how they were read, and what is wrong with them."""
    reading = reading_of(closed)
    if reading is None:
        what = "whether Avg. Closing Cost is in points or in dollars can't be told from the log"
        mend = "bring a log with more trades"
        return [], [error("closing-cost-unit", file, what, mend, line=1, column="Avg. Closing Cost")]
    what = f"P/L implies no fees between 0 and {_FEE:g} dollars a contract, leg and side, where {reading.said}"
    mend = "check the row's premium, closing cost, contracts and P/L"
    with_fees = [(r, _fees(r, reading)) for r in closed]
    lines = [r.line for r, fees in with_fees if fees is None]
    problems = [error("pnl-identity", file, what, mend, line=line, column="P/L") for line in lines]
    settled = [(r, fees) for r, fees in with_fees if fees is not None]
    if settled:
        said = f"{reading.said}; both are read as dollars a contract"
        problems = [note("premium-points", file, said, line=1), *problems, *_recomputed(file, settled, reading)]
    return [_row(r, fees, reading) for r, fees in settled], problems


def _row(trade: Read, fees: float, reading: Reading) -> Row:
    told = trade.numbers
    premium, cost = _POINT * told["premium"], reading.cost * told["closing_cost"]
    return trade.row(premium=premium, closing_cost=cost, fees=fees, pnl=gross(trade, reading) - fees)


def _recomputed(file: str, settled: Sequence[tuple[Read, float]], reading: Reading) -> list[Problem]:
    """A warning where the log's own P/L is wrong."""
    pnl = [(r.line, r.numbers["pnl"], gross(r, reading) - fees) for r, fees in settled]
    wrong = [line for line, own, true in pnl if abs(own - true) > _CENT]
    if not wrong:
        return []
    what = f"P/L takes the closing cost for points and is wrong on {len(wrong)} rows: the column sums to "
    what += f"{sum(own for _, own, _ in pnl):.2f} dollars where {sum(true for _, _, true in pnl):.2f} is true; P&L is "
    what += "computed anew, with the fees that the column itself implies"
    return [warning("pnl-recomputed", file, what, "don't use that column elsewhere", line=wrong[0], column="P/L")]


def _open_pnl(file: str, line: int, cells: dict[str, str]) -> list[Problem]:
    """A warning for an open trade that the log gives a P/L, which is left out."""
    if cells["Date Closed"].strip() or not cells["P/L"].strip(" 0.-"):
        return []
    what = "a trade has a P/L and no day of closing; it is read as still open, and its P/L is left out"
    return [warning("open-pnl", file, what, "write the day where it is closed", line=line, column="P/L")]
