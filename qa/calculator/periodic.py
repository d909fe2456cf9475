"""The shared path of every monthly figure: which months count, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.calculator.facts import Facts
from qa.calculator.figure import NotComputed, Value
from qa.calculator.scope import Scope

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Unhedged and hedged returns of the months that count, and their labels. Hedged is None where nothing is hedged.
Selected = tuple["NDArray[np.float64]", "NDArray[np.float64] | None", tuple[str, ...]]


def select(facts: Facts, scope: Scope, *, hedged: bool) -> Selected | NotComputed:
    """The months within a scope, or why they can't be had."""
    if hedged and facts.unhedged_only:
        return facts.unhedged_only
    if facts.unmarked:
        return facts.unmarked
    counted = facts.months_within(scope)
    if isinstance(counted, NotComputed):
        return counted
    if not counted.any():
        return NotComputed(reason="no month of this backtest is within the scope", bring="widen the scope")
    months = facts.months
    labels = tuple(label for label, within in zip(months.labels, counted, strict=True) if within)
    return months.unhedged[counted], months.hedged[counted] if months.hedged is not None else None, labels


def monthly(hedged: bool, value: Callable[[Selected], Value]) -> Callable[[Facts, Scope], Value | NotComputed]:
    """A figure's function from one over the selected months."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        selected = select(facts, scope, hedged=hedged)
        return selected if isinstance(selected, NotComputed) else value(selected)

    return compute
