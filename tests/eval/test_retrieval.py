"""Retrieval over the shipped texts: the passage that answers a question is among the first five."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.embedding import MiniLM
from corpus.index import Index
from corpus.library import Folder, Library, read_library, shipped_folder
from tests.eval.retrieval import WAYS, Asked, ranks, read_questions, recall


@pytest.fixture(scope="module")
def library() -> Library:
    """The shipped corpus."""
    return read_library([Folder(root=shipped_folder(), sample=True)])


@pytest.fixture(scope="module")
def questions(library: Library) -> tuple[Asked, ...]:
    """The questions with their passages."""
    return read_questions(library)


def test_the_questions_are_of_every_kind(questions: tuple[Asked, ...]) -> None:
    assert len({q.text for q in questions}) == 60
    assert Counter(q.kind for q in questions) == {"plain": 20, "paraphrase": 22, "alias": 8, "term": 10}


def test_the_right_passage_is_among_the_first_five(library: Library, questions: tuple[Asked, ...], tmp_path: Path) -> None:
    index = Index(library.passages, library.glossary, MiniLM(), tmp_path)
    rates = {way: recall(ranks(index, questions, way)) for way in WAYS}
    assert rates["fused"] >= 0.95, rates
    assert rates["fused"] >= max(rates["keywords"], rates["dense"]), rates
