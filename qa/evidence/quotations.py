"""Quotations: the sentences of the passages found that say most of what a question asks about."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.index.lexical import content_words, stems
from corpus.readers.text import sentences
from corpus.texts.documents import AUTHORITIES, Passage
from corpus.texts.glossary import FOLDER
from qa.document import SourceView
from qa.evidence.evidence import Sources

_MOST = 3
#: A sentence of fewer content words is a byline or a label.
_FEWEST_WORDS = 4
#: What a word in the headings counts beside one in the sentence; what is left of a score with each place further down the
#: search, and with each step down in authority.
_HEADING, _PLACE, _STEP = 0.5, 0.8, 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """The sentence of a passage that is nearest to the question."""

    passage: Passage
    start: int
    end: int
    score: float


def cite(question: str, found: Sequence[Passage], sources: Sources) -> tuple[SourceView, ...]:
    """The sentences nearest to a question, one a section, those already cited left out, cited in the order of nearness.

    A word counts the more the fewer of the passages found have it, a passage the less the further down and the lower in
    authority it is. A sentence that shares no word with the question is quoted only where there is no other.
    """
    asked = stems(question)
    weights = _rarity(asked, found)
    cited = {(s.document, s.start) for s in sources.all}
    nearest = [c for i, p in enumerate(found) if not is_term(p) and (c := _nearest(p, weights, cited, _PLACE**i))]
    nearest.sort(key=lambda c: -c.score)
    told: dict[tuple[str, str], _Candidate] = {}
    for c in nearest:
        told.setdefault((c.passage.document.path, c.passage.section), c)
    sharing = [c for c in told.values() if c.score > 0][:_MOST]
    return tuple(sources.cite(c.passage, c.start, c.end) for c in sharing or [*told.values()][:1])


def is_term(passage: Passage) -> bool:
    """Whether a passage is of the glossary."""
    return passage.document.path.startswith(FOLDER)


def _rarity(asked: frozenset[str], found: Sequence[Passage]) -> dict[str, float]:
    """How much each word of the question counts: more the fewer of the passages have it."""
    having = Counter(stem for p in found for stem in stems(f"{p.context} {p.text}") & asked)
    return {stem: math.log(1 + len(found) / having[stem]) for stem in sorted(having)}


def _nearest(passage: Passage, weights: dict[str, float], cited: set[tuple[str, int]], share: float) -> _Candidate | None:
    """The passage's sentence that has most of the question's words; the first on a tie."""
    text = passage.document.text
    spans = [(a, b) for a, b in _statements(passage) if (passage.document.path, a) not in cited]
    if not spans:
        return None
    headed = stems(passage.section)
    scores = []
    for a, b in spans:
        own = stems(text[a:b])
        said = sum(w for s, w in weights.items() if s in own)
        scores.append(said + _HEADING * sum(w for s, w in weights.items() if s in headed - own) if said else 0.0)
    best = max(range(len(spans)), key=lambda i: (scores[i], -i))
    share *= _STEP ** AUTHORITIES.index(passage.document.authority)
    return _Candidate(passage=passage, start=spans[best][0], end=spans[best][1], score=round(scores[best] * share, 9))


def _statements(passage: Passage) -> list[tuple[int, int]]:
    """Spans of the sentences that state something: no headings, questions or bylines, and not the title over again."""
    text, title = passage.document.text, passage.document.title.rstrip("?. ")
    spans = sentences(text, passage.start, passage.end)
    stating = [(a, b) for a, b in spans if text[b - 1] in '.!”")' and not text[a:b].startswith("#")]
    return [(a, b) for a, b in stating if title not in text[a:b] and len(content_words(text[a:b])) >= _FEWEST_WORDS]
