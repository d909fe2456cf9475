"""What a backtest's files lack, counted: days, whole months, and positions that are open at the end."""

from __future__ import annotations

from collections.abc import Callable

from corpus.backtests.completeness import open_sums
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import NotComputed, Value
from qa.calculator.core.scope import Scope
from qa.numerals import Unit

_Number = Callable[[Facts], float | NotComputed]


def _over_days(number: _Number) -> Callable[[Facts, Scope], Value | NotComputed]:
    def compute(facts: Facts, _: Scope) -> Value | NotComputed:
        found = number(facts)
        days = facts.days
        if isinstance(found, NotComputed):
            return found
        return Value(value=found, n=len(days), start=str(days[0]), end=str(days[-1]))

    return compute


def _of_days(number: Callable[[Facts], int]) -> _Number:
    def counted(facts: Facts) -> float | NotComputed:
        if facts.marking == "at_close":
            return NotComputed(reason="this backtest has no daily values", bring="bring the daily log")
        return number(facts)

    return counted


def _open(name: str) -> _Number:
    def told(facts: Facts) -> float | NotComputed:
        opened = facts.backtest.open_trades
        if opened is None:
            return NotComputed(reason="no trade is open at the end", settles=True)
        sums = open_sums(opened)
        if name not in sums:
            return NotComputed(reason=f"the files don't tell the {_WORDS[name]} of the open trades", bring="export it with them")
        return sums[name]

    return told


_WORDS = {"premium": "premium", "unrealised": "unrealised profit or loss"}


def _drawdown(facts: Facts) -> float | NotComputed:
    stated = facts.backtest.stated_drawdown
    if stated is None:
        return NotComputed(reason="no file states a drawdown that its values don't show", settles=True)
    return -stated


def _opened(facts: Facts) -> float:
    return 0 if facts.backtest.open_trades is None else len(facts.backtest.open_trades)


def _input(  # noqa: PLR0913 a figure is told by so much
    number: _Number,
    *,
    key: str,
    title: str,
    meaning: str,
    phrases: tuple[str, ...],
    sentence: str,
    unit: Unit = "count",
    below: str = "",
) -> FigureSpec:
    return FigureSpec(
        key=key,
        title=title,
        meaning=meaning,
        unit=unit,
        basis="none",
        counts="days",
        formula="as read",
        validity="By the holidays of New York's stock exchange and the files that the manifest names.",
        source="The backtest's own files.",
        phrases=phrases,
        sentences=Sentences(above=sentence, below=below),
        subject=title,
        narrows=(),
        compute=_over_days(number),
    )


FIGURES = (
    _input(
        _of_days(lambda f: f.backtest.completeness.missing),
        key="import.days.missing",
        title="Trading days without a value",
        meaning="The trading days between the first and the last that have no value, in the daily file that lacks most.",
        phrases=(
            "missing days", "missing trading days", "days without a value", "gaps in the daily values", "holes in the daily log",
            "days are missing",
        ),
        sentence="the number of trading days without a value was {d}",
    ),
    _input(
        _of_days(lambda f: f.backtest.completeness.idle + f.backtest.completeness.closed),
        key="import.days.closed",
        title="Rows of days on which the exchange is closed",
        meaning="The rows of weekends and holidays in the daily file that has most of them.",
        phrases=("weekend rows", "holiday rows", "rows on weekends", "rows on holidays", "days on which the exchange is closed"),
        sentence="the number of rows of days on which the exchange is closed was {d}",
    ),
    _input(
        lambda f: len(f.backtest.completeness.partial),
        key="import.months.partial",
        title="Months that are not whole",
        meaning="The months at the beginning and the end of the files that have only a part of their trading days.",
        phrases=(
            "partial months", "months that are not whole", "incomplete months", "is the first month whole",
            "is the last month whole", "is the last month complete",
        ),
        sentence="the number of months that are not whole was {d}",
    ),
    _input(
        _opened,
        key="import.open.trades",
        title="Trades open at the end",
        meaning="The trades that the files open and do not close, or that close after the last daily value.",
        phrases=(
            "open trades", "trades still open", "open positions at the end", "positions open at the end",
            "trades open at the end", "open positions",
        ),
        sentence="the number of trades open at the end was {d}",
    ),
    _input(
        _open("premium"),
        key="import.open.premium",
        title="Premium of the trades open at the end",
        meaning="The premium received for the trades that are open at the end, less what was paid for those that were bought.",
        phrases=("premium of the open trades", "premium of open positions", "premium still open", "premium held at the end"),
        sentence="the premium of the trades open at the end was {d}",
        unit="USD",
    ),
    _input(
        _open("unrealised"),
        key="import.open.unrealised",
        title="Unrealized profit of the trades open at the end",
        meaning="What the trades open at the end would earn if they closed at the last prices of the file.",
        phrases=(
            "unrealised profit", "unrealized profit", "unrealised loss", "unrealized loss", "unrealised p&l", "unrealized p&l",
            "profit of the open trades", "unrealized value", "unrealised value",
        ),
        sentence="the unrealized profit of the trades open at the end was {d}",
        below="the unrealized loss of the trades open at the end was {m}",
        unit="USD",
    ),
    _input(
        _drawdown,
        key="import.drawdown.stated",
        title="Maximum drawdown as the file states it",
        meaning="The maximum drawdown among the file's own statistics, where its values are sampled too coarsely to show it.",
        phrases=(
            "drawdown that the file states", "drawdown as stated by the file", "the file's own drawdown",
            "drawdown statistic of the file", "stated drawdown of the platform",
        ),
        sentence="the file itself states a maximum drawdown of {m}",
        below="the file itself states a maximum drawdown of {m}",
        unit="fraction",
    ),
)  # fmt: skip
