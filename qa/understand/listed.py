"""Lists: the figures that a question names one after the other, "the Sharpe, the Sortino and the maximum drawdown"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from qa.calculator.catalogue import CATALOGUE
from qa.understand.sides import SIDED, sided
from qa.understand.text import Place

_JOINED = re.compile(r"\s*(?:,\s*(?:and |as well as |plus )?(?:also )?|\band also\b|\band\b|&|\+|\bas well as\b|\bplus\b)\s*")
_IDLE = re.compile(r"^(?:the|its|their|my|your|our|a|an|also|both|what(?:'s| is| was)?)\s+")
#: Words that hold sides against each other, which are left of a scope whose words are taken out.
_BESIDE = re.compile(r"\b(?:vs\.?|versus|against|compared (?:to|with)|in|on|for|during|tiers?|the|of)\s*$|^\s*(?:vs\.?|versus)\b")
#: Both sides in words that join no figures; and a result whose name has a sign in it.
_SIDES = re.compile(
    r",?\s*\b(?:both )?with(?:out)?(?: the| a)?(?: hedge| calls| alvh)? ?(?:and|or|&|/|vs\.?"
    r"|versus) ?with(?:out)?\b(?: the| a| any)?"
    r"(?: hedge\w*| calls| alvh)?"
)
_P_AND_L = re.compile(r"\bp ?& ?l\b")
#: The hedge's own results, which have no figures of these families.
_OF_HEDGE = re.compile(
    r"\bof (?:the )?(?:hedge|alvh|vix calls)(?:'s\b|\b(?!d| (?:on|off|account)))|\bhedge'?s? (?:monthly "
    r"|own )?(?:pnl|p ?& ?l|results?)\b"
)
_OF_ACCOUNT = ("shape.", "volatility.", "sharpe.", "sortino.", "calmar.", "tail_ratio.", "return.")
#: Short names of figures whose own phrases are longer.
_SHORT_NAMES = {
    "skew": "shape.monthly.skew.unhedged",
    **dict.fromkeys(
        ("std dev", "stdev", "std", "sd", "standard deviation", "standard deviation of returns"), "volatility.monthly.unhedged"
    ),
}
#: A longer piece may say something beside the list.
_SHORT = 4
#: What stands after such a word says of what something is, and is no figure of its own.
_LEANING = frozenset("of as for in by per on to from with than at".split())
#: A name is of no more words.
_LONGEST = 5


def listed(plain: str, scope: Iterable[Place], *, hedged: bool = False) -> tuple[str, ...]:
    """The figures that a list names, in its order, with the sides that the words name.

    None where fewer than two stand in one, or something that is no name stands among them. Where they name no side, it is the
    account's without the hedge, unless `hedged`. Words of the scope are left aside. The first name ends what stands before the
    list, the last begins what stands after it.

    >>> listed("give me the sortino and the calmar ratio hedged", ())
    ('sortino.monthly.hedged', 'calmar.hedged')
    >>> listed("what is the win rate", ())
    ()
    """
    for a, b in scope:
        plain = f"{plain[:a]}{' ' * (b - a)}{plain[b:]}"
    plain, whole = _P_AND_L.sub("pnl", _SIDES.sub(" ", plain)), plain
    pieces = [" ".join(_BESIDE.sub(" ", piece).split()).strip(" .?!:;") for piece in _JOINED.split(SIDED.sub(" ", plain))]
    best: list[str] = []
    run: list[str] = []
    for piece in pieces:
        words = _IDLE.sub("", piece).split()
        key = _name(words, begins=bool(run))
        run = [*run, key] if key else [k for k in [_name(words, begins=False)] if k]
        best = max(best, run, key=len)
    keys = tuple(dict.fromkeys(best))
    short = [piece for piece in pieces if piece and len(piece.split()) <= _SHORT]
    unnamed = [piece for piece in short if _name(_IDLE.sub("", piece).split(), begins=True) is None]
    if len(keys) < 2 or unnamed:  # noqa: PLR2004 a list; one that has something else in it is not read by its names
        return ()
    if _OF_HEDGE.search(whole) and any(key.startswith(_OF_ACCOUNT) for key in keys):
        return ()
    told = sided(keys, whole)
    return told if told != keys or not hedged else sided(keys, "hedged")


def _name(words: list[str], *, begins: bool) -> str | None:
    """The figure whose name a piece is, or ends with; within a list, or begins with."""
    for length in range(min(len(words), _LONGEST), 0, -1):
        ends = [] if {*words[:-length][-1:]} & _LEANING else [words[-length:]]
        starts = [words[:length]] if begins else []
        for place in (*ends, *starts):
            if (key := _names().get(" ".join(place))) is not None:
                return key
    return None


@cache
def _names() -> dict[str, str]:
    """Titles and phrases of the catalogue; of two sides with one name the unhedged, which the words of the question turn."""
    found: dict[str, set[str]] = {}
    for spec in CATALOGUE.values():
        for name in (spec.title.lower(), *spec.phrases):
            found.setdefault(" ".join(re.sub(r"[^\w%/.'-]+", " ", SIDED.sub(" ", name.lower())).split()), set()).add(spec.key)
    alike = {name: {key.replace("unhedged", "hedged") for key in keys} for name, keys in found.items()}
    own = {name: min(keys, key=lambda k: "unhedged" not in k) for name, keys in found.items() if name and len(alike[name]) == 1}
    return {**_SHORT_NAMES, **own}
