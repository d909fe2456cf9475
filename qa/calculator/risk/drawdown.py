"""Risk along the path: how far and how long the account fell, unhedged and hedged."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qa.calculator.core.bootstrap import percentile_interval
from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.path import Path, select_path
from qa.calculator.core.result import Interval, NotComputed, Step, Value
from qa.calculator.core.scope import SUPPOSED, Scope
from qa.calculator.risk.resampled import drawn_reductions

if TYPE_CHECKING:
    from qa.calculator.core.facts import Facts


Compute = Callable[["Facts", Scope], "Value | NotComputed"]


def of_path(value: Callable[[Path], Value | NotComputed], *, hedged: bool) -> Compute:
    """A figure's function from one over the path of one side."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        path = select_path(facts, scope, hedged=hedged)
        return path if isinstance(path, NotComputed) else value(path)

    return compute


def told(path: Path, value: float, *steps: Step) -> Value:
    """A path's figure with its days."""
    return Value(value=float(value), n=len(path), start=str(path.days[1]), end=str(path.days[-1]), steps=steps)


def max_drawdown(path: Path) -> Value:
    """Maximum drawdown [fraction, zero or negative]: `min(V / cummax(V) - 1)` over days, the starting base included.

    Needs daily values, or trades that are booked soon after they are opened. A scope may cut it by dates only: a fall
    needs an unbroken run of days. Tools that leave out the base miss a fall that begins on the first day.
    """
    fall = path.deepest
    return told(
        path,
        fall.depth,
        Step(
            label=f"highest account before it, over its start, on {path.days[fall.high]}",
            value=float(path.values[fall.high]),
            unit="ratio",
        ),
        Step(
            label=f"lowest account after that, over its start, on {path.days[fall.low]}",
            value=float(path.values[fall.low]),
            unit="ratio",
        ),
    )


def recovery(path: Path) -> Value | NotComputed:
    """Calendar days from the high before the largest fall until the account is as high again [days]."""
    fall = path.deepest
    if fall.depth == 0:
        return NotComputed(reason="the account never fell", bring="bring a longer run")
    if fall.recovered is None:
        return NotComputed(reason="the account has not recovered from its largest fall", bring="bring a longer run")
    days = int((path.days[fall.recovered] - path.days[fall.high]).astype(int))
    down = int((path.days[fall.low] - path.days[fall.high]).astype(int))
    return told(path, days, Step(label=f"days from the high on {path.days[fall.high]} to the low", value=down, unit="days"))


def time_under_water(path: Path) -> Value:
    """Share of days on which the account is below its highest value so far [fraction]."""
    below = int((path.falls < 0).sum())
    return told(path, below / len(path), Step(label="days below the high", value=below, unit="count"))


def ulcer_index(path: Path) -> Value:
    """Ulcer index [fraction]: `sqrt(mean(fall^2))` over days, the fall from the highest value so far.

    Source: P. Martin and B. McCann, The Investor's Guide to Fidelity Funds (1989).
    """
    import numpy as np

    squares = path.falls**2
    return told(
        path, float(np.sqrt(squares.mean())), Step(label="sum of squared falls", value=float(squares.sum()), unit="ratio")
    )


