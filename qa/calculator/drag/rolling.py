"""The drag over rolling windows of months, and in the first half of the sample against the second."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from qa.calculator.core.bootstrap import Draws, block_length, mean_of, percentile_interval
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import FEWEST, NotComputed, Step, Value
from qa.calculator.core.rounding import settled
from qa.calculator.core.sample import Sample, sample_of
from qa.calculator.core.scope import SUPPOSED, Scope

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values

Compute = Callable[[Facts, Scope], "Value | NotComputed"]
Which = Literal["lowest", "highest", "costly", "latest"]
#: Windows by the name that titles have for them [months].
_WINDOWS = {12: "a year", 36: "several years"}
_Half = Literal["first", "second", "difference"]
_ROLLING: tuple[Which, ...] = ("latest", "lowest", "highest", "costly")
_HALVES: tuple[_Half, ...] = ("first", "second", "difference")


def means(sample: Sample, months: int) -> Values:
    """Mean drag of each run of so many months on end [fraction a month], rounding left out."""
    import numpy as np

    total = np.concatenate([[0.0], np.cumsum(sample.drag)])
    return settled((total[months:] - total[:-months]) / months, sample.size)


def rolling(which: Which, months: int) -> Compute:
    """The lowest, highest or latest mean drag of a rolling window [fraction a month], or the share of windows that cost."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        sample = _months(facts, scope)
        if isinstance(sample, NotComputed):
            return sample
        if len(sample) < months:
            return NotComputed(reason="there are fewer months than the window has", bring="choose a longer period")
        own = means(sample, months)
        steps = (
            Step(label="months of the window", value=months, unit="count"),
            Step(label="windows", value=len(own), unit="count"),
        )
        if which == "costly":
            return Value(value=float((own > 0).mean()), n=len(sample), start=sample.start, end=sample.end, steps=steps)
        at = {"lowest": int(own.argmin()), "highest": int(own.argmax()), "latest": len(own) - 1}[which]
        first, last = sample.label(at), sample.label(at + months - 1)
        return Value(value=float(own[at]), n=len(sample), start=first, end=last, steps=steps)

    return compute


def half(which: _Half) -> Compute:
    """Mean drag of the first or the second half of the months, or the second less the first [fraction a month].

    Of an odd number the month in the middle is of the first half. The interval of the difference resamples each half.
    """

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        sample = _months(facts, scope)
        if isinstance(sample, NotComputed):
            return sample
        if len(sample) < 2:  # noqa: PLR2004 a half needs one
            return NotComputed(reason="a single month can't be cut", bring="choose a longer period")
        cut = (len(sample) + 1) // 2
        first, second = (float(own.mean()) for own in (sample.drag[:cut], sample.drag[cut:]))
        steps = (
            Step(label=f"mean drag, {sample.start} to {sample.label(cut - 1)}", value=first, unit="fraction/month"),
            Step(label=f"mean drag, {sample.label(cut)} to {sample.end}", value=second, unit="fraction/month"),
        )
        drawn = facts.once(("halves", scope), lambda: _drawn(sample.drag[:cut], sample.drag[cut:]))
        if which == "difference":
            interval = None if drawn is None else percentile_interval(drawn[1] - drawn[0])
            return Value(value=second - first, n=len(sample), start=sample.start, end=sample.end, steps=steps, interval=interval)
        value, ends = (first, (0, cut - 1)) if which == "first" else (second, (cut, len(sample) - 1))
        interval = None if drawn is None else percentile_interval(drawn[0 if which == "first" else 1])
        start, end = (sample.label(at) for at in ends)
        n = cut if which == "first" else len(sample) - cut
        return Value(value=value, n=n, start=start, end=end, interval=interval, steps=steps)

    return compute


def _drawn(*halves: Values) -> list[Values] | None:
    """The means of resamples of each half; None where one has too few months."""
    if min(map(len, halves)) < FEWEST:
        return None
    return [Draws(len(half), block_length(half)).of(mean_of, half) for half in halves]


def _months(facts: Facts, scope: Scope) -> Sample | NotComputed:
    return facts.unhedged_only or sample_of(facts, "month", scope)


