"""Verdicts: whether a figure bears out what a question states of it."""

from __future__ import annotations

from collections.abc import Mapping

from qa.calculator.core.result import FEWEST
from qa.document import PremiseVerdict
from qa.evidence.gather import Gathered
from qa.evidence.shown import Shown
from qa.evidence.verdict import by_interval, is_loss, sizes
from qa.understand.premises import ReadPremise

_ROUNDING = 1e-9
#: How a premise stands to a figure whose interval lies so to the range that it states.
_BY_INTERVAL: Mapping[str, PremiseVerdict] = {
    "consistent": "borne_out",
    "inconsistent": "not_borne_out",
    "not_ruled_out": "cannot_tell",
}


def judged(premise: ReadPremise, shown: Shown) -> PremiseVerdict:
    """Whether a figure is what was stated of it, as precisely as that was stated; what its interval holds is not refuted."""
    if premise.code == "dated":
        return _on_date(premise, shown)
    loss = premise.key is not None and is_loss(premise.key)
    low, high = sizes(premise.low, premise.high) if loss else (premise.low, premise.high)
    if premise.compare == "is" and low < high and shown.interval and shown.n >= FEWEST:
        return _BY_INTERVAL[by_interval(low, high, "within", shown).verdict]
    value = abs(shown.value) if loss else shown.value
    interval = (shown.interval.low, shown.interval.high) if shown.interval else None
    if interval and loss:
        interval = sizes(*interval)
    if premise.compare != "is":
        return _compared(premise.compare, low if premise.compare == "more" else high, value, interval)
    slack = premise.slack + _ROUNDING * max(abs(low), abs(high), 1e-6)
    if low - slack <= value <= high + slack:
        return "borne_out"
    if interval and interval[0] <= high and low <= interval[1]:
        return "cannot_tell"
    return "not_borne_out"


#: How far a ratio may lie from what is stated of it, as a share of it.
_ABOUT = 0.125


def holds_ratio(premise: ReadPremise, first: Shown, second: Shown) -> bool:
    """Whether one figure is about so many times another as was stated; of different signs none is."""
    if first.value * second.value <= 0 or (second.value < 0 and not is_loss(second.key)):
        return False
    return abs(first.value / second.value / premise.low - 1) <= _ABOUT


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
