"""Stretches of time in words: what is counted, what is left out, and what is counted back from the end of the data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from corpus.dates import MONTHS, month_number
from qa.calculator.core.scope import Dates, between
from qa.understand.text import Place

_MONTH = r"(?P<{}>" + "|".join(f"{m.lower()}|{m[:3].lower()}\\.?" for m in MONTHS) + r"|sept\.?)(?![a-z])"
_YEAR = r"(?P<{}>(?:19|20)\d\d|'\d\d)(?![\d%.,:/]\d|\d|%)"
_M, _M2 = _MONTH.format("m"), _MONTH.format("m2")
_Y, _Y2 = _YEAR.format("y"), _YEAR.format("y2")
_TO = r" ?(?:to|until|till|through|thru|up to|and|-) ?(?:the )?(?:end of )?"
_UP_TO = _TO.replace("|and", "")
_OF = r",? ?(?:of |in )?"
_D = r"(?P<{}>[12]?\d|3[01])(?:st|nd|rd|th)?"
_IN = r"(?:\b(?:in|during|for|of|over|throughout|from|between|on)(?: the)? )?"
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
_ORDINAL = "(?P<q>" + "|".join(_ORDINALS) + ")"
_SPANS = {"month": 1, "quarter": 3, "year": 12}
_HALF = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of time that the words mean: dates, so many months back from the data's end, or everything."""

    place: Place
    dates: Dates | None = None
    recent: int | None = None
    #: whether it is left out rather than counted
    outside: bool = False


def _year(text: str) -> str:
    return f"20{text[1:]}" if text.startswith("'") else text


def _month(name: str, year: str) -> str:
    return f"{_year(year)}-{month_number(name):02d}"


def _quarter(m: re.Match[str]) -> Dates:
    q = m["q"]
    number = int(q) if q.isdigit() else _ORDINALS[q]
    return between(f"{_year(m['y'])}-{3 * number - 2:02d}", f"{_year(m['y'])}-{3 * number:02d}")


def _half(m: re.Match[str]) -> Dates:
    number = int(m["q"]) if m["q"].isdigit() else min(_ORDINALS[m["q"]], _HALF)
    return between(f"{_year(m['y'])}-{6 * number - 5:02d}", f"{_year(m['y'])}-{6 * number:02d}")


def _day(m: re.Match[str]) -> Dates:
    day = f"{_month(m['m'], m['y'])}-{int(m['d']):02d}"
    return between(day, day)


def _numeric(m: re.Match[str]) -> Dates:
    year = m["y"] if len(m["y"]) > len("18") else f"20{m['y']}"
    day = f"{year}-{int(m['a']):02d}-{int(m['b']):02d}"
    return between(day, day)


def _months(m: re.Match[str]) -> Dates:
    return between(_month(m["m"], m["y"]), _month(m["m2"], m["y2"]))


def _after(m: re.Match[str]) -> Dates:
    """After a month or year, that one not counted."""
    year, month = int(_year(m["y"])), month_number(m["m"]) if m["m"] else 12
    return between(f"{year + month // 12}-{month % 12 + 1:02d}", None)


def _before(m: re.Match[str]) -> Dates:
    year, month = int(_year(m["y"])), month_number(m["m"]) if m["m"] else 1
    return between(None, f"{year - (month == 1)}-{(month - 2) % 12 + 1:02d}")


def _edge(m: re.Match[str]) -> str:
    return _month(m["m"], m["y"]) if m["m"] else _year(m["y"])


