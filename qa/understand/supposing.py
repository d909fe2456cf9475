"""One thing that a question supposes, as its readers give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.understand.text import Place, Text

#: Conditions that no labelled question has taught the scorer.
_BY_RULE = frozenset({"weekday", "asof", "fees", "condors", "times"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """One thing that is supposed: part of a scope with its value, and the words for it."""

    place: Place
    #: the part's name in `Scope`; `times` is of the base, at so many times its contracts
    part: str
    value: float | str | date


def left_to_score(heard: Text, supposed: Sequence[Supposed]) -> str:
    """The question without the words for conditions that are read by rule alone and that say nothing of the figure."""
    places = [heard.place(s.place) for s in supposed if s.part in _BY_RULE]
    said = heard.asked
    for a, b in sorted(places, reverse=True):
        said = f"{said[:a].rstrip(' ,')}{said[b:]}" if said[:a].strip(" ,") else said[b:].lstrip(" ,")
    return said if len(said.split()) > 1 else heard.asked
