"""Values of the unhedged and the hedged account, by period and over a span."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.calculator.core.bootstrap import mean_of
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.path import YEAR, Path, months_of, over_periods, select_path
from qa.calculator.core.periodic import OfSample, count_step, periodic, rate, value_of
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.returns.growth import UNDER_A_YEAR

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values
    from qa.calculator.core.facts import Facts
    from qa.calculator.core.sample import Sample

#: Phrases for the return of the account as such.
_PLAIN = ("monthly return", "average return", "mean return", "account return", "strategy return")


def mean_return(hedged: bool) -> OfSample:
    """Mean return of a period [fraction of the capital base a period]: `mean(u)` or `mean(h)`, with its interval.

    Of years it is the mean of their total returns, from which the worst is chosen too.
    """

    def of(sample: Sample) -> Value:
        returns = over_periods(sample, hedged=hedged)
        steps = (Step(label="sum of returns", value=float(returns.sum()), unit="fraction/span"), count_step(sample))
        return value_of(sample, returns.mean(), interval=sample.draws.interval(mean_of, returns), steps=steps)

    return of


def median_return(hedged: bool) -> OfSample:
    """Median return of a period [fraction of the capital base a period]: `median(u)` or `median(h)`."""

    def of(sample: Sample) -> Value:
        import numpy as np

        return value_of(sample, np.median(over_periods(sample, hedged=hedged)), steps=(count_step(sample),))

    return of


def worst_return(hedged: bool) -> OfSample:
    """Smallest return of a single period [fraction a period]: `min(u)` or `min(h)`; its period is the figure's date.

    Of years it is the account's return over the year, as the total return is, so that the two agree.
    """

    def of(sample: Sample) -> Value:
        returns = over_periods(sample, hedged=hedged)
        return _at(sample, returns, int(returns.argmin()))

    return of


def best_return(hedged: bool) -> OfSample:
    """Largest return of a single period [fraction a period]: `max(u)` or `max(h)`; its period is the figure's date.

    Of years it is the account's return over the year, as that of the worst is.
    """

    def of(sample: Sample) -> Value:
        returns = over_periods(sample, hedged=hedged)
        return _at(sample, returns, int(returns.argmax()))

    return of


def _at(sample: Sample, returns: Values, at: int) -> Value:
    """The return of one period, told with its date."""
    steps = (Step(label=f"return of the {sample.per} {sample.label(at)}", value=float(returns[at]), unit=rate(sample)),)
    return Value(value=float(returns[at]), n=len(sample), start=sample.label(at), end=sample.label(at), steps=steps)


def total_return(hedged: bool) -> Callable[[Facts, Scope], Value | NotComputed]:
    """Return of the account over the span [fraction]: `V_end / V_begin - 1`, flows taken out, never annualized.

    With monthly resets the months are linked, `prod(1 + r) - 1`; without flows the account is the base and all P&L so far;
    with dated flows it is valued at each, or by Modified Dietz where values are weekly or monthly (GIPS 2020, section 2). An
    account that falls to nothing has no return from there.
    """

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        path = select_path(facts, scope, hedged=hedged, ends=True)
        return path if isinstance(path, NotComputed) else _over(facts, path, scope, path.end / path.begin - 1)

    return compute


def annual_return(hedged: bool) -> Callable[[Facts, Scope], Value | NotComputed]:
    """Compound annual growth rate [fraction a year]: `(V_end / V_begin)^(365/days) - 1` over calendar days.

    Never under a year (GIPS 2020). Tools that count periods as if each were a trading day are wrong on monthly data.
    """

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        path = select_path(facts, scope, hedged=hedged, ends=True)
        if isinstance(path, NotComputed):
            return path
        if not path.spans_a_year:
            return UNDER_A_YEAR
        days = Step(label="calendar days", value=path.calendar_days, unit="count")
        return _over(facts, path, scope, (path.end / path.begin) ** (YEAR / path.calendar_days) - 1, days)

    return compute


def _over(facts: Facts, path: Path, scope: Scope, value: float, *more: Step) -> Value | NotComputed:
    """A figure of the path, with its months."""
    months = months_of(facts, path, scope)
    if isinstance(months, NotComputed):
        return months
    steps = (
        Step(label="account value at the start, relative to inception", value=path.begin, unit="ratio"),
        Step(label="account value at the end, relative to inception", value=path.end, unit="ratio"),
        *more,
    )
    return Value(value=value, n=months.n, start=months.first, end=months.last, steps=steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """The account with or without the hedge, as the records name it."""

    hedged: bool
    name: str
    #: as formulas name its returns
    letter: str

    @property
    def account(self) -> str:
        return f"the {self.name} account"

    @property
    def other(self) -> str:
        return "unhedged" if self.hedged else "hedged"

    def phrases(self, *patterns: str, plain: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Phrases with the side in place of `*`, and for the unhedged account those that name no side."""
        return (*(pattern.replace("*", self.name) for pattern in patterns), *(() if self.hedged else plain))


