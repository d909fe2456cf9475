"""Retrieval over the shipped texts: the passage that answers a question is among the first five."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.index.embedding import MiniLM
from corpus.index.index import Index
from corpus.texts.library import Folder, Library, read_library, shipped_folder
from tests.eval.retrieval import SEEN, UNSEEN, WAYS, Asked, ranks, read_questions, recall


@pytest.fixture(scope="module")
def library() -> Library:
    """The shipped corpus."""
    return read_library([Folder(root=shipped_folder(), sample=True)])


@pytest.fixture(scope="module")
def questions(library: Library) -> tuple[Asked, ...]:
    """The questions with their passages."""
    return read_questions(library)


@pytest.mark.parametrize("file", [SEEN, UNSEEN], ids=lambda file: file.stem)
def test_the_questions_are_of_every_kind(file: Path, library: Library) -> None:
    questions = read_questions(library, file)
    assert len({q.text for q in questions}) == 60
    assert Counter(q.kind for q in questions) == {"plain": 20, "paraphrase": 22, "alias": 8, "term": 10}


def test_the_right_passage_is_among_the_first_five(library: Library, questions: tuple[Asked, ...], tmp_path: Path) -> None:
    index = Index(library.passages, library.glossary, MiniLM(), tmp_path)
    rates = {way: recall(ranks(index, questions, way)) for way in WAYS}
    assert rates["fused"] >= 0.95, rates
    assert rates["fused"] >= max(rates["keywords"], rates["dense"]), rates


def test_of_a_strangers_questions_the_fused_search_answers_more_than_either_side(library: Library, tmp_path: Path) -> None:
    index = Index(library.passages, library.glossary, MiniLM(), tmp_path)
    unseen = read_questions(library, UNSEEN)
    rates = {way: recall(ranks(index, unseen, way)) for way in WAYS}
    assert rates["fused"] >= 0.7, rates
    assert rates["fused"] >= max(rates["keywords"], rates["dense"]), rates
