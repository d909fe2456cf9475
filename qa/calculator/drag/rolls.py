"""Rolls of the hedge: which trades a roll opened, how many there were, and what they cost in fees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.calculator.core.chosen import Chosen, trades_value
from qa.calculator.core.result import NotComputed, Step, Value

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Mask


def rolled(chosen: Chosen) -> Mask:
    """Which trades a roll opened: on the day on which another of the same layer was closed, and after it was opened."""
    import numpy as np

    table, found = chosen.table, np.zeros(len(chosen), dtype=bool)
    closed, layers = table["closed"].to_numpy().astype("datetime64[D]"), table["layer"].to_numpy(dtype=object)
    for layer in set(layers):
        own = layers == layer
        found[own] = np.isin(chosen.opened[own], closed[own]) & (chosen.opened[own] > chosen.opened[own].min())
    return found


def adjustments(chosen: Chosen) -> Value:
    """How often a layer was rolled [count]: trades opened on the day on which another of the layer was closed."""
    return trades_value(chosen, int(rolled(chosen).sum()), n=len(chosen))


def adjustment_cost(chosen: Chosen) -> Value | NotComputed:
    """Mean fees of a roll [USD]: of the trades that rolls opened, for opening and closing them."""
    fees, which = chosen.number("fees"), rolled(chosen)
    if isinstance(fees, NotComputed):
        return fees
    if not which.any():
        return NotComputed(reason="no layer was rolled in this period", bring="use a longer log")
    steps = (
        Step(label="fees of trades opened by rolls", value=float(fees[which].sum()), unit="USD"),
        Step(label="rolls", value=int(which.sum()), unit="count"),
    )
    return trades_value(chosen, fees[which].mean(), *steps, n=int(which.sum()))
