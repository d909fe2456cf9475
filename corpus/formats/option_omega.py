"""Option Omega trade log of a backtest: CSV, one trade a row, newest first, premium in dollars per contract."""

from __future__ import annotations

from pathlib import Path

from corpus.columns import OPTIONAL_COLUMNS
from corpus.errors import Problem, error, warning
from corpus.formats import _cells, _legs
from corpus.formats._head import Head
from corpus.formats._omega_columns import Named, read_columns
from corpus.formats._rows import header, rows
from corpus.formats._trades import Row, empty, table_of, twice
from corpus.imported import Imported, Watch, unwatched
from corpus.manifest import DataFile

NAME = "option-omega-trades"
TITLE = "an Option Omega trade log"
NEEDED = (
    "Date Opened", "Time Opened", "Legs", "Premium", "Date Closed", "Time Closed", "Avg. Closing Cost", "P/L",
    "No. of Contracts", "Strategy",
)  # fmt: skip
FEES = ("Opening Commissions + Fees", "Closing Commissions + Fees")
#: Columns of ours by those of the log; the optional ones are read where the log has them.
NUMBERS = {"premium": "Premium", "closing_cost": "Avg. Closing Cost", "pnl": "P/L", "contracts": "No. of Contracts"}
OPTIONAL = {"margin": "Margin Req.", "underlying": "Underlying"}
#: What a rounding to cents on either side can make of `P/L`, in dollars a contract and in all.
CENT = 0.01


def recognises(head: Head) -> bool:
    """Whether a header has every column that the reader needs."""
    return set(NEEDED) <= set(head.cells)


def read(file: Path, told: DataFile, watch: Watch = unwatched) -> Imported:
    """Trades with premium, closing cost, contracts and fees; margin and underlying where the log has them.

    Each row is held against `P/L = (Premium - Avg. Closing Cost) * No. of Contracts - fees`.
    """
    names = named(header(file), told)
    if len(names.fees) == len(FEES) and (whole := read_columns(file, names, CENT, watch)) is not None:
        return Imported(trades=whole, live=False, problems=tuple(_legs.later_years(file.name, whole)))
    return read_rows(file, names, watch)


def named(header: list[str], told: DataFile) -> Named:
    """Which column of a log is which of ours."""
    optional: dict[str, str] = {c: name for c, name in OPTIONAL.items() if name in header}
    optional |= {str(ours): theirs for ours, theirs in told.columns.items()}
    texts = {c: name for c, name in optional.items() if OPTIONAL_COLUMNS[c] == "str"}
    numbers = {c: name for c, name in optional.items() if c not in texts}
    return Named(header=tuple(header), numbers=NUMBERS | numbers, texts=texts, fees=tuple(c for c in FEES if c in header))


def read_rows(file: Path, names: Named, watch: Watch = unwatched) -> Imported:
    """The same row by row, which can say where a fault is."""
    problems: list[Problem] = [*_lacking(file.name, names)]
    trades: list[Row] = []
    for line, cells in rows(file, problems, watch):
        trade, wrong = _trade(file.name, line, cells, names)
        problems += wrong
        if trade is not None:
            trades.append((line, trade))
    if len(names.fees) < len(FEES):
        what = "the log has no fee columns, so cost is understated"
        problems.append(warning("no-fees", file.name, what, "export fees", line=1))
    problems += [*empty(file.name, trades, problems), *twice(file.name, trades)]
    table = table_of(trades)
    return Imported(trades=table, live=False, problems=(*problems, *_legs.later_years(file.name, table)))


def _lacking(file: str, names: Named) -> list[Problem]:
    """Columns that the manifest names and the log doesn't have."""
    lacking = [c for c in (*names.numbers.values(), *names.texts.values()) if c not in names.header]
    return [error("no-column", file, f"there is no column {c!r}", "mend columns in the manifest", line=1) for c in lacking]


def _trade(file: str, line: int, cells: dict[str, str], names: Named) -> tuple[dict[str, object] | None, list[Problem]]:
    """One row as a trade, or None with what is wrong."""
    numbers = {c: _cells.number(cells[column]) for c, column in names.numbers.items() if column in cells}
    fees = {column: _cells.number(cells[column] or "0") for column in names.fees}
    opened = _cells.moment(cells["Date Opened"], cells["Time Opened"])
    closed = _cells.moment(cells["Date Closed"], cells["Time Closed"])
    unread = [names.numbers[c] for c, value in numbers.items() if value is None]
    unread += [column for column, fee in fees.items() if fee is None]
    unread += [c for c, at in (("Date Opened", opened), ("Date Closed", closed)) if at is None]
    if unread or opened is None or closed is None:
        return None, _cells.unreadable(file, line, cells, iter(unread))
    read_ = {name: value for name, value in numbers.items() if value is not None}
    paid = sum(fee for fee in fees.values() if fee is not None)
    wrong = _identity(file, line, read_, paid)
    if closed < opened:
        wrong.append(error("close-before-open", file, "the trade closes before it opens", "mend the dates", line=line))
    if not read_["contracts"] > 0:
        wrong.append(error("contracts", file, "the number of contracts is not positive", "mend the row", line=line))
    text = {"strategy": cells["Strategy"].strip(), "legs": cells["Legs"].strip()}
    text |= {c: cells[column].strip() for c, column in names.texts.items() if column in cells}
    paid_ = {"fees": paid} if names.fees else {}
    return {"opened": opened, "closed": closed, **paid_, **text, **read_}, wrong


def _identity(file: str, line: int, row: dict[str, float], fees: float) -> list[Problem]:
    expected = (row["premium"] - row["closing_cost"]) * row["contracts"] - fees
    if abs(expected - row["pnl"]) <= CENT * (1 + abs(row["contracts"])):
        return []
    what = f"P/L is {row['pnl']:.2f}, but (premium - closing cost) x contracts - fees is {expected:.2f}"
    mend = "check whether premium and cost are in the same unit"
    return [error("pnl-identity", file, what, mend, line=line, column="P/L")]
