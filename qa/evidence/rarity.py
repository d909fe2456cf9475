"""Rarity: how much a word counts for what a text is about, the more the fewer passages of the library have it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.index.lexical import stems
from corpus.texts.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Rarity:
    """The words of a library, as stems, with the number of passages that have them under their title and headings."""

    passages: int
    having: Counter[str] = field(repr=False)

    def knows(self, stem: str) -> bool:
        """Whether any passage has a word."""
        return self.having[stem] > 0

    def of(self, words: Iterable[str]) -> float:
        """What words count for together; a word that no passage has counts most."""
        return sum(math.log(1 + self.passages / (self.having[w] + 0.5)) for w in sorted(words))


@lru_cache(maxsize=4096)
def stems_of(text: str) -> frozenset[str]:
    """The stems of a text of the library, kept for the next question."""
    return stems(text)


@lru_cache(maxsize=8)
def rarity_of(library: Library) -> Rarity:
    """The rarity of words in a library."""
    having = Counter(stem for p in library.passages for stem in stems(f"{p.context} {p.text}"))
    return Rarity(passages=len(library.passages), having=having)