def _by_period(side: _Side) -> tuple[FigureSpec, ...]:
    return (
        periodic(
            mean_return(side.hedged),
            key=f"return.{side.name}.{{monthly}}.mean",
            of_account=True,
            title=f"Mean {{monthly}} return, {side.name}",
            meaning=f"The mean {{monthly}} return of {side.account}.",
            formula=f"mean({side.letter})",
            validity="On the stated capital base, not compounded. Few {months} give no confidence interval.",
            source="Interval by stationary bootstrap, Politis and Romano, JASA 89 (1994).",
            hedged=side.hedged,
            mean_over=lambda sample: over_periods(sample, hedged=side.hedged),
            phrases=side.phrases(
                *("* return", "return *", "* monthly return", "monthly return *", "mean * return", "average * return"),
                *("* return per month", "average monthly return *", "mean monthly return *", "* average return"),
                plain=_PLAIN,
            ),
            sentences=Sentences(
                above=f"{side.account} returned {{m}} a {{per}} on average",
                below=f"{side.account} lost {{m}} a {{per}} on average",
                unclear=f"the mean return of {side.account} was {{d}} a {{per}}, which is not statistically significant",
            ),
            beside=(f"return.{side.other}.{{monthly}}.mean", "drag.{monthly}.mean"),
            subject="Returns with and without the hedge",
        ),
        periodic(
            median_return(side.hedged),
            key=f"return.{side.name}.{{monthly}}.median",
            of_account=True,
            title=f"Median {{monthly}} return, {side.name}",
            meaning=f"The return of {side.account} in the median {{month}}.",
            formula=f"median({side.letter})",
            validity="Does not reflect rare losses; read it with the mean.",
            source="Middle of the sorted returns.",
            hedged=side.hedged,
            phrases=side.phrases(
                *("median return *", "* median return", "median monthly return *", "* median monthly return"),
                *("typical * return", "typical return *", "* typical month", "median month *", "return of a typical month *"),
                plain=("median return", "median monthly return", "typical return"),
            ),
            sentences=Sentences(above=f"{side.account} returned {{d}} in the median {{per}}"),
            beside=(f"return.{side.name}.{{monthly}}.mean", f"return.{side.other}.{{monthly}}.median"),
            subject="Median return with and without the hedge",
        ),
        periodic(
            worst_return(side.hedged),
            key=f"return.{side.name}.{{monthly}}.worst",
            of_account=True,
            title=f"Worst {{month}}, {side.name}",
            meaning=f"The lowest return of {side.account} in a single {{month}}.",
            formula=f"min({side.letter})",
            validity="A single observation: a longer backtest may hold a worse {month}.",
            source="Smallest of the returns.",
            hedged=side.hedged,
            phrases=side.phrases(
                *("worst month *", "* worst month", "worst * month", "largest monthly loss *", "* largest monthly loss"),
                *("biggest monthly loss *", "lowest monthly return *", "* lowest monthly return", "worst monthly return *"),
                plain=("worst month", "worst monthly return", "largest monthly loss", "biggest monthly loss"),
            ),
            sentences=Sentences(
                above=f"the worst {{per}} of {side.account} was {{start}}, with a gain of {{m}}",
                below=f"the worst {{per}} of {side.account} was {{start}}, with a loss of {{m}}",
            ),
            beside=(f"return.{side.other}.{{monthly}}.worst",),
            subject="Worst {month} with and without the hedge",
        ),
        periodic(
            best_return(side.hedged),
            key=f"return.{side.name}.{{monthly}}.best",
            of_account=True,
            title=f"Best {{month}}, {side.name}",
            meaning=f"The highest return of {side.account} in a single {{month}}.",
            formula=f"max({side.letter})",
            validity="A single observation; read it with the worst {month}.",
            source="Largest of the returns.",
            hedged=side.hedged,
            phrases=side.phrases(
                *("best month *", "* best month", "best * month", "best month of the * account", "best month for the * account"),
                *("* account's best month", "largest monthly gain *", "* largest monthly gain", "highest monthly return *"),
                *("* highest monthly return", "best monthly return *"),
                plain=(
                    "best monthly return",
                    "largest monthly gain",
                    "best month of the account",
                    "best month without the hedge",
                ),
            ),
            sentences=Sentences(
                above=f"the best {{per}} of {side.account} was {{start}}, with a gain of {{m}}",
                below=f"the best {{per}} of {side.account} was {{start}}, with a loss of {{m}}",
            ),
            beside=(f"return.{side.other}.{{monthly}}.best", f"return.{side.name}.{{monthly}}.worst"),
            subject="Best {month} with and without the hedge",
        ),
    )