def drawdown_reduction(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Which part of the largest fall the hedge saved [fraction]: `1 - MDD_h / MDD_u`; negative where it made it larger.

    The interval is that of the falls of resampled pairs of months, linked month by month: blocks break long falls, and
    falls within a month are not seen, so it tells of the spread, not of the value.
    """
    both = [select_path(facts, scope, hedged=side) for side in (False, True)]
    depths = []
    for path in both:
        if isinstance(path, NotComputed):
            return path
        depths.append(path.deepest.depth)
    if depths[0] == 0:
        return NotComputed(reason="the unhedged account never fell, so there was nothing to reduce", bring="bring a longer run")
    assert isinstance(both[0], Path)
    value = told(
        both[0],
        1 - depths[1] / depths[0],
        Step(label="largest fall, unhedged", value=depths[0], unit="fraction"),
        Step(label="largest fall, hedged", value=depths[1], unit="fraction"),
    )
    return Value(
        value=value.value, n=value.n, start=value.start, end=value.end, interval=_spread(facts, scope), steps=value.steps
    )


def _spread(facts: Facts, scope: Scope) -> Interval | None:
    drawn = drawn_reductions(facts, scope)
    return None if isinstance(drawn, NotComputed) or len(drawn) == 0 else percentile_interval(drawn)


def _specs(hedged: bool, side: str) -> tuple[FigureSpec, ...]:
    narrows = ("dates", "tier", *SUPPOSED, "episode")
    return (
        FigureSpec(
            key=f"drawdown.max.{side}",
            title=f"Maximum drawdown, {side}",
            meaning=f"The largest fall of the {side} account from a high to a later low, by daily values.",
            unit="fraction",
            counts="days",
            formula="min(V / cummax(V) - 1)",
            validity="A single path: it holds for these days only, and grows with the length of the run.",
            source="Standard definition, the starting base counted as the first high.",
            phrases=("drawdown", "max drawdown", "maximum drawdown", "largest fall", "worst fall", "protection", "protect"),
            narrows=narrows,
            compute=of_path(max_drawdown, hedged=hedged),
        ),
        FigureSpec(
            key=f"drawdown.recovery.{side}",
            title=f"Days from the high to its recovery, {side}",
            meaning=f"How long the {side} account took to reach the high again from which it fell furthest.",
            unit="days",
            basis="none",
            counts="days",
            formula="days from the high before the largest fall to the first value as high",
            validity="Calendar days of a single fall.",
            source="Standard definition.",
            phrases=(f"recovery {side}", *(() if hedged else ("recovery time", "how long to recover", "days to recover"))),
            narrows=narrows,
            compute=of_path(recovery, hedged=hedged),
        ),
        FigureSpec(
            key=f"drawdown.under_water.{side}",
            title=f"Share of days below the high, {side}",
            meaning=f"On which part of the days the {side} account was below its highest value so far.",
            unit="fraction",
            basis="counted",
            counts="days",
            formula="count(V < cummax(V)) / n",
            validity="Says how often, not how far.",
            source="Standard definition.",
            phrases=(f"under water {side}", *(() if hedged else ("under water", "underwater"))),
            narrows=narrows,
            compute=of_path(time_under_water, hedged=hedged),
        ),
        FigureSpec(
            key=f"drawdown.ulcer.{side}",
            title=f"Ulcer index, {side}",
            meaning=f"How far below its high the {side} account usually was, long and deep falls counting most.",
            unit="fraction",
            counts="days",
            formula="sqrt(mean((V / cummax(V) - 1)^2))",
            validity="A single path.",
            source="P. Martin and B. McCann, The Investor's Guide to Fidelity Funds (1989).",
            phrases=(f"ulcer index {side}", *(() if hedged else ("ulcer index", "ulcer"))),
            narrows=narrows,
            compute=of_path(ulcer_index, hedged=hedged),
        ),
    )


FIGURES: tuple[FigureSpec, ...] = (
    *_specs(False, "unhedged"),
    *_specs(True, "hedged"),
    FigureSpec(
        key="drawdown.reduction",
        title="Reduction of the maximum drawdown",
        meaning="Which part of the unhedged account's largest fall the hedge saved; negative where it made it larger.",
        unit="fraction",
        basis="fall",
        counts="days",
        formula="1 - MDD_h / MDD_u",
        validity="Of one path, mostly of one fall; the interval resamples months in blocks, which break long falls.",
        source="Ratio of maximum drawdowns; interval by stationary bootstrap of paired months.",
        phrases=(
            "drawdown reduction",
            "reduction of the drawdown",
            "lower drawdown",
            "reduce drawdown",
            "cut drawdown",
            "lower maximum drawdown",
        ),
        narrows=("dates", "tier", *SUPPOSED, "episode"),
        compute=drawdown_reduction,
    ),
)
