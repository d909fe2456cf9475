"""Start dates: how much the drag depends on the month in which one starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value
from qa.calculator.core.sample import sample_of
from qa.calculator.core.scope import SUPPOSED, Scope

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values
    from qa.calculator.core.facts import Facts
    from qa.calculator.core.sample import Sample


def means_by_start(sample: Sample) -> Values:
    """Mean drag from every start month to the end [fraction a month], those with fewer than twelve months left out."""
    import numpy as np

    n = np.arange(len(sample), 0, -1)
    means: Values = (np.cumsum(sample.drag[::-1])[::-1] / n)[: len(sample) - FEWEST + 1]
    return means


def drag_by_start(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Median over every start month of the mean drag from there to the end [fraction a month]; lowest and highest in the steps.

    Starts that leave fewer than twelve months are left out. Source: the practice of evaluating a hedge from many entries.
    """
    import numpy as np

    if facts.unhedged_only:
        return facts.unhedged_only
    sample = sample_of(facts, "month", scope)
    if isinstance(sample, NotComputed):
        return sample
    if len(sample) < FEWEST:
        return NotComputed(reason="the period has too few months to compare start months", bring="choose a longer period")
    means = means_by_start(sample)
    least, most = int(means.argmin()), int(means.argmax())
    steps = (
        Step(label=f"lowest mean drag, starting {sample.label(least)}", value=float(means[least]), unit="fraction/month"),
        Step(label=f"highest mean drag, starting {sample.label(most)}", value=float(means[most]), unit="fraction/month"),
        Step(label="start months", value=len(means), unit="count"),
    )
    value = float(np.median(means))
    return Value(value=value, n=len(means), start=sample.start, end=sample.label(len(means) - 1), steps=steps)


def spread_by_start(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Range of the mean drags by start month, highest less lowest [fraction a month]: how far two valid answers can differ."""
    middle = drag_by_start(facts, scope)
    if isinstance(middle, NotComputed):
        return middle
    least, most, _ = middle.steps
    return Value(value=most.value - least.value, n=middle.n, start=middle.start, end=middle.end, steps=(least, most))


FIGURES: tuple[FigureSpec, ...] = (
    FigureSpec(
        key="drag.by_start.median",
        title="Mean monthly drag by start month, median",
        meaning="The mean monthly drag from a start month to the end, as the median over all start months.",
        unit="fraction/month",
        counts="starts",
        formula="median over s of mean(u_t - h_t, t >= s)",
        validity="The periods overlap, so this is not a confidence interval: it shows how much depends on the start.",
        source="Start-date sensitivity.",
        phrases=(
            *("start date", "start-date sensitivity", "depending on when you start", "start month", "time-shifting the start"),
            *("drag by start date", "drag by start month", "depending on the start date", "sensitivity to the start date"),
            *("different start dates", "different start months", "entry date"),
        ),
        sentences=Sentences(above="the median across start months of the mean drag was {d} {b} a month"),
        beside=("drag.by_start.spread",),
        subject="How the hedge's cost depends on the start month",
        narrows=("dates", "tier", *SUPPOSED),
        compute=drag_by_start,
    ),
    FigureSpec(
        key="drag.by_start.spread",
        title="Mean monthly drag by start month, range",
        meaning="The difference in mean monthly drag between the costliest and the least costly start month.",
        unit="fraction/month",
        counts="starts",
        formula="max - min over s of mean(u_t - h_t, t >= s)",
        validity="Grows with the number of start months.",
        source="Start-date sensitivity.",
        phrases=(
            *("range by start month", "spread by start month", "range by start date", "spread by start date"),
            *("best and worst start month", "luckiest and unluckiest start", "how much the start month matters"),
            *("difference between start months", "best and worst start date"),
        ),
        sentences=Sentences(above="the mean drag of the costliest and the least costly start month differed by {d} {b} a month"),
        beside=("drag.by_start.median",),
        subject="How much the start month matters",
        narrows=("dates", "tier", *SUPPOSED),
        compute=spread_by_start,
    ),
)
