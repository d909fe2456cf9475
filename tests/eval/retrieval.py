"""How often the passage that answers a question is among the first found: `python -m tests.eval.retrieval` prints it.

The questions stand in four files, each with the passages that answer it, told by words that stand in them. Those of
`retrieval.toml` helped to shape the search. Those of `retrieval_unseen.toml` and `retrieval_third.toml` were written from the
texts by people who had not seen it; how what readers ask is joined was chosen with sight of their rates. Those of
`retrieval_fourth.toml` are by someone who had seen neither the texts nor the search, two questions in one often, and the passages
by another who had seen the texts alone; nothing was chosen on them: they say what to expect of strangers.
"""

from __future__ import annotations

import math
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.index.embedding import MiniLM
from corpus.index.index import Index
from corpus.texts.documents import Passage
from corpus.texts.library import Folder, Library, read_library, shipped_folder
from qa.answer import FOUND

SEEN, UNSEEN, THIRD, FOURTH = (Path(__file__).with_name(f"retrieval{name}.toml") for name in ("", "_unseen", "_third", "_fourth"))
FIRST = 5
#: The ways to search: what is on.
WAYS = {
    "keyword": {"dense": False},
    "dense": {"keywords": False, "late": False},
    "fused": {"late": False},
    "reranked": {},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question and the ids of the passages that answer it."""

    text: str
    kind: str
    right: frozenset[str]


def read_questions(library: Library, file: Path = SEEN) -> tuple[Asked, ...]:
    """The questions of a file, their passages found in a library."""
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["question"]
    return tuple(
        Asked(text=e["text"], kind=e["kind"], right=frozenset(_passage(library, r["document"], r["words"]) for r in e["right"]))
        for e in entries
    )


def _passage(library: Library, document: str, words: str) -> str:
    (found,) = (p.id for p in library.passages if p.document.path == document and words in p.text)
    return found


def rank(asked: Asked, found: Sequence[Passage]) -> int | None:
    """The place of the first right passage, from 1, or None where none is found."""
    return next((i for i, p in enumerate(found, start=1) if p.id in asked.right), None)


def found_by(index: Index, questions: Sequence[Asked], way: str) -> list[tuple[Passage, ...]]:
    """What an answer would see of each question."""
    return [index.search(q.text, FOUND, **WAYS[way]).passages for q in questions]


def ranks(index: Index, questions: Sequence[Asked], way: str) -> list[int | None]:
    """The rank of each question's passage among those that an answer would see."""
    return [rank(q, found) for q, found in zip(questions, found_by(index, questions, way), strict=True)]


def recall(places: Sequence[int | None], first: int = FIRST) -> float:
    """The share of questions whose passage is among the first few."""
    return sum(p is not None and p <= first for p in places) / len(places)


def ndcg(found: Sequence[str], right: Mapping[str, float], first: int = 10) -> float:
    """Normalized discounted cumulative gain of the first ids found, as trec_eval has it.

    >>> round(ndcg(["a", "b", "c"], {"b": 1}), 4)
    0.6309
    """
    gains = [right.get(id_, 0.0) for id_ in found[:first]]
    best = sorted(right.values(), reverse=True)[:first]
    ideal = _discounted(best)
    return _discounted(gains) / ideal if ideal else 0.0


def _discounted(gains: Sequence[float]) -> float:
    return math.fsum(gain / math.log2(place + 1) for place, gain in enumerate(gains, start=1))


def main() -> None:
    """Print the rates of each way on all sets, and the questions that the whole search misses."""
    library = read_library([Folder(root=shipped_folder(), sample=True)])
    with tempfile.TemporaryDirectory() as cache:
        index = Index(library.passages, library.glossary, MiniLM(), Path(cache))
        for file in (SEEN, UNSEEN, THIRD, FOURTH):
            questions = read_questions(library, file)
            sys.stdout.write(f"{file.name}: {len(questions)} questions, {len(library.passages)} passages\n")
            _report(questions, {way: ranks(index, questions, way) for way in WAYS})


def _report(questions: Sequence[Asked], found: Mapping[str, Sequence[int | None]]) -> None:
    out = sys.stdout.write
    for way, places in found.items():
        reciprocal = sum(1 / p for p in places if p) / len(places)
        rates = "  ".join(f"recall@{first} {recall(places, first):.1%}" for first in (1, FIRST, FOUND))
        out(f"{way:9} {rates}  mean reciprocal rank {reciprocal:.2f}\n")
    for asked, place in zip(questions, found["reranked"], strict=True):
        if place is None or place > FIRST:
            out(f"missed ({asked.kind}, rank {place or 'none'}): {asked.text}\n")


if __name__ == "__main__":
    main()
