"""How often the passage that answers a question is among the first found: `python -m tests.eval.retrieval` prints it.

The questions stand in two files, each with the passages that answer it, told by words that stand in them. Those of
`retrieval.toml` helped to shape the search; those of `retrieval_unseen.toml` were written by someone who had not seen it,
and nothing has been fitted to them: they say what to expect of a stranger's questions.
"""

from __future__ import annotations

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

SEEN, UNSEEN = (Path(__file__).with_name(name) for name in ("retrieval.toml", "retrieval_unseen.toml"))
FIRST = 5
#: The ways to search: which sides are on.
WAYS = {"keywords": (True, False), "dense": (False, True), "fused": (True, True)}


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


def ranks(index: Index, questions: Sequence[Asked], way: str) -> list[int | None]:
    """The rank of each question's passage among those that an answer would see."""
    keywords, dense = WAYS[way]
    return [rank(q, index.search(q.text, FOUND, keywords=keywords, dense=dense).passages) for q in questions]


def recall(places: Sequence[int | None], first: int = FIRST) -> float:
    """The share of questions whose passage is among the first few."""
    return sum(p is not None and p <= first for p in places) / len(places)


def main() -> None:
    """Print the rates of each way on both sets, and the questions that the fused search misses."""
    library = read_library([Folder(root=shipped_folder(), sample=True)])
    with tempfile.TemporaryDirectory() as cache:
        index = Index(library.passages, library.glossary, MiniLM(), Path(cache))
        for file in (SEEN, UNSEEN):
            questions = read_questions(library, file)
            sys.stdout.write(f"{file.name}: {len(questions)} questions, {len(library.passages)} passages\n")
            _report(questions, {way: ranks(index, questions, way) for way in WAYS})


def _report(questions: Sequence[Asked], found: Mapping[str, Sequence[int | None]]) -> None:
    out = sys.stdout.write
    for way, places in found.items():
        reciprocal = sum(1 / p for p in places if p) / len(places)
        out(f"{way:9} recall@1 {recall(places, 1):.1%}  recall@5 {recall(places):.1%}  mean reciprocal rank {reciprocal:.2f}\n")
    for asked, place in zip(questions, found["fused"], strict=True):
        if place is None or place > FIRST:
            out(f"missed ({asked.kind}, rank {place or 'none'}): {asked.text}\n")


if __name__ == "__main__":
    main()
