"""Shares that words state: in percent, as so many out of so many, by a half, or none at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.understand.text import Place

_PERCENT = re.compile(
    r"(?P<low>\d{1,3}(?:\.\d+)?) ?(?:%|percent|per cent)?(?:(?: ?(?:to|-|and) ?)(?P<high>\d{1,3}(?:\.\d+)?))? ?(?:%"
    r"|percent\b|per cent\b|pct\b)"
    r"|(?P<k>\d{1,3}) (?:out of|in|of) (?P<n>\d{1,3})\b(?! ?(?:%|bp|days|months|years))|\bby (?:a "
    r"|one )?(?P<part>half|quarter|third|3rd)\b"
    r"|(?<![\d/])(?P<over>[1-9])/(?P<under>[2-9]\d?)(?![\d/])"
    r"|\ba (?P<points>half|quarter|third|fifth|tenth) of (?:a|one) (?:percent(?:age point)?|per cent|point|%)"
    r"|\ba (?P<of>half|quarter|third|fifth|tenth)\b(?! (?:of (?:a|the|each) (?:year|month)|party|one|time|way|year|month))"
    r"|\b(?P<half>half) an? (?:percent|per cent|point|%)"
    r"|\b(?P<nothing>nothing|for free|is free|zero cost)\b|\b(?P<halves>halve[sd]?|halving|cuts? (?:\w+ )?in half)\b"
)
_FRACTIONS = {"half": 0.5, "quarter": 0.25, "third": 1 / 3, "3rd": 1 / 3, "fifth": 0.2, "tenth": 0.1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A share that the words state [fraction], and where they do."""

    place: Place
    low: float
    high: float


def stated_in(plain: str, place: Place, taken: Sequence[Place] = ()) -> list[Stated]:
    """The shares that a part of a text states, but for words that mean something else already."""
    found = []
    for m in _PERCENT.finditer(plain, *place):
        if any(a < m.end() and m.start() < b for a, b in taken):
            continue
        low, high = _share(m)
        found.append(Stated(place=m.span(), low=low, high=high))
    return found


def _share(m: re.Match[str]) -> tuple[float, float]:
    if m["points"]:
        value = _FRACTIONS[m["points"]] / 100
    elif m["half"]:
        value = 0.005
    elif m["over"]:
        value = int(m["over"]) / int(m["under"])
    elif m["of"]:
        value = _FRACTIONS[m["of"]]
    elif m["k"]:
        value = int(m["k"]) / max(int(m["n"]), 1)
    elif m["low"]:
        return float(m["low"]) / 100, float(m["high"] or m["low"]) / 100
    else:
        value = 0.0 if m["nothing"] else 0.5 if m["halves"] else _FRACTIONS[m["part"]]
    return value, value
