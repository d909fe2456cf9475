"""Cost of protection: what the hedge costs for each point of loss that it saves, and how often it must pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.path import select_path
from qa.calculator.core.periodic import count_step, periodic, rate, value_of
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.rounding import is_nothing
from qa.calculator.core.sample import sample_of
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.returns.growth import annualised_carry
from qa.calculator.risk.tail import shortfall_saved

if TYPE_CHECKING:
    from qa.calculator.core.facts import Facts
    from qa.calculator.core.sample import Sample

_NOTHING = "the hedge saved nothing of it: no protection was bought"


def per_drawdown_point(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Yearly cost for each point of maximum drawdown saved [ratio]: `carry / (MDD_h - MDD_u)`, both in points of the account.

    0.5 says that half a point of return a year was paid for each point by which the largest fall was smaller. Where the
    fall was no smaller, no protection was bought and there is no such price; negative where the hedge earned. Never under a year.
    """
    if facts.unhedged_only:
        return facts.unhedged_only
    sample = sample_of(facts, "month", scope)
    if isinstance(sample, NotComputed):
        return sample
    carry = annualised_carry(sample)
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
        return NotComputed(reason=f"the largest fall: {_NOTHING}", bring="read the drawdowns themselves")
    steps = (
        Step(label="annualised carry", value=carry.value, unit="fraction/year"),
        Step(label="points of the largest fall saved", value=saved, unit="fraction"),
    )
    return value_of(sample, carry.value / saved, steps=steps)


def per_shortfall_point(sample: Sample) -> Value | NotComputed:
    """Drag for each point of expected shortfall saved [ratio]: `mean(u - h) / (ES_h - ES_u)`, of the same periods."""
    saved = shortfall_saved(sample)
    if isinstance(saved, NotComputed):
        return saved
    if saved.value <= 0 or is_nothing(saved.value, sample.size):
        return NotComputed(reason=f"the worst {sample.per}s: {_NOTHING}", bring="read the expected shortfalls themselves")
    mean = float(sample.drag.mean())
    steps = (
        Step(label="mean drag", value=mean, unit=rate(sample)),
        Step(label="expected shortfall saved", value=saved.value, unit=rate(sample)),
    )
    return value_of(sample, mean / saved.value, steps=steps)


def break_even_frequency(sample: Sample) -> Value | NotComputed:
    """How far apart payoffs of the observed size may lie for the hedge to cost nothing [periods].

    `(P + B) / B`: P the mean gain of the periods in which the hedge earned, B the mean cost of the others; a period that
    pays P then carries P / B that cost B.
    """
    drag = sample.drag
    paid, cost = -drag[drag < 0], drag[drag >= 0]
    if not len(paid):
        return NotComputed(reason=f"the hedge earned in no {sample.per}, so no payoff was observed", bring="bring a longer run")
    if not len(cost) or float(cost.mean()) <= 0:
        return NotComputed(
            reason=f"the hedge cost in no {sample.per}, so nothing is to be earned back", bring="bring a longer run"
        )
    payoff, bleed = float(paid.mean()), float(cost.mean())
    steps = (
        Step(label=f"mean gain of the {sample.per}s in which it earned", value=payoff, unit=rate(sample)),
        Step(label="mean cost of the others", value=bleed, unit=rate(sample)),
        Step(label=f"{sample.per}s in which it earned", value=len(paid), unit="count"),
    )
    return value_of(sample, (payoff + bleed) / bleed, steps=steps)


def observed_frequency(sample: Sample) -> Value | NotComputed:
    """How far apart the periods lie in which the hedge earned [periods]: `n / count(u - h < 0)`; read beside the break-even."""
    paid = int((sample.drag < 0).sum())
    if not paid:
        return NotComputed(reason=f"the hedge earned in no {sample.per}", bring="bring a longer run")
    steps = (Step(label=f"{sample.per}s in which it earned", value=paid, unit="count"), count_step(sample))
    return value_of(sample, len(sample) / paid, steps=steps)


FIGURES: tuple[FigureSpec, ...] = (
    FigureSpec(
        key="protection.per_drawdown_point",
        title="Yearly cost for each point of drawdown saved",
        meaning="How many points of return a year are paid for each point by which the hedge makes the largest fall smaller.",
        unit="ratio",
        basis="none",
        formula="((1 + g_u)^p - (1 + g_h)^p) / (MDD_h - MDD_u)",
        validity="Hangs on a single fall. Where nothing was saved there is no price, and the figure says so.",
        source="Ratio of annualised carry and drawdown saved.",
        phrases=("cost of protection", "price of protection", "cost per drawdown point", "is the protection worth it"),
        narrows=("dates", "tier", *SUPPOSED, "episode"),
        compute=per_drawdown_point,
    ),
    periodic(
        per_shortfall_point,
        key="protection.{monthly}.per_shortfall_point",
        title="Drag for each point of a {month}'s expected shortfall saved",
        meaning="How many points of return are paid in a {month} for each point by which the hedge lifts the worst {months}.",
        kind="ratio",
        basis="none",
        formula="mean(u - h) / (ES_h - ES_u)",
        validity="Rests on the few worst {months}. Where nothing was saved there is no price, and the figure says so.",
        source="Ratio of drag and expected shortfall saved.",
        phrases=("cost per shortfall point",),
    ),
    periodic(
        break_even_frequency,
        key="protection.{monthly}.break_even",
        title="Break-even distance of the hedge's payoffs, in {months}",
        meaning="Once in how many {months} the hedge must pay as it did for it to cost nothing.",
        kind="ratio",
        basis="none",
        formula="(P + B) / B, P the mean gain and B the mean cost of a {month}".replace("{month}", "period"),
        validity="Takes payoffs and costs to stay of the size that was observed.",
        source="Expectation set to zero.",
        phrases=(
            "break-even frequency",
            "how often must the hedge pay",
            "how often does the hedge have to pay",
            "break-even distance",
        ),
    ),
    periodic(
        observed_frequency,
        key="protection.{monthly}.observed",
        title="Observed distance of the hedge's payoffs, in {months}",
        meaning="Once in how many {months} the hedge earned something.",
        kind="ratio",
        basis="none",
        formula="n / count(u - h < 0)",
        validity="Counts small gains as well as large ones; read it beside the break-even distance.",
        source="Frequency.",
        phrases=("how often does the hedge pay", "how often does the hedge earn", "how often did the hedge pay"),
    ),
)
