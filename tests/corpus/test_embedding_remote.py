"""Embeddings of an endpoint: a real client against a real server, beside the built-in model, never mixed with it."""

from __future__ import annotations

import asyncio
import json
import math
import shutil
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.index.embedding import Bounds, EmbedderMissingError, MiniLM
from corpus.index.index import Found
from corpus.texts.library import Library
from qa.answer import Materials, read
from qa.evidence.subject import on_subject
from reports.desk import index_of, open_desk
from tests.embedded import TEXTS, hashed, library_in, over, remote
from tests.endpoint import Behaviour, Fault, endpoint


def test_a_search_finds_by_the_vectors_of_the_endpoint(library: Library, cache: Path) -> None:
    with endpoint(hashed) as server:
        index = over(library, remote(server.base_url), cache)
        found = index.search("when are volatility calls rolled", 3, keywords=False)
    assert index.notice is None
    assert found.passages[0].text == TEXTS["calls.md"]
    assert found.bounds is None
    assert set(server.paths) == {"/v1/embeddings"}
    assert {body["model"] for body in server.requests} == {"words"}


def test_no_server_but_the_one_named_is_sent_texts() -> None:
    with endpoint(hashed) as other, endpoint(lambda _: Fault("moved", content=f"{other.base_url}/embeddings")) as server:
        with pytest.raises(EmbedderMissingError, match="its server refused or failed"):
            remote(server.base_url).embed(["a"])
        assert other.requests == []


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
    "huge": (lambda body: [[1e200, 1e200] for _ in body["input"]], "not readable"),
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


def test_of_vectors_that_are_not_as_long_as_those_kept_none_is_kept(cache: Path, tmp_path: Path) -> None:
    one = library_in(tmp_path / "corpus", {"a.md": "Calls are rolled."})
    with endpoint(hashed, lambda body: [[1.0, 2.0] for _ in body["input"]], hashed) as server:
        assert over(one, remote(server.base_url), cache).sync().embedded == 1
        more = library_in(tmp_path / "corpus", {"b.md": "Calls are sold."})
        notice = over(more, remote(server.base_url), cache).sync().notice
        assert notice
        assert f"delete the folder {cache}" in notice
        assert over(more, remote(server.base_url), cache).sync().embedded == 1


@pytest.mark.parametrize("damage", [b"", b"abc", b"abcd"])
def test_a_damaged_vector_is_said_and_not_searched(damage: bytes, library: Library, cache: Path, tmp_path: Path) -> None:
    with endpoint(hashed) as server:
        over(library, remote(server.base_url), cache).sync()
        with closing(sqlite3.connect(cache / "vectors.sqlite")) as db, db:
            db.execute("UPDATE vectors SET vector = ? WHERE rowid = 1", (damage,))
        more = library_in(tmp_path / "corpus", {"more.md": "Puts are bought."})
        shutil.rmtree(cache / "index")  # an index has its own copy of them
        index = over(more, remote(server.base_url), cache)
        assert index.search("volatility calls", 3).passages[0].text == TEXTS["calls.md"]
    assert index.notice
    assert "not as long" in index.notice


def test_a_damaged_file_of_vectors_is_made_again(library: Library, cache: Path) -> None:
    (cache / "vectors.sqlite").write_bytes(b"no database" * 100)
    with endpoint(hashed) as server:
        assert over(library, remote(server.base_url), cache).sync().embedded == 3


@pytest.mark.parametrize("kind", ["trickle", "slow"])
def test_the_deadline_is_for_all_of_a_request_and_its_repeats(kind: str) -> None:
    with endpoint(lambda _: Fault("status", 500), lambda _: Fault(kind)) as server:
        began = time.monotonic()
        with pytest.raises(EmbedderMissingError, match="it did not answer in time"):
            remote(server.base_url, retries=5, timeout=1.5).embed(["a"])
        assert time.monotonic() - began < 2.5
        assert server.broken_off.wait(5)
    assert len(server.requests) == 2


def test_it_embeds_inside_a_running_loop_and_again_in_the_next() -> None:
    async def embedded(base_url: str) -> tuple[int, ...]:
        return remote(base_url).embed(["a"]).shape

    with endpoint(hashed) as server:
        assert [asyncio.run(embedded(server.base_url)) for _ in range(2)] == [(1, 65)] * 2


def test_a_reply_that_is_too_long_is_not_read_to_its_end() -> None:
    with endpoint(lambda _: [[0.5] * 100_000]) as server, pytest.raises(EmbedderMissingError, match="not readable"):
        remote(server.base_url).embed(["a"])


def test_a_sync_that_fails_keeps_the_batches_that_it_finished(cache: Path, tmp_path: Path) -> None:
    many = library_in(tmp_path / "corpus", {f"{i}.md": f"Text {i} of many." for i in range(70)})
    with endpoint(hashed, hashed, lambda _: Fault("status", 400), hashed) as server:
        assert over(many, remote(server.base_url), cache).sync().notice
        assert over(many, remote(server.base_url), cache).sync().embedded == 6
    assert [len(body["input"]) for body in server.requests] == [32, 32, 6, 6]


def test_each_request_is_recorded_with_its_tokens_and_fault() -> None:
    recorded: list[tuple[int, bool, str]] = []
    told = json.dumps({"data": [{"index": 0, "embedding": [1.0]}]})
    behaviours: tuple[Behaviour, ...] = (
        hashed,
        lambda _: Fault("body", content=told),
        lambda _: [],
        lambda _: Fault("status", 500),
    )
    with endpoint(*behaviours) as server:
        embedder = replace(remote(server.base_url), record=lambda *line: recorded.append(line))
        embedder.embed(["a"])
        embedder.embed(["a text of some thirty letters."])
        for _ in range(2):
            with pytest.raises(EmbedderMissingError):
                embedder.embed(["abc"])
    # thirty letters by four, and one for the rest
    assert recorded == [
        (100, False, ""),
        (8, True, ""),
        (100, False, "its answer was not readable"),
        (1, True, "its server refused or failed"),
    ]


def test_many_indexes_of_one_embedder_leave_that_of_another(library: Library, cache: Path, tmp_path: Path) -> None:
    built_in = over(library, MiniLM(), cache)
    built_in.sync()
    with endpoint(hashed) as server:
        for i in range(10):
            changed = library_in(tmp_path / "other", {"a.md": f"Calls are rolled every {i} days."})
            over(changed, remote(server.base_url), cache).sync()
    assert built_in.folder.is_dir()
    assert len(list((cache / "index").iterdir())) == 9


def test_two_caches_find_the_same(library: Library, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    with endpoint(hashed) as server:
        one, other = (over(library, remote(server.base_url), folder) for folder in (cache, tmp_path / "second"))
        assert one.search("calls and contracts", 3) == other.search("calls and contracts", 3)


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
        (Bounds(near=0.34, far=0.22), 0.21, False, False),
        (Bounds(near=0.34, far=0.22), 0.21, True, True),  # every word stands in a text of the desk's own
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
