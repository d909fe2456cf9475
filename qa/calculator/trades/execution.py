"""Execution: by how much live trades did worse than the same trades of the backtest beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from corpus.backtests.matching import Matching, gap, match
from qa.calculator.core.bootstrap import Draws, block_length, mean_of
from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.result import FEWEST, Basis, Counts, NotComputed, Step, Table, Value
from qa.calculator.core.within import opened_within
from qa.numerals import Unit

if TYPE_CHECKING:
    import pandas as pd

    from qa.calculator.core.facts import Facts
    from qa.calculator.core.scope import Scope

_BASIS: dict[Unit, Basis] = {"fraction": "trades", "fraction/month": "account"}


def total_gap(pairs: pd.DataFrame) -> float:
    """Execution gap of all pairs [USD]: `sum(backtest P&L - live P&L)`, positive where live did worse."""
    return float(gap(pairs).sum())


def mean_gap(pairs: pd.DataFrame) -> float:
    """Execution gap of a pair [USD a trade]: `sum(backtest P&L - live P&L) / n`."""
    return total_gap(pairs) / len(pairs)


def monthly_gap(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Execution gap a month over the capital base [fraction], the mean of the months from the first pair to the last.

    A pair counts in the month of its opening, a month without pairs as zero. Interval: stationary bootstrap of the months.
    """
    import numpy as np

    pairs = _pairs(facts, scope)
    if isinstance(pairs, NotComputed):
        return pairs
    months = pairs["day"].to_numpy().astype("datetime64[M]")
    place = (months - months.min()).astype(np.int64)
    by_month = np.bincount(place, weights=gap(pairs).to_numpy()) / facts.base
    n = len(by_month)
    steps = (
        Step(label="execution gap of all pairs", value=total_gap(pairs), unit="USD"),
        Step(label="months", value=n, unit="count"),
        Step(label="capital base", value=facts.base, unit="USD"),
    )
    interval = Draws(n, block_length(by_month)).interval(mean_of, by_month) if n >= FEWEST else None
    start, end = str(months.min()), str(months.max())
    return Value(value=float(by_month.mean()), n=n, start=start, end=end, interval=interval, steps=steps)


def listed(facts: Facts, scope: Scope) -> Table | NotComputed:
    """The pairs within a scope by day, each with its P&L on both sides and its gap [USD]."""
    pairs = _pairs(facts, scope)
    if isinstance(pairs, NotComputed):
        return pairs
    labels = (f"{day.date().isoformat()} {legs}" for day, legs in zip(pairs["day"], pairs["legs"], strict=True))
    numbers = zip(pairs["backtest_pnl"].tolist(), pairs["live_pnl"].tolist(), gap(pairs).tolist(), strict=True)
    columns: tuple[tuple[str, Unit], ...] = (("backtest P&L", "USD"), ("live P&L", "USD"), ("gap", "USD"))
    return Table(columns=columns, label="pair", rows=tuple(zip(labels, numbers, strict=True)))


