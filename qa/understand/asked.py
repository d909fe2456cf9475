"""Figures asked for: what a part of a question speaks of, brought together to keys of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from qa.calculator.catalogue import CATALOGUE
from qa.understand.asks import ASKS, Ask
from qa.understand.concepts import Concept
from qa.understand.text import Place

Sides = tuple[str, ...]
#: What a hedge's own figure becomes within a stress episode.
_IN_EPISODES = {
    "drag.monthly.mean": "episode.hedge",
    "drag.monthly.total": "episode.hedge",
    "protection.monthly.observed": "episode.hedge",
    "hedge.expectancy": "episode.hedge",
    "trades.expectancy": "episode.base",
    "return.unhedged.monthly.mean": "episode.base",
    "return.unhedged.total": "episode.base",
    "return.hedged.monthly.mean": "episode.net",
    "return.hedged.total": "episode.net",
    "drawdown.max.unhedged": "episode.fall.unhedged",
    "drawdown.max.hedged": "episode.fall.hedged",
    "trades.worst": "episode.fall.unhedged",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A figure that is asked for, as the table of asks has it, and the words for it."""

    key: str
    places: tuple[Place, ...]
    weak: bool = False

    @property
    def start(self) -> int:
        """Where its first word stands."""
        return min(a for a, _ in self.places)

    def touches(self, place: Place) -> bool:
        """Whether one of its words lies in a place."""
        return any(place[0] <= a < place[1] for a, _ in self.places)

    def lies_in(self, other: Asked) -> bool:
        """Whether all its words are among another's, which has more."""
        mine, theirs = set(self.places), set(other.places)
        return mine < theirs or (mine == theirs and self.weak and not other.weak)


def read_figures(plain: str, concepts: Sequence[Concept], place: Place, *, touching: Place | None = None) -> list[Asked]:
    """The figures that a part of a text asks for, in the order of their mention; those that have a word in `touching`."""
    own = [c for c in concepts if place[0] <= c.place[0] and c.place[1] <= place[1]]
    matched = [asked for ask in ASKS if (asked := _matched(ask, own)) and (touching is None or asked.touches(touching))]
    strong = {p for a in matched if not a.weak for p in a.places}
    kept = [a for a in matched if not (a.weak and strong & set(a.places)) and not any(a.lies_in(b) for b in matched)]
    return sorted(kept, key=lambda a: a.start) or ([] if touching else _named(plain, place))


def _matched(ask: Ask, concepts: Sequence[Concept]) -> Asked | None:
    """The ask with its words, where all that it needs is there."""
    there = {c.name for c in concepts}
    if any(name in there for name in ask.bars) or not all(there.intersection(names) for names in ask.needs):
        return None
    used: list[Place] = []
    for names in ask.needs:
        found = next((c.place for c in concepts if c.name in names and c.place not in used), None)
        if found is None:
            return None
        used.append(found)
    used += [place for name in ask.takes for place in [c.place for c in concepts if c.name == name and c.place not in used][:1]]
    return Asked(key=ask.key, places=tuple(used), weak=ask.weak)


def _named(plain: str, place: Place) -> list[Asked]:
    """Figures that the part names by words of the catalogue, the longest first where they overlap."""
    found: list[Asked] = []
    for pattern, key in _phrases():
        for m in pattern.finditer(plain, *place):
            if all(m.span() == p or m.end() <= p[0] or p[1] <= m.start() for a in found for p in a.places):
                found.append(Asked(key=key, places=(m.span(),)))
    return sorted(found, key=lambda a: a.start)


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Synonyms of more than one word, which can't be mistaken for something else, the longest first."""
    words = [(s.lower(), spec.key) for spec in CATALOGUE.values() for s in spec.phrases if " " in s]
    longest = sorted(words, key=lambda w: -len(w[0]))
    return tuple((re.compile(rf"(?<!\w){re.escape(word)}s?(?!\w)"), key) for word, key in longest)


def sides_of(concepts: Iterable[Concept], *, default: Sides) -> Sides:
    """Which sides a text asks for, in the order of their mention: with the hedge, without it, or both."""
    named = {"HEDGED": "hedged", "UNHEDGED": "unhedged"}
    there = [c.name for c in concepts]
    if "BOTH" in there:
        return ("hedged", "unhedged")
    if "WITHOUT" in there and ("WITH" in there or "HEDGED" in there):
        named |= {"WITH": "hedged", "WITHOUT": "unhedged"}
    found = tuple(dict.fromkeys(named[name] for name in there if name in named))
    return found or default


def keys_of(asked: Iterable[Asked], own: Sequence[Concept], sides: Sides) -> tuple[str, ...]:
    """The keys of the catalogue for what is asked, with the sides that are meant."""
    there = {c.name for c in own}
    record = "hedge" if "HEDGE" in there and "BASE" not in there else "trades"
    part = sides if {"HEDGED", "UNHEDGED", "BOTH"} & there else ("hedge",) if "HEDGE" in there else ("hedged",)
    keys: list[str] = []
    for a in asked:
        names = sides if "{side}" in a.key else part if "{part}" in a.key else ("",)
        keys += [a.key.format(side=name, part=name, record=record) for name in names]
    return tuple(dict.fromkeys(key for key in keys if key in CATALOGUE))


def within_episodes(keys: Iterable[str]) -> tuple[str, ...]:
    """The same figures as stress episodes have them."""
    return tuple(dict.fromkeys(_IN_EPISODES.get(key, key) for key in keys))
