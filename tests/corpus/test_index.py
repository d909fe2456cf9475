"""The index: real vectors beside real keywords, never stale and never half-built."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from corpus.index.embedding import EmbedderMissingError, MiniLM
from corpus.index.index import Index
from corpus.index.lexical import content_words
from corpus.index.ranking import ordered, spread
from corpus.texts.documents import Passage
from corpus.texts.glossary import Glossary
from corpus.texts.library import Folder, Library, read_library, shipped_folder
from tests.conftest import ROOT

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Missing:
    """An embedder whose model isn't there."""

    id = MiniLM.id
    bounds = MiniLM.bounds
    sends = False

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Never."""
        raise EmbedderMissingError("gone")


NONE = Glossary(terms=())
PARAPHRASE = "Who ought to see simulated track records?"
MEANT = "A public page of hypothetical results names the audience"


@pytest.fixture(scope="module")
def shipped() -> Library:
    """The shipped sample corpus."""
    return read_library([Folder(root=shipped_folder(), sample=True)])


@pytest.fixture(scope="module")
def built(shipped: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with the index over the shipped corpus."""
    cache = tmp_path_factory.mktemp("built")
    Index(shipped.passages, shipped.glossary, MiniLM(), cache).sync()
    return cache


def test_the_embedder_loads_and_knows_like_from_unlike() -> None:
    one, other, far = MiniLM().embed(["the cost of the hedge", "what protection costs", "a recipe for soup"])
    assert one @ other > one @ far + 0.2
    assert np.allclose(np.linalg.norm([one, other, far], axis=1), 1)


def test_a_vector_does_not_depend_on_its_neighbours() -> None:
    alone = MiniLM().embed(["the cost of the hedge"])[0]
    among = MiniLM().embed(["short", "the cost of the hedge", "a much longer text about something else " * 20])[1]
    assert np.array_equal(alone, among)


def test_a_model_with_another_digest_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.index.embedding._SHA256", _zeros())
    with pytest.raises(EmbedderMissingError, match="SHA-256"):
        MiniLM().embed(["x"])


def _zeros() -> dict[tuple[str, str], str]:
    from corpus.index import embedding

    return dict.fromkeys(embedding._SHA256, "0" * 64)


def test_a_paraphrase_is_found_by_meaning_and_not_by_words(shipped: Library, built: Path) -> None:
    index = Index(shipped.passages, shipped.glossary, MiniLM(), built)
    meant = next(p for p in shipped.passages if MEANT in p.text)
    stems = {w[:5] for w in content_words(PARAPHRASE)}
    assert not stems & {w[:5] for w in content_words(meant.text)}
    assert meant in index.search(PARAPHRASE, 12).passages
    assert meant not in index.search(PARAPHRASE, 12, dense=False).passages


def test_each_side_can_be_switched_off_and_the_fused_search_has_both(shipped: Library, built: Path) -> None:
    index = Index(shipped.passages, shipped.glossary, MiniLM(), built)
    question = "What does the hedge cost in quiet markets?"
    words = index.search(question, 12, dense=False)
    meaning = index.search(question, 12, keywords=False)
    assert words.nearness is None
    assert meaning.nearness is not None
    assert index.search(question, 12).passages[0] in {*words.passages, *meaning.passages}


def test_without_the_embedder_keywords_are_searched_and_it_is_said(shipped: Library, tmp_path: Path) -> None:
    index = Index(shipped.passages, shipped.glossary, Missing(), tmp_path)
    assert index.search("volatility regime", 5).passages
    assert index.notice == "gone"
    assert not index.folder.exists()


def test_with_an_index_but_no_embedder_keywords_are_searched(shipped: Library, built: Path) -> None:
    index = Index(shipped.passages, shipped.glossary, Missing(), built)
    assert index.search("volatility regime", 5).passages
    assert index.notice == "gone"


def test_the_same_search_is_remembered_and_gives_the_same(shipped: Library, built: Path) -> None:
    first = Index(shipped.passages, shipped.glossary, MiniLM(), built).search("drag", 12)
    again = Index(shipped.passages, shipped.glossary, Missing(), built).search("drag", 12)
    assert first == again


def changed(folder: Path, text: str) -> Sequence[Passage]:
    """The passages of a corpus with one document."""
    (folder / "a.md").write_text(text, encoding="utf-8")
    (folder / "b.md").write_text("The other page speaks of expiry.", encoding="utf-8")
    return read_library([Folder(root=folder)]).passages


