"""Shares of the hedge's costs: what of them is decay, what rolling, commissions and slippage, before what the hedge paid back."""

from __future__ import annotations

from collections.abc import Callable

from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec, Sentences
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.drag.decomposition import LABELS, decompose

#: The parts that cost, payoff and residual aside.
_COSTS = ("decay", "roll_cost", "commissions", "slippage")
#: What a share is of: one part, or all that trading costs.
_OF = {**{name: (name,) for name in _COSTS}, "trading": ("roll_cost", "commissions", "slippage")}
_NAMES = {**{name: LABELS[name] for name in _COSTS}, "trading": "trading costs"}


def share_of(name: str) -> Callable[[Facts, Scope], Value | NotComputed]:
    """Share of the hedge's costs before its payoff [fraction]: `part / (decay + roll cost + commissions + slippage)`."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        found = decompose(facts, scope)
        if isinstance(found, NotComputed):
            return found
        parts, chosen = found
        costs = {cost: float(getattr(parts, cost)) for cost in _COSTS}
        whole = sum(costs.values())
        if whole <= 0 or min(costs.values()) < 0:
            return NotComputed(
                reason="a part of the hedge's costs is a gain, so they have no shares", bring="ask for the parts in dollars"
            )
        steps = tuple(Step(label=LABELS[cost], value=value, unit="USD") for cost, value in costs.items())
        start, end = (chosen.table[c].agg(f).date().isoformat() for c, f in (("opened", "min"), ("closed", "max")))
        told = (*steps, Step(label="costs before the payoff", value=whole, unit="USD"))
        return Value(value=sum(costs[cost] for cost in _OF[name]) / whole, n=len(chosen), start=start, end=end, steps=told)

    return compute


def _spec(name: str) -> FigureSpec:
    label = _NAMES[name]
    verb = "were" if label.endswith("s") else "was"
    return FigureSpec(
        key=f"decomposition.share.{name}",
        title=f"Share of the hedge's costs before its payoff: {label}",
        meaning=f"Which share of the hedge's costs, before what it paid back, {verb} {label}.",
        unit="fraction",
        basis="none",
        counts="trades",
        formula=f"({' + '.join(_OF[name])}) / ({' + '.join(_COSTS)})",
        validity="A share of costs and not of the drag, from which the payoff is taken. Slippage at the closing stays in decay.",
        source="The log's premiums, legs, closing costs and fees.",
        phrases=(f"share of the hedge's costs that {verb} {label}", f"{label} as a share of the hedge's costs"),
        sentences=Sentences(above=f"{label} {verb} {{d}} of the hedge's costs before its payoff"),
        beside=("decomposition.total",),
        subject="What the hedge's cost is made of",
        narrows=("dates", "tier", *SUPPOSED),
        compute=share_of(name),
    )


FIGURES: tuple[FigureSpec, ...] = tuple(_spec(name) for name in _OF)
