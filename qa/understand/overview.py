"""Overview: tiers or backtests that are held against each other without a figure, or by what they earn."""

from __future__ import annotations

import re

from qa.understand.compared import Compared
from qa.understand.sides import names_unhedged

#: What a strategy is compared by where nothing else is named: what it earns, how often, at what risk, and its hedge.
_WHOLE = ("return.{side}.monthly.mean", "trades.win_rate", "drawdown.max.{side}", "drag.monthly.mean")
_COMPARE = re.compile(
    r"\bhow (?:do|does|did|would|have|has)\b[^?.!]*\bcompared?\b|^(?:please )?compare\b|\bstack up\b|\bmeasure up\b"
)
#: Which one did best in all.
_AHEAD = re.compile(
    r"\b(?:c[ao]me|end(?:ed|s)?(?: up)?|is|was|were|finish(?:ed|es)?) (?:out )?ahead\b"
    r"|\b(?:c[ao]me|finish(?:ed|es)?) out (?:on )?top\b"
    r"|\b(?:did|does|performed|performs|fared|fares) (?:the )?(?:best|worst|better|worse)\b|\b(?:best|worst)[- ]performing\b"
)
_EARNS = re.compile(
    r"\b(?:earn|make|return|yield|gain|bring)(?:s|ed)?(?: in)? (?:\w+ )?(?:more|less|the most|the least|most|least)\b"
    r"|\b(?:more|most|less|least) profitable\b"
)


def overview(plain: str, sides: Compared) -> tuple[str, ...]:
    """The figures by which tiers or backtests are compared as wholes, the leading one first; none for any other question."""
    ahead = _AHEAD.search(plain) is not None
    named = [side.named for side in (sides.first, *sides.against) if side.named]
    if len(named) < 2 or not sides.against:  # noqa: PLR2004 two sides
        return ()
    side = "unhedged" if names_unhedged(plain) else "hedged"
    if ahead:
        return (f"return.{side}.total", f"drawdown.max.{side}", "trades.win_rate")
    if _EARNS.search(plain):
        return (f"return.{side}.monthly.mean",)
    return tuple(key.format(side=side) for key in _WHOLE) if _COMPARE.search(plain) else ()
