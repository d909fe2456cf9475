"""Embeddings of an endpoint: a real client against a real server, beside the built-in model, never mixed with it."""

from __future__ import annotations

import json
import math
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.embedding import Bounds, EmbedderMissingError, MiniLM
from corpus.embedding_remote import OpenAIEmbeddings
from corpus.glossary import Glossary
from corpus.index import Found, Index
from corpus.lexical import stems
from corpus.library import Folder, Library, read_library
from qa.answer import Materials, on_subject, read
from reports.desk import index_of, open_desk
from tests.endpoint import Behaviour, Fault, Json, endpoint

TEXTS = {
    "calls.md": "Long calls on volatility are rolled every month.",
    "expiry.md": "The condor is held until expiry.",
    "size.md": "Contracts are counted from the capital.",
}


def hashed(body: Json) -> list[list[float]]:
    """A vector of counted words a text, twice as long as a unit vector would need."""
    return [words_of(text) for text in body["input"]]


def words_of(text: str) -> list[float]:
    """How often each of 64 bins is hit by a word's hash; the last number is never zero."""
    vector = [0.0] * 64 + [0.1]
    for stem in stems(text):
        vector[zlib.crc32(stem.encode()) % 64] += 2.0
    return vector


def remote(base_url: str, *, model: str = "words", retries: int = 0, timeout: float = 5) -> OpenAIEmbeddings:
    """An embedder of the server's."""
    return OpenAIEmbeddings(model=model, base_url=base_url, key="k", timeout=timeout, retries=retries)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Three documents."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_library([Folder(root=folder)])


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """An empty cache."""
    folder = tmp_path / "own-cache"
    folder.mkdir()
    return folder


def over(library: Library, embedder: OpenAIEmbeddings | MiniLM, cache: Path) -> Index:
    """The index of a library."""
    return Index(library.passages, Glossary(terms=()), embedder, cache)


def test_a_search_finds_by_the_vectors_of_the_endpoint(library: Library, cache: Path) -> None:
    with endpoint(hashed) as server:
        index = over(library, remote(server.base_url), cache)
        found = index.search("when are volatility calls rolled", 3, keywords=False)
    assert index.notice is None
    assert found.passages[0].text == TEXTS["calls.md"]
    assert found.bounds is None
    assert set(server.paths) == {"/v1/embeddings"}
    assert {body["model"] for body in server.requests} == {"words"}


def test_rows_have_length_one() -> None:
    with endpoint(lambda _: [[3.0, 4.0], [0.0, 2.0]]) as server:
        made = remote(server.base_url).embed(["a", "b"])
    assert made.dtype == np.float32
    assert np.allclose(made, [[0.6, 0.8], [0.0, 1.0]])


def test_a_reply_in_another_order_is_put_right() -> None:
    told = {"data": [{"index": 1, "embedding": [0.0, 2.0]}, {"index": 0, "embedding": [3.0, 0.0]}]}
    with endpoint(lambda _: Fault("body", content=json.dumps(told))) as server:
        assert np.array_equal(remote(server.base_url).embed(["a", "b"]), [[1, 0], [0, 1]])


def test_another_embedder_has_an_index_beside_and_going_back_embeds_nothing(library: Library, cache: Path) -> None:
    built_in = over(library, MiniLM(), cache)
    assert built_in.sync().embedded == 3
    with endpoint(hashed) as server:
        other = over(library, remote(server.base_url), cache)
        assert other.sync().embedded == 3
        assert built_in.folder.is_dir()
        assert other.folder.is_dir()
        assert other.folder != built_in.folder
        sent = len(server.requests)
        assert over(library, MiniLM(), cache).sync().embedded == 0
        assert over(library, remote(server.base_url), cache).sync().embedded == 0
    assert len(server.requests) == sent


def test_the_id_tells_models_and_addresses_apart_and_not_keys() -> None:
    one = remote("http://127.0.0.1:1/v1")
    assert one.id != remote("http://127.0.0.1:2/v1").id
    assert one.id != remote("http://127.0.0.1:1/v1", model="other").id
    assert one.id == replace(one, key="another").id
    assert "127.0.0.1" not in one.id
    assert "another" not in repr(replace(one, key="another"))


