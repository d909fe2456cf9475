"""Sales: at which levels of VIX a sentence lets which tiers be sold, and at which it blocks them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from qa.evidence.told.around import tiers_in
from qa.evidence.told.scopes import Level, levels_in

Action = Literal["allowed", "blocked"]
TIERS = ("conservative", "balanced", "aggressive")
_BLOCKED = re.compile(
    r"\b(?:block(?:s|ed)?|barred|bars|forbid(?:s|den)?|prohibited|suspend(?:s|ed)?|halt(?:s|ed)?|paused?|pauses|banned|off limits"
    r"|left out|leave out|stand aside|closed to|switched off|nothing|excluded|dropped|withheld)\b"
    r"|\b(?:no|none of the) (?:condors?|tiers?|trades?|positions?)\b|\b(?:stop|stops|cease) (?:selling|trading)\b"
    r"|\b(?:not|never|n['’]t) (?:\w+ )?(?:be )?(?:sold|sell|open(?:ed)?|allowed|permitted|traded)\b",
    re.IGNORECASE,
)
_ALLOWED = re.compile(
    r"\b(?:may|can|should|is to|are to) (?:still )?be (?:sold|opened|traded)\b|\b(?:is|are|stays?|remains?"
    r"|kept) (?:\w+ )?(?:open|allowed"
    r"|permitted|available|sold|traded|eligible)\b|\b(?:one|ones) to sell\b|\b(?:sell|trade)\b|\bsold\b|\bonly the\b"
    r"|\bbelongs?\b|\bopen to\b",
    re.IGNORECASE,
)
_NEVER_PAUSED = re.compile(
    r"\b(?:(?:never|not|n['’]t) (?:ever )?pause[ds]?|no pause)\b|\b(?:sold|sell|trade[ds]?) (?:\w+ )?at (?:every|any"
    r"|all) levels?\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:all (?:three |the )?tiers?|every tier|(?:iron )?condors?|nothing|no tiers?|tiers)\b", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:only|alone)\b", re.IGNORECASE)
_PARTS = re.compile(r"[;:,]|\band (?=nothing|no\b|only)|\bbut\b|\bwhile the\b|\bwhereas\b|\suntil\b.*$", re.IGNORECASE)
_SUPPOSING = re.compile(r"^\W*(?:if (?!VIX)|suppose|imagine|were)\b|\?[”\"]?\s*$|\bothers\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """A tier, or all of them, allowed or blocked from one level of VIX to another [points]; `level` is where it is told."""

    tier: str | None
    action: Action
    low: float
    high: float
    level: Level | None


def sales_in(sentence: str, *, named: bool = False) -> tuple[Sale, ...]:
    """The rules of sale that a sentence gives; `named` says that the text around it speaks of VIX.

    >>> [(s.tier, s.action, s.low, s.high) for s in sales_in("From 15 to 20 on VIX the aggressive tier is blocked.")]
    [('aggressive', 'blocked', 15.0, 20.0)]
    """
    if _SUPPOSING.search(sentence):
        return ()
    told = f"VIX {sentence}" if named and "VIX" not in sentence else sentence
    shift = len(told) - len(sentence)
    levels = levels_in(told)
    found: list[Sale] = []
    last: tuple[Level, ...] = ()
    open_ = False  # whether the last levels have no action yet
    for start, end in _parts(told):
        own = tuple(x for x in levels if start <= x.start and x.end <= end)
        part = told[start:end]
        every = bool(_NEVER_PAUSED.search(part)) and ("VIX" in told or named)
        if every:
            found += [Sale(tier=None, action="allowed", low=0.0, high=math.inf, level=None)]
        elif own or last:
            rules = tuple(_sales(part, own or last, stated=bool(own) or open_))
            found += rules
            open_ = (bool(own) or open_) and not rules
        last = own or last
    return tuple(_moved(sale, shift) for sale in found)


def _moved(sale: Sale, shift: int) -> Sale:
    """The rule with its level where it stands in the sentence alone."""
    x = sale.level
    if x is None or shift == 0:
        return sale
    level = Level(start=max(x.start - shift, 0), end=x.end - shift, scope=x.scope, low=x.low, high=x.high)
    return Sale(tier=sale.tier, action=sale.action, low=sale.low, high=sale.high, level=level)


def _parts(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for m in _PARTS.finditer(text):
        yield begin, m.start()
        begin = m.end()
    yield begin, len(text)


def _sales(part: str, levels: Sequence[Level], *, stated: bool) -> Iterator[Sale]:
    action: Action | None = "blocked" if _BLOCKED.search(part) else "allowed" if _ALLOWED.search(part) else None
    if action is None:
        return
    tiers = list(dict.fromkeys(name for _, _, name in tiers_in(part)))
    if not tiers and not _ALL.search(part):
        return
    for level in levels:
        low, high = level.low or 0.0, math.inf if level.high is None else level.high
        own = level if stated else None
        for tier in tiers or (None,):
            yield Sale(tier=tier, action=action, low=low, high=high, level=own)
        if _ONLY.search(part) and action == "allowed":
            for tier in TIERS:
                if tiers and tier not in tiers:
                    yield Sale(tier=tier, action="blocked", low=low, high=high, level=None)
