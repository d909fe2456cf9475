"""The drag over the profit that the account would have made without the hedge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.periodic import worked
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.sample import sample_of
from qa.calculator.core.scope import SUPPOSED, Scope

if TYPE_CHECKING:
    from qa.calculator.core.facts import Facts


def over_profit(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Total drag over the total unhedged return [fraction]: `sum(u - h) / sum(u)` of months, where `sum(u) > 0`."""
    if facts.unhedged_only:
        return facts.unhedged_only
    sample = sample_of(facts, "month", scope)
    if isinstance(sample, NotComputed):
        return sample
    profit, drag = float(sample.unhedged.sum()), float(sample.drag.sum())
    if profit <= sample.size * 1e-9:
        reason = "the unhedged account made no profit, so there is no share of it"
        return NotComputed(reason=reason, bring="ask for the drag as a part of the account")
    steps = (
        Step(label="total drag", value=drag, unit="fraction/span"),
        Step(label="total of the unhedged returns", value=profit, unit="fraction/span"),
    )
    return Value(value=drag / profit, n=len(sample), start=sample.start, end=sample.end, steps=steps)


FIGURES: tuple[FigureSpec, ...] = (
    FigureSpec(
        key="drag.over.profit",
        title="Hedge cost as a share of the unhedged profit",
        meaning="The total drag as a share of what the account made without the hedge; negative where the hedge earned.",
        unit="fraction",
        basis="none",
        counts="months",
        formula="sum(u - h) / sum(u)",
        validity="Only where the unhedged account made a profit. Large where that profit is small.",
        source="Sums of the months' returns on the capital base, not compounded.",
        phrases=(
            *("share of gross profit", "hedge cost as a share of the profit", "share of the unhedged profit", "drag over profit"),
            *("percent of profit spent on the hedge", "how much of the profit does the hedge eat"),
        ),
        sentences=Sentences(
            above="the hedge cost {m} of the unhedged account's profit",
            below="the hedge earned as much as {m} of the unhedged account's profit",
        ),
        beside=("drag.monthly.total",),
        subject="Hedge cost as a share of the unhedged profit",
        narrows=("bounds", "dates", "event", "tier", *SUPPOSED, "episode"),
        compute=over_profit,
        worked=lambda facts, scope: worked(facts, scope, "month"),
    ),
)
