"""Exposure: what the accounts and the hedge do when the market moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qa import numerals
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.periodic import periodic
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value
from qa.calculator.core.rounding import is_nothing, size
from qa.calculator.core.sample import Sample
from qa.calculator.risk.accounts import HEDGED, UNHEDGED

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Places, Values


def against(sample: Sample, values: Values, series: str) -> tuple[Values, Values, Places] | NotComputed:
    """Values and what a market series did, of the periods for which both are known, and which those are."""
    import numpy as np

    market = sample.market(series)
    if isinstance(market, NotComputed):
        return market
    known = ~np.isnan(market)
    if int(known.sum()) < FEWEST:
        return NotComputed(
            reason=f"there are too few {sample.per}s with a close of the market series before them and at their end",
            bring="use a longer backtest or market series",
        )
    if is_nothing(float(market[known].std()), size(market[known])):
        return NotComputed(reason="the market series doesn't move, so there is nothing to measure against", bring="use another")
    return values[known], market[known], np.flatnonzero(known)


def value_over(sample: Sample, known: Places, value: float, steps: tuple[Step, ...] = ()) -> Value:
    """A figure of the periods for which the market is known, with their count and dates."""
    first, last = sample.label(int(known[0])), sample.label(int(known[-1]))
    return Value(value=float(value), n=len(known), start=first, end=last, steps=steps)


Of = Callable[[Sample], "Value | NotComputed"]


def side_of(sample: Sample, which: str) -> Values:
    """Returns of the unhedged or hedged account, or of the hedge [fraction]."""
    return -sample.drag if which == "hedge" else sample.side(which == "hedged")


def beta(which: str) -> Of:
    """Slope of the account's return, or of the hedge's, on the S&P 500's [ratio]: `cov(r, m) / var(m)`."""

    def of(sample: Sample) -> Value | NotComputed:
        pair = against(sample, side_of(sample, which), "spx")
        if isinstance(pair, NotComputed):
            return pair
        r, m, known = pair
        centred = m - m.mean()
        slope = float(centred @ (r - r.mean())) / float(centred @ centred)
        steps = (
            Step(label="covariance", value=float(centred @ r) / (len(r) - 1), unit="ratio"),
            Step(label="variance of the market", value=float(m.var(ddof=1)), unit="ratio"),
        )
        return value_over(sample, known, slope, steps)

    return of


def explained(which: str) -> Of:
    """Share of the return's variance that moves with the S&P 500 [fraction]: the squared correlation, R^2."""

    def of(sample: Sample) -> Value | NotComputed:
        pair = _correlation(sample, which, "spx")
        if isinstance(pair, NotComputed):
            return pair
        return value_over(sample, pair[1], pair[0] ** 2, (Step(label="correlation", value=pair[0], unit="ratio"),))

    return of


def correlation(which: str, series: str) -> Of:
    """Correlation of a return with what a market series did over the same periods [ratio], Pearson's."""

    def of(sample: Sample) -> Value | NotComputed:
        pair = _correlation(sample, which, series)
        return pair if isinstance(pair, NotComputed) else value_over(sample, pair[1], pair[0])

    return of


def _correlation(sample: Sample, which: str, series: str) -> tuple[float, Places] | NotComputed:
    pair = against(sample, side_of(sample, which), series)
    if isinstance(pair, NotComputed):
        return pair
    r, m, known = pair
    if is_nothing(float(r.std()), sample.size):
        return NotComputed(reason="the returns don't vary, so they have no correlation", bring="use a longer backtest")
    r, m = (r - r.mean()) / r.std(), (m - m.mean()) / m.std()
    return float(r @ m) / len(r), known


def with_series(series: str) -> FigureSpec:
    """The figure `correlation.monthly.NAME` of a market series that a manifest declares."""
    name = series.upper().replace("_", " ")
    shown = {"spx": "the S&P index"}.get(series, "the market series" if numerals.find(name) else name)
    relations = (
        "correlation with",
        "correlated with",
        "correlation to",
        "hedge correlation with",
        "correlation between hedge and",
    )
    phrases = [f"{relation} {of}" for relation in relations for of in ((name, series) if "_" in series else (name,))]
    return periodic(
        correlation("hedge", series),
        key=f"correlation.{{monthly}}.{series}",
        title=f"Correlation of the hedge with {name}, by {{month}}",
        meaning=f"The correlation of the hedge's return with the change of {name} over the same {{months}}.",
        formula=f"corr(h - u, change of {series})",
        validity="Of the same {months}, so it predicts nothing; linear only.",
        source="Pearson's correlation.",
        kind="ratio",
        basis="none",
        phrases=(*phrases, *_ALSO.get(series, ())),
        sentences=Sentences(above=f"the correlation of the hedge's return with {shown} was {{d}}"),
        beside=("exposure.{monthly}.beta.hedge",) if series == "spx" else (),
        subject=f"Correlation of the hedge with {shown}",
    )