FAILURES: dict[str, tuple[Behaviour, str]] = {
    "500": (lambda _: Fault("status", 500), "its server refused or failed"),
    "401": (lambda _: Fault("status", 401), "does not accept the key"),
    "dropped": (lambda _: Fault("dropped"), "could not be reached"),
    "slow": (lambda _: Fault("slow"), "did not answer in time"),
    "too few": (lambda body: hashed(body)[1:], "not readable"),
    "none": (lambda _: [], "not readable"),
    "NaN": (lambda body: [[math.nan, 1.0] for _ in body["input"]], "not readable"),
    "zero": (lambda body: [[0.0, 0.0] for _ in body["input"]], "not readable"),
    "ragged": (lambda body: [[1.0] * (i + 1) for i, _ in enumerate(body["input"])], "not readable"),
    "no vectors": (lambda _: "{}", "not readable"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_leaves_keywords_and_says_why(failure: str, library: Library, cache: Path) -> None:
    behaviour, why = FAILURES[failure]
    with endpoint(behaviour) as server:
        index = over(library, remote(server.base_url, timeout=0.5 if failure == "slow" else 5), cache)
        found = index.search("volatility calls", 3)
        assert found.passages[0].text == TEXTS["calls.md"]
        assert found.nearness is None
        assert index.notice
        assert why in index.notice
        assert "HEDGECITE_EMBEDDINGS" in index.notice
        assert not index.folder.exists()
        sent = len(server.requests)
        index.search("expiry", 3)
    assert len(server.requests) == sent  # what failed isn't asked again for each question


def test_a_request_that_failed_is_sent_again(library: Library, cache: Path) -> None:
    with endpoint(lambda _: Fault("status", 500), hashed) as server:
        assert over(library, remote(server.base_url, retries=1), cache).sync().notice is None
    assert len(server.requests) == 2


def test_a_question_that_cannot_be_embedded_is_searched_by_keywords(library: Library, cache: Path) -> None:
    with endpoint(hashed, lambda _: Fault("status", 500)) as server:
        index = over(library, remote(server.base_url), cache)
        assert index.sync().notice is None
        assert index.search("volatility calls", 3).passages[0].text == TEXTS["calls.md"]
    assert index.notice


def test_a_model_that_changes_its_length_is_not_searched(library: Library, cache: Path) -> None:
    with endpoint(hashed, lambda _: [[1.0, 2.0]]) as server:
        index = over(library, remote(server.base_url), cache)
        assert index.search("volatility calls", 3).passages[0].text == TEXTS["calls.md"]
    assert index.notice
    assert "not as long" in index.notice


def test_without_its_setting_no_request_goes_out(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with endpoint(hashed) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "k")
        monkeypatch.setenv("HEDGECITE_CACHE_DIR", str(tmp_path / "c"))
        found = index_of(open_desk(None, tmp_path), library).search("volatility calls", 3)
        assert found.bounds == Bounds(near=0.34, far=0.22)
        assert not server.requests
        monkeypatch.setenv("HEDGECITE_EMBEDDINGS", "words")
        assert index_of(open_desk(None, tmp_path), library).search("volatility calls", 3).bounds is None
    assert server.requests


def test_without_an_endpoint_the_embedder_says_so() -> None:
    with endpoint(hashed) as server:
        gone = server.base_url
    with pytest.raises(EmbedderMissingError, match="could not be reached"):
        remote(gone).embed(["a"])


@pytest.mark.parametrize(
    ("bounds", "nearness", "shared", "kept"),
    [
        (None, 0.9, True, True),
        (None, 0.9, False, False),
        (None, 0.01, True, True),
        (Bounds(near=0.34, far=0.22), 0.34, False, True),
        (Bounds(near=0.34, far=0.22), 0.33, False, False),
        (Bounds(near=0.34, far=0.22), 0.22, True, True),
        (Bounds(near=0.34, far=0.22), 0.21, True, False),
    ],
)
def test_without_bounds_shared_words_alone_say_what_is_on_the_subject(
    bounds: Bounds | None, nearness: float, shared: bool, kept: bool, library: Library, cache: Path
) -> None:
    search = over(library, MiniLM(), cache)
    text = "Why are volatility calls rolled?" if shared else "Why do tomatoes ripen on windowsills?"
    question, plan = read(text, Materials(library=library, search=search, backtests=(), desk="d", version="0"))
    assert plan.kind == "method"
    found = Found(passages=library.passages, nearness=nearness, bounds=bounds)
    assert bool(on_subject(question, plan, found)) is kept
