"""What readers call the things that the texts call otherwise: looked for by keywords beside a question's own words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: The texts' word by the reader's; a plural or an ending in -s of the latter is the same.
_MEANT: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("protection", "protect", "protective", "insurance", "insure", "insured", "cover"), "hedge")
)


def meant(words: tuple[str, ...]) -> tuple[str, ...]:
    """The texts' words for those of a question that they don't use themselves, each once.

    >>> meant(("what", "covers", "insurance"))
    ('hedge',)
    """
    found = (_MEANT.get(word) or _MEANT.get(word.removesuffix("s")) for word in words)
    return tuple(dict.fromkeys(word for word in found if word and word not in words))
