"""Choices: questions whose readings would give different answers, and what they could mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.calculator.core.scope import EVERYTHING, Scope
from qa.understand.bands import band_of
from qa.understand.concepts import Concept
from qa.understand.dates import bare_months
from qa.understand.meaning import DRAG, Meaning
from qa.understand.readings import Readings

#: Words that name no subject.
_EMPTY = frozenset(
    """
    a an the is are was were be been it its that this these those they them one ones other another what whats which who
    how when where
    of in on at for to with than or and do does did has have had can could would should i you we me my our your please
    so then about
    there here any some all much many long big good better worse best worst most ever just really actually average happened happen
    if not no s than from now tell was so far like better mean takes take percentage share part goes go hedge break even breakeven
    up as well more less result results
    """.split()
)
_AT = re.compile(r"\bat (?:a )?(?P<n>\d{1,3}(?:\.\d+)?)(?: (?:then|now|or so))?\s*[?.!]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a question can mean: the candidates' keys, the likeliest first, and each reading in words."""

    keys: tuple[str, ...]
    texts: tuple[str, ...]
    #: the likeliest reading's scope beside what was read
    scope: Scope = EVERYTHING


_WORST = Choices(
    keys=("return.hedged.monthly.worst", "drag.monthly.costliest", "trades.worst", "drawdown.max.hedged"),
    texts=(
        "The worst month of the account with the hedge",
        "The costliest month of the hedge",
        "The worst trade of the base strategy",
        "The largest fall from a high to a later low",
    ),
)
_BEST = Choices(
    keys=("drag.monthly.best", "trades.best", "hedge.best"),
    texts=("The best month of the hedge", "The best trade of the base strategy", "The best trade of the hedge"),
)
_BREAK_EVEN = Choices(
    keys=("trades.break_even_win_rate", "protection.monthly.break_even", "whatif.slippage"),
    texts=(
        "The win rate at which the base strategy earns nothing",
        "How often the hedge must pay off to cost nothing",
        "The slippage at which the base strategy earns nothing",
    ),
)
_LONG = Choices(
    keys=("trades.holding", "hedge.holding", "drawdown.recovery.hedged"),
    texts=(
        "How long a trade of the base strategy is held",
        "How long a trade of the hedge is held",
        "How long the account takes to recover from its largest fall",
    ),
)
_SHARE = Choices(
    keys=("drag.over.account", "drag.over.credit", "drag.over.premium"),
    texts=(
        "The hedge's loss as a share of the account",
        "The hedge's loss as a share of the credit that the base strategy takes in",
        "The hedge's loss as a share of the premium paid for it",
    ),
)
_NOTHING = Choices(
    keys=(DRAG, "return.hedged.monthly.mean", "drawdown.max.hedged"),
    texts=("What the hedge costs", "What the account returns with the hedge", "How far the account falls with the hedge"),
)
_MONTH = Choices(
    keys=(DRAG,),
    texts=("What the hedge cost in that month of a year, which has to be named", "What the hedge costs over the whole run"),
)
_LEVEL = (
    "What the hedge costs with VIX at that level",
    "What a hedge of that delta, size or tenor would cost, which has to be said in full",
)


def read_choices(plain: str, meaning: Meaning, read: Readings) -> Choices | None:
    """What a question can mean that names too little, or None where its words say enough."""
    if meaning.term or "reason" in meaning.roles:
        return None
    names = {c.name for c in meaning.concepts}
    if bare_months(plain) and not read.stretches and set(meaning.keys) <= {DRAG, "episode.hedge"}:
        return _MONTH
    if (level := _level(plain, meaning, read)) is not None:
        return Choices(keys=(DRAG,), texts=_LEVEL, scope=Scope(band_of(level)))
    words = re.findall(r"[a-z]+", plain)
    if set(words) - _EMPTY or re.search(r"\d", plain) or list(read.narrowing):
        return None
    return _vague(names, words, meaning.concepts)


def _vague(names: set[str], words: Sequence[str], concepts: Sequence[Concept]) -> Choices | None:
    """The choices for a question without a subject, by the one thing that it does name."""
    if "SHARE" in names and "HEDGE" in names:
        return _SHARE
    if "HEDGE" in names:
        return None
    for name, choices in (("BREAKEVEN", _BREAK_EVEN), ("HOWLONG", _LONG), ("WORST", _WORST), ("BEST", _BEST), ("MOST", _WORST)):
        if name in names:
            return choices
    return _NOTHING if words and not any(c.name in {"COST", "RETURN"} for c in concepts) else None


def _level(plain: str, meaning: Meaning, read: Readings) -> float | None:
    """The number of "hedge cost at 20", which says not of what."""
    m = _AT.search(plain)
    if m is None or set(meaning.keys) != {DRAG} or read.conditions:
        return None
    return float(m["n"]) if 8 <= float(m["n"]) <= 95 else None  # noqa: PLR2004 levels that VIX can have
