"""The most that was lost: what answers who takes a loss to be bounded, by a share or a floor that the hedge is to guarantee."""

from __future__ import annotations

import re

_BOUNDED = re.compile(
    r"\b(?:can(?:no|')?t|can ?not|could(?:n't| not)|will (?:not|never)|won't|never|impossible to|unable to|no way to)\b.{0,25}"
    r"\blos(?:e|ing) (?:any )?more than\b"
    r"|\b(?:guarantee[sd]?|assure[sd]?|secure[sd]?|sets?|gives?|puts?|have|has|is there|there is|what is|what's)\b.{0,25}"
    r"\b(?:a|the|any) "
    r"(?:hard |guaranteed )?(?:floor|lower limit|maximum loss for the account)\b(?! (?:plan|trader|of the exchange))"
    r"|\bloss(?:es)? (?:is|are) (?:capped|limited|bounded) (?:at|to|by)\b.{0,30}\b(?:year|account|hedge)\b"
)
#: One trade's loss is bounded by its wings.
_TRADE = re.compile(r"\b(?:per|a|one|each|single) (?:\w+ )?(?:trade|condor|night|contract|position)\b")
#: The account's worst calendar year and its deepest fall.
KEYS = ("return.hedged.yearly.worst", "drawdown.max.hedged")


def most_lost(plain: str) -> tuple[str, ...]:
    """The figures that tell the most that the account lost, where a question takes that to be bounded; none else.

    >>> most_lost("so because of the hedge i can't lose more than 2% a year right")
    ('return.hedged.yearly.worst', 'drawdown.max.hedged')
    >>> most_lost("how much can i lose on one condor")
    ()
    """
    return KEYS if _BOUNDED.search(plain) and not _TRADE.search(plain) else ()
