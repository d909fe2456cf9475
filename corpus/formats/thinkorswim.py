"""thinkorswim account statement: CSV of several sections, fills in one of them, their fees and the expiries in another.

The legs of a spread stand on following lines without time and spread. A fill and its row of `Cash Balance` have their moment
and their amount in common. The file doesn't say what zone its times are of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, error, errors_among, note, warning
from corpus.formats import _cells, _tos_cash
from corpus.formats._fills import Contract, Effect, Fill
from corpus.formats._head import Head
from corpus.formats._sections import Sections, Table, sections
from corpus.formats._statements import Statement, imported, last_day, left_out, oldest_first
from corpus.formats._tos_cash import Cash
from corpus.formats._zones import exchange_time

NAME = "thinkorswim"
TITLE = "a thinkorswim account statement"
TOLD = ("zone",)
NEEDED: tuple[str, ...] = ()
_HEAD = "Account Statement for"
_TRADES, _CASH = "Account Trade History", "Cash Balance"
_OTHERS = (
    "Futures Statements", "Forex Statements", "Crypto Statements", "Total Cash",
    "Account Order History", "Equities", "Options", "Futures", "Crypto", "Forex", "Bonds", "Profits and Losses",
    "Account Summary",
)  # fmt: skip
_COLUMNS = ("Exec Time", "Side", "Qty", "Pos Effect", "Symbol", "Type", "Price", "Net Price")
_EFFECTS: dict[str, Effect | None] = {"TO OPEN": "open", "TO CLOSE": "close", "AUTO": None, "": None}
_SIDES = {"BUY": 1, "SELL": -1}
_SHARES = {"STOCK", "ETF", "FUND"}
_CENT = Fraction(1, 100)
_APART = timedelta(seconds=2)


#: A line and its cells.
_Row = tuple[int, dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """What was filled at once: a spread's legs or a single contract, without fees."""

    legs: tuple[Fill, ...]

    @property
    def line(self) -> int:
        return self.legs[0].line

    @property
    def at(self) -> datetime:
        return self.legs[0].at

    @property
    def cash(self) -> Fraction:
        return sum((leg.cash for leg in self.legs), Fraction())

    @property
    def size(self) -> Fraction:
        return sum((abs(leg.quantity) for leg in self.legs), Fraction())

    def is_named_in(self, text: str) -> bool:
        """Whether a description is of what its first leg is on."""
        return self.legs[0].contract.underlying in text.split()

    def charged(self, fees: Fraction, order: str) -> list[Fill]:
        """The legs with their order's number, where it is known, and its fees, shared by size."""
        return [replace(leg, fees=fees * abs(leg.quantity) / self.size, order=order or leg.order) for leg in self.legs]


def recognises(head: Head) -> bool:
    """Whether a statement's first lines are there."""
    return any(line.lstrip('"').startswith(_HEAD) for line in head.lines[:5]) or _TRADES in head.lines


def read(file: Path, told: DataFile, watch: Watch = unwatched) -> Imported:
    """Trades, open trades and flows; each fill is held against what `Cash Balance` books at its moment."""
    problems: list[Problem] = []
    found = sections(file, (_TRADES, _CASH), _OTHERS, problems, watch)
    groups = _groups(file.name, found, told.zone, problems)
    rows = _tos_cash.cash_rows(file.name, found.tables[_CASH], told.zone, problems) if _CASH in found.tables else []
    fills = [*_charged(file.name, groups, rows, problems), *_tos_cash.removals(file.name, rows, problems)]
    moments = [*(f.at for f in fills), *(r.at for r in rows), *_through(found)]
    return imported(
        Statement(
            file=file.name,
            fills=fills,
            flows=_tos_cash.flows(file.name, rows, problems),
            last=last_day(moments),
            currency=None,
            live=not any("paperMoney" in line or "Virtual Account" in line for line in found.opening),
            problems=problems,
        )
    )


