"""Trades of a backtest and of the live account that followed it, paired by the day they were opened on and their legs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from corpus.backtests.legs import parse_legs

if TYPE_CHECKING:
    import pandas as pd


#: Columns of trades that a pair has of each side, where both logs have them; and those that tell the gap in parts.
HELD = ("pnl", "contracts")
PRICED = (*HELD, "premium", "closing_cost", "closed")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matching:
    """Two tables of trades, paired."""

    #: a row a pair, by day: `day`, `legs`, and of each side the columns asked for that both logs have, such as `backtest_pnl`
    #: and `live_pnl` [USD]; with contracts the backtest's P&L is scaled to those that were traded live, and what it was before
    #: is `backtest_as_sized` [USD]
    pairs: pd.DataFrame
    #: trades that the other side doesn't have, as they are in their table
    backtest_only: pd.DataFrame
    live_only: pd.DataFrame


def match(backtest: pd.DataFrame, live: pd.DataFrame, held: Sequence[str] = HELD) -> Matching:
    """Pair trades that were opened on one day with the same options on the same sides, whatever their prices and sizes.

    Where several have one day and legs, the first of one table goes with the first of the other, the second with the second;
    tables are by time, as `Imported` has them. Legs that are none of options match where their texts are the same; a trade
    whose log tells no legs has no pair.

    Parameters
    ----------
    backtest, live
        Trades with `TRADE_COLUMNS`.
    held
        The columns that each pair has of both sides.
    """
    sides = {"backtest": backtest.reset_index(drop=True), "live": live.reset_index(drop=True)}
    keyed = {name: _keyed(trades) for name, trades in sides.items()}
    both = keyed["backtest"].merge(keyed["live"], on=["day", "key", "nth"], suffixes=("_backtest", "_live"))
    places = {name: both[f"place_{name}"].to_numpy() for name in sides}
    columns = [c for c in held if all(c in trades for trades in sides.values())]
    pairs = both[["day"]].assign(legs=sides["backtest"]["legs"].to_numpy()[places["backtest"]])
    for column in columns:
        for name, trades in sides.items():
            pairs[f"{name}_{column}"] = trades[column].to_numpy()[places[name]]
    if "contracts" in columns:
        pairs["backtest_as_sized"] = pairs["backtest_pnl"]
        pairs["backtest_pnl"] = pairs["backtest_pnl"].astype("float64") * pairs["live_contracts"] / pairs["backtest_contracts"]
    alone = {name: trades[~trades.index.isin(places[name])].reset_index(drop=True) for name, trades in sides.items()}
    return Matching(pairs=pairs, backtest_only=alone["backtest"], live_only=alone["live"])


def gap(pairs: pd.DataFrame) -> pd.Series[float]:
    """The execution gap of each pair [USD]: P&L of the backtest less that of the live trade, positive where live did worse."""
    difference: pd.Series[float] = pairs["backtest_pnl"] - pairs["live_pnl"]
    return difference


def _keyed(trades: pd.DataFrame) -> pd.DataFrame:
    """By which a trade is found again: its day, its legs, and which of those with the same it is."""
    import pandas as pd

    days = trades["opened"].dt.normalize()
    keys = [_key(text, day) for text, day in zip(trades["legs"], days.dt.date, strict=True)]
    table = pd.DataFrame({"day": days, "key": pd.Series(keys, dtype="str"), "place": range(len(trades))})
    table = table[table["key"] != ""]
    return table.assign(nth=table.groupby(["day", "key"]).cumcount())


def _key(text: str, day: date) -> str:
    """Legs by expiry, strike, right and side, in an order of their own; a text that isn't legs stands for itself."""
    legs = parse_legs(text, day)
    if legs is None:
        return " ".join(text.split())
    return " | ".join(sorted({f"{leg.contracts > 0} {leg.expiry} {leg.strike!r} {leg.right}" for leg in legs}))
