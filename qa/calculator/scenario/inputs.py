"""What a backtest was read from: its capital base, trades and import warnings."""

from __future__ import annotations

from collections.abc import Callable

from corpus.errors import warnings_among
from qa.calculator.core.amounts import NO_ACCOUNT
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec, Sentences
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


def _input(  # noqa: PLR0913 a figure is told by so much
    compute: Callable[[Facts, Scope], Value | NotComputed],
    *,
    key: str,
    title: str,
    meaning: str,
    phrases: tuple[str, ...],
    sentence: str,
    subject: str,
) -> FigureSpec:
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit="USD" if key.startswith("capital") else "count",
        basis="none",
        counts="trades",
        formula="as read",
        validity="As stated in the manifest and the files it names.",
        source="The backtest's own files.",
        phrases=phrases,
        sentences=Sentences(above=sentence),
        subject=subject,
        narrows=(),
        compute=compute,
    )


FIGURES = (
    _input(
        _capital,
        key="capital.base",
        title="Capital base",
        meaning="The account size that every return is measured on.",
        phrases=(
            "capital base", "account size of the backtest", "size of the account", "starting capital", "capital assumed",
            "capital that returns are measured on", "how large is the account", "initial capital",
        ),
        sentence="returns are measured on a capital base of {d}",
        subject="Capital base",
    ),
    _input(
        _count(_trades),
        key="import.trades",
        title="Trades imported",
        meaning="The number of trades in the log, of the base strategy and the hedge together.",
        phrases=(
            "trades read", "trades imported", "imported trades", "trades in the log", "trades in the file", "size of the log",
            "how many trades does the log have", "rows imported",
        ),
        sentence="the number of trades imported was {d}",
        subject="Trades imported",
    ),
    _input(
        _count(lambda f: len(warnings_among(f.backtest.problems))),
        key="import.warnings",
        title="Import warnings",
        meaning="The number of warnings from reading the backtest's files.",
        phrases=(
            "warnings on import", "import warnings", "warnings from the import", "problems on import", "problems in the file",
            "problems with the data", "how many warnings", "data warnings",
        ),
        sentence="the number of import warnings was {d}",
        subject="Import warnings",
    ),
)  # fmt: skip
