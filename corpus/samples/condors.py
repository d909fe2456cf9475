"""The condors of the samples: which one is sold, and what it is worth."""

from __future__ import annotations

import math
from dataclasses import dataclass

from corpus.samples.market import Calendar, Day
from corpus.samples.plans import ByCredit, ByDelta, Plan
from corpus.samples.positions import MULTIPLIER, Kind, Leg, Position
from corpus.samples.pricing import Model

#: Strikes further from the market than this many standard deviations of VIX are worth nothing that counts.
_FARTHEST = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Model prices [points, in whole cents] and deltas of one strike."""

    call: float
    call_delta: float
    put: float
    put_delta: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What condors are sold with."""

    plan: Plan
    model: Model
    calendar: Calendar

    def sell(self, today: Day) -> Position:
        """The condor that the plan sells at today's close."""
        rule = self.plan.condor
        expiry = self.calendar.next(today.day) if isinstance(rule, ByCredit) else self.calendar.friday(today.day, rule.days)
        nights = self.calendar.nights(today.day, expiry)
        put, call = self._by_credit(today, rule) if isinstance(rule, ByCredit) else self._by_delta(today, rule, nights)
        width = self.plan.width
        legs: list[tuple[float, Kind, int]] = [
            (put, "P", -1),
            (put - width, "P", 1),
            (call, "C", -1),
            (call + width, "C", 1),
        ]
        return Position(
            strategy="Condor",
            legs=tuple(self._leg(today, *leg, nights) for leg in legs),
            opened=today,
            expiry=expiry,
            contracts=self.plan.contracts,
            slippage=self.model.condor_slippage,
            fee=self.model.fee,
            margin=width * MULTIPLIER * self.plan.contracts,
        )

    def value(self, condor: Position, today: Day) -> float:
        """What the condor is worth at today's close [points]; negative, since it is short."""
        nights = self.calendar.nights(today.day, condor.expiry)
        if nights <= 0:
            return round(sum(leg.side * leg.payoff(today.spx) for leg in condor.legs), 2)
        legs = (leg.side * self._leg(today, leg.strike, leg.kind, leg.side, nights).price for leg in condor.legs)
        return round(sum(legs), 2)

    def _leg(self, today: Day, strike: float, kind: Kind, side: int, nights: int) -> Leg:
        price = self.model.spx_option(today.spx, strike, today.vix, nights, call=kind == "C")[0]
        return Leg(strike=strike, kind=kind, side=side, price=round(price, 2))

    def _quotes(self, today: Day, nights: int) -> dict[float, Quote]:
        step, reach = self.plan.step, _FARTHEST * max(today.vix) / 100 * math.sqrt(nights / self.model.nights)
        lowest = int(today.spx * math.exp(-reach) / step) - 1
        highest = int(today.spx * math.exp(reach) / step) + 1
        return {i * step: self._quote(today, i * step, nights) for i in range(lowest, highest + 1)}

    def _quote(self, today: Day, strike: float, nights: int) -> Quote:
        call, delta = self.model.spx_option(today.spx, strike, today.vix, nights, call=True)
        put = call - today.spx + strike  # parity, without interest
        return Quote(call=round(call, 2), call_delta=delta, put=round(put, 2), put_delta=delta - 1)

    def _by_credit(self, today: Day, rule: ByCredit) -> tuple[float, float]:
        """Short put and short call: among the pairs near enough to the credit the one whose deltas are nearest in size.

        Where none is near enough, the pair with the nearest credit.
        """
        quotes, width = self._quotes(today, 1), self.plan.width
        puts = {k: q.put - quotes[k - width].put for k, q in quotes.items() if k < today.spx and k - width in quotes}
        calls = {k: q.call - quotes[k + width].call for k, q in quotes.items() if k > today.spx and k + width in quotes}
        low = rule.credit / 10  # a spread that brings less than a tenth of the credit is no side of a condor
        most = rule.credit + rule.tolerance
        ranked = [
            (_miss(rule, p + c), round(abs(abs(quotes[put].put_delta) - quotes[call].call_delta), 9), put, call)
            for put, p in puts.items()
            for call, c in calls.items()
            if low <= p <= most and low <= c <= most
        ]
        if not ranked:
            raise ValueError(f"no condor at {today.day}")
        _, _, put, call = min(ranked)
        return put, call

    def _by_delta(self, today: Day, rule: ByDelta, nights: int) -> tuple[float, float]:
        """Short put and short call, each nearest to the delta; the lower strike on a tie."""
        quotes = self._quotes(today, nights)
        put = min((round(abs(-q.put_delta - rule.delta), 9), k) for k, q in quotes.items() if k < today.spx)
        call = min((round(abs(q.call_delta - rule.delta), 9), k) for k, q in quotes.items() if k > today.spx)
        return put[1], call[1]


def _miss(rule: ByCredit, credit: float) -> float:
    """How far a credit is outside the rule's tolerance [points], in whole cents."""
    return max(0.0, round(abs(credit - rule.credit) - rule.tolerance, 2))
