"""Days: a backtest's P&L or returns by day, whatever its files are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.backtests import Backtest
from qa.calculator.account import returns_of

if TYPE_CHECKING:
    import pandas as pd

    from qa.calculator.arrays import Days, Values


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
    #: money put in at the beginning of the day [USD]
    flows: Values


def per_day(backtest: Backtest) -> PerDay:
    """The days of a backtest: of its marks, else of its accounts, else the trading days on which its trades may close."""
    if backtest.marks is not None:
        return _of_pnl(backtest, _days_of(backtest.marks), *(backtest.marks[c].to_numpy() for c in ("base_pnl", "hedge_pnl")))
    if backtest.accounts is not None:
        return _of_accounts(backtest, backtest.accounts)
    assert backtest.trades is not None, "a backtest has trades or daily values"
    return _of_trades(backtest, backtest.trades)


def _of_pnl(backtest: Backtest, days: Days, base: Values, hedge: Values) -> PerDay:
    capital = backtest.manifest.capital.base
    return PerDay(
        days=days,
        unhedged=base / capital,
        hedged=(base + hedge) / capital if backtest.has_hedge else None,
        linked=False,
        base_pnl=base,
        hedge_pnl=hedge if backtest.has_hedge else None,
        flows=_flows(backtest, days),
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
    return _of_pnl(backtest, days, base_pnl, hedge_pnl)


def _trading_days(backtest: Backtest, closed: Days) -> Days:
    """Days from the first closing to the last: those of a market series, else Monday to Friday, and those of the closings."""
    import numpy as np

    first, last = closed.min(), closed.max()
    known = [_days_of(s) for s in backtest.series.values()]
    spanning = next((d for d in known if len(d) and d[0] <= first and d[-1] >= last), None)
    if spanning is None:
        every = np.arange(first, last + np.timedelta64(1, "D"))
        spanning = every[np.is_busday(every)]
    return np.unique(np.concatenate([spanning[(spanning >= first) & (spanning <= last)], closed]))


def _of_accounts(backtest: Backtest, accounts: pd.DataFrame) -> PerDay:
    """Values on what the accounts were worth, from the first day after their start."""
    import numpy as np

    days = _days_of(accounts)[1:]
    flows = _flows(backtest, days)
    values = {side: accounts[side].to_numpy(dtype="float64") for side in accounts}
    pnl = {side: np.diff(value) - flows for side, value in values.items()}
    returns = {side: returns_of(value, flows) for side, value in values.items()}
    hedged = returns.get("hedged")
    return PerDay(
        days=days,
        unhedged=returns["unhedged"],
        hedged=hedged,
        linked=True,
        base_pnl=pnl["unhedged"],
        hedge_pnl=None if hedged is None else pnl["hedged"] - pnl["unhedged"],
        flows=flows,
    )


def _flows(backtest: Backtest, days: Days) -> Values:
    """Flows by day; one on a day without a value counts on the next that has one."""
    import numpy as np

    flows = np.zeros(len(days))
    if backtest.flows is None:
        return flows
    place = np.searchsorted(days, _days_of(backtest.flows))
    inside = place < len(days)
    np.add.at(flows, place[inside], backtest.flows.to_numpy(dtype="float64")[inside])
    return flows


def _days_of(table: pd.DataFrame | pd.Series[float]) -> Days:
    return table.index.to_numpy().astype("datetime64[D]")
