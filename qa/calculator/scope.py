"""Scope: what is counted before anything is computed."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from corpus.errors import WrongUseError
from qa.numerals import MINUS, write_date

Op = Literal["<", "<=", ">", ">="]
_WORDS: dict[Op, str] = {"<": "below", "<=": "at or below", ">": "above", ">=": "at or above"}


@dataclass(frozen=True, slots=True, order=True)
class Bound:
    """A bound on the last close of a market series before entry, e.g. VIX below 15 [index points]."""

    series: str
    op: Op
    value: float

    def holds(self, close: float) -> bool:
        """Whether a close is within the bound; NaN never is."""
        match self.op:
            case "<":
                return close < self.value
            case "<=":
                return close <= self.value
            case ">":
                return close > self.value
            case ">=":
                return close >= self.value


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
    """Days around an event of the calendar, e.g. FOMC decisions plus or minus 2 trading days."""

    name: str
    days: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Conditions that must all hold. `Scope()` counts everything."""

    bounds: tuple[Bound, ...] = ()
    dates: Dates | None = None
    event: Event | None = None
    tier: str | None = None
    layer: str | None = None
    episode: str | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """Which kinds of condition it has."""
        named = {"bounds": self.bounds, "dates": self.dates, "event": self.event, "tier": self.tier}
        named |= {"layer": self.layer, "episode": self.episode}
        return tuple(name for name, value in named.items() if value)

    def __str__(self) -> str:
        """The canonical text, which `parse_scope` reads back."""
        conditions = [f"{b.series}{b.op}{b.value:g}" for b in sorted(self.bounds)]
        if self.dates:
            conditions.append(f"date={_day(self.dates.start)}..{_day(self.dates.end)}")
        if self.event:
            conditions.append(f"event={self.event.name}~{self.event.days}")
        named = (("tier", self.tier), ("layer", self.layer), ("episode", self.episode))
        conditions += [f"{name}={value}" for name, value in named if value]
        return "&".join(conditions) or "all"

    def display(self, counted: str = "months") -> str:
        """In words; `counted` names what a figure counts."""
        words = [*_bound_words(self.bounds), *([_date_words(self.dates)] if self.dates else [])]
        if self.event:
            words.append(f"within {self.event.days} trading days of {self.event.name.upper()}")
        named = (("tier", self.tier), ("layer", self.layer), ("episode", self.episode))
        words += [f"{name} {value}" for name, value in named if value]
        return ", ".join(words) or f"all {counted}"


_BOUND = re.compile(r"([a-z][a-z0-9_]*)(<=|>=|<|>)(-?\d+(?:\.\d+)?)")
_BAND = re.compile(r"([a-z][a-z0-9_]*):(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)")
_DATES = re.compile(r"date=(\d{4}(?:-\d\d){0,2})?(\.\.)?(\d{4}(?:-\d\d){0,2})?")
_EVENT = re.compile(r"event=([a-z]+)(?:~(\d+))?")
_NAMED = re.compile(r"(tier|layer|episode)=([\w.-]+)")


def parse_scope(text: str) -> Scope:
    """Read a scope: conditions joined by `&`.

    `vix<15`, `vix:15..20` (from 15 to below 20), `date=2018`, `date=2018-02..2018-04`, `date=..2018-11-30`,
    `event=fomc~2`, `tier=…`, `layer=…`, `episode=…`; `all` counts everything.

    Raises
    ------
    WrongUseError
        A condition has none of these forms.

    >>> str(parse_scope("vix:15..20 & date=2018"))
    'vix<20&vix>=15&date=2018-01-01..2018-12-31'
    """
    scope = Scope()
    for condition in "".join(text.split()).split("&"):
        if condition not in {"", "all"}:
            scope = _with(scope, condition)
    return scope


def _with(scope: Scope, condition: str) -> Scope:
    bounds, dates, event = scope.bounds, scope.dates, scope.event
    named = {"tier": scope.tier, "layer": scope.layer, "episode": scope.episode}
    if m := _BOUND.fullmatch(condition):
        bounds = (*bounds, Bound(m[1], cast("Op", m[2]), float(m[3])))
    elif m := _BAND.fullmatch(condition):
        if float(m[2]) >= float(m[3]):
            raise WrongUseError(f"{condition!r} is the wrong way round", where="scope", mend="write the lower number first")
        bounds = (*bounds, Bound(m[1], ">=", float(m[2])), Bound(m[1], "<", float(m[3])))
    elif (m := _DATES.fullmatch(condition)) and (m[1] or m[3]):
        dates = between(m[1], m[3] if m[2] else m[1])
        if dates.start and dates.end and dates.start > dates.end:
            raise WrongUseError(f"{condition!r} is the wrong way round", where="scope", mend="write the earlier date first")
    elif m := _EVENT.fullmatch(condition):
        event = Event(m[1], int(m[2] or 0))
    elif m := _NAMED.fullmatch(condition):
        named[m[1]] = m[2]
    else:
        raise WrongUseError(f"{condition!r} is no scope", where="scope", mend="write e.g. vix<15, vix:15..20 or date=2018")
    return Scope(tuple(sorted(set(bounds))), dates, event, **named)


def between(start: str | None, end: str | None) -> Dates:
    """Dates from the first day of `start` to the last of `end`; each a day, month or year in ISO form, or None."""
    try:
        return Dates(_edge(start, first=True) if start else None, _edge(end, first=False) if end else None)
    except ValueError as error:
        raise WrongUseError(f"{start or ''}..{end or ''} are no dates", where="scope", mend="write 2018 or 2018-02") from error


def _edge(text: str, *, first: bool) -> date:
    year, month, day = (*(int(x) for x in text.split("-")), 0, 0)[:3]
    month = month or (1 if first else 12)
    return date(year, month, day or (1 if first else monthrange(year, month)[1]))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _bound_words(bounds: tuple[Bound, ...]) -> list[str]:
    words = []
    for name in sorted({b.series for b in bounds}):
        own = {b.op: _number(b.value) for b in bounds if b.series == name}
        if set(own) == {">=", "<"}:
            words.append(f"{name.upper()} from {own['>=']} to below {own['<']}")
        else:
            words.append(f"{name.upper()} " + " and ".join(f"{_WORDS[op]} {value}" for op, value in own.items()))
    return words


def _number(value: float) -> str:
    return f"{value:g}".replace("-", MINUS)


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
