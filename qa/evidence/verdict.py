"""Verdict: how a figure's interval lies to a stated range, decided in one place for claims, premises, leads and reports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from qa.calculator.core.result import FEWEST
from qa.evidence.shown import Shown

if TYPE_CHECKING:
    from qa.evidence.told.quantities import Bound

#: Figures that are losses however they are signed: stated and computed are held against each other by their size.
_LOSSES = ("drawdown.max.", "drawdown.within_month.", "tail.", "episode.fall.", "trades.worst", "hedge.worst")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lies:
    """How an interval lies to a range: within it, apart from it, or neither; on which side where apart."""

    verdict: Literal["consistent", "inconsistent", "not_ruled_out"]
    side: Literal["below", "above", ""]
    holds_zero: bool


def is_loss(key: str) -> bool:
    """Whether a figure is a loss, which is stated by its size."""
    return key.startswith(_LOSSES) or key.endswith(".monthly.worst")


def sizes(low: float, high: float) -> tuple[float, float]:
    """The least and the greatest size between two bounds."""
    return min(abs(low), abs(high)), max(abs(low), abs(high))


#: Shares for which a single value is stated; an interval that is wider bears out none [fraction].
_SHARES = ("trades.win_rate", "hedge.win_rate", "drawdown.")
_NARROW = 0.1


def by_interval(low: float, high: float, bound: Bound, figure: Shown) -> Lies:
    """How a figure with an interval stands to a stated range or bound [in the figure's unit].

    Consistent only where the whole interval lies in the range and doesn't hold zero, inconsistent only where the two don't meet,
    and both only from twelve observations on. An upper bound is a range that is open below, a lower bound one that is open above.
    A single share is borne out by an interval that holds it and is no wider than ten percentage points.
    """
    known = figure.interval
    if known is None:
        return Lies(verdict="not_ruled_out", side="", holds_zero=False)
    own = sizes(known.low, known.high) if is_loss(figure.key) else (known.low, known.high)
    found = lies(own, low, high, bound, figure.n)
    if low == high and bound == "within" and figure.key.startswith(_SHARES) and figure.n >= FEWEST:
        near = found.verdict != "inconsistent" and own[1] - own[0] <= _NARROW and not found.holds_zero
        return replace(found, verdict="consistent") if near else found
    return found


def lies(interval: tuple[float, float], low: float, high: float, bound: Bound, n: int) -> Lies:
    """The same of the interval alone.

    >>> lies((0.005, 0.011), 0.004, 0.012, "within", 60).verdict, lies((0.013, 0.02), 0.0, 0.012, "at_most", 60).side
    ('consistent', 'above')
    """
    least, most = interval
    zero = least <= 0 <= most
    below = most < low and bound != "at_most"
    above = least > high and bound != "at_least"
    if n < FEWEST:
        return Lies(verdict="not_ruled_out", side="", holds_zero=zero)
    if below or above:
        return Lies(verdict="inconsistent", side="below" if below else "above", holds_zero=zero)
    inside = (least >= low or bound == "at_most") and (most <= high or bound == "at_least")
    return Lies(verdict="consistent" if inside and not zero else "not_ruled_out", side="", holds_zero=zero)
