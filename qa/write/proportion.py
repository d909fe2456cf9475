"""The hedge at another size: that the drag is in proportion to it, and whether it changes by as much as the question asks."""

from __future__ import annotations

import re

from qa.evidence.gather import Gathered
from qa.lines import Line

#: Figures of the drag that are so many times as large with so many times the hedge.
_LINEAR = re.compile(r"(?:dollars\.)?drag\.(?:daily|weekly|monthly)\.(?:mean|median|total)")
_TIMES = (
    (0.5, re.compile(r"\b(?:halv(?:e[sd]?|ing)|half)\b")),
    (2.0, re.compile(r"\b(?:doubl(?:e[sd]?|ing)|twice|two times|2 ?x|2 times)\b")),
    (3.0, re.compile(r"\b(?:tripl(?:e[sd]?|ing)|three times|3 ?x|3 times)\b")),
)
#: Once for the size of the hedge and once for what becomes of the drag; not of something else.
_TWICE = 2
_OTHERS = re.compile(r"\b(?:drawdowns?|falls?|losses|returns?|protect\w*|volatility|win rate)\b")
_WHETHER = re.compile(
    r"^\W*(?:(?:and|so|but|then|ok),? )*(?:is|does|do|did|would|will|can|could|should)\b"
    r"|\b(?:right|true|correct)\W*$"
)


def in_proportion(g: Gathered) -> list[str]:
    """That the drag goes with the size of the hedge, where another size is supposed and the drag is asked for.

    Begins with yes or no where the question is whether the drag changes by some factor, as "does half the hedge halve the cost".
    """
    scope = g.plan.scope
    if scope.size is None or scope.capital is not None or not g.plan.asked or not _LINEAR.fullmatch(g.plan.asked[0]):
        return []
    if g.figure(g.plan.asked[0]) is None or g.sides:
        return []
    text = g.question.text.lower()
    told = [factor for factor, words in _TIMES for _ in words.finditer(text)]
    if not _WHETHER.search(text) or len(told) != _TWICE or scope.size not in told or _OTHERS.search(text):
        return [Line.PROPORTION.value]
    return [(Line.PROPORTION_YES if set(told) == {scope.size} else Line.PROPORTION_NO).value]
