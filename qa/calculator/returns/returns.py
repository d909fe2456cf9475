"""Values of the unhedged and the hedged account, by period and over a span."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.calculator.core.bootstrap import mean_of
from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.path import YEAR, Path, months_of, select_path
from qa.calculator.core.periodic import OfSample, count_step, periodic, rate, value_of
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.scope import SUPPOSED, Scope

if TYPE_CHECKING:
    from qa.calculator.core.facts import Facts
    from qa.calculator.core.sample import Sample

#: Words for the return of the account as such.
_PLAIN = ("monthly return", "average return", "mean return", "account return", "strategy return")


def mean_return(hedged: bool) -> OfSample:
    """Mean return of a period [fraction of the capital base a period]: `mean(u)` or `mean(h)`, with its interval."""

    def of(sample: Sample) -> Value:
        returns = sample.side(hedged)
        steps = (Step(label="sum of returns", value=float(returns.sum()), unit="fraction/span"), count_step(sample))
        return value_of(sample, returns.mean(), interval=sample.draws.interval(mean_of, returns), steps=steps)

    return of


def median_return(hedged: bool) -> OfSample:
    """Median return of a period [fraction of the capital base a period]: `median(u)` or `median(h)`."""

    def of(sample: Sample) -> Value:
        import numpy as np

        return value_of(sample, np.median(sample.side(hedged)), steps=(count_step(sample),))

    return of


def worst_return(hedged: bool) -> OfSample:
    """Smallest return of a single period [fraction a period]: `min(u)` or `min(h)`; its period is the figure's date."""

    def of(sample: Sample) -> Value:
        returns = sample.side(hedged)
        at = int(returns.argmin())
        steps = (Step(label=f"the {sample.per} {sample.label(at)}", value=float(returns[at]), unit=rate(sample)),)
        return Value(value=float(returns[at]), n=len(sample), start=sample.label(at), end=sample.label(at), steps=steps)

    return of


def total_return(hedged: bool) -> Callable[[Facts, Scope], Value | NotComputed]:
    """Return of the account over the span [fraction]: `V_end / V_begin - 1`, flows taken out, never annualised.

    With monthly resets the months are linked, `prod(1 + r) - 1`; without flows the account is the base and all P&L so far;
    with dated flows it is valued at each, or by Modified Dietz where values are weekly or monthly (GIPS 2020, section 2). An
    account that falls to nothing has no return from there.
    """

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        path = select_path(facts, scope, hedged=hedged)
        return path if isinstance(path, NotComputed) else _over(facts, path, scope, path.end / path.begin - 1)

    return compute


def annual_return(hedged: bool) -> Callable[[Facts, Scope], Value | NotComputed]:
    """Compound annual growth rate [fraction a year]: `(V_end / V_begin)^(365/days) - 1` over calendar days.

    Never under a year (GIPS 2020). Tools that count periods as if each were a trading day are wrong on monthly data.
    """

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        path = select_path(facts, scope, hedged=hedged)
        if isinstance(path, NotComputed):
            return path
        if not path.spans_a_year:
            return NotComputed(reason="less than a year is never annualised", bring="bring a year or more")
        days = Step(label="calendar days", value=path.calendar_days, unit="count")
        return _over(facts, path, scope, (path.end / path.begin) ** (YEAR / path.calendar_days) - 1, days)

    return compute


def _over(facts: Facts, path: Path, scope: Scope, value: float, *more: Step) -> Value | NotComputed:
    """A figure of the path, told in months."""
    months = months_of(facts, path, scope)
    if isinstance(months, NotComputed):
        return months
    steps = (
        Step(label="account at the beginning, over its start", value=path.begin, unit="ratio"),
        Step(label="account at the end, over its start", value=path.end, unit="ratio"),
        *more,
    )
    return Value(value=value, n=months.n, start=months.first, end=months.last, steps=steps)


def _specs(hedged: bool, side: str, letter: str) -> tuple[FigureSpec, ...]:
    plain = () if hedged else _PLAIN
    return (
        periodic(
            mean_return(hedged),
            key=f"return.{side}.{{monthly}}.mean",
            title=f"Mean {{monthly}} return, {side}",
            meaning=f"What the {side} account returns in a {{month}} on average.",
            formula=f"mean({letter})",
            validity="On the stated capital base, not compounded; with few {months} there is no interval.",
            source="Interval by stationary bootstrap, Politis and Romano, JASA 89 (1994).",
            hedged=hedged,
            mean_over=lambda sample: sample.side(hedged),
            phrases=(f"{side} return", f"return {side}", f"{side} monthly return", *plain),
        ),
        periodic(
            median_return(hedged),
            key=f"return.{side}.{{monthly}}.median",
            title=f"Median {{monthly}} return, {side}",
            meaning=f"What the {side} account returns in a typical {{month}}.",
            formula=f"median({letter})",
            validity="Says nothing of rare losses; read it beside the mean.",
            source="Middle of the sorted returns.",
            hedged=hedged,
            phrases=(f"median return {side}", f"{side} median return"),
        ),
        periodic(
            worst_return(hedged),
            key=f"return.{side}.{{monthly}}.worst",
            title=f"Worst {{month}}, {side}",
            meaning=f"The smallest return of the {side} account in a single {{month}}.",
            formula=f"min({letter})",
            validity="A single {month}: a longer run would hold a worse one.",
            source="Smallest of the returns.",
            hedged=hedged,
            phrases=(f"worst month {side}", f"{side} worst month", *(() if hedged else ("worst month",))),
        ),
        FigureSpec(
            key=f"return.{side}.total",
            title=f"Return, {side}",
            meaning=f"What the {side} account returned over the months of the scope, flows taken out.",
            unit="fraction/span",
            formula="V_end / V_begin - 1",
            validity="Not annualised. With monthly resets the months are linked; without, profit stays in the account.",
            source="Time-weighted return, and Modified Dietz where values are weekly or monthly: GIPS 2020, section 2.",
            phrases=(f"total return {side}", f"{side} total return", *(() if hedged else ("total return",))),
            narrows=("dates", "tier", *SUPPOSED, "episode"),
            compute=total_return(hedged),
        ),
        FigureSpec(
            key=f"return.{side}.annual",
            title=f"Annual return, {side}",
            meaning=f"The yearly growth of the {side} account over the months of the scope.",
            unit="fraction/year",
            formula="(V_end / V_begin)^(365/days) - 1",
            validity="Compounded over calendar days; never under a year.",
            source="Compound annual growth rate; GIPS 2020 on spans below a year.",
            phrases=(f"annual return {side}", f"{side} annual return", f"CAGR {side}", f"{side} return per year"),
            narrows=("dates", "tier", *SUPPOSED, "episode"),
            compute=annual_return(hedged),
        ),
    )


FIGURES: tuple[FigureSpec, ...] = (*_specs(False, "unhedged", "u"), *_specs(True, "hedged", "h"))
