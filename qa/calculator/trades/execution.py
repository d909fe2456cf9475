"""Execution gap: P&L of the backtest's trades less that of the live trades matched with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from corpus.backtests.matching import PRICED, Matching, gap, match
from qa.calculator.core.bootstrap import Draws, block_length, mean_of
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import FEWEST, Basis, Counts, NotComputed, Step, Table, Value
from qa.calculator.core.within import opened_within
from qa.numerals import Unit

if TYPE_CHECKING:
    import pandas as pd

    from qa.calculator.core.facts import Facts
    from qa.calculator.core.scope import Scope

_BASIS: dict[Unit, Basis] = {"fraction": "trades", "fraction/month": "account"}
_WIDEN = "widen the dates or conditions"


def total_gap(pairs: pd.DataFrame) -> float:
    """Execution gap of all pairs [USD]: `sum(backtest P&L - live P&L)`, positive where live trades earned less."""
    return float(gap(pairs).sum())


def mean_gap(pairs: pd.DataFrame) -> float:
    """Execution gap of a pair [USD a trade]: `sum(backtest P&L - live P&L) / n`."""
    return total_gap(pairs) / len(pairs)


def monthly_gap(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Execution gap a month over the capital base [fraction], the mean of the months from the first pair to the last.

    A pair counts in the month of its opening, a month without pairs as zero. Interval: stationary bootstrap of the months.
    """
    import numpy as np

    pairs = pairs_of(facts, scope)
    if isinstance(pairs, NotComputed):
        return pairs
    months = pairs["day"].to_numpy().astype("datetime64[M]")
    place = (months - months.min()).astype(np.int64)
    by_month = np.bincount(place, weights=gap(pairs).to_numpy()) / facts.base
    n = len(by_month)
    steps = (
        Step(label="execution gap of all matched trades", value=total_gap(pairs), unit="USD"),
        Step(label="months", value=n, unit="count"),
        Step(label="capital base", value=facts.base, unit="USD"),
    )
    interval = Draws(n, block_length(by_month)).interval(mean_of, by_month) if n >= FEWEST else None
    start, end = str(months.min()), str(months.max())
    return Value(value=float(by_month.mean()), n=n, start=start, end=end, interval=interval, steps=steps)