def _through(found: Sections) -> list[datetime]:
    """The last day that the statement is of."""
    m = re.search(r"\bthrough (\d+/\d+/\d+)", " ".join(found.opening))
    last = _cells.us_day(m[1]) if m else None
    return [datetime(last.year, last.month, last.day)] if last else []  # noqa: DTZ001 a day has no zone


def _groups(file: str, found: Sections, zone: str | None, problems: list[Problem]) -> list[_Group]:
    """The fills of the trade history, oldest first."""
    table = found.tables.get(_TRADES)
    if table is None:
        problems.append(error("no-section", file, f"there is no section {_TRADES}", "export the whole statement"))
        return []
    lacking = _tos_cash.lacking_columns(file, _TRADES, table, _COLUMNS)
    if lacking:
        problems += lacking
        return []
    groups, futures = _read_groups(file, table, zone, problems)
    problems += left_out(file, futures, "what futures earn is in another section")
    if zone is None and groups:
        what = "the statement doesn't say what zone its times are of and the manifest names none; they are taken as exchange time"
        problems.append(note("zone", file, what, line=groups[0].line, column="Exec Time"))
    return oldest_first(groups)


def _read_groups(file: str, table: Table, zone: str | None, problems: list[Problem]) -> tuple[list[_Group], list[int]]:
    """Fills in the order of the file, and the lines of those in futures."""
    legs: list[list[_Row]] = []
    for line, cells in table.rows:
        if cells["Exec Time"] or cells.get("Spread") or not legs:
            legs.append([])
        legs[-1].append((line, cells))
    groups, futures = [], []
    for rows in legs:
        if any(cells["Symbol"].startswith(("/", "./")) for _, cells in rows):
            futures.append(rows[0][0])
            continue
        at = _tos_cash.moment(rows[0][1]["Exec Time"])
        if at is None:
            problems += _cells.unreadable(file, *rows[0], iter(["Exec Time"]))
            continue
        read_ = [_leg(file, row, exchange_time(at, zone), rows) for row in rows]
        problems += [p for _, wrong in read_ for p in wrong]
        own = tuple(leg for leg, _ in read_ if leg is not None)
        if len(own) == len(rows):
            groups.append(_Group(legs=own))
    return groups, futures


def _leg(file: str, row: _Row, at: datetime, group: Sequence[_Row]) -> tuple[Fill | None, list[Problem]]:
    """One line of a group as a fill without its fees; a single contract has the net price, which is what was booked."""
    line, cells = row[0], {"Exp": "", "Strike": ""} | row[1]
    contract, unread = _contract(cells)
    quantity, price = _cells.exact(cells["Qty"]), _cells.exact(cells["Price"])
    price = (_cells.exact(cells["Net Price"]) if len(group) == 1 else None) or price
    unread += [c for c, value in (("Qty", quantity), ("Price", price)) if value is None]
    wrong = _cells.unreadable(file, line, cells, iter(unread))
    side, effect = cells["Side"], cells["Pos Effect"]
    if effect not in _EFFECTS:
        what = f"unknown effect {effect!r} on a position"
        wrong.append(error("unknown-action", file, what, "mend the row", line=line, column="Pos Effect"))
    if quantity is not None and quantity * _SIDES.get(side, 0) <= 0:
        code = "quantity" if not quantity else "unknown-action"
        wrong.append(error(code, file, f"{side} of {cells['Qty']} can't be", "mend the row", line=line, column="Qty"))
    if wrong or contract is None or quantity is None or price is None:
        return None, wrong
    fill = Fill(
        line=line,
        at=at,
        order=f"line {group[0][0]}",
        contract=contract,
        quantity=quantity,
        cash=-quantity * price * contract.multiplier,
        fees=Fraction(),
        effect=_EFFECTS[effect],
    )
    return fill, []


