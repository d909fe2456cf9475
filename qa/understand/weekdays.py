"""Days of the week that a question narrows to or leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.calculator.core.fall import WEEKDAYS
from qa.understand.left_out import leaves_out
from qa.understand.supposing import Supposed
from qa.understand.text import Place

_ONE = "(?:" + "|".join(name[:-1].lower() for name in WEEKDAYS.values()) + ")"
_ALL = f"(?:{_ONE}s'?)"
_THING = (
    r"(?:evenings?|nights?|closes?|sessions?|afternoons?|mornings?|trades?|condors?|entries|entry|openings?|buys|positions?"
    r"|returns?|results?|drag|losses|loss|alone|only|trading)"
)
_NOUN = rf"(?: (?:(?:and|or) )?{_THING})*"
#: A day's name in the plural, or one that words about it make stand for all: "on a Friday", "Friday trades".
_DAY = rf"(?:{_ALL}|(?:(?:an?|any|every|each) ){_ONE}|{_ONE}(?:'s)?(?=(?:,? (?:and|or) {_ONE})? {_THING}))"
_JOIN = r"(?:,|,? (?:and|or|nor|plus)| ?&| ?/| n) ?(?:on )?"
_DAYS = re.compile(
    r"(?:\b(?:only |just )?(?:on|for|of|over|in|opened|sold|bought|entered|placed)(?: on)?(?: the| all)? )?"
    rf"\b(?<!by )(?<!next )(?<!last )(?<!this )(?<!black ){_DAY}(?:{_JOIN}(?:{_DAY}|{_ONE}))*(?!\w){_NOUN}"
)
#: Days that are an event's, whose words say when it is.
_OF_AN_EVENT = re.compile(
    r"\b(?:nfp|payrolls?|jobs?(?: report)?|opex|expir\w+|witching|fed|fomc|cpi|ppi|black|good|easter)[- ](?:on )?$"
)


def read_weekdays(plain: str) -> Iterator[Supposed]:
    """Days of the week in a plain text, one by one; those that are left out stand for all others.

    >>> [found.value for found in read_weekdays("the cost on fridays")]
    ['fri']
    >>> [found.value for found in read_weekdays("the drag except on mondays and fridays")]
    ['tue+wed+thu']
    """
    for m in _DAYS.finditer(plain):
        if _OF_AN_EVENT.search(plain[: m.start()]):
            continue
        named = [day for day, name in WEEKDAYS.items() if re.search(rf"\b{name[:-1].lower()}", m[0])]
        place, out = _left_out(plain, m.span())
        kept = ["+".join(day for day in WEEKDAYS if day not in named)] if out else named
        yield from (Supposed(place=place, part="weekday", value=days) for days in kept if days)


def _left_out(plain: str, place: Place) -> tuple[Place, bool]:
    """Whether the words around leave the days out; "rather than Mondays" holds them against others."""
    if re.search(r"\brather than (?:on )?$", plain[: place[0]]):
        return place, False
    found = leaves_out(plain, place)
    return found.place, found.out
