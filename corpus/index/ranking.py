"""Ranking: scores of several kinds become one, and no document fills what is shown."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from corpus.texts.documents import AUTHORITIES, Passage

_K = TypeVar("_K")
_DIGITS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Side(Generic[_K]):
    """The scores of one kind, and those by what readers ask of those of which anything is asked."""

    scores: Mapping[_K, float]
    asked: Mapping[_K, float] = field(default_factory=dict)

    def standard(self, among: Collection[_K]) -> dict[_K, float]:
        """The standard score of each of some: its own, or the one by what is asked where that is higher.

        What is asked is measured against the scores of those of which nothing is, and takes nothing from anyone: who asks in a
        text's own words finds it by them.
        """
        own = standard({key: self.scores[key] for key in among})
        told = {key: self.asked.get(key, self.scores[key]) for key in among} if self.asked else {}
        return own | {key: max(own[key], score) for key, score in standard(told).items() if key in self.asked}


def standard(scores: Mapping[_K, float]) -> dict[_K, float]:
    """Scores as standard deviations from their mean; all zero where they are equal."""
    if not scores:
        return {}
    mean = math.fsum(scores.values()) / len(scores)
    spread = math.sqrt(math.fsum((s - mean) ** 2 for s in scores.values()) / len(scores))
    return {key: (s - mean) / spread if spread > 0 else 0.0 for key, s in scores.items()}


def sides_of(every: Iterable[_K], scores: Mapping[_K, float], asked: Mapping[_K, float], least: float = 0.0) -> list[Side[_K]]:
    """The scores of one kind of all candidates, those it knows nothing of with the least; nothing where it knows none."""
    return [Side(scores={key: scores.get(key, least) for key in every}, asked=asked)] if scores or asked else []


def lowest(side: Mapping[_K, float]) -> float:
    """What a passage counts on a side that knows nothing of it."""
    return min(side.values(), default=0.0)


def joined(kinds: Sequence[Side[_K]]) -> dict[_K, float]:
    """The sum of the standard scores of all kinds, rounded; each kind has a score of everything that the first one has."""
    told = [side.standard(kinds[0].scores) for side in kinds]
    return {key: round(math.fsum(own[key] for own in told), _DIGITS) for key in kinds[0].scores} if kinds else {}


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
