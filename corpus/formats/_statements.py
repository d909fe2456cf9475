"""What a broker's statement tells, as the tables of a backtest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol, TypeVar

from corpus.backtests.imported import Imported
from corpus.backtests.legs import Leg, write_leg
from corpus.errors import Problem, error, errors_among, note, warning
from corpus.formats._fills import Contract, Fill, Part, Trade, pair
from corpus.formats._trades import Row, table_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The rows of a statement, read."""

    #: name of the file, without its folder
    file: str
    fills: Sequence[Fill]
    #: deposits (positive) and withdrawals by day [USD]
    flows: Sequence[tuple[date, Fraction]]
    #: the last day that the statement knows of
    last: date | None
    currency: str | None
    live: bool | None
    problems: Sequence[Problem]


def imported(told: Statement) -> Imported:
    """Closed trades, those still open and flows; nothing of a statement with errors is used."""
    problems = list(told.problems)
    if not (told.fills or told.flows or errors_among(problems)):
        problems.append(error("empty", told.file, "the statement has neither fills nor deposits", "export it again"))
    if errors_among(problems):
        return Imported(currency=told.currency, live=told.live, problems=tuple(problems))
    paired = pair(told.fills)
    closed = [_row(t) for t in paired.trades if t.is_closed]
    opened = [t for t in paired.trades if not t.is_closed]
    problems += [
        *_apart(told.file, paired.trades),
        *_assumed(told.file, paired.trades),
        *(_unopened(told.file, part) for part in paired.unopened),
    ]
    problems += [p for trade in opened for p in _unclosed(told.file, trade, told.last)]
    return Imported(
        trades=table_of(closed) if closed else None,
        open_trades=table_of([_row(t) for t in opened], opened=True) if opened else None,
        flows=_by_day(told.flows),
        currency=told.currency,
        live=told.live,
        problems=tuple(problems),
    )


def _row(trade: Trade) -> Row:
    """A trade by column; what an open one lacks is left out."""
    contracts = trade.contracts
    row: dict[str, object] = {
        "opened": min(p.fill.at for p in trade.opening),
        "strategy": "",
        "legs": " | ".join(_leg(trade, c, size) for c, size in sorted(trade.sizes.items(), key=_place)),
        "contracts": float(contracts),
        "premium": float(sum((p.cash for p in trade.opening), Fraction()) / contracts),
        "fees": float(sum((p.fees for p in trade.parts), Fraction())),
    }
    on = {p.fill.contract.underlying for p in trade.opening}
    if len(on) == 1:
        row["underlying"] = on.pop()
    if trade.is_closed:
        row["closed"] = max(p.fill.at for p in trade.closing)
        row["closing_cost"] = float(-sum((p.cash for p in (*trade.carried, *trade.closing)), Fraction()) / contracts)
        row["pnl"] = float(trade.net)
    return trade.opening[0].fill.line, row


def _place(item: tuple[Contract, Fraction]) -> tuple[date, str, Fraction, str]:
    contract, _ = item
    return contract.expiry or date.max, contract.right or "", contract.strike or Fraction(), contract.symbol


def _leg(trade: Trade, contract: Contract, size: Fraction) -> str:
    """One leg as text; the price is the mean over the fills that opened it."""
    own = [p for p in trade.opening if p.fill.contract == contract]
    price = float(-sum((p.cash for p in own), Fraction()) / size / contract.multiplier)
    if contract.expiry is None or contract.strike is None or contract.right is None:
        return f"{float(size):g} {contract.symbol} @ {price:g}"
    return write_leg(
        Leg(
            contracts=float(size),
            underlying=contract.underlying,
            expiry=contract.expiry,
            strike=float(contract.strike),
            right=contract.right,
            price=price,
        )
    )


def _apart(file: str, trades: Sequence[Trade]) -> list[Problem]:
    """A note where options on one underlying are opened at one moment by several orders: legs of one can have been meant."""
    together: dict[tuple[datetime, str], set[int]] = defaultdict(set)
    for trade in trades:
        for part in trade.opening:
            together[part.fill.at, part.fill.contract.underlying].add(trade.opening[0].fill.line)
    lines = [sorted(own) for own in together.values() if len(own) > 1]
    if not lines:
        return []
    what = f"orders on one underlying open at one moment, and are trades of their own; such moments: {len(lines)}"
    return [note("orders-apart", file, what, line=min(lines)[0])]


def _assumed(file: str, trades: Sequence[Trade]) -> list[Problem]:
    """A note where fills without an order's number are taken for one order, since they have their second in common."""
    lines = [t.opening[0].fill.line for t in trades if len(t.opening) > 1 and not t.opening[0].fill.order]
    if not lines:
        return []
    what = "the file names no orders; fills on one underlying in the same second are read as one trade, such trades: "
    return [note("orders-assumed", file, f"{what}{len(lines)}", line=lines[0])]


