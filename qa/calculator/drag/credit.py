"""The variance credit: what a steadier account gives back of the arithmetic drag by compounding."""

from __future__ import annotations

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.periodic import periodic, rate, value_of
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.sample import Sample
from qa.calculator.returns.growth import growths


def variance_credit(sample: Sample) -> Value | NotComputed:
    """Half the variance that the hedge saved [fraction a period]: `(var(u) - var(h)) / 2`, variances over n.

    To the second order the geometric drag is the arithmetic one less this credit: `log(1 + r) = r - r^2 / 2`.
    """
    both = [float(sample.side(hedged).var()) for hedged in (False, True)]
    grown = growths(sample)
    if isinstance(grown, NotComputed):
        return grown
    steps = (
        Step(label="variance, unhedged", value=both[0], unit="ratio"),
        Step(label="variance, hedged", value=both[1], unit="ratio"),
        Step(label="mean drag", value=float(sample.drag.mean()), unit=rate(sample)),
        Step(label="geometric drag", value=grown[0] - grown[1], unit=rate(sample)),
    )
    return value_of(sample, (both[0] - both[1]) / 2, steps=steps)


FIGURES: tuple[FigureSpec, ...] = (
    periodic(
        variance_credit,
        key="drag.{monthly}.variance_credit",
        title="Variance credit of the hedge, {monthly}",
        meaning="By about how much the geometric drag is below the arithmetic one, because the hedge saves variance.",
        formula="(var(u) - var(h)) / 2, geometric drag = mean(u - h) - credit to the second order",
        validity="Negative where the hedge adds to the variance. An approximation for returns that are small.",
        source="Second-order expansion of the logarithm.",
        phrases=(
            *("variance credit", "variance drain saved", "volatility drag saved", "compounding benefit of the hedge"),
            *("rebalancing credit of the hedge", "half the variance saved"),
        ),
        sentences=Sentences(
            above="the hedge's lower variance gave back {m} {b} a {per} by compounding",
            below="the hedge's higher variance took another {m} {b} a {per} by compounding",
        ),
        beside=("drag.{monthly}.mean", "drag.{monthly}.geometric"),
        subject="What a steadier account gives back by compounding",
    ),
)
