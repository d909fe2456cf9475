"""Statistics of the drag, the return that the hedge costs: functions of a sample. Positive when the hedge costs.

`u` and `h` are the unhedged and hedged returns of a period on the same capital base, so `u - h` is the hedge's loss over
that base. `n` is the number of periods.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.calculator.core.bootstrap import mean_of, newey_west_error, share_interval
from qa.calculator.core.periodic import count_step, rate, value_of
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value
from qa.calculator.core.rounding import is_nothing

if TYPE_CHECKING:
    from qa.calculator.core.sample import Sample

#: Lags of the Newey-West errors that are shown; the middle one decides [periods].
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
    steps = tuple(Step(label=f"middle {sample.per}", value=float(v), unit=rate(sample)) for v in middle)
    interval = sample.draws.interval(lambda rows: np.median(rows, axis=1), drag)
    return value_of(sample, np.median(drag), interval=interval, steps=steps)


def deviation(sample: Sample) -> Value | NotComputed:
    """Standard deviation of the drag [fraction of the base a period]: `sqrt(sum((d - mean(d))^2) / (n - 1))`."""
    if len(sample) < 2:  # noqa: PLR2004 a spread needs two
        return NotComputed(reason=f"a single {sample.per} has no standard deviation", bring="choose a longer period")
    squares = float(((sample.drag - sample.drag.mean()) ** 2).sum())
    steps = (Step(label="sum of squared deviations from the mean", value=squares, unit="ratio"), count_step(sample))
    return value_of(sample, sample.drag.std(ddof=1), steps=steps)


def share_costly(sample: Sample) -> Value:
    """Share of periods in which the hedge cost money [fraction]: `count(u - h > 0) / n`, with Wilson's interval.

    A period in which it cost exactly nothing is not one of them.
    """
    costly = int((sample.drag > 0).sum())
    interval = share_interval(costly, len(sample)) if len(sample) >= FEWEST else None
    steps = (Step(label=f"{sample.per}s in which the hedge cost money", value=costly, unit="count"), count_step(sample))
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
        return NotComputed(reason=f"excluding the only {sample.per} leaves none", bring="choose a longer period")
    at = int(np.abs(sample.drag).argmax())
    rest = np.delete(sample.drag, at)
    steps = (
        Step(label=f"{sample.per} excluded, {sample.label(at)}", value=float(sample.drag[at]), unit=rate(sample)),
        Step(label="sum of the others", value=float(rest.sum()), unit="fraction/span"),
    )
    return value_of(sample, rest.mean(), steps=steps)


def total_drag(sample: Sample) -> Value:
    """Total drag over all periods [fraction of the capital base]: `sum(u - h)`, the hedge's total loss over the base."""
    steps = (count_step(sample), Step(label=f"mean drag per {sample.per}", value=float(sample.drag.mean()), unit=rate(sample)))
    return value_of(sample, sample.drag.sum(), steps=steps)


def newey_west_t(sample: Sample) -> Value | NotComputed:
    """t-statistic of the mean drag [ratio]: `mean(d) / se`, `se` by Newey and West with 3 lags; with 0 and 6 in the steps.

    Needs at least twelve periods and a drag that is not always the same.
    """
    if len(sample) < FEWEST:
        return NotComputed(reason=f"the sample has too few {sample.per}s for a standard error", bring="choose a longer period")
    errors = [newey_west_error(sample.drag, lags) for lags in _LAGS]
    if is_nothing(min(errors), sample.size):
        return NotComputed(reason="the drag hardly varies, so its mean has no standard error", bring="use a longer backtest")
    mean = float(sample.drag.mean())
    steps = tuple(Step(label=f"t with {lags} lags", value=mean / e, unit="ratio") for lags, e in zip(_LAGS, errors, strict=True))
    return value_of(sample, mean / errors[1], steps=(Step(label="mean drag", value=mean, unit=rate(sample)), *steps))
