"""An index that grows: what is found depends on what it holds, never on the way that led to it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.index import exact, growing, lexical
from corpus.index.embedding import MiniLM
from corpus.index.index import Index
from corpus.index.late import max_sim, packed
from corpus.index.ranking import Side, joined, standard
from corpus.texts.glossary import Glossary
from corpus.texts.library import Folder, Library, read_library, shipped_folder
from tests.conftest import ROOT
from tests.embedded import words_of

NONE = Glossary(terms=())
TEXTS = {
    "a.md": "# Calls\nLong calls on volatility are rolled every month. A second sentence speaks of time value.",
    "b.md": "# Condors\nThe condor is held until expiry.\n\nIt needs no closing trade.",
    "c.md": "# Size\nContracts are counted from the capital.",
    "d.md": "# Calls\nLong calls on volatility are rolled every week.",
    "e.md": "# Expiry\nUntil expiry nothing is rolled, whatever volatility does.",
}
ASKED = (
    {"document": "a", "words": "rolled every month", "asks": ["when is insurance renewed", "do I buy anew"]},
    {"document": "b", "words": "closing trade", "asks": ["must I buy it back"]},
    {"document": "d", "words": "every week", "asks": ["when is insurance renewed"]},
)
QUESTIONS = (
    "when is my insurance renewed",
    "when are volatility calls rolled",
    "until expiry",
    "how many contracts for my capital",
    "protection",
)


class Hashed:
    """Words counted by hash, token by token too."""

    id = "hashed/1"
    bounds = None
    sends = False

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text."""
        return self.embed_tokens(texts)[0]

    def embed_tokens(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        """One row a text, and one a word."""
        words = [np.array([words_of(word) for word in text.split()] or [words_of("")]) for text in texts]
        units = [w / np.linalg.norm(w, axis=1, keepdims=True) for w in words]
        rows = np.array([words_of(text) for text in texts]).reshape(len(texts), -1)
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype("f4"), [u.astype("f4") for u in units]


def library(folder: Path, names: Sequence[str]) -> Library:
    """The library of some of the texts."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    for name in names:
        (folder / name).write_text(TEXTS[name], encoding="utf-8")
    asked = [line for line in ASKED if f"{line['document']}.md" in names]
    (folder / "asked.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in asked), encoding="utf-8")
    return read_library([Folder(root=folder)])


def found(index: Index) -> list[object]:
    """All that searches give."""
    return [(f.passages, f.nearness, f.near) for f in (index.search(q, 4) for q in QUESTIONS)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sets(st.sampled_from(sorted(TEXTS)), min_size=1), min_size=2, max_size=5))
def test_an_index_that_grew_finds_what_a_fresh_one_finds(steps: list[set[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        grown, fresh = Path(folder, "grown"), Path(folder, "fresh")
        grown.mkdir()
        fresh.mkdir()
        for step in steps:
            held = library(Path(folder, "corpus"), sorted(step))
            index = Index(held.passages, NONE, Hashed(), grown)
            index.sync()
        other = Index(held.passages, NONE, Hashed(), fresh)
        assert found(index) == found(other)
        for name in ("vectors.npy", "vectors.json", "asked/vectors.npy", "asked/vectors.json"):
            assert _bytes(index.folder / name) == _bytes(other.folder / name)


def _bytes(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def test_only_the_documents_that_changed_are_put_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changes: list[tuple[list[str], list[str]]] = []
    change = lexical.change

    def noted(file: Path, gone: Sequence[str], come: lexical.Held) -> None:
        changes.append((sorted(gone), sorted(come)))
        change(file, gone, come)

    monkeypatch.setattr(lexical, "change", noted)
    for names in (["a.md", "b.md", "c.md"], ["a.md", "c.md", "e.md"]):
        Index(library(tmp_path / "corpus", names).passages, NONE, Hashed(), tmp_path).sync()
    assert changes == [([], ["a", "b", "c"]), (["b"], ["e"])]


@pytest.mark.parametrize("name", ["words.sqlite", "vectors.npy", "vectors.json"])
def test_a_damaged_index_is_not_grown_from(name: str, tmp_path: Path) -> None:
    old = Index(library(tmp_path / "corpus", ["a.md", "b.md"]).passages, NONE, Hashed(), tmp_path)
    old.sync()
    (old.folder / name).write_bytes(b"garbage" * 100)
    held = library(tmp_path / "corpus", ["a.md", "b.md", "c.md"])
    (tmp_path / "other").mkdir()
    index = Index(held.passages, NONE, Hashed(), tmp_path)
    assert index.sync().embedded == 1
    assert found(index) == found(Index(held.passages, NONE, Hashed(), tmp_path / "other"))


def test_who_reads_the_old_index_goes_on_reading_it(tmp_path: Path) -> None:
    old = Index(library(tmp_path / "corpus", ["a.md", "b.md"]).passages, NONE, Hashed(), tmp_path)
    before = found(old)
    Index(library(tmp_path / "corpus", ["c.md"]).passages, NONE, Hashed(), tmp_path).sync()
    (old.folder / "found.sqlite").unlink()
    assert found(old) == before


def test_how_far_embedding_is_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    index = Index(library(tmp_path / "corpus", sorted(TEXTS)).passages, NONE, Hashed(), tmp_path)
    done = index.sync(lambda done, of: told.append((done, of)))
    assert told[-1] == (done.embedded, done.embedded)
    assert told == sorted(told)
    assert {of for _, of in told} == {done.embedded}


SYNC = """
import sys
from pathlib import Path
from corpus.index.embedding import MiniLM
from corpus.index.index import Index
from corpus.texts.library import Folder, read_library
library = read_library([Folder(root=Path(sys.argv[1]))])
index = Index(library.passages, library.glossary, MiniLM(), Path(sys.argv[2]))
print(index.sync().notice, [p.id for p in index.search("what is rolled?", 6).passages], flush=True)
"""


def test_two_processes_that_build_the_same_index_at_once_both_find_the_same(tmp_path: Path) -> None:
    library(tmp_path / "corpus", sorted(TEXTS))
    (tmp_path / "cache").mkdir()
    command = [sys.executable, "-c", SYNC, str(tmp_path / "corpus"), str(tmp_path / "cache")]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(2)]
    said = [process.communicate(timeout=300)[0] for process in both]
    assert said[0] == said[1]
    assert said[0].startswith("None ['")
    assert len(list((tmp_path / "cache" / "index").iterdir())) == 1


def test_tokens_in_eight_bits_point_the_same_way() -> None:
    rows = MiniLM().embed_tokens(["The short layer is rolled when about 7 days are left."])[1][0]
    again = packed(rows).astype("f4")
    again /= np.linalg.norm(again, axis=1, keepdims=True)
    assert (rows * again).sum(axis=1).min() > 0.999
    assert max_sim(rows, packed(rows)) > 0.999


def test_max_sim_is_the_mean_of_the_nearest() -> None:
    asked = np.array([[1, 0], [0, 1]], dtype=np.float32)
    text = np.array([[127, 0], [0, -127], [64, 0]], dtype=np.int8)
    assert max_sim(asked, text) == 0.5  # the first finds itself, the second nothing nearer than what is at a right angle
    assert max_sim(asked, text[:0]) == 0.0


def test_standard_scores_have_no_mean_and_unit_spread() -> None:
    assert standard({"a": 1.0, "b": 3.0}) == {"a": -1.0, "b": 1.0}
    assert standard({"a": 2.0, "b": 2.0}) == {"a": 0.0, "b": 0.0}
    assert joined([Side(scores={"a": 1.0, "b": 3.0}), Side(scores={"b": 0.1, "a": 0.3})]) == {"a": 0.0, "b": 0.0}


def test_the_nearest_are_those_of_a_plain_sort_whatever_their_place(tmp_path: Path) -> None:
    random = np.random.default_rng(7)
    rows = random.normal(size=(500, 32)).astype("f4")
    rows[100:120] = rows[3]  # ties
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    ids = [f"{i:03}" for i in range(500)]
    exact.write(tmp_path, ids, [*rows])
    plain = sorted(ids, key=lambda i: (-round(float(rows[int(i)].astype("f8") @ rows[3].astype("f8")), 6), i))
    assert [*exact.Exact(tmp_path).nearest(rows[3], 10)] == plain[:10]


def test_an_unchanged_sync_builds_nothing_and_one_document_more_is_all_that_is_worked_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed: list[list[str]] = []
    embedded: list[list[str]] = []

    class Counted(Hashed):
        def embed_tokens(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
            embedded.append([*texts])
            return super().embed_tokens(texts)

    def rows_of(come: Mapping[str, growing.Shelf]) -> lexical.Held:
        indexed.append([*come])
        return rows(come)

    rows = growing.rows_of
    monkeypatch.setattr(growing, "rows_of", rows_of)
    (tmp_path / "corpus").mkdir()
    for i in range(50):
        (tmp_path / "corpus" / f"p{i}.md").write_text(
            f"# Page {i}\nThe layer {i} is rolled on day {i * 7 % 31}.\n", encoding="utf-8"
        )
    held = read_library([Folder(root=tmp_path / "corpus")])
    Index(held.passages, NONE, Counted(), tmp_path).sync()
    assert len(indexed) == 1
    assert len(indexed[0]) == 50
    (tmp_path / "corpus" / "new.md").write_text("# New\nWords that nobody wrote before.", encoding="utf-8")
    more = read_library([Folder(root=tmp_path / "corpus")])
    indexed.clear()
    embedded.clear()
    assert [Index(more.passages, NONE, Counted(), tmp_path).sync().embedded for _ in range(3)] == [1, 0, 0]
    assert indexed == [["new"]]
    assert len(embedded) == 1
    assert all("nobody wrote" in text for text in embedded[0])


def test_nothing_is_known_of_chroma_where_a_corpus_is_small(tmp_path: Path) -> None:
    library(tmp_path / "corpus", sorted(TEXTS))
    (tmp_path / "cache").mkdir()
    program = f"{SYNC}\nassert 'chromadb' not in sys.modules"
    command = [sys.executable, "-c", program, str(tmp_path / "corpus"), str(tmp_path / "cache")]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)


def test_what_a_shelf_holds_is_in_its_digest() -> None:
    held = read_library([Folder(root=shipped_folder(), sample=True)])
    ids = frozenset(p.id for p in held.passages)
    all_of, without = growing.shelves(held.passages, ids), growing.shelves(held.passages, ids - {held.passages[0].id})
    assert [path for path in all_of if all_of[path] != without[path]] == [held.passages[0].document.path]
