"""What a format makes of one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.errors import Problem

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Imported:
    """The tables in a file, each as its format tells it or None, and what is wrong with it."""

    #: closed trades, oldest first: `TRADE_COLUMNS`, and those of `OPTIONAL_COLUMNS` that the file tells
    trades: pd.DataFrame | None = None
    #: trades that the file opens and does not close: the same columns without `closed` and `pnl`
    open_trades: pd.DataFrame | None = None
    #: P&L by day in dollars, `MARK_COLUMNS`
    marks: pd.DataFrame | None = None
    #: value of the whole account by day in dollars, flows included; the value it began with stands first
    account: pd.Series[float] | None = None
    #: whether `account` is in multiples of the capital base, which only the manifest tells
    relative: bool = False
    #: money put in (positive) and taken out, by day in dollars
    flows: pd.Series[float] | None = None
    #: ISO code, where the file tells it
    currency: str | None = None
    #: whether the file is of orders that were filled at a broker, or None where it can be either
    live: bool | None = None
    #: the maximum drawdown that the file states [fraction, zero or positive], where its values show less since they are sampled
    stated_drawdown: float | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def pnl(self) -> pd.Series[float]:
        """The P&L of the account by day, its flows taken out [USD]."""
        assert self.account is not None, "there are values by day"
        pnl = self.account.diff().iloc[1:]
        return pnl if self.flows is None else pnl - self.flows.reindex(pnl.index, fill_value=0.0)
