"""Comparisons: of several readings of one kind, which is counted, which it is held against, and which can't be told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import cast

from qa.calculator.core.scope import EVERYTHING, Bound, Dates, Scope, Signal, in_order, in_time
from qa.understand.bands import Condition
from qa.understand.dates import Stretch
from qa.understand.events import Happening
from qa.understand.readings import Readings
from qa.understand.supposed import Supposed
from qa.understand.text import Place
from qa.understand.tiers import Named

_VERSUS = re.compile(
    r"\b(?:vs|versus|against|compar\w+|than(?! ?\d{1,3}(?:\D|$))|relative to|as opposed to|difference|differ\w*)\b"
)
_OR = re.compile(r"\bor\b")
_MORE = re.compile(
    r"\b(?:which|whether|dearer|cheaper|higher|lower|larger|bigger|smaller|worse|better|more|less|greater|deeper"
    r"|expensive|further|is it)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a comparison: its scope, or so many months back from the data's end, or another backtest or tier."""

    scope: Scope = EVERYTHING
    recent: int | None = None
    named: Named | None = None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What is counted first, what it is held against, and the words that were used."""

    first: Side
    against: tuple[Side, ...]
    used: tuple[Place, ...]


def compared(plain: str, read: Readings) -> Compared:
    """The scope of a question and the sides that it is compared with."""
    common, used = Scope(), list[Place]()
    recent: int | None = None
    sides: list[Side] = []
    versus = _is_comparison(plain)
    for kind in (_by_layer(read.supposed), *_by_signal(plain, read.conditions), _by_date(read.stretches), _by_event(read.events)):
        several = list(kind)
        if len(several) == 1:
            common, used = _joined(common, several[0].scope), [*used, several[0].place]
            recent = several[0].recent or recent
        elif len(several) > 1 and (versus or _told_apart(several)) and not sides:
            sides, used = several, [*used, *(s.place for s in several)]
    common, more = _rest(common, read)
    used += more
    names = _names(read.names, versus=versus)
    used += [n.place for n in read.names if any(n.kind == m.kind and n.id == m.id for m in names)]
    if not sides:
        first = Side(scope=common, recent=recent, named=names[0] if names else None, place=(0, 0))
        return Compared(first=first, against=_others(common, recent, names), used=tuple(used))
    named = names[0] if names else None
    whole = [replace(s, scope=_joined(common, s.scope), recent=s.recent or recent, named=named) for s in sides]
    return Compared(first=whole[0], against=tuple(whole[1:]), used=tuple(used))


def narrowed(sides: Compared, scope: Scope) -> Compared:
    """All sides within further conditions."""
    if scope == EVERYTHING:
        return sides
    first, *against = (replace(side, scope=_joined(side.scope, scope)) for side in (sides.first, *sides.against))
    return replace(sides, first=first, against=tuple(against))


def _is_comparison(plain: str) -> bool:
    return bool(_VERSUS.search(plain) or (_OR.search(plain) and _MORE.search(plain)))


def _told_apart(sides: Sequence[Side]) -> bool:
    """Several layers, and bounds that are no band together, are always told one by one: no scope has both."""
    return all(s.scope.layer for s in sides) or all(s.scope.bounds for s in sides)


def _others(scope: Scope, recent: int | None, names: Sequence[Named]) -> tuple[Side, ...]:
    """The further backtests or tiers; beside a backtest a tier only says which it is."""
    return tuple(Side(scope=scope, recent=recent, named=n, place=n.place) for n in names[1:])


def _names(names: Sequence[Named], *, versus: bool) -> list[Named]:
    """The tiers and backtests that are meant, each once: both kinds only where they are compared."""
    once = list({(n.kind, n.id): n for n in reversed(names)}.values())[::-1]
    backtests = [n for n in once if n.kind == "backtest"]
    tiers = [n for n in once if n.kind == "tier"]
    if versus and len(backtests) + len(tiers) > 1:
        return once
    return backtests or tiers


def _joined(scope: Scope, more: Scope) -> Scope:
    """Two scopes of different kinds as one."""
    bounds = in_order((*scope.bounds, *more.bounds))
    given = {part: getattr(more, part) for part in more.parts if part != "bounds"}
    return replace(scope, bounds=bounds, **given)


def _by_signal(plain: str, conditions: Sequence[Condition]) -> Iterator[list[Side]]:
    """The conditions of each signal; a lower and an upper bound joined by "and" are one."""
    signals: dict[Signal, list[Condition]] = {}
    for condition in conditions:
        signals.setdefault(condition.signal, []).append(condition)
    for own in signals.values():
        distinct = list({c.bounds: c for c in reversed(own)}.values())[::-1]
        if len(distinct) == 2 and (joined := _band(plain, *distinct)):  # noqa: PLR2004 a lower and an upper one
            yield [Side(scope=Scope(joined), place=(distinct[0].place[0], distinct[1].place[1]))]
        else:
            yield [Side(scope=Scope(c.bounds), place=c.place) for c in distinct]


def _band(plain: str, one: Condition, other: Condition) -> tuple[Bound, ...] | None:
    between = plain[one.place[1] : other.place[0]]
    if len(one.bounds) + len(other.bounds) != 2 or not re.fullmatch(r",? ?(?:(?:and|but)(?: \w+){0,2} ?)", between):  # noqa: PLR2004
        return None
    low = [b for b in (*one.bounds, *other.bounds) if b.op in {">", ">="}]
    high = [b for b in (*one.bounds, *other.bounds) if b.op in {"<", "<="}]
    if len(low) != 1 or len(high) != 1 or isinstance(low[0].value, Signal) or isinstance(high[0].value, Signal):
        return None
    return in_order((*low, *high)) if low[0].value < high[0].value else None


def _by_date(stretches: Sequence[Stretch]) -> Iterator[Side]:
    counted = [s for s in stretches if not s.outside]
    dated = [s for s in counted if s.dates or s.recent]
    chosen = counted if len(counted) > 1 and len(dated) >= 1 else dated or counted
    if len(dated) == 1 and len(chosen) > 1 and not any(s.recent for s in dated):
        chosen = dated
    once = {(s.dates, s.recent): s for s in reversed(chosen)}
    for s in _run_on(list(once.values())[::-1]):
        yield Side(scope=Scope(dates=s.dates), recent=s.recent, place=s.place)


def _run_on(stretches: list[Stretch]) -> list[Stretch]:
    """Years or months that follow each other without a gap, joined by "and", are one stretch."""
    joined: list[Stretch] = []
    for s in stretches:
        last = joined[-1] if joined else None
        if last and last.dates and s.dates and _follows(s, last):
            joined[-1] = replace(last, dates=Dates(last.dates.start, s.dates.end), place=(last.place[0], s.place[1]))
        else:
            joined.append(s)
    return joined


def _follows(stretch: Stretch, last: Stretch) -> bool:
    """Whether a stretch begins the day after another ends, and stands right behind it."""
    begun = stretch.dates.start if stretch.dates else None
    ended = last.dates.end if last.dates else None
    near = stretch.place[0] - last.place[1] <= len(" and ")
    return near and begun is not None and ended is not None and begun - ended == timedelta(days=1)


def _by_event(events: Sequence[Happening]) -> Iterator[Side]:
    once = {e.event: e for e in reversed(events) if not e.printed}
    for e in list(once.values())[::-1]:
        yield Side(scope=Scope(event=e.event), place=e.place)


def _by_layer(supposed: Sequence[Supposed]) -> Iterator[Side]:
    once = {s.value: s for s in reversed(supposed) if s.part == "layer"}
    left_out = any(s.part == "without" for s in supposed)
    for s in [] if left_out else list(once.values())[::-1]:
        yield Side(scope=Scope(layer=cast("str", s.value)), place=s.place)


def _rest(scope: Scope, read: Readings) -> tuple[Scope, list[Place]]:
    """What both sides of a comparison share: what is left out, an episode, and what is supposed."""
    used: list[Place] = []
    for stretch in read.stretches:
        if stretch.outside and stretch.dates:
            scope = replace(scope, besides=tuple(in_time(tuple({*scope.besides, stretch.dates}))))
            used.append(stretch.place)
    for happening in read.episodes:
        if scope.episode is None:
            scope = replace(scope, episode=happening.episode)
        if scope.episode == happening.episode:
            used.append(happening.place)
    for s in read.supposed:
        if s.part == "layer" or getattr(scope, s.part) not in {None, s.value}:
            continue
        scope = replace(scope, **{s.part: s.value})  # type: ignore[arg-type]
        used.append(s.place)
    used += [e.place for e in read.events if e.printed]
    return scope, used
