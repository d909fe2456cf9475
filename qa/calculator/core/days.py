"""Days: a backtest's P&L or returns by day, whatever its files are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.backtests.backtest import Backtest
from corpus.trading_days import trading_days
from qa.calculator.core.account import returns_of
from qa.calculator.core.flows import LONG_WEEKEND, Flows, flows_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from qa.calculator.core.arrays import Days, Values


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PerDay:
    """One value a day, oldest first.

    Where the run is measured on a fixed base, returns are P&L over it and add up (`linked` is false); where whole accounts
    are given, returns are on what the account was worth and link.
    """

    days: Days
    #: returns of the day [fraction]; `hedged` is None where nothing is hedged
    unhedged: Values
    hedged: Values | None
    linked: bool
    #: P&L of the day [USD]; of accounts, the hedge's is the difference of the two
    base_pnl: Values
    hedge_pnl: Values | None
    #: the day on whose evening the account is what it begins with
    start: np.datetime64
    flows: Flows


def per_day(backtest: Backtest) -> PerDay:
    """The days of a backtest: of its marks, else of its accounts, else the trading days on which its trades may close."""
    if backtest.marks is not None:
        days = _days_of(backtest.marks)
        return _of_pnl(backtest, days, usual_step(days), *(backtest.marks[c].to_numpy() for c in ("base_pnl", "hedge_pnl")))
    if backtest.accounts is not None:
        return _of_accounts(backtest, backtest.accounts)
    assert backtest.trades is not None, "a backtest has trades or daily values"
    return _of_trades(backtest, backtest.trades)


def usual_step(days: Days) -> int:
    """Calendar days from one value to the next, as they usually are: 1 for values of every trading day, 7 for weekly ones."""
    import numpy as np

    step = float(np.median(np.diff(days).astype(np.int64))) if len(days) > 1 else 1.0
    return 1 if step <= LONG_WEEKEND else round(step)


def _of_pnl(backtest: Backtest, days: Days, step: int, base: Values, hedge: Values) -> PerDay:
    """P&L by day on the stated base, which the account was worth one usual step before its first day."""
    import numpy as np

    capital = backtest.manifest.capital.base
    start = days[0] - np.timedelta64(step, "D")
    return PerDay(
        days=days,
        unhedged=base / capital,
        hedged=(base + hedge) / capital if backtest.has_hedge else None,
        linked=False,
        base_pnl=base,
        hedge_pnl=hedge if backtest.has_hedge else None,
        start=start,
        flows=flows_of(backtest.flows, start, days),
    )


def _of_trades(backtest: Backtest, trades: pd.DataFrame) -> PerDay:
    """Trades on the days that they close, zero on the trading days between."""
    import numpy as np

    closed = trades["closed"].to_numpy().astype("datetime64[D]")
    days = _trading_days(backtest, closed)
    hedge, pnl = trades["hedge"].to_numpy(), trades["pnl"].to_numpy()
    place = np.searchsorted(days, closed)
    sides = [np.bincount(place, weights=np.where(rows, pnl, 0.0), minlength=len(days)) for rows in (~hedge, hedge)]
    base_pnl, hedge_pnl = (np.asarray(side, dtype=np.float64) for side in sides)
    return _of_pnl(backtest, days, 1, base_pnl, hedge_pnl)


def _trading_days(backtest: Backtest, closed: Days) -> Days:
    """Days from the first closing to the last: those of a market series, else trading days, and those of the closings."""
    import numpy as np

    first, last = closed.min(), closed.max()
    known = [_days_of(s) for s in backtest.series.values()]
    spanning = next((d for d in known if len(d) and d[0] <= first and d[-1] >= last), None)
    if spanning is None:
        spanning = trading_days(first, last)
    return np.unique(np.concatenate([spanning[(spanning >= first) & (spanning <= last)], closed]))


def _of_accounts(backtest: Backtest, accounts: pd.DataFrame) -> PerDay:
    """Values on what the accounts were worth, from the first day after their start."""
    import numpy as np

    start, *_ = known = _days_of(accounts)
    flows = flows_of(backtest.flows, start, days := known[1:])
    values = {side: accounts[side].to_numpy(dtype="float64") for side in accounts}
    pnl = {side: np.diff(value) - flows.by_day for side, value in values.items()}
    returns = {side: returns_of(value, flows) for side, value in values.items()}
    hedged = returns.get("hedged")
    return PerDay(
        days=days,
        unhedged=returns["unhedged"],
        hedged=hedged,
        linked=True,
        base_pnl=pnl["unhedged"],
        hedge_pnl=None if hedged is None else pnl["hedged"] - pnl["unhedged"],
        start=start,
        flows=flows,
    )


def _days_of(table: pd.DataFrame | pd.Series[float]) -> Days:
    return table.index.to_numpy().astype("datetime64[D]")
