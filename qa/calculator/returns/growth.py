"""Growth: what the hedge takes from an account that leaves its profit in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.path import SHORTEST
from qa.calculator.core.periodic import periodic, rate, value_of
from qa.calculator.core.result import Interval, NotComputed, Step, Value

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values
    from qa.calculator.core.sample import Sample

#: Periods of a year, by which rates are annualized, and how many the shortest year has: 2001 had 248 trading days.
PER_YEAR = {"day": 252, "week": 52, "month": 12, "year": 1}
_FEWEST = {**PER_YEAR, "day": 248}
UNDER_A_YEAR = NotComputed(reason="less than a year of data is never annualized", bring="choose a year or more")


def is_a_year(sample: Sample) -> bool:
    """Whether a sample may be annualized: it has the periods of a year and spans one."""
    return len(sample) >= _FEWEST[sample.per] and int((sample.last[-1] - sample.first[0]).astype(int)) + 1 >= SHORTEST


def geometric_drag(sample: Sample) -> Value | NotComputed:
    """Difference of the geometric mean returns [fraction a period]: `prod(1 + u)^(1/n) - prod(1 + h)^(1/n)`.

    Needs returns above -1: an account that is lost has no growth.
    """
    growth = growths(sample)
    if isinstance(growth, NotComputed):
        return growth
    steps = tuple(
        Step(label=f"geometric mean, {side}", value=g - 1, unit=rate(sample))
        for side, g in zip(("unhedged", "hedged"), growth, strict=True)
    )
    return value_of(sample, growth[0] - growth[1], interval=_interval(sample, 1), steps=steps)


def annualised_drag(sample: Sample) -> Value | NotComputed:
    """Difference of the yearly growth [fraction a year]: `(1 + g_u)^p - (1 + g_h)^p` with p periods a year.

    `g` are geometric means of a period, so this is not p times the drag. Never under a year (GIPS 2020).
    """
    growth = growths(sample)
    if isinstance(growth, NotComputed):
        return growth
    times = PER_YEAR[sample.per]
    if not is_a_year(sample):
        return UNDER_A_YEAR
    steps = tuple(
        Step(label=f"compound annual growth rate, {side}", value=g**times - 1, unit="fraction/year")
        for side, g in zip(("unhedged", "hedged"), growth, strict=True)
    )
    return value_of(sample, growth[0] ** times - growth[1] ** times, interval=_interval(sample, times), steps=steps)


def relative_wealth(sample: Sample) -> Value | NotComputed:
    """Wealth that the hedge takes in a period [fraction a period]: `1 - (W_h / W_u)^(1/n)`, `W = prod(1 + r)`."""
    growth = growths(sample)
    if isinstance(growth, NotComputed):
        return growth
    n = len(sample)
    steps = tuple(
        Step(label=f"final over initial wealth, {side}", value=g**n, unit="ratio")
        for side, g in zip(("unhedged", "hedged"), growth, strict=True)
    )
    return value_of(sample, 1 - growth[1] / growth[0], steps=steps)


def growths(sample: Sample) -> tuple[float, float] | NotComputed:
    """Geometric mean growth of a period, unhedged and hedged."""
    import numpy as np

    both = (sample.unhedged, sample.side(hedged=True))
    if min(float(r.min()) for r in both) <= -1:
        return NotComputed(reason="the account falls to nothing or below", bring="use a larger capital base")
    unhedged, hedged = (float(np.exp(np.log1p(r).mean())) for r in both)
    return unhedged, hedged


def _interval(sample: Sample, times: int) -> Interval | None:
    """Interval of the difference of the geometric mean growths over so many periods."""
    import numpy as np

    def difference(unhedged: Values, hedged: Values) -> Values:
        grown: Values = np.exp(times * unhedged.mean(axis=1)) - np.exp(times * hedged.mean(axis=1))
        return grown

    return sample.draws.interval(difference, np.log1p(sample.unhedged), np.log1p(sample.side(hedged=True)))


FIGURES: tuple[FigureSpec, ...] = (
    periodic(
        geometric_drag,
        key="drag.{monthly}.geometric",
        title="Geometric {monthly} drag",
        meaning="By how much the hedge lowers the account's geometric mean {monthly} return.",
        formula="prod(1 + u)^(1/n) - prod(1 + h)^(1/n)",
        validity="Compounds returns, as an account does that reinvests its profit.",
        source="Difference of geometric means.",
        phrases=(
            *("geometric drag", "compound drag", "compounded drag", "geometric mean drag", "geometric hedge cost"),
            *("geometric cost of the hedge", "compounded cost of the hedge", "compounded hedge cost", "drag with compounding"),
            "drag on the geometric return",
        ),
        sentences=Sentences(
            above="the hedge lowered the geometric mean return by {m} {b} a {per}",
            below="the hedge raised the geometric mean return by {m} {b} a {per}",
            unclear="the geometric drag was {d} {b} a {per}, which is not statistically significant",
        ),
        beside=("drag.{monthly}.mean",),
        subject="Geometric cost of the hedge",
    ),
    periodic(
        annualised_drag,
        key="drag.{monthly}.annualised",
        title="Annualized drag, from {monthly} returns",
        meaning="By how much the hedge lowers the account's compound annual growth rate.",
        kind="fraction/year",
        formula="(1 + g_u)^p - (1 + g_h)^p, p periods a year",
        validity="Compounded, so not a multiple of the {monthly} drag. Never computed for less than a year.",
        source="Difference of compound annual growth rates; GIPS 2020 on spans below a year.",
        phrases=(
            *("annualised carry", "annualized carry", "annual drag", "yearly drag", "drag per year", "drag a year", "carry"),
            *("annualized drag", "annualised drag", "annual cost of the hedge", "yearly cost of the hedge", "annual hedge cost"),
            *("hedge cost per year", "annualized hedge cost", "CAGR drag"),
        ),
        sentences=Sentences(
            above="the hedge cost {m} {b} a year in compound growth",
            below="the hedge earned {m} {b} a year in compound growth",
            unclear="the annualized drag was {d} {b} a year, which is not statistically significant",
        ),
        beside=("drag.{monthly}.mean", "return.unhedged.annual", "return.hedged.annual"),
        subject="What the hedge costs a year",
    ),
    periodic(
        relative_wealth,
        key="drag.{monthly}.relative_wealth",
        title="Relative wealth lost per {month}",
        meaning="The share of the unhedged account's wealth by which the hedged account falls behind in a {month}.",
        formula="1 - (W_h / W_u)^(1/n)",
        validity="Requires both accounts to keep a positive value.",
        source="Ratio of terminal wealth.",
        phrases=(
            *("relative wealth", "wealth lost", "relative wealth lost", "terminal wealth ratio"),
            *("wealth lost to the hedge", "loss of terminal wealth", "ratio of final wealth", "wealth drag"),
        ),
        sentences=Sentences(
            above="the hedged account fell behind the unhedged account by {m} of its wealth a {per}",
            below="the hedged account gained on the unhedged account by {m} of its wealth a {per}",
        ),
        beside=("return.unhedged.total", "return.hedged.total"),
        subject="Wealth with and without the hedge",
    ),
)
