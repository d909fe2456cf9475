"""Sides: the several readings of one kind, each as the side of a comparison that it would be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import cast

from qa.calculator.core.fall import MONTHS, WEEKDAYS
from qa.calculator.core.scope import EVERYTHING, Bound, Dates, Scope, Signal, in_order, in_time
from qa.understand.bands import Condition
from qa.understand.events import Happening
from qa.understand.stretch import Stretch
from qa.understand.supposing import Supposed
from qa.understand.text import Place
from qa.understand.tiers import Named

#: The side on which nothing is supposed.
_WHOLE = re.compile(
    r"\b(?:full|whole|complete|all (?:3|three|the calls)|(?<!left )(?:as it is|as is|as they are)|normal|usual|1 ?x|100 ?%"
    r"|w/ and|with and|present|regular"
    r"|real(?:ity)? size|leave it)\b"
    r"|(?:\b(?:at|and|vs|or)|/) ?1(?:\.0)?x?(?= ?[,?!]| ?\.(?!\d)| ?$)"
)
#: The whole hedge, beside a layer of it.
_WHOLE_HEDGE = re.compile(
    r"\b(?:full|whole|complete|entire) (?:hedge|version|one|set|overlay|cover|alvh|protection|package|stack|insurance)\b"
    r"|\b(?:vs|versus|against|than) (?:the )?(?:full|whole|complete)(?= *[,.?!;:]| *$)|\ball (?:3|three) (?:layers|together)\b"
)
#: Of several sizes, what a question tells one by one.
_TOLD = re.compile(r"\b(?:and|or|vs|versus|against|then|to|change)\b|,|/")
_CALENDARS = ("fomc", "cpi", "ppi", "nfp")
_AND = re.compile(
    r"(?:,|,? and|,? or|,? plus| &| n|,? and also|,? as well as)? ?(?:in |of |during |over |the |for |all of |only |years? )*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a comparison: its scope, or so many months back from the data's end, or another backtest or tier."""

    scope: Scope = EVERYTHING
    recent: int | None = None
    named: Named | None = None
    place: Place


def by_signal(plain: str, conditions: Sequence[Condition]) -> Iterator[list[Side]]:
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


def by_date(plain: str, stretches: Sequence[Stretch], *, versus: bool) -> Iterator[Side]:
    """The stretches of time that count: one by one where they are compared, else all of them as one."""
    counted = [s for s in stretches if not s.outside]
    dated = [s for s in counted if s.dates or s.recent]
    chosen = counted if len(counted) > 1 and len(dated) >= 1 else dated or counted
    if len(dated) == 1 and len(chosen) > 1 and not any(s.recent for s in dated):
        chosen = dated
    once = list({(s.dates, s.recent): s for s in reversed(chosen)}.values())[::-1]
    if not versus and len(once) == 2 and once[0].dates and once[1].dates and halves(once[0].dates, once[1].dates):  # noqa: PLR2004
        versus = True
    once = once if versus else _run_on(once)
    both = [s.dates for s in once if s.dates]
    if len(once) > 1 and not (versus or backwards(plain, once)) and len(both) == len(once) and _joined_by(plain, once):
        first, *others = in_time(tuple(both))
        yield Side(scope=Scope(dates=first, also=tuple(others)), place=(once[0].place[0], once[-1].place[1]))
        return
    for s in once:
        yield Side(scope=Scope(dates=s.dates), recent=s.recent, place=s.place)


def backwards(plain: str, sides: Sequence[Stretch | Side]) -> bool:
    """Whether two stretches stand together, the later first: "2018 and 2017" are told one by one."""
    dates = [s.dates if isinstance(s, Stretch) else s.scope.dates for s in sides]
    told = [d for d in dates if d and d.start and d.end]
    return len(told) == len(sides) == 2 and told != in_time(tuple(told)) and _joined_by(plain, sides)  # noqa: PLR2004


def halves(one: Dates, other: Dates) -> bool:
    """Whether one is open towards the past and the other towards the future, so that together they are everything."""
    return (one.start is None and other.end is None) or (one.end is None and other.start is None)


def _joined_by(plain: str, stretches: Sequence[Stretch | Side]) -> bool:
    """Whether the stretches stand together, joined by "and" or commas."""
    between = [plain[a.place[1] : b.place[0]] for a, b in pairwise(stretches)]
    return all(_AND.fullmatch(words) for words in between)


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


