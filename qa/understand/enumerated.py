"""Enumerations: a value for each month or year is asked for, or the several worst of them, and not one value."""

from __future__ import annotations

import re

from qa.understand.text import Place

_EACH = re.compile(
    r"\b(?:for|in|of|by|over) (?:each|every) (?:single )?(?:calendar )?(?:year|month)\b|\b(?:each|every|per|by) calendar year\b"
    r"|\byear by year\b"
    r"|^(?:please )?(?:show|list|tabulate|give)\b[^.?!]*?"
    r"\b(?P<words>(?:monthly|yearly|annual|daily) (?:returns|results|values|costs))\b"
)
_SEVERAL = re.compile(
    r"\b(?:[2-9]|10) (?:worst|best|largest|biggest|smallest|deepest|costliest|highest|lowest|longest|most \w+)\b(?: \w+)?"
)
#: Figures whose page has a table of all months and years.
_TABLED = "drag."


def asks_each(plain: str) -> bool:
    """Whether a value for each month or year is asked for.

    >>> asks_each("list the hedge's cost for each calendar year"), asks_each("what does the hedge cost a year")
    (True, False)
    """
    return bool(_EACH.search(plain))


def not_listed(plain: str, keys: tuple[str, ...]) -> list[Place]:
    """The words that ask for several values where the page of the figures has one."""
    found = [m.span() for m in _SEVERAL.finditer(plain)]
    if keys and not keys[0].startswith(_TABLED):
        found += [m.span("words") if m["words"] else m.span() for m in _EACH.finditer(plain)]
    return found
