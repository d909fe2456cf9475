"""Months of every year and seasons that a question narrows to: "in January", "summer", where no year is named with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.calculator.catalogue import spec_of
from qa.calculator.core.fall import MONTHS
from qa.calculator.core.scope import Scope
from qa.understand.left_out import leaves_out
from qa.understand.stretch import Stretch
from qa.understand.supposing import Supposed
from qa.understand.text import Place

_SEASONS = {"spring": "mar+apr+may", "summer": "jun+jul+aug", "autumn": "sep+oct+nov", "winter": "dec+jan+feb"}
#: Names that are words of their own, and so need a preposition before them.
_AMBIGUOUS = {"may", "mar", "apr"}


def _forms(short: str, name: str) -> str:
    """A month's name in the singular, in the plural and short."""
    plural = f"{name[:-1].lower()}ies|" if name.endswith("ry") else "marches|" if short == "mar" else ""
    return f"{plural}{name.lower()}s?|{short}\\.?"


_NAMES = "|".join([_forms(short, name) for short, name in MONTHS.items()] + [r"sept\.?"])
_PLAIN = "|".join(
    [_forms(short, name) for short, name in MONTHS.items() if short not in _AMBIGUOUS] + ["april", "aprils"] + [r"sept\.?"]
)
_MONTH = (
    rf"(?:(?<=\bin )|(?<=\bduring )|(?<=\bof )|(?<=\bfor )|(?<=\bevery )|(?<=\beach )|(?<=\bthan )"
    rf"|(?<=\bmany ))(?:{_NAMES})|(?:{_PLAIN})"
)
_ONE = re.compile(
    rf"(?<![\w-])(?:(?P<from>{_PLAIN}|march|may) ?(?:to|until|till|through|thru|-) ?(?P<to>{_NAMES})"
    rf"|(?:the )?(?P<season>spring|summer|autumn|winter)(?:s|time)?(?: (?:months?|season))?|(?P<one>{_MONTH}))(?![\w-])"
)
#: What before a month makes of it a day, the end or the start of a stretch, or one certain month.
_DATED = re.compile(
    r"(?:\b(?:start\w*|beg[aiu]n\w*|opened|joined|bought) in "
    r"|\b(?:since|until|till|before|after|by|last|next|this|early|late|mid|end of|start of"
    r"|(?:january|february|march|april|may|june|july|august|september|october|november|december) (?:or|to)) "
    r"|\d(?:st|nd|rd|th)? (?:of )?|[-'])$"
)
_DAY_AFTER = re.compile(
    r" ?(?:,? ?(?:19|20)?\d\d(?!\d| ?%)|\d{1,2}(?:st|nd|rd|th)?\b(?! ?%|\.\d| (?:percent|months|years))"
    r"|effect\b|expir\w+|calls?\b|contracts?\b)"
)


def read_months(plain: str, stretches: Sequence[Stretch]) -> Iterator[Supposed]:
    """Months of every year in a plain text, one by one; those that are left out stand for all others.

    None where another month has its year, which may be meant with it.

    >>> [found.value for found in read_months("the cost in january", ())]
    ['jan']
    >>> [found.value for found in read_months("may it cost more from june to august", ())]
    ['jun+jul+aug']
    """
    if any(s.dates and not _is_years(s) for s in stretches):
        return
    for m in _ONE.finditer(plain):
        if _DATED.search(plain[: m.start()]) or _DAY_AFTER.match(plain, m.end()):
            continue
        named = _named(m)
        found = leaves_out(plain, m.span())
        kept = [name for name in MONTHS if (name in named) != found.out]
        if kept:
            yield Supposed(place=_with_words(plain, found.place), part="month", value="+".join(kept))


def _named(m: re.Match[str]) -> list[str]:
    if m["season"]:
        return _SEASONS[m["season"]].split("+")
    if m["one"]:
        return [m["one"][:3]]
    names = list(MONTHS)
    first, last = names.index(m["from"][:3]), names.index(m["to"][:3])
    return [names[at % len(names)] for at in range(first, last + 1 + (len(names) if last < first else 0))]


def _is_years(stretch: Stretch) -> bool:
    """Whether a stretch begins with a January and ends with a December, as far as it has an end."""
    assert stretch.dates is not None, "it has dates"
    start, end = stretch.dates.start, stretch.dates.end
    return (start is None or (start.month, start.day) == (1, 1)) and (end is None or (end.month, end.day) == (12, 31))


_LED = re.compile(r"\b(?:in|during|for|of|over)(?: the)?(?: months?(?: of)?)?(?: an?| any| every| each| all)? $")


def _with_words(plain: str, place: Place) -> Place:
    """The place with the words that lead to it."""
    led = _LED.search(plain[: place[0]])
    return (led.start() if led else place[0], place[1])


def without_months(scope: Scope, keys: Sequence[str], supposed: Sequence[Supposed]) -> tuple[Scope, list[Place]]:
    """The scope less the months of every year where no such month narrows the leading figure, and then the words for them."""
    if scope.month is None or not keys or {"bounds", "event"} <= {*spec_of(keys[0]).narrows}:
        return scope, []
    return scope.less("month"), [s.place for s in supposed if s.part == "month"]
