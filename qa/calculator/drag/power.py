"""Power: how many periods it takes to tell a drag from nothing, and how small a drag this many can tell."""

from __future__ import annotations

import math
from statistics import NormalDist

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.periodic import count_step, periodic, rate, value_of
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value
from qa.calculator.core.rounding import is_nothing
from qa.calculator.core.sample import Sample

#: Probability of finding an effect that isn't there, both ways, and of finding one that is [fraction].
_FALSE, _FOUND = 0.05, 0.8
#: By how many standard errors a mean must lie off zero to be found so often.
_ERRORS = NormalDist().inv_cdf(1 - _FALSE / 2) + NormalDist().inv_cdf(_FOUND)


def periods_needed(sample: Sample) -> Value | NotComputed:
    """Periods at which a drag of the observed mean and spread would be found four times in five [count]: `(z s / mean)^2`.

    `z = 1.960 + 0.842`: two-sided at 5%, with a power of 80%. Source: J. Cohen, Statistical Power Analysis (1988).
    """
    spread = _spread(sample)
    if isinstance(spread, NotComputed):
        return spread
    mean = float(sample.drag.mean())
    if is_nothing(mean, sample.size):
        return NotComputed(reason="the mean drag is zero, which no number of months tells from zero", bring="choose other dates")
    steps = (
        Step(label="mean drag", value=mean, unit=rate(sample)),
        Step(label="standard deviation of the drag", value=spread, unit=rate(sample)),
        count_step(sample),
    )
    return value_of(sample, (_ERRORS * spread / mean) ** 2, steps=steps)


def detectable(sample: Sample) -> Value | NotComputed:
    """Smallest mean drag that this many periods would find four times in five [fraction a period]: `z s / sqrt(n)`."""
    spread = _spread(sample)
    if isinstance(spread, NotComputed):
        return spread
    steps = (Step(label="standard deviation of the drag", value=spread, unit=rate(sample)), count_step(sample))
    return value_of(sample, _ERRORS * spread / math.sqrt(len(sample)), steps=steps)


def _spread(sample: Sample) -> float | NotComputed:
    if len(sample) < FEWEST:
        return NotComputed(
            reason=f"there are too few {sample.per}s to know how widely the drag varies", bring="use a longer backtest"
        )
    spread = float(sample.drag.std(ddof=1))
    if is_nothing(spread, sample.size):
        return NotComputed(reason="the drag hardly varies, so any number of periods tells it", bring="read the mean drag")
    return spread


_VALIDITY = "For independent {months} of the observed spread; hedges pay rarely, so the true number is rather larger."
_SOURCE = "J. Cohen, Statistical Power Analysis for the Behavioral Sciences (1988): two-sided test of a mean."
FIGURES: tuple[FigureSpec, ...] = (
    periodic(
        periods_needed,
        key="power.{monthly}.months_needed",
        title="Required sample size for the {monthly} drag",
        meaning="How many {months} it would take to find a drag of the observed mean and spread statistically significant.",
        kind="count",
        basis="none",
        formula="((z(0.975) + z(0.80)) s / mean(d))^2, s the standard deviation of d = u - h",
        validity=_VALIDITY,
        source=_SOURCE,
        phrases=(
            *("months needed", "how many months are needed", "how much data is needed", "sample size needed", "power"),
            *("statistical power", "months needed to tell the cost from nothing", "months to reach significance"),
        ),
        sentences=Sentences(above="it would take {d} {per}s to tell a drag of this size from zero"),
        beside=("power.{monthly}.detectable", "drag.{monthly}.mean"),
        subject="How much data it takes to tell the drag from zero",
    ),
    periodic(
        detectable,
        key="power.{monthly}.detectable",
        title="Minimum detectable {monthly} drag",
        meaning="How large the mean drag would have to be for this many {months} to find it statistically significant.",
        formula="(z(0.975) + z(0.80)) s / sqrt(n), s the standard deviation of d = u - h",
        validity=_VALIDITY,
        source=_SOURCE,
        phrases=(
            *("detectable drag", "smallest detectable drag", "minimum detectable effect", "smallest cost that can be detected"),
            *("detectable effect", "how small a drag can this sample detect"),
        ),
        sentences=Sentences(above="the smallest mean drag that this many {per}s can tell from zero was {d} {b} a {per}"),
        beside=("power.{monthly}.months_needed", "drag.{monthly}.mean"),
        subject="How small a drag the data can tell",
    ),
)