def _unopened(file: str, part: Part) -> Problem:
    what = f"closes {abs(float(part.quantity)):g} of {part.fill.contract} that the file doesn't open; the closing is left out"
    return warning("closes-unopened", file, what, "export from the day on which they were opened", line=part.fill.line)


def _unclosed(file: str, trade: Trade, last: date | None) -> list[Problem]:
    """Warnings of an open trade: options of it that have expired, and closings that don't count yet."""
    line = trade.opening[0].fill.line
    problems = []
    expired = sorted(str(c) for c in trade.left if c.expiry is not None and last is not None and c.expiry < last)
    if expired:
        what = f"{' and '.join(expired)} expired and no row closes it; its value then isn't in the file, so the trade stays open"
        problems.append(warning("expired-unclosed", file, what, "export the rows of its expiry too", line=line))
    if trade.closing:
        what = "the trade is closed in part; what that earned counts when the rest is closed"
        problems.append(warning("partly-closed", file, what, "export until it is closed", line=line))
    return problems


def _by_day(flows: Sequence[tuple[date, Fraction]]) -> pd.Series[float] | None:
    import pandas as pd

    if not flows:
        return None
    days: dict[date, Fraction] = defaultdict(Fraction)
    for day, amount in flows:
        days[day] += amount
    index = pd.DatetimeIndex(pd.to_datetime(sorted(days)), name="date")
    return pd.Series([float(days[d]) for d in sorted(days)], index=index, dtype="float64")


class _Dated(Protocol):
    @property
    def at(self) -> datetime: ...


_AnyDated = TypeVar("_AnyDated", bound=_Dated)


def oldest_first(rows: Sequence[_AnyDated]) -> list[_AnyDated]:
    """Rows of a file that may begin with the newest, so that those of one moment come in their order."""
    backwards = bool(rows) and rows[0].at > rows[-1].at
    return list(reversed(rows)) if backwards else list(rows)


def unsorted(file: str, moments: Sequence[tuple[int, datetime]], column: str) -> list[Problem]:
    """A note where a row is not in the order of the others: its moment can be a wrong one."""
    steps = [(line, at - before) for (_, before), (line, at) in pairwise(moments) if at != before]
    ups = [line for line, step in steps if step.total_seconds() > 0]
    downs = [line for line, step in steps if step.total_seconds() < 0]
    odd = min(ups, downs, key=len)
    if not odd:
        return []
    return [note("unsorted", file, "the rows are not in the order of their times", line=odd[0], column=column)]


def currency_of(file: str, told: Sequence[tuple[int, str]], column: str) -> tuple[str | None, list[Problem]]:
    """The one currency of a file by line, and an error where there are two."""
    if not told:
        return None, []
    first = told[0][1]
    other = next(((line, code) for line, code in told if code != first), None)
    if other is None:
        return first, []
    what = f"amounts are in {first} and in {other[1]}"
    return first, [error("currency-mixed", file, what, "export one currency", line=other[0], column=column)]


def deliveries(file: str, fills: Sequence[Fill]) -> list[Problem]:
    """Options that end in shares: a note where the file has the shares, which are then part of their trade, else a warning."""
    shares = {f.carried for f in fills if f.carried and f.contract.expiry is None}
    problems = []
    for fill in fills:
        if not fill.carried or fill.contract.expiry is None or fill.cash or not fill.delivers:
            continue
        what = f"{fill.contract} was assigned or exercised into shares"
        if fill.carried in shares:
            problems.append(note("delivery", file, f"{what}, which are part of its trade", line=fill.line))
        else:
            what += " that the file doesn't have; what that gained or lost is not counted"
            problems.append(warning("delivery", file, what, "export the rows of the shares too", line=fill.line))
    return problems


def left_out(file: str, rows: Sequence[int], what: str) -> list[Problem]:
    """A warning where rows can't be read as trades; `what` says why."""
    if not rows:
        return []
    return [warning("left-out", file, f"{what}; such rows, left out: {len(rows)}", "count them elsewhere", line=rows[0])]


def other_cash(file: str, rows: Sequence[tuple[int, Fraction]], column: str) -> list[Problem]:
    """A note of cash that is neither a trade's nor put in or taken out."""
    if not rows:
        return []
    total = float(sum((amount for _, amount in rows), Fraction()))
    what = f"interest, fees, dividends and the like are no trades and left out: {total:.2f} dollars in all, rows: {len(rows)}"
    return [note("other-cash", file, what, line=rows[0][0], column=column)]


def last_day(moments: Sequence[datetime]) -> date | None:
    """The day of the latest moment."""
    return max(moments).date() if moments else None
