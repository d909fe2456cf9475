"""Variants of costs and size: the fees at so many times what they were, the base at another number of contracts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.backtests.backtest import Backtest
from corpus.backtests.columns import LAYER_MARK
from qa.calculator.core.result import NotComputed

if TYPE_CHECKING:
    import pandas as pd

#: Columns of trades that grow with the number of contracts.
_SIZED = ("pnl", "contracts", "fees", "slippage", "margin")
_NO_TRADES_APART = NotComputed(reason="an account's values don't tell its trades apart", bring="bring daily marks")


def with_fees(backtest: Backtest, times: float) -> Backtest | NotComputed:
    """All fees at so many times what the log has [ratio]: `P&L(k) = P&L + (1 - k) fees`, booked on the day of the closing."""
    trades, marks = backtest.trades, backtest.marks
    if trades is None or "fees" not in trades:
        return NotComputed(reason="the trade log has no fees column", bring="export the log with that column")
    if backtest.accounts is not None:
        return _NO_TRADES_APART
    saved = trades["fees"] * (1 - times)
    if marks is not None:
        marks = _booked(marks, trades, saved)
    return replace(backtest, trades=trades.assign(pnl=trades["pnl"] + saved, fees=trades["fees"] * times), marks=marks)


def _booked(marks: pd.DataFrame, trades: pd.DataFrame, saved: pd.Series[float]) -> pd.DataFrame:
    """Daily marks with what each trade saved added on the day of its closing, on its side and in its layer."""
    import pandas as pd

    day, parts = trades["closed"].dt.normalize(), {"base_pnl": ~trades["hedge"], "hedge_pnl": trades["hedge"]}
    layers = (str(c) for c in marks if str(c).startswith(LAYER_MARK))
    parts |= {column: trades["layer"] == column.removeprefix(LAYER_MARK) for column in layers}
    days = pd.DatetimeIndex(marks.index)
    added = {c: saved.where(rows, 0.0).groupby(day).sum().reindex(days, fill_value=0.0) for c, rows in parts.items()}
    return marks.assign(**{column: marks[column] + more.to_numpy() for column, more in added.items()})


def base_contracts(backtest: Backtest) -> float | None:
    """How many contracts each base trade has; None where they differ or the log doesn't tell them."""
    trades = backtest.trades
    if trades is None or "contracts" not in trades:
        return None
    sizes = trades["contracts"].to_numpy()[~trades["hedge"].to_numpy()]
    return float(sizes[0]) if len(sizes) and (sizes == sizes[0]).all() else None


def with_base_contracts(backtest: Backtest, contracts: float) -> Backtest | NotComputed:
    """Each base trade at a number of contracts, the hedge as it is: `P&L(n) = P&L n / contracts`.

    Needs base trades of one size.
    """
    import numpy as np

    trades, marks = backtest.trades, backtest.marks
    if trades is None or "contracts" not in trades:
        return NotComputed(reason="the log doesn't tell the contracts of its trades", bring="export it with that column")
    if backtest.accounts is not None:
        return _NO_TRADES_APART
    base, own = ~trades["hedge"].to_numpy(), base_contracts(backtest)
    if own is None:
        reason = "the base trades differ in their contracts, so one number of them is no multiple"
        return NotComputed(reason=reason, bring="ask by the size of the hedge instead")
    times = np.where(base, contracts / own, 1.0)
    scaled = trades.assign(**{c: trades[c].to_numpy() * times for c in _SIZED if c in trades})
    if marks is not None:
        marks = marks.assign(base_pnl=marks["base_pnl"] * (contracts / own))
    return replace(backtest, trades=scaled, marks=marks)
