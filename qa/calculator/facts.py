"""Facts: a backtest cut into months, days and trades, each worked out at most once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from corpus.backtests import Backtest, Marking
from qa.calculator.figure import NotComputed
from qa.calculator.scope import Dates, Scope

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

#: A market close this many days before entry is still "the last close before"; an older one is none.
_STALE_DAYS = 10
_MONTH_DAYS = 30.4375


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """Monthly returns on the capital base, oldest first; `hedged` is None where nothing is hedged."""

    #: `2014-01`
    labels: tuple[str, ...]
    unhedged: NDArray[np.float64]
    hedged: NDArray[np.float64] | None


class Facts:
    """What figures are computed from. Nothing here depends on a scope but the methods that take one."""

    def __init__(self, backtest: Backtest) -> None:
        self.backtest = backtest

    @property
    def base(self) -> float:
        """Capital base [USD]."""
        return self.backtest.manifest.capital.base

    @property
    def marking(self) -> Marking:
        """`daily` where daily values are given, else trades count on the day they close."""
        return self.backtest.marking

    @cached_property
    def daily(self) -> pd.DataFrame:
        """The P&L of base and hedge by day [USD], on days with any."""
        import pandas as pd

        if self.backtest.marks is not None:
            return self.backtest.marks
        trades = self.backtest.trades
        assert trades is not None, "a backtest has trades or marks"
        hedge = self.backtest.is_hedge
        columns = {
            name: trades.loc[rows, "pnl"].groupby(trades.loc[rows, "closed"].dt.normalize()).sum()
            for name, rows in (("base_pnl", ~hedge), ("hedge_pnl", hedge))
        }
        return pd.DataFrame(columns).sort_index().fillna(0.0)

    @property
    def days(self) -> pd.DatetimeIndex:
        """The days with any P&L."""
        import pandas as pd

        return pd.DatetimeIndex(self.daily.index)

    @cached_property
    def unmarked(self) -> NotComputed | None:
        """Why nothing may be cut by month or day: positions are held for longer than a month and only booked at close."""
        trades = self.backtest.trades
        if self.marking == "daily" or trades is None:
            return None
        held = (trades["closed"] - trades["opened"]).dt.total_seconds() / 86400
        hedge = self.backtest.is_hedge
        for rows, what in ((hedge, "hedge"), (~hedge, "base")):
            if rows.any() and float(held[rows].mean()) > _MONTH_DAYS:
                reason = f"trades of the {what} are held for longer than a month and the log books them at their close"
                return NotComputed(reason=reason, bring="bring the daily log, so that every day has its value")
        return None

    @cached_property
    def unhedged_only(self) -> NotComputed | None:
        """Why there is nothing hedged: no trade is declared to be the hedge."""
        if self.backtest.has_hedge:
            return None
        reason = "no trade of this backtest is declared to be the hedge"
        return NotComputed(reason=reason, bring="name the hedge's strategies in the manifest, or bring a log that has a hedge")

    @cached_property
    def months(self) -> Months:
        """Returns by calendar month, months without a trade among them counted as zero."""
        import pandas as pd

        by_month = self.daily.groupby(self.days.to_period("M")).sum()
        full = by_month.reindex(pd.period_range(by_month.index[0], by_month.index[-1], freq="M"), fill_value=0.0)
        unhedged = full["base_pnl"].to_numpy(dtype="float64") / self.base
        hedge = full["hedge_pnl"].to_numpy(dtype="float64") / self.base
        hedged = unhedged + hedge if self.unhedged_only is None else None
        return Months(labels=tuple(str(p) for p in full.index), unhedged=unhedged, hedged=hedged)

    def entry_closes(self, series: str, days: pd.DatetimeIndex) -> NDArray[np.float64]:
        """The last close of a market series before each day, NaN where there is none or it is over ten days old."""
        import numpy as np
        import pandas as pd

        closes = self.backtest.series[series]
        place = closes.index.searchsorted(days, side="left") - 1
        found = np.where(place >= 0, closes.to_numpy()[np.maximum(place, 0)], np.nan)
        age: pd.TimedeltaIndex = days - closes.index[np.maximum(place, 0)]
        return np.where(age <= pd.Timedelta(days=_STALE_DAYS), found, np.nan)

    def within(self, scope: Scope, days: pd.DatetimeIndex) -> NDArray[np.bool_] | NotComputed:
        """Which periods, given by their first day, a scope counts."""
        import numpy as np

        counted = np.ones(len(days), dtype=bool)
        for bound in scope.bounds:
            if bound.series not in self.backtest.series:
                return NotComputed(
                    reason="this backtest has no market series of the name that the scope uses",
                    bring="declare it in the manifest under [[series]]",
                )
            closes = self.entry_closes(bound.series, days)
            counted &= np.array([bound.holds(float(c)) for c in closes], dtype=bool)
        if scope.dates:
            counted &= np.array([scope.dates.hold(_date(d)) for d in days], dtype=bool)
        return counted

    def months_within(self, scope: Scope) -> NDArray[np.bool_] | NotComputed:
        """Which months a scope counts: by their entry closes, and only whole ones."""
        import pandas as pd

        first = pd.DatetimeIndex([f"{label}-01" for label in self.months.labels])
        last = first + pd.offsets.MonthEnd(0)
        if scope.dates and any(
            scope.dates.hold(_date(a)) != scope.dates.hold(_date(b)) for a, b in zip(first, last, strict=True)
        ):
            return NotComputed(reason="the dates cut a month in two", bring="give whole months")
        if scope.dates and not any(scope.dates.hold(_date(a)) for a in first) and self._touches(scope.dates):
            return NotComputed(reason="the dates lie within a month", bring="give whole months")
        return self.within(scope, first)

    def _touches(self, dates: Dates) -> bool:
        """Whether dates have any day of the data in them."""
        return any(dates.hold(_date(day)) for day in self.days)


def _date(stamp: pd.Timestamp) -> date:
    return date(stamp.year, stamp.month, stamp.day)
