"""Conditions: the single parts of a scope, as values and as its canonical text has them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Op = Literal["<", "<=", ">", ">=", "!="]


@dataclass(frozen=True, slots=True)
class Signal:
    """A number that a market series gives at each close: the close itself, or what a function makes of the last closes.

    `sma`, `ema`: simple and exponential mean of `days` closes; `rsi`: Wilder's relative strength index; `change`: the
    return over `days`; `realised`: the volatility of the last `days` daily returns a year [fraction].
    """

    series: str
    function: Literal["", "sma", "ema", "rsi", "change", "realised"] = ""
    days: int = 0

    def __str__(self) -> str:
        return f"{self.series}.{self.function}{self.days}" if self.function else self.series

    @property
    def words(self) -> str:
        """As pages say it."""
        names = {"sma": "mean", "ema": "exponential mean", "rsi": "RSI", "change": "change", "realised": "realised volatility"}
        name = self.series.upper().replace("_", " ")
        return f"{names[self.function]} of {name} over {self.days} days" if self.function else name


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound on a signal at the last close before entry: VIX below 15 [index points], or below its own mean.

    `!=` with a `top` leaves out a band: below the value, or at or above the top.
    """

    signal: Signal
    op: Op
    value: float | Signal
    top: float | None = None

    @property
    def series(self) -> tuple[str, ...]:
        """The market series that it needs."""
        return (self.signal.series, *((self.value.series,) if isinstance(self.value, Signal) else ()))

    @property
    def number(self) -> str:
        """What it is held against, as a scope's text has it."""
        told = str(self.value) if isinstance(self.value, Signal) else plain(self.value)
        return told if self.top is None else f"{told}..{plain(self.top)}"


@dataclass(frozen=True, slots=True, order=True)
class Dates:
    """From one day to another, both included; an open end is None."""

    start: date | None
    end: date | None

    def hold(self, day: date) -> bool:
        """Whether a day is within."""
        return (self.start is None or day >= self.start) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """Days around an event of the calendar, e.g. FOMC decisions plus or minus 2 trading days; or all others.

    `fomc+cpi` are the days around either.
    """

    name: str
    days: int
    outside: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Each event's name."""
        return tuple(self.name.split("+"))


def in_order(bounds: tuple[Bound, ...]) -> tuple[Bound, ...]:
    """Bounds in the order in which scopes write them."""
    return tuple(sorted(bounds, key=lambda b: (str(b.signal), b.op, b.number)))


def in_time(dates: tuple[Dates, ...]) -> list[Dates]:
    """Dates, the earlier first; one that is open towards the past before all."""
    return sorted(dates, key=lambda d: (day_text(d.start), day_text(d.end)))


def between(start: str | None, end: str | None) -> Dates:
    """Dates from the first day of `start` to the last of `end`; each a day, month or year in ISO form, or None.

    Raises
    ------
    ValueError
        One of them is no date.
    """
    return Dates(_edge(start, first=True) if start else None, _edge(end, first=False) if end else None)


def _edge(text: str, *, first: bool) -> date:
    year, month, day = (*(int(x) for x in text.split("-")), 0, 0)[:3]
    month = month or (1 if first else 12)
    return date(year, month, day or (1 if first else monthrange(year, month)[1]))


def day_text(day: date | None) -> str:
    """A day as a scope's text has it, empty for an open end."""
    return day.isoformat() if day else ""


def plain(value: float) -> str:
    """A number in the fewest digits that tell it from all others, without exponent."""
    text = format(Decimal(repr(value + 0.0)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