def _rolling_spec(which: Which, months: int) -> FigureSpec:
    window, year = _WINDOWS[months], f"{months}-month"
    share = which == "costly"
    title = f"Share of rolling windows of {window} with a cost" if share else f"{which.capitalize()} mean drag over {window}"
    names = {
        "lowest": (f"lowest rolling {year} drag", f"best rolling {year} window", f"minimum rolling drag over {months} months"),
        "highest": (f"highest rolling {year} drag", f"worst rolling {year} window", f"maximum rolling drag over {months} months"),
        "latest": (f"rolling {year} drag", f"latest rolling {year} drag", f"current rolling {year} drag"),
        "costly": (f"share of rolling {year} windows with a cost", f"how many rolling {year} windows cost"),
    }
    return FigureSpec(
        key=f"rolling.{months}.{which}",
        title=title,
        meaning=(
            f"The share of windows of {window} on end over which the hedge cost money."
            if share
            else f"The {which} mean monthly drag over months on end that make {window}."
        ),
        unit="fraction" if share else "fraction/month",
        basis="none" if share else "account",
        counts="months",
        formula=f"{'share above zero' if share else which} of mean(u - h) over each {months} months on end",
        validity="Windows overlap, so they are no independent samples: this shows how much depends on the stretch of time.",
        source="Rolling mean.",
        phrases=names[which],
        sentences=(
            Sentences(above=f"the hedge cost money over {{d}} of the rolling windows of {window}")
            if share
            else Sentences(
                above=f"the {which} mean drag over {window} was a cost of {{m}} {{b}} a month ({{start}} to {{end}})",
                below=f"the {which} mean drag over {window} was a gain of {{m}} {{b}} a month ({{start}} to {{end}})",
            )
        ),
        beside=tuple(f"rolling.{months}.{other}" for other in ("lowest", "highest", "latest", "costly") if other != which),
        subject=f"The hedge's cost over rolling windows of {window}",
        narrows=("dates", "tier", *SUPPOSED),
        compute=rolling(which, months),
    )


def _half_spec(which: _Half) -> FigureSpec:
    difference = which == "difference"
    names = {
        "first": ("drag in the first half of the sample", "hedge cost in the first half of the data", "first-half drag"),
        "second": ("drag in the second half of the sample", "hedge cost in the second half of the data", "second-half drag"),
        "difference": (
            *("earlier months against later months", "later months less earlier months", "change of the drag between halves"),
            *("did the drag change over time", "stability of the drag over time"),
        ),
    }
    return FigureSpec(
        key=f"halves.{which}",
        title="Mean drag of later months less that of earlier ones"
        if difference
        else f"Mean drag in the {which} part of the months",
        meaning=(
            "The mean drag of the later part of the months less that of the earlier part, cut in the middle."
            if difference
            else f"The mean drag of the {'earlier' if which == 'first' else 'later'} part of the months, cut in the middle."
        ),
        unit="fraction/month",
        counts="months",
        formula="mean(u - h) of the later months less that of the earlier ones" if difference else f"mean(u - h), {which} part",
        validity="One cut of one sample: read the difference with its interval.",
        source="Difference of means; interval by stationary bootstrap of each part, Politis and Romano, JASA 89 (1994).",
        phrases=names[which],
        sentences=(
            Sentences(
                above="the mean drag was {m} {b} a month higher in the later part of the months",
                below="the mean drag was {m} {b} a month lower in the later part of the months",
                unclear="the mean drag of the later part of the months differed by {d} {b} a month, which is not"
                " statistically significant",
            )
            if difference
            else Sentences(
                above=f"the hedge cost {{m}} {{b}} a month in the {which} part of the months",
                below=f"the hedge earned {{m}} {{b}} a month in the {which} part of the months",
                unclear=f"the mean drag was {{d}} {{b}} a month in the {which} part of the months, which is not"
                " statistically significant",
            )
        ),
        beside=tuple(f"halves.{other}" for other in ("first", "second", "difference") if other != which),
        subject="The hedge's cost, earlier months against later ones",
        narrows=("bounds", "dates", "event", "tier", *SUPPOSED),
        compute=half(which),
    )


FIGURES: tuple[FigureSpec, ...] = (
    *(_rolling_spec(which, months) for months in _WINDOWS for which in _ROLLING),
    *(_half_spec(which) for which in _HALVES),
)
