"""Backtests at the edges of what there can be, by name."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from corpus.calendars import shipped_calendars
from qa.calculator.core.facts import Facts
from tests.builders import Told, accounts, built, marks, monthly, trades

_CHANCE = 11


def _days(first: str, number: int) -> list[str]:
    return [str(d.date()) for d in pd.bdate_range(first, periods=number)]


def _market(days: list[str]) -> dict[str, dict[str, float]]:
    """VIX and SPX from two weeks before the first day on, VIX with one stress episode in every forty days."""
    known = [str(d.date()) for d in pd.bdate_range(end=days[0], periods=11)][:-1] + days
    vix = [14 + i % 9 + (18 if i % 40 in {30, 31, 32} else 0) for i in range(len(known))]
    spx = 3000 * np.cumprod(1 + np.random.default_rng(_CHANCE).normal(0.0004, 0.01, len(known)))
    contango = [0.05 - 0.01 * (i % 8) for i in range(len(known))]
    series = {"vix": vix, "spx": spx.tolist(), "contango": contango}
    return {name: dict(zip(known, map(float, values), strict=True)) for name, values in series.items()}


def daily(days: list[str], base: list[float] | None = None, hedge: list[float] | None = None, **told: object) -> Facts:
    """A run of daily marks with market series and calendars; P&L is made up where none is given."""
    chance = np.random.default_rng(_CHANCE)
    base = base if base is not None else chance.normal(40, 600, len(days)).round(2).tolist()
    hedge = hedge if hedge is not None else (chance.normal(-20, 90, len(days)) + (-0.2 * np.array(base))).round(2).tolist()
    layers = {"hedge_pnl.short": [0.75 * h for h in hedge], "hedge_pnl.long": [0.25 * h for h in hedge]}
    return built(
        told=Told(layers={"short": "VIX 30", "long": "VIX 220"}, **told),  # type: ignore[arg-type]
        marks=marks(days, base, hedge).assign(**layers),
        series=_market(days),
        calendars=list(shipped_calendars().values()),
    )


def _with_gap() -> Facts:
    days = _days("2019-01-02", 60) + _days("2019-06-03", 300)
    return daily(days)


def _one_trade() -> Facts:
    return built(
        trades=trades([("2020-01-03 10:00", "2020-01-06 10:00", "S", 90)], [5000]), series=_market(_days("2020-01-02", 40))
    )


def _open_at_end() -> Facts:
    days = _days("2020-01-02", 300)
    rows = [(d, d, "S", 55.0 if i % 9 else -310.0) for i, d in enumerate(days)]
    rows += [(days[i], days[i + 10], "VIX 30", -80.0) for i in range(0, 280, 20)]
    return built(
        told=Told(layers={"short": "VIX 30", "long": "VIX 220"}),
        trades=trades(sorted(rows), [1000] * len(rows)),
        open_trades=trades([(days[290], days[290], "VIX 30", 0.0)], [1000]).drop(columns=["closed", "pnl"]),
        series=_market(days),
        calendars=list(shipped_calendars().values()),
    )


def log(base: list[float], contracts: list[float], strategy: str = "SPX", *, held: int = 0) -> Facts:
    """A log of spreads and of two layers of hedge, with prices, legs, fees and margin; each trade is held so many days."""
    days = _days("2020-01-02", len(base) + held)
    rows = [(days[i], days[i + held], strategy, pnl) for i, pnl in enumerate(base)]
    rows += [(days[0], days[-1], "VIX 30", -64.0), (days[0], days[-1], "VIX 220", 37.0)]
    sizes = [*contracts, 2.0, 1.0]
    told = trades(rows, [1000 * n for n in sizes]).assign(
        contracts=sizes,
        premium=[70.0] * len(base) + [-50.0, -60.0],
        closing_cost=[70.0 - (pnl + 4) / n for pnl, n in zip(base, contracts, strict=True)] + [-20.0, -100.0],
        fees=[4.0] * len(base) + [4.0, 3.0],
        legs=["1 Mar 20 2700 P STO 0.90 | 1 Mar 20 2695 P BTO 0.20"] * len(base) + ["2 Mar 18 20 C BTO 0.49", ""],
    )
    ordered = told.sort_values(["opened", "closed"], kind="stable", ignore_index=True)
    return built(told=Told(layers={"short": "VIX 30", "long": "VIX 220"}), trades=ordered, series=_market(days))


def _two_runs(*, hedged_ruin: bool = False) -> Facts:
    days = _days("2018-12-31", 400)
    chance = np.random.default_rng(_CHANCE)
    grown = 100_000 * np.cumprod(1 + chance.normal(0.0004, 0.006, (2, len(days))), axis=1)
    grown[:, 0] = 100_000
    flows = {"2019-03-16": 20_000.0, "2019-08-05": -5_000.0}
    with_flows = grown + np.array([sum(a for d, a in flows.items() if d <= day) for day in days])
    with_flows[1, 200:] *= not hedged_ruin
    told = Told(flows="dated")
    market = _market(days[1:])
    return built(told=told, accounts=accounts(days, *with_flows.tolist()), flows=flows, series=market)


def _unhedged_account() -> Facts:
    days = _days("2018-12-31", 300)
    return built(
        told=Told(flows="none"), accounts=accounts(days, [100_000 + 50 * i for i in range(300)]), series=_market(days[1:])
    )


def _weekly() -> Facts:
    days = [str(d.date()) for d in pd.date_range("2018-01-05", periods=120, freq="W-FRI")]
    chance = np.random.default_rng(_CHANCE)
    return built(
        marks=marks(days, chance.normal(100, 900, 120).tolist(), chance.normal(-50, 200, 120).tolist()), series=_market(days)
    )


def _huge() -> Facts:
    days = _days("2018-01-02", 400)
    return daily(days, [1e150 * (-1) ** i for i in range(400)], [1e149] * 400)


_YEAR = _days("2019-01-02", 261)
#: How to build each.
EDGES: dict[str, Callable[[], Facts]] = {
    "two years": lambda: daily(_days("2019-01-02", 522), wacc=0.05, trials=7),
    "without flows": lambda: daily(_days("2019-01-02", 522), flows="none"),
    "a hedge that earned": lambda: daily(_YEAR, hedge=[30.0] * 261),
    "a worse drawdown": lambda: daily(_YEAR, hedge=[-40.0 if i % 5 else 10.0 for i in range(261)]),
    "one month": lambda: daily(_days("2020-01-02", 20)),
    "one day": lambda: daily(["2020-01-02"]),
    "one month of monthly values": lambda: monthly([0.01], [-0.002]),
    "total loss": lambda: daily(_YEAR, base=[-101_000.0 if i == 100 else 10.0 for i in range(261)], flows="none"),
    "negative equity": lambda: daily(_YEAR, base=[-250_000.0 if i == 100 else 10.0 for i in range(261)]),
    "a gap": _with_gap,
    "a leap day": lambda: daily(_days("2020-02-03", 45)),
    "weekly": _weekly,
    "monthly": lambda: monthly([0.02, -0.03, 0.01] * 12, [-0.004, 0.01, -0.004] * 12),
    "one trade": _one_trade,
    "hedges open at the end": _open_at_end,
    "no winner": lambda: log([-10.0, 0.0, -30.0], [1.0] * 3),
    "no loser": lambda: log([10.0, 20.0], [1.0] * 2),
    "one trade in all": lambda: log([-25.0], [1.0]),
    "a blank strategy": lambda: log([10.0, -20.0, 40.0], [1.0] * 3, ""),
    "fractional contracts": lambda: log([10.0, -20.0, 40.0], [0.25, 1.5, 0.1]),
    "overlapping trades": lambda: log([10.0, -20.0, 40.0, -7.0], [1.0, 3.0, 2.0, 2.0], held=5),
    "two runs": _two_runs,
    "two runs, one ruined": lambda: _two_runs(hedged_ruin=True),
    "one account": _unhedged_account,
    "a constant series": lambda: daily(_YEAR, base=[123.45] * 261, hedge=[-33.33] * 261),
    "all zero": lambda: daily(_YEAR, base=[0.0] * 261, hedge=[0.0] * 261),
    "a hedge of nothing": lambda: daily(_YEAR, hedge=[0.0] * 261),
    "without market": lambda: built(marks=marks(_YEAR, [10.0, -20.0, 15.0] * 87, [-1.0, 5.0, -2.0] * 87)),
    "huge": _huge,
}
SCOPES = (
    "all",
    "vix<15",
    "vix>=20&per=day",
    "vix<1000&per=day",
    "event=fomc~1&per=day",
    "event!=cpi~2&vix>=15&per=day",
    "event=fomc",
    "layer=short",
    "without=long",
    "size=0",
    "size=1.5&vix<15",
    "slip=0.05",
    "capital=50000",
    "capital=1000000",
    "layer=short&size=2&date=2019",
    "per=week",
    "per=year",
    "claim=40%",
    "date=2019-03..2019-06",
    "date=2019-02-05..2019-02-20",
    "date=2030",
    "episode=2020-02",
    "episode=vix&per=day",
    "tier=aggressive",
    "spx.rsi14>70&per=day",
    "vix<vix.sma5&per=day",
    "contango.realised5>0&per=day",
    "contango.change3<0&per=week",
)
