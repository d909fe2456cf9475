"""OptionNet Explorer detail report: CSV under two headers, trades and below each its transactions, months before days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, error, errors_among, note, warning
from corpus.formats import _cells
from corpus.formats._head import Head
from corpus.formats._one_fills import Fills, read_fill
from corpus.formats._one_rows import DETAIL, TRADE, Block, blocks, moment
from corpus.formats._trades import empty, table_of

NAME = "optionnet-explorer"
TITLE = "an OptionNet Explorer detail report"
TOLD = ("zone",)
NEEDED: tuple[str, ...] = ()
_CENT = 0.01
_STATES = {"open": True, "closed": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trade:
    """A trade as read."""

    line: int
    is_open: bool
    opened: datetime
    closed: datetime | None
    pnl: float
    fees: float
    fills: Fills
    #: columns that need no more work: strategy, underlying, margin where it is told
    told: dict[str, object]


def recognises(head: Head) -> bool:
    """Whether both headers stand below each other."""
    lines = [tuple(c.strip() for c in line.split(",")) for line in head.lines]
    return any(one[: len(TRADE)] == TRADE and two[: len(DETAIL)] == DETAIL for one, two in pairwise(lines))


def read(file: Path, told: DataFile, watch: Watch = unwatched) -> Imported:
    """Trades with fees, underlying and, where every one tells them, margin, contracts, premium and closing cost.

    A trade's strategy is its TradeType, since names are each trade's own. Its legs are the transactions of its first
    minute, its contracts how many units of them were opened. The P&L of closed trades is held against the cash that their
    transactions moved; where it comes out before commissions, they are taken off, with a note.

    Raises
    ------
    UnreadableError
        The file is not whole.
    """
    problems: list[Problem] = []
    trades: list[_Trade] = []
    seen: set[str] = set()
    for block in blocks(file, problems, watch):
        trade, wrong = _trade(file.name, block, told.zone)
        problems += wrong
        if block.trade.of["TradeId"] in seen:
            what = f"the trade {block.trade.of['TradeId']} stands twice"
            problems.append(error("trade-twice", file.name, what, "leave one", line=block.trade.line, column="TradeId"))
        seen.add(block.trade.of["TradeId"])
        if trade is not None:
            trades.append(trade)
    gross = _is_gross([t for t in trades if not t.is_open])
    problems += _against_cash(file.name, trades, gross=gross)
    if gross and not errors_among(problems):
        problems.append(note("pnl-gross", file.name, "PnL is before commissions; they are taken off", column="PnL"))
    closed = [(t.line, _row(t, gross=gross)) for t in trades if not t.is_open]
    opened = [(t.line, _row(t, gross=gross)) for t in trades if t.is_open]
    problems += empty(file.name, [*closed, *opened], problems)
    return Imported(
        trades=table_of(closed), open_trades=table_of(opened, opened=True) if opened else None, problems=tuple(problems)
    )


def _trade(file: str, block: Block, zone: str | None) -> tuple[_Trade | None, list[Problem]]:
    """One trade, or None with what is wrong."""
    cells, line = block.trade.of, block.trade.line
    opened, closed = moment(cells["OpenDate"], zone), moment(cells["CloseDate"], zone)
    is_open, pnl, fees = _STATES.get(cells["Status"].lower()), _cells.number(cells["PnL"]), _cells.number(cells["Comms"])
    read_ = {"OpenDate": opened, "Status": is_open, "PnL": pnl, "Comms": fees}
    unread = [c for c, value in read_.items() if value is None]
    unread += ["CloseDate"] if closed is None and (cells["CloseDate"] or is_open is False) else []
    unread += ["Margin"] if cells["Margin"] and _cells.number(cells["Margin"]) is None else []
    problems = _cells.unreadable(file, line, cells, iter(unread))
    fills = []
    for detail in block.details:
        fill, wrong = read_fill(file, detail, zone)
        problems += wrong
        fills += [fill] if fill is not None else []
    if problems or opened is None or is_open is None or pnl is None or fees is None:
        return None, problems
    told: dict[str, object] = {"strategy": cells["TradeType"], "underlying": cells["Underlying"]}
    told |= {"margin": _cells.number(cells["Margin"])} if cells["Margin"] else {}
    in_order = Fills(all=tuple(sorted(fills, key=lambda f: f.at)))
    trade = _Trade(line=line, is_open=is_open, opened=opened, closed=closed, pnl=pnl, fees=fees, fills=in_order, told=told)
    return trade, [*_times(file, trade, cells["DaysInTrade"]), *_commissions(file, trade)]


def _times(file: str, trade: _Trade, days: str) -> list[Problem]:
    """What in a trade's days can't be. Days in trade that don't fit tell days that stand before months."""
    if trade.closed is None:
        return []
    if trade.closed < trade.opened:
        return [error("close-before-open", file, "the trade closes before it opens", "mend the dates", line=trade.line)]
    told, held = _cells.number(days), (trade.closed.date() - trade.opened.date()).days
    if told is not None and abs(told - held) > 1:
        what = f"the report says that the trade was held {told:g} days, by its dates, month first, it was {held}"
        return [error("days", file, what, "export it with months before days", line=trade.line, column="DaysInTrade")]
    outside = [f for f in trade.fills.all if not trade.opened.date() <= f.at.date() <= trade.closed.date()]
    what = "the transaction is of a day on which the trade is not open"
    return [error("detail", file, what, "export the report again", line=f.line, column="Date") for f in outside]


