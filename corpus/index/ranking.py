"""Ranking: scores of several kinds become one, and no document fills what is shown."""

from __future__ import annotations

import math
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from corpus.texts.documents import AUTHORITIES, Passage

_K = TypeVar("_K")
_DIGITS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Side(Generic[_K]):
    """The scores of one kind, and what stands for those that have none where it is asked how much a score is."""

    scores: Mapping[_K, float]
    #: of those without a score: a score of the nearest kind
    instead: Mapping[_K, float] = field(default_factory=dict)

    def standard(self, among: Container[_K]) -> dict[_K, float]:
        """The standard scores of those among some that have a score."""
        whole = {key: score for key, score in {**self.instead, **self.scores}.items() if key in among}
        return {key: score for key, score in standard(whole).items() if key in self.scores}


def standard(scores: Mapping[_K, float]) -> dict[_K, float]:
    """Scores as standard deviations from their mean; all zero where they are equal."""
    if not scores:
        return {}
    mean = math.fsum(scores.values()) / len(scores)
    spread = math.sqrt(math.fsum((s - mean) ** 2 for s in scores.values()) / len(scores))
    return {key: (s - mean) / spread if spread > 0 else 0.0 for key, s in scores.items()}


def joined(kinds: Sequence[Side[_K]]) -> dict[_K, float]:
    """The mean of the standard scores that each has, rounded, of all that the first kind has a score of.

    What a kind has no score of is not held against it: a passage that nobody is said to ask for is judged by its words.
    """
    told = [side.standard(kinds[0].scores) for side in kinds]
    scores = {key: [own[key] for own in told if key in own] for key in (kinds[0].scores if kinds else ())}
    return {key: round(math.fsum(own) / len(own), _DIGITS) for key, own in scores.items()}


def ordered(scored: Sequence[tuple[Passage, float]]) -> list[Passage]:
    """The best score first.

    Ties go to the desk's own texts before the sample's, then to the higher authority, the newer date, the id.
    """
    return [p for p, _ in sorted(scored, key=lambda pair: (-pair[1], *_standing(pair[0])))]


def spread(passages: Sequence[Passage], limit: int) -> list[Passage]:
    """The first passages, not more than a third of them from one document, so that one long page can't hide the others."""
    most, taken = max(1, limit // 3), list[Passage]()
    for passage in passages:
        if len(taken) == limit:
            break
        if sum(p.document is passage.document for p in taken) < most:
            taken.append(passage)
    return taken


def _standing(passage: Passage) -> tuple[bool, int, str, str]:
    newest_first = "".join(chr(0x7F - ord(c)) for c in passage.document.date or "")
    return passage.document.sample, AUTHORITIES.index(passage.document.authority), newest_first or "\x7f", passage.id
