"""Vectors in Chroma, embedded and served on loopback: the same passages in the same order as by exact vectors."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.index.embedding import MiniLM
from corpus.index.index import Found, Index
from corpus.texts.library import Folder, Library, read_library, shipped_folder
from tests.eval.retrieval import UNSEEN, read_questions

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Chroma server."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = "import sys; from chromadb.cli.cli import app; sys.argv[0] = 'chroma'; app()"
    path = tmp_path_factory.mktemp("served")
    command = [sys.executable, "-c", run, "run", "--path", str(path), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        url = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=5).close()  # noqa: S310 our own server
                break
            except OSError:
                assert process.poll() is None
                time.sleep(0.2)
        yield url
        process.terminate()


@pytest.fixture(scope="module")
def shipped() -> Library:
    """The shipped sample corpus."""
    return read_library([Folder(root=shipped_folder(), sample=True)])


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that all share, since vectors are the same."""
    return tmp_path_factory.mktemp("cache")


def found(index: Index, library: Library) -> list[Found]:
    """What is found of the questions."""
    return [index.search(q.text, 12) for q in read_questions(library, UNSEEN)[:20]]


def forget(cache: Path) -> None:
    """Takes away what searches found before."""
    for file in (cache / "index").glob("*/found.sqlite"):
        file.unlink()


def over(library: Library, cache: Path, url: str = "", leave: int = 0) -> Index:
    """The index without the last few passages."""
    return Index(library.passages[: len(library.passages) - leave], library.glossary, MiniLM(), cache, (), url)


def test_a_server_finds_what_exact_vectors_find_also_when_a_corpus_has_grown(server: str, shipped: Library, cache: Path) -> None:
    for leave in (40, 0, 40):  # it grows, and shrinks again
        forget(cache)
        exact = found(over(shipped, cache, leave=leave), shipped)
        forget(cache)
        served = over(shipped, cache, server, leave=leave)
        assert found(served, shipped) == exact
        assert served.notice is None


def test_chroma_beside_the_indexes_finds_the_same(shipped: Library, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forget(cache)
    exact = found(over(shipped, cache), shipped)
    forget(cache)
    monkeypatch.setattr("corpus.index.index._EXACT", 100)
    assert found(over(shipped, cache), shipped) == exact
    assert (cache / "chroma").is_dir()


def test_without_its_server_keywords_are_searched_and_it_is_said(shipped: Library, cache: Path) -> None:
    forget(cache)
    index = over(shipped, cache, "http://127.0.0.1:9")
    assert index.search("volatility regime", 5).passages
    assert index.notice is not None
    assert "HEDGECITE_CHROMA" in index.notice


def test_what_names_a_client_is_not_given_to_a_server(shipped: Library, tmp_path: Path) -> None:
    name = next(p for p in shipped.passages if "condor" in p.text).document.title
    index = Index(shipped.passages[:30], shipped.glossary, MiniLM(), tmp_path, (name,), "http://127.0.0.1:9")
    assert index.sync().held_back > 0
