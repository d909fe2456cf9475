"""Cost of protection: what the hedge costs for each point of drawdown or shortfall that it saves, and how often it must pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.path import select_path
from qa.calculator.core.periodic import count_step, periodic, rate, value_of
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.rounding import is_nothing
from qa.calculator.core.sample import sample_of
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.returns.growth import annualised_drag
from qa.calculator.risk.tail import shortfall_saved

if TYPE_CHECKING:
    from qa.calculator.core.facts import Facts
    from qa.calculator.core.sample import Sample

_NO_PRICE = "so there is no price per percentage point saved"


def per_drawdown_point(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Yearly cost for each point of maximum drawdown saved [ratio]: `carry / (MDD_h - MDD_u)`, both in points of the account.

    0.5 means half a point of return a year for each point by which the maximum drawdown was smaller. Where it was not
    smaller there is no such price; negative where the hedge earned. Never under a year.
    """
    if facts.unhedged_only:
        return facts.unhedged_only
    sample = sample_of(facts, "month", scope)
    if isinstance(sample, NotComputed):
        return sample
    carry = annualised_drag(sample)
    if isinstance(carry, NotComputed):
        return carry
    depths = []
    for hedged in (False, True):
        path = select_path(facts, scope, hedged=hedged)
        if isinstance(path, NotComputed):
            return path
        depths.append(path.deepest.depth)
    saved = depths[1] - depths[0]
    if saved <= 0 or is_nothing(saved, 1.0):
        return NotComputed(reason=f"the hedge did not reduce the maximum drawdown, {_NO_PRICE}", bring="compare the drawdowns")
    steps = (
        Step(label="annualized drag", value=carry.value, unit="fraction/year"),
        Step(label="maximum drawdown saved", value=saved, unit="fraction"),
    )
    return value_of(sample, carry.value / saved, steps=steps)


def per_shortfall_point(sample: Sample) -> Value | NotComputed:
    """Drag for each point of expected shortfall saved [ratio]: `mean(u - h) / (ES_h - ES_u)`, of the same periods."""
    saved = shortfall_saved(sample)
    if isinstance(saved, NotComputed):
        return saved
    if saved.value <= 0 or is_nothing(saved.value, sample.size):
        return NotComputed(reason=f"the hedge did not reduce the expected shortfall, {_NO_PRICE}", bring="compare the shortfalls")
    mean = float(sample.drag.mean())
    steps = (
        Step(label="mean drag", value=mean, unit=rate(sample)),
        Step(label="expected shortfall saved", value=saved.value, unit=rate(sample)),
    )
    return value_of(sample, mean / saved.value, steps=steps)


def break_even(sample: Sample) -> Value | NotComputed:
    """How far apart payoffs of the observed size may lie for the hedge to cost nothing [periods].

    `(P + B) / B`: P the mean gain of the periods in which the hedge earned, B the mean cost of the others; a period that
    pays P then carries P / B that cost B.
    """
    drag = sample.drag
    paid, cost = -drag[drag < 0], drag[drag >= 0]
    if not len(paid):
        return NotComputed(
            reason=f"the hedge earned money in no {sample.per}, so it had no payoff", bring="use a longer backtest"
        )
    if not len(cost) or float(cost.mean()) <= 0:
        return NotComputed(
            reason=f"the hedge cost money in no {sample.per}, so there is no cost to break even on", bring="use a longer backtest"
        )
    payoff, bleed = float(paid.mean()), float(cost.mean())
    steps = (
        Step(label=f"mean gain of the {sample.per}s in which the hedge earned money", value=payoff, unit=rate(sample)),
        Step(label=f"mean cost of the other {sample.per}s", value=bleed, unit=rate(sample)),
        Step(label=f"{sample.per}s in which the hedge earned money", value=len(paid), unit="count"),
    )
    return value_of(sample, (payoff + bleed) / bleed, steps=steps)


def observed_frequency(sample: Sample) -> Value | NotComputed:
    """How far apart the periods lie in which the hedge earned [periods]: `n / count(u - h < 0)`; read beside the break-even."""
    paid = int((sample.drag < 0).sum())
    if not paid:
        return NotComputed(reason=f"the hedge earned money in no {sample.per}", bring="use a longer backtest")
    steps = (Step(label=f"{sample.per}s in which the hedge earned money", value=paid, unit="count"), count_step(sample))
    return value_of(sample, len(sample) / paid, steps=steps)


