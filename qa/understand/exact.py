"""Exact names: a question that says no more than what the catalogue calls a figure asks for that figure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import combinations

from qa.calculator.catalogue import CATALOGUE
from qa.understand.text import Place

#: What the hedge costs is all that "cost" can mean here.
_SHORT = dict.fromkeys(("cost", "costs"), "drag.monthly.mean")
#: The most places of a scope that are tried.
_PLACES = 4
#: What may stand around a name without asking for anything else.
_FRAME = re.compile(
    r"^(?:(?:hi|hello|hey|please|and|so|ok|thanks)\b[,!. ]*)*"
    r"(?:(?:can|could|would) you (?:please )?)?"
    r"(?:what(?:'s| is| was| are| were| about)|whats|how (?:big|large|high|much|deep|low) (?:is|was|are|were)|show(?: me)?"
    r"|give(?: me)?|tell me|i want|i need|i would like)?\s*"
    r"(?:(?:the|your|our|its|a|an|this|that)\b\s*)?(?P<name>.*?)"
    r"(?:\s*\b(?:please|thanks|in|on|for|of|the|tier|with|at|over|during|by))*[\s,.;:?!]*$"
)


def named_figure(plain: str, scope: Iterable[Place]) -> str | None:
    """The key of the figure that a question names, its scope and the words around the name left aside; else None.

    A name may have words of a scope in it ("drawdown in stress episodes"): the one that leaves the fewest of them aside counts.
    """
    places = tuple(dict.fromkeys(scope))[:_PLACES]
    for left in range(len(places) + 1):
        for some in combinations(places, left):
            if (key := _named(_without(plain, some))) is not None:
                return key
    return None


def _without(plain: str, places: Iterable[Place]) -> str:
    for a, b in places:
        plain = f"{plain[:a]}{' ' * (b - a)}{plain[b:]}"
    return plain


def _named(text: str) -> str | None:
    m = _FRAME.match(" ".join(text.replace(",", " ").split()))
    return _names().get(_plain(m["name"])) if m else None


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^\w%&/.'-]+", " ", name.lower()).split()).strip(" .-")


@cache
def _names() -> dict[str, str]:
    """Titles and phrases of the catalogue by their plain form; what two figures are called names neither."""
    found: dict[str, set[str]] = {}
    for spec in CATALOGUE.values():
        for name in (spec.title, *spec.phrases):
            found.setdefault(_plain(name), set()).add(spec.key)
    return {**_SHORT, **{name: next(iter(keys)) for name, keys in found.items() if len(keys) == 1}}