def _commissions(file: str, trade: _Trade) -> list[Problem]:
    """What in a trade's commissions can't be."""
    fills = trade.fills.all
    if trade.fees < 0 or any(f.commission < 0 for f in fills):
        what = "commissions are positive where they are paid"
        return [error("fees", file, what, "export the report again", line=trade.line, column="Comms")]
    if fills and abs(trade.fills.commissions - trade.fees) > _CENT * (1 + len(fills)):
        what = f"Comms is {trade.fees:.2f}, but the transactions cost {trade.fills.commissions:.2f}"
        return [warning("fees", file, what, "export the report again", line=trade.line, column="Comms")]
    return []


def _is_gross(trades: Sequence[_Trade]) -> bool:
    """Whether the P&L of most closed trades is the cash that they moved before commissions, rather than after."""
    told = [(t, cash) for t in trades if t.fees > 0 and t.fills.all and t.fills.flat and (cash := t.fills.cash) is not None]
    before = [t for t, cash in told if abs(t.pnl - cash) < abs(t.pnl - (cash - t.fees))]
    return 2 * len(before) > len(told)


def _against_cash(file: str, trades: Sequence[_Trade], *, gross: bool) -> list[Problem]:
    """P&L against the cash that the transactions moved; a warning where they don't tell it."""
    problems = []
    for trade in trades:
        fills = trade.fills
        cash = fills.cash if fills.all else None
        if cash is None or (trade.is_open and fills.flat) or not (trade.is_open or fills.flat):
            what = "what the transactions brought can't be told: they are missing, in futures or not all closed"
            problems.append(warning("pnl-unchecked", file, what, "export every transaction", line=trade.line, column="PnL"))
        elif not trade.is_open and abs(trade.pnl - (made := cash - (0.0 if gross else trade.fees))) > fills.off + _CENT:
            what = f"PnL is {trade.pnl:.2f}, but the transactions brought {made:.2f}"
            problems.append(error("pnl-identity", file, what, "export the report again", line=trade.line, column="PnL"))
    return problems


def _row(trade: _Trade, *, gross: bool) -> dict[str, object]:
    """A trade by column, P&L net of commissions."""
    pnl = trade.pnl - (trade.fees if gross else 0.0)
    contracts = trade.fills.contracts if trade.fills.all else None
    premium = trade.fills.premium if trade.fills.all else None
    row: dict[str, object] = {**trade.told, "opened": trade.opened, "fees": trade.fees}
    row |= {"legs": trade.fills.legs if trade.fills.all else ""}
    row |= {"contracts": contracts} if contracts is not None else {}
    row |= {"premium": premium} if premium is not None else {}
    if trade.is_open:
        return row | {"unrealised": trade.pnl}
    row |= {"closed": trade.closed, "pnl": pnl}
    if premium is not None and contracts is not None:
        row |= {"closing_cost": premium - (pnl + trade.fees) / contracts}
    return row
