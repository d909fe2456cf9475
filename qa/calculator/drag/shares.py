"""Shares of periods by what the hedge did in them, and how sure the mean drag is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.calculator.core.bootstrap import newey_west_error
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.periodic import count_step, periodic, rate, value_of
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value
from qa.calculator.core.sized import Sizes, above_stated, share_above

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values
    from qa.calculator.core.sample import Sample

#: Lags of the standard error, as those of the t-statistic.
_LAGS = 3
_INTERVAL = "Interval: E. B. Wilson, JASA 22 (1927)."
_INDEPENDENT = "Says how often, not how much. The confidence interval treats {months} as independent."


def _cost(sample: Sample) -> Values:
    return sample.drag


def _gain(sample: Sample) -> Values:
    return -sample.drag


def standard_error(sample: Sample) -> Value | NotComputed:
    """Standard error of the mean drag [fraction of the base a period], by Newey and West with 3 lags.

    The step has that of independent periods, `s / sqrt(n)`. Needs at least twelve periods.
    """
    if len(sample) < FEWEST:
        return NotComputed(reason=f"the sample has too few {sample.per}s for a standard error", bring="choose a longer period")
    plain = float(sample.drag.std(ddof=1)) / len(sample) ** 0.5
    step = Step(label=f"standard error if {sample.per}s were independent", value=plain, unit=rate(sample))
    return value_of(sample, newey_west_error(sample.drag, _LAGS), steps=(step, count_step(sample)))


def _above(sizes: Sizes, name: str, verb: str, sign: str, phrases: tuple[str, ...]) -> FigureSpec:
    """The share of periods in which the hedge cost, or earned, more than a stated size."""
    what = f"in which the hedge {verb} more than the stated size"
    spec = periodic(
        share_above(sizes, what),
        key=f"drag.{{monthly}}.{name}",
        title=f"Share of {{months}} in which the hedge {verb} more than a stated size",
        meaning=f"The share of {{months}} in which the hedge {verb} more of the account than the size that is stated.",
        kind="fraction",
        basis="counted",
        formula=f"count({sign} > size) / n",
        validity=_INDEPENDENT,
        source=_INTERVAL,
        phrases=phrases,
        sentences=Sentences(above=f"the hedge {verb} more than that in {{d}} {{b}}"),
        beside=("drag.{monthly}.share_costly", "drag.{monthly}.mean"),
        subject=f"How often the hedge {verb} more than a size",
    )
    return above_stated(spec, sizes, what, hedged=True)


FIGURES: tuple[FigureSpec, ...] = (
    periodic(
        share_above(_gain, "in which the hedge earned money"),
        key="drag.{monthly}.share_earned",
        title="Share of {months} in which the hedge earned money",
        meaning="The share of {months} in which the hedge raised the return.",
        kind="fraction",
        basis="counted",
        formula="count(h - u > 0) / n",
        validity=_INDEPENDENT,
        source=_INTERVAL,
        phrases=("share of months in which the hedge earned", "share of winning months of the hedge"),
        sentences=Sentences(above="the hedge earned money in {d} {b}"),
        beside=("drag.{monthly}.share_costly", "drag.{monthly}.mean"),
        subject="How often the hedge earns money",
    ),
    _above(_cost, "share_over", "cost", "u - h", ("how often the hedge costs more than a size",)),
    _above(_gain, "share_gain_over", "earned", "h - u", ("how often the hedge earns more than a size",)),
    periodic(
        standard_error,
        key="drag.{monthly}.error",
        title="Standard error of the mean {monthly} drag",
        meaning="How far the mean drag may lie from that of many such samples, as the {months} vary.",
        formula="sqrt(S / n), S by Newey and West with three lags",
        validity="Assumes a large sample without outliers, which hedges are not: the bootstrap interval is more reliable.",
        source="Newey and West, Econometrica 55 (1987).",
        phrases=("standard error", "standard error of the drag", "standard error of the mean drag", "standard error of the mean"),
        sentences=Sentences(above="the standard error of the mean drag was {d} {b} a {per}"),
        beside=("drag.{monthly}.t", "drag.{monthly}.mean"),
        subject="Standard error of the drag",
    ),
)
