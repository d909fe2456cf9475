"""Small backtests for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from corpus.backtests import Backtest, Listed
from corpus.columns import types_of
from corpus.documents import digest_of
from corpus.manifest import Capital, DataFile, Hedge, Manifest
from corpus.selection import assign
from qa.calculator.facts import Facts

BASE = 100_000.0
FILE = DataFile(path="small.csv")


def manifest(*, hedge: Sequence[str] = (), flows: str = "reset_monthly") -> Manifest:
    """A manifest of a hypothetical run."""
    capital = Capital.model_validate({"base": BASE, "flows": flows})
    held = Hedge(strategies=tuple(hedge))
    return Manifest(name="small", title="Small", hypothetical=True, capital=capital, files=(FILE,), hedge=held)


def listed(backtest: Backtest) -> Listed:
    """A backtest as a desk lists it."""
    return Listed(manifest=backtest.manifest, read=lambda: backtest)


def marked(days: Sequence[str], base: Sequence[float], hedge: Sequence[float], vix: Mapping[str, float] | None = None) -> Facts:
    """Facts from daily marks in dollars."""
    index = pd.DatetimeIndex(list(days))
    marks = pd.DataFrame({"base_pnl": base, "hedge_pnl": hedge}, index=index, dtype="float64")
    return Facts(_backtest(marks=marks, vix=vix))


def monthly(base: Sequence[float], hedge: Sequence[float], first: str = "2020-01") -> Facts:
    """Facts from one mark a month, returns as fractions of the base."""
    days = [str(p.start_time.date()) for p in pd.period_range(first, periods=len(base), freq="M")]
    return marked(days, [x * BASE for x in base], [x * BASE for x in hedge])


def traded(
    rows: Sequence[tuple[str, str, str, float]], hedge: Sequence[str] = (), vix: Mapping[str, float] | None = None
) -> Facts:
    """Facts from trades (opened, closed, strategy, P&L) without daily marks."""
    data = [
        {
            "opened": o,
            "closed": c,
            "strategy": s,
            "legs": "",
            "pnl": p,
            "contracts": 1,
            "premium": 0,
            "closing_cost": 0,
            "fees": 0,
        }
        for o, c, s, p in rows
    ]
    frame = pd.DataFrame(data, columns=list(data[0]))
    for column in ("opened", "closed"):
        frame[column] = pd.to_datetime(frame[column], format="ISO8601")
    return Facts(_backtest(trades=frame.astype(types_of(frame.columns)), hedge=hedge, vix=vix))


def _backtest(
    *,
    trades: pd.DataFrame | None = None,
    marks: pd.DataFrame | None = None,
    hedge: Sequence[str] = (),
    vix: Mapping[str, float] | None = None,
) -> Backtest:
    series = {}
    told = manifest(hedge=hedge)
    if vix is not None:
        series["vix"] = pd.Series(list(vix.values()), index=pd.DatetimeIndex(list(vix)), dtype="float64")
    return Backtest(
        manifest=told,
        trades=None if trades is None else assign(told, FILE, trades)[0],
        marks=marks,
        marking="at_close" if marks is None else "daily",
        series=series,
        problems=(),
        digest=digest_of("small"),
    )