def _once(events: Sequence[Happening]) -> list[Happening]:
    """Each event once, as far around it as any of its words say."""
    widest: dict[tuple[str, bool], Happening] = {}
    for e in events:
        assert e.event is not None
        known = widest.setdefault((e.event.name, e.event.outside), e)
        if known.event and known.event.days < e.event.days:
            widest[e.event.name, e.event.outside] = replace(known, event=e.event)
    return list(widest.values())


def by_event(events: Sequence[Happening], *, versus: bool) -> Iterator[Side]:
    """The events: one by one where they are compared, else days around either."""
    once = _once([e for e in events if not e.printed and e.event])
    told = [e.event for e in once if e.event]
    if len(told) > 1 and not versus and len({e.outside for e in told}) == 1:
        names = "+".join(sorted({e.name for e in told}, key=_CALENDARS.index))
        either = replace(told[0], name=names, days=max(e.days for e in told))
        yield Side(scope=Scope(event=either), place=(once[0].place[0], once[-1].place[1]))
        return
    for e in once:
        yield Side(scope=Scope(event=e.event), place=e.place)


def by_capital(supposed: Sequence[Supposed], *, versus: bool) -> list[Side]:
    """Several accounts, where they are compared; one alone is what both sides share."""
    once = list({s.value: s for s in reversed(supposed) if s.part == "capital"}.values())[::-1]
    sides = [Side(scope=Scope(capital=cast("float", s.value)), place=s.place) for s in once]
    return sides if versus and len(sides) > 1 else []


def by_supposed(plain: str, supposed: Sequence[Supposed]) -> list[Side]:
    """Several sizes of the hedge, or one thing supposed beside the hedge as it is; none where one thing alone is supposed."""
    once = list({(s.part, s.value): s for s in reversed(supposed) if s.part in {"size", "without"}}.values())[::-1]
    whole = _WHOLE.search(plain)
    sizes = [s for s in once if s.part == "size"]
    if (
        len({s.part for s in once}) != 1
        or (len(once) == 1 and not (whole and _TOLD.search(plain)))
        or (len(once) > 1 and not sizes)
    ):
        return []
    sides = [
        Side(scope=Scope(size=cast("float", s.value)) if s.part == "size" else Scope(without=cast("str", s.value)), place=s.place)
        for s in once
        if s.value != 1.0
    ]
    if whole or len(sides) < len(once):
        sides.append(Side(place=whole.span() if whole else once[0].place))
    return sides if len(sides) > 1 else []


def by_weekday(supposed: Sequence[Supposed], *, versus: bool) -> list[Side]:
    """Days of the week: one by one where they are compared, else as one."""
    once = list({s.value: s for s in reversed(supposed) if s.part == "weekday"}.values())[::-1]
    if versus or not once:
        return [Side(scope=Scope(weekday=str(s.value)), place=s.place) for s in once]
    named = {day for s in once for day in str(s.value).split("+")}
    return [Side(scope=Scope(weekday="+".join(d for d in WEEKDAYS if d in named)), place=(once[0].place[0], once[-1].place[1]))]


def by_month(supposed: Sequence[Supposed], *, versus: bool) -> list[Side]:
    """Months of every year: one by one where they are compared, else as one."""
    once = list({s.value: s for s in reversed(supposed) if s.part == "month"}.values())[::-1]
    if versus or not once:
        return [Side(scope=Scope(month=str(s.value)), place=s.place) for s in once]
    named = {name for s in once for name in str(s.value).split("+")}
    return [Side(scope=Scope(month="+".join(m for m in MONTHS if m in named)), place=(once[0].place[0], once[-1].place[1]))]


def by_layer(plain: str, supposed: Sequence[Supposed], *, versus: bool) -> Iterator[Side]:
    """Each layer that is counted alone, where none is left out; one alone beside the whole hedge, where they are compared."""
    once = {s.value: s for s in reversed(supposed) if s.part == "layer"}
    left_out = any(s.part == "without" for s in supposed)
    for s in [] if left_out else list(once.values())[::-1]:
        yield Side(scope=Scope(layer=cast("str", s.value)), place=s.place)
    if len(once) == 1 and not left_out and versus and (whole := _WHOLE_HEDGE.search(plain)):
        yield Side(place=whole.span())
