"""Drag: what the hedge takes from the return. Positive when the hedge costs.

`u` and `h` are the unhedged and hedged returns of a period on the same capital base, so `u - h` is the hedge's loss over
that base. `n` is the number of periods.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.calculator.core.bootstrap import mean_of, newey_west_error, share_interval
from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.periodic import count_step, periodic, rate, value_of
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value
from qa.calculator.core.rounding import is_nothing

if TYPE_CHECKING:
    from qa.calculator.core.sample import Sample

_SOURCE = "Arithmetic difference of two return series on one base; interval by Politis and Romano, JASA 89 (1994)."
#: Lags of the Newey-West errors that a figure tells; the middle one decides [periods].
_LAGS = (0, 3, 6)


def mean_drag(sample: Sample) -> Value:
    """Mean drag of a period [fraction of the capital base a period], with its bootstrap interval.

    `mean(u - h)`. Needs paired returns. One period can decide it: read it beside the median.
    """
    steps = (
        Step(label="sum of unhedged returns", value=float(sample.unhedged.sum()), unit="fraction/span"),
        Step(label="sum of hedged returns", value=float(sample.side(hedged=True).sum()), unit="fraction/span"),
        count_step(sample),
    )
    interval = sample.draws.interval(mean_of, sample.drag)
    return value_of(sample, sample.drag.mean(), interval=interval, steps=steps)


def median_drag(sample: Sample) -> Value:
    """Median drag [fraction of the capital base a period]: `median(u - h)`, what a typical period costs."""
    import numpy as np

    drag = sample.drag
    middle = np.sort(drag)[(len(drag) - 1) // 2 : len(drag) // 2 + 1]
    steps = tuple(Step(label=f"{sample.per} in the middle", value=float(v), unit=rate(sample)) for v in middle)
    interval = sample.draws.interval(lambda rows: np.median(rows, axis=1), drag)
    return value_of(sample, np.median(drag), interval=interval, steps=steps)


def deviation(sample: Sample) -> Value | NotComputed:
    """Standard deviation of the drag [fraction of the base a period]: `sqrt(sum((d - mean(d))^2) / (n - 1))`."""
    if len(sample) < 2:  # noqa: PLR2004 a spread needs two
        return NotComputed(reason=f"a single {sample.per} has no spread", bring="widen the scope")
    squares = float(((sample.drag - sample.drag.mean()) ** 2).sum())
    steps = (Step(label="sum of squared distances from the mean", value=squares, unit="ratio"), count_step(sample))
    return value_of(sample, sample.drag.std(ddof=1), steps=steps)


def share_costly(sample: Sample) -> Value:
    """Share of periods in which the hedge cost something [fraction]: `count(u - h > 0) / n`, with Wilson's interval.

    A period in which it cost exactly nothing is not one of them.
    """
    costly = int((sample.drag > 0).sum())
    interval = share_interval(costly, len(sample)) if len(sample) >= FEWEST else None
    steps = (Step(label=f"{sample.per}s in which the hedge cost", value=costly, unit="count"), count_step(sample))
    return value_of(sample, costly / len(sample), interval=interval, steps=steps)


def costliest(sample: Sample) -> Value:
    """Largest drag of a single period [fraction of the base a period]: `max(u - h)`; its period is the figure's date."""
    return _single(sample, int(sample.drag.argmax()))


def best(sample: Sample) -> Value:
    """Smallest drag of a single period [fraction of the base a period]: `min(u - h)`, negative where the hedge earned."""
    return _single(sample, int(sample.drag.argmin()))


def _single(sample: Sample, at: int) -> Value:
    """One period of the sample: n counts all, the dates are its own."""
    steps = (
        Step(label="unhedged return", value=float(sample.unhedged[at]), unit=rate(sample)),
        Step(label="hedged return", value=float(sample.side(hedged=True)[at]), unit=rate(sample)),
    )
    label = sample.label(at)
    return Value(value=float(sample.drag[at]), n=len(sample), start=label, end=label, steps=steps)


def without_largest(sample: Sample) -> Value | NotComputed:
    """Mean drag without the period of the largest cost or gain [fraction of the base a period]: that of the largest `|u - h|`.

    `(sum(d) - d*) / (n - 1)`. Of equal ones the first is left out.
    """
    import numpy as np

    if len(sample) < 2:  # noqa: PLR2004 one is left out
        return NotComputed(reason=f"without its only {sample.per} nothing is left", bring="widen the scope")
    at = int(np.abs(sample.drag).argmax())
    rest = np.delete(sample.drag, at)
    steps = (
        Step(label=f"the {sample.per} left out, {sample.label(at)}", value=float(sample.drag[at]), unit=rate(sample)),
        Step(label="sum of the others", value=float(rest.sum()), unit="fraction/span"),
    )
    return value_of(sample, rest.mean(), steps=steps)


def total_drag(sample: Sample) -> Value:
    """Drag of all periods together [fraction of the capital base]: `sum(u - h)`, the hedge's whole loss over the base."""
    steps = (count_step(sample), Step(label=f"mean of a {sample.per}", value=float(sample.drag.mean()), unit=rate(sample)))
    return value_of(sample, sample.drag.sum(), steps=steps)


