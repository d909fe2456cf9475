"""Features of a question's words: sequences of its words and of their letters, each weighed by how rare it is."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from qa.understand.normal import masked

_WORD = re.compile(r"[\w&²']+")
_LETTERS = range(3, 6)
#: What letters count beside words of the same weight.
_LETTERS_WEIGHT = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Sparse:
    """A row of few numbers other than nothing: their columns, ascending, and themselves."""

    columns: NDArray[np.int64]
    values: NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The sequences that are known, in the order of their columns, and the weight of each by its rarity."""

    words: tuple[str, ...]
    letters: tuple[str, ...]
    #: one weight a column, words first, then letters
    rarity: NDArray[np.float32]

    @cached_property
    def _of_words(self) -> Mapping[str, int]:
        return {gram: at for at, gram in enumerate(self.words)}

    @cached_property
    def _of_letters(self) -> Mapping[str, int]:
        return {gram: len(self.words) + at for at, gram in enumerate(self.letters)}

    @property
    def size(self) -> int:
        """How many columns there are."""
        return len(self.words) + len(self.letters)

    def unknown(self, question: str) -> tuple[int, int]:
        """How many of a question's words no labelled question has, and how many words it has."""
        words = _WORD.findall(masked(question).lower())
        return sum(word not in self._of_words for word in words), len(words)

    def row(self, question: str) -> Sparse:
        """The features of a question: the words as a unit vector, and the letters as one of less weight."""
        text = masked(question).lower()
        words = self._weighed(Counter(word_grams(text)), self._of_words, 1.0)
        letters = self._weighed(Counter(letter_grams(text)), self._of_letters, _LETTERS_WEIGHT)
        columns = sorted({**words, **letters}.items())
        return Sparse(
            columns=np.array([c for c, _ in columns], dtype=np.int64),
            values=np.array([v for _, v in columns], dtype=np.float32),
        )

    def _weighed(self, counts: Counter[str], known: Mapping[str, int], length: float) -> dict[int, float]:
        found = {known[g]: (1 + math.log(n)) * float(self.rarity[known[g]]) for g, n in counts.items() if g in known}
        norm = math.sqrt(sum(v * v for v in found.values())) or 1.0
        return {column: length * value / norm for column, value in found.items()}


def word_grams(text: str) -> Iterator[str]:
    """Each word, and each two that follow one another."""
    words = _WORD.findall(text)
    yield from words
    yield from (f"{a} {b}" for a, b in pairwise(words))


def letter_grams(text: str) -> Iterator[str]:
    """Three to five letters in a row within each word, its edges marked by a space."""
    for word in _WORD.findall(text):
        edged = f" {word} "
        for n in _LETTERS:
            yield from (edged[i : i + n] for i in range(max(1, len(edged) - n + 1)))


def vocabulary_of(questions: Sequence[str], *, fewest_words: int = 2, fewest_letters: int = 4) -> Vocabulary:
    """The sequences that stand in enough of the questions, by the alphabet."""
    texts = [masked(q).lower() for q in questions]
    words = _counted((word_grams(t) for t in texts), fewest_words)
    letters = _counted((letter_grams(t) for t in texts), fewest_letters)
    counts = np.array([*words.values(), *letters.values()], dtype=np.float64)
    rarity = np.log((1 + len(texts)) / (1 + counts)) + 1
    return Vocabulary(words=tuple(words), letters=tuple(letters), rarity=rarity.astype(np.float32))


def _counted(texts: Iterable[Iterable[str]], fewest: int) -> dict[str, int]:
    """In how many texts each sequence stands that stands in enough of them."""
    counts = Counter(gram for grams in texts for gram in set(grams))
    return {gram: counts[gram] for gram in sorted(counts) if counts[gram] >= fewest}
