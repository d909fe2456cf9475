"""Drawdowns apart: which of several is smaller is a question on drawdowns, not on what the hedge takes off them."""

from __future__ import annotations

import re

_LESS = re.compile(
    r"\b(?:less|lower|least|lowest|small(?:er|est)?|more|most|bigg(?:er|est)|large(?:r|st)|deep(?:er|est)|shallow(?:er|est)"
    r"|high(?:er|est)|worse|worst)(?: (?:max|maximum|risk of))? (?:drawdowns?|falls?|dd)\b"
    r"|\bdrawdowns? (?:is|are|was|were) (?:the )?(?:less|lower|least|lowest|small\w*|bigg\w*|large\w*|deep\w*|worse|worst)\b"
)
_REDUCES = re.compile(r"\b(?:reduc\w*|cuts?|cutting|sav\w*|shrink\w*|protect\w*|hedge)\b")


def drawdowns_apart(plain: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The figures of a comparison, with the drawdowns themselves for their reduction where the smaller one is asked for.

    >>> drawdowns_apart("which tier has less drawdown", ("drawdown.reduction",))
    ('drawdown.max.hedged', 'drawdown.max.unhedged')
    >>> drawdowns_apart("on which tier does the hedge make a larger drawdown smaller", ("drawdown.reduction",))
    ('drawdown.reduction',)
    """
    if keys[:1] != ("drawdown.reduction",) or not _LESS.search(plain) or _REDUCES.search(plain):
        return keys
    return tuple(dict.fromkeys(("drawdown.max.hedged", "drawdown.max.unhedged", *keys[1:])))