_MAYBE_MONTH = rf"(?:(?:the end of |the start of |early )?{_M}{_OF})?"
_Ends = Callable[[re.Match[str]], Dates]
#: The more particular reading first; a later one takes no words of an earlier one.
_WORDS: tuple[tuple[str, _Ends], ...] = (
    (rf"\bbetween {_M}{_OF}{_Y} and {_M2}{_OF}{_Y2}", _months),
    (rf"{_IN}\b{_M}{_OF}{_Y}{_UP_TO}{_M2}{_OF}{_Y2}", _months),
    (rf"{_IN}\b{_M}{_TO}{_M2}{_OF}{_Y}", lambda m: between(_month(m["m"], m["y"]), _month(m["m2"], m["y"]))),
    (rf"{_IN}\b{_D.format('d')} (?:of )?{_M}{_OF}{_Y}", _day),
    (rf"{_IN}\b{_M} {_D.format('d')},? {_Y}", _day),
    (rf"{_IN}(?<![\d/.-])(?P<y>(?:19|20)\d\d)-(?P<a>0\d|1[0-2])-(?P<b>[0-3]\d)(?![\d/-])", _numeric),
    (rf"{_IN}(?<![\d/.-])(?P<a>\d\d?)/(?P<b>\d\d?)/(?P<y>(?:19|20)?\d\d)(?![\d/-])", _numeric),
    (rf"{_IN}(?<![\d/.-])(?P<y>(?:19|20)\d\d)-(?P<a>0\d|1[0-2])(?![\d/-])", lambda m: between(m[0][-7:], m[0][-7:])),
    (rf"{_IN}(?<![\d/.-])(?P<a>0?[1-9]|1[0-2])/(?P<y>(?:19|20)\d\d)(?![\d/-])", lambda m: _iso_month(m["y"], m["a"])),
    (rf"{_IN}(?:the )?\b{_ORDINAL} half{_OF}{_Y}", _half),
    (rf"{_IN}\bh(?P<q>[12]){_OF}{_Y}", _half),
    (rf"{_IN}\bq(?P<q>[1-4]){_OF}{_Y}", _quarter),
    (rf"{_IN}\b(?P<q>[1-4])q ?{_Y}", _quarter),
    (rf"{_IN}\b{_ORDINAL} quarter{_OF}{_Y}", _quarter),
    (rf"\b(?:after|later than) {_MAYBE_MONTH}{_Y}", _after),
    (rf"\b(?:before|prior to|earlier than) {_MAYBE_MONTH}{_Y}", _before),
    (rf"\b(?:since|starting(?: in)?|beginning(?: in)?) {_MAYBE_MONTH}{_Y}(?: on(?:wards?)?)?", lambda m: between(_edge(m), None)),
    (rf"\bfrom {_MAYBE_MONTH}{_Y} (?:on(?:wards?)?|forward)\b", lambda m: between(_edge(m), None)),
    (rf"\b(?:until|till|up to|through|by) {_MAYBE_MONTH}{_Y}(?!{_TO}{_YEAR.format('z')})", lambda m: between(None, _edge(m))),
    (rf"{_IN}\b{_Y} ?(?:to|until|through|thru|-) ?{_Y2}", lambda m: between(_year(m["y"]), _year(m["y2"]))),
    (rf"\bbetween {_Y} and {_Y2}", lambda m: between(_year(m["y"]), _year(m["y2"]))),
    (rf"{_IN}\b{_M}{_OF}{_Y}", lambda m: between(_month(m["m"], m["y"]), _month(m["m"], m["y"]))),
    (rf"\bfrom {_Y}(?! ?(?:and|to))", lambda m: between(_year(m["y"]), None)),
    (
        rf"{_IN}(?:(?:all|the whole|the year|calendar(?: year)?) (?:of )?)?(?<![\d$.,:/'-]){_Y}",
        lambda m: between(_year(m["y"]), _year(m["y"])),
    ),
)
_STRETCHES = tuple((re.compile(words), ends) for words, ends in _WORDS)
_ALL = re.compile(
    r"\bsince (?:the )?(?:inception|start|beginning)\b|\b(?:over|for|in|across|during) (?:the )?(?:whole|entire|full|complete)"
    r"(?: (?:run|period|sample|history|backtest|time|span|data)\b)?|\ball (?:the )?years\b|\ball[- ]time\b"
)
_RECENT = re.compile(
    r"\b(?:(?:in|over|for|during|of) )?(?:the |these )?(?:last|past|latest|most recent|previous|trailing) "
    r"(?:(?P<n>\d{1,3}) (?:calendar )?)?(?P<unit>month|quarter|year)s?(?! (?:of|in|that|when|before|with|on|was)\b)"
)
_OUT_BEFORE = re.compile(
    r"\b(?:exclud(?:ing|e|ed)|without|except(?:ing)?(?: for)?|leaving out|leave out|left out|leaving|leave|not counting|not in"
    r"|other than|outside(?: of)?|apart from|aside from|ignoring|ignore|omitting|omit|minus|ex|bar|but for|skipping"
    r"|taking out|take out|dropping|drop|removing|remove|if we drop|but not(?: in)?|save for|setting aside)"
    r" (?:the )?(?:month of |months of |year |crash of |spike of )?(?:in |of )?$"
)
_OUT_AFTER = re.compile(
    r" ?,? ?(?:is |are |being |was )?(?:aside|excluded|left out|omitted|removed|taken out|set aside|put aside"
    r"|not counted|out of it)\b"
)
_PREPOSITION = re.compile(r"(?:in|during|for|of|on|over) ")
_OTHER_HALF = re.compile(r"\b(?:in |of |during )?the (?:second|other)(?: half| one)?\b")
_BARE = re.compile(rf"\b(?:in|during|every|each|this|last|of|happened in) (?P<m>{'|'.join(m.lower() for m in MONTHS)})\b")


