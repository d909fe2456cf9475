"""Returns of the unhedged and the hedged account, by month and over a span."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.calculator.facts import Facts
from qa.calculator.figure import FigureSpec, NotComputed, Step, Value
from qa.calculator.periodic import Selected, monthly, select
from qa.calculator.scope import Scope
from qa.calculator.uncertainty import mean_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


#: Words for the return of the account as such.
_PLAIN = ("monthly return", "average return", "mean return", "account return", "strategy return")


def _side(selected: Selected, hedged: bool) -> NDArray[np.float64]:
    unhedged, with_hedge, _ = selected
    if not hedged:
        return unhedged
    assert with_hedge is not None, "the months are those of a hedged backtest"
    return with_hedge


def mean_return(hedged: bool) -> Callable[[Selected], Value]:
    """Mean monthly return [fraction of the capital base a month]: `mean(u)` or `mean(h)`, with its bootstrap interval."""

    def value(selected: Selected) -> Value:
        returns, labels = _side(selected, hedged), selected[2]
        steps = (
            Step(label="sum of returns", value=float(returns.sum()), unit="fraction/span"),
            Step(label="months", value=len(returns), unit="count"),
        )
        interval = mean_interval(returns)
        mean = float(returns.mean())
        return Value(value=mean, n=len(returns), start=labels[0], end=labels[-1], interval=interval, steps=steps)

    return value


def total_return(hedged: bool) -> Callable[[Facts, Scope], Value | NotComputed]:
    """Return of the account over the months of the scope [fraction]: `V_end / V_begin - 1`, never annualised.

    With monthly resets the months are linked, `prod(1 + r) - 1` (GIPS 2020, section 2); without flows the account is the
    base and all P&L so far. An account that falls to nothing has no return from there on.
    """

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        selected = select(facts, scope, hedged=hedged)
        if isinstance(selected, NotComputed):
            return selected
        labels, months = selected[2], facts.months
        returns = months.hedged if hedged and months.hedged is not None else months.unhedged
        linked = facts.backtest.manifest.capital.flows == "reset_monthly"
        values = (1 + returns).cumprod() if linked else 1 + returns.cumsum()
        end = months.labels.index(labels[-1])
        begin = months.labels.index(labels[0]) - 1
        if float(values[: end + 1].min()) <= 0:
            return NotComputed(reason="the account falls to nothing or below", bring="bring a larger capital base")
        start = float(values[begin]) if begin >= 0 else 1.0
        steps = (
            Step(label="account at the beginning, over its start", value=start, unit="fraction/span"),
            Step(label="account at the end, over its start", value=float(values[end]), unit="fraction/span"),
        )
        return Value(value=float(values[end]) / start - 1, n=len(labels), start=labels[0], end=labels[-1], steps=steps)

    return compute


def _specs(hedged: bool, side: str, letter: str) -> tuple[FigureSpec, FigureSpec]:
    return (
        FigureSpec(
            key=f"return.{side}.monthly.mean",
            title=f"Mean monthly return, {side}",
            meaning=f"What the {side} account returns in a month on average.",
            unit="fraction/month",
            formula=f"mean({letter})",
            validity="On the stated capital base, not compounded; with few months there is no interval.",
            source="Interval by stationary bootstrap, Politis and Romano, JASA 89 (1994).",
            synonyms=(f"{side} return", f"return {side}", f"{side} monthly return", *(() if hedged else _PLAIN)),
            compute=monthly(hedged, mean_return(hedged)),
        ),
        FigureSpec(
            key=f"return.{side}.total",
            title=f"Return, {side}",
            meaning=f"What the {side} account returned over the months of the scope, month linked to month.",
            unit="fraction/span",
            formula="V_end / V_begin - 1",
            validity="Not annualised. With monthly resets the months are linked; without, profit stays in the account.",
            source="Time-weighted return, GIPS 2020, section 2.",
            synonyms=(f"total return {side}", f"{side} total return", *(() if hedged else ("total return",))),
            narrows=("dates", "tier"),
            compute=total_return(hedged),
        ),
    )


FIGURES = (*_specs(False, "unhedged", "u"), *_specs(True, "hedged", "h"))
