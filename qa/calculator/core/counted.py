"""Counts: how many periods a share is of, as a figure of its own beside the share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.result import NotComputed, Value
from qa.calculator.core.scope import Period, Scope

COUNTED = "counted."


def counted_of(key: str, spec_of: Callable[[str], FigureSpec]) -> FigureSpec | None:
    """The figure `counted.KEY`, where KEY is a share of the periods that it counts; else None."""
    if not key.startswith(COUNTED):
        return None
    spec = spec_of(key.removeprefix(COUNTED))
    return of_counted(spec) if is_counted(spec) else None


def is_counted(spec: FigureSpec) -> bool:
    """Whether a figure is a share of periods, of which the first worked number is how many they are."""
    return spec.basis == "counted" and spec.unit == "fraction" and spec.period is not None and ".share" in spec.key


def of_counted(spec: FigureSpec) -> FigureSpec:
    """How many of the periods have what a share of them has [count]."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        found = spec.compute(facts, scope)
        if isinstance(found, NotComputed):
            return found
        return replace(found, value=found.steps[0].value, interval=None)

    def vary(period: Period) -> FigureSpec:
        assert spec.vary is not None, "what counts periods can be cut into others"
        return of_counted(spec.vary(period))

    return replace(
        spec,
        key=f"{COUNTED}{spec.key}",
        title=f"{spec.title}, as a number",
        meaning=f"{spec.meaning} As a number of {spec.counts}.",
        unit="count",
        basis="none",
        formula=spec.formula.removesuffix(" / n"),
        phrases=(),
        sentences=None,
        beside=(spec.key,),
        compute=compute,
        vary=vary if spec.vary else None,
    )
