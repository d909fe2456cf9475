"""A desk whose texts are embedded by an endpoint: what is sent there, and what is said and recorded of it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.index import mpnet_weights
from corpus.index.mpnet import MPNet
from reports.desk import index_of, is_repeatable, library_of, open_desk
from tests.embedded import hashed
from tests.endpoint import Endpoint, Fault, endpoint, good
from tests.reports.command import Command

CLIENT = '[[client]]\nid = "k-7"\nname = "Kestrel Partners"\nbacktest = "condor-0.70-1dte"\nmodel = "off"\n'
TEXTS = {
    "fees": "# Fees\n\nFees are paid monthly.\n\n## One client\n\nKestrel Partners pays them yearly.\n",
    "calls": "# Calls\n\nLong calls on volatility are rolled every month.\n",
}


@pytest.fixture
def served() -> Iterator[Endpoint]:
    """An endpoint for embeddings."""
    with endpoint(hashed) as server:
        yield server


@pytest.fixture
def remote(run: Command, served: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Commands from a desk with a client, whose texts the endpoint embeds."""
    Path("hedgecite.toml").write_text('name = "Own"\nsample = true\n', encoding="utf-8")
    Path("clients.toml").write_text(CLIENT, encoding="utf-8")
    Path("texts").mkdir()
    for name, text in TEXTS.items():
        Path(f"texts/{name}.md").write_text(text, encoding="utf-8")
    at(served, monkeypatch)
    return run


def at(server: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a server embed."""
    monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.setenv("HEDGECITE_EMBEDDINGS", "words")
    monkeypatch.setenv("HEDGECITE_MODEL_RETRIES", "0")


def test_passages_and_questions_are_sent_and_nothing_that_names_a_client(remote: Command, served: Endpoint) -> None:
    done = remote("corpus", "sync", "--corpus", "texts")
    assert done.out == "3 passages, 2 embedded anew, 1 held back that name a client or an account\n"
    assert done.err == ""
    remote("ask", "When are calls rolled?", "--corpus", "texts")
    asked = [body["input"] for body in served.requests]
    assert asked[0] == ["Calls\nLong calls on volatility are rolled every month.", "Fees\nFees are paid monthly."]
    assert asked[1][0].startswith("When are calls rolled?")
    assert asked[2:] == [["When are the layers rolled?"]]  # the rule that is asked for, in the method's words
    assert {tuple(sorted(body)) for body in served.requests} == {("encoding_format", "input", "model")}


@pytest.mark.parametrize("name", ["Kestrel Partners", "KESTREL  PARTNERS", "k-7"])
def test_a_question_that_names_a_client_is_searched_by_keywords_alone(name: str, remote: Command, served: Endpoint) -> None:
    remote("corpus", "sync", "--corpus", "texts")
    sent = len(served.requests)
    done = remote("ask", f"How does {name} pay its fees?", "--corpus", "texts")
    assert done.code == 0
    assert done.err == "hedgecite: searched by keywords alone: the question names a client or an account\n"
    assert len(served.requests) == sent


def test_a_clients_report_sends_nothing(remote: Command, served: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEDGECITE_MODEL", "m")
    done = remote("report", "--clients", "clients.toml", "--month", "2018-12", "--out", "out")
    assert done.code == 0
    assert served.requests == []


@pytest.mark.parametrize("command", [("ask", "What does the hedge cost?"), ("corpus", "sync")])
def test_where_the_clients_cannot_be_read_nothing_is_sent(command: tuple[str, ...], remote: Command, served: Endpoint) -> None:
    Path("clients.toml").write_text(CLIENT + "nmae = 1\n", encoding="utf-8")
    done = remote(*command)
    assert done.code == 3
    assert "clients.toml" in done.err
    assert served.requests == []


def test_where_the_clients_cannot_be_read_no_model_words_an_answer(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("hedgecite.toml").write_text('name = "Own"\n', encoding="utf-8")
    Path("clients.toml").write_text("no toml", encoding="utf-8")
    with endpoint(good) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        assert run("ask", "What does the hedge cost?", "--model", "m").code == 3
        assert run("ask", "What does the hedge cost?").code == 0
    assert server.requests == []


def test_a_list_without_clients_holds_nothing_back(remote: Command, served: Endpoint) -> None:
    Path("clients.toml").write_text("# [[client]]\n", encoding="utf-8")
    assert remote("corpus", "sync", "--corpus", "texts").out == "3 passages, 3 embedded anew\n"
    assert served.requests


def test_a_failure_is_said_and_stands_in_the_ledger_without_a_cost(
    remote: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HEDGECITE_MODEL_PRICE_IN", "1")
    monkeypatch.setenv("HEDGECITE_MODEL_PRICE_OUT", "1")
    said = "hedgecite: searched by keywords alone: the embedding model words can't be used: its server refused or failed; "
    with endpoint(hashed, lambda _: Fault("status", 500)) as server:
        at(server, monkeypatch)
        assert remote("corpus", "sync", "--corpus", "texts").err == ""
        assert remote("ask", "When are calls rolled?", "--corpus", "texts").err.startswith(said)
        Path("texts/more.md").write_text("Puts are bought.", encoding="utf-8")
        done = remote("corpus", "sync", "--corpus", "texts")
        assert done.out == "4 passages, 0 embedded anew, 1 held back that name a client or an account\n"
        assert done.err.startswith(said)
        assert "HEDGECITE_EMBEDDINGS" in done.err
    with (tmp_path / "data" / "model-ledger.csv").open(encoding="utf-8", newline="") as file:
        lines = [[line[k] for k in ("model", "sent_tokens", "estimated", "cost_usd", "fault")] for line in csv.DictReader(file)]
    assert lines[0] == ["words", "100", "no", "", ""]
    assert [(line[0], *line[2:]) for line in lines[1:]] == [("words", "yes", "", "its server refused or failed")] * 2


def test_a_model_that_runs_here_is_named_and_sends_nothing(remote: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEDGECITE_EMBEDDINGS", "local:all-mpnet-base-v2")
    desk = open_desk(Path(), Path())
    index = index_of(desk, library_of(desk, Path("texts")))
    assert isinstance(index._embedder, MPNet)
    assert not index._embedder.sends
    assert is_repeatable(desk, None)


def test_a_model_that_runs_here_and_is_not_installed_leaves_keywords(
    remote: Command, served: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mpnet_weights, "_PART", "nowhere-part_00{}")
    monkeypatch.setenv("HEDGECITE_EMBEDDINGS", "local:all-mpnet-base-v2")
    done = remote("ask", "When are calls rolled?", "--corpus", "texts")
    assert done.code == 0
    assert done.err == (
        "hedgecite: searched by keywords alone: the embedding model all-mpnet-base-v2 is not installed; "
        "run `make mpnet`, or unset HEDGECITE_EMBEDDINGS\n"
    )
    assert served.requests == []


def test_a_model_that_there_is_not_is_refused(remote: Command, served: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEDGECITE_EMBEDDINGS", "local:all-mpnet-base-v3")
    done = remote("corpus", "sync", "--corpus", "texts")
    assert done.code == 2
    assert "HEDGECITE_EMBEDDINGS: no model all-mpnet-base-v3 runs here" in done.err
    assert "local:all-mpnet-base-v2" in done.err
    assert served.requests == []
