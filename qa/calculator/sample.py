"""Samples: the periods that a scope counts, with their returns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from qa.calculator.facts import HEDGED, UNHEDGED, Facts
from qa.calculator.figure import FEWEST, NotComputed
from qa.calculator.periods import Periods, label
from qa.calculator.scope import Period, Scope, Signal
from qa.calculator.uncertainty import Draws, block_length
from qa.calculator.within import within

if TYPE_CHECKING:
    from qa.calculator.arrays import Days, Mask, Values


@dataclass(frozen=True, kw_only=True, eq=False)
class Sample:
    """Returns of the periods that count, oldest first, on one capital base [fraction]."""

    per: Period
    #: where the periods come from
    facts: Facts
    #: first and last calendar day of each
    first: Days
    last: Days
    unhedged: Values
    #: None where nothing is hedged
    hedged: Values | None

    def __len__(self) -> int:
        return len(self.unhedged)

    @property
    def start(self) -> str:
        """The first period, ISO."""
        return label(self.first[0], self.per)

    @property
    def end(self) -> str:
        """The last period, ISO."""
        return label(self.first[-1], self.per)

    def label(self, at: int) -> str:
        """The period at a place, ISO."""
        return label(self.first[at], self.per)

    @cached_property
    def drag(self) -> Values:
        """What the hedge took in each period, positive where it cost: `u - h`."""
        assert self.hedged is not None, "the sample is of a hedged backtest"
        return self.unhedged - self.hedged

    def side(self, hedged: bool) -> Values:
        """Values without or with the hedge."""
        if not hedged:
            return self.unhedged
        assert self.hedged is not None, "the sample is of a hedged backtest"
        return self.hedged

    def market(self, series: str) -> Values | NotComputed:
        """What a market series did over each period: its relative change, or its difference where it isn't always positive.

        From the last close before the period to its last one; NaN where either is missing.
        """
        if series not in self.facts.backtest.series:
            bring = "declare it in the manifest under [[series]]"
            return NotComputed(reason="this backtest has no market series of that name", bring=bring)
        begun = self.facts.entry(Signal(series), self.first)
        ended = self.facts.entry(Signal(series), self.last + 1)
        positive = bool((self.facts.backtest.series[series] > 0).all())
        return ended / begun - 1 if positive else ended - begun

    @cached_property
    def draws(self) -> Draws:
        """Resamples of the periods, shared by every figure: whole periods are drawn, so both sides stay paired.

        Their block length is that of the drag, or of the return where nothing is hedged.
        """
        decides = self.drag if self.hedged is not None else self.unhedged
        return Draws(len(self), block_length(decides) if len(self) >= FEWEST else 1.0)


def select(facts: Facts, per: Period, scope: Scope) -> Sample | NotComputed:
    """The periods within a scope, or why they can't be had."""
    periods = cut_soundly(facts, per)
    if isinstance(periods, NotComputed):
        return periods
    counted = within(facts, periods, scope)
    return counted if isinstance(counted, NotComputed) else taken(facts, periods, counted)


def cut_soundly(facts: Facts, per: Period) -> Periods | NotComputed:
    """All periods of a backtest, where its values allow to cut it so."""
    refused = facts.unmarked(per) or _too_coarse(facts, per)
    if refused:
        return refused
    periods = facts.periods(per)
    return _gap(facts, periods) or periods


def taken(facts: Facts, periods: Periods, counted: Mask) -> Sample | NotComputed:
    """The sample of the periods that count, of years only whole ones."""
    per = periods.per
    if per == "year":
        counted = counted & _whole_years(facts, periods)
    if not counted.any():
        return NotComputed(reason=f"no {per} of this backtest is within the scope", bring="widen the scope")
    hedged = None if facts.unhedged_only else facts.returns(periods, HEDGED)[counted]
    unhedged = facts.returns(periods, UNHEDGED)[counted]
    if _ruined(unhedged) or (hedged is not None and _ruined(hedged)):
        return NotComputed(reason="the account falls to nothing or below", bring="bring a larger capital base")
    return Sample(
        per=per,
        facts=facts,
        first=periods.first[counted],
        last=periods.last[counted],
        unhedged=unhedged,
        hedged=hedged,
    )


def _ruined(returns: Values) -> bool:
    """Whether an account had nothing left to earn on."""
    import numpy as np

    return bool(np.isnan(returns).any())


def _too_coarse(facts: Facts, per: Period) -> NotComputed | None:
    """Values that come once a week or month have no days."""
    import numpy as np

    days = facts.days
    if facts.marking == "at_close" or len(days) < 3:  # noqa: PLR2004 two gaps
        return None
    apart = float(np.median(np.diff(days).astype(np.int64)))
    if (per == "day" and apart > 4) or (per == "week" and apart > 7):  # noqa: PLR2004 a long weekend, a week [days]
        return NotComputed(reason=f"the values of this backtest are further than a {per} apart", bring="bring daily values")
    return None


def _gap(facts: Facts, periods: Periods) -> NotComputed | None:
    """A period without any daily value can't be told from one in which nothing happened."""
    if facts.marking == "at_close" or periods.per == "day" or (periods.count > 0).all():
        return None
    if periods.per == "week":  # a week of holidays, or the one around New Year
        missing = (periods.count == 0)[1:] & (periods.count == 0)[:-1]
        if not missing.any():
            return None
    reason = f"the daily values have a gap: there is a {periods.per} without any"
    return NotComputed(reason=reason, bring="bring the missing days, or dates on one side of them")


def _whole_years(facts: Facts, periods: Periods) -> Mask:
    """Which calendar years the days span from January to December."""
    import numpy as np

    months = facts.days[[0, -1]].astype("datetime64[M]").astype(np.int64) % 12
    whole = np.ones(len(periods.first), dtype=bool)
    whole[0] &= months[0] == 0
    whole[-1] &= months[1] == 11  # noqa: PLR2004 December
    return whole
