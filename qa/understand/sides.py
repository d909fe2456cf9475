"""Sides: whether a question asks for the account with the hedge, without it, or both, where its figure has both."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.calculator.catalogue import is_figure

_CALLS = r"(?:hedg\w*|calls?|cover|overlay|insurance|layers|protection|alvh|vix calls?|umbrella)"
_WITHOUT = re.compile(
    rf"\bunhedged\b|\bun-hedged\b|\bnaked\b|\bbare\b|\bunprotected\b|\buninsured\b|\b(?:before|w/o|w/out|without|ex"
    rf"|minus|no|zero)"
    rf"(?: the| any| its| my| your| a| vix)* {_CALLS}\b|\bcondors? (?:alone|only|by (?:itself|themselves)|on (?:its|their) own)\b"
    r"|\b(?:hedge|calls) off\b"
)
_WITH = re.compile(
    r"(?<!un)(?<!un-)\bhedged\b|\bprotected\b|\b(?:after|with|w/|incl\w*\.?|including|net of)"
    rf"(?: the| its| my| your| a| vix| all)* {_CALLS}\b"
    r"|\b(?:hedge|calls|insurance|protection) (?:on|included|incl\.?)\b"
)
_AND = r"(?: and| or|,? vs\.?|,? versus| against|,? compared (?:to|with)| ?/)"
_OWN = r"(?:the |its |your |my |a |an |that |this )?"
_BOTH = re.compile(
    rf"\bwith{_AND} ?without\b|\bwithout{_AND} ?with\b|\bhedged{_AND} ?(?:not|unhedged)\b"
    r"|\bboth (?:of the )?accounts\b|\bunhedged(?: and|,? vs\.?|,? versus| or| ?/) ?hedged\b"
    rf"|\b(?:with|w/) ?{_OWN}{_CALLS}{_AND} ?(?:without|w/o|w/out|not|no)\b|\bwithout {_OWN}{_CALLS}{_AND} ?with\b"
    rf"|\b(?:with|w/) ?{_OWN}{_CALLS}(?: and| or| than|,? vs\.?|,? versus) (?:without|w/o|w/out)\b"
)
#: Words that say of a figure's name no more than its side.
SIDED = re.compile(r"\b(?:un-?)?hedged\b")


def names_unhedged(plain: str) -> bool:
    """Whether a question names the account without the hedge, and not both."""
    return bool(_WITHOUT.search(plain)) and not (_BOTH.search(plain) or _WITH.search(plain))


def less_sides(plain: str) -> str:
    """The words without those that name an account by its hedge.

    >>> less_sides("correlation of the account without the hedge")
    'correlation of the account '
    """
    for words in (_BOTH, _WITHOUT, _WITH):
        plain = words.sub("", plain)
    return plain


def sided(keys: tuple[str, ...], plain: str) -> tuple[str, ...]:
    """The keys with the sides that the words name; as they are where the words name neither.

    >>> sided(("drawdown.max.hedged",), "how deep is the worst drawdown w/o the calls")
    ('drawdown.max.unhedged',)
    >>> sided(("drawdown.max.hedged",), "drawdown with and without the hedge")
    ('drawdown.max.hedged', 'drawdown.max.unhedged')
    """
    both = bool(_BOTH.search(plain))
    without = both or bool(_WITHOUT.search(plain))
    with_ = both or bool(_WITH.search(plain))
    if not without and not with_:
        return keys
    found: list[str] = []
    for key in keys:
        twin = _twin(key)
        if twin is None:
            found.append(key)
        elif without and with_:
            found += [key, twin]
        else:
            found.append(key if ("unhedged" in key) == without else twin)
    return tuple(dict.fromkeys(found))


def both_sides(offered: Sequence[str], plain: str) -> tuple[str, ...]:
    """Of several readings the likeliest and the same figure of the other side, where the words name both and both are offered."""
    other = _twin(offered[0]) if offered and _BOTH.search(plain) else None
    return (offered[0], other) if other in offered and other is not None else ()


def _twin(key: str) -> str | None:
    """The same figure of the other side, where there is one."""
    parts = key.split(".")
    if "unhedged" in parts:
        other = ".".join("hedged" if p == "unhedged" else p for p in parts)
    elif "hedged" in parts:
        other = ".".join("unhedged" if p == "hedged" else p for p in parts)
    else:
        return None
    return other if is_figure(other) else None
