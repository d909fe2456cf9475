"""A desk's own texts answer what they speak of, be it no subject of the method and in other forms of its words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.index.embedding import MiniLM
from corpus.index.index import Found, Index
from corpus.texts.library import Folder, Library, read_library, shipped_folder
from qa.answer import Materials, answer
from qa.evidence.subject import holds_all

REVIEW = """---
title: Review of the sleeve
authority: methodology
---
# Costs

The sleeve took 0.31% of the account a month. Most of it is time decay. Taxes are not part of these numbers.

# Committee

The steering committee decides on each change. It meets on the first Tuesday of a month.

# What was left out

Interest on margin and the price of data were left out of the review, since neither depends on the sleeve.
"""


def library_at(root: Path) -> Library:
    (root / "methodology").mkdir()
    (root / "methodology/review.md").write_text(REVIEW, encoding="utf-8")
    return read_library([Folder(root=shipped_folder(), sample=True), Folder(root=root)])


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Materials:
    root = tmp_path_factory.mktemp("own")
    library = library_at(root)
    search = Index(library.passages, library.glossary, MiniLM(), root / "cache")
    return Materials(library=library, search=search, backtests=(), desk="own", version="0")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When does the steering committee meet?", "It meets on the first Tuesday of a month."),
        ("What did the review leave out?", "Interest on margin and the price of data were left out of the review"),
        ("Are taxes part of the review of the sleeve?", "Taxes are not part of these numbers."),
    ],
)
def test_own_texts_answer(own: Materials, question: str, told: str) -> None:
    document = answer(question, own)
    assert document.status in {"answered", "partial"}
    assert told in document.summary[0].text


def test_what_only_the_sample_could_speak_of_stays_no_subject(own: Materials) -> None:
    shipped = replace(own, library=replace(own.library, passages=tuple(p for p in own.library.passages if p.document.sample)))
    search = Index(shipped.library.passages, own.library.glossary, MiniLM(), Path(str(own.search.folder.parent)))  # type: ignore[attr-defined]
    document = answer("When does the steering committee meet?", replace(shipped, search=search))
    assert document.status == "declined"


@pytest.mark.parametrize("question", ["When does the parliament committee meet?", "Who won the steering cup final?"])
def test_what_no_text_speaks_of_is_declined(own: Materials, question: str) -> None:
    assert answer(question, own).status == "declined"


@pytest.mark.parametrize(("sample", "held"), [(True, False), (False, True)])
def test_only_own_texts_decide_by_their_words(tmp_path: Path, *, sample: bool, held: bool) -> None:
    (tmp_path / "methodology").mkdir()
    (tmp_path / "methodology/review.md").write_text(REVIEW, encoding="utf-8")
    passages = read_library([Folder(root=tmp_path, sample=sample)]).passages
    found = Found(passages=passages, nearness=0.0, bounds=None)
    assert holds_all("Does the steering committee decide on changes?", found) == held
    assert not holds_all("Does the steering committee of Rome decide on changes?", found)
    assert not holds_all("Which committee?", found)  # two words stand together in any text
