"""Words for dates: months, quarters, years and the stretches between two, each with the dates that it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache

from corpus.dates import MONTHS, month_number
from qa.calculator.core.scope import Dates, between
from qa.understand.text import Place

_MONTH = r"(?P<{}>" + "|".join(f"{m.lower()}|{m[:3].lower()}\\.?" for m in MONTHS) + r"|sept\.?)(?![a-z])"
_NO_YEAR = r"(?! ?(?:dollars?|usd|bucks)\b)"
_YEAR = rf"(?P<{{}}>(?:19|20)\d\d|'\d\d)(?![\d%.,:/]\d|\d|%){_NO_YEAR}"
_SHARE = r" ?(?:per cent|percent|pct|points?|dollars?|bp)\b"
#: A year right behind a month or a quarter, where two digits are one too: "Feb 18" is of a year, "Feb 18, 2016" of a day.
_SHORT = r"(?P<{}>(?:19|20)\d\d|'?(?:1\d|2[0-6]))(?![\d%]|[.,:/]\d|(?:st|nd|rd|th)\b|,? ?(?:19|20)\d\d|" + _SHARE + ")"
_M, _M2 = _MONTH.format("m"), _MONTH.format("m2")
_Y, _Y2 = _YEAR.format("y"), _YEAR.format("y2")
_S, _S2 = _SHORT.format("y"), _SHORT.format("y2")
_TO = r" ?(?:to|until|till|through|thru|up to|and|-|\.{2,3}) ?(?:the )?(?:end of )?"
_UP_TO = _TO.replace("|and", "")
_OF = r"(?:,? ?(?:of |in )?|-)"
_D = r"(?P<{}>[12]?\d|3[01])(?:st|nd|rd|th)?"
_IN = (
    r"(?:\b(?:all through|in|during|for|of|over|throughout|from|between|on|calendar)(?: the| all of)? )?"
    r"(?:the (?:start|beginning) of )?"
)
_WEEKDAY = r"(?:(?:\b\w+day )?(?:the )?)"
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
_ORDINAL = "(?P<q>" + "|".join(_ORDINALS) + ")"
_HALF = 2


def _year(text: str) -> str:
    return f"20{text[-2:]}" if len(text) < len("2018") else text


def _month(name: str, year: str) -> str:
    return f"{_year(year)}-{month_number(name):02d}"


def _iso_month(year: str, month: str) -> Dates:
    iso = f"{year}-{int(month):02d}"
    return between(iso, iso)


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


def _one_day(m: re.Match[str]) -> date:
    return date.fromisoformat(f"{_month(m['m'], m['y'])}-{int(m['d']):02d}")


def _week(m: re.Match[str]) -> Dates:
    """From the Monday to the Friday of the week of a day."""
    day = _one_day(m)
    monday = day - timedelta(days=day.weekday())
    return Dates(monday, monday + timedelta(days=4))


def _numeric(m: re.Match[str]) -> Dates:
    year = m["y"] if len(m["y"]) > len("18") else f"20{m['y']}"
    day = f"{year}-{int(m['a']):02d}-{int(m['b']):02d}"
    return between(day, day)


def _months(m: re.Match[str]) -> Dates:
    return between(_month(m["m"], m["y"]), _month(m["m2"], m["y2"]))


def _day_to_day(m: re.Match[str]) -> Dates:
    """From one day to another; a year that is told once is that of both, or of the second around a turn of the year."""
    year = _year(m["y"] or m["y2"])
    if not m["y"] and month_number(m["m"]) > month_number(m["m2"]):
        year = str(int(year) - 1)
    return between(f"{_month(m['m'], year)}-{int(m['d']):02d}", f"{_month(m['m2'], m['y2'])}-{int(m['d2']):02d}")


def _after(m: re.Match[str]) -> Dates:
    """After a month or year, that one not counted."""
    year, month = int(_year(m["y"])), month_number(m["m"]) if m["m"] else 12
    return between(f"{year + month // 12}-{month % 12 + 1:02d}", None)


def _before(m: re.Match[str]) -> Dates:
    year, month = int(_year(m["y"])), month_number(m["m"]) if m["m"] else 1
    return between(None, f"{year - (month == 1)}-{(month - 2) % 12 + 1:02d}")


def _edge(m: re.Match[str]) -> str:
    return _month(m["m"], m["y"]) if m["m"] else _year(m["y"])


def _until(m: re.Match[str]) -> Dates:
    """Up to a month or year, that one counted."""
    return between(None, _edge(m))


def _days(m: re.Match[str]) -> Dates:
    """From one day of a month to another."""
    month = _month(m["m"], m["y"])
    return between(f"{month}-{int(m['d']):02d}", f"{month}-{int(m['d2']):02d}")


def _same_century(m: re.Match[str]) -> Dates:
    """As "2014-15": the second year is told in two digits."""
    return between(_year(m["y"]), f"{_year(m['y'])[:2]}{m['y2'][-2:]}")


def _years(m: re.Match[str]) -> Dates:
    return between(_year(m["y"]), _year(m["y2"]))


def _part_of_month(m: re.Match[str]) -> Dates:
    """The first half of a month is its first fifteen days."""
    month = _month(m["m"], m["y"])
    return between(f"{month}-01", f"{month}-15") if _ORDINALS[m["q"]] == 1 else between(f"{month}-16", month)


_ISO = r"(?P<{}>(?:19|20)\d\d-(?:0\d|1[0-2])-[0-3]\d)"
#: From one day to another, either told before its month or after it.
_DAYS_APART = tuple(
    rf"{led}(?:the )?{first}{to}(?:the )?{last}"
    for first, last in (
        (rf"{_D.format('d')} (?:of )?{_M}(?:{_OF}{_Y})?", rf"{_D.format('d2')} (?:of )?{_M2}{_OF}{_Y2}"),
        (rf"{_M} {_D.format('d')}(?:,? {_Y})?", rf"{_M2} {_D.format('d2')},? {_Y2}"),
    )
    for led, to in ((rf"{_IN}\b", _UP_TO), (r"\bbetween ", " and "))
)
_MAYBE_MONTH = rf"(?:the )?(?:(?:end|start|beginning) of )?(?:early )?(?:{_M}{_OF})?"
#: A pair of years in two digits, which nothing near makes levels, days or amounts.
_PAIR = r"(?<![\w.$%/'-])(?P<y>'?1[3-9])"
_PAIRED = r"(?P<y2>'?1[4-9])(?![\d%.'-]\d|[\w%]| ?(?:dte|days?|delta|vix|bp|points?|percent|trades|months|%))"
Ends = Callable[[re.Match[str]], Dates]
#: What before a day makes of it the end or the start of a stretch.
_DAY_ENDS: tuple[tuple[str, Ends], ...] = (
    (r"\b(?:until|till|up to(?: and including)?|(?<!all )through|ending(?: on)?) ", lambda m: Dates(None, _one_day(m))),
    (r"\b(?:since|starting(?: on)?|beginning(?: on)?|from(?=.{5,25} on(?:wards?)?\b)) ", lambda m: Dates(_one_day(m), None)),
    (r"\b(?:before|prior to|earlier than) ", lambda m: Dates(None, _one_day(m) - timedelta(days=1))),
    (r"\b(?:after|later than) ", lambda m: Dates(_one_day(m) + timedelta(days=1), None)),
)
#: The more particular reading first; a later one takes no words of an earlier one.
_WORDS: tuple[tuple[str, Ends], ...] = (
    (rf"\bbetween {_M}{_OF}{_S} and {_M2}{_OF}{_S2}", _months),
    *((words, _day_to_day) for words in _DAYS_APART),
    (
        rf"(?:{_IN}|\bbetween )(?<![\d/.-]){_ISO.format('i')}(?:{_UP_TO}| and ){_ISO.format('i2')}(?![\d/-])",
        lambda m: between(m["i"], m["i2"]),
    ),
    (
        (
            rf"(?:{_IN}|\bbetween )(?<![\d/.-])(?P<a>\d\d?)/(?P<b>\d\d?)/(?P<y>(?:19|20)\d\d)(?:{_UP_TO}| and )"
            r"(?P<a2>\d\d?)/(?P<b2>\d\d?)/(?P<y2>(?:19|20)\d\d)(?![\d/-])"
        ),
        lambda m: between(f"{m['y']}-{int(m['a']):02d}-{int(m['b']):02d}", f"{m['y2']}-{int(m['a2']):02d}-{int(m['b2']):02d}"),
    ),
    (rf"{_IN}\b{_M}{_OF}{_S}{_UP_TO}{_M2}{_OF}{_S2}", _months),
    (rf"{_IN}\b{_M}{_TO}{_M2}{_OF}{_S}", lambda m: between(_month(m["m"], m["y"]), _month(m["m2"], m["y"]))),
    (rf"{_IN}(?:the )?\b(?P<q>first|1st|second|2nd) half of {_M}{_OF}{_S}", _part_of_month),
    (
        (
            rf"{_IN}{_WEEKDAY}\b{_D.format('d')} (?:to|and|until|through|-|&) {_WEEKDAY}{_D.format('d2')} (?:of )?"
            rf"{_M}{_OF}{_Y}"
        ),
        _days,
    ),
    (rf"{_IN}\b{_M} {_D.format('d')} ?(?:to|and|until|through|-|&) ?{_D.format('d2')},? {_Y}", _days),
    *(
        (rf"{_IN}(?:the )?week (?:of|beginning|starting|from)(?: on)? {_WEEKDAY}(?:the )?{day}", _week)
        for day in (rf"{_D.format('d')} (?:of )?{_M}{_OF}{_Y}", rf"{_M} {_D.format('d')},? {_Y}")
    ),
    *(
        (rf"{led}(?:the )?{day}", ends)
        for day in (rf"\b{_D.format('d')} (?:of )?{_M}{_OF}{_Y}", rf"\b{_M} {_D.format('d')},? {_Y}")
        for led, ends in _DAY_ENDS
    ),
    (rf"{_IN}\b{_D.format('d')} (?:of )?{_M}{_OF}{_Y}", _day),
    (rf"{_IN}\b{_M} {_D.format('d')},? {_Y}", _day),
    (rf"{_IN}(?<![\d/.-])(?P<y>(?:19|20)\d\d)-(?P<a>0\d|1[0-2])-(?P<b>[0-3]\d)(?![\d/-])", _numeric),
    (rf"{_IN}(?<![\d/.-])(?P<a>\d\d?)/(?P<b>\d\d?)/(?P<y>(?:19|20)?\d\d)(?![\d/-])", _numeric),
    (rf"{_IN}(?<![\d/.-])(?P<b>\d\d?)\.(?P<a>\d\d?)\.(?P<y>(?:19|20)\d\d)(?![\d/-])", _numeric),
    (rf"{_IN}(?<![\d/.-])(?P<y>(?:19|20)\d\d)-(?P<a>0\d|1[0-2])(?![\d/-])", lambda m: between(m[0][-7:], m[0][-7:])),
    (
        rf"{_IN}(?<![\d/.-])(?P<a>0?[1-9]|1[0-2])/(?P<y>(?:19|20)\d\d){_UP_TO}(?P<b>0?[1-9]|1[0-2])/(?P<y2>(?:19|20)\d\d)(?![\d/-])",
        lambda m: between(f"{m['y']}-{int(m['a']):02d}", f"{m['y2']}-{int(m['b']):02d}"),
    ),
    (rf"{_IN}(?<![\d/.-])(?P<a>0?[1-9]|1[0-2])/(?P<y>(?:19|20)\d\d)(?![\d/-])", lambda m: _iso_month(m["y"], m["a"])),
    (rf"{_IN}(?:the )?\b{_ORDINAL} half(?:[- ]year)?{_OF}{_S}", _half),
    (rf"{_IN}(?:the )?\b{_ORDINAL} (?:6|six) months{_OF}{_S}", _half),
    (rf"{_IN}\bh(?P<q>[12]){_OF}{_S}", _half),
    (rf"{_IN}\bq(?P<q>[1-4]){_OF}{_S}", _quarter),
    (rf"{_IN}\b(?P<q>[1-4])q ?{_S}", _quarter),
    (rf"{_IN}(?:the )?\b{_ORDINAL} quarter{_OF}{_S}", _quarter),
    (rf"{_IN}(?<![\d$.,:/'-])(?P<y>20\d\d) ?[-/] ?(?P<y2>1\d|2[0-6])(?![\d%.,:/-]\d|\d|%)", _same_century),
    (rf"{_IN}(?<![\d$.,:/'-])(?P<y>20\d\d) (?:to|thru|through) (?P<y2>1\d|2[0-6])(?![\d%.,:/-]\d|\d|%)", _same_century),
    (rf"(?:{_IN}\b|(?<=take )){_Y}{_UP_TO}{_Y2}", _years),
    (rf"\bbetween {_Y} and {_Y2}", _years),
    (rf"\b(?:nothing|none|not(?:hing)? anything|no \w+) (?:from )?(?:after|later than|past) {_MAYBE_MONTH}{_Y}", _until),
    (
        rf"\b(?:nothing|none|not(?:hing)? anything|no \w+) (?:from )?(?:before|prior to|earlier than) {_MAYBE_MONTH}{_Y}",
        lambda m: between(_edge(m), None),
    ),
    (rf"\b(?:after|later than|post)[ -]{_MAYBE_MONTH}{_Y}", _after),
    (rf"\b(?:after|post)[ -]{_M}{_OF}{_S}", _after),
    (rf"\b(?:before|prior to|earlier than|pre)[ -](?:of )?{_MAYBE_MONTH}{_Y}", _before),
    (rf"\b(?:since|starting(?: in)?|beginning(?: in)?) {_MAYBE_MONTH}{_Y}(?: on(?:wards?)?)?", lambda m: between(_edge(m), None)),
    (
        (
            rf"\b(?:from )?{_MAYBE_MONTH}(?<![\d$.,:/'-]){_Y} (?:onwards?|on(?= *[,.?!;:]| *$)|and (?:after|later|onwards?)"
            r"|forward)\b"
        ),
        lambda m: between(_edge(m), None),
    ),
    (rf"\bfrom {_MAYBE_MONTH}{_Y} on\b(?! the| a| my)", lambda m: between(_edge(m), None)),
    (
        (
            r"\b(?:until|till|up to|(?<!all )through|(?<!going )by|(?:stopping|ending|stops|ends) (?:at|in"
            rf"|with)) {_MAYBE_MONTH}{_S}(?!{_TO}{_SHORT.format('z')})"
        ),
        lambda m: between(None, _edge(m)),
    ),
    (
        (
            rf"\b(?:(?<!apart )(?<!aside )(?<!away )from|begun in|began in|begin in|started in"
            rf"|start in|beginning|starting) {_M}{_OF}{_S}(?! ?(?:to|until|till"
            r"|through|thru|-))"
        ),
        lambda m: between(_edge(m), None),
    ),
    (rf"{_IN}\b{_M}{_OF}{_S}", lambda m: between(_month(m["m"], m["y"]), _month(m["m"], m["y"]))),
    (rf"(?<![\d$.,:/'-])(?P<y>20\d\d), {_M}(?! ?\d)", lambda m: between(_month(m["m"], m["y"]), _month(m["m"], m["y"]))),
    (rf"\b(?<!apart )(?<!aside )(?<!away )from {_Y}(?! ?(?:and|to))", lambda m: between(_year(m["y"]), None)),
    (
        (
            rf"{_IN}(?:(?:all|the whole|the year|every day|every month|calendar(?: year)?) (?:of )?)?"
            rf"(?:(?<![\d$.,:/'-])|(?<=\bex-)|(?<=\bnon-)){_Y}"
        ),
        lambda m: between(_year(m["y"]), _year(m["y"])),
    ),
)
#: Stretches between two years in two digits.
_BARE_STRETCHES = (
    re.compile(rf"\b(?:in|over|during|for|from|of) (?:the )?{_PAIR} ?(?:-|/|to|thru|through) ?{_PAIRED}"),
    re.compile(rf"(?:\b(?:from|the) )?{_PAIR} ?(?:-|/|to|thru|through) ?{_PAIRED}(?= *[,?!;:)]| *\.(?!\d)| *$)"),
)
#: Years in two digits that stand side by side, or after "in"; a text about levels of VIX has none.
_BARE_YEARS = (
    re.compile(
        rf"{_PAIR}(?:(?:,|,? and|,? n|,? &|,? vs\.?|,? versus|,? against|,? or| then) ?(?=(?:'?1[3-9]|2[0-6])\b)| (?=1[4-9]\b))"
    ),
    re.compile(
        r"(?:(?<=1\d and )|(?<=1\d vs )|(?<=1\d or )|(?<=1\d against )|(?<=1\d n )|(?<=1\d, )|(?<=1\d ))"
        r"(?P<y>'?1[3-9])(?![\d%.'-]\d|[\w%]| ?(?:dte|days?|delta|bp|points?|percent|trades|months))"
    ),
    re.compile(
        r"\b(?:in|during|for|of|over|throughout|same but) (?P<y>'?1[3-9])(?= *[,?!;:]| *\.(?!\d)| *$| (?:and|with|when|if|is"
        r"|the|vs|per|n)\b)"
    ),
)
#: A year after an apostrophe, which is one in any text.
_APOSTROPHES = (
    re.compile(r"(?<![\w.])(?P<y>'1[3-9]) ?(?:-|to|through|thru) ?(?P<y2>'1[3-9])(?!\w|\.\d)"),
    re.compile(r"(?<![\w.])(?P<y>'1[3-9])(?!\w|\.\d)"),
)
#: What every stretch has, two digits of its year at least.
_DATED = re.compile(r"\d\d")
_LEVELS = re.compile(
    r"\bvix\b|fear|\bvol(?:atility)?\b|\bdte\b|\bdelta|\bband|\bbucket|\blevels?\b|\brange\b|\bstate\b|\bsub\b|\+"
)


#: What makes two numbers years although levels are spoken of: "years with real vol, so 15 and 18".
_OF_YEARS = re.compile(r"\byears?\b[^.?!]{0,30}[ ,:(]'?1[3-9] ?(?:and|or|&|,|n|vs) ?'?1[3-9](?!\d|%|\.\d)")


def is_half(ends: Ends) -> bool:
    """Whether a stretch is read as half a year."""
    return ends is _half


def stretches(plain: str) -> Iterator[tuple[re.Match[str], Ends]]:
    """The stretches of time that a plain text tells, the more telling words first, each with what makes dates of it."""
    if _DATED.search(plain):  # else their patterns needn't be made
        for pattern, ends in _patterns():
            yield from ((m, ends) for m in pattern.finditer(plain))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Ends], ...]:
    return tuple((re.compile(words), ends) for words, ends in _WORDS)


def bare_years(plain: str) -> Iterator[tuple[Place, Dates]]:
    """Years in two digits that nothing but their neighbors or "in" makes years, in a text without levels."""
    taken: list[Place] = []
    levels = _LEVELS.search(plain) and not _OF_YEARS.search(plain)
    for pattern in _APOSTROPHES if levels else (*_BARE_STRETCHES, *_BARE_YEARS, *_APOSTROPHES):
        for m in pattern.finditer(plain):
            last = m.groupdict().get("y2") or m["y"]
            place = m.start(), m.end("y2" if "y2" in m.groupdict() else "y")
            if all(place[1] <= a or b <= place[0] for a, b in taken) and _year(m["y"]) <= _year(last):
                taken.append(place)
                yield place, between(_year(m["y"]), _year(last))
