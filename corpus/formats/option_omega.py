"""Option Omega trade log of a backtest: CSV, one trade a row, newest first, premium in dollars per contract."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.columns import ORDER, TRADE_COLUMNS
from corpus.errors import Problem
from corpus.formats import _cells
from corpus.formats._omega_columns import read_columns
from corpus.formats._rows import header, rows

if TYPE_CHECKING:
    import pandas as pd

ROLE = "trades"
TITLE = "an Option Omega trade log"
_NEEDED = (
    "Date Opened", "Time Opened", "Legs", "Premium", "Date Closed", "Time Closed", "Avg. Closing Cost", "P/L",
    "No. of Contracts", "Strategy",
)  # fmt: skip
_FEES = ("Opening Commissions + Fees", "Closing Commissions + Fees")
_NUMBERS = {"premium": "Premium", "closing_cost": "Avg. Closing Cost", "pnl": "P/L", "contracts": "No. of Contracts"}
#: What a rounding to cents on either side can make of `P/L`, in dollars a contract and in all.
_CENT = 0.01


def recognises(header: Sequence[str]) -> bool:
    """Whether a header has every column that the reader needs."""
    return set(_NEEDED) <= set(header)


def read(file: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """Trades with `TRADE_COLUMNS`, oldest first, and what is wrong in the file.

    Each row is held against `P/L = (Premium - Avg. Closing Cost) * No. of Contracts - fees`.
    """
    names = header(file)
    fees = [c for c in _FEES if c in names]
    if len(fees) == len(_FEES) and (whole := read_columns(file, names, _NUMBERS, fees, _CENT)) is not None:
        return whole, []
    return read_rows(file)


def read_rows(file: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """The same row by row, which can say where a fault is."""
    import pandas as pd

    problems: list[Problem] = []
    trades = []
    lines: list[tuple[int, dict[str, object]]] = []
    feeless = False
    for line, cells in rows(file, problems):
        trade, wrong = _trade(file.name, line, cells)
        problems += wrong
        if trade is not None:
            trades.append(trade)
            lines.append((line, trade))
        feeless = feeless or not set(_FEES) <= set(cells)
    if feeless:
        problems.append(_feeless(file.name))
    if not trades and not problems:
        problems.append(_problem("empty", file.name, None, "the log has no trades", "export it again", "error"))
    seen: set[tuple[object, ...]] = set()
    for line, trade in lines:
        told = tuple(trade.values())
        if told in seen:
            problems.append(_problem("duplicate", file.name, line, "the same trade stands twice", "leave one", "warning"))
        seen.add(told)
    table = pd.DataFrame(trades, columns=list(TRADE_COLUMNS)).astype(TRADE_COLUMNS)
    return table.sort_values(list(ORDER), kind="stable", ignore_index=True), problems


def _trade(file: str, line: int, cells: dict[str, str]) -> tuple[dict[str, object] | None, list[Problem]]:
    """One row as a trade, or None with what is wrong."""
    numbers = {name: _cells.number(cells[column]) for name, column in _NUMBERS.items()}
    fees = {column: _cells.number(cells[column] or "0") for column in _FEES if column in cells}
    opened = _cells.moment(cells["Date Opened"], cells["Time Opened"])
    closed = _cells.moment(cells["Date Closed"], cells["Time Closed"])
    unread = [column for name, column in _NUMBERS.items() if numbers[name] is None]
    unread += [column for column, fee in fees.items() if fee is None]
    unread += [c for c, at in (("Date Opened", opened), ("Date Closed", closed)) if at is None]
    if unread or opened is None or closed is None:
        return None, _cells.unreadable(file, line, cells, iter(unread))
    read_ = {name: value for name, value in numbers.items() if value is not None}
    paid = sum(fee for fee in fees.values() if fee is not None)
    wrong = _identity(file, line, read_, paid)
    if closed < opened:
        wrong.append(_problem("close-before-open", file, line, "the trade closes before it opens", "mend the dates"))
    if not read_["contracts"] > 0:
        wrong.append(_problem("contracts", file, line, "the number of contracts is not positive", "mend the row"))
    text = {"strategy": cells["Strategy"].strip(), "legs": cells["Legs"].strip()}
    return {"opened": opened, "closed": closed, "fees": paid, **text, **read_}, wrong


def _identity(file: str, line: int, row: dict[str, float], fees: float) -> list[Problem]:
    expected = (row["premium"] - row["closing_cost"]) * row["contracts"] - fees
    if abs(expected - row["pnl"]) <= _CENT * (1 + abs(row["contracts"])):
        return []
    what = f"P/L is {row['pnl']:.2f}, but (premium - closing cost) x contracts - fees is {expected:.2f}"
    return [_problem("pnl-identity", file, line, what, "check whether premium and cost are in the same unit", "error")]


def _feeless(file: str) -> Problem:
    return _problem("no-fees", file, 1, "the log has no fee columns, so cost is understated", "export fees", "warning")


def _problem(code: str, file: str, line: int | None, what: str, mend: str, severity: str = "error") -> Problem:
    return Problem(
        code=code, severity="warning" if severity == "warning" else "error", file=file, line=line, what=what, mend=mend
    )
