"""Examples: the labelled questions nearest to a question in their words, which show a model how others like it were read."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.understand.labelled import Labelled, read_folder

#: How many are shown, and how many of them of one leading figure.
SHOWN, _OF_ONE = 8, 2
#: By how much a row counts more whose figure is among the probable ones.
_PROBABLE = 1.5
_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")
#: Labelled questions, read when they are wanted.
Rows = Callable[[], tuple[Labelled, ...]]


@lru_cache(maxsize=1)
def shipped() -> tuple[Labelled, ...]:
    """The labelled questions that come with the package."""
    return read_folder()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Near:
    """Rows by their words, each with the words' weights."""

    rows: tuple[Labelled, ...]
    #: how much each word counts, the more the fewer rows have it
    rarity: dict[str, float]
    #: rows that have a word
    having: dict[str, list[int]]
    #: the length of each row's vector
    lengths: tuple[float, ...]


def nearest(question: str, probable: Collection[str], rows: Sequence[Labelled]) -> tuple[Labelled, ...]:
    """The labelled questions nearest to a question, the nearest first; at most two of one leading figure.

    `probable` are the figures that it may ask for. The question itself is left out.
    """
    index = _indexed(tuple(rows))
    own = defaultdict[int, float](float)
    for word in _words(question):
        for i in index.having.get(word, ()):
            own[i] += index.rarity[word] ** 2
    scored = {i: s / index.lengths[i] * (_PROBABLE if set(index.rows[i].leads) & set(probable) else 1.0) for i, s in own.items()}
    order = sorted(scored, key=lambda i: (-round(scored[i], 9), i))
    return tuple(_few((index.rows[i] for i in order), question))


def _few(rows: Iterator[Labelled], question: str) -> Iterator[Labelled]:
    seen, said = Counter[str](), 0
    for row in rows:
        lead = row.leads[0] if row.leads else row.kind
        if _words(row.last) == _words(question) or seen[lead] == _OF_ONE:
            continue
        seen[lead] += 1
        said += 1
        yield row
        if said == SHOWN:
            return


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower().rstrip("s") for word in _WORD.findall(text))


@lru_cache(maxsize=2)
def _indexed(rows: tuple[Labelled, ...]) -> _Near:
    words = [_words(row.question) for row in rows]
    having = defaultdict[str, list[int]](list)
    for i, own in enumerate(words):
        for word in own:
            having[word].append(i)
    rarity = {word: math.log(1 + len(rows) / len(of)) for word, of in having.items()}
    lengths = tuple(math.sqrt(sum(rarity[w] ** 2 for w in sorted(own))) or 1.0 for own in words)
    return _Near(rows=rows, rarity=rarity, having=dict(having), lengths=lengths)
