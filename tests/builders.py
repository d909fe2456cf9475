"""Small backtests for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

import pandas as pd

from corpus.backtests.backtest import Backtest, Listed
from corpus.backtests.columns import types_of
from corpus.backtests.manifest import Capital, DataFile, Hedge, Layer, Manifest
from corpus.backtests.selection import assign
from corpus.calendars import Calendar
from corpus.texts.documents import digest_of
from qa.calculator.catalogue import compute
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure, Missing
from qa.calculator.core.result import Value
from qa.calculator.core.scope_text import parse_scope

BASE = 100_000.0
FILE = DataFile(path="small.csv")
ByDay = Mapping[str, float]
_COUNT = count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the manifest of a small backtest says, where it differs from the usual one."""

    base: float = BASE
    flows: str = "reset_monthly"
    wacc: float | None = None
    trials: int | None = None
    hedge: tuple[str, ...] = ()
    #: strategies by layer
    layers: Mapping[str, str] | None = None


def manifest(*, hedge: Sequence[str] = (), flows: str = "reset_monthly") -> Manifest:
    """A manifest of a hypothetical run."""
    return _manifest(Told(hedge=tuple(hedge), flows=flows), two_runs=False)


def _manifest(told: Told, *, two_runs: bool) -> Manifest:
    capital = Capital.model_validate({"base": told.base, "flows": told.flows, "wacc": told.wacc})
    layers = tuple(Layer(id=i, name=i, strategies=(s,)) for i, s in (told.layers or {}).items())
    files = (FILE,) if not two_runs else (DataFile(path="u.csv", of="unhedged"), DataFile(path="h.csv", of="hedged"))
    return Manifest(
        name="small",
        title="Small",
        hypothetical=True,
        capital=capital,
        files=files,
        trials=told.trials,
        construction="two_runs" if two_runs else "overlay",
        hedge=Hedge(strategies=told.hedge, layers=layers),
    )


def value(key: str, facts: Facts, scope: str = "all") -> Value:
    """A figure's value, which must be there."""
    result = compute(key, parse_scope(scope), facts)
    assert isinstance(result, Figure), result
    return result.result


def why(key: str, facts: Facts, scope: str = "all") -> str:
    """Why there is no value."""
    result = compute(key, parse_scope(scope), facts)
    assert isinstance(result, Missing), result
    return str(result.why)


def _digest() -> str:
    """A digest of its own for each backtest: what is worked out of it is kept by that."""
    return digest_of(f"small {next(_COUNT)}")


def remade(backtest: Backtest, **changes: object) -> Backtest:
    """A backtest with other data, and so another digest."""
    return replace(backtest, digest=_digest(), **changes)  # type: ignore[arg-type]


def listed(backtest: Backtest) -> Listed:
    """A backtest as a desk lists it."""
    return Listed(manifest=backtest.manifest, read=lambda: backtest)


def marked(days: Sequence[str], base: Sequence[float], hedge: Sequence[float], vix: ByDay | None = None) -> Facts:
    """Facts from daily marks in dollars."""
    return built(marks=marks(days, base, hedge), series={} if vix is None else {"vix": vix})


def marks(days: Sequence[str], base: Sequence[float], hedge: Sequence[float]) -> pd.DataFrame:
    """Daily P&L of base and hedge in dollars."""
    return pd.DataFrame({"base_pnl": base, "hedge_pnl": hedge}, index=pd.DatetimeIndex(list(days)), dtype="float64")


def monthly(base: Sequence[float], hedge: Sequence[float], first: str = "2020-01", **more: object) -> Facts:
    """Facts from one mark a month, returns as fractions of the base."""
    days = [str(p.start_time.date()) for p in pd.period_range(first, periods=len(base), freq="M")]
    daily = marks(days, [x * BASE for x in base], [x * BASE for x in hedge])
    return built(marks=daily, **more)  # type: ignore[arg-type]


def accounts(days: Sequence[str], unhedged: Sequence[float], hedged: Sequence[float] | None = None) -> pd.DataFrame:
    """Values of accounts in dollars, what they began with first."""
    sides = {"unhedged": unhedged} | ({} if hedged is None else {"hedged": hedged})
    return pd.DataFrame(sides, index=pd.DatetimeIndex(list(days)), dtype="float64")


def traded(rows: Sequence[tuple[str, str, str, float]], hedge: Sequence[str] = (), vix: ByDay | None = None) -> Facts:
    """Facts from trades (opened, closed, strategy, P&L) without daily marks."""
    return built(trades=trades(rows), told=Told(hedge=tuple(hedge)), series={} if vix is None else {"vix": vix})


def trades(rows: Sequence[tuple[str, str, str, float]], margin: Sequence[float] | None = None) -> pd.DataFrame:
    """A log of trades (opened, closed, strategy, P&L)."""
    plain = {"legs": "", "contracts": 1, "premium": 0, "closing_cost": 0, "fees": 0}
    data = [{"opened": o, "closed": c, "strategy": s, "pnl": p, **plain} for o, c, s, p in rows]
    frame = pd.DataFrame(data, columns=list(data[0]))
    if margin is not None:
        frame["margin"] = margin
    for column in ("opened", "closed"):
        frame[column] = pd.to_datetime(frame[column], format="ISO8601")
    return frame.astype(types_of(frame.columns))


def calendar(name: str, days: Sequence[str], first: str, last: str, unscheduled: Sequence[str] = ()) -> Calendar:
    """A calendar of one event."""
    told = {"name": name, "title": name.upper(), "sources": ["made up"], "first": first, "last": last}
    return Calendar.model_validate({**told, "dates": list(days), "unscheduled": list(unscheduled)})


def built(  # noqa: PLR0913 as many as a backtest has tables
    *,
    told: Told = Told(),
    trades: pd.DataFrame | None = None,
    open_trades: pd.DataFrame | None = None,
    live: pd.DataFrame | None = None,
    marks: pd.DataFrame | None = None,
    accounts: pd.DataFrame | None = None,
    flows: ByDay | None = None,
    series: Mapping[str, ByDay] | None = None,
    calendars: Sequence[Calendar] = (),
) -> Facts:
    """Facts from the tables of a backtest; values of accounts are daily ones."""
    manifest = _manifest(told, two_runs=accounts is not None and "hedged" in accounts)
    return Facts(
        Backtest(
            manifest=manifest,
            trades=None if trades is None else assign(manifest, FILE, trades)[0],
            open_trades=None if open_trades is None else assign(manifest, FILE, open_trades)[0],
            live=live,
            marks=marks,
            accounts=accounts,
            flows=None if flows is None else _by_day(flows),
            marking="at_close" if marks is None and accounts is None else "daily",
            series={name: _by_day(closes) for name, closes in (series or {}).items()},
            calendars={c.name: c for c in calendars},
            problems=(),
            digest=_digest(),
        )
    )


def _by_day(values: ByDay) -> pd.Series[float]:
    return pd.Series(list(values.values()), index=pd.DatetimeIndex(list(values)), dtype="float64").sort_index()
