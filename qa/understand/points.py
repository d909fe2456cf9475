"""Points: by how many percentage points the hedge changed the maximum drawdown, where points are asked for."""

from __future__ import annotations

import re

_POINTS = re.compile(
    r"\b(?:percentage[- ]points?|(?:how many|in) (?:\w+ )?(?:points?|pts|pp|ppts)"
    r"|points? of (?:max\w* )?drawdown)\b"
)
_DRAWDOWN = re.compile(r"\b(?:draw-?downs?|mdd|max(?:imum)? dd)\b")
_CHANGED = re.compile(
    r"\b(?:reduc\w*|lower\w*|sav(?:e|ed|es|ing)|cut\w*|small\w*|shallow\w*|less|shrink\w*|shrank|decreas\w*"
    r"|improv\w*|trim\w*|took off"
    r"|takes? off|shav\w*|limit\w*|spar\w*|increas\w*|difference|deeper|worse|better)\b"
)
_HEDGE = re.compile(r"\b(?:hedg\w*|alvh|vix calls|calls|insurance|protection|cover|overlay)\b")
#: A price for each point, another way to the same, and other drawdowns have figures of their own.
_ELSE = re.compile(
    r"\b(?:per|each|every|cost\w*|pric\w*|for a|simply|trading (?:less|smaller)|within|episodes?|average|mean"
    r"|single|worth|pay\w*|beyond|over and above|smaller (?:size|bet|allocation|position)"
    r"|reduced (?:size|position|allocation)|(?:equal|same) return)\b"
)
_KEYS = ("drawdown.reduction_points", "drawdown.reduction")


def in_points(plain: str) -> tuple[str, ...]:
    """The reduction of the maximum drawdown in points, and the part of it; none for any other question.

    >>> in_points("did the hedge reduce the max drawdown, and by how many points?")
    ('drawdown.reduction_points', 'drawdown.reduction')
    """
    asked = all(words.search(plain) for words in (_POINTS, _DRAWDOWN, _CHANGED, _HEDGE))
    return _KEYS if asked and not _ELSE.search(plain) else ()