def newey_west_t(sample: Sample) -> Value | NotComputed:
    """t-value of the mean drag [ratio]: `mean(d) / se`, `se` by Newey and West with 3 lags; with 0 and 6 in the steps.

    Needs at least twelve periods and a drag that is not always the same.
    """
    if len(sample) < FEWEST:
        return NotComputed(reason=f"there are too few {sample.per}s for a standard error", bring="widen the scope")
    errors = [newey_west_error(sample.drag, lags) for lags in _LAGS]
    if is_nothing(min(errors), sample.size):
        return NotComputed(reason="the drag hardly varies, so its mean has no standard error", bring="bring a longer run")
    mean = float(sample.drag.mean())
    steps = tuple(Step(label=f"t with {lags} lags", value=mean / e, unit="ratio") for lags, e in zip(_LAGS, errors, strict=True))
    return value_of(sample, mean / errors[1], steps=(Step(label="mean drag", value=mean, unit=rate(sample)), *steps))


FIGURES: tuple[FigureSpec, ...] = (
    periodic(
        mean_drag,
        key="drag.{monthly}.mean",
        title="Mean {monthly} drag",
        meaning="What the hedge costs in a {month} on average: the unhedged less the hedged return on the same account.",
        formula="mean(u - h)",
        validity="A single {month} can decide the mean, so it stands beside the median; with few {months} there is no interval.",
        source=_SOURCE,
        mean_over=lambda sample: sample.drag,
        phrases=("drag", "hedge cost", "cost of the hedge", "cost of hedging", "hedge costs", "hedging cost", "hedge drag"),
    ),
    periodic(
        median_drag,
        key="drag.{monthly}.median",
        title="Median {monthly} drag",
        meaning="What the hedge costs in a typical {month}: as many {months} cost more as cost less.",
        formula="median(u - h)",
        validity="Says nothing of the rare {months} in which a hedge pays; read it beside the mean.",
        source=_SOURCE,
        phrases=("typical month", "median drag", "usual month"),
    ),
    periodic(
        deviation,
        key="drag.{monthly}.deviation",
        title="Standard deviation of the {monthly} drag",
        meaning="How far the hedge's cost in a {month} usually lies from its mean.",
        formula="sqrt(sum((d - mean(d))^2) / (n - 1)), d = u - h",
        validity="Hedges pay rarely and much: the spread is mostly that of a few {months}.",
        source="Sample standard deviation.",
        phrases=("standard deviation of the drag", "how much the drag varies", "variation of the drag"),
    ),
    periodic(
        share_costly,
        key="drag.{monthly}.share_costly",
        title="Share of {months} in which the hedge cost",
        meaning="In which part of the {months} the hedge took something from the return.",
        kind="fraction",
        basis="counted",
        formula="count(u - h > 0) / n",
        validity="Says how often, not how much; the interval takes {months} as independent.",
        source="Interval: E. B. Wilson, JASA 22 (1927).",
        phrases=("how often does the hedge cost", "share of months with cost", "how many months did the hedge cost"),
    ),
    periodic(
        costliest,
        key="drag.{monthly}.costliest",
        title="Costliest {month} of the hedge",
        meaning="The most that the hedge took in a single {month}.",
        formula="max(u - h)",
        validity="A single {month}: a longer run would hold a costlier one.",
        source=_SOURCE,
        phrases=("worst month of the hedge", "costliest month", "most expensive month", "largest drag"),
    ),
    periodic(
        best,
        key="drag.{monthly}.best",
        title="Best {month} of the hedge",
        meaning="The {month} in which the hedge took least or earned most.",
        formula="min(u - h)",
        validity="A single {month}, often the one that decides the mean.",
        source=_SOURCE,
        phrases=("best month of the hedge", "hedge's best month", "when did the hedge pay most"),
    ),
    periodic(
        without_largest,
        key="drag.{monthly}.without_largest",
        title="Mean {monthly} drag without the largest {month}",
        meaning="What the hedge costs in a {month} on average once the {month} of its largest cost or gain is left out.",
        formula="(sum(d) - d*) / (n - 1), d* the d = u - h of largest size",
        validity="An extract: it shows how much hangs on a single {month}, and stands beside the mean of all.",
        source="Leave-one-out mean.",
        phrases=("without the largest month", "excluding the largest month", "without the best month", "without its best month"),
    ),
    periodic(
        newey_west_t,
        key="drag.{monthly}.t",
        title="t-value of the mean {monthly} drag",
        meaning="By how many standard errors the mean drag lies from nothing.",
        kind="ratio",
        basis="none",
        formula="mean(d) / se, se by Newey and West with three lags",
        validity="For large samples without outliers, which hedges are not: trust the bootstrap interval more.",
        source="Newey and West, Econometrica 55 (1987).",
        phrases=("t-value", "t value", "t-statistic", "statistically significant", "significance"),
    ),
    periodic(
        total_drag,
        key="drag.{monthly}.total",
        title="Drag in all, summed over {months}",
        meaning="What the hedge took over the whole run, as a share of the capital base.",
        kind="fraction",
        formula="sum(u - h)",
        validity="Grows with the length of the run; not annualised and not compounded.",
        source=_SOURCE,
        phrases=("total drag", "drag in all", "total cost of the hedge", "whole cost of the hedge"),
    ),
)
