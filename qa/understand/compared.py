"""Comparisons: of several readings of one kind, which is counted, which it is held against, and which can't be told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.calculator.core.scope import EVERYTHING, Dates, Scope, in_order, in_time
from qa.understand.readings import Readings
from qa.understand.rest import other_side
from qa.understand.side_kinds import (
    Side,
    backwards,
    by_capital,
    by_date,
    by_event,
    by_layer,
    by_month,
    by_signal,
    by_supposed,
    by_weekday,
    halves,
)
from qa.understand.text import Place
from qa.understand.tiers import Named

_VERSUS = re.compile(
    r"\b(?:vs|versus|against|compar\w+|than(?! ?\d{1,3}(?:\D|$))|relative to|as opposed to|difference|differ\w*|diff|next to"
    r"|beside|as distinct from|separately"
    r"|respectively|side by side|before and after|in turn|one by one|apart from each other|contrast\w*)\b"
    r"|\bv\.(?= )|\bv(?= '?\d\d)"
    r"|\b(?:and|,) then\b|\beach(?: (?:one|of (?:them|the two|those)))?(?= *[,.?!;:]| *$)|(?<!\w)[Δ](?!\w)"
    r"|\bfirst\b.{3,60}\bsecond\b|\bin both\b"
)
_OR = re.compile(r"\bor\b")
_MORE = re.compile(
    r"\b(?:which|whether|dearer|cheaper|higher|lower|larger|bigger|smaller|worse|better|more|less|greater|deeper"
    r"|expensive|further|is it|pay most|hurts?)\b"
)
#: What counts several stretches as one whatever else the words say.
_TOGETHER = re.compile(r"\b(?:together|combined|those (?:two|2|3|years|months)|taken as one|pooled|lumped|jointly)\b")


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
    versus = _is_comparison(plain) or any(s.against for s in read.stretches)
    supposed, capitals = by_supposed(plain, read.supposed), by_capital(read.supposed, versus=versus)
    kinds = (
        by_layer(plain, read.supposed, versus=versus),
        *by_signal(plain, read.conditions),
        by_date(plain, read.stretches, versus=versus),
        by_event(read.events, versus=versus),
        by_weekday(read.supposed, versus=versus),
        by_month(read.supposed, versus=versus),
        capitals,
        supposed,
    )
    for kind in kinds:
        several = list(kind)
        alone = len(several) == 1 and not sides and (not common.parts or _within(common, several[0]))
        if alone and (other := other_side(plain, several[0])):
            sides, used = [several[0], other], [*used, several[0].place, other.place]
        elif len(several) == 1:
            common, used = _joined(common, several[0].scope), [*used, several[0].place]
            recent = several[0].recent or recent
        elif len(several) > 1 and (versus or _told_apart(several) or backwards(plain, several)) and not sides:
            sides, used = several, [*used, *(s.place for s in several)]
    used += [s.place for s in read.supposed if s.part == "layer" and (common.layer or sides)]
    used += [s.place for s in read.supposed if s.part in {"weekday", "month"}]
    told = {"size", "without"} if supposed else {"capital"} if capitals else set[str]()
    common, more = _rest(common, read, told)
    used += more
    names = _names(read.names, versus=versus)
    used += [n.place for n in read.names if any(n.kind == m.kind and n.id == m.id for m in names)]
    if not sides:
        first = Side(scope=common, recent=recent, named=names[0] if names else None, place=(0, 0))
        return Compared(first=first, against=_others(common, recent, names), used=tuple(used))
    named = names[0] if names else None
    whole = [replace(s, scope=_joined(common, s.scope), recent=s.recent or recent, named=named) for s in sides]
    return Compared(first=whole[0], against=tuple(whole[1:]), used=tuple(used))


def _within(common: Scope, side: Side) -> bool:
    """Whether a side and all that it leaves are of the same dates: "FOMC days against other days in 2018"."""
    return common.parts == ("dates",) and "dates" not in side.scope.parts


def narrowed(sides: Compared, scope: Scope) -> Compared:
    """All sides within further conditions."""
    if scope == EVERYTHING:
        return sides
    first, *against = (replace(side, scope=_joined(side.scope, scope)) for side in (sides.first, *sides.against))
    return replace(sides, first=first, against=tuple(against))


def _is_comparison(plain: str) -> bool:
    if _TOGETHER.search(plain):
        return False
    return bool(_VERSUS.search(plain) or (_OR.search(plain) and _MORE.search(plain)))


def _told_apart(sides: Sequence[Side]) -> bool:
    """Several layers, and bounds that are no band together, are always told one by one: no scope has both."""
    dates = [s.scope.dates for s in sides]
    if len(dates) == 2 and dates[0] and dates[1] and halves(dates[0], dates[1]):  # noqa: PLR2004
        return True
    return (
        all(s.scope.layer for s in sides)
        or all(s.scope.bounds for s in sides)
        or any(s.scope.size or s.scope.without for s in sides)
    )


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


def _meets(dates: Dates, scope: Scope) -> bool:
    """Whether dates that are left out are of what counts at all."""
    counted = (scope.dates, *scope.also) if scope.dates else (Dates(None, None),)
    return any(
        (d.start is None or dates.end is None or d.start <= dates.end)
        and (d.end is None or dates.start is None or dates.start <= d.end)
        for d in counted
    )


def _rest(scope: Scope, read: Readings, told: set[str]) -> tuple[Scope, list[Place]]:
    """What both sides of a comparison share: what is left out, an episode, and what is supposed."""
    used: list[Place] = []
    for stretch in read.stretches:
        if stretch.outside and stretch.dates and _meets(stretch.dates, scope):
            scope = replace(scope, besides=tuple(in_time(tuple({*scope.besides, stretch.dates}))))
        used += [stretch.place] if stretch.outside else []
    for happening in read.episodes:
        if scope.episode is None:
            scope = replace(scope, episode=happening.episode)
        if scope.episode == happening.episode:
            used.append(happening.place)
    for s in read.supposed:
        if s.part == "times":
            used.append(s.place)
            continue
        if s.part in {"layer", "weekday", "month"} or s.part in told or getattr(scope, s.part) not in {None, s.value}:
            continue
        scope = replace(scope, **{s.part: s.value})  # type: ignore[arg-type]
        used.append(s.place)
    used += [e.place for e in read.events if e.printed]
    return scope, used
