"""Variants of a backtest: with another size of the hedge, without a layer, at other costs, on another capital.

Each is a backtest again, so that every figure can be asked of it. All are linear: no rounding, fill or margin effects but
those that are named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.backtests.backtest import Backtest
from corpus.backtests.columns import LAYER_MARK
from qa.calculator.core.costs import with_base_contracts, with_fees
from qa.calculator.core.result import NotComputed
from qa.calculator.core.scope import Scope

if TYPE_CHECKING:
    import pandas as pd

    from qa.calculator.core.arrays import Mask, Values

#: Columns of trades that grow with the number of contracts; the others are by contract or no numbers.
_SIZED = ("pnl", "contracts", "fees", "slippage", "margin")
#: Dollars a point of the underlying and contract.
MULTIPLIER = 100.0


def suppose(backtest: Backtest, scope: Scope) -> Backtest | NotComputed:
    """The backtest as a scope supposes it to be, layers chosen first, then sizes, costs and capital."""
    made: Backtest | NotComputed = backtest
    if scope.layer is not None:
        made = of_layer(backtest, scope.layer)
    if scope.without is not None and isinstance(made, Backtest):
        made = without_layer(made, scope.without)
    if scope.size is not None and isinstance(made, Backtest):
        made = with_hedge_size(made, scope.size)
    if scope.capital is not None and isinstance(made, Backtest):
        made = at_capital(made, scope.capital)
    if scope.condors is not None and isinstance(made, Backtest):
        made = with_base_contracts(made, scope.condors)
    for points, hedge in ((scope.slip, False), (scope.slip_hedge, True)):
        if points is not None and isinstance(made, Backtest):
            made = with_slippage(made, points, hedge=hedge)
    if scope.fees is not None and isinstance(made, Backtest):
        made = with_fees(made, scope.fees)
    return made


def with_hedge_size(backtest: Backtest, size: float) -> Backtest:
    """The hedge at so many times its size [ratio]: `h(k) = u + k c`."""
    trades, marks, accounts = backtest.trades, backtest.marks, backtest.accounts
    trades, still = (_hedge_sized(table, size) for table in (trades, backtest.open_trades))
    if marks is not None:
        marks = marks.assign(**{str(c): marks[c] * size for c in marks if str(c).startswith("hedge_pnl")})
    if accounts is not None and "hedged" in accounts:
        accounts = accounts.assign(hedged=_mixed(backtest, accounts, size))
    return replace(backtest, trades=trades, open_trades=still, marks=marks, accounts=accounts)


def _hedge_sized(table: pd.DataFrame | None, size: float) -> pd.DataFrame | None:
    """Closed or open trades, those of the hedge at so many times their size; none of them at no size."""
    if table is None:
        return None
    return _sized(table, table["hedge"].to_numpy(), size) if size else table[~table["hedge"]].reset_index(drop=True)


def _mixed(backtest: Backtest, accounts: pd.DataFrame, size: float) -> Values:
    """The hedged account whose return of each day is `u + k (h - u)` [USD]."""
    import numpy as np

    from qa.calculator.core.account import returns_of
    from qa.calculator.core.flows import flows_of

    start, *_ = known = accounts.index.to_numpy().astype("datetime64[D]")
    flows = flows_of(backtest.flows, start, known[1:])
    unhedged, hedged = (returns_of(accounts[side].to_numpy(dtype="float64"), flows) for side in ("unhedged", "hedged"))
    value = [float(accounts["hedged"].iloc[0])]
    rates = unhedged + size * (hedged - unhedged)
    for rate, put_in, weighed in zip(rates, flows.by_day, flows.weighed, strict=True):
        value.append(value[-1] + put_in + (value[-1] + weighed) * rate)
    return np.array(value)


def without_layer(backtest: Backtest, layer: str) -> Backtest | NotComputed:
    """The backtest without one layer of its hedge."""
    return _of_layers(backtest, layer, keep=False)


def of_layer(backtest: Backtest, layer: str) -> Backtest | NotComputed:
    """The same base with one layer of the hedge alone."""
    return _of_layers(backtest, layer, keep=True)


def _of_layers(backtest: Backtest, layer: str, *, keep: bool) -> Backtest | NotComputed:
    """The layer alone, or all but it; where the daily marks don't tell layers apart, by the trades as they close."""
    if layer not in {own.id for own in backtest.manifest.hedge.layers}:
        return NotComputed(reason="this backtest has no layer of that name", bring="declare it under hedge.layers")
    trades, marks, column = backtest.trades, backtest.marks, LAYER_MARK + layer
    trades, still = (_layer_of(table, layer, keep=keep) for table in (trades, backtest.open_trades))
    if marks is not None and column in marks:
        others = [str(c) for c in marks if str(c).startswith(LAYER_MARK) and c != column]
        kept = marks[["base_pnl", column] if keep else ["base_pnl", *others]]
        hedge = marks[column] if keep else marks["hedge_pnl"] - marks[column]
        return replace(backtest, trades=trades, open_trades=still, marks=kept.assign(hedge_pnl=hedge))
    if trades is None:
        bring = "bring the trades, or daily marks by layer"
        return NotComputed(reason="the daily values don't tell the layers apart", bring=bring)
    if not trades["hedge"].any():
        return NotComputed(reason="no trade of the log is of this layer", bring="bring a log that has some")
    return replace(backtest, trades=trades, open_trades=still, marks=None, accounts=None, marking="at_close")