def listed(facts: Facts, scope: Scope) -> Table | NotComputed:
    """The pairs within a scope by day, each with its P&L on both sides and its gap [USD]."""
    pairs = pairs_of(facts, scope)
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
        return NotComputed(reason="neither log has a trade opened under the conditions asked for", bring=_WIDEN)
    days = [str(day)[:10] for table in tables for day in table["day"]]
    steps = (
        Step(label="backtest trades without a live match", value=backtest, unit="count"),
        Step(label="live trades without a backtest match", value=live, unit="count"),
        Step(label="trades in both logs", value=n, unit="count"),
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
    return Table(columns=(("P&L", "USD"),), label="without a match", rows=rows)


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
        bring = "add a log of live trades from the same days to the manifest"
        return NotComputed(reason="this backtest has no log of live trades", bring=bring)
    if trades is None:
        return NotComputed(reason="this backtest has no trade log to match live trades with", bring="add its trade log")
    return facts.once(("matching",), lambda: match(trades, live, PRICED))


def _within(table: pd.DataFrame, facts: Facts, scope: Scope) -> pd.DataFrame | NotComputed:
    """The rows whose `day` of opening is within a scope."""
    if not len(table):
        return table
    counted = opened_within(facts, scope, table["day"].to_numpy().astype("datetime64[D]"))
    return counted if isinstance(counted, NotComputed) else table[counted]


def pairs_of(facts: Facts, scope: Scope) -> pd.DataFrame | NotComputed:
    """The pairs within a scope, at least one."""
    found = _matching(facts)
    if isinstance(found, NotComputed):
        return found
    if not len(found.pairs):
        reason = "no live trade matches the day and the legs of a backtest trade"
        return NotComputed(reason=reason, bring="use a live log of the same strategy and days that gives the legs")
    pairs = _within(found.pairs, facts, scope)
    if not isinstance(pairs, NotComputed) and not len(pairs):
        return NotComputed(reason="no matched trade was opened under the conditions asked for", bring=_WIDEN)
    return pairs


def _of_pairs(of: Callable[[pd.DataFrame], float]) -> Callable[[Facts, Scope], Value | NotComputed]:
    """A figure of the pairs within a scope, with the sums that it is made of."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        pairs = pairs_of(facts, scope)
        if isinstance(pairs, NotComputed):
            return pairs
        steps = (
            Step(label="P&L of the backtest trades", value=float(pairs["backtest_pnl"].sum()), unit="USD"),
            Step(label="P&L of the live trades", value=float(pairs["live_pnl"].sum()), unit="USD"),
            Step(label="matched trades", value=len(pairs), unit="count"),
        )
        start, end = (day.date().isoformat() for day in (pairs["day"].min(), pairs["day"].max()))
        return Value(value=of(pairs), n=len(pairs), start=start, end=end, steps=steps)

    return compute


def _spec(  # noqa: PLR0913 a figure is told by so much
    compute: Callable[[Facts, Scope], Value | NotComputed],
    *,
    key: str,
    title: str,
    meaning: str,
    unit: Unit,
    formula: str,
    phrases: tuple[str, ...],
    sentences: Sentences,
    beside: tuple[str, ...],
    subject: str,
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
        validity="Trades are matched by opening day and legs, whatever their sizes and prices; logs of unlike sizes differ by"
        " more than execution.",
        source="Perold, The implementation shortfall (Journal of Portfolio Management).",
        phrases=phrases,
        sentences=sentences,
        beside=beside,
        subject=subject,
        narrows=("bounds", "dates", "event", "tier", "episode"),
        compute=compute,
        worked=worked,
    )


FIGURES: tuple[FigureSpec, ...] = (
    _spec(
        _of_pairs(total_gap),
        key="execution.gap",
        title="Execution gap",
        meaning="The P&L of the backtest's trades less that of the live trades matched with them, in total.",
        unit="USD",
        formula="sum(backtest P&L - live P&L)",
        phrases=(
            "real trading", "live trading", "in practice", "real money", "actual trading", "execution gap",
            "live versus backtest", "implementation shortfall", "actual fills", "live results",
        ),
        sentences=Sentences(
            above="live trades earned {m} less than the matched backtest trades in total",
            below="live trades earned {m} more than the matched backtest trades in total",
        ),
        beside=("execution.gap.mean", "execution.unpaired"),
        subject="Live trades against the backtest",
    ),
    _spec(
        _of_pairs(mean_gap),
        key="execution.gap.mean",
        title="Mean execution gap per trade",
        meaning="The P&L of a backtest trade less that of the live trade matched with it, on average.",
        unit="USD",
        formula="sum(backtest P&L - live P&L) / n",
        phrases=(
            "execution gap per trade", "live against backtest per trade", "mean execution gap", "average execution gap",
            "implementation shortfall per trade", "live versus backtest per trade", "cost of live fills per trade",
            "execution gap of a trade",
        ),
        sentences=Sentences(
            above="a live trade earned {m} less than its matched backtest trade on average",
            below="a live trade earned {m} more than its matched backtest trade on average",
        ),
        beside=("execution.gap", "execution.unpaired"),
        subject="Live trades against the backtest, per trade",
    ),
    _spec(
        monthly_gap,
        key="execution.gap.month",
        title="Mean monthly execution gap",
        meaning="The P&L of the backtest's trades in a month less that of the live trades matched with them, on the account.",
        unit="fraction/month",
        formula="mean(sum(backtest P&L - live P&L) by month) / base",
        phrases=(
            "execution gap a month", "execution gap per month", "monthly execution gap", "live against backtest per month",
            "live versus backtest per month", "implementation shortfall per month", "cost of live trading per month",
            "drag of live trading",
        ),
        sentences=Sentences(
            above="live trades earned {m} {b} a {per} less than the matched backtest trades on average",
            below="live trades earned {m} {b} a {per} more than the matched backtest trades on average",
            unclear="the mean execution gap was {d} {b} a {per}, which is not statistically significant",
        ),
        beside=("execution.gap", "execution.unpaired"),
        subject="Live trades against the backtest, by month",
        counts="months",
    ),
    _spec(
        unpaired_share,
        key="execution.unpaired",
        title="Share of unmatched trades",
        meaning="The share of the trades in the backtest's log and in the live log that the other log doesn't have.",
        unit="fraction",
        formula="(backtest only + live only) / (backtest + live)",
        phrases=(
            "unmatched trades", "trades without a pair", "unpaired trades", "trades without a match", "missed trades",
            "trades only in the backtest", "live trades not in the backtest", "share of trades without a match",
        ),
        sentences=Sentences(above="the share of unmatched trades in both logs was {d}"),
        beside=("execution.gap",),
        subject="Trades without a match in the live log",
        worked=listed_alone,
    ),
)  # fmt: skip