def test_a_changed_document_is_never_answered_from_the_old_index(tmp_path: Path) -> None:
    folder, cache = tmp_path / "corpus", tmp_path / "cache"
    folder.mkdir()
    cache.mkdir()
    old = Index(changed(folder, "Calls are rolled every month."), NONE, MiniLM(), cache)
    assert old.sync().embedded == 2
    new = Index(changed(folder, "Calls are rolled every week."), NONE, MiniLM(), cache)
    assert new.sync().embedded == 1  # only what changed
    assert "every week" in new.search("when are calls rolled", 1).passages[0].text


def test_a_killed_build_leaves_no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus").mkdir()
    index = Index(changed(tmp_path / "corpus", "The drag is rolled."), NONE, MiniLM(), tmp_path)
    monkeypatch.setattr("corpus.index.growing.move", _killed)
    with pytest.raises(KeyboardInterrupt):
        index.sync()
    assert not index.folder.exists()
    monkeypatch.undo()
    assert index.sync().embedded == 0  # the vectors were kept
    assert index.search("drag", 3).passages


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


SYNC = """
import sys
from pathlib import Path
from corpus.index.embedding import MiniLM
from corpus.index.index import Index
from corpus.texts.library import Folder, read_library, shipped_folder
library = read_library([Folder(root=shipped_folder(), sample=True)])
print("started", flush=True)
Index(library.passages, library.glossary, MiniLM(), Path(sys.argv[1])).sync()
print("done", flush=True)
"""


def test_a_sync_that_the_system_kills_loses_nothing_that_was_done(shipped: Library, built: Path, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", SYNC, tmp_path], stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        while not embedded_in(tmp_path):
            assert process.poll() is None
            time.sleep(0.01)
        process.kill()
    kept = embedded_in(tmp_path)
    index = Index(shipped.passages, shipped.glossary, MiniLM(), tmp_path)
    assert not index.folder.exists()
    assert index.search("drag", 3).passages
    again = Index(shipped.passages, shipped.glossary, MiniLM(), built)
    assert 0 < kept < embedded_in(built)
    assert index.search(PARAPHRASE, 12) == again.search(PARAPHRASE, 12)
    left = [f for f in (tmp_path / "index").iterdir() if f.name.startswith("building-")]
    for folder in left:
        os.utime(folder, (0, 0))
    (tmp_path / "corpus").mkdir()
    Index(changed(tmp_path / "corpus", "Other words."), NONE, MiniLM(), tmp_path).sync()
    assert not any(folder.exists() for folder in left)


def embedded_in(cache: Path) -> int:
    """How many vectors a cache holds."""
    if not (cache / "vectors.sqlite").is_file():
        return 0
    with closing(sqlite3.connect(cache / "vectors.sqlite")) as db:
        try:
            return int(db.execute("SELECT count(*) FROM vectors").fetchone()[0])
        except sqlite3.OperationalError:  # the table is still to be made
            return 0


@pytest.mark.parametrize(
    ("asked", "wanted"), [("CVaR", "glossary/expected-shortfall"), ("REER", "glossary/real-effective-exchange-rate")]
)
def test_a_term_is_found_under_its_other_names(asked: str, wanted: str, shipped: Library, built: Path) -> None:
    known = Index(shipped.passages, shipped.glossary, MiniLM(), built).search(asked, 12, dense=False).passages
    assert wanted in {p.document.path for p in known}
    bare = [replace(p, asks=()) for p in shipped.passages]
    assert Index(bare, NONE, MiniLM(), built).search(asked, 12, dense=False).passages == ()


def test_only_the_indexes_used_last_are_kept(tmp_path: Path) -> None:
    folder, cache = tmp_path / "corpus", tmp_path / "cache"
    folder.mkdir()
    cache.mkdir()
    for i in range(10):
        index = Index(changed(folder, f"Calls are rolled every {i} days."), NONE, MiniLM(), cache)
        index.sync()
        os.utime(index.folder, (i, i))
    assert len(list((cache / "index").iterdir())) == 8


def test_an_empty_corpus_finds_nothing(tmp_path: Path) -> None:
    assert Index((), NONE, MiniLM(), tmp_path).search("drag", 3).passages == ()


def test_ties_go_to_the_higher_authority_then_the_newer_date(tmp_path: Path) -> None:
    for name, authority, day in (
        ("a", "article", "2026-01-01"),
        ("b", "canonical", "2020-01-01"),
        ("c", "canonical", "2024-01-01"),
    ):
        head = f"---\nauthority: {authority}\ndate: {day}\n---\n"
        (tmp_path / f"{name}.md").write_text(head + "Same words.", encoding="utf-8")
    passages = read_library([Folder(root=tmp_path)]).passages
    assert [p.document.path for p in ordered([(p, 0.5) for p in passages])] == ["c", "b", "a"]


def test_one_long_document_can_not_hide_the_others(shipped: Library) -> None:
    found = spread(shipped.passages, 6)
    assert max(sum(p.document is q.document for q in found) for p in found) == 2
