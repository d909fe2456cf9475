"""Fitting: the figures that a question asks for as its scope has them."""

from __future__ import annotations

import re

from qa.calculator.catalogue import CATALOGUE, spec_of
from qa.calculator.core.scope import CALM, Scope
from qa.document import Kind
from qa.understand.readings import Readings

DRAG, CONTRAST, YEARLY = "drag.monthly.mean", "drag.daily.contrast", "drag.monthly.annualised"
DAILY = "drag.daily.mean"
#: What a figure becomes within stress episodes, where it can't be narrowed by them.
_IN_EPISODES = {
    "drag.monthly.total": "episode.hedge",
    "protection.monthly.observed": "episode.hedge",
    "hedge.expectancy": "episode.hedge",
    "trades.expectancy": "episode.base",
    "return.unhedged.total": "episode.base",
    "return.hedged.total": "episode.net",
    "drawdown.max.unhedged": "episode.fall.unhedged",
    "drawdown.max.hedged": "episode.fall.hedged",
    "trades.worst": "episode.fall.unhedged",
}


#: The levels at which a tail is told.
_NEAR_TAIL = re.compile(r"\b95 ?(?:%|percent|per cent|pct|th)|\b5 ?(?:%|percent|per cent|pct)|\b(?:1|one) in (?:20|twenty)\b")
_FAR_TAIL = re.compile(r"\b99 ?(?:%|percent|per cent|pct|th)|\b1 ?(?:%|percent|per cent|pct)|\b(?:1|one) in (?:100|a hundred)\b")
#: Figures that tell an account rather than are told of one.
_OF_CAPITAL = frozenset({"capital.smallest", "capital.base"})
#: What figures a lot are of [USD].
_LOT = 100_000.0


def suited(scope: Scope, kind: Kind, keys: tuple[str, ...]) -> Scope:
    """What of a scope is left where it narrows no figure.

    Of a rule its condition, of what is not here its dates; counting episodes is no narrowing to them, nor is the
    account of one who asks for the smallest, or the lot that a figure is of. What a model takes to ask for a meaning and for
    figures is narrowed as these are.
    """
    if kind == "term":
        return scope if keys else Scope()
    if kind == "out_of_scope":
        return scope.only("dates")
    if kind == "method" and not keys:
        return scope.only("bounds", "dates", "event", "weekday")
    if (keys[:1] and keys[0] in _OF_CAPITAL) or (scope.capital == _LOT and keys[:1] and "per_100k" in keys[0]):
        scope = scope.less("capital")
    return scope.less("episode") if keys[:1] == ("episode.count",) and scope.episode == "vix" else scope


def fitted(keys: tuple[str, ...], scope: Scope, read: Readings, plain: str) -> tuple[str, ...]:
    """The keys as the scope has them.

    Around events the contrast of days leads where no period is named; a year's cost is the annualized drag; within stress
    episodes a figure that can't be narrowed by them is the one that is told of them.
    """
    if scope.episode and scope.episode != CALM:
        keys = tuple(_in_episodes(key) for key in keys)
    keys = tuple(_at_level(key, plain) for key in keys)
    periods = any(u.per for u in read.units) or re.search(r"\bmonth(?:s|ly)?\b", plain)
    if scope.event and not scope.event.outside and keys[:1] == (DRAG,) and not periods:
        keys = (CONTRAST, *keys)
    dollars = any(u.wanted == "USD" for u in read.units)
    if keys[:1] == (DRAG,) and not dollars and any(u.per == "year" for u in read.units):
        keys = (YEARLY, *keys[1:])
    return tuple(dict.fromkeys(keys))


def _at_level(key: str, plain: str) -> str:
    """A figure of the tail at the level that the words name: of one period in twenty, or of one in a hundred."""
    near, far = bool(_NEAR_TAIL.search(plain)), bool(_FAR_TAIL.search(plain))
    if not key.startswith("tail.") or near == far:
        return key
    told = re.sub(r"\.(var|shortfall)(?:_far)?\b", r".\1_far" if far else r".\1", key)
    return told if told in CATALOGUE else key


def _in_episodes(key: str) -> str:
    if key in CATALOGUE and "episode" in spec_of(key).narrows and not key.startswith(("drag.monthly.total", "return.")):
        return key
    return _IN_EPISODES.get(key, key)
