"""Bleed and payoff: what the hedge costs while it loses, for how long on end, and what it pays when it gains."""

from __future__ import annotations

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.periodic import count_step, periodic, value_of
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.sample import Sample
from qa.calculator.drag.statistics import share_costly
from qa.calculator.risk.runs import run_value


def mean_bleed(sample: Sample) -> Value | NotComputed:
    """Mean cost of the hedge over the periods in which it cost money [fraction a period]: `mean(u - h)` where above zero."""
    lost = sample.drag[sample.drag > 0]
    if not len(lost):
        return NotComputed(reason=f"the hedge cost money in no {sample.per}", bring="use a longer backtest")
    step = Step(label=f"{sample.per}s in which the hedge cost money", value=len(lost), unit="count")
    return value_of(sample, lost.mean(), steps=(step, count_step(sample)))


def mean_payoff(sample: Sample) -> Value | NotComputed:
    """Mean gain of the hedge over the periods in which it gained [fraction a period]: `mean(h - u)` where above zero."""
    won = -sample.drag[sample.drag < 0]
    if not len(won):
        return NotComputed(reason=f"the hedge earned money in no {sample.per}", bring="use a longer backtest")
    step = Step(label=f"{sample.per}s in which the hedge gained", value=len(won), unit="count")
    return value_of(sample, won.mean(), steps=(step, count_step(sample)))


def longest_bleed(sample: Sample) -> Value:
    """Most periods on end in which the hedge cost money [count]; of equal runs the first. Periods left out end no run."""
    return run_value(sample, sample.drag > 0, sample.drag, "drag")


FIGURES: tuple[FigureSpec, ...] = (
    periodic(
        mean_bleed,
        key="bleed.{monthly}.mean",
        title="Mean {monthly} bleed of the hedge",
        meaning="The mean cost of the hedge over the {months} in which it cost money.",
        formula="mean(u - h) over u - h > 0",
        validity="Leaves out the {months} in which the hedge gained: read it with the payoff and with how often each came.",
        source="Conditional mean.",
        phrases=(
            *("bleed", "hedge bleed", "mean bleed", "average bleed", "bleed of the hedge", "monthly bleed", "premium bleed"),
            *("cost in losing months", "average cost in the months it costs"),
        ),
        sentences=Sentences(above="the hedge cost {m} {b} in the mean {per} in which it cost money"),
        beside=("bleed.{monthly}.share", "payoff.{monthly}.mean", "drag.{monthly}.mean"),
        subject="What the hedge costs while it loses",
    ),
    periodic(
        share_costly,
        key="bleed.{monthly}.share",
        title="Share of {months} with bleed",
        meaning="The share of {months} in which the hedge cost money.",
        kind="fraction",
        basis="counted",
        formula="count(u - h > 0) / n",
        validity="Says how often, not how much. The confidence interval treats {months} as independent.",
        source="Interval: E. B. Wilson, JASA 22 (1927).",
        phrases=("share of months with bleed", "how often does the hedge bleed", "bleed frequency", "share of bleeding months"),
        sentences=Sentences(above="the hedge bled in {d} {b}"),
        beside=("bleed.{monthly}.mean", "bleed.{monthly}.longest_run"),
        subject="How often the hedge bleeds",
    ),
    periodic(
        longest_bleed,
        key="bleed.{monthly}.longest_run",
        title="Longest run of {months} with bleed",
        meaning="The largest number of consecutive {months} in which the hedge cost money.",
        kind="count",
        basis="none",
        formula="longest run of u - h > 0",
        validity="Grows with the number of {months}.",
        source="Run length.",
        phrases=(
            *(
                "longest run of bleed",
                "longest bleed",
                "longest losing run of months",
                "how many months in a row does the hedge cost",
            ),
            *("longest stretch of hedge losses", "months of bleed in a row"),
        ),
        sentences=Sentences(above="the longest run of {per}s in which the hedge cost money was {d}"),
        beside=("bleed.{monthly}.share", "bleed.{monthly}.mean"),
        subject="How long the hedge bleeds on end",
    ),
    periodic(
        mean_payoff,
        key="payoff.{monthly}.mean",
        title="Mean {monthly} payoff of the hedge",
        meaning="The mean gain of the hedge over the {months} in which it gained.",
        formula="mean(h - u) over h - u > 0",
        validity="A few large {months} decide it: read it with the bleed and with how often each came.",
        source="Conditional mean.",
        phrases=(
            *("mean payoff", "average payoff", "mean payoff of the hedge", "average gain of the hedge", "payoff when it pays"),
            *("average gain in winning months of the hedge", "mean monthly payoff"),
        ),
        sentences=Sentences(above="the hedge gained {m} {b} in the mean {per} in which it gained"),
        beside=("bleed.{monthly}.mean", "bleed.{monthly}.share", "protection.{monthly}.break_even"),
        subject="What the hedge pays when it gains",
    ),
)
