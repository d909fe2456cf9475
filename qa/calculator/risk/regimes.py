"""Regimes and events: the drag in them against the drag outside, and how well a month's entry VIX tells that of its days."""

from __future__ import annotations

import math
from collections.abc import Callable

from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import FigureSpec, Sentences
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

    The scope needs bounds, an event or weekdays; a group without a complement has no contrast. The t-statistic in the steps is
    Welch's, which takes periods as independent.
    """

    def compute(facts: Facts, scope: Scope) -> Value | NotComputed:
        both = _sides(facts, per, scope)
        if isinstance(both, NotComputed):
            return both
        inside, rest = both
        difference = float(inside.drag.mean() - rest.drag.mean())
        unit = rate(inside)
        steps = [
            Step(label=f"mean drag of the {len(inside)} {per}s inside", value=float(inside.drag.mean()), unit=unit),
            Step(label=f"mean drag of the {len(rest)} {per}s outside", value=float(rest.drag.mean()), unit=unit),
        ]
        error = _welch(inside, rest)
        steps += [Step(label="t-statistic by Welch", value=difference / error, unit="ratio")] if error else []
        return Value(value=difference, n=len(inside), start=inside.start, end=inside.end, steps=tuple(steps))

    return compute


def _sides(facts: Facts, per: Period, scope: Scope) -> tuple[Sample, Sample] | NotComputed:
    if facts.unhedged_only:
        return facts.unhedged_only
    if not scope.bounds and not scope.event and not scope.weekday:
        reason = "there is nothing to compare without a condition"
        return NotComputed(reason=reason, bring="name an event, or a level of a market series such as VIX")
    periods = cut_soundly(facts, per, scope)
    if isinstance(periods, NotComputed):
        return periods
    masks = [choose(facts, periods, scope) for choose in (within, outside)]
    samples = [m if isinstance(m, NotComputed) else taken(facts, periods, m) for m in masks]
    for found, which in zip(samples, ("inside", "outside"), strict=True):
        if isinstance(found, NotComputed):
            reason = f"there is nothing to compare {which} the condition: {found.reason}"
            return NotComputed(reason=reason, bring=found.bring)
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
        return NotComputed(reason="no day of this backtest began with a high VIX", bring="use a longer backtest")
    place = np.flatnonzero(high)
    steps = (
        Step(label="days that began with a high VIX", value=len(place), unit="count"),
        Step(label="of these in months that began with a lower VIX", value=int(late.sum()), unit="count"),
    )
    first, last = str(days.first[place[0]]), str(days.first[place[-1]])
    return Value(value=float(late.sum()) / len(place), n=len(place), start=first, end=last, steps=steps)


def _contrast_spec(per: Period) -> FigureSpec:
    return FigureSpec(
        key=f"drag.{ADVERB[per]}.contrast",
        title=f"Mean {ADVERB[per]} drag in a regime or event less that in all other {per}s",
        meaning=f"By how much the mean drag in the {per}s of a regime or event exceeds that in all others.",
        unit=RATE[per],
        counts=COUNTS[per],
        formula="mean(u - h, inside) - mean(u - h, outside)",
        validity="Both groups are of one backtest; small ones differ by chance. Dates outside a calendar are in neither.",
        source="Difference of means; t-statistic by B. L. Welch, Biometrika 34 (1947).",
        phrases=_CONTRAST if per == "day" else (),
        sentences=Sentences(
            above="the mean drag a {per} was {m} {b} higher than over all other {per}s",
            below="the mean drag a {per} was {m} {b} lower than over all other {per}s",
        ),
        beside=(f"drag.{ADVERB[per]}.mean",),
        subject=f"What the hedge costs compared with all other {per}s",
        narrows=("bounds", "dates", "event", "tier", *SUPPOSED, "per"),
        compute=contrast(per),
        vary=_contrast_spec,
    )


_CONTRAST = (
    "against the rest",
    "compared with other days",
    "difference to other days",
    "more than on other days",
    "compared to other days",
    "against other days",
    "versus other days",
    "than on normal days",
    "against all other days",
    "than the rest of the time",
)
FIGURES: tuple[FigureSpec, ...] = (
    _contrast_spec("day"),
    FigureSpec(
        key="regime.late_days",
        title="Share of high-VIX days in months that began with a lower VIX",
        meaning="Which share of the days that began with a high VIX lies in months that began with a lower one.",
        unit="fraction",
        basis="none",
        counts="days",
        formula="count(day entered high, month entered below) / count(day entered high)",
        validity="Where it is large, a month's entry VIX says little of its days: ask by day.",
        source="Last closes before each day and month.",
        phrases=(
            "months against days",
            "entry VIX of months",
            "how well does entry VIX tell",
            "days of high VIX in calm months",
            "high VIX days in low VIX months",
            "entry VIX of months against days",
            "how good is entry VIX",
            "does entry VIX describe the month",
        ),
        sentences=Sentences(above="{d} of the days that began with a high VIX were in months that began with a lower one"),
        subject="How well entry VIX describes a month's days",
        narrows=("dates", "tier"),
        compute=late_days,
    ),
)
