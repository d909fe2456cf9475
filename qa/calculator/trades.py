"""Trades: how often the base strategy wins, and how often it must."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.calculator.facts import Facts
from qa.calculator.figure import FEWEST, FigureSpec, NotComputed, Step, Value
from qa.calculator.scope import Scope
from qa.calculator.uncertainty import share_interval
from qa.calculator.within import opened_within

if TYPE_CHECKING:
    import pandas as pd


def _base_trades(facts: Facts, scope: Scope) -> pd.DataFrame | NotComputed:
    """The base strategy's trades within a scope: by the last close before the day they were opened, and by that day."""
    trades = facts.backtest.trades
    if trades is None:
        return NotComputed(reason="this backtest has no trade log", bring="bring its trades")
    base = trades[~facts.backtest.is_hedge]
    counted = opened_within(facts, scope, base["opened"].to_numpy().astype("datetime64[D]"))
    if isinstance(counted, NotComputed):
        return counted
    if not counted.any():
        return NotComputed(reason="no trade of this backtest is within the scope", bring="widen the scope")
    return base[counted]


def _span(trades: pd.DataFrame) -> tuple[str, str]:
    return trades["opened"].min().date().isoformat(), trades["closed"].max().date().isoformat()


def win_rate(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Share of the base strategy's trades that earn [fraction], with Wilson's interval.

    `k / n`; a win is a P&L above zero net of fees, zero is a loss. Never shown without its break-even.
    """
    trades = _base_trades(facts, scope)
    if isinstance(trades, NotComputed):
        return trades
    wins, n = int((trades["pnl"] > 0).sum()), len(trades)
    start, end = _span(trades)
    steps = (Step(label="winning trades", value=wins, unit="count"), Step(label="trades", value=n, unit="count"))
    interval = share_interval(wins, n) if n >= FEWEST else None
    return Value(value=wins / n, n=n, start=start, end=end, interval=interval, steps=steps)


def break_even_win_rate(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Win rate at which the base strategy's trades earn nothing [fraction].

    `L / (W + L)` with the mean win `W` and the mean loss `L`, both positive [USD a trade], net of fees.
    """
    trades = _base_trades(facts, scope)
    if isinstance(trades, NotComputed):
        return trades
    pnl = trades["pnl"]
    won, lost = pnl[pnl > 0], -pnl[pnl <= 0]
    if won.empty or lost.empty:
        which = "wins" if won.empty else "loses"
        return NotComputed(reason=f"no trade {which}, so there is no break-even", bring="bring a longer log")
    win, loss = float(won.mean()), float(lost.mean())
    start, end = _span(trades)
    steps = (Step(label="mean win", value=win, unit="USD"), Step(label="mean loss", value=loss, unit="USD"))
    return Value(value=loss / (win + loss), n=len(pnl), start=start, end=end, steps=steps)


FIGURES = (
    FigureSpec(
        key="trades.win_rate",
        title="Win rate",
        meaning="The share of the base strategy's trades that earned something after fees.",
        unit="fraction",
        basis="trades",
        counts="trades",
        formula="k / n",
        validity="Means nothing without its break-even; the interval takes trades as independent, which overlapping ones aren't.",
        source="Interval: E. B. Wilson, JASA 22 (1927).",
        synonyms=(
            "win rate",
            "winning trades",
            "how often does it win",
            "how often do the trades win",
            "wins",
            "win percentage",
            "winners",
            "success rate",
        ),
        compute=win_rate,
    ),
    FigureSpec(
        key="trades.break_even_win_rate",
        title="Break-even win rate",
        meaning="The win rate at which the same mean win and mean loss would have earned nothing.",
        unit="fraction",
        basis="trades",
        counts="trades",
        formula="L / (W + L)",
        validity="From the wins and losses that occurred; a larger loss to come would raise it.",
        source="Expectation p W - (1 - p) L set to zero.",
        synonyms=("break-even win rate", "break even", "breakeven", "break-even"),
        compute=break_even_win_rate,
    ),
)
