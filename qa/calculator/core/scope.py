"""Scope: what is counted before anything is computed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from qa.calculator.core.fall import WEEKDAYS, fall_of
from qa.numerals import MINUS, write, write_date

Op = Literal["<", "<=", ">", ">=", "!="]
#: The stretches of time that returns can be cut into; `trade` is for figures that count trades.
Period = Literal["day", "week", "month", "year"]
PERIODS: tuple[Period, ...] = ("day", "week", "month", "year")
#: Kinds of condition that suppose another backtest rather than narrow this one.
SUPPOSED = ("layer", "without", "size", "capital", "slip", "slip_hedge", "fees", "condors")
_WORDS: dict[Op, str] = {"<": "below", "<=": "at or below", ">": "above", ">=": "at or above", "!=": "outside"}
#: The name of the episodes that VIX tells, and of all days outside of them.
EPISODES, CALM = "vix", "!vix"


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
        told = str(self.value) if isinstance(self.value, Signal) else _plain(self.value)
        return told if self.top is None else f"{told}..{_plain(self.top)}"


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


@dataclass(frozen=True, slots=True)
class Scope:
    """Conditions that must all hold. `Scope()` counts everything."""

    bounds: tuple[Bound, ...] = ()
    dates: Dates | None = None
    event: Event | None = None
    tier: str | None = None
    layer: str | None = None
    episode: str | None = None
    #: what the figure is cut into, where that is not what its key says
    per: Period | None = None
    #: a stated value that the figure is held against [fraction]
    claim: float | None = None
    #: the hedge at so many times its size [ratio], and a layer that is left out of it
    size: float | None = None
    without: str | None = None
    #: how much worse each trade of the base, and of the hedge, is filled [points a contract]
    slip: float | None = None
    slip_hedge: float | None = None
    #: another capital, scaled to and rounded down to whole contracts [USD]
    capital: float | None = None
    #: all fees at so many times what they were [ratio], and each base trade at so many contracts
    fees: float | None = None
    condors: float | None = None
    #: days of the week, by their names in `WEEKDAYS`, joined by +
    weekday: str | None = None
    #: the data as they were known at the end of this day
    asof: date | None = None
    #: dates that are left out
    besides: tuple[Dates, ...] = ()
    #: further stretches of time that count beside `dates`
    also: tuple[Dates, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """Which kinds of condition it has."""
        named: dict[str, object] = {"bounds": self.bounds or None, "dates": self.dates, "event": self.event, "tier": self.tier}
        named |= {"layer": self.layer, "episode": self.episode, "per": self.per, "claim": self.claim, "size": self.size}
        named |= {
            "without": self.without,
            "slip": self.slip,
            "slip_hedge": self.slip_hedge,
            "fees": self.fees,
            "condors": self.condors,
            "weekday": self.weekday,
            "asof": self.asof,
            "capital": self.capital,
            "besides": self.besides or None,
            "also": self.also or None,
        }
        return tuple(name for name, value in named.items() if value is not None)

    def less(self, *parts: str) -> Scope:
        """The scope less some kinds of condition."""
        if all(getattr(self, part) in {None, ()} for part in parts):
            return self
        empty: dict[str, object] = {part: () if part in {"bounds", "besides", "also"} else None for part in parts}
        return replace(self, **empty)  # type: ignore[arg-type]

    def only(self, *parts: str) -> Scope:
        """The scope with no other kinds of condition than these."""
        return self.less(*(part for part in self.parts if part not in parts))

    def __str__(self) -> str:
        """The canonical text, which `parse_scope` reads back."""
        conditions = [f"{b.signal}{b.op}{b.number}" for b in in_order(self.bounds)]
        if self.dates:
            stretches = (self.dates, *in_time(self.also))
            conditions.append(f"date={'+'.join(f'{_day(d.start)}..{_day(d.end)}' for d in stretches)}")
        conditions += [f"date!={_day(d.start)}..{_day(d.end)}" for d in in_time(self.besides)]
        if self.event:
            conditions.append(f"event{'!' if self.event.outside else ''}={self.event.name}~{self.event.days}")
        named = (("tier", self.tier), ("layer", self.layer), ("without", self.without))
        if self.episode:
            calm = self.episode.startswith("!")
            conditions.append(f"episode!={self.episode[1:]}" if calm else f"episode={self.episode}")
        conditions += [f"{name}={value}" for name, value in (*named, ("weekday", self.weekday), ("per", self.per)) if value]
        conditions += [f"asof={self.asof.isoformat()}"] if self.asof else []
        slips = (("slip", self.slip), ("slip.hedge", self.slip_hedge))
        others = (("capital", self.capital), ("fees", self.fees), ("condors", self.condors))
        numbers = (("claim", self.claim), ("size", self.size), *slips, *others)
        conditions += [f"{name}={_plain(value)}" for name, value in numbers if value is not None]
        return "&".join(conditions) or "all"

    def display(self, counted: str = "months") -> str:
        """In words; `counted` names what a figure counts."""
        words = list(_bound_words(self.bounds))
        words += [" and ".join(_date_words(d) for d in (self.dates, *in_time(self.also)))] if self.dates else []
        words += [f"leaving out {' and '.join(_date_words(d) for d in in_time(self.besides))}"] if self.besides else []
        if self.event:
            words.append(_event_words(self.event, counted))
        if self.episode:
            named = {EPISODES: "stress episodes by VIX", CALM: f"{counted} outside stress episodes by VIX"}
            words.append(named.get(self.episode, _fall_words(self.episode, counted)))
        words += [" and ".join(WEEKDAYS[day] for day in self.weekday.split("+"))] if self.weekday else []
        words += [f"{self.tier} tier"] if self.tier else []
        words += [f"the {self.layer} layer alone"] if self.layer else []
        words += [f"cut by {self.per}"] if self.per else []
        words += _variant_words(self)
        words += [f"as known on {write_date(self.asof.isoformat())}"] if self.asof else []
        return ", ".join(words) or f"all {counted}"


#: The scope that counts everything.
EVERYTHING = Scope()


def in_order(bounds: tuple[Bound, ...]) -> tuple[Bound, ...]:
    """Bounds in the order in which scopes write them."""
    return tuple(sorted(bounds, key=lambda b: (str(b.signal), b.op, b.number)))


def in_time(dates: tuple[Dates, ...]) -> list[Dates]:
    """Dates, the earlier first; one that is open towards the past before all."""
    return sorted(dates, key=lambda d: (_day(d.start), _day(d.end)))


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


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _bound_words(bounds: tuple[Bound, ...]) -> list[str]:
    words = []
    for name in dict.fromkeys(b.signal.words for b in in_order(bounds)):
        own = {b.op: _held_against(b) for b in in_order(bounds) if b.signal.words == name}
        if set(own) == {">=", "<"}:
            words.append(f"{name} from {own['>=']} to below {own['<']}")
        else:
            words.append(f"{name} " + " and ".join(f"{_WORDS[op]} {value}" for op, value in own.items()))
    return words


def _held_against(bound: Bound) -> str:
    if not isinstance(bound.value, Signal):
        return _number(bound.value) if bound.top is None else f"{_number(bound.value)} to {_number(bound.top)}"
    own = bound.value.series == bound.signal.series and not bound.signal.function
    return "its " + bound.value.words.replace(f"of {bound.value.series.upper()} ", "") if own else bound.value.words


def _plain(value: float) -> str:
    """A number in the fewest digits that tell it from all others, without exponent."""
    text = format(Decimal(repr(value + 0.0)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(value: float) -> str:
    return _plain(value).replace("-", MINUS)


def _fall_words(episode: str, counted: str) -> str:
    fall = fall_of(episode)
    if fall is None:
        return f"episode {episode}"
    falls = f"falls of {Signal(fall.series).words} by more than {_number(round(fall.depth * 100, 10))}%"
    return f"{counted} outside {falls}" if fall.outside else falls


def _variant_words(scope: Scope) -> list[str]:
    """What is supposed, in words."""
    words = [f"without the {scope.without} layer"] if scope.without else []
    words += [f"the hedge at {_number(scope.size)} times its size"] if scope.size is not None else []
    if scope.slip is not None and scope.slip == scope.slip_hedge:
        words.append(f"each trade of base and hedge filled ${scope.slip:.2f} worse")
    else:
        words += [f"each base trade filled ${scope.slip:.2f} worse"] if scope.slip is not None else []
        words += [f"each hedge trade filled ${scope.slip_hedge:.2f} worse"] if scope.slip_hedge is not None else []
    words += [f"fees at {_number(scope.fees)} times what they were"] if scope.fees is not None else []
    words += [f"{_number(scope.condors)} contracts a base trade"] if scope.condors is not None else []
    words += [f"on {write(scope.capital, 'USD')} in whole contracts"] if scope.capital is not None else []
    return words + ([f"against a claimed {_number(round(scope.claim * 100, 10))}%"] if scope.claim is not None else [])


def _event_words(event: Event, counted: str) -> str:
    """Days are on an event's dates or near them; of longer periods those count that have such a date."""
    name = " or ".join(name.upper() for name in event.names)
    if counted in {"weeks", "months", "years"}:
        return f"{counted} {'without' if event.outside else 'with'} {'an' if name[0] in 'AEFHILMNORSX' else 'a'} {name} date"
    if not event.days:
        return f"outside {name} dates" if event.outside else f"on {name} dates"
    some = "trading day" if event.days == 1 else "trading days"
    return f"more than {event.days} {some} from {name}" if event.outside else f"within {event.days} {some} of {name}"


def _date_words(dates: Dates) -> str:
    start, end = dates.start, dates.end
    if start is None or end is None:
        return f"up to {write_date(_short(end, last=True))}" if end else f"from {write_date(_short(start, last=False))}"
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year} to {end.year}"
    from_, to = write_date(_short(start, last=False)), write_date(_short(end, last=True))
    return from_ if from_ == to else f"{from_} to {to}"


def _short(day: date | None, *, last: bool) -> str:
    """A month's edge as the month, any other day as itself."""
    if day is None:
        return ""
    edge = monthrange(day.year, day.month)[1] if last else 1
    return day.isoformat()[:7] if day.day == edge else day.isoformat()


#: Months that are known as stress, by the name that scopes use.
NAMED: Mapping[str, Dates] = MappingProxyType(
    {
        "2011-08": between("2011-08", "2011-08"),
        "2015-08": between("2015-08", "2015-08"),
        "2018-02": between("2018-02", "2018-02"),
        "2020-02": between("2020-02", "2020-03"),
        "2022": between("2022", "2022"),
    }
)