def _over_span(side: _Side) -> tuple[FigureSpec, ...]:
    narrows = ("dates", "tier", *SUPPOSED, "episode")
    return (
        FigureSpec(
            key=f"return.{side.name}.total",
            title=f"Total return, {side.name}",
            meaning=f"The time-weighted return of {side.account} over the whole period.",
            unit="fraction/span",
            formula="V_end / V_begin - 1",
            validity="Not annualized. With monthly resets the months are linked; otherwise profit stays in the account.",
            source="Time-weighted return, and Modified Dietz where values are weekly or monthly: GIPS 2020, section 2.",
            phrases=side.phrases(
                *("total return *", "* total return", "cumulative return *", "* cumulative return", "overall * return"),
                *("overall return *", "time-weighted return *", "* time-weighted return", "* return in total"),
                plain=("total return", "cumulative return", "overall return", "time-weighted return"),
            ),
            sentences=Sentences(above=f"{side.account} returned {{m}} in total", below=f"{side.account} lost {{m}} in total"),
            beside=(f"return.{side.other}.total",),
            subject="Total return with and without the hedge",
            narrows=narrows,
            compute=total_return(side.hedged),
        ),
        FigureSpec(
            key=f"return.{side.name}.annual",
            title=f"Annual return, {side.name}",
            meaning=f"The compound annual growth rate (CAGR) of {side.account}.",
            unit="fraction/year",
            formula="(V_end / V_begin)^(365/days) - 1",
            validity="Compounded over calendar days. Never computed for less than a year.",
            source="Compound annual growth rate; GIPS 2020 on spans below a year.",
            phrases=side.phrases(
                *("annual return *", "* annual return", "CAGR *", "* return per year", "* CAGR", "annualized return *"),
                *("* annualized return", "annualised return *", "* annualised return", "* yearly return"),
                plain=("annual return", "annualized return", "annualised return", "compound annual growth rate"),
            ),
            sentences=Sentences(
                above=f"{side.account} returned {{m}} a year, compounded", below=f"{side.account} lost {{m}} a year, compounded"
            ),
            beside=(f"return.{side.other}.annual",),
            subject="Annual return with and without the hedge",
            narrows=narrows,
            compute=annual_return(side.hedged),
        ),
    )


_SIDES = (_Side(hedged=False, name="unhedged", letter="u"), _Side(hedged=True, name="hedged", letter="h"))
FIGURES: tuple[FigureSpec, ...] = tuple(spec for side in _SIDES for spec in (*_by_period(side), *_over_span(side)))
