"""What the index and VIX did meanwhile: levels and changes by their closes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.scope import Scope, Signal
from qa.calculator.core.signals import closes_of
from qa.numerals import Unit

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Days, Values

Compute = Callable[[Facts, Scope], "Value | NotComputed"]
Which = Literal["start", "end", "high", "low", "mean"]


def change(series: str) -> Compute:
    """Relative change of a series over a scope's days [fraction]: the last close over the one before the days, less one.

    Where the series begins with the days, from their first close.
    """

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        found = _closes(facts, scope, series)
        if isinstance(found, NotComputed):
            return found
        days, closes, before = found
        begun, what = (float(closes[0]), "first close") if before is None else (before, "close before")
        if begun <= 0:
            reason = "the market series isn't above zero, so it has no relative change"
            return NotComputed(reason=reason, bring="ask for its levels")
        last = float(closes[-1])
        steps = (Step(label=what, value=begun, unit="points"), Step(label="last close", value=last, unit="points"))
        return _value(days, last / begun - 1, *steps)

    return compute


def level(series: str, which: Which) -> Compute:
    """A series at the close before a scope's days, at its last close in them, or its highest, lowest or mean one [points]."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        found = _closes(facts, scope, series)
        if isinstance(found, NotComputed):
            return found
        days, closes, before = found
        if which == "start":
            if before is None:
                reason = "the market series has no close before the period"
                return NotComputed(reason=reason, bring="choose a later start, or bring earlier closes")
            return _value(days, before)
        if which in {"high", "low"}:
            at = int(closes.argmax() if which == "high" else closes.argmin())
            return Value(value=float(closes[at]), n=len(days), start=str(days[at]), end=str(days[at]))
        return _value(days, float(closes.mean() if which == "mean" else closes[-1]))

    return compute


def _closes(facts: Facts, scope: Scope, series: str) -> tuple[Days, Values, float | None] | NotComputed:
    """The closes of a series within a scope's days and those of the backtest, and the last one before, where it is recent."""
    import numpy as np

    if series not in facts.backtest.series:
        bring = "declare it in the manifest under [[series]]"
        return NotComputed(reason="this backtest has no market series of that name", bring=bring)
    inside = facts.within(scope.dates)
    own = facts.days[inside]
    if not len(own):
        return NotComputed(
            reason="no day of this backtest falls within what was asked for", bring="ask for a longer period or wider conditions"
        )
    table = facts.backtest.series[series]
    days = table.index.to_numpy().astype("datetime64[D]")
    first, last = int(np.searchsorted(days, own[0])), int(np.searchsorted(days, own[-1], "right"))
    if first >= last:
        return NotComputed(reason="the market series has no close within these days", bring="bring its closes")
    before = float(facts.entry(Signal(series), own[:1])[0])
    return days[first:last], closes_of(table)[first:last], None if np.isnan(before) else before


def _value(days: Days, value: float, *steps: Step) -> Value:
    return Value(value=value, n=len(days), start=str(days[0]), end=str(days[-1]), steps=steps)


def _spec(  # noqa: PLR0913 a figure is told by so much
    key: str,
    compute: Compute,
    *,
    title: str,
    meaning: str,
    formula: str,
    phrases: tuple[str, ...],
    sentence: str,
    below: str = "",
    unit: Unit = "points",
    beside: tuple[str, ...] = (),
) -> FigureSpec:
    return FigureSpec(
        key=f"market.{key}",
        title=title,
        meaning=meaning,
        unit=unit,
        basis="none",
        counts="days",
        formula=formula,
        validity="By closes within the days of the backtest; what happened between closes is not in it.",
        source="The market series of the backtest.",
        phrases=phrases,
        sentences=Sentences(above=sentence, below=below),
        beside=tuple(f"market.{other}" for other in beside),
        subject=title,
        narrows=("dates", "tier"),
        compute=compute,
    )


_VIX = ("vix.start", "vix.end", "vix.high", "vix.mean")
FIGURES: tuple[FigureSpec, ...] = (
    _spec(
        "spx.change",
        change("spx"),
        title="Change of the S&P index",
        meaning="By how much the S&P index rose or fell over the period, from the last close before it to its last.",
        formula="C_end / C_before - 1",
        unit="fraction/span",
        phrases=(
            *("change of the index", "S&P return over the period", "what did the S&P do", "return of the index", "market return"),
            *("index return", "how did the market do", "what did the index do"),
        ),
        sentence="the S&P index rose by {m}",
        below="the S&P index fell by {m}",
        beside=("vix.start", "vix.end"),
    ),
    _spec(
        "vix.start",
        level("vix", "start"),
        title="VIX before the period",
        meaning="The last close of VIX before the period.",
        formula="last close before the first day",
        phrases=("VIX before the period", "VIX at the start", "VIX as it began", "where did VIX begin"),
        sentence="VIX closed at {d} before the period",
        beside=("vix.end", "vix.high"),
    ),
    _spec(
        "vix.end",
        level("vix", "end"),
        title="VIX at the end of the period",
        meaning="The last close of VIX in the period.",
        formula="last close",
        phrases=("VIX at the end", "VIX at the close of the period", "where did VIX end", "closing VIX"),
        sentence="VIX closed at {d} at the end of the period",
        beside=("vix.start", "vix.high"),
    ),
    _spec(
        "vix.high",
        level("vix", "high"),
        title="Highest close of VIX",
        meaning="The highest close of VIX in the period, and its day.",
        formula="max(close)",
        phrases=("highest VIX", "highest close of VIX", "peak VIX", "VIX high", "how high did VIX go", "top of VIX"),
        sentence="the highest close of VIX was {d} ({start})",
        beside=("vix.start", "vix.end"),
    ),
    _spec(
        "vix.mean",
        level("vix", "mean"),
        title="Mean close of VIX",
        meaning="The mean close of VIX in the period.",
        formula="mean(close)",
        phrases=("mean VIX", "average VIX", "average level of VIX", "VIX on average", "mean level of VIX"),
        sentence="the mean close of VIX was {d}",
        beside=("vix.start", "vix.high"),
    ),
)
