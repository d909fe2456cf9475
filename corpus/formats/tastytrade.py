"""tastytrade transaction history: CSV, one execution, delivery or money movement a row, newest first, times with an offset.

Values and fees are signed cash: a commission paid is negative. The platform knows no strategies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from corpus.backtests.imported import Imported
from corpus.backtests.legs import Right
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, error, note, warning
from corpus.formats import _cells
from corpus.formats._fills import Contract, Effect, Fill
from corpus.formats._head import Head
from corpus.formats._rows import rows
from corpus.formats._statements import (
    Statement,
    currency_of,
    deliveries,
    imported,
    last_day,
    left_out,
    oldest_first,
    other_cash,
    unsorted,
)
from corpus.formats._zones import exchange_time

NAME = "tastytrade"
TITLE = "a tastytrade transaction history"
TOLD = ("zone",)
NEEDED = (
    "Date", "Type", "Sub Type", "Action", "Symbol", "Instrument Type", "Description", "Value", "Quantity", "Average Price",
    "Commissions", "Fees", "Multiplier", "Root Symbol", "Underlying Symbol", "Expiration Date", "Strike Price", "Call or Put",
    "Order #", "Currency",
)  # fmt: skip
_ACTIONS: dict[str, tuple[int, Effect]] = {
    "BUY_TO_OPEN": (1, "open"),
    "BUY_TO_CLOSE": (1, "close"),
    "SELL_TO_OPEN": (-1, "open"),
    "SELL_TO_CLOSE": (-1, "close"),
}
_TRADED = {
    "Buy to Open": "BUY_TO_OPEN",
    "Buy to Close": "BUY_TO_CLOSE",
    "Sell to Open": "SELL_TO_OPEN",
    "Sell to Close": "SELL_TO_CLOSE",
}
_SETTLED = {"Cash Settled Assignment", "Cash Settled Exercise"}
_DELIVERED = {"Assignment", "Exercise"}
_REMOVED = {"Expiration", *_DELIVERED, *_SETTLED}
_FLOWS = {"Deposit", "Withdrawal", "Transfer"}
_TYPES = {"Trade", "Receive Deliver", "Money Movement"}
_OPTIONS = {"Equity Option", "Future Option"}
_RIGHTS: dict[str, Right] = {"CALL": "call", "PUT": "put"}
_CENT = Fraction(1, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A row whose day can be read."""

    number: int
    #: exchange time
    at: datetime
    cells: dict[str, str]

    @property
    def key(self) -> tuple[str, date]:
        return self.cells["Symbol"], self.at.date()


def recognises(head: Head) -> bool:
    """Whether a header has every column that the reader needs."""
    return set(NEEDED) <= set(head.cells)


def read(file: Path, told: DataFile, watch: Watch = unwatched) -> Imported:
    """Trades, open trades and flows; each row is held against its own price, side and total."""
    problems: list[Problem] = []
    table = [(n, {k: v.strip() for k, v in cells.items()}) for n, cells in rows(file, problems, watch)]
    lines = _dated(file.name, table, told.zone, problems)
    problems += _twice(file.name, table)
    currency, mixed = currency_of(file.name, [(n, cells["Currency"]) for n, cells in table], "Currency")
    problems += [*mixed, *unsorted(file.name, [(line.number, line.at) for line in lines], "Date")]
    fills = oldest_first(_fills(file.name, lines, problems))
    flows, other = _money(file.name, lines, problems)
    problems += other_cash(file.name, other, "Value")
    last = last_day([line.at for line in lines])
    return imported(
        Statement(file=file.name, fills=fills, flows=flows, last=last, currency=currency, live=True, problems=problems)
    )


def _dated(file: str, table: Sequence[tuple[int, dict[str, str]]], zone: str | None, problems: list[Problem]) -> list[_Line]:
    """The rows with their moments in exchange time."""
    lines, zoned = [], []
    for number, cells in table:
        at = _moment(cells["Date"])
        if at is None:
            problems += _cells.unreadable(file, number, cells, iter(["Date"]))
        else:
            lines.append(_Line(number=number, at=exchange_time(at, zone), cells=cells))
            zoned.append(at.tzinfo is not None)
    if len(set(zoned)) > 1:
        what = "some times have an offset and some have none"
        line = lines[zoned.index(not zoned[0])].number
        problems.append(error("zone-mixed", file, what, "export the file again", line=line, column="Date"))
    elif zoned and not zoned[0] and zone is None:
        what = "the times have no offset and the manifest names no zone; they are taken as exchange time"
        problems.append(note("zone", file, what, line=lines[0].number, column="Date"))
    return lines


