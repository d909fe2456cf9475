"""Risk: the largest fall of the account, unhedged and hedged."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.calculator.facts import Facts
from qa.calculator.figure import FigureSpec, NotComputed, Step, Value
from qa.calculator.scope import Scope

if TYPE_CHECKING:
    import pandas as pd


def account_values(pnl: pd.Series[float], base: float, *, reset_monthly: bool) -> pd.Series[float]:
    """Account over its start, by day, from daily P&L [USD] on a capital base [USD]; the start itself (1) comes first.

    Without flows the account is the base and all P&L so far. With monthly resets every month begins with the base
    again, and the months are linked: the value is that of a time-weighted index.
    """
    import pandas as pd

    if not reset_monthly:
        values = 1 + pnl.cumsum() / base
    else:
        month = pd.DatetimeIndex(pnl.index).to_period("M")
        within = 1 + pnl.groupby(month).cumsum() / base
        linked = (1 + pnl.groupby(month).sum() / base).cumprod().shift(1, fill_value=1.0)
        values = within * linked.reindex(month).to_numpy()
    start = pd.Series([1.0], index=[pnl.index[0] - pd.Timedelta(days=1)])
    return pd.concat([start, values])


def max_drawdown(hedged: bool) -> Callable[[Facts, Scope], Value | NotComputed]:
    """Maximum drawdown [fraction, zero or negative]: `min(V / cummax(V) - 1)` over days, the starting base included.

    Needs daily values, or trades that are booked soon after they are opened. A scope may cut it by dates only: a fall
    needs an unbroken run of days.
    """

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        missing = (facts.unhedged_only if hedged else None) or facts.unmarked
        if missing:
            return missing
        counted = facts.within(scope, facts.days)
        if isinstance(counted, NotComputed):
            return counted
        if not counted.any():
            return NotComputed(reason="no day of this backtest is within the scope", bring="widen the scope")
        days = facts.daily
        pnl = days["base_pnl"] + days["hedge_pnl"] if hedged else days["base_pnl"]
        reset = facts.backtest.manifest.capital.flows == "reset_monthly"
        values = account_values(pnl, facts.base, reset_monthly=reset)
        first, last = counted.argmax(), len(counted) - counted[::-1].argmax()
        return _deepest(values.iloc[first : last + 1], values.iloc[: last + 1])

    return compute


def _deepest(values: pd.Series[float], until: pd.Series[float]) -> Value | NotComputed:
    """The largest fall of an account that begins with the first value; `until` is all of it up to the last."""
    if float(until.min()) <= 0:
        return NotComputed(reason="the account falls to nothing or below", bring="bring a larger capital base")
    peaks = values.cummax()
    falls = values / peaks - 1
    trough = int(falls.to_numpy().argmin())
    steps = (
        Step(label="highest account before it, over its start", value=float(peaks.iloc[trough]), unit="fraction/span"),
        Step(label="lowest account after that, over its start", value=float(values.iloc[trough]), unit="fraction/span"),
    )
    first, last = (values.index[i].date().isoformat() for i in (1, -1))
    return Value(value=float(falls.iloc[trough]), n=len(values) - 1, start=first, end=last, steps=steps)


def _spec(hedged: bool, side: str) -> FigureSpec:
    return FigureSpec(
        key=f"drawdown.max.{side}",
        title=f"Maximum drawdown, {side}",
        meaning=f"The largest fall of the {side} account from a high to a later low, by daily values.",
        unit="fraction",
        counts="days",
        formula="min(V / cummax(V) - 1)",
        validity="A single path: it holds for these days only, and grows with the length of the run.",
        source="Standard definition, the starting base counted as the first high.",
        synonyms=("drawdown", "max drawdown", "maximum drawdown", "largest fall", "worst fall", "protection", "protect"),
        narrows=("dates", "tier"),
        compute=max_drawdown(hedged),
    )


FIGURES = (_spec(False, "unhedged"), _spec(True, "hedged"))