def _iso_month(year: str, month: str) -> Dates:
    iso = f"{year}-{int(month):02d}"
    return between(iso, iso)


def read_dates(plain: str) -> list[Stretch]:
    """The stretches of time in a plain text, from left to right; what is no date, or the wrong way round, is none."""
    found = sorted(_found(plain), key=lambda s: s.place)
    for i in range(1, len(found)):  # "excluding August 2015 and February 2018" leaves both out
        between_them = plain[found[i - 1].place[1] : found[i].place[0]]
        if found[i - 1].outside and re.fullmatch(r"(?:,| and|, and| or) ?", between_them):
            found[i] = replace(found[i], outside=True)
    return found


def bare_months(plain: str) -> list[Place]:
    """Months named without a year, where no stretch of `read_dates` lies."""
    taken = [s.place for s in read_dates(plain)]
    return [m.span() for m in _BARE.finditer(plain) if all(m.end() <= a or m.start() >= b for a, b in taken)]


def _found(plain: str) -> Iterator[Stretch]:
    taken: list[Place] = []
    halves: list[Stretch] = []
    for pattern, ends in _STRETCHES:
        for m in pattern.finditer(plain):
            if any(a < m.end() and m.start() < b for a, b in taken):
                continue
            taken.append(m.span())
            dates = _dates(ends, m)
            if dates is not None:
                stretch = _placed(plain, m.span(), dates)
                halves += [stretch] if ends is _half else []
                yield stretch
    yield from _second_half(plain, halves)
    for m in _ALL.finditer(plain):
        yield Stretch(place=m.span())
    for m in _RECENT.finditer(plain):
        yield Stretch(place=m.span(), recent=int(m["n"] or 1) * _SPANS[m["unit"]])


def _dates(ends: _Ends, m: re.Match[str]) -> Dates | None:
    try:
        dates = ends(m)
    except ValueError:  # 31 February, or month 13
        return None
    return None if dates.start and dates.end and dates.start > dates.end else dates


def _placed(plain: str, place: Place, dates: Dates) -> Stretch:
    """The stretch with the words that leave it out, before it or after it."""
    before = _OUT_BEFORE.search(plain, max(0, place[0] - 40), place[0])
    if before is None and (preposition := _PREPOSITION.match(plain, place[0])):  # "not in 2018"
        before = _OUT_BEFORE.search(plain, max(0, place[0] - 40), preposition.end())
    after = _OUT_AFTER.match(plain, place[1])
    start = before.start() if before else place[0]
    return Stretch(place=(start, after.end() if after else place[1]), dates=dates, outside=bool(before or after))


def _second_half(plain: str, halves: list[Stretch]) -> Iterator[Stretch]:
    """After "the first half of 2018" "the second" is of the same year."""
    if len(halves) == 1 and (m := _OTHER_HALF.search(plain, halves[0].place[1])):
        first = halves[0].dates
        assert first is not None
        assert first.start is not None
        year = first.start.year
        yield Stretch(place=m.span(), dates=between(f"{year}-07", f"{year}-12"))
