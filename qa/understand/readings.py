"""Readings: everything that a question's words can mean for the scope, read once and narrowed to the parts that count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from corpus.backtests.manifest import Manifest
from qa.calculator.core.scope import CALM, EPISODES
from qa.understand.bands import Condition, read_bands
from qa.understand.costs import read_costs
from qa.understand.dates import read_dates
from qa.understand.events import Happening, read_episodes, read_events
from qa.understand.known import read_known
from qa.understand.layers import asks_each_layer, layer_ids
from qa.understand.months import read_months
from qa.understand.moves import read_moves
from qa.understand.no_claims import lengths_of_time
from qa.understand.stretch import Stretch
from qa.understand.supposed import read_supposed
from qa.understand.supposing import Supposed
from qa.understand.text import Place
from qa.understand.tiers import Named, every_tier, read_names
from qa.understand.units import Unit, read_units
from qa.understand.weekdays import read_weekdays


class Placed(Protocol):
    """Something read, with the words for it."""

    @property
    def place(self) -> Place:
        """Where the words stand."""


_Read = TypeVar("_Read", bound=Placed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What was read, each kind from left to right."""

    names: tuple[Named, ...]
    stretches: tuple[Stretch, ...]
    conditions: tuple[Condition, ...]
    events: tuple[Happening, ...]
    episodes: tuple[Happening, ...]
    supposed: tuple[Supposed, ...]
    units: tuple[Unit, ...]

    def outside(self, places: Sequence[Place]) -> Readings:
        """Those whose words lie in none of the places."""

        def kept(read: Placed) -> bool:
            return not any(a <= read.place[0] < b for a, b in places)

        return self._filtered(kept)

    def within(self, places: Sequence[Place]) -> Readings:
        """Those whose words lie in one of the places."""

        def inside(read: Placed) -> bool:
            return any(a <= read.place[0] < b for a, b in places)

        return self._filtered(inside)

    def _filtered(self, kept: Callable[[Placed], bool]) -> Readings:
        return Readings(
            names=tuple(filter(kept, self.names)),
            stretches=tuple(filter(kept, self.stretches)),
            conditions=tuple(filter(kept, self.conditions)),
            events=tuple(filter(kept, self.events)),
            episodes=tuple(filter(kept, self.episodes)),
            supposed=tuple(filter(kept, self.supposed)),
            units=tuple(filter(kept, self.units)),
        )

    @property
    def narrowing(self) -> Iterator[Place]:
        """The words that narrow or suppose something, and so ask for no figure."""
        for kind in (self.names, self.stretches, self.conditions, self.events, self.supposed):
            yield from (read.place for read in kind)
        yield from (e.place for e in self.episodes if e.episode == CALM)
        yield from (unit.place for unit in self.units if unit.per)

    @property
    def scoped(self) -> Iterator[Place]:
        """All words that say of what, when or under what condition."""
        for kind in (self.names, self.stretches, self.conditions, self.events, self.episodes, self.supposed):
            yield from (read.place for read in kind)


def read_all(plain: str, manifests: Sequence[Manifest]) -> Readings:
    """Everything that a plain text can mean for the scope; where two readings share words, the earlier kind has them."""
    stretches = read_dates(plain)
    episodes = read_episodes(plain, stretches)
    named_episodes = [e.place for e in episodes if e.episode not in {EPISODES, CALM}]
    stretches = _clear(stretches, [*named_episodes, *(place for place, _ in read_moves(plain))])
    stretches, known = read_known(plain, stretches)
    names = [*read_names(plain, manifests), *every_tier(plain, manifests)]
    taken = [*(s.place for s in stretches), *named_episodes, *(n.place for n in names)]
    events = _clear(read_events(plain), taken)
    taken += [k.place for k in known]
    lengths = [*lengths_of_time(plain)]  # a quarter of a year is no size
    supposed = _clear([*read_supposed(plain, manifests), *_each_layer(plain, manifests)], [*taken, *lengths])
    costs = _clear(read_costs(plain), [*taken, *(s.place for s in supposed)])
    months = _clear(read_months(plain, stretches), [*taken, *(e.place for e in events), *(s.place for s in supposed)])
    days = _clear(read_weekdays(plain), [*taken, *(e.place for e in events)])
    supposed = sorted([*supposed, *known, *costs, *months], key=lambda s: s.place)
    taken += [*(e.place for e in events), *(s.place for s in supposed)]
    conditions = _clear(read_bands(plain), taken)
    taken += [c.place for c in conditions]
    units = _clear(read_units(plain), [*taken, *(d.place for d in days)])
    if not any(u.per in {"week", "month", "year"} for u in units):  # which no day of the week narrows
        supposed = sorted([*supposed, *days], key=lambda s: s.place)
    spikes = [e for e in episodes if e.episode in {EPISODES, CALM}]
    return Readings(
        names=tuple(names),
        stretches=tuple(stretches),
        conditions=tuple(conditions),
        events=tuple(events),
        episodes=tuple(
            sorted([*(e for e in episodes if e.episode not in {EPISODES, CALM}), *_clear(spikes, taken)], key=lambda e: e.place)
        ),
        supposed=tuple(supposed),
        units=tuple(units),
    )


def _clear(found: Iterable[_Read], taken: Sequence[Place]) -> list[_Read]:
    return [read for read in found if all(read.place[1] <= a or b <= read.place[0] for a, b in taken)]


def _each_layer(plain: str, manifests: Sequence[Manifest]) -> list[Supposed]:
    """All layers, where the text asks for each or which of them and names none."""
    place = asks_each_layer(plain)
    ids = layer_ids(manifests)
    named = any(s.part in {"layer", "without"} for s in read_supposed(plain, manifests))
    return [Supposed(place=place, part="layer", value=id_) for id_ in ids] if place and len(ids) > 1 and not named else []
