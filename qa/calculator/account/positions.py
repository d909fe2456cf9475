"""Positions: what the hedge holds at the end of a period, and what was opened and closed within it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from corpus.backtests.backtest import Backtest
from corpus.backtests.legs import Leg, parse_legs
from qa.calculator.account.ledger import cents

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A trade, open or closed."""

    opened: date
    closed: date | None
    hedge: bool
    #: id of its layer, "" for none
    layer: str
    strategy: str
    #: its options; None where the log's text names none
    legs: tuple[Leg, ...] | None
    #: None where the log doesn't tell
    contracts: float | None
    #: paid for it in all [USD]; negative where it brought money in; None where the log doesn't tell
    paid: float | None
    #: what closing it brought in [USD]; negative where it cost money
    sold: float | None = None
    #: [USD]
    fees: float | None = None
    pnl: float | None = None

    @property
    def expiry(self) -> date | None:
        """When its first option expires."""
        return min(leg.expiry for leg in self.legs) if self.legs else None


def held(backtest: Backtest, day: date, *, hedge: bool) -> tuple[Position, ...]:
    """The hedge's positions, or the base's, that are open after a day, by layer and expiry."""
    tables = [t for t in (backtest.trades, backtest.open_trades) if t is not None]
    found = [p for t in tables for p in _positions(t[t["hedge"] == hedge]) if p.opened <= day]
    return tuple(sorted((p for p in found if p.closed is None or p.closed > day), key=_place))


def closed(backtest: Backtest, first: date, last: date, *, hedge: bool) -> tuple[Position, ...]:
    """The hedge's trades, or the base's, that were closed from one day to another, oldest first."""
    trades = backtest.trades
    if trades is None:
        return ()
    rows = trades[(trades["hedge"] == hedge) & (trades["closed"] >= str(first))]
    found = [p for p in _positions(rows) if p.closed is not None and first <= p.closed <= last]
    return tuple(sorted(found, key=lambda p: (p.closed or last, *_place(p))))


def _place(p: Position) -> tuple[str, date, date, str]:
    return p.layer, p.expiry or p.opened, p.opened, p.strategy


def _positions(table: pd.DataFrame) -> list[Position]:
    columns = {str(c) for c in table}
    return [_position({str(k): v for k, v in row.items()}, columns) for row in table.to_dict("records")]


def _position(row: dict[str, object], columns: set[str]) -> Position:
    """One row; contracts are the position's, prices are told a contract."""

    def number(name: str) -> float | None:
        value = row.get(name) if name in columns else None
        return None if value is None or value != value else float(value)  # type: ignore[arg-type] # noqa: PLR0124 no number is unlike itself

    opened = row["opened"].date()  # type: ignore[attr-defined]
    ended = row["closed"].date() if "closed" in columns else None  # type: ignore[attr-defined]
    contracts, premium, closing = number("contracts"), number("premium"), number("closing_cost")
    return Position(
        opened=opened,
        closed=ended,
        hedge=bool(row["hedge"]),
        layer=str(row["layer"]),
        strategy=str(row["strategy"]),
        legs=parse_legs(str(row["legs"]), opened, None),
        contracts=contracts,
        paid=None if contracts is None or premium is None else cents(-premium * contracts),
        sold=None if contracts is None or closing is None or ended is None else cents(-closing * contracts),
        fees=number("fees"),
        pnl=number("pnl"),
    )
