"""Verdicts: whether a figure bears out what a question states of it."""

from __future__ import annotations

from qa.document import PremiseVerdict
from qa.evidence.gather import Gathered
from qa.evidence.shown import Shown
from qa.understand.premises import ReadPremise

#: Figures that are losses however they are signed: stated and computed are held against each other by their size.
_LOSSES = ("drawdown.max.", "drawdown.within_month.", "tail.", "episode.fall.", "trades.worst", "hedge.worst")
_ROUNDING = 1e-9


def judged(premise: ReadPremise, shown: Shown) -> PremiseVerdict:
    """Whether a figure is what was stated of it, as precisely as that was stated; what its interval holds is not refuted."""
    if premise.code == "dated":
        return _on_date(premise, shown)
    loss = premise.key is not None and (premise.key.startswith(_LOSSES) or premise.key.endswith(".monthly.worst"))
    low, high = _sizes(premise.low, premise.high) if loss else (premise.low, premise.high)
    value = abs(shown.value) if loss else shown.value
    interval = (shown.interval.low, shown.interval.high) if shown.interval else None
    if interval and loss:
        interval = _sizes(*interval)
    if premise.compare != "is":
        return _compared(premise.compare, low if premise.compare == "more" else high, value, interval)
    slack = premise.slack + _ROUNDING * max(abs(low), abs(high), 1e-6)
    if low - slack <= value <= high + slack:
        return "borne_out"
    if interval and interval[0] <= high and low <= interval[1]:
        return "cannot_tell"
    return "not_borne_out"


def figure_of(premise: ReadPremise, g: Gathered) -> Shown | None:
    """The computed figure that a premise speaks of: of the backtest that answers, or of the side of its tier."""
    if premise.key is None:
        return None
    own = g.plan.backtest.manifest.tier if g.plan.backtest else None
    if premise.tier is None or own is None or own.id == premise.tier:
        return g.figure(premise.key, premise.scope)
    for side, shown in g.sides:
        tier = side.backtest.manifest.tier
        if shown is not None and shown.key == premise.key and tier is not None and tier.id == premise.tier:
            return shown
    return None


def of_other_tier(premise: ReadPremise, g: Gathered) -> bool:
    """Whether a premise is stated of a tier that is no side of the answer."""
    own = g.plan.backtest.manifest.tier if g.plan.backtest else None
    return premise.tier is not None and own is not None and own.id != premise.tier


def _sizes(low: float, high: float) -> tuple[float, float]:
    return min(abs(low), abs(high)), max(abs(low), abs(high))


def _compared(compare: str, bound: float, value: float, interval: tuple[float, float] | None) -> PremiseVerdict:
    """An inequality: by the whole interval where there is one, else by the value."""
    low, high = interval or (value, value)
    if compare == "less":
        low, high, bound = -high, -low, -bound
    if low > bound - _ROUNDING:
        return "borne_out"
    return "not_borne_out" if high <= bound + _ROUNDING else "cannot_tell"


def _on_date(premise: ReadPremise, shown: Shown) -> PremiseVerdict:
    if premise.when is None:
        return "cannot_tell"
    end = shown.view.end
    first, last = (day[: len(end)] for day in premise.when)
    return "borne_out" if first <= end <= last else "not_borne_out"