FIGURES: tuple[FigureSpec, ...] = (
    FigureSpec(
        key="protection.per_drawdown_point",
        title="Annual cost per percentage point of drawdown saved",
        meaning="The percentage points of annual return paid for each percentage point by which the maximum drawdown is smaller.",
        unit="ratio",
        basis="none",
        formula="((1 + g_u)^p - (1 + g_h)^p) / (MDD_h - MDD_u)",
        validity="Depends on a single drawdown. Not computed where the hedge did not reduce it.",
        source="Ratio of annualized drag and drawdown saved.",
        phrases=(
            *("cost of protection", "price of protection", "cost per drawdown point", "is the protection worth it"),
            *("cost per point of drawdown", "price per point of drawdown", "cost per percentage point of drawdown"),
            *("cost of drawdown protection", "cost of each drawdown point saved", "what does protection cost"),
        ),
        sentences=Sentences(
            above="each percentage point of maximum drawdown saved came with a cost of {m} percentage points of return a year",
            below="each percentage point of maximum drawdown saved came with a gain of {m} percentage points of return a year",
        ),
        beside=("drawdown.reduction", "drag.monthly.annualised"),
        subject="What drawdown protection costs",
        narrows=("dates", "tier", *SUPPOSED, "episode"),
        compute=per_drawdown_point,
    ),
    periodic(
        per_shortfall_point,
        key="protection.{monthly}.per_shortfall_point",
        title="Drag per percentage point of {monthly} expected shortfall saved",
        meaning="The points of {monthly} return paid for each percentage point by which the expected shortfall is smaller.",
        kind="ratio",
        basis="none",
        formula="mean(u - h) / (ES_h - ES_u)",
        validity="Depends on the few worst {months}. Not computed where the hedge did not reduce the expected shortfall.",
        source="Ratio of drag and expected shortfall saved.",
        phrases=(
            *("cost per shortfall point", "cost per point of expected shortfall", "cost per point of CVaR"),
            *("price per point of expected shortfall", "drag per point of expected shortfall", "price of tail protection"),
            *("cost of tail protection", "cost of each shortfall point saved"),
        ),
        sentences=Sentences(
            above="each percentage point of expected shortfall saved came with a cost of {m} percentage points of return a {per}",
            below="each percentage point of expected shortfall saved came with a gain of {m} percentage points of return a {per}",
        ),
        beside=("tail.{monthly}.saved", "drag.{monthly}.mean"),
        subject="What tail protection costs",
    ),
    periodic(
        break_even,
        key="protection.{monthly}.break_even",
        title="Break-even time between hedge payoffs, in {months}",
        meaning="How many {months} may pass between payoffs of the observed size for the hedge to break even.",
        kind="ratio",
        basis="none",
        formula="(P + B) / B, P the mean gain and B the mean cost of a period",
        validity="Assumes that payoffs and costs keep their observed size.",
        source="Expectation set to zero.",
        phrases=(
            *("break-even frequency", "how often must the hedge pay", "how often does the hedge have to pay"),
            *("how often does the hedge need to pay", "payoff frequency to break even", "break-even payoff frequency"),
            *("how often must the hedge win", "break-even of the payoffs", "break-even distance"),
        ),
        sentences=Sentences(above="the hedge breaks even with a payoff of the observed size once every {d} {per}s"),
        beside=("protection.{monthly}.observed",),
        subject="How often the hedge must pay to break even",
    ),
    periodic(
        observed_frequency,
        key="protection.{monthly}.observed",
        title="Observed time between hedge payoffs, in {months}",
        meaning="How many {months} passed on average for each {month} in which the hedge earned money.",
        kind="ratio",
        basis="none",
        formula="n / count(u - h < 0)",
        validity="Counts small gains as well as large ones; read it with the break-even time.",
        source="Frequency.",
        phrases=(
            *("how often does the hedge pay", "how often does the hedge earn", "how often did the hedge pay", "payoff frequency"),
            *("how often does the hedge make money", "how frequently does the hedge pay off", "how often did the hedge earn"),
            *("frequency of hedge payoffs", "observed payoff frequency", "time between payoffs"),
        ),
        sentences=Sentences(above="the hedge earned money once every {d} {per}s on average"),
        beside=("protection.{monthly}.break_even",),
        subject="How often the hedge pays",
    ),
)
