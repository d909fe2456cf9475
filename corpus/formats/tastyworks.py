"""tastyworks transaction history as it was before 2022: CSV, one execution, delivery or money movement a row, newest first.

Amounts are before fees, and fees are positive where they are paid. It names no orders; its times are to the minute.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from corpus.backtests.imported import Imported
from corpus.backtests.legs import Right
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, note
from corpus.formats import _cells
from corpus.formats._activity import us_day
from corpus.formats._fills import Contract, Effect, Fill
from corpus.formats._head import Head
from corpus.formats._rows import rows
from corpus.formats._statements import Statement, deliveries, imported, last_day, left_out, oldest_first, other_cash
from corpus.formats._zones import exchange_time

NAME = "tastyworks"
TITLE = "an older tastyworks transaction history"
TOLD = ("zone",)
NEEDED = (
    "Date/Time", "Transaction Code", "Transaction Subcode", "Symbol", "Buy/Sell", "Open/Close", "Quantity", "Expiration Date",
    "Strike", "Call/Put", "Price", "Fees", "Amount", "Description",
)  # fmt: skip
_SIDES = {"Buy": 1, "Sell": -1}
_EFFECTS: dict[str, Effect] = {"Open": "open", "Close": "close"}
_RIGHTS: dict[str, Right] = {"C": "call", "P": "put"}
_FLOWS = {"Deposit", "Withdrawal", "Transfer"}
_DELIVERED = {"Assignment", "Exercise"}
_SETTLED = {"Cash Settled Assignment", "Cash Settled Exercise"}


def recognises(head: Head) -> bool:
    """Whether a header has every column that the reader needs."""
    return set(NEEDED) <= set(head.cells)


def read(file: Path, told: DataFile, watch: Watch = unwatched) -> Imported:
    """Trades, open trades and flows."""
    problems: list[Problem] = []
    fills: list[Fill] = []
    flows: list[tuple[date, Fraction]] = []
    other: list[tuple[int, Fraction]] = []
    futures: list[int] = []
    moments: list[datetime] = []
    for line, raw in rows(file, problems, watch):
        cells = {k: v.strip() for k, v in raw.items()}
        at, amounts, unread = _moment(cells["Date/Time"]), _amounts(cells), []
        unread = [c for c, v in (("Date/Time", at), *amounts.items()) if v is None]
        if unread or at is None:
            problems += _cells.unreadable(file.name, line, cells, iter(unread))
            continue
        at = exchange_time(at, told.zone)
        moments.append(at)
        told_ = {c: v for c, v in amounts.items() if v is not None}
        if cells["Transaction Code"] == "Money Movement":
            cash = told_["Amount"] - told_["Fees"]
            (flows.append((at.date(), cash)) if cells["Transaction Subcode"] in _FLOWS else other.append((line, cash)))
        elif cells["Symbol"].startswith(("/", "./")):
            futures.append(line)
        else:
            fill, wrong = _fill(file.name, line, at, cells, told_)
            problems += wrong
            fills += [fill] if fill is not None else []
    if told.zone is None and fills:
        what = "the times have no offset and the manifest names no zone; they are taken as exchange time"
        problems.append(note("zone", file.name, what, line=fills[0].line, column="Date/Time"))
    problems += [*left_out(file.name, futures, "futures are settled day by day, so their rows have no value")]
    problems += [*other_cash(file.name, other, "Amount"), *deliveries(file.name, fills)]
    last = last_day(moments)
    return imported(
        Statement(file=file.name, fills=oldest_first(fills), flows=flows, last=last, currency="USD", live=True, problems=problems)
    )


def _moment(cell: str) -> datetime | None:
    try:
        at = datetime.strptime(cell, "%m/%d/%Y %I:%M %p")  # noqa: DTZ007 by zone
    except ValueError:
        return None
    return at if at.year in _cells.YEARS else None


def _amounts(cells: Mapping[str, str]) -> dict[str, Fraction | None]:
    return {c: _cells.exact(cells[c] or "0") for c in ("Quantity", "Price", "Fees", "Amount")}


def _fill(
    file: str, line: int, at: datetime, cells: Mapping[str, str], amounts: Mapping[str, Fraction]
) -> tuple[Fill | None, list[Problem]]:
    """One row as a fill, or None with what can't be read."""
    contract, sub = _contract(cells), cells["Transaction Subcode"]
    removed = sub in {"Expiration", *_DELIVERED, *_SETTLED}
    side, effect = _SIDES.get(cells["Buy/Sell"]), _EFFECTS.get(cells["Open/Close"])
    parts = {"Symbol": contract, "Quantity": amounts["Quantity"] or None}
    if not removed:
        parts |= {"Buy/Sell": side, "Open/Close": effect}  # type: ignore[dict-item]
    unread = [c for c, v in parts.items() if v is None]
    if unread or contract is None:
        return None, _cells.unreadable(file, line, dict(cells), iter(unread))
    carried = cells["Transaction Code"] == "Receive Deliver" and sub not in {"Expiration", *_SETTLED}
    fill = Fill(
        line=line,
        at=at,
        order="",
        contract=contract,
        quantity=(side or 1) * amounts["Quantity"],
        cash=amounts["Amount"],
        fees=amounts["Fees"],
        effect=effect if effect or not removed else "close",
        side_told=side is not None and not removed,
        carried=f"{at} {contract.underlying}" if carried else "",
        delivers=sub in _DELIVERED,
    )
    return fill, []


def _contract(cells: Mapping[str, str]) -> Contract | None:
    symbol = cells["Symbol"].split(" ")[0]
    if not cells["Call/Put"]:
        return Contract(symbol=symbol, underlying=symbol) if symbol else None
    expiry, strike, right = us_day(cells["Expiration Date"]), _cells.exact(cells["Strike"]), _RIGHTS.get(cells["Call/Put"][:1])
    if expiry is None or strike is None or right is None or not symbol:
        return None
    name = f"{symbol} {expiry} {float(strike):g} {right}"
    return Contract(symbol=name, underlying=symbol, expiry=expiry, strike=strike, right=right, multiplier=Fraction(100))
