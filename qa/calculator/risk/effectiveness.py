"""Effectiveness of the hedge: what it offset of the base, how closely it moved against it, how much risk it removed."""

from __future__ import annotations

import math

from qa.calculator.core.bootstrap import share_interval
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.periodic import periodic, rate, value_of
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value
from qa.calculator.core.rounding import is_nothing, size
from qa.calculator.core.sample import Sample
from qa.calculator.risk.tail import TAIL, expected_shortfall

#: Between which shares of the base's change a hedge's opposite change counts as effective.
_LEAST, _MOST = 0.80, 1.25
_STILL = NotComputed(
    reason="the base strategy's return doesn't vary, so there is nothing to hedge", bring="use a longer backtest"
)


def offset(sample: Sample) -> Value | NotComputed:
    """Cumulative dollar offset [fraction]: `-sum(c) / sum(u)`, c the hedge's and u the base's return of each period."""
    base, hedge = float(sample.unhedged.sum()), float(-sample.drag.sum())
    if is_nothing(base, sample.size * len(sample)):
        return NotComputed(
            reason="the base strategy made nothing in total, so there is no share of it", bring="choose other dates"
        )
    steps = (
        Step(label="sum of the hedge's returns", value=hedge, unit="fraction/span"),
        Step(label="sum of the base's returns", value=base, unit="fraction/span"),
    )
    return value_of(sample, -hedge / base, steps=steps)


def share_effective(sample: Sample) -> Value | NotComputed:
    """Share of periods in which the hedge offset 80% to 125% of the base's change [fraction]: `0.8 <= -c / u <= 1.25`.

    Periods in which the base made exactly nothing are left out. Source: the dollar-offset test of IAS 39, AG105.
    """
    moved = sample.unhedged != 0
    n = int(moved.sum())
    if not n:
        return _STILL
    ratio = sample.drag[moved] / sample.unhedged[moved]
    within = int(((ratio >= _LEAST) & (ratio <= _MOST)).sum())
    steps = (
        Step(label=f"{sample.per}s within the range", value=within, unit="count"),
        Step(label=f"{sample.per}s in which the base moved", value=n, unit="count"),
    )
    interval = share_interval(within, n) if n >= FEWEST else None
    return value_of(sample, within / n, interval=interval, steps=steps)


def slope(sample: Sample) -> Value | NotComputed:
    """Slope of the hedge's return on the base's [ratio]: `cov(c, u) / var(u)`; a perfect hedge has minus one."""
    u, c = sample.unhedged, -sample.drag
    centred = u - u.mean()
    if len(sample) < FEWEST:
        return _too_few(sample)
    if is_nothing(size(centred), sample.size):
        return _STILL
    steps = (
        Step(label="covariance", value=float(centred @ c) / (len(u) - 1), unit="ratio"),
        Step(label="variance of the base", value=float(centred @ centred) / (len(u) - 1), unit="ratio"),
    )
    return value_of(sample, float(centred @ (c - c.mean())) / float(centred @ centred), steps=steps)


def explained(sample: Sample) -> Value | NotComputed:
    """Share of the hedge's variance that moves with the base [fraction]: R^2 of the hedge's return on the base's."""
    u, c = sample.unhedged, -sample.drag
    if len(sample) < FEWEST:
        return _too_few(sample)
    u, c = u - u.mean(), c - c.mean()
    if is_nothing(size(u), sample.size) or is_nothing(size(c), sample.size):
        return NotComputed(reason="one of the returns doesn't vary, so they have no correlation", bring="use a longer backtest")
    correlation = float(u @ c) / math.sqrt(float(u @ u) * float(c @ c))
    return value_of(sample, correlation**2, steps=(Step(label="correlation", value=correlation, unit="ratio"),))


def variance_saved(sample: Sample) -> Value | NotComputed:
    """Share of the base's variance that the hedge removed [fraction]: `1 - var(h) / var(u)`.

    Source: L. H. Ederington, Journal of Finance 34 (1979).
    """
    if len(sample) < FEWEST:
        return _too_few(sample)
    both = [float(sample.side(hedged).var(ddof=1)) for hedged in (False, True)]
    if is_nothing(math.sqrt(both[0]), sample.size):
        return _STILL
    steps = tuple(
        Step(label=f"standard deviation, {side}", value=math.sqrt(v), unit=rate(sample))
        for side, v in zip(("unhedged", "hedged"), both, strict=True)
    )
    return value_of(sample, 1 - both[1] / both[0], steps=steps)


def shortfall_saved(sample: Sample) -> Value | NotComputed:
    """Share of the base's expected shortfall that the hedge removed [fraction]: `1 - ES_h / ES_u`, ES of the worst twentieth."""
    if len(sample) < math.ceil(1 / TAIL):
        return NotComputed(reason=f"there are too few {sample.per}s to measure a loss this rare", bring="use a longer backtest")
    both = [expected_shortfall(sample.side(hedged), TAIL) for hedged in (False, True)]
    if both[0] >= 0:
        return NotComputed(reason="the base strategy has no loss in its tail to reduce", bring="use a longer backtest")
    steps = tuple(
        Step(label=f"expected shortfall, {side}", value=es, unit=rate(sample))
        for side, es in zip(("unhedged", "hedged"), both, strict=True)
    )
    return value_of(sample, 1 - both[1] / both[0], steps=steps)


def _too_few(sample: Sample) -> NotComputed:
    return NotComputed(reason=f"there are too few {sample.per}s to compare how they vary", bring="use a longer backtest")


