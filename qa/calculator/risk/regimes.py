"""Regimes and events: the drag in them against the drag outside, and how well months tell the regime of their days."""

from __future__ import annotations

import math
from collections.abc import Callable

from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec
from qa.calculator.core.periodic import ADVERB, COUNTS, RATE, rate
from qa.calculator.core.result import NotComputed, Step, Value
from qa.calculator.core.rounding import is_nothing
from qa.calculator.core.sample import Sample, cut_soundly, taken
from qa.calculator.core.scope import SUPPOSED, Period, Scope, Signal
from qa.calculator.core.within import outside, within

#: VIX at which a regime is called high [index points].
HIGH = 20.0


def contrast(per: Period) -> Callable[[Facts, Scope], Value | NotComputed]:
    """Mean drag of the periods within a scope less that of those outside [fraction of the base a period].

    The scope needs bounds or an event; a group without a complement has no contrast. The t-value in the steps is Welch's,
    which takes periods as independent.
    """

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        both = _sides(facts, per, scope)
        if isinstance(both, NotComputed):
            return both
        inside, rest = both
        difference = float(inside.drag.mean() - rest.drag.mean())
        unit = rate(inside)
        steps = [
            Step(label=f"mean drag of {len(inside)} {per}s within", value=float(inside.drag.mean()), unit=unit),
            Step(label=f"mean drag of {len(rest)} {per}s outside", value=float(rest.drag.mean()), unit=unit),
        ]
        error = _welch(inside, rest)
        steps += [Step(label="t-value by Welch", value=difference / error, unit="ratio")] if error else []
        return Value(value=difference, n=len(inside), start=inside.start, end=inside.end, steps=tuple(steps))

    return compute


def _sides(facts: Facts, per: Period, scope: Scope) -> tuple[Sample, Sample] | NotComputed:
    if facts.unhedged_only:
        return facts.unhedged_only
    if not scope.bounds and not scope.event:
        reason = "nothing in the scope parts the run"
        return NotComputed(reason=reason, bring="give a bound on a market series, or an event")
    periods = cut_soundly(facts, per, scope)
    if isinstance(periods, NotComputed):
        return periods
    masks = [choose(facts, periods, scope) for choose in (within, outside)]
    samples = [m if isinstance(m, NotComputed) else taken(facts, periods, m) for m in masks]
    for found, which in zip(samples, ("within", "outside"), strict=True):
        if isinstance(found, NotComputed):
            return NotComputed(reason=f"{which} the scope there is nothing to compare: {found.reason}", bring=found.bring)
    inside, rest = samples
    assert not isinstance(inside, NotComputed)
    assert not isinstance(rest, NotComputed)
    return inside, rest


def _welch(a: Sample, b: Sample) -> float | None:
    """Standard error of the difference of two means, or None where either has no spread."""
    if min(len(a), len(b)) < 2:  # noqa: PLR2004 a spread needs two
        return None
    error = math.sqrt(float(a.drag.var(ddof=1)) / len(a) + float(b.drag.var(ddof=1)) / len(b))
    return None if is_nothing(error, max(a.size, b.size)) else error


def late_days(facts: Facts, scope: Scope) -> Value | NotComputed:
    """Share of the days entered with VIX at or above 20 that lie in months entered below it [fraction].

    How badly a month's entry VIX tells the regime of its days: where the share is high, ask by day. Days of a month that has
    no close before it count for neither.
    """
    import numpy as np

    if "vix" not in facts.backtest.series:
        return NotComputed(reason="this backtest has no series of VIX", bring="declare it in the manifest under [[series]]")
    days = cut_soundly(facts, "day", scope)
    if isinstance(days, NotComputed):
        return days
    counted = within(facts, days, scope)
    if isinstance(counted, NotComputed):
        return counted
    vix = Signal("vix")
    with np.errstate(invalid="ignore"):
        high = counted & (facts.entry(vix, days.first) >= HIGH)
        before = facts.entry(vix, days.first.astype("datetime64[M]").astype("datetime64[D]"))
        high &= ~np.isnan(before)
        late = high & (before < HIGH)
    if not high.any():
        return NotComputed(reason="VIX was high before no day of this backtest", bring="bring a longer run")
    place = np.flatnonzero(high)
    steps = (
        Step(label="days entered with VIX high", value=len(place), unit="count"),
        Step(label="of these in months entered below", value=int(late.sum()), unit="count"),
    )
    first, last = str(days.first[place[0]]), str(days.first[place[-1]])
    return Value(value=float(late.sum()) / len(place), n=len(place), start=first, end=last, steps=steps)


def _contrast_spec(per: Period) -> FigureSpec:
    return FigureSpec(
        key=f"drag.{ADVERB[per]}.contrast",
        title=f"Mean {ADVERB[per]} drag within the scope less outside",
        meaning=f"By how much more the hedge costs in the {per}s of a regime or event than in all others.",
        unit=RATE[per],
        counts=COUNTS[per],
        formula="mean(u - h, within) - mean(u - h, outside)",
        validity="Both groups are of one run; small ones differ by chance. Dates that a calendar doesn't cover are in neither.",
        source="Difference of means; t-value by B. L. Welch, Biometrika 34 (1947).",
        phrases=("against the rest", "compared with other days", "difference to other days", "more than on other days")
        if per == "day"
        else (),
        narrows=("bounds", "dates", "event", "tier", *SUPPOSED, "per"),
        compute=contrast(per),
        vary=_contrast_spec,
    )


FIGURES: tuple[FigureSpec, ...] = (
    _contrast_spec("day"),
    FigureSpec(
        key="regime.late_days",
        title="Days of high VIX in months entered below it",
        meaning="Which part of the days that began with VIX high lie in months that began with VIX lower.",
        unit="fraction",
        basis="none",
        counts="days",
        formula="count(day entered high, month entered below) / count(day entered high)",
        validity="Where it is large, a month's entry VIX says little of its days: ask by day.",
        source="Last closes before each day and month.",
        phrases=("months against days", "entry VIX of months", "how well does entry VIX tell"),
        narrows=("dates", "tier"),
        compute=late_days,
    ),
)
