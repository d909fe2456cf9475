"""Units asked for: a stretch of time that the figure is cut into, and dollars, basis points or percent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qa.calculator.core.scope import Period
from qa.understand.text import Place

Wanted = Literal["USD", "bp", "percent"]
_PERIODS: tuple[tuple[Period, str], ...] = (
    ("day", r"(?:per|a|an|each|every|by the|in a|on a) (?:trading )?day|daily|day by day|by day"),
    ("week", r"(?:per|a|each|every|in a) week|weekly|by week"),
    ("month", r"(?:per|a|each|every|in a) month|monthly|by month"),
    ("year", r"(?:per|a|each|every|in a) (?:year|annum)|yearly|annual(?:ly|ised|ized)?|p\.a\.?|by year"),
)
_PER = tuple((period, re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")) for period, words in _PERIODS)
_WANTED: tuple[tuple[Wanted, re.Pattern[str]], ...] = (
    (
        "USD",
        re.compile(
            r"\b(?:in )?(?:us )?dollars?\b|\bin (?:usd|\$|money|cash)(?!\w)|(?<!\S)\$(?= )|\busd (?:per|a)\b"
            r"|\bhow many (?:dollars|bucks)\b|\bbucks\b"
        ),
    ),
    ("bp", re.compile(r"\b(?:in )?(?:how many )?(?:bp|basis points?)\b")),
    ("percent", re.compile(r"\bin (?:percent|%|per cent)(?!\w)|\bhow many percent\b|\bpercentage\b|\bin % ")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit that is asked for, and the words for it."""

    place: Place
    per: Period | None = None
    wanted: Wanted | None = None


def read_units(plain: str) -> list[Unit]:
    """The units in a plain text, from left to right."""
    found = [Unit(place=m.span(), per=period) for period, pattern in _PER for m in pattern.finditer(plain)]
    found += [Unit(place=m.span(), wanted=wanted) for wanted, pattern in _WANTED for m in pattern.finditer(plain)]
    return sorted(found, key=lambda u: u.place)
