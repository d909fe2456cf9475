"""Instruments and moments as a LEAN result writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from corpus.backtests.legs import Leg, write_leg
from corpus.formats._json import field, text
from corpus.formats._osi import Option, parse_symbol
from corpus.formats._zones import exchange_time, stamp

#: Units of the underlying in a listed option on an index or a stock.
UNITS = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """What a trade or an order is of."""

    #: as LEAN shows it; of a trade in several, all of them
    name: str
    #: where it is a listed option
    option: Option | None
    #: what its option is on, else itself
    underlying: str

    def legs(self, signed: float, price: float) -> str:
        """A position in it as the legs of a trade; what is no option keeps its name."""
        if self.option is None:
            return self.name
        o = self.option
        return write_leg(
            Leg(contracts=signed, underlying=self.underlying, expiry=o.expiry, strike=o.strike, right=o.right, price=price)
        )


def instrument(entry: object) -> Instrument | None:
    """The instrument of a trade or an order: `symbol`, or `symbols` as newer results have them; None where it has none."""
    several = field(entry, "symbols")
    symbols = several if isinstance(several, list) and several else [field(entry, "symbol")]
    names = [_name(s) for s in symbols]
    if not all(names):
        return None
    option = parse_symbol(names[0]) if len(names) == 1 else None
    root = option.root if option else names[0]
    on = _name(field(symbols[0], "underlying")) if option or len(names) > 1 else ""
    return Instrument(name=" | ".join(names), option=option, underlying=on or root)


def _name(symbol: object) -> str:
    return text(symbol) or text(field(symbol, "value"))


def moment(value: object) -> datetime | None:
    """A moment of a result as exchange time: LEAN writes UTC, in older results without saying so."""
    at = stamp(text(value))
    if at is None:
        return None
    return exchange_time(at if at.tzinfo is not None else at.replace(tzinfo=UTC))
