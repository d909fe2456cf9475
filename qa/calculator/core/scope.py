"""Scope: what is counted before anything is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Literal

from qa.calculator.core.conditions import Bound, Dates, Event, Op, Signal, between, day_text, in_order, in_time, plain
from qa.calculator.core.scope_words import (
    bound_words,
    date_words,
    event_words,
    fall_words,
    month_words,
    number_words,
    weekday_words,
)
from qa.numerals import write, write_date

__all__ = [
    "CALM",
    "EPISODES",
    "EVERYTHING",
    "NAMED",
    "PERIODS",
    "SUPPOSED",
    "Bound",
    "Dates",
    "Event",
    "Op",
    "Period",
    "Scope",
    "Signal",
    "between",
    "in_order",
    "in_time",
]

#: The stretches of time that returns can be cut into; `trade` is for figures that count trades.
Period = Literal["day", "week", "month", "year"]
PERIODS: tuple[Period, ...] = ("day", "week", "month", "year")
#: Kinds of condition that suppose another backtest rather than narrow this one.
SUPPOSED = ("layer", "without", "size", "capital", "slip", "slip_hedge", "fees", "condors")
#: The name of the episodes that VIX tells, and of all days outside of them.
EPISODES, CALM = "vix", "!vix"


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
    #: months of every year, by their names in `MONTHS`, joined by +
    month: str | None = None
    #: the size that what is counted has to be above [fraction]
    over: float | None = None
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
            "month": self.month,
            "over": self.over,
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
            conditions.append(f"date={'+'.join(f'{day_text(d.start)}..{day_text(d.end)}' for d in stretches)}")
        conditions += [f"date!={day_text(d.start)}..{day_text(d.end)}" for d in in_time(self.besides)]
        if self.event:
            conditions.append(f"event{'!' if self.event.outside else ''}={self.event.name}~{self.event.days}")
        named = (("tier", self.tier), ("layer", self.layer), ("without", self.without))
        of_time = (("weekday", self.weekday), ("month", self.month), ("per", self.per))
        if self.episode:
            calm = self.episode.startswith("!")
            conditions.append(f"episode!={self.episode[1:]}" if calm else f"episode={self.episode}")
        conditions += [f"{name}={value}" for name, value in (*named, *of_time) if value]
        conditions += [f"asof={self.asof.isoformat()}"] if self.asof else []
        slips = (("slip", self.slip), ("slip.hedge", self.slip_hedge))
        others = (("capital", self.capital), ("fees", self.fees), ("condors", self.condors))
        numbers = (("claim", self.claim), ("over", self.over), ("size", self.size), *slips, *others)
        conditions += [f"{name}={plain(value)}" for name, value in numbers if value is not None]
        return "&".join(conditions) or "all"

    def display(self, counted: str = "months") -> str:
        """In words; `counted` names what a figure counts."""
        words = list(bound_words(self.bounds))
        words += [" and ".join(date_words(d) for d in (self.dates, *in_time(self.also)))] if self.dates else []
        words += [f"leaving out {' and '.join(date_words(d) for d in in_time(self.besides))}"] if self.besides else []
        if self.event:
            words.append(event_words(self.event, counted))
        if self.episode:
            named = {EPISODES: "stress episodes by VIX", CALM: f"{counted} outside stress episodes by VIX"}
            words.append(named.get(self.episode, fall_words(self.episode, counted)))
        words += [weekday_words(self.weekday)] if self.weekday else []
        words += [month_words(self.month)] if self.month else []
        words += [f"with a threshold of {number_words(round(self.over * 100, 10))}%"] if self.over is not None else []
        words += [f"{self.tier} tier"] if self.tier else []
        words += [f"the {self.layer} layer alone"] if self.layer else []
        words += [f"cut by {self.per}"] if self.per else []
        words += _variant_words(self)
        words += [f"as known on {write_date(self.asof.isoformat())}"] if self.asof else []
        return ", ".join(words) or f"all {counted}"


#: The scope that counts everything.
EVERYTHING = Scope()


def _variant_words(scope: Scope) -> list[str]:
    """What is supposed, in words."""
    words = [f"without the {scope.without} layer"] if scope.without else []
    words += [f"the hedge at {number_words(scope.size)} times its size"] if scope.size is not None else []
    if scope.slip is not None and scope.slip == scope.slip_hedge:
        words.append(f"each trade of base and hedge filled ${scope.slip:.2f} worse")
    else:
        words += [f"each base trade filled ${scope.slip:.2f} worse"] if scope.slip is not None else []
        words += [f"each hedge trade filled ${scope.slip_hedge:.2f} worse"] if scope.slip_hedge is not None else []
    words += [f"fees at {number_words(scope.fees)} times what they were"] if scope.fees is not None else []
    words += [f"{number_words(scope.condors)} contracts a base trade"] if scope.condors is not None else []
    words += [f"on {write(scope.capital, 'USD')} in whole contracts"] if scope.capital is not None else []
    return words + ([f"against a claimed {number_words(round(scope.claim * 100, 10))}%"] if scope.claim is not None else [])


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