def _moment(cell: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(cell)
    except ValueError:
        return None
    return at if at.year in _cells.YEARS and len(cell) > len("2024-01-03") else None


def _twice(file: str, table: Sequence[tuple[int, dict[str, str]]]) -> list[Problem]:
    """A warning for each row that says the same as one before it: two fills can, so both count."""
    seen: set[tuple[str, ...]] = set()
    problems = []
    for number, cells in table:
        said = tuple(cells.values())
        if said in seen:
            what = "the same row stands twice; both count, since executions have no numbers"
            problems.append(warning("duplicate", file, what, "leave one if two exports overlap", line=number))
        seen.add(said)
    return problems


def _money(
    file: str, lines: Sequence[_Line], problems: list[Problem]
) -> tuple[list[tuple[date, Fraction]], list[tuple[int, Fraction]]]:
    """Deposits and withdrawals by day, and all other cash by line."""
    flows, other = [], []
    for line in lines:
        if line.cells["Type"] != "Money Movement":
            continue
        amounts, wrong = _amounts(file, line, ("Value", "Commissions", "Fees"))
        problems += wrong or _total(file, line, amounts)
        if line.cells["Sub Type"] in _FLOWS:
            flows.append((line.at.date(), sum(amounts.values(), Fraction())))
        else:
            other.append((line.number, sum(amounts.values(), Fraction())))
    return flows, other


def _fills(file: str, lines: Sequence[_Line], problems: list[Problem]) -> list[Fill]:
    """Executions and removals; of a cash settlement's two rows the one without money is passed over."""
    settled = {line.key for line in lines if line.cells["Sub Type"] in _SETTLED}
    fills: list[Fill] = []
    skipped: list[int] = []
    unknown: list[int] = []
    for line in lines:
        kind, sub = line.cells["Type"], line.cells["Sub Type"]
        if kind == "Money Movement" or (sub in _DELIVERED and line.key in settled):
            continue
        if line.cells["Instrument Type"] == "Future":
            skipped.append(line.number)
            continue
        fill, wrong = _fill(file, line)
        if fill is None and line.cells["Instrument Type"] == "Future Option" and all(p.code == "cell" for p in wrong):
            unknown.append(line.number)
            continue
        problems += wrong
        if fill is not None:
            fills.append(fill)
    problems += deliveries(file, fills)
    problems += left_out(file, unknown, "options on futures whose contract isn't told in full")
    problems += left_out(file, skipped, "futures are settled day by day, so their rows have no value")
    return fills


def _fill(file: str, line: _Line) -> tuple[Fill | None, list[Problem]]:
    """One row as a fill, or None with what is wrong."""
    wrong = _unknown(file, line)
    amounts, unread = _amounts(file, line, ("Value", "Commissions", "Fees", "Quantity", "Average Price"))
    contract, unknown = _contract(file, line)
    wrong += [*unread, *unknown]
    if wrong or contract is None:
        return None, wrong
    side, effect = _ACTIONS.get(line.cells["Action"], (1, "close"))
    if not amounts["Quantity"] > 0:
        what = "the quantity is not positive"
        return None, [error("quantity", file, what, "mend the row", line=line.number, column="Quantity")]
    fill = Fill(
        line=line.number,
        at=line.at,
        order=line.cells["Order #"],
        contract=contract,
        quantity=side * amounts["Quantity"],
        cash=amounts["Value"],
        fees=-amounts["Commissions"] - amounts["Fees"],
        effect=effect,
        side_told=bool(line.cells["Action"]),
        carried=_carried(line, contract),
        delivers=line.cells["Sub Type"] in _DELIVERED,
    )
    return fill, [*_value(file, line, fill, amounts["Average Price"]), *_total(file, line, amounts), *_remarks(file, line, fill)]


def _carried(line: _Line, contract: Contract) -> str:
    """What the rows of one split, renaming or delivery share, by which a position goes on in another contract; else ""."""
    sub = line.cells["Sub Type"]
    if line.cells["Type"] != "Receive Deliver" or sub in {"Expiration", *_SETTLED}:
        return ""
    if sub in {*_TRADED, *_DELIVERED}:
        return f"{line.at} {contract.underlying}"
    return f"{line.at} {sub} {contract.underlying if 'Split' in sub else ''}"


def _unknown(file: str, line: _Line) -> list[Problem]:
    """Errors of a row that says nothing known is done, or two things."""
    kind, sub, action = (line.cells[c] for c in ("Type", "Sub Type", "Action"))
    if kind not in _TYPES:
        return [error("unknown-action", file, f"unknown type {kind!r}", "mend the row", line=line.number, column="Type")]
    if action not in _ACTIONS and (action or sub not in _REMOVED):
        what = f"unknown action {action!r} of {sub!r}"
        return [error("unknown-action", file, what, "mend the row", line=line.number, column="Action")]
    if _TRADED.get(sub, action) != action:
        what = f"the sub type {sub!r} and the action {action!r} contradict each other"
        return [error("unknown-action", file, what, "mend the row", line=line.number, column="Action")]
    if kind == "Trade" and not line.cells["Order #"]:
        return _cells.unreadable(file, line.number, line.cells, iter(["Order #"]))
    return []


def _amounts(file: str, line: _Line, columns: Sequence[str]) -> tuple[dict[str, Fraction], list[Problem]]:
    """Numbers by column; `--` is nothing."""
    read_ = {c: Fraction() if line.cells[c] == "--" else _cells.exact(line.cells[c]) for c in columns}
    unread = [c for c, value in read_.items() if value is None and not (c == "Average Price" and not line.cells[c])]
    amounts = defaultdict(Fraction, {c: value for c, value in read_.items() if value is not None})
    return amounts, _cells.unreadable(file, line.number, line.cells, iter(unread))


def _contract(file: str, line: _Line) -> tuple[Contract | None, list[Problem]]:
    cells = line.cells
    if cells["Instrument Type"] not in _OPTIONS:
        if cells["Symbol"] and cells["Instrument Type"]:
            return Contract(symbol=cells["Symbol"], underlying=cells["Symbol"]), []
        empty = [c for c in ("Symbol", "Instrument Type") if not cells[c]]
        return None, _cells.unreadable(file, line.number, cells, iter(empty))
    expiry, strike, right = (
        _cells.us_day(cells["Expiration Date"]),
        _cells.exact(cells["Strike Price"]),
        _RIGHTS.get(cells["Call or Put"]),
    )
    multiplier, underlying = _cells.exact(cells["Multiplier"]), cells["Underlying Symbol"]
    parts: dict[str, object] = {
        "Expiration Date": expiry,
        "Strike Price": strike,
        "Call or Put": right,
        "Multiplier": multiplier or None,
    }
    parts |= {c: cells[c] or None for c in ("Symbol", "Underlying Symbol")}
    unread = [c for c, part in parts.items() if part is None]
    if unread or multiplier is None:
        return None, _cells.unreadable(file, line.number, cells, iter(unread))
    return Contract(
        symbol=cells["Symbol"], underlying=underlying, expiry=expiry, strike=strike, right=right, multiplier=multiplier
    ), []


def _value(file: str, line: _Line, fill: Fill, average: Fraction) -> list[Problem]:
    """Errors of a trade whose value isn't what its side, quantity and price make of it."""
    if line.cells["Type"] != "Trade":
        return []
    expected = -fill.quantity * abs(average) if average else fill.cash
    if fill.cash * fill.quantity <= 0 and abs(fill.cash - expected) <= _CENT * (1 + abs(fill.quantity)):
        return []
    what = f"the value is {float(fill.cash):.2f}, but side, quantity and average price make {float(expected):.2f}"
    return [error("value-identity", file, what, "mend the row or export it again", line=line.number, column="Value")]


def _total(file: str, line: _Line, amounts: dict[str, Fraction]) -> list[Problem]:
    """An error where the file has totals and this one isn't the sum of value, commissions and fees."""
    if "Total" not in line.cells:
        return []
    total, made = _cells.exact(line.cells["Total"]), amounts["Value"] + amounts["Commissions"] + amounts["Fees"]
    if total is None:
        return _cells.unreadable(file, line.number, line.cells, iter(["Total"]))
    if abs(total - made) <= _CENT:
        return []
    what = f"the total is {float(total):.2f}, but value, commissions and fees sum to {float(made):.2f}"
    return [error("total-identity", file, what, "mend the row or export it again", line=line.number, column="Total")]


def _remarks(file: str, line: _Line, fill: Fill) -> list[Problem]:
    """Warnings of what is read as it stands and is seldom meant so."""
    problems = []
    sub = line.cells["Sub Type"]
    if fill.fees < 0:
        what = "commissions and fees are positive, which is money received; they are read so"
        problems.append(warning("fee-sign", file, what, "check the row", line=line.number, column="Fees"))
    if line.cells["Type"] == "Receive Deliver" and sub not in {*_TRADED, *_REMOVED}:
        what = f"by {sub} positions go on in other contracts, each in its trade"
        problems.append(note("corporate-action", file, what, line=line.number))
    return problems
