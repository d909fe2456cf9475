"""Differences: the figure that says by how much one backtest's exceeds another's."""

from __future__ import annotations

from dataclasses import replace

from qa.calculator.facts import Facts
from qa.calculator.figure import FigureSpec, NotComputed
from qa.calculator.scope import Scope

DIFFERENCE = "difference."


def of_difference(spec: FigureSpec) -> FigureSpec:
    """The figure `f(A) - f(B)` of a figure f."""
    return replace(
        spec,
        key=f"{DIFFERENCE}{spec.key}",
        title=f"{spec.title}, difference",
        meaning=f"By how much a figure of one backtest exceeds that of another. {spec.meaning}",
        formula=f"f(A) - f(B), f = {spec.formula}",
        synonyms=(),
        compute=_of_one,
        vary=None,
    )


def _of_one(_: Facts, __: Scope) -> NotComputed:
    return NotComputed(reason="a difference is between two backtests", bring="name both with --backtest")
