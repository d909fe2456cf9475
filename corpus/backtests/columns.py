"""Columns of the tables that a backtest is read into."""

from __future__ import annotations

#: What every table of closed trades has: moments without zone (exchange time), text, and dollars. P&L is of the whole
#: trade, net of the fees and slippage that the log knows.
TRADE_COLUMNS = {
    "opened": "datetime64[us]",
    "closed": "datetime64[us]",
    "strategy": "str",
    "legs": "str",
    "pnl": "float64",
}
#: What a table of trades has where its log tells it, for every row or not at all: contracts are a count (fractions too),
#: premium and closing cost dollars a contract (premium received is positive), fees, slippage and margin dollars of the
#: whole trade, chain names the roll chain that a trade is part of, underlying what its options are on, funds are what the
#: account is worth when the trade closes, unrealised is what an open trade would earn if it closed at the log's last prices.
OPTIONAL_COLUMNS = {
    "contracts": "float64",
    "premium": "float64",
    "closing_cost": "float64",
    "fees": "float64",
    "slippage": "float64",
    "margin": "float64",
    "chain": "str",
    "underlying": "str",
    "funds": "float64",
    "unrealised": "float64",
}
#: What a backtest adds to them: which trades are the hedge, and of which layer ("" for none).
ASSIGNED_COLUMNS = {"hedge": "bool", "layer": "str"}
#: By which trades are put in order, so that the order of a file's rows decides nothing: numbers first, then texts.
ORDER = ("opened", "closed", "contracts", "pnl", "premium", "closing_cost", "fees", "strategy", "legs")
#: Columns of daily marks, by day: the day's P&L in dollars of the base and of the hedge, net of costs.
MARK_COLUMNS = ("base_pnl", "hedge_pnl")
#: How the columns of daily marks begin that have the P&L of one layer of the hedge; its id follows.
LAYER_MARK = "hedge_pnl."


def types_of(columns: object) -> dict[str, str]:
    """The types of those of the columns that are known, by name."""
    known = {**TRADE_COLUMNS, **OPTIONAL_COLUMNS, **ASSIGNED_COLUMNS}
    return {name: kind for name, kind in known.items() if name in set(columns)}  # type: ignore[call-overload]
