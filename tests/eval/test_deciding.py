"""The sentence that decides a question is among the paragraphs quoted, and silence is said where the texts are silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.eval.deciding import OWN, Searched, quoted_first, read, searched, silent
from tests.eval.retrieval import SEEN, UNSEEN
from tests.eval.wilson import wilson


@pytest.fixture(scope="module")
def texts() -> Iterator[Searched]:
    """The shipped texts and the search over them."""
    with searched() as found:
        yield found


@pytest.mark.parametrize("file", [SEEN, UNSEEN, OWN], ids=lambda file: file.stem)
def test_the_deciding_sentence_is_quoted_in_three_quarters(file: Path, texts: Searched) -> None:
    hits = quoted_first(texts, read(file))
    assert len(hits) == 60
    assert sum(hits) / len(hits) >= 0.75


@pytest.mark.parametrize("file", [SEEN, UNSEEN, OWN], ids=lambda file: file.stem)
def test_questions_that_have_an_answer_are_not_silenced(file: Path, texts: Searched) -> None:
    assert sum(texts.is_silent(q.text) for q in read(file)) <= 3


def test_most_questions_on_what_the_texts_leave_out_are_met_with_silence(texts: Searched) -> None:
    assert sum(texts.is_silent(q) for q in silent()) >= 0.6 * len(silent())


def test_every_deciding_sentence_stands_in_its_document(texts: Searched) -> None:
    documents = {d.path: d.text for d in texts.library.documents}
    missing = Counter((path, words) for q in read(OWN) for path, words in q.right if words not in documents[path])
    assert not missing


def test_the_interval_of_a_share_is_wilsons() -> None:
    assert wilson(45, 60) == pytest.approx((0.6277, 0.8422), abs=5e-4)
