"""Stress: episodes found from VIX alone, never from what the hedge did, or named by their dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.calculator.core.facts import Facts
from qa.calculator.core.fall import Fall
from qa.calculator.core.result import NotComputed
from qa.calculator.core.rounding import settled
from qa.calculator.core.scope import Dates, between
from qa.calculator.core.signals import closes_of

if TYPE_CHECKING:
    import numpy as np

    from qa.calculator.core.arrays import Mask, Values

#: A day is of stress where VIX closes at or above this [index points] …
HIGH = 30.0
#: … or at so much of its close some sessions before [ratio, sessions].
JUMP, SESSIONS = 1.5, 5
#: Days of stress no further apart are of one episode [sessions].
APART = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """From the first day of stress to the last."""

    first: np.datetime64
    last: np.datetime64

    @property
    def dates(self) -> Dates:
        """Its days as a scope has them."""
        return between(str(self.first), str(self.last))

    def begins_in(self, dates: Dates | None) -> bool:
        """Whether it begins within dates; it may end after them, as what began in August may end in October."""
        return dates is None or dates.hold(date.fromisoformat(str(self.first)))


def stress_episodes(facts: Facts) -> tuple[Episode, ...] | NotComputed:
    """The stress episodes that closes of VIX show within the days of the backtest.

    Days whose close is at or above 30, or half as high again as five sessions before; days no more than twenty sessions
    apart are of one episode. An episode that is under way when the data begin or end is cut there.
    """
    return facts.once("episodes", lambda: _stress_episodes(facts))


def _stress_episodes(facts: Facts) -> tuple[Episode, ...] | NotComputed:
    import numpy as np

    if "vix" not in facts.backtest.series:
        return NotComputed(
            reason="this backtest has no VIX series, from which stress episodes are found",
            bring="declare it in the manifest under [[series]], or name the dates",
        )
    closes = facts.backtest.series["vix"]
    days = closes.index.to_numpy().astype("datetime64[D]")
    place = np.flatnonzero(stressed(closes_of(closes)))
    if not len(place):
        return ()
    parts = np.split(place, np.flatnonzero(np.diff(place) > APART) + 1)
    first, last = facts.days[0], facts.days[-1]
    whole = ((max(days[p[0]], first), min(days[p[-1]], last)) for p in parts)
    return tuple(Episode(first=a, last=b) for a, b in whole if a <= b)


def falls(facts: Facts, fall: Fall) -> tuple[Episode, ...] | NotComputed:
    """Episodes in which a market series closed more than a part below its highest close, from the day after that to the lowest.

    One lasts until the highest close is reached again, so each has one lowest close; known only once it is over.
    """
    import numpy as np

    if fall.series not in facts.backtest.series:
        reason = "this backtest has no market series of the name that the scope uses"
        return NotComputed(reason=reason, bring="declare it in the manifest under [[series]]")
    closes = facts.backtest.series[fall.series]
    days, levels = closes.index.to_numpy().astype("datetime64[D]"), closes_of(closes)
    below = settled(levels / np.maximum.accumulate(levels) - 1, 1.0)
    peaks = np.append(np.flatnonzero(below == 0), len(below))
    made = []
    for peak, after in pairwise(peaks):
        if after - peak < 2:  # noqa: PLR2004 the next close was as high again
            continue
        lowest = peak + 1 + int(below[peak + 1 : after].argmin())
        first, last = max(days[peak + 1], facts.days[0]), min(days[lowest], facts.days[-1])
        if below[lowest] < -fall.depth and first <= last:
            made.append(Episode(first=first, last=last))
    return tuple(made)


def stressed(vix: Values) -> Mask:
    """Which closes are of stress."""
    import numpy as np

    before = np.concatenate([np.full(min(SESSIONS, len(vix)), np.inf), vix[:-SESSIONS]])
    return (vix >= HIGH) | (vix >= JUMP * before)