def _layer_of(table: pd.DataFrame | None, layer: str, *, keep: bool) -> pd.DataFrame | None:
    """Closed or open trades: the base's with those of one layer alone, or with all of the others."""
    if table is None:
        return None
    return table[~table["hedge"] | ((table["layer"] == layer) == keep)].reset_index(drop=True)


def with_slippage(backtest: Backtest, points: float, *, hedge: bool = False) -> Backtest | NotComputed:
    """Each trade of the base, or of the hedge, filled so many points a contract worse [points]: `P&L(s) = P&L - 100 contracts s`.

    Booked on the day of the closing, in the daily marks and those of the layers too.
    """
    trades, marks = backtest.trades, backtest.marks
    if trades is None or "contracts" not in trades:
        return NotComputed(reason="the log doesn't tell the contracts of its trades", bring="export it with that column")
    if backtest.accounts is not None:
        return NotComputed(reason="an account's values don't tell its trades apart", bring="bring daily marks")
    cost = MULTIPLIER * points * trades["contracts"].where(trades["hedge"] == hedge, 0.0)
    if marks is not None:
        marks = _slipped(marks, trades, cost, hedge=hedge)
    return replace(backtest, trades=trades.assign(pnl=trades["pnl"] - cost), marks=marks)


def _slipped(marks: pd.DataFrame, trades: pd.DataFrame, cost: pd.Series[float], *, hedge: bool) -> pd.DataFrame:
    """Daily marks less what slippage costs on the days of closing [USD]."""
    import pandas as pd

    days, closed = pd.DatetimeIndex(marks.index), trades["closed"].dt.normalize()
    of = {"hedge_pnl" if hedge else "base_pnl": cost}
    if hedge:
        layers = [str(c) for c in marks if str(c).startswith(LAYER_MARK)]
        of |= {column: cost.where(trades["layer"] == column.removeprefix(LAYER_MARK), 0.0) for column in layers}
    by_day = {column: own.groupby(closed).sum().reindex(days, fill_value=0.0) for column, own in of.items()}
    return marks.assign(**{column: marks[column] - lost for column, lost in by_day.items()})


