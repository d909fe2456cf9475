"""ReadPremise: what a question takes for granted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from qa.calculator.catalogue import spec_of
from qa.calculator.core.scope import EVERYTHING, Scope
from qa.understand.compared import compared
from qa.understand.meaning import Meaning, premise_keys, stated_in
from qa.understand.readings import Readings
from qa.understand.text import Place, Text

_REAL = re.compile(
    r"\b(?:in|with|from) (?:real|live|actual) (?:trading|money|accounts?)\b|\blive[- ]traded\b|\bin practice\b", re.IGNORECASE
)
_FALLS = re.compile(r"\bdrags? down (?:monthly )?returns?\b|\breduces? (?:the )?returns?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPremise:
    """Words of the question that take something for granted.

    `real`: that trades were made; `cost`: that the hedge takes from the return; `stated`: a value from `low` to `high` [fraction]
    of the figure `key` within `scope`; `untold`: something that no figure is held against.
    """

    code: Literal["real", "cost", "stated", "untold"]
    text: str
    key: str | None = None
    scope: Scope = EVERYTHING
    low: float = 0.0
    high: float = 0.0


def granted(heard: Text, read: Readings, meaning: Meaning) -> Iterator[ReadPremise]:
    """What the question takes for granted in so many words: a value of a figure, or something that no figure tells."""
    for place in meaning.places("premise"):
        keys = premise_keys(heard.plain, meaning, place)
        own = read.within([place])
        stated = stated_in(heard.plain, place, [*own.narrowing])
        said = heard.said(place).strip(" ,.;:")
        if keys and stated:
            scope = compared(heard.plain, own).first.scope
            yield ReadPremise(code="stated", text=said, key=keys[0], scope=scope, low=stated[0].low, high=stated[0].high)
        else:
            yield ReadPremise(code="untold", text=said)


def stated_beside(heard: Text, keys: tuple[str, ...], meaning: Meaning, taken: Sequence[Place]) -> Iterator[ReadPremise]:
    """A share stated beside the figure that is asked for, which it is held against."""
    if not keys or not spec_of(keys[0]).unit.startswith("fraction"):
        return
    asked = [p for a in meaning.asked for p in a.places if not heard.plain[slice(*p)].strip()[:1].isdigit()]
    for place in meaning.places("ask"):
        for stated in stated_in(heard.plain, place, [*taken, *asked]):
            if heard.plain[slice(*stated.place)][:1].isdigit():
                yield ReadPremise(code="stated", text=heard.said(stated.place), key=keys[0], low=stated.low, high=stated.high)
                return


def taken(asked: str) -> Iterator[ReadPremise]:
    """That trades were made, or that the hedge takes from the return, where the question's words say so."""
    yield from (ReadPremise(code="real", text=m[0]) for m in _REAL.finditer(asked))
    yield from (ReadPremise(code="cost", text=m[0]) for m in _FALLS.finditer(asked))
