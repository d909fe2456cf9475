"""What went in, and what a backtest can't tell: capital base, trades read, warnings, and known unknowns."""

from __future__ import annotations

from collections.abc import Callable

from corpus.errors import warnings_among
from qa.calculator.facts import Facts
from qa.calculator.figure import FigureSpec, NotComputed, Value
from qa.calculator.scope import Scope


def _count(number: Callable[[Facts], float]) -> Callable[[Facts, Scope], Value | NotComputed]:
    def compute(facts: Facts, _: Scope) -> Value:
        trades = facts.backtest.trades
        days = facts.days
        n = len(trades) if trades is not None else len(days)
        start, end = days[0].date().isoformat(), days[-1].date().isoformat()
        return Value(value=number(facts), n=n, start=start, end=end)

    return compute


def _trades(facts: Facts) -> float:
    return 0 if facts.backtest.trades is None else len(facts.backtest.trades)


def _execution_gap(_: Facts, __: Scope) -> NotComputed:
    return NotComputed(
        reason="no log of live trades is part of this backtest",
        bring="bring one, with the backtest of the same days, to compare them",
    )


def _input(key: str, title: str, meaning: str, compute: Callable[[Facts, Scope], Value | NotComputed]) -> FigureSpec:
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit="USD" if key.startswith("capital") else "count",
        basis="none",
        counts="trades",
        formula="as read",
        validity="As the manifest and its files say.",
        source="The backtest's own files.",
        narrows=(),
        compute=compute,
    )


FIGURES = (
    _input("capital.base", "Capital base", "The account that every return is measured on.", _count(lambda f: f.base)),
    _input("import.trades", "Trades read", "How many trades the log holds, hedge and base.", _count(_trades)),
    _input(
        "import.warnings",
        "Warnings on import",
        "How many things the import found that a reader should know.",
        _count(lambda f: len(warnings_among(f.backtest.problems))),
    ),
    FigureSpec(
        key="execution.gap",
        title="Execution gap",
        meaning="By how much live trades did worse than the same trades of the backtest.",
        unit="fraction/month",
        formula="mean(backtest P&L - live P&L) / base",
        validity="Needs trades of both, matched by day and legs.",
        source="Matched pairs.",
        synonyms=("real trading", "live trading", "in practice", "real money", "actual trading"),
        compute=_execution_gap,
    ),
)