_BESIDE = ("effectiveness.{monthly}.offset", "effectiveness.{monthly}.variance", "effectiveness.{monthly}.shortfall")
FIGURES: tuple[FigureSpec, ...] = (
    periodic(
        offset,
        key="effectiveness.{monthly}.offset",
        title="Dollar offset of the hedge",
        meaning="Which share of the base strategy's total P&L the hedge offset: negative where both gained or both lost.",
        kind="fraction",
        basis="none",
        formula="-sum(c) / sum(u), c = h - u",
        validity="A base strategy that earns is offset by a hedge that costs: read it with the offset of its losses.",
        source="Cumulative dollar offset, IAS 39 AG105.",
        phrases=(
            "dollar offset",
            "hedge effectiveness",
            "dollar-offset ratio",
            "cumulative dollar offset",
            "effectiveness of the hedge",
        ),
        sentences=Sentences(
            above="the hedge offset {m} of the base strategy's total P&L",
            below="the hedge added {m} to the base strategy's total P&L",
        ),
        beside=(*_BESIDE[1:], "coverage.{monthly}.down.offset"),
        subject="How effective the hedge was",
    ),
    periodic(
        share_effective,
        key="effectiveness.{monthly}.share_80_125",
        title="Share of {months} within the accounting range of effectiveness",
        meaning="The share of {months} in which the hedge offset the base's change within the range of hedge accounting.",
        kind="fraction",
        basis="counted",
        formula="count(0.8 <= -c / u <= 1.25) / n, c = h - u",
        validity="The test is made for hedges that mirror their item; options bought far out of the money rarely pass it.",
        source="Dollar-offset test, IAS 39 AG105; interval by E. B. Wilson, JASA 22 (1927).",
        phrases=(
            *("80 to 125 test", "80/125 test", "hedge accounting range", "hedge accounting test", "80-125 effectiveness"),
            "share of months effective",
        ),
        sentences=Sentences(above="the hedge was within the range of hedge accounting in {d} {b}"),
        beside=("effectiveness.{monthly}.offset",),
        subject="The hedge by the test of hedge accounting",
    ),
    periodic(
        slope,
        key="effectiveness.{monthly}.regression.slope",
        title="Slope of the hedge's return on the base's, by {month}",
        meaning="By how much the hedge's return moved with a point of the base strategy's; a perfect hedge has minus the same.",
        kind="ratio",
        basis="none",
        formula="cov(c, u) / var(u), c = h - u",
        validity="A line through all {months}. Against the S&P index it is the hedge's beta.",
        source="Least squares; L. H. Ederington, Journal of Finance 34 (1979).",
        phrases=(
            "effectiveness slope",
            "regression slope of the hedge on the base",
            "slope of hedge on base",
            "hedge ratio by regression",
        ),
        sentences=Sentences(above="the slope of the hedge's return on the base strategy's was {d}"),
        beside=("effectiveness.{monthly}.regression.r2", "exposure.{monthly}.beta.hedge"),
        subject="How the hedge moved against the base strategy",
    ),
    periodic(
        explained,
        key="effectiveness.{monthly}.regression.r2",
        title="R-squared of the hedge's return on the base's, by {month}",
        meaning="The share of the hedge's variance that moves with the base strategy.",
        kind="fraction",
        basis="none",
        formula="corr(c, u)^2, c = h - u",
        validity="Says how closely, not how far nor in which direction. Beside it stands the same for the S&P index.",
        source="Squared correlation.",
        phrases=(
            "variance of the hedge explained by the base",
            "how much of the hedge moves with the base",
            "fit of the hedge to the base",
            "how closely does the hedge track the base",
        ),
        sentences=Sentences(above="{d} of the variance of the hedge's return moved with the base strategy"),
        beside=("effectiveness.{monthly}.regression.slope", "exposure.{monthly}.explained.hedge"),
        subject="How closely the hedge moved with the base strategy",
    ),
    periodic(
        variance_saved,
        key="effectiveness.{monthly}.variance",
        title="Variance removed by the hedge, from {monthly} returns",
        meaning="The share of the unhedged variance that the hedge removed; negative where it added to it.",
        kind="fraction",
        basis="none",
        formula="1 - var(h) / var(u)",
        validity="Counts gains as well as losses: a hedge that gains in crashes can raise the variance and lower the risk.",
        source="L. H. Ederington, Journal of Finance 34 (1979).",
        phrases=("variance reduction", "variance removed by the hedge", "reduction of the variance", "Ederington effectiveness"),
        sentences=Sentences(
            above="the hedge removed {m} of the variance of the returns",
            below="the hedge added {m} to the variance of the returns",
        ),
        beside=("effectiveness.{monthly}.shortfall", "effectiveness.{monthly}.offset"),
        subject="Variance with and without the hedge",
    ),
    periodic(
        shortfall_saved,
        key="effectiveness.{monthly}.shortfall",
        title="Expected shortfall removed by the hedge, from {monthly} returns",
        meaning="The share of the unhedged expected shortfall that the hedge removed; negative where it added to it.",
        kind="fraction",
        basis="none",
        formula="1 - ES_h / ES_u, ES the mean of the worst twentieth of the returns",
        validity="Rests on the few worst {months} of each account, which need not be the same.",
        source="Ratio of expected shortfalls.",
        phrases=(
            "share of the shortfall saved",
            "shortfall effectiveness",
            "percentage of CVaR saved",
            "effectiveness in the tail",
        ),
        sentences=Sentences(
            above="the hedge removed {m} of the expected shortfall",
            below="the hedge added {m} to the expected shortfall",
        ),
        beside=("effectiveness.{monthly}.variance", "tail.{monthly}.saved"),
        subject="Expected shortfall removed by the hedge",
    ),
)
