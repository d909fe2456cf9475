"""The layers of the hedge: VIX calls near a delta of one half, sold on schedule and bought again."""

from __future__ import annotations

from datetime import date

from corpus.samples.market import Day
from corpus.samples.plans import Layer
from corpus.samples.positions import Leg, Position
from corpus.samples.pricing import Model, vix_expiry

_DELTA = 0.5
_STRIKES = [*(k / 2 for k in range(18, 30)), *(float(k) for k in range(15, 80))]


def buy(layer: Layer, model: Model, today: Day) -> Position:
    """The calls that a layer buys at today's close."""
    expiry = _expiry(today.day, layer.tenor)
    days = (expiry - today.day).days
    quotes = {k: model.vix_call(today.vix, k, days) for k in _STRIKES}
    strike = min(_STRIKES, key=lambda k: (round(abs(quotes[k][1] - _DELTA), 9), k))
    return Position(
        strategy=layer.name,
        legs=(Leg(strike=strike, kind="C", side=1, price=round(quotes[strike][0], 2)),),
        opened=today,
        expiry=expiry,
        contracts=layer.contracts,
        slippage=model.call_slippage,
        fee=model.fee,
    )


def value(calls: Position, model: Model, today: Day) -> float:
    """What the calls are worth at today's close [points]."""
    days = (calls.expiry - today.day).days
    return round(model.vix_call(today.vix, calls.legs[0].strike, days)[0], 2)


def _expiry(today: date, tenor: int) -> date:
    """The monthly VIX expiry nearest to `tenor` calendar days ahead, the earlier on a tie."""
    months = [(today.year + (today.month - 1 + i) // 12, (today.month - 1 + i) % 12 + 1) for i in range(12)]
    return min((vix_expiry(*m) for m in months), key=lambda d: (abs((d - today).days - tenor), d))
