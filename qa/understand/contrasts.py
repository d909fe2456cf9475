"""Contrasts: something that is so in one stretch of time but not in another, which holds both against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.understand.stretch import Stretch

#: What denies of a stretch what was said of the one before it.
_DENIES = re.compile(
    r"\W*(?:(?:but|and|yet|though|whereas|while|or) )?(?:(?:why|it|they|the \w+) )?(?:(?:was|were|did|do|does|is) )?"
    r"(?:not|n't|wasn't|didn't|doesn't|isn't|never)\b"
)
#: Questions that ask of both: why something is so, or whether it is. What asks how much leaves the other out.
_OF_BOTH = re.compile(
    r"\b(?:why|how come|explain|what (?:explains|made|is behind|was behind)|for what reason|reasons?)\b"
    r"|^\W*(?:(?:and|so|but|then|ok),? )*(?:is|are|was|were|do|does|did|has|have|had)\b|\b(?:true|right|correct)\W*$"
)


#: What says of the next stretch that something else was so: "in 2018 but lost in 2019".
_OTHERWISE = re.compile(
    r",? (?:but|while|whereas|yet|and yet|although|though) (?:(?:it|they|then|why|the|only|had|did|was|even|instead) )*"
    r"(?:los[et]\w*|cost\w*|earn\w*|gain\w*|paid|pays?|made|make|helps?|helped|hurts?|fail\w*|work\w*|f[ae]ll|rose"
    r"|bleed|bled) "
    r"(?:(?:money|it|so much|so little|much|little|more|less) )*(?:in |during |over )?$"
)


#: What likens one stretch to another, and asks for neither: "it never rose the way it did in 2020".
_LIKENED = re.compile(
    r"\b(?:the way|like|unlike|as|than|not)(?: (?:it|they|we|that|the \w+|vix|markets?))?(?: (?:did|was|were|had|happened))?"
    r"(?: back)? ?(?:in |during )?$"
)
#: What takes up the stretch that was spoken of.
_TAKEN_UP = re.compile(r"\b(?:that|the same|this) (?:year|month|quarter|time|period)\b")


def asks_of_both(plain: str) -> bool:
    """Whether a question asks why something is so or whether it is, and so of all that it names.

    >>> asks_of_both("why did it pay in 2018 but not in 2019"), asks_of_both("the cost in 2018 but not in february")
    (True, False)
    """
    return bool(_OF_BOTH.search(plain))


def denies(words: str) -> bool:
    """Whether words that follow something begin by denying it of what they name."""
    return bool(_DENIES.match(words))


def contrasted(plain: str, found: Sequence[Stretch]) -> list[Stretch]:
    """The stretches, each that only denies what is said of the one before it counted beside that one and not left out.

    A stretch within the one before it is left out of it: "in 2018 but not in February 2018".
    """
    told = list(found)
    if not asks_of_both(plain):
        return told
    for i in range(1, len(told)):
        last, here = told[i - 1], told[i]
        if last.outside or not _apart(last, here):
            continue
        denied = here.outside and here.led and denies(plain[last.place[1] : here.place[1]])
        if denied or (not here.outside and _OTHERWISE.fullmatch(plain[last.place[1] : here.place[0]])):
            told[i] = replace(here, outside=False, against=True)
    return told


def _apart(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches of known dates have no day in common."""
    if one.dates is None or other.dates is None:
        return False
    a, b = one.dates, other.dates
    return bool((a.end and b.start and a.end < b.start) or (b.end and a.start and b.end < a.start))


def less_likened(plain: str, found: Sequence[Stretch]) -> list[Stretch]:
    """The stretches less those that another one is only likened to, where the question takes up "that year" in a later sentence.

    >>> def year(at: int) -> Stretch:
    ...     return Stretch(place=(at, at + 4), dates=None)
    >>> told = "2018 was slow, not the way it was in 2020. what did it cost that year"
    >>> less_likened(told, [year(0), year(told.index("2020"))]) == [year(0)]
    True
    """
    end = max((plain.rfind(mark, 0, len(plain.rstrip(" ?.!"))) for mark in ".?!;"), default=-1)
    if not _TAKEN_UP.search(plain, max(end, 0)) or any(s.place[0] > end for s in found):
        return list(found)
    left = [s for i, s in enumerate(found) if not (i and _LIKENED.search(plain[found[i - 1].place[1] : s.place[0]]))]
    return left or list(found)
