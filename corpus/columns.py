"""Columns of the tables that a backtest is read into."""

from __future__ import annotations

#: Columns of a trade table: moments without zone (exchange time), text, dollars and whole counts. Premium and closing
#: cost are dollars per contract (premium received is positive), P&L and fees dollars for the whole trade, P&L net of fees.
TRADE_COLUMNS = {
    "opened": "datetime64[us]",
    "closed": "datetime64[us]",
    "strategy": "str",
    "legs": "str",
    "contracts": "float64",
    "premium": "float64",
    "closing_cost": "float64",
    "fees": "float64",
    "pnl": "float64",
}
#: By which trades are put in order, so that the order of a file's rows decides nothing: numbers first, then texts.
ORDER = ("opened", "closed", "contracts", "pnl", "premium", "closing_cost", "fees", "strategy", "legs")
#: Columns of daily marks, by day: the day's P&L in dollars of the base and of the hedge, net of costs.
MARK_COLUMNS = ("base_pnl", "hedge_pnl")
