"""Days of the account: the base strategy's worst and best one, its losses as the index rose and fell, and the hedge on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from qa.calculator.account.ledger import Ledger, cents, ledger
from qa.calculator.core.facts import Facts
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.sample import unsound
from qa.calculator.core.scope import Scope, Signal

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values

Compute = Callable[[Facts, Scope], "Value | NotComputed"]
Of = Literal["base", "hedge"]


def extreme_day(which: Literal["worst", "best"], of: Of) -> Compute:
    """The base's P&L on its worst or best day, or the hedge's on that day [USD]; of equal days the first."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        over = _days_of(facts, scope, of)
        if isinstance(over, NotComputed):
            return over
        base, hedge = _sides(facts, over)
        at = int(base.argmin() if which == "worst" else base.argmax())
        day, steps = str(over.days[at]), [Step(label="P&L of the base", value=float(base[at]), unit="USD")]
        if hedge is not None:
            steps.append(Step(label="P&L of the hedge", value=float(hedge[at]), unit="USD"))
        value = base[at] if of == "base" or hedge is None else hedge[at]
        return Value(value=cents(value), n=len(over.days), start=day, end=day, steps=tuple(steps))

    return compute


def losses(direction: Literal["rises", "falls"], of: Of) -> Compute:
    """P&L [USD] of the days on which the base lost and the S&P 500 closed higher, or lower, than before: base's or hedge's.

    Days on which the index didn't move or has no close are of neither.
    """

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        over = _days_of(facts, scope, of)
        if isinstance(over, NotComputed):
            return over
        if "spx" not in facts.backtest.series:
            return NotComputed(reason="this backtest has no S&P series", bring="declare spx under [[series]] in the manifest")
        base, hedge = _sides(facts, over)
        move = facts.closing("spx", over.days, over.days) / facts.entry(Signal("spx"), over.days) - 1
        lost = (base < 0) & ((move > 0) if direction == "rises" else (move < 0))
        pnl = base if of == "base" or hedge is None else hedge
        steps = (
            Step(label="such days", value=int(lost.sum()), unit="count"),
            Step(label="P&L of the base on all days with a loss", value=float(base[base < 0].sum()), unit="USD"),
        )
        value = cents(pnl[lost].sum())
        return Value(value=value, n=len(over.days), start=str(over.days[0]), end=str(over.days[-1]), steps=steps)

    return compute


def months_of_hedge(*, gained: bool) -> Compute:
    """The hedge's P&L summed over the calendar months in which it gained, or in which it lost [USD]."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        import numpy as np

        over = ledger(facts, scope)
        if isinstance(over, NotComputed):
            return over
        if facts.unhedged_only:
            return facts.unhedged_only
        _, hedge = _sides(facts, over)
        assert hedge is not None, "there is a hedge"
        begin = np.unique(over.days.astype("datetime64[M]"), return_index=True)[1]
        months = np.round(np.add.reduceat(hedge, begin), 9)
        own = months[months > 0] if gained else months[months < 0]
        step = Step(label=f"months in which the hedge {'gained' if gained else 'lost'}", value=len(own), unit="count")
        ends = (str(day.astype("datetime64[M]")) for day in over.days[[0, -1]])
        return Value(value=cents(own.sum()), n=len(months), start=next(ends), end=next(ends), steps=(step,))

    return compute


def _days_of(facts: Facts, scope: Scope, of: Of) -> Ledger | NotComputed:
    """The ledger over a scope, where its values are of days and what is asked for is there."""
    missing = (facts.unhedged_only if of == "hedge" else None) or unsound(facts, "day")
    return missing or ledger(facts, scope)


def _sides(facts: Facts, over: Ledger) -> tuple[Values, Values | None]:
    own = facts.per_day
    return own.base_pnl[over.inside], None if own.hedge_pnl is None else own.hedge_pnl[over.inside]
