"""Figures with their sign reversed: what the hedge earned where the figure says what it cost, its interval turned with it."""

from __future__ import annotations

from dataclasses import replace

from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure, FigureSpec
from qa.calculator.core.result import Interval, NotComputed, Value
from qa.calculator.core.scope import Scope

REVERSED = "reversed."


def of_reversed(spec: FigureSpec) -> FigureSpec:
    """The figure `-f` of a figure f."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        found = spec.compute(facts, scope)
        return found if isinstance(found, NotComputed) else _reversed(found)

    return replace(
        spec,
        key=f"{REVERSED}{spec.key}",
        title=f"{spec.title}, sign reversed",
        formula=f"-({spec.formula})",
        phrases=(),
        sentences=None,
        compute=compute,
        vary=None,
    )


def reverse(figure: Figure) -> Figure:
    """A computed figure with its sign reversed."""
    return replace(figure, spec=of_reversed(figure.spec), result=_reversed(figure.result))


def _reversed(value: Value) -> Value:
    interval = value.interval
    if interval is not None:
        interval = Interval(low=0.0 - interval.high, high=0.0 - interval.low, level=interval.level)
    return replace(value, value=0.0 - value.value, interval=interval)
