"""Risk along the path: how far and how long the account was in drawdown, unhedged and hedged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.calculator.core.bootstrap import percentile_interval
from qa.calculator.core.path import Path, select_path
from qa.calculator.core.result import Interval, NotComputed, Step, Value
from qa.calculator.core.rounding import settled
from qa.calculator.core.scope import Scope
from qa.calculator.risk.resampled import drawn_reductions

if TYPE_CHECKING:
    from qa.calculator.core.facts import Facts


Compute = Callable[["Facts", Scope], "Value | NotComputed"]
OfPath = Callable[[Path], "Value | NotComputed"]


def of_path(value: OfPath, *, hedged: bool) -> Compute:
    """A figure's function from one over the path of one side."""

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        path = select_path(facts, scope, hedged=hedged)
        return path if isinstance(path, NotComputed) else value(path)

    return compute


def path_value(path: Path, value: float, *steps: Step, fell: tuple[int, int] | None = None) -> Value:
    """A path's figure with its days; `fell` are the places of the first and the last day on which the value fell."""
    return Value(
        value=float(value),
        n=len(path),
        start=str(path.days[1]),
        end=str(path.days[-1]),
        steps=steps,
        counts=path.counts,
        fell=None if fell is None else (str(path.days[fell[0]]), str(path.days[fell[1]])),
    )


def max_drawdown(path: Path) -> Value:
    """Maximum drawdown [fraction, zero or negative]: `min(V / cummax(V) - 1)` over days, the starting base included.

    Its steps are the account at the peak, at the trough and at the recovery, over its start, each with its date.

    Needs daily values, or trades that are booked soon after they are opened. A scope may cut it by dates only: a drawdown
    needs an unbroken run of days. Tools that leave out the base miss a drawdown that begins on the first day.
    """
    worst = path.deepest
    if worst.depth == 0:
        return path_value(path, worst.depth, _at(path, "no drawdown, account over its start", len(path)))
    again = len(path) if worst.recovery is None else worst.recovery
    return path_value(
        path,
        worst.depth,
        _at(path, "peak, account over its start", worst.peak),
        _at(path, "trough, account over its start", worst.trough),
        _at(path, f"{'not recovered' if worst.recovery is None else 'recovery'}, account over its start", again),
        fell=(worst.peak, worst.trough),
    )


def _at(path: Path, what: str, place: int) -> Step:
    """The account on one day of a path."""
    return Step(label=f"{what}, on {path.days[place]}", value=float(path.values[place]), unit="ratio")


def recovery(path: Path) -> Value | NotComputed:
    """Calendar days from the peak of the maximum drawdown until the account is as high again [days]."""
    worst = path.deepest
    if worst.depth == 0:
        return NotComputed(reason="the account had no drawdown to recover from", bring="use a longer backtest")
    if worst.recovery is None:
        return NotComputed(
            reason="the account has not recovered from its maximum drawdown",
            bring="use a longer backtest, or ask for the maximum drawdown or the share of days in drawdown",
            settles=True,
        )
    peak = path.days[worst.peak]
    days, down = (int((path.days[place] - peak).astype(int)) for place in (worst.recovery, worst.trough))
    return path_value(
        path,
        days,
        Step(label=f"days from the peak on {peak} to the trough", value=down, unit="days"),
        fell=(worst.peak, worst.recovery),
    )


def drawdown_within_month(path: Path) -> Value:
    """Deepest drawdown from a peak to a later trough of one calendar month [fraction, zero or negative], and which month.

    `min over months of min(V / cummax(V) - 1)`, the value before the month's first day counted as its first peak. Of equal
    ones the first month. A month that the days begin or end in counts as far as they have it.
    """
    import numpy as np

    month = path.days[1:].astype("datetime64[M]")
    begins = np.flatnonzero(np.append(True, month[1:] != month[:-1]))
    ends = np.append(begins[1:], len(month))
    spans = [path.values[a : b + 1] for a, b in zip(begins.tolist(), ends.tolist(), strict=True)]
    peaks = np.concatenate([np.maximum.accumulate(span) for span in spans])
    below = settled(np.concatenate(spans) / peaks - 1, 1.0)
    depths = np.minimum.reduceat(below, begins + np.arange(len(begins)))
    at = int(depths.argmin())
    where = str(month[begins[at]])
    steps = (Step(label="months", value=len(depths), unit="count"),)
    return Value(value=float(depths[at]), n=len(depths), start=where, end=where, steps=steps, counts="months")


def time_under_water(path: Path) -> Value:
    """Share of days on which the account is below its highest value so far [fraction]."""
    below = int((path.drawdowns < 0).sum())
    return path_value(path, below / len(path), Step(label="days in drawdown", value=below, unit="count"))


def ulcer_index(path: Path) -> Value:
    """Ulcer index [fraction]: `sqrt(mean(D^2))` over days, D the drawdown from the highest value so far.

    Source: P. Martin and B. McCann, The Investor's Guide to Fidelity Funds (1989).
    """
    import numpy as np

    squares = path.drawdowns**2
    step = Step(label="sum of squared drawdowns", value=float(squares.sum()), unit="ratio")
    return path_value(path, float(np.sqrt(squares.mean())), step)


def drawdown_reduction(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Which part of the maximum drawdown the hedge took away [fraction]: `1 - MDD_h / MDD_u`; negative where it added to it.

    The interval is that of the drawdowns of resampled pairs of months, linked month by month: blocks break long drawdowns,
    and those within a month are not seen, so it tells of the spread, not of the value.
    """
    both = [select_path(facts, scope, hedged=side) for side in (False, True)]
    depths = []
    for path in both:
        if isinstance(path, NotComputed):
            return path
        depths.append(path.deepest.depth)
    if depths[0] == 0:
        reason = "the unhedged account had no drawdown, so there was nothing to reduce"
        return NotComputed(reason=reason, bring="use a longer backtest")
    assert isinstance(both[0], Path)
    value = path_value(
        both[0],
        1 - depths[1] / depths[0],
        Step(label="maximum drawdown, unhedged", value=depths[0], unit="fraction"),
        Step(label="maximum drawdown, hedged", value=depths[1], unit="fraction"),
    )
    return Value(
        value=value.value, n=value.n, start=value.start, end=value.end, interval=_spread(facts, scope), steps=value.steps
    )


def drawdown_reduction_points(facts: Facts, scope: Scope) -> Value | NotComputed:
    """By how much the hedge made the maximum drawdown smaller [percentage points]: `100 (|MDD_u| - |MDD_h|)`.

    Each drawdown is a part of its own account's peak, so it is a difference of percentages. Negative where the hedge added to it.
    """
    found = drawdown_reduction(facts, scope)
    if isinstance(found, NotComputed):
        return found
    unhedged, hedged = (step.value for step in found.steps)
    return replace(found, value=100 * (hedged - unhedged), interval=None)


def _spread(facts: Facts, scope: Scope) -> Interval | None:
    drawn = drawn_reductions(facts, scope)
    return None if isinstance(drawn, NotComputed) or len(drawn) == 0 else percentile_interval(drawn)
