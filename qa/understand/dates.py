"""Stretches of time in words: what is counted, what is left out, and what is counted back from the end of the data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from qa.calculator.core.scope import Dates, between
from qa.understand.calendar_words import Ends, bare_years, is_half, stretches
from qa.understand.contrasts import contrasted, less_likened
from qa.understand.left_out import leaves_out, left_out_later
from qa.understand.stays import stayed
from qa.understand.stretch import Stretch
from qa.understand.text import Place

_SPANS = {"month": 1, "quarter": 3, "year": 12}


_ALL = re.compile(
    r"\bsince (?:the )?(?:inception|start|beginning)\b|\b(?:over|for|in|across|during) (?:the )?(?:whole|entire|full|complete)"
    r"(?: (?:run|period|sample|history|backtest|time|span|data)\b)?|\ball (?:the )?years\b|\ball[- ]time\b"
)
_RECENT = re.compile(
    r"\b(?:(?:in|over|for|during|of) )?(?:the |these )?(?:last|past|latest|most recent|previous|trailing) "
    r"(?:(?P<n>\d{1,3}) (?:calendar )?)?(?P<unit>month|quarter|year)s?(?! (?:of|in|that|when|before|with|on|was)\b)"
    r"|\b(?:(?:in|over|for|during|of) )?the (?:last|final) (?P<end>month|quarter|year) of the "
    r"(?:sample|data|test|record|run|backtest)\b"
)
#: Of a page whose data end with it, the year under way; beside a date it is that of the date.
_THIS = re.compile(
    r"\b(?:(?:in|over|for|during|of|so far) )?this (?P<unit>month|quarter|year)(?: so far)?(?! (?:of|in|that|when|with|was)\b)"
)
#: What joins stretches that are left out together.
_JOINED = re.compile(r"(?:,|,? and(?: also)?|,? or|,? nor| &| n| plus)? ?(?:in |of |the )*")
_OTHER_HALF = re.compile(
    r"\b(?:in |of |during )?the (?:second|other|last|latter)(?: half| one| (?:6|six)(?: months)?)?(?= ?[,.?!:;]| *$)"
)
#: The day of the week of a date, right before it.
_NAMED_DAY = re.compile(r"\b(?:on )?(?:the )?(?:mon|tues|wednes|thurs|fri)day,? (?:the )?$")
#: What holds one stretch against another.
_HELD = re.compile(r"\b(?:vs|versus|v|against|than|compared|compare|relative|differ\w*)\b")


def read_dates(plain: str) -> list[Stretch]:
    """The stretches of time in a plain text, from left to right; what is no date, or the wrong way round, is none."""
    found = contrasted(plain, less_likened(plain, sorted(_found(plain), key=lambda s: s.place)))
    for i in range(1, len(found)):  # "excluding August 2015 and February 2018" leaves both out
        last, here = found[i - 1], found[i]
        if _JOINED.fullmatch(plain[last.place[1] : here.place[0]]) and last.dates and here.dates:
            found[i - 1 : i + 1] = [
                replace(last, outside=last.outside or (here.outside and not here.led)),
                replace(here, outside=last.outside or here.outside),
            ]
    found = _overlapping(plain, stayed(plain, found))
    out = {s.dates for s in found if s.outside}
    found = [replace(s, outside=True) if s.dates in out else s for s in found]
    dated = [s for s in found if s.dates]
    if len(dated) == 1 and not dated[0].outside and left_out_later(plain, dated[0].place[1]):
        found[found.index(dated[0])] = replace(dated[0], outside=True)
    return found


def is_contrast(plain: str) -> bool:
    """Whether a question has it that something was so in one stretch of time and not in another.

    >>> is_contrast("why did it pay in 2018 but not in 2019"), is_contrast("did it pay in 2018 and 2019")
    (True, False)
    """
    return any(s.against for s in read_dates(plain))


def _overlapping(plain: str, found: list[Stretch]) -> list[Stretch]:
    """As "up to 2016, starting 2014", or "before 2017 (2014 to 2016)": an open stretch and one that overlaps it are one."""
    dated = [s for s in found if s.dates and not s.outside]
    if len(dated) != 2 or _HELD.search(plain, dated[0].place[1], dated[1].place[0]):  # noqa: PLR2004 a pair
        return found
    one, other = dated[0].dates, dated[1].dates
    assert one is not None
    assert other is not None
    opened = sum(None in {d.start, d.end} for d in (one, other))
    joined = re.search(r"\b(?:and|or)\b", plain[dated[0].place[1] : dated[1].place[0]])
    if not opened or (joined and opened == 1):
        return found
    starts, ends = [d for d in (one.start, other.start) if d], [d for d in (one.end, other.end) if d]
    if not starts or not ends or max(starts) > min(ends):
        return found
    both = replace(dated[0], dates=Dates(max(starts), min(ends)), place=(dated[0].place[0], dated[1].place[1]))
    return [both if s is dated[0] else s for s in found if s is not dated[1]]


def _found(plain: str) -> Iterator[Stretch]:
    taken: list[Place] = []
    halves: list[Stretch] = []
    for m, ends in stretches(plain):
        if any(a < m.end() and m.start() < b for a, b in taken):
            continue
        taken.append(m.span())
        dates = _dates(ends, m)
        if dates is not None:
            stretch = _placed(plain, m.span(), dates)
            halves += [stretch] if is_half(ends) else []
            yield stretch
    for place, dates in bare_years(plain):
        if not any(a < place[1] and place[0] < b for a, b in taken):
            taken.append(place)
            yield _placed(plain, place, dates)
    yield from _second_half(plain, halves)
    for m in _ALL.finditer(plain):
        yield Stretch(place=m.span())
    if not taken and len(this := [*_THIS.finditer(plain)]) == 1 and not _RECENT.search(plain):
        yield Stretch(place=this[0].span(), recent=_SPANS[this[0]["unit"]])
    for m in _RECENT.finditer(plain):
        yield Stretch(place=m.span(), recent=int(m["n"] or 1) * _SPANS[m["unit"] or m["end"]])


def _dates(ends: Ends, m: re.Match[str]) -> Dates | None:
    try:
        dates = ends(m)
    except ValueError:  # 31 February, or month 13
        return None
    return None if dates.start and dates.end and dates.start > dates.end else dates


def _placed(plain: str, place: Place, dates: Dates) -> Stretch:
    """The stretch with the words that leave it out, before it or after it."""
    named = _NAMED_DAY.search(plain[: place[0]])
    out = leaves_out(plain, (named.start(), place[1]) if named else place)
    return Stretch(place=out.place, dates=dates, outside=out.out, led=out.place[0] < place[0])


def _second_half(plain: str, halves: list[Stretch]) -> Iterator[Stretch]:
    """After "the first half of 2018" "the second" is of the same year."""
    if len(halves) == 1 and (m := _OTHER_HALF.search(plain, halves[0].place[1])):
        first = halves[0].dates
        assert first is not None
        assert first.start is not None
        year = first.start.year
        yield Stretch(place=m.span(), dates=between(f"{year}-07", f"{year}-12"))