def at_capital(backtest: Backtest, capital: float) -> Backtest | NotComputed:
    """The same on another capital [USD], scaled with it and rounded down to whole contracts, base and layer by layer.

    `n' = floor(n capital / base)`. Needs a log that tells contracts, the same number in every trade of a part.
    """
    trades, manifest = backtest.trades, backtest.manifest
    if trades is None or "contracts" not in trades:
        return NotComputed(reason="the log doesn't tell the contracts of its trades", bring="export it with that column")
    if backtest.accounts is not None:
        return NotComputed(reason="an account's values don't tell base and hedge apart", bring="bring daily marks")
    still = backtest.open_trades
    kept = held_contracts(_together(trades, still), capital / manifest.capital.base)
    if isinstance(kept, NotComputed):
        return kept
    if not kept.get("", 0.0):
        return NotComputed(reason="an account of this size can't hold one contract of the base", bring="ask for a larger account")
    scaled, open_scaled = (_in_parts(table, kept) for table in (trades, still))
    marks = backtest.marks
    if marks is not None:
        shares = {share for part, share in kept.items() if part}
        layered = all(LAYER_MARK + part in marks for part in kept if part)
        if len(shares) > 1 and not layered:
            return NotComputed(reason="the daily marks don't tell the layers apart", bring="bring daily marks by layer")
        marks = _scaled_marks(marks, kept, layered=layered)
    base = manifest.capital.model_copy(update={"base": capital})
    told = manifest.model_copy(update={"capital": base})
    return replace(backtest, trades=scaled, open_trades=open_scaled, marks=marks, manifest=told)


def _together(trades: pd.DataFrame, still: pd.DataFrame | None) -> pd.DataFrame:
    """What tells the contracts of closed and open trades, in one table."""
    import pandas as pd

    told = ["hedge", "layer", "contracts"]
    return trades[told] if still is None or "contracts" not in still else pd.concat([trades[told], still[told]])


def _in_parts(table: pd.DataFrame | None, kept: Mapping[str, float]) -> pd.DataFrame | None:
    """Closed or open trades, those of each part at its share, and none without a contract."""
    if table is None or "contracts" not in table:
        return table
    scaled = table
    for part, share in kept.items():
        scaled = _sized(scaled, rows_of(table, part), share)
    return scaled[scaled["contracts"] > 0].reset_index(drop=True)


def held_contracts(trades: pd.DataFrame, share: float) -> Mapping[str, float] | NotComputed:
    """Of each part ("" the base, layers by name, "hedge" what has none) the share that whole contracts leave."""
    import math

    kept = {}
    for part in parts_of(trades):
        contracts = trades.loc[rows_of(trades, part), "contracts"].unique()
        if len(contracts) > 1:
            reason = "trades of one part differ in their contracts, so whole contracts can't be scaled alike"
            return NotComputed(reason=reason, bring="ask without a capital")
        kept[part] = math.floor(round(float(contracts[0]) * share, 9)) / float(contracts[0])
    return kept


def parts_of(trades: pd.DataFrame) -> list[str]:
    """The base ("") and the parts of the hedge: its layers, and "hedge" for trades of none."""
    import numpy as np

    names = np.where(trades["hedge"] & (trades["layer"] == ""), "hedge", trades["layer"].to_numpy(dtype=object))
    return sorted({str(name) for name in names})


def rows_of(trades: pd.DataFrame, part: str) -> Mask:
    """Which trades are of a part."""
    hedge, layer = trades["hedge"].to_numpy(), trades["layer"].to_numpy(dtype=object)
    rows: Mask = hedge & (layer == ("" if part == "hedge" else part)) if part else ~hedge
    return rows


def _sized(trades: pd.DataFrame, rows: Mask, size: float) -> pd.DataFrame:
    """The trades with some of them at so many times their size."""
    import numpy as np

    columns = [c for c in _SIZED if c in trades]
    return trades.assign(**{c: trades[c].to_numpy() * np.where(rows, size, 1.0) for c in columns})


def _scaled_marks(marks: pd.DataFrame, kept: Mapping[str, float], *, layered: bool) -> pd.DataFrame:
    """Marks with base and layers at their share."""
    scaled = marks.assign(base_pnl=marks["base_pnl"] * kept[""])
    parts = [part for part in kept if part]
    if not layered:
        share = kept[parts[0]] if parts else 1.0
        return scaled.assign(hedge_pnl=marks["hedge_pnl"] * share)
    scaled = scaled.assign(**{LAYER_MARK + p: marks[LAYER_MARK + p] * kept[p] for p in parts})
    return scaled.assign(hedge_pnl=scaled[[LAYER_MARK + p for p in parts]].sum(axis=1)) if parts else scaled