#: How questions name a market series otherwise.
_ALSO = {
    "spx": ("correlation with the index", "correlation with the market", "correlation with the S&P"),
    "vix": ("does the hedge move with VIX", "correlation with the VIX", "correlated with the VIX"),
}


def _of_side(which: str) -> tuple[FigureSpec, ...]:
    name = f"the {which} account" if which != "hedge" else "the hedge"
    hedged = which != "unhedged"
    letter = {"unhedged": "u", "hedged": "h", "hedge": "h - u"}[which]
    validity = "Linear, over all {months} alike: see the convexity figures for what happens in a crash."
    others = tuple(other for other in ("unhedged", "hedged", "hedge") if other != which)
    return (
        periodic(
            beta(which),
            key=f"exposure.{{monthly}}.beta.{which}",
            title=f"Beta of {name}, by {{month}}",
            meaning=f"The slope of {name}'s return on that of the S&P index.",
            formula=f"cov({letter}, m) / var(m)",
            validity=validity,
            source="Least squares on the index's return.",
            kind="ratio",
            basis="none",
            hedged=hedged,
            phrases=(*(_PLAIN if which == "hedged" else ()), *_named(which, "beta", "market beta", "index beta")),
            sentences=Sentences(above=f"the beta of {name} to the S&P index was {{d}}"),
            beside=(*(f"exposure.{{monthly}}.beta.{other}" for other in others), f"exposure.{{monthly}}.explained.{which}"),
            subject="Beta to the S&P index",
        ),
        periodic(
            explained(which),
            key=f"exposure.{{monthly}}.explained.{which}",
            title=f"R-squared of {name} on the index, by {{month}}",
            meaning=f"The share of the variance of {name}'s return that the return of the S&P index explains.",
            formula=f"corr({letter}, m)^2",
            validity=validity,
            source="Coefficient of determination.",
            kind="fraction",
            basis="none",
            hedged=hedged,
            phrases=_named(which, "R squared", "R-squared", "variance explained by the index"),
            sentences=Sentences(above=f"the S&P index explained {{d}} of the variance of {name}'s return"),
            beside=(f"exposure.{{monthly}}.beta.{which}", *(f"exposure.{{monthly}}.explained.{other}" for other in others)),
            subject="Share of variance explained by the S&P index",
        ),
    )


#: Names of the hedged account's beta that name no account.
_PLAIN = ("beta", "market exposure", "beta to the S&P", "beta to the index", "exposure to the market", "sensitivity to the index")


def _named(which: str, *names: str) -> tuple[str, ...]:
    """Phrases that ask for a figure of one account or of the hedge, by the names of the figure."""
    if which != "hedge":
        return (HEDGED if which == "hedged" else UNHEDGED).asked(*names)
    return tuple(phrase for name in names for phrase in (f"hedge {name}", f"{name} hedge", f"{name} of the hedge"))


def _correlation_of(which: str) -> FigureSpec:
    """The correlation of an account with the index; that of the hedge stands with the other market series."""
    name = f"the {which} account"
    return periodic(
        correlation(which, "spx"),
        key=f"exposure.{{monthly}}.correlation.{which}",
        title=f"Correlation of {name} with the index, by {{month}}",
        meaning=f"The correlation of {name}'s return with that of the S&P index over the same {{months}}.",
        formula=f"corr({which[0]}, m)",
        validity="Linear, over all {months} alike: it says nothing of how far the account falls with the index.",
        source="Pearson's correlation.",
        kind="ratio",
        basis="none",
        hedged=which == "hedged",
        phrases=_named(which, "correlation with the index", "correlation with the S&P", "correlation to the market"),
        sentences=Sentences(above=f"the correlation of {name}'s return with the S&P index was {{d}}"),
        beside=(f"exposure.{{monthly}}.beta.{which}", f"exposure.{{monthly}}.explained.{which}"),
        subject=f"Correlation of {name} with the S&P index",
    )


FIGURES: tuple[FigureSpec, ...] = (
    *_of_side("unhedged"),
    *_of_side("hedged"),
    _correlation_of("unhedged"),
    _correlation_of("hedged"),
    *_of_side("hedge"),
    with_series("spx"),
    with_series("vix"),
)
