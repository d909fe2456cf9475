"""Execution: by how much live trades did worse than the same trades of the backtest beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from corpus.matching import Matching, gap, match
from qa.calculator.figure import FigureSpec, NotComputed, Step, Value
from qa.calculator.within import opened_within
from qa.numerals import Unit

if TYPE_CHECKING:
    import pandas as pd

    from qa.calculator.facts import Facts
    from qa.calculator.scope import Scope


def total_gap(pairs: pd.DataFrame) -> float:
    """Execution gap of all pairs [USD]: `sum(backtest P&L - live P&L)`, positive where live did worse."""
    return float(gap(pairs).sum())


def mean_gap(pairs: pd.DataFrame) -> float:
    """Execution gap of a pair [USD a trade]: `sum(backtest P&L - live P&L) / n`."""
    return total_gap(pairs) / len(pairs)


def unpaired_share(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Share of the trades of both logs, opened within a scope, that the other log doesn't have [fraction]."""
    found = _matching(facts)
    if isinstance(found, NotComputed):
        return found
    alone = (table.rename(columns={"opened": "day"}) for table in (found.backtest_only, found.live_only))
    counts, days = [], []
    for table in (found.pairs, *alone):
        kept = _within(table, facts, scope)
        if isinstance(kept, NotComputed):
            return kept
        counts.append(len(kept))
        days += [str(day)[:10] for day in kept["day"]]
    if not days:
        return NotComputed(reason="no trade of either log is within the scope", bring="widen the scope")
    pairs, backtest, live = counts
    n = 2 * pairs + backtest + live
    steps = (
        Step(label="trades of the backtest without a live one", value=backtest, unit="count"),
        Step(label="live trades without one of the backtest", value=live, unit="count"),
        Step(label="trades of both logs", value=n, unit="count"),
    )
    return Value(value=(backtest + live) / n, n=n, start=min(days), end=max(days), steps=steps)


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


def _of_pairs(of: Callable[[pd.DataFrame], float]) -> Callable[[Facts, Scope], Value | NotComputed]:
    """A figure of the pairs within a scope, with the sums that it is made of."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        found = _matching(facts)
        if isinstance(found, NotComputed):
            return found
        if not len(found.pairs):
            reason = "no live trade has the day and the legs of a trade of the backtest"
            return NotComputed(reason=reason, bring="bring a live log of the same strategy and days, with its legs")
        pairs = _within(found.pairs, facts, scope)
        if isinstance(pairs, NotComputed):
            return pairs
        if not len(pairs):
            return NotComputed(reason="no pair of trades is within the scope", bring="widen the scope")
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
    synonyms: tuple[str, ...] = (),
) -> FigureSpec:
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit=unit,
        basis="trades" if unit == "fraction" else "none",
        counts="trades",
        formula=formula,
        validity="Trades pair by the day they were opened on and their legs, whatever their sizes and prices; logs of"
        " unlike sizes differ by more than execution.",
        source="Perold, The implementation shortfall (Journal of Portfolio Management).",
        synonyms=synonyms,
        narrows=("bounds", "dates", "event", "tier", "episode"),
        compute=compute,
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
        "execution.unpaired",
        "Trades without a pair",
        "Share of the trades of the backtest and of the live log that the other doesn't have.",
        "fraction",
        "(backtest only + live only) / (backtest + live)",
        unpaired_share,
        ("unmatched trades", "trades without a pair"),
    ),
)
