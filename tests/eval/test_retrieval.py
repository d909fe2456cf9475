"""Retrieval over the shipped texts: the passage that answers a question is among the first five."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.index.embedding import MiniLM
from corpus.index.index import Index
from corpus.texts.library import Folder, Library, read_library, shipped_folder
from qa.answer import FOUND
from qa.evidence.paragraphs import asking, ranked
from tests.eval.retrieval import FOURTH, SEEN, THIRD, UNSEEN, WAYS, Asked, ranks, read_questions, recall


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


def test_the_third_set_has_two_hundred_questions_of_its_own(library: Library) -> None:
    third, others = read_questions(library, THIRD), (*read_questions(library), *read_questions(library, UNSEEN))
    assert len({q.text for q in third} - {q.text for q in others}) == 200


def test_the_fourth_set_is_of_one_who_saw_no_text(library: Library) -> None:
    fourth = read_questions(library, FOURTH)
    assert len({q.text for q in fourth}) == 74
    assert all(q.right for q in fourth)


@pytest.fixture(scope="module")
def index(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The index over the shipped corpus."""
    return Index(library.passages, library.glossary, MiniLM(), tmp_path_factory.mktemp("cache"))


def test_the_right_passage_is_among_the_first_five(index: Index, questions: tuple[Asked, ...]) -> None:
    rates = {way: recall(ranks(index, questions, way)) for way in WAYS}
    assert rates["reranked"] >= 0.95, rates
    assert rates["reranked"] >= max(rates["keyword"], rates["dense"]), rates


@pytest.mark.parametrize(("file", "least"), [(UNSEEN, 0.88), (THIRD, 0.89), (FOURTH, 0.64)], ids=["unseen", "third", "fourth"])
def test_of_a_strangers_questions_the_whole_search_answers_more_than_either_side(
    file: Path, least: float, index: Index, library: Library
) -> None:
    asked = read_questions(library, file)
    rates = {way: recall(ranks(index, asked, way)) for way in WAYS}
    assert rates["reranked"] >= least, rates
    assert rates["reranked"] >= max(rates["keyword"], rates["dense"]), rates


@pytest.mark.parametrize(("file", "least"), [(UNSEEN, 0.68), (THIRD, 0.44), (FOURTH, 0.44)], ids=["unseen", "third", "fourth"])
def test_of_a_strangers_questions_the_paragraph_in_front_is_often_right(
    file: Path, least: float, index: Index, library: Library
) -> None:
    right = []
    for asked in read_questions(library, file):
        found = index.search(asked.text, FOUND)
        best = ranked(asking(asked.text, library, found.near), found.passages)
        right.append(bool(best) and best[0].passage.id in asked.right)
    assert sum(right) / len(right) >= least
