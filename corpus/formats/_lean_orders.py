"""Positions that a LEAN result leaves open, from its orders, first in first out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from corpus.formats._json import field, number, text
from corpus.formats._lean_symbols import UNITS, Instrument, instrument, moment
from corpus.formats._trades import Row

#: Whether were never filled, by LEAN's numbers and names; a partly filled one leaves its quantity open.
_FILLED = {"3", "filled"}
_NEVER = {"0", "1", "5", "7", "8", "9", "new", "submitted", "canceled", "invalid", "cancelpending", "updatesubmitted"}


class _Lot(NamedTuple):
    of: Instrument
    quantity: float
    price: float
    at: datetime
    tag: str


def orders_of(result: object) -> list[object]:
    """The orders of a result, which has them by number or as a list."""
    orders = field(result, "orders")
    if isinstance(orders, Mapping):
        return list(orders.values())
    return orders if isinstance(orders, list) else []


def tag_of(orders: Sequence[object], numbers: object) -> str:
    """The tag of the first of some orders; "" where it has none or isn't there."""
    wanted = [n for n in numbers if isinstance(n, int)] if isinstance(numbers, list) else []
    first = min(wanted, default=None)
    return next((text(field(o, "tag")) for o in orders if first is not None and field(o, "id") == first), "")


def open_rows(result: object) -> list[Row]:
    """Positions still open, a trade for each order that opened one and isn't closed.

    None of them where that can't be told: not all orders are in the result, or one of them was filled in part.
    """
    orders = orders_of(result)
    total = number(field(result, "statistics", "Total Orders") or field(result, "statistics", "Total Trades"))
    lots = [_lot(o) for o in orders if _state(o) in _FILLED]
    settled = all(_state(o) in _FILLED or (_state(o) in _NEVER and not field(o, "lastFillTime")) for o in orders)
    if total != len(orders) or not settled or any(lot is None for lot in lots):
        return []
    left: dict[str, list[_Lot]] = {}
    for lot in sorted((lot for lot in lots if lot is not None), key=lambda lot: lot.at):
        left[lot.of.name] = _matched(left.get(lot.of.name, []), lot)
    return [(0, _row(lot)) for held in left.values() for lot in held]


def _state(order: object) -> str:
    return str(field(order, "status")).lower()


def _lot(order: object) -> _Lot | None:
    of, at = instrument(order), moment(field(order, "lastFillTime") or field(order, "time"))
    quantity, price = number(field(order, "quantity")), number(field(order, "price"))
    if of is None or at is None or quantity is None or price is None:
        return None
    return _Lot(of, quantity, price, at, text(field(order, "tag")))


def _matched(held: Sequence[_Lot], lot: _Lot) -> list[_Lot]:
    """What is held of an instrument after one more order, the oldest being closed first."""
    left = list(held)
    while left and lot.quantity and (left[0].quantity > 0) != (lot.quantity > 0):
        both = left[0].quantity + lot.quantity
        outlives = (both > 0) == (left[0].quantity > 0) and both != 0
        left[0:1] = [left[0]._replace(quantity=both)] if outlives else []
        lot = lot._replace(quantity=0.0 if outlives else both)
    return [*left, lot] if lot.quantity else left


def _row(lot: _Lot) -> dict[str, object]:
    row: dict[str, object] = {
        "opened": lot.at,
        "strategy": lot.tag or lot.of.underlying,
        "legs": lot.of.legs(lot.quantity, lot.price),
        "contracts": abs(lot.quantity),
        "underlying": lot.of.underlying,
    }
    return row | ({"premium": -UNITS * lot.price * (1 if lot.quantity > 0 else -1)} if lot.of.option else {})
