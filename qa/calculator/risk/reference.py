"""The hedge against a public recipe, and the account against an index: cost, tracking error and information ratio."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qa import numerals
from qa.calculator.core.bootstrap import Draws, block_length, mean_of
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.periodic import OfSample, periodic, rate
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value
from qa.calculator.core.rounding import is_nothing
from qa.calculator.returns.growth import PER_YEAR, UNDER_A_YEAR, is_a_year
from qa.calculator.risk.exposure import against, value_over

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Places, Values
    from qa.calculator.core.sample import Sample

#: The name under which a manifest declares the index of a public recipe, and the plain index that it protects.
REFERENCE, PLAIN = "reference", "spx"


def dearer(series: str) -> OfSample:
    """Mean drag of the hedge less that of a protected index against the plain one [fraction a period], of the same periods.

    `mean((u - h) - (m - p))`, m the S&P 500's return and p the protected index's. Above zero the hedge cost more than the
    public recipe. Interval: stationary bootstrap of the differences.
    """
    from dataclasses import replace

    def of(sample: Sample) -> Value | NotComputed:
        import numpy as np

        plain, own = sample.market(PLAIN), sample.market(series)
        for market in (plain, own):
            if isinstance(market, NotComputed):
                return market
        assert not isinstance(plain, NotComputed)
        assert not isinstance(own, NotComputed)
        known = np.flatnonzero(~np.isnan(plain) & ~np.isnan(own))
        if len(known) < FEWEST:
            reason = f"there are too few {sample.per}s with closes of both indices before them and at their end"
            return NotComputed(reason=reason, bring="use a longer backtest or market series")
        drag, recipe = sample.drag[known], (plain - own)[known]
        apart = drag - recipe
        steps = (
            Step(label="mean drag of the hedge", value=float(drag.mean()), unit=rate(sample)),
            Step(label="mean drag of the public recipe", value=float(recipe.mean()), unit=rate(sample)),
        )
        interval = Draws(len(apart), block_length(apart)).interval(mean_of, apart)
        return replace(value_over(sample, known, float(apart.mean()), steps), interval=interval)

    return of


def _apart(sample: Sample, series: str) -> tuple[Values, Places] | NotComputed:
    """The account's returns less a market series', hedged where there is a hedge, and which periods are known."""
    if not is_a_year(sample):
        return UNDER_A_YEAR
    pair = against(sample, sample.side(hedged=sample.hedged is not None), series)
    if isinstance(pair, NotComputed):
        return pair
    returns, market, known = pair
    if is_nothing(float((returns - market).std()), sample.size):
        return NotComputed(reason="the account moves exactly as the market series does", bring="use another market series")
    return returns - market, known


def tracking_error(series: str) -> OfSample:
    """Tracking error of the account against a market series [fraction a year]: `sqrt(p) sd(h - m)`, p periods a year."""

    def of(sample: Sample) -> Value | NotComputed:
        found = _apart(sample, series)
        if isinstance(found, NotComputed):
            return found
        apart, known = found
        spread = float(apart.std(ddof=1))
        step = Step(label="standard deviation of the difference", value=spread, unit=rate(sample))
        return value_over(sample, known, math.sqrt(PER_YEAR[sample.per]) * spread, (step,))

    return of


def information_ratio(series: str) -> OfSample:
    """Information ratio of the account against a market series [ratio]: `sqrt(p) mean(h - m) / sd(h - m)`.

    Source: T. H. Goodwin, Financial Analysts Journal 54 (1998).
    """

    def of(sample: Sample) -> Value | NotComputed:
        found = _apart(sample, series)
        if isinstance(found, NotComputed):
            return found
        apart, known = found
        mean, spread = float(apart.mean()), float(apart.std(ddof=1))
        steps = (
            Step(label="mean difference", value=mean, unit=rate(sample)),
            Step(label="standard deviation of the difference", value=spread, unit=rate(sample)),
        )
        return value_over(sample, known, math.sqrt(PER_YEAR[sample.per]) * mean / spread, steps)

    return of


def _named(series: str) -> str:
    name = series.upper().replace("_", " ")
    return {"spx": "the S&P index"}.get(series, "the market series" if numerals.find(name) else name)


def cost_against(series: str) -> FigureSpec:
    """The figure `reference.monthly.cost.NAME` of a protected index that a manifest declares; without a name, of `reference`."""
    own = series == REFERENCE
    return periodic(
        dearer(series),
        key="reference.{monthly}.cost" if own else f"reference.{{monthly}}.cost.{series}",
        title="Mean {monthly} drag beyond that of a public recipe",
        meaning="By how much the hedge's mean drag exceeds that of a public protected index against the plain S&P index.",
        formula="mean((u - h) - (m - p)), m the S&P index and p the protected index",
        validity="Both drags are on what each protects: an account of condors and an index are not one risk.",
        source="Difference of means on common dates; interval by Politis and Romano, JASA 89 (1994).",
        phrases=(
            (
                *("dearer than a public recipe", "compared with a put-protection index", "cost against a public hedge index"),
                *("cheaper than a public hedge", "hedge against the reference index", "cost beyond the reference"),
            )
            if own
            else (f"cost against {_named(series)}",)
        ),
        sentences=Sentences(
            above="the hedge cost {m} {b} a {per} more than the public recipe",
            below="the hedge cost {m} {b} a {per} less than the public recipe",
            unclear="the hedge's mean drag less that of the public recipe was {d} {b} a {per}, which is not statistically"
            " significant",
        ),
        beside=("drag.{monthly}.mean",),
        subject="The hedge's cost against a public recipe",
    )


def tracking_against(series: str) -> FigureSpec:
    """The figure `tracking_error.monthly.NAME` of a market series that a manifest declares."""
    name = _named(series)
    return periodic(
        tracking_error(series),
        key=f"tracking_error.{{monthly}}.{series}",
        title=f"Tracking error against {name}, from {{monthly}} returns",
        meaning=f"How widely the account's return is spread around that of {name}, annualized.",
        kind="fraction/year",
        formula="sqrt(p) sd(h - m), p periods a year",
        validity="Of the hedged account where it is hedged. Never computed for less than a year.",
        source="Sample standard deviation of active returns.",
        hedged=False,
        phrases=("tracking error", "tracking error against the index", "tracking error to the S&P", "active risk")
        if series == PLAIN
        else (),
        sentences=Sentences(above=f"the tracking error against {name} was {{d}} a year"),
        beside=(f"information_ratio.{{monthly}}.{series}",),
        subject=f"The account against {name}",
    )


def information_against(series: str) -> FigureSpec:
    """The figure `information_ratio.monthly.NAME` of a market series that a manifest declares."""
    name = _named(series)
    return periodic(
        information_ratio(series),
        key=f"information_ratio.{{monthly}}.{series}",
        title=f"Information ratio against {name}, from {{monthly}} returns",
        meaning=f"The account's mean return beyond that of {name} for each unit of tracking error, annualized.",
        kind="ratio",
        basis="none",
        formula="sqrt(p) mean(h - m) / sd(h - m), p periods a year",
        validity="Of the hedged account where it is hedged. Never computed for less than a year.",
        source="T. H. Goodwin, Financial Analysts Journal 54 (1998).",
        hedged=False,
        phrases=(
            (
                "information ratio",
                "information ratio against the index",
                "return per unit of tracking error",
                "active return over active risk",
            )
            if series == PLAIN
            else ()
        ),
        sentences=Sentences(above=f"the information ratio against {name} was {{d}}"),
        beside=(f"tracking_error.{{monthly}}.{series}",),
        subject=f"The account against {name}",
    )


#: Figures of any market series, by the beginning of their keys.
OF_SERIES = {
    "reference.{}.cost": cost_against,
    "tracking_error.{}": tracking_against,
    "information_ratio.{}": information_against,
}
FIGURES: tuple[FigureSpec, ...] = (cost_against(REFERENCE), tracking_against(PLAIN), information_against(PLAIN))
