"""Cut-offs: a backtest as it was known at the end of a day, and the digest of no more than that."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from corpus.backtests.backtest import Backtest
from corpus.backtests.columns import ASSIGNED_COLUMNS, ORDER
from qa.calculator.core.result import NotComputed
from qa.calculator.core.scope import Scope

if TYPE_CHECKING:
    import pandas as pd

#: What is known of a trade while it is open: neither what closing it brought nor what that cost.
_KNOWN = ("opened", "strategy", "legs", "contracts", "premium", "margin", "chain", "underlying", *ASSIGNED_COLUMNS)


def cutoff_of(scope: Scope) -> date | None:
    """The last day that a scope's dates hold, or None where they are open towards the end."""
    if scope.dates is None:
        return None
    ends = [dates.end for dates in (scope.dates, *scope.also)]
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None


def cut_at(backtest: Backtest, day: date) -> Backtest | NotComputed:
    """The backtest as its log stood at the end of a day: trades closed later are open, and nothing later is known.

    Its digest is that of its rows, so it is the same whether the whole log is cut or a log that ends there.
    """
    cut = _rows(backtest, day)
    if not any(table is not None and len(table) for table in (cut.trades, cut.marks, cut.accounts)):
        return NotComputed(reason="this backtest has nothing as early as the day asked for", bring="choose a later day")
    return replace(cut, digest=digest_at(backtest, day, held=True))


def since(backtest: Backtest, day: date) -> Backtest | NotComputed:
    """The backtest from a day on: an account that begins then, with the positions that are open on it.

    What an account was worth last before the day is what it begins with.
    """
    if backtest.accounts is not None:
        begun = backtest.accounts.index.searchsorted(str(day)) - 1
        accounts = backtest.accounts.iloc[max(int(begun), 0) :]
    else:
        accounts = None
    trades, live = (t if t is None else _from(t, day) for t in (backtest.trades, backtest.live))
    marks = None if backtest.marks is None else backtest.marks.loc[str(day) :]
    held = [table for table in (marks, accounts, None if backtest.marking == "daily" else trades) if table is not None]
    if not any(map(len, held)):
        return NotComputed(reason="this backtest has nothing on or after the day asked for", bring="choose an earlier day")
    flows = None if backtest.flows is None else backtest.flows.loc[str(day) :]
    return replace(backtest, trades=trades, live=live, marks=marks, accounts=accounts, flows=flows)


def _from(trades: pd.DataFrame, day: date) -> pd.DataFrame:
    own: pd.DataFrame = trades[trades["closed"].dt.normalize() >= str(day)].reset_index(drop=True)
    return own


def _rows(backtest: Backtest, day: date) -> Backtest:
    end = str(day)
    trades, still = backtest.trades, backtest.open_trades
    opened = None
    if trades is not None:
        done = trades["closed"].dt.normalize() <= end
        opened = _open_at([trades[~done], still], end)
        trades = trades[done].reset_index(drop=True)
    live = backtest.live
    return replace(
        backtest,
        trades=trades,
        open_trades=opened,
        live=None if live is None else live[live["closed"].dt.normalize() <= end].reset_index(drop=True),
        marks=None if backtest.marks is None else backtest.marks.loc[:end],
        accounts=None if backtest.accounts is None else backtest.accounts.loc[:end],
        flows=None if backtest.flows is None else backtest.flows.loc[:end],
        series={name: closes.loc[:end] for name, closes in backtest.series.items()},
    )


def _open_at(tables: Iterable[pd.DataFrame | None], end: str) -> pd.DataFrame | None:
    """Of closed and open trades, those opened up to a day, with what was known of them then."""
    import pandas as pd

    held = [t[[c for c in _KNOWN if c in t]][t["opened"].dt.normalize() <= end] for t in tables if t is not None]
    found = pd.concat([t for t in held if len(t)]) if any(map(len, held)) else None
    if found is None:
        return None
    told: pd.DataFrame = found.sort_values([c for c in ORDER if c in found], kind="stable", ignore_index=True)
    return told


def digest_at(backtest: Backtest, day: date, *, held: bool) -> str:
    """SHA-256 of the manifest and of every row up to a day; positions open then are among them where they are `held`."""
    cut = _rows(backtest, day)
    known = hashlib.sha256(backtest.manifest.model_dump_json().encode())
    tables = {"trades": cut.trades, "open": cut.open_trades if held else None, "live": cut.live, "marks": cut.marks}
    tables |= {"accounts": cut.accounts}
    for name, table in tables.items():
        if table is not None and len(table):
            known.update(f"\n{name} ".encode())
            known.update(b"".join(_written(table)))
    for name, closes in sorted({**cut.series, **({} if cut.flows is None else {"flows": cut.flows})}.items()):
        known.update(f"\n{name} ".encode())
        known.update(b"".join(_written(closes.to_frame("value"))))
    return f"sha256:{known.hexdigest()}"


def _written(table: pd.DataFrame) -> Iterator[bytes]:
    """A table as bytes, a column after the other in the order of their names: numbers as float64, times in seconds, else text."""
    import pandas as pd

    if isinstance(table.index, pd.DatetimeIndex):
        yield table.index.to_numpy().astype("datetime64[s]").astype("<i8").tobytes()
    for name in sorted(map(str, table.columns)):
        yield f"\n{name}\n".encode()
        column = table[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            yield column.to_numpy().astype("datetime64[s]").astype("<i8").tobytes()
        elif pd.api.types.is_numeric_dtype(column):
            yield column.to_numpy(dtype="<f8").tobytes()
        else:
            yield "\0".join(map(str, column.to_numpy(dtype=object))).encode()
