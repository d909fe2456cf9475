"""Samples: the periods that a scope counts, with their returns."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from qa.calculator.core.bootstrap import Draws, block_length
from qa.calculator.core.facts import HEDGED, UNHEDGED, Facts
from qa.calculator.core.periods import Periods, label
from qa.calculator.core.result import FEWEST, NotComputed
from qa.calculator.core.rounding import settled, size
from qa.calculator.core.scope import Period, Scope, Signal
from qa.calculator.core.within import touched, within

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Days, Mask, Values

T = TypeVar("T")

#: The most that values may usually lie apart for what they are cut into [days].
_LONGEST_STEP: dict[Period, int] = {"day": 1, "week": 7, "month": 31}
#: How far apart the values of two trading days may lie; New York was closed for a week at most in recent times [days].
_LONGEST_CLOSURE = 10
#: As many days on which the exchange is closed may have a profit or loss and be a slip, as a share of all.
_FEW_CLOSED = 0.01


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
        """What the hedge took in each period, positive where it cost: `u - h`, rounding left out."""
        hedged = self.side(hedged=True)
        return settled(self.unhedged - hedged, self.size)

    @property
    def size(self) -> float:
        """Size of the largest return, beside which differences of returns may be nothing but rounding."""
        return size(self.unhedged, *([] if self.hedged is None else [self.hedged]))

    def side(self, hedged: bool) -> Values:
        """Values without or with the hedge."""
        if not hedged:
            return self.unhedged
        assert self.hedged is not None, "the sample is of a hedged backtest"
        return self.hedged

    @cached_property
    def _kept(self) -> dict[Hashable, object]:
        return {}

    def once(self, what: Hashable, make: Callable[[], T]) -> T:
        """What `make` makes of the sample, worked out when it is first asked for."""
        if what not in self._kept:
            self._kept[what] = make()
        return cast("T", self._kept[what])

    def market(self, series: str) -> Values | NotComputed:
        """What a market series did over each period: its relative change, or its difference where it isn't always positive.

        From the last close before the period to the last one in it; NaN where either is missing. Where the days begin or end
        within a period, it is the part that they have of it.
        """
        return self.once(("market", series), lambda: self._market(series))

    def _market(self, series: str) -> Values | NotComputed:
        facts = self.facts
        if series not in facts.backtest.series:
            bring = "declare it in the manifest under [[series]]"
            return NotComputed(reason="this backtest has no market series of that name", bring=bring)
        first, last = self.first, self.last
        if facts.step == 1:
            first, last = first.clip(facts.days[0]), last.clip(max=facts.days[-1])
        begun, ended = facts.entry(Signal(series), first), facts.closing(series, first, last)
        positive = bool((facts.backtest.series[series] > 0).all())
        return ended / begun - 1 if positive else ended - begun

    @cached_property
    def draws(self) -> Draws:
        """Resamples of the periods, shared by every figure: whole periods are drawn, so both sides stay paired.

        Their block length is that of the drag, or of the return where nothing is hedged.
        """
        decides = self.drag if self.hedged is not None else self.unhedged
        return Draws(len(self), block_length(decides) if len(self) >= FEWEST else 1.0)


def sample_of(facts: Facts, per: Period, scope: Scope) -> Sample | NotComputed:
    """The periods of a backtest that a scope counts, with their returns, or why they can't be had."""
    return facts.once(("sample", per, scope), lambda: _select(facts, per, scope))


def _select(facts: Facts, per: Period, scope: Scope) -> Sample | NotComputed:
    periods = cut_soundly(facts, per, scope)
    if isinstance(periods, NotComputed):
        return periods
    counted = within(facts, periods, scope)
    return counted if isinstance(counted, NotComputed) else taken(facts, periods, counted)


def cut_soundly(facts: Facts, per: Period, scope: Scope) -> Periods | NotComputed:
    """All periods of a backtest, where its values allow to cut it so over the dates of a scope."""
    refused = unsound(facts, per)
    if refused:
        return refused
    periods = facts.periods(per)
    return _gap(facts, periods, scope) or periods


def unsound(facts: Facts, per: Period) -> NotComputed | None:
    """Why a backtest can't be cut into such periods at all: its values don't tell what happened in each of them."""
    return facts.unmarked(per) or _too_coarse(facts, per) or _shut(facts, per)


def taken(facts: Facts, periods: Periods, counted: Mask) -> Sample | NotComputed:
    """The sample of the periods that count, of years only whole ones."""
    per = periods.per
    if per == "year":
        counted = counted & _whole_years(facts, periods)
    if not counted.any():
        return NotComputed(
            reason=f"no {per} of this backtest falls within what was asked for",
            bring="ask for a longer period or wider conditions",
            empty=True,
        )
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
    if facts.marking == "daily" and facts.step > _LONGEST_STEP.get(per, math.inf):
        return NotComputed(reason=f"the values of this backtest are further than a {per} apart", bring="bring daily values")
    return None


def _shut(facts: Facts, per: Period) -> NotComputed | None:
    """Days on which the exchange is closed are no days of trading, where more than a few of them have a profit or loss."""
    if per != "day" or facts.backtest.completeness.closed <= _FEW_CLOSED * len(facts.days):
        return None
    reason = "the daily values have a profit or loss on days on which the exchange is closed"
    return NotComputed(reason=reason, bring="check the days and the time zone of the file")


def _gap(facts: Facts, periods: Periods, scope: Scope) -> NotComputed | None:
    """A period of the scope's dates without any daily value can't be told from one in which nothing happened."""
    import numpy as np

    if facts.marking == "at_close":
        return None
    if periods.per == "day":
        return _long_day(facts, periods, scope) if facts.per_day.linked else None
    if (facts.hollow(periods) & touched(scope.dates, periods)).any():
        reason = "the daily values lack most of the trading days of a month"
        return NotComputed(reason=reason, bring="bring the missing days, or dates on one side of them")
    empty = periods.count == 0
    if periods.per == "week":  # a single one may be a week of holidays
        empty = np.append(empty[1:] & empty[:-1], False)
    if facts.per_day.linked:  # the first value after a gap holds all that happened in it
        empty |= np.append(False, empty[:-1])
    if not (empty & touched(scope.dates, periods)).any():
        return None
    reason = f"the daily values have a gap: there is a {periods.per} without any"
    return NotComputed(reason=reason, bring="bring the missing days, or dates on one side of them")


def _long_day(facts: Facts, periods: Periods, scope: Scope) -> NotComputed | None:
    """A day of an account's values that holds what happened since one long before it is no day."""
    import numpy as np

    since = np.diff(periods.first, prepend=facts.per_day.start).astype(np.int64)
    if not ((since > _LONGEST_CLOSURE) & touched(scope.dates, periods)).any():
        return None
    reason = "the daily values have a gap: one of them holds what happened since another long before it"
    return NotComputed(reason=reason, bring="bring the missing days, or dates on one side of them")


def _whole_years(facts: Facts, periods: Periods) -> Mask:
    """Which calendar years the days span from January to December."""
    import numpy as np

    months = facts.days[[0, -1]].astype("datetime64[M]").astype(np.int64) % 12
    whole = np.ones(len(periods.first), dtype=bool)
    whole[0] &= months[0] == 0
    whole[-1] &= months[1] == 11  # noqa: PLR2004 December
    return whole