def unpaired_share(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Share of the trades of both logs, opened within a scope, that the other log doesn't have [fraction]."""
    tables = _tables(facts, scope)
    if isinstance(tables, NotComputed):
        return tables
    pairs, backtest, live = (len(table) for table in tables)
    n = 2 * pairs + backtest + live
    if not n:
        return NotComputed(reason="no trade of either log is within the scope", bring="widen the scope")
    days = [str(day)[:10] for table in tables for day in table["day"]]
    steps = (
        Step(label="trades of the backtest without a live one", value=backtest, unit="count"),
        Step(label="live trades without one of the backtest", value=live, unit="count"),
        Step(label="trades of both logs", value=n, unit="count"),
    )
    return Value(value=(backtest + live) / n, n=n, start=min(days), end=max(days), steps=steps)


def listed_alone(facts: Facts, scope: Scope) -> Table | NotComputed:
    """The trades within a scope that the other log doesn't have, the backtest's first, each with its P&L [USD]."""
    tables = _tables(facts, scope)
    if isinstance(tables, NotComputed):
        return tables
    rows = tuple(
        (f"{side} {day.date().isoformat()} {legs}", (float(pnl),))
        for side, table in zip(("backtest", "live"), tables[1:], strict=True)
        for day, legs, pnl in zip(table["day"], table["legs"], table["pnl"], strict=True)
    )
    return Table(columns=(("P&L", "USD"),), label="without a pair", rows=rows)


def _tables(facts: Facts, scope: Scope) -> list[pd.DataFrame] | NotComputed:
    """Pairs, trades of the backtest alone and live trades alone, each with the `day` of its opening within a scope."""
    found = _matching(facts)
    if isinstance(found, NotComputed):
        return found
    tables = []
    for table in (found.pairs, *(t.rename(columns={"opened": "day"}) for t in (found.backtest_only, found.live_only))):
        kept = _within(table, facts, scope)
        if isinstance(kept, NotComputed):
            return kept
        tables.append(kept)
    return tables


def _matching(facts: Facts) -> Matching | NotComputed:
    """The backtest's trades and the live ones, paired whole: a scope chooses among pairs and never changes them."""
    trades, live = facts.backtest.trades, facts.backtest.live
    if live is None:
        bring = "bring one, with the backtest of the same days, to compare them"
        return NotComputed(reason="no log of live trades is part of this backtest", bring=bring)
    if trades is None:
        return NotComputed(reason="this backtest has no trade log to pair live trades with", bring="bring its trades")
    return facts.once(("matching",), lambda: match(trades, live))


def _within(table: pd.DataFrame, facts: Facts, scope: Scope) -> pd.DataFrame | NotComputed:
    """The rows whose `day` of opening is within a scope."""
    if not len(table):
        return table
    counted = opened_within(facts, scope, table["day"].to_numpy().astype("datetime64[D]"))
    return counted if isinstance(counted, NotComputed) else table[counted]


def _pairs(facts: Facts, scope: Scope) -> pd.DataFrame | NotComputed:
    """The pairs within a scope, at least one."""
    found = _matching(facts)
    if isinstance(found, NotComputed):
        return found
    if not len(found.pairs):
        reason = "no live trade has the day and the legs of a trade of the backtest"
        return NotComputed(reason=reason, bring="bring a live log of the same strategy and days, with its legs")
    pairs = _within(found.pairs, facts, scope)
    if not isinstance(pairs, NotComputed) and not len(pairs):
        return NotComputed(reason="no pair of trades is within the scope", bring="widen the scope")
    return pairs


def _of_pairs(of: Callable[[pd.DataFrame], float]) -> Callable[[Facts, Scope], Value | NotComputed]:
    """A figure of the pairs within a scope, with the sums that it is made of."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        pairs = _pairs(facts, scope)
        if isinstance(pairs, NotComputed):
            return pairs
        steps = (
            Step(label="P&L of the backtest's trades", value=float(pairs["backtest_pnl"].sum()), unit="USD"),
            Step(label="P&L of the live trades", value=float(pairs["live_pnl"].sum()), unit="USD"),
            Step(label="pairs", value=len(pairs), unit="count"),
        )
        start, end = (day.date().isoformat() for day in (pairs["day"].min(), pairs["day"].max()))
        return Value(value=of(pairs), n=len(pairs), start=start, end=end, steps=steps)

    return compute


def _figure(  # noqa: PLR0913, PLR0917 a figure is told by so much
    key: str,
    title: str,
    meaning: str,
    unit: Unit,
    formula: str,
    compute: Callable[[Facts, Scope], Value | NotComputed],
    phrases: tuple[str, ...] = (),
    counts: Counts = "trades",
    worked: Callable[[Facts, Scope], Table | NotComputed] = listed,
) -> FigureSpec:
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit=unit,
        basis=_BASIS.get(unit, "none"),
        counts=counts,
        formula=formula,
        validity="Trades pair by the day they were opened on and their legs, whatever their sizes and prices; logs of"
        " unlike sizes differ by more than execution.",
        source="Perold, The implementation shortfall (Journal of Portfolio Management).",
        phrases=phrases,
        narrows=("bounds", "dates", "event", "tier", "episode"),
        compute=compute,
        worked=worked,
    )


FIGURES: tuple[FigureSpec, ...] = (
    _figure(
        "execution.gap",
        "Execution gap",
        "By how much live trades did worse than the same trades of the backtest, all pairs together.",
        "USD",
        "sum(backtest P&L - live P&L)",
        _of_pairs(total_gap),
        ("real trading", "live trading", "in practice", "real money", "actual trading"),
    ),
    _figure(
        "execution.gap.mean",
        "Execution gap per trade",
        "By how much a live trade did worse than the same trade of the backtest, on average.",
        "USD",
        "sum(backtest P&L - live P&L) / n",
        _of_pairs(mean_gap),
        ("execution gap per trade", "live against backtest per trade"),
    ),
    _figure(
        "execution.gap.month",
        "Execution gap a month",
        "By how much live trades did worse in a month than the same trades of the backtest, on the account.",
        "fraction/month",
        "mean(sum(backtest P&L - live P&L) by month) / base",
        monthly_gap,
        ("execution gap a month", "execution gap per month"),
        counts="months",
    ),
    _figure(
        "execution.unpaired",
        "Trades without a pair",
        "Share of the trades of the backtest and of the live log that the other doesn't have.",
        "fraction",
        "(backtest only + live only) / (backtest + live)",
        unpaired_share,
        ("unmatched trades", "trades without a pair"),
        worked=listed_alone,
    ),
)
