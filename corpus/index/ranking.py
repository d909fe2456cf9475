"""Ranking: scores of several kinds become one, and no document fills what is shown."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeVar

from corpus.texts.documents import AUTHORITIES, Passage

_K = TypeVar("_K")
_DIGITS = 9


def standard(scores: Mapping[_K, float]) -> dict[_K, float]:
    """Scores as standard deviations from their mean; all zero where they are equal."""
    if not scores:
        return {}
    mean = math.fsum(scores.values()) / len(scores)
    spread = math.sqrt(math.fsum((s - mean) ** 2 for s in scores.values()) / len(scores))
    return {key: (s - mean) / spread if spread > 0 else 0.0 for key, s in scores.items()}


def joined(kinds: Sequence[Mapping[_K, float]]) -> dict[_K, float]:
    """The sum of the standard scores of all kinds, rounded; each kind has a score of everything that the first one has."""
    told = [standard({key: kind[key] for key in kinds[0]}) for kind in kinds]
    return {key: round(math.fsum(kind[key] for kind in told), _DIGITS) for key in kinds[0]} if kinds else {}


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
