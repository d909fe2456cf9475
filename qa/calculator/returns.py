"""Returns of the unhedged and the hedged account, by month and over a span."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.calculator.figure import FigureSpec, Step, Value
from qa.calculator.periodic import Selected, monthly
from qa.calculator.uncertainty import mean_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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


def linked_return(hedged: bool) -> Callable[[Selected], Value]:
    """Return over the months of the scope [fraction]: `prod(1 + r) - 1`, each month on the capital base it began with.

    Never annualised. Source: GIPS 2020, section 2 (chain-linked time-weighted return).
    """

    def value(selected: Selected) -> Value:
        returns, labels = _side(selected, hedged), selected[2]
        growth = float((1 + returns).prod())
        steps = (Step(label="growth of the account", value=growth, unit="fraction/span"),)
        return Value(value=growth - 1, n=len(returns), start=labels[0], end=labels[-1], steps=steps)

    return value


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
            synonyms=(f"{side} return", f"return {side}", f"{side} monthly return"),
            compute=monthly(hedged, mean_return(hedged)),
        ),
        FigureSpec(
            key=f"return.{side}.total",
            title=f"Return, {side}",
            meaning=f"What the {side} account returned over the months of the scope, month linked to month.",
            unit="fraction/span",
            formula=f"prod(1 + {letter}) - 1",
            validity="Not annualised. Every month is measured on the stated capital base.",
            source="GIPS 2020, section 2: chain-linked time-weighted return.",
            synonyms=(f"total return {side}", f"{side} total return"),
            narrows=("dates", "tier"),
            compute=monthly(hedged, linked_return(hedged)),
        ),
    )


FIGURES = (*_specs(False, "unhedged", "u"), *_specs(True, "hedged", "h"))
