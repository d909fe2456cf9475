"""Levels of VIX: the one that a question states, and the bands that sentences give rules for."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from corpus.readers.text import sentences
from corpus.texts.documents import AUTHORITIES
from corpus.texts.library import Library

_N = r"(\d+(?:\.\d+)?)(?![\d/]|\.\d|\s*(?:%|percent|bp|days?|dte|calls?|contracts?|months?|layers?|points?|years?))"
_SIDE = r"(?P<side>below|under|above|over|exceeds?|beyond)\s+(?:a\s+)?(?:vix\s+)?(?:of\s+)?"
_ASKED = (
    re.compile(rf"\bvix\b[^.?!\d]{{0,30}}?\bbetween\s+{_N}\s+and\s+{_N}", re.IGNORECASE),
    re.compile(rf"\bvix\b[^.?!\d]{{0,30}}?{_SIDE}{_N}", re.IGNORECASE),
    re.compile(rf"{_SIDE}{_N}\s*(?:on\s+|in\s+)?(?:the\s+)?vix\b", re.IGNORECASE),
    re.compile(rf"\bvix\b[^.?!\d]{{0,30}}?(?<![\d.$]){_N}", re.IGNORECASE),
    re.compile(rf"(?<![\d.$]){_N}\s+(?:on\s+(?:the\s+)?)?vix\b", re.IGNORECASE),
    re.compile(rf"\bvix\s+of\s+{_N}", re.IGNORECASE),
)
_PAIR = re.compile(rf"\b(?:from|between)\s+{_N}\s+(?:to|and)\s+{_N}", re.IGNORECASE)
_ONE = re.compile(rf"\b{_SIDE}{_N}", re.IGNORECASE)
_OR_MORE = re.compile(rf"(?<![\d.$]){_N}\s+(?:or more|or above|and above)\b", re.IGNORECASE)
_VIX = re.compile(r"\bvix\b", re.IGNORECASE)
_ENDING = re.compile(r"\buntil\b|\bends when\b", re.IGNORECASE)
_BELOW = ("below", "under")
#: Words that ask at which level something holds.
_WHICH = re.compile(
    r"\b(?:at|above|below|under|over|from|until|beyond|past) (?:what|which) (?:level of |number on |reading of )?(?:the )?vix\b"
    r"|\b(?:what|which) (?:level of (?:the )?vix|vix (?:level|reading|number|value|threshold|limit|cut-?off))\b"
    r"|\bhow (?:high|low|far) (?:does|must|should|can|may|has|will|would) (?:the )?vix\b"
    r"|\bvix (?:limit|threshold|cut-?off|ceiling|level)s?\b(?! of \d)",
    re.IGNORECASE,
)
#: In so many sentences a document gives rules by level.
_FEWEST = 2
#: So far a level "above 20" lies above it, in points of VIX.
_A_LITTLE = 0.01


def level_asked(question: str) -> float | None:
    """The level of VIX that a question states, in points: of a band its middle, of "above" a little more."""
    for pattern in _ASKED:
        if m := pattern.search(question):
            numbers = [float(n) for n in m.groups() if n and n[0].isdigit()]
            side = (m.groupdict().get("side") or "").lower()
            away = 0.0 if not side else -_A_LITTLE if side in _BELOW else _A_LITTLE
            return sum(numbers) / len(numbers) + away
    return None


def asks_for_level(question: str) -> bool:
    """Whether a question asks at which level of VIX something holds.

    >>> asks_for_level("At what VIX do you stop trading?"), asks_for_level("What is VIX?")
    (True, False)
    """
    return bool(_WHICH.search(question))


def gives_level(sentence: str, context: str) -> bool:
    """Whether a sentence gives a rule for some level of VIX.

    >>> gives_level("Below a VIX of 15 all three tiers may be sold.", ""), gives_level("VIX is an index.", "")
    (True, False)
    """
    return fits(0.0, sentence, context) is not None


def fits(level: float, sentence: str, context: str) -> bool | None:
    """Whether a sentence gives a rule for a level of VIX, or for other levels; None where it gives none.

    >>> fits(17.95, "From 15 to 20 the aggressive tier is blocked.", "VIX Risk Scaling")
    True
    >>> fits(17.95, "Below a VIX of 15 all three tiers may be sold.", "The bands")
    False
    """
    if not _VIX.search(f"{context} {sentence}"):
        return None
    bands = [*_bands(sentence)]
    return any(low <= level < high for low, high in bands) if bands else None


@lru_cache(maxsize=8)
def title_of_bands(library: Library) -> str:
    """The title of the document that says most of what holds at which level of VIX, of the highest authority; else empty.

    It says so in at least two sentences.
    """
    counts = Counter[tuple[int, str]]()
    for passage in library.passages:
        document = passage.document
        spans = sentences(document.text, passage.start, passage.end)
        rules = sum(fits(0.0, document.text[a:b], passage.context) is not None for a, b in spans)
        counts[AUTHORITIES.index(document.authority), document.title] += rules
    told = [(rank, -count, title) for (rank, title), count in counts.items() if count >= _FEWEST]
    return min(told)[2] if told else ""


def _bands(sentence: str) -> Iterator[tuple[float, float]]:
    """Bands that a sentence names, from and to; a level that only ends a state is no band."""
    sentence = _ENDING.split(sentence)[0]
    rest = sentence
    for m in _PAIR.finditer(sentence):
        yield float(m[1]), float(m[2])
        rest = rest.replace(m[0], "")
    for m in _OR_MORE.finditer(rest):
        yield float(m[1]), math.inf
    for m in _ONE.finditer(rest):
        below = m["side"].lower() in _BELOW
        yield (-math.inf, float(m[2])) if below else (float(m[2]), math.inf)
