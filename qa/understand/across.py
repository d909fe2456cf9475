"""Across periods: one figure cut into two periods side by side, "weekly rather than monthly"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.calculator.catalogue import CATALOGUE, spec_of
from qa.calculator.core.scope import Period
from qa.understand.text import Place
from qa.understand.units import Unit

_BETWEEN = re.compile(
    r",? ?(?:rather than|instead of|in place of|as opposed to|not|vs\.?|versus|against|compared (?:to|with)|and|or|&|/|than|,)"
    r"(?: (?:the|on|in|by|a|from|on a))* ?"
)
_CUT = ("day", "week", "month")


def across(plain: str, units: Sequence[Unit], keys: tuple[str, ...]) -> tuple[tuple[str, ...], list[Place]]:
    """The leading figure in each of the periods that stand side by side, and the words for them; none where none do."""
    named = [unit for unit in units if unit.per in _CUT]
    joined = [pair for pair in pairwise(named) if _stand_together(plain, *pair)]
    spec = spec_of(keys[0]) if keys and keys[0] in CATALOGUE else None
    if not joined or spec is None or spec.vary is None or (spec.unit == "fraction/year" and ".monthly." not in spec.key):
        return (), []
    periods: dict[Period, None] = dict.fromkeys(unit.per for pair in joined for unit in pair if unit.per)
    return tuple(spec.vary(per).key for per in periods), [unit.place for unit in named]


def _stand_together(plain: str, one: Unit, other: Unit) -> bool:
    return one.per != other.per and bool(_BETWEEN.fullmatch(plain[one.place[1] : other.place[0]]))
