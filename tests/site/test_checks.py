"""What is sent to be checked: documents, logs. Each is done in a process of its own, which opens nothing that it is told."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.texts.library import shipped_folder
from reports.service import limited as limited_module
from reports.service.limited import Bound, Limited, Piece, TooMuchError
from reports.service.state import Choice
from reports.site.store import users
from reports.site.store.store import address_of, open_store
from tests.site.conftest import Reply, Server, start, stop

LOG = shipped_folder() / "samples" / "condor-0.70-1dte" / "trades.csv"
_PASSWORD = "a long password of a test"  # noqa: S105


@pytest.fixture(scope="module")
def answer(site: Server) -> dict[str, Any]:
    document: dict[str, Any] = site.post("/api/v1/ask", {"question": "What does the hedge cost?"}).json
    return document


def _verified(site: Server, told: object) -> dict[str, Any]:
    reply = site.post("/api/v1/verify", told)
    assert reply.status == 200, reply.text
    made: dict[str, Any] = reply.json
    return made


def test_an_answer_of_the_site_verifies(site: Server, answer: dict[str, Any]) -> None:
    told = _verified(site, answer)
    assert told["end"] == "true", told
    assert told["checked"]
    assert told["faults"] == []


def test_a_figure_that_was_changed_is_found(site: Server, answer: dict[str, Any]) -> None:
    changed = json.loads(json.dumps(answer))
    changed["figures"][0]["value"] *= 2
    told = _verified(site, changed)
    assert told["end"] == "false"
    assert any("figures" in f["place"] for f in told["faults"]), told["faults"]


@pytest.mark.parametrize("told", [[], {}, {"schema": "another"}, {"schema": "hedgecite/answer/1"}, "text", 3])
def test_what_is_no_document_is_refused_in_words_or_called_false(site: Server, told: object) -> None:
    reply = site.post("/api/v1/verify", told)
    if isinstance(told, dict) and "schema" in told:
        assert reply.json["end"] == "false"
        return
    assert reply.status == 422
    assert reply.headers["content-type"] == "application/problem+json"


def test_no_path_that_a_document_names_is_opened(site: Server, answer: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "secret.md").write_text("# Secret\n\nThe secret is out.\n")
    for option in (f"--corpus {tmp_path}/texts", f"--backtest {LOG.parent}", f"--after {tmp_path}/a.json"):
        told = json.loads(json.dumps(answer))
        told["provenance"]["command"] += f" {option}"
        made = _verified(site, told)
        assert made["end"] != "true"
        assert "secret" not in json.dumps(made).replace(option, "").casefold()
        assert made["unchecked"], "it says that the desk has no such text, backtest or answer"


def test_a_report_of_a_client_is_not_verified_here(site: Server, answer: dict[str, Any]) -> None:
    reply = site.post("/api/v1/verify", {**answer, "kind": "report"})
    assert reply.status == 422
    assert "is a client's report" in reply.json["detail"]


def test_a_document_beyond_the_bound_is_refused_before_it_is_read(site: Server) -> None:
    assert site("POST", "/api/v1/verify", b"{" + b" " * 1024 * 1024, {"Content-Type": "application/json"}).status == 413
    assert site("POST", "/api/v1/ask", b" " * 65 * 1024, {"Content-Type": "application/json"}).status == 413


def test_the_claims_of_the_texts_are_told_with_their_verdicts(site: Server) -> None:
    told = site.get("/api/v1/claims").json
    assert told["backtest"]
    assert {c["verdict"] for c in told["claims"]} >= {"not_ruled_out", "not_comparable"}
    assert all(c["source"] in {s["id"] for s in told["sources"]} for c in told["claims"])
    assert told["conflicts"]
    assert site.get("/api/v1/claims?backtest=nothing").status == 422


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, site_cache: Path) -> Iterator[tuple[Server, str]]:
    """A site with one published article, and the token of an editor."""
    folder = tmp_path_factory.mktemp("impact")
    (folder / "hedgecite.toml").write_text("[server]\nasks_per_minute = 10000\n")
    (folder / "questions.toml").write_text(
        '[[question]]\ntext = "What does the hedge cost?"\nstate = "approved"\napprover = "Ann"\n'
    )
    server = start(folder, site_cache)
    command = ["publish", "--out", "published/site", "--date", "2026-01-02"]
    done = subprocess.run([*server.command, *command], cwd=folder, env=server.environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    store = open_store(address_of("", folder / "data"))
    users.add_user(store, "ed", "editor", _PASSWORD)
    token = users.add_token(store, "ed", "t", ("edit",))
    store.dispose()
    yield server, token
    stop(server)


def _impact(desk: tuple[Server, str], log: bytes, query: str = "") -> Reply:
    server, token = desk
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"}
    return server("POST", f"/api/v1/impact{query}", log, headers)


def test_the_same_log_changes_nothing_and_another_is_told_figure_by_figure(desk: tuple[Server, str]) -> None:
    log = LOG.read_bytes()
    told = _impact(desk, log).json
    assert told["changed"] == []
    assert len(told["unchanged"]) == 1
    head, *rows = log.decode().splitlines(keepends=True)
    (changed,) = _impact(desk, (head + "".join(rows[:-400])).encode()).json["changed"]
    figures = {c["key"]: c for c in changed["changes"] if c["kind"] == "figure" and c["scope"] == "all"}
    assert figures["import.trades"]["before"] > figures["import.trades"]["after"]
    assert figures["drag.monthly.mean"]["by"].endswith(" bp")
    assert (desk[0].folder / "published" / "site" / "index.html").is_file(), "nothing was replaced"


@pytest.mark.parametrize("log", [b"no log", b"\x00" * 1000, b"PK\x03\x04broken", b"a,b\n" + b"1,2\n" * 10])
def test_what_is_no_log_is_told_in_words_without_a_place_of_this_machine(desk: tuple[Server, str], log: bytes) -> None:
    reply = _impact(desk, log)
    assert reply.status == 422
    assert str(Path(tempfile.gettempdir())) not in reply.text
    assert "trades.csv" in reply.json["detail"]


def test_the_file_that_a_log_replaces_is_one_of_the_backtest(desk: tuple[Server, str]) -> None:
    for query in ("?file=../../hedgecite.toml", "?file=/etc/passwd", "?backtest=../other"):
        reply = _impact(desk, b"a,b\n1,2\n", query)
        assert reply.status == 422
        assert "there are:" in reply.json["detail"]


def _bounded(
    tmp_path: Path, site_cache: Path, monkeypatch: pytest.MonkeyPatch, bound: Bound, body: bytes = b"{}"
) -> TooMuchError | None:
    monkeypatch.setenv("HEDGECITE_CACHE_DIR", str(site_cache))
    (tmp_path / "memory").mkdir()
    monkeypatch.setattr(limited_module, "_MEMORY", tmp_path / "memory")
    limited = Limited(Choice(), tmp_path)
    try:
        limited.do(Piece(task="verify", told={}, body=body, bound=bound)).result()
    except TooMuchError as error:
        return error
    finally:
        limited.close()
        assert not any((tmp_path / "memory").iterdir()), "nothing of it is left"
    return None


def test_work_that_takes_too_long_is_ended(tmp_path: Path, site_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.monotonic()
    assert _bounded(tmp_path, site_cache, monkeypatch, Bound(seconds=0))
    assert time.monotonic() - began < 10


def test_work_that_takes_too_much_memory_is_ended(tmp_path: Path, site_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _bounded(tmp_path, site_cache, monkeypatch, Bound(seconds=60, memory=96), b" " * 100 * 1024 * 1024)
