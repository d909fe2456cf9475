"""Start dates: how much the drag hangs on the month in which one begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec
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
    """Median over every start month of the mean drag from there to the end [fraction a month]; least and most in the steps.

    Starts that leave fewer than twelve months are left out. Source: the practice of evaluating a hedge from many entries.
    """
    import numpy as np

    if facts.unhedged_only:
        return facts.unhedged_only
    sample = sample_of(facts, "month", scope)
    if isinstance(sample, NotComputed):
        return sample
    if len(sample) < FEWEST:
        return NotComputed(reason="there are too few months to begin in different ones", bring="bring a longer run")
    means = means_by_start(sample)
    least, most = int(means.argmin()), int(means.argmax())
    steps = (
        Step(label=f"least, begun in {sample.label(least)}", value=float(means[least]), unit="fraction/month"),
        Step(label=f"most, begun in {sample.label(most)}", value=float(means[most]), unit="fraction/month"),
        Step(label="months to begin in", value=len(means), unit="count"),
    )
    value = float(np.median(means))
    return Value(value=value, n=len(means), start=sample.start, end=sample.label(len(means) - 1), steps=steps)


def spread_by_start(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Most less least of the mean drags by start month [fraction a month]: how far apart two honest answers can lie."""
    middle = drag_by_start(facts, scope)
    if isinstance(middle, NotComputed):
        return middle
    least, most, _ = middle.steps
    return Value(value=most.value - least.value, n=middle.n, start=middle.start, end=middle.end, steps=(least, most))


FIGURES: tuple[FigureSpec, ...] = (
    FigureSpec(
        key="drag.by_start.median",
        title="Mean monthly drag by start month, median",
        meaning="What the mean drag usually comes to when one begins in another month and stays to the end.",
        unit="fraction/month",
        counts="starts",
        formula="median over s of mean(u_t - h_t, t >= s)",
        validity="The spans overlap, so this is no interval: it shows how much hangs on the start.",
        source="Start-date sensitivity.",
        phrases=(
            "start date",
            "start-date sensitivity",
            "depending on when you start",
            "start month",
            "time-shifting the start",
        ),
        narrows=("dates", "tier", *SUPPOSED),
        compute=drag_by_start,
    ),
    FigureSpec(
        key="drag.by_start.spread",
        title="Mean monthly drag by start month, spread",
        meaning="How far apart the mean drags of the luckiest and the unluckiest start month lie.",
        unit="fraction/month",
        counts="starts",
        formula="max - min over s of mean(u_t - h_t, t >= s)",
        validity="Grows with the number of months to begin in.",
        source="Start-date sensitivity.",
        narrows=("dates", "tier", *SUPPOSED),
        compute=spread_by_start,
    ),
)