def _contract(cells: dict[str, str]) -> tuple[Contract | None, list[str]]:
    """What a line is of, or the columns that don't tell it."""
    symbol, kind = cells["Symbol"], cells["Type"]
    if kind in _SHARES and symbol:
        return Contract(symbol=symbol, underlying=symbol), []
    expiry, strike = _tos_cash.day(cells["Exp"]), _cells.exact(cells["Strike"])
    right = _tos_cash.RIGHTS.get(kind)
    parts: dict[str, object] = {"Symbol": symbol or None, "Type": right}
    if right is not None:
        parts |= {"Exp": expiry, "Strike": strike}
    if expiry is None or strike is None or right is None or not symbol:
        return None, [c for c, part in parts.items() if part is None]
    return _tos_cash.option(symbol, expiry, strike, right), []


def _charged(file: str, groups: Sequence[_Group], rows: Sequence[Cash], problems: list[Problem]) -> list[Fill]:
    """The fills with their fees and orders; each moment's fills must make what is booked at it.

    Where a row can't be read there is nothing to compare.
    """
    if errors_among(problems):
        return []
    booked: dict[datetime, list[Cash]] = defaultdict(list)
    delivered = [r.line for r in rows if r.kind == "TRD" and " UPON " in r.text]
    for row in rows:
        if row.kind == "TRD" and row.line not in delivered:
            booked[row.at].append(row)
    problems += left_out(file, delivered, "what shares are delivered is not in the trade history")
    if groups and not booked:
        what = "there are no fees, since no fill is booked in the section Cash Balance; cost is understated"
        problems.append(warning("no-fees", file, what, "export the whole statement", line=groups[0].line))
        return [leg for g in groups for leg in g.legs]
    filled: dict[datetime, list[_Group]] = defaultdict(list)
    for group in groups:
        filled[group.at].append(group)
    booked = _moved(booked, filled)
    for at in sorted(booked.keys() - filled.keys()):
        what = "a trade is booked that the trade history doesn't have"
        problems.append(error("trade-missing", file, what, "export the whole statement", line=booked[at][0].line))
    return [fill for at, own in filled.items() for fill in _at_once(file, own, booked.get(at, []), problems)]


def _moved(booked: Mapping[datetime, list[Cash]], filled: Mapping[datetime, object]) -> dict[datetime, list[Cash]]:
    """The bookings by the moment of their fills, which the two sections can tell a second or two apart."""
    moved: dict[datetime, list[Cash]] = defaultdict(list)
    for at, rows in booked.items():
        near = [f for f in filled if f not in booked and abs(f - at) <= _APART]
        moved[at if at in filled or not near else min(near, key=lambda f: abs(f - at))] += rows
    return moved


def _at_once(file: str, groups: Sequence[_Group], rows: Sequence[Cash], problems: list[Problem]) -> list[Fill]:
    """The fills of one moment with the fees of the rows that have their amounts, or else shared by size."""
    made, booked = sum((g.cash for g in groups), Fraction()), sum((r.amount for r in rows), Fraction())
    if abs(made - booked) > _CENT * (1 + sum(g.size for g in groups)):
        what = f"the fills of this moment make {float(made):.2f}, but Cash Balance books {float(booked):.2f}"
        problems.append(error("cash-identity", file, what, "export the whole statement", line=groups[0].line, column="Price"))
        return []
    left, fills = list(rows), []
    for group in groups:
        own = [r for r in left if abs(r.amount - group.cash) <= _CENT * (1 + group.size) and group.is_named_in(r.text)]
        told_apart = len({r.ref for r in own}) == 1 or len({r.fees for r in own}) == 1
        if not told_apart:
            return _shared(file, groups, rows, problems)
        left.remove(own[0])
        fills += group.charged(own[0].fees, own[0].ref)
    return _shared(file, groups, rows, problems) if left else fills


def _shared(file: str, groups: Sequence[_Group], rows: Sequence[Cash], problems: list[Problem]) -> list[Fill]:
    what = "which fees of this moment are whose can't be told; they are shared by size"
    problems.append(
        warning("fees-shared", file, what, "nothing but a statement with one row a fill would tell", line=groups[0].line)
    )
    fees, size = sum((r.fees for r in rows), Fraction()), sum((g.size for g in groups), Fraction())
    return [fill for g in groups for fill in g.charged(fees * g.size / size, "")]
