"""One thing that a question supposes, as its readers give it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.understand.text import Place, Text

#: Conditions that no labelled question has taught the scorer.
_BY_RULE = frozenset({"weekday", "month", "asof", "fees", "condors", "times"})

#: The start of a sentence that tells something of the asker, and the end of one.
_TOLD = re.compile(r"(?:^|[.?!;] )((?:i|we|my|our|the|it) [^.?!;]*)$", re.IGNORECASE)
_ENDS = re.compile(r"[.?!;](?= |$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """One thing that is supposed: part of a scope with its value, and the words for it."""

    place: Place
    #: the part's name in `Scope`; `times` is of the base, at so many times its contracts
    part: str
    value: float | str | date


#: Words that lead to a condition, or follow one, and say nothing else; and a condition on VIX as people put it.
_LEADS = re.compile(
    r"(?:,? *\b(?:conditional on|conditioned on|given(?: that)?|if|when|where|with|for entries with|for)\b)?(?: the)? *$",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(r"^ *(?:at|on|by) (?:the )?(?:entry|entries|open|close)\b", re.IGNORECASE)
_AS_USUAL = " when VIX is above its average"


def put_usually(heard: Text, means: Sequence[Place]) -> str:
    """The question with its conditions on a mean, however they are written, put once as people say them."""
    said, first = heard.asked, True
    for a, b in sorted((heard.place(place) for place in means), reverse=True):
        before = _LEADS.sub("", said[:a])
        after = _FOLLOWS.sub("", said[b:])
        said = f"{before}{_AS_USUAL if first else ''}{after}"
        first = False
    return said.strip(" ,")


def left_to_score(heard: Text, supposed: Sequence[Supposed]) -> str:
    """The question without the words for conditions that are read by rule alone and that say nothing of the figure."""
    places = [heard.place(s.place) for s in supposed if s.part in _BY_RULE]
    said = heard.asked
    for a, b in sorted(places, reverse=True):
        told = _TOLD.search(said[:a])
        end = _ENDS.search(said, b)
        if told and end and end[0] != "?" and said[end.end() :].strip():  # a sentence that only tells it
            said = f"{said[: told.start(1)]}{said[end.end() :].lstrip()}"
        else:
            said = f"{said[:a].rstrip(' ,')}{said[b:]}" if said[:a].strip(" ,") else said[b:].lstrip(" ,")
    return said if len(said.split()) > 1 else heard.asked
