"""Corrections: what an editor says that a question asks for, followed for that question and its near twins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.understand.normal import masked

#: From this share of words in common on two questions are near twins.
_TWINS = 0.8
_IDLE = frozenset("a an the is are was were do does did of in on for to and or what please me my your our it i you".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A question with the figures that it asks for, the leading one first; or one that the texts answer."""

    question: str
    keys: tuple[str, ...] = ()
    #: whether it is answered from the texts
    texts: bool = False
    #: whether an editor says so, and not who asked
    by_editor: bool = True


def corrected(question: str, corrections: Sequence[Correction]) -> Correction | None:
    """What an editor said of a question or of its nearest twin; None where nothing is near.

    Scopes and numbers are left aside: a correction holds for other months and tiers too.

    >>> given = (Correction(question="What does the cover eat in 2018?", keys=("k",)),)
    >>> corrected("what does the cover eat in March 2016?", given).keys
    ('k',)
    """
    own = _words(question)
    shares = [(len(own & words) / max(len(own | words), 1), c) for c in corrections if (words := _words(c.question))]
    best = max(shares, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= _TWINS else None


@lru_cache(maxsize=2048)
def _words(question: str) -> frozenset[str]:
    """The words of a question that tell it from others."""
    words = re.findall(r"[a-z']+", masked(question).lower())
    return frozenset(w for w in words if w not in _IDLE and w not in {"xmonth", "xyear", "xtier", "xband", "xnumber"})
