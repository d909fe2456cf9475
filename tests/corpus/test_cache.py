"""The cache: what is damaged is made again, what others hold is left alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from corpus import cached
from corpus.errors import UnreadableError
from corpus.index.embedding import MiniLM
from corpus.texts.library import Library
from tests.embedded import TEXTS, library_in, over


def garbage(name: str) -> Callable[[Path], None]:
    """Makes a file of an index garbage."""

    def damage(index: Path) -> None:
        assert (index / name).is_file()
        (index / name).write_bytes(b"garbage" * 1000)

    return damage


def emptied(index: Path) -> None:
    """Takes the vectors away."""
    (index / "vectors.npy").unlink()


DAMAGES = {
    "vectors": garbage("vectors.npy"),
    "their ids": garbage("vectors.json"),
    "words": garbage("words.sqlite"),
    "searches": garbage("found.sqlite"),
    "no vectors": emptied,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_made_again(damage: str, library: Library, cache: Path) -> None:
    index = over(library, MiniLM(), cache)
    first = index.search("volatility calls", 3)
    DAMAGES[damage](index.folder)
    for question in ("volatility calls", "until expiry"):  # by the one that made it, and by another that opens it
        assert index.search(question, 3).nearness is not None
        assert over(library, MiniLM(), cache).search("volatility calls", 3) == first


@contextmanager
def held(file: Path) -> Iterator[None]:
    """A file that another program writes to."""
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        yield
        db.execute("ROLLBACK")


def test_searches_that_another_program_writes_down_are_made_again(
    library: Library, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cached, "_WAIT", 0.1)
    index = over(library, MiniLM(), cache)
    first = index.search("volatility calls", 3)
    place = index.folder.stat().st_ino
    with held(index.folder / "found.sqlite"):
        assert index.search("volatility calls", 3) == first
        assert index.search("until expiry", 3).passages
    assert index.folder.stat().st_ino == place


def test_vectors_that_another_program_writes_are_not_thrown_away(
    library: Library, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cached, "_WAIT", 0.1)
    over(library, MiniLM(), cache).sync()
    more = over(library_in(tmp_path / "corpus", TEXTS | {"more.md": "Puts are bought."}), MiniLM(), cache)
    with held(cache / "vectors.sqlite"), pytest.raises(UnreadableError, match="in use by another program"):
        more.sync()
    assert more.sync().embedded == 1
