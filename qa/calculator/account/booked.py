"""What trades booked within a run of days: realised P&L, fees, counts, and the premium of positions held at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qa.calculator.account.ledger import Ledger, cents, ledger
from qa.calculator.core.chosen import NO_TRADES
from qa.calculator.core.facts import Facts
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.scope import Scope

if TYPE_CHECKING:
    import pandas as pd

    from qa.calculator.core.arrays import Days, Mask

Compute = Callable[[Facts, Scope], "Value | NotComputed"]
Side = Literal["base", "hedge"]
Which = Literal["opened", "settled", "won"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Booked:
    """One side's trades over the days of a ledger."""

    #: those closed after the value before the days and up to their last
    settled: pd.DataFrame
    #: how many were opened meanwhile, closed since or not
    opened: int
    ledger: Ledger


def booked(facts: Facts, scope: Scope, side: Side) -> Booked | NotComputed:
    """One side's trades over the dates of a scope; every closing and opening is of exactly one of consecutive periods."""
    over = ledger(facts, scope)
    if isinstance(over, NotComputed):
        return over
    trades, still = facts.backtest.trades, facts.backtest.open_trades
    if trades is None:
        return NO_TRADES
    if side == "hedge" and facts.unhedged_only:
        return facts.unhedged_only
    own = trades[trades["hedge"].to_numpy() == (side == "hedge")]
    opened = int(_between(over, _days(own, "opened")).sum())
    if still is not None:
        held = still[still["hedge"].to_numpy() == (side == "hedge")]
        opened += int(_between(over, _days(held, "opened")).sum())
    return Booked(settled=own[_between(over, _days(own, "closed"))], opened=opened, ledger=over)


def _days(table: pd.DataFrame, column: str) -> Days:
    return table[column].to_numpy().astype("datetime64[D]")


def _between(over: Ledger, days: Days) -> Mask:
    """Which days lie after the value before a run of days and up to its last."""
    inside: Mask = (days > over.before) & (days <= over.days[-1])
    return inside


def realised(side: Side) -> Compute:
    """P&L of the trades that closed within the dates [USD], whatever part of it earlier days had already marked."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        own = booked(facts, scope, side)
        if isinstance(own, NotComputed):
            return own
        step = Step(label="trades closed", value=len(own.settled), unit="count")
        return _value(own.ledger, float(own.settled["pnl"].sum()), step)

    return compute


def held_change(side: Side) -> Compute:
    """Change in the value of open positions over the dates [USD]: the P&L by daily values less that of the trades closed."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        own = booked(facts, scope, side)
        if isinstance(own, NotComputed):
            return own
        daily, closed = getattr(own.ledger, side), float(own.settled["pnl"].sum())
        steps = (
            Step(label="P&L by daily values", value=daily, unit="USD"),
            Step(label="P&L of the trades closed", value=closed, unit="USD"),
        )
        return _value(own.ledger, daily - closed, *steps)

    return compute


def fees(*sides: Side) -> Compute:
    """Fees of the trades that closed within the dates, for opening and closing them [USD]."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        paid, steps = 0.0, list[Step]()
        for side in sides:
            if side == "hedge" and len(sides) > 1 and facts.unhedged_only:
                continue
            own = booked(facts, scope, side)
            if isinstance(own, NotComputed):
                return own
            if "fees" not in own.settled:
                return NotComputed(reason="the trade log has no fees column", bring="export the log with that column")
            paid += float(own.settled["fees"].sum())
            steps.append(Step(label=f"trades of the {side} closed", value=len(own.settled), unit="count"))
        over = ledger(facts, scope)
        assert not isinstance(over, NotComputed), "its trades were booked"
        return _value(over, paid, *steps)

    return compute


def count(side: Side, which: Which) -> Compute:
    """How many trades were opened, were closed, or closed with a profit within the dates [count]."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        own = booked(facts, scope, side)
        if isinstance(own, NotComputed):
            return own
        won = int((own.settled["pnl"].to_numpy() > 0).sum())
        return _value(own.ledger, {"opened": own.opened, "settled": len(own.settled), "won": won}[which])

    return compute


def premium_held(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Premium paid for the hedge's positions that are open after the last of the dates [USD]: `-sum(n p)`."""
    over = ledger(facts, scope)
    if isinstance(over, NotComputed):
        return over
    trades, still = facts.backtest.trades, facts.backtest.open_trades
    if trades is None:
        return NO_TRADES
    if facts.unhedged_only:
        return facts.unhedged_only
    end = over.days[-1]
    tables = [trades[_days(trades, "closed") > end], *([] if still is None else [still])]
    held = [t[t["hedge"].to_numpy() & (_days(t, "opened") <= end)] for t in tables]
    if any(len(t) and not {"premium", "contracts"} <= set(t) for t in held):
        return NotComputed(reason="the log has no premium for its open trades", bring="export it with that column")
    paid = -sum(float((t["premium"] * t["contracts"]).sum()) for t in held if len(t))
    return _value(over, paid, Step(label="positions held", value=sum(map(len, held)), unit="count"))


def _value(over: Ledger, value: float, *steps: Step) -> Value:
    return Value(value=cents(value), n=len(over.days), start=str(over.days[0]), end=str(over.days[-1]), steps=steps)
