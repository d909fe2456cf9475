"""What readers ask that a passage answers: found by it beside the passage's own words, and read from an editor's file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.errors import UnreadableError
from corpus.index.asks import Asks, write_asks
from corpus.index.exact import cosine
from corpus.index.index import Index
from corpus.index.ranking import Side, joined
from corpus.texts.asked import FILE, LONGEST, MOST, read_asked
from corpus.texts.documents import digest_of
from corpus.texts.glossary import Glossary
from corpus.texts.library import Folder, Library, read_library, shipped_folder
from tests.corpus.test_index_growing import Hashed
from tests.eval.retrieval import FOURTH, SEEN, THIRD, UNSEEN

NONE = Glossary(terms=())
TEXT = """# Rolls

## Short

The short layer is renewed when seven days are left.

## Long

The long layer is renewed when half a year is left.

## Views

Nothing is renewed on a view.
"""
SHORT = {
    "document": "rolls",
    "words": "when seven days",
    "asks": ["Must I buy protection again soon?", "How often do I pay anew?"],
}


def written(root: Path, *lines: object) -> Library:
    root.mkdir(exist_ok=True)
    (root / "rolls.md").write_text(TEXT, encoding="utf-8")
    told = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    (root / FILE).write_text("\n".join(told), encoding="utf-8")
    return read_library([Folder(root=root)])


def test_a_passage_has_what_is_asked_of_it(tmp_path: Path) -> None:
    library = written(tmp_path, SHORT, "", {**SHORT, "asks": ["How  often do I\npay anew?", "And who says so?"]})
    asks = {p.text: p.asks for p in library.passages}
    assert [*asks.values()] == [("Must I buy protection again soon?", "How often do I pay anew?", "And who says so?"), (), ()]
    assert library.problems == ()


@pytest.mark.parametrize(
    ("line", "code", "what"),
    [
        ("{", "asked-line", "no JSON"),
        ("[" * 100_000, "asked-line", "no JSON"),
        ("[]", "asked-line", "names no document"),
        ({**SHORT, "document": 3}, "asked-line", "names no document"),
        ({**SHORT, "words": " "}, "asked-line", "or no words of it"),
        ({**SHORT, "asks": []}, "asked-line", "has no questions"),
        ({**SHORT, "asks": ["", "x"]}, "asked-line", "has no questions"),
        ({**SHORT, "asks": ["x" * (LONGEST + 1)]}, "asked-line", "characters"),
        ({**SHORT, "asks": [f"x{i}" for i in range(MOST + 1)]}, "asked-line", "more than 20 questions"),
        ({**SHORT, "document": "calls"}, "asked-passage", "no text is called calls"),
        ({**SHORT, "words": "when nine days"}, "asked-passage", "“when nine days” stands in no passage of rolls"),
        ({**SHORT, "words": "is renewed when"}, "asked-passage", "stands in 2 passages of rolls"),
    ],
)
def test_a_line_that_leads_nowhere_is_told_with_its_place(tmp_path: Path, line: object, code: str, what: str) -> None:
    library = written(tmp_path, SHORT, line)
    (problem,) = library.problems
    assert (problem.code, problem.where) == (code, f"{FILE}:2")
    assert what in problem.what
    assert problem.mend
    assert sum(bool(p.asks) for p in library.passages) == 1


def test_a_file_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableError, match=FILE):
        read_asked(tmp_path)


def test_what_the_sample_asks_of_a_text_that_a_desk_replaced_is_no_fault(tmp_path: Path) -> None:
    written(tmp_path / "sample", SHORT)
    (tmp_path / "own").mkdir()
    (tmp_path / "own/rolls.md").write_text("# Rolls\n\nOurs are rolled on Fridays.", encoding="utf-8")
    library = read_library([Folder(root=tmp_path / "sample", sample=True), Folder(root=tmp_path / "own")])
    assert library.problems == ()
    assert not any(p.asks for p in library.passages)


def test_what_is_asked_changes_the_digest_of_the_texts(tmp_path: Path) -> None:
    assert written(tmp_path, SHORT).digest != written(tmp_path, {**SHORT, "asks": ["Other?"]}).digest
    assert written(tmp_path, SHORT).digest == written(tmp_path, SHORT).digest


@pytest.mark.parametrize("way", [{}, {"keywords": False}, {"dense": False}, {"late": False}])
def test_a_question_that_shares_no_word_with_a_passage_finds_it_by_what_is_asked(tmp_path: Path, way: dict[str, bool]) -> None:
    lines = [{**SHORT, "words": "half a year", "asks": ["Must I buy protection again soon?"]}]
    found = Index(written(tmp_path / "texts", *lines).passages, NONE, Hashed(), tmp_path).search(
        "protection again: must I buy", 3, **way
    )
    assert "half a year" in found.passages[0].text


def test_a_passage_is_found_by_what_is_asked_however_far_its_own_words_are(tmp_path: Path) -> None:
    texts = "".join(f"# Section {i}\n\nMust I renew number {i} again soon, and must I pay.\n\n" for i in range(150))
    (tmp_path / "p.md").write_text(f"{texts}# Rolls\n\nThe short layer ends when seven days are left.", encoding="utf-8")
    line = {"document": "p", "words": "when seven days", "asks": ["must I renew again soon"]}
    (tmp_path / FILE).write_text(json.dumps(line), encoding="utf-8")
    (tmp_path / "cache").mkdir()
    index = Index(read_library([Folder(root=tmp_path)]).passages, NONE, Hashed(), tmp_path / "cache")
    found = index.search("must I renew again soon", 3, keywords=False, late=False)
    assert "seven days" in found.passages[0].text


def test_other_questions_make_another_index(tmp_path: Path) -> None:
    for words in ("seven days", "half a year", "on a view"):
        lines = {"document": "rolls", "words": words, "asks": ["protection again"]}
        index = Index(written(tmp_path / "texts", lines).passages, NONE, Hashed(), tmp_path)
        assert words in index.search("protection again", 3).passages[0].text


def test_an_answer_by_an_index_whose_questions_were_lost_is_made_anew(tmp_path: Path) -> None:
    index = Index(written(tmp_path / "texts", SHORT).passages, NONE, Hashed(), tmp_path)
    before = index.search("protection again", 3).passages
    (index.folder / "asked/vectors.npy").write_bytes(b"garbage")
    (index.folder / "found.sqlite").unlink()
    again = Index(written(tmp_path / "texts", SHORT).passages, NONE, Hashed(), tmp_path)
    assert again.search("protection again", 3).passages == before


class Sending(Hashed):
    """An embedder that sends texts away, and notes them."""

    sends = True

    def __init__(self) -> None:
        self.sent: list[str] = []

    def embed_tokens(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        """Whatever is embedded is given here."""
        self.sent += texts
        return super().embed_tokens(texts)


def test_questions_that_name_a_client_are_sent_nowhere(tmp_path: Path) -> None:
    embedder = Sending()
    held = written(tmp_path / "texts", {**SHORT, "asks": ["What does Kestrel Partners pay?"]})
    index = Index(held.passages, NONE, embedder, tmp_path, private=["Kestrel Partners"])
    assert index.sync().held_back == 1
    assert "view" in " ".join(embedder.sent)
    assert not any("Kestrel" in text for text in embedder.sent)
    assert "seven days" in index.search("what does somebody pay", 3, dense=False).passages[0].text  # by keywords


def test_what_is_asked_lifts_a_passage_and_takes_nothing_from_any() -> None:
    words = {"a": 3.0, "b": 2.0, "c": 1.0}
    plain = joined([Side(scores=words)])
    assert joined([Side(scores=words, asked={"a": 0.0, "b": 0.0})]) == plain  # asked in the words of the texts
    lifted = joined([Side(scores=words, asked={"c": 9.0})])
    assert max(lifted, key=lifted.__getitem__) == "c"
    assert lifted["a"] == plain["a"]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_the_nearest_by_what_is_asked_are_those_of_a_plain_sort(
    tmp_path_factory: pytest.TempPathFactory, seed: int, most: int
) -> None:
    draw = np.random.default_rng(seed)
    folder = tmp_path_factory.mktemp("asks")
    lines = [f"Passage {i} says something of its own." for i in range(30)]
    (folder / "p.md").write_text("".join(f"# P{i}\n\n{line}\n\n" for i, line in enumerate(lines)), encoding="utf-8")
    asks = {i: [f"q{i}-{n}" for n in range(draw.integers(0, 4))] for i in range(30)}
    told = [{"document": "p", "words": f"Passage {i} says", "asks": own} for i, own in asks.items() if own]
    (folder / FILE).write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    passages = read_library([Folder(root=folder)]).passages
    unit = draw.normal(size=(len([a for p in passages for a in p.asks]) + 1, 16)).astype("f4")
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    every = [a for p in passages for a in p.asks]
    if not every:
        return
    vectors = {digest_of(ask): row for ask, row in zip(every, unit, strict=False)}
    write_asks(folder, passages, vectors)
    near = {p.id: max(cosine(vectors[digest_of(a)], unit[-1]) for a in p.asks) for p in passages if p.asks}
    held = Asks(folder, unit[-1])
    assert held.nearest(most) == sorted(near, key=lambda id_: (-near[id_], id_))[:most]
    assert held.cosines([p.id for p in passages]) == near


def test_every_line_of_the_sample_finds_its_passage_and_none_asks_what_search_is_measured_by() -> None:
    library = read_library([Folder(root=shipped_folder())])
    assert library.problems == ()
    asks = [ask.casefold().strip(" ?.!") for p in library.passages for ask in p.asks]
    assert len(asks) == len(set(asks)) > len(library.passages)
    judged = {
        q["text"].casefold().strip(" ?.!")
        for file in (SEEN, UNSEEN, THIRD, FOURTH)
        for q in tomllib.loads(file.read_text(encoding="utf-8"))["question"]
    }
    assert not judged & {*asks}
