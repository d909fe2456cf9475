"""What went in, and what a backtest can't tell: capital base, trades read, warnings, and known unknowns."""

from __future__ import annotations

from collections.abc import Callable

from corpus.errors import warnings_among
from qa.calculator.core.amounts import NO_ACCOUNT
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.result import NotComputed, Value
from qa.calculator.core.scope import Scope


def _count(number: Callable[[Facts], float]) -> Callable[[Facts, Scope], Value | NotComputed]:
    def compute(facts: Facts, _: Scope) -> Value:
        trades = facts.backtest.trades
        days = facts.days
        n = len(trades) if trades is not None else len(days)
        return Value(value=number(facts), n=n, start=str(days[0]), end=str(days[-1]))

    return compute


def _trades(facts: Facts) -> float:
    return 0 if facts.backtest.trades is None else len(facts.backtest.trades)


def _capital(facts: Facts, scope: Scope) -> Value | NotComputed:
    if facts.backtest.manifest.capital.unit == "index":
        return NO_ACCOUNT
    return _count(lambda f: f.base)(facts, scope)


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
    _input("capital.base", "Capital base", "The account that every return is measured on.", _capital),
    _input("import.trades", "Trades read", "How many trades the log holds, hedge and base.", _count(_trades)),
    _input(
        "import.warnings",
        "Warnings on import",
        "How many things the import found that a reader should know.",
        _count(lambda f: len(warnings_among(f.backtest.problems))),
    ),
)
