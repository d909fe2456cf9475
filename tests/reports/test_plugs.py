"""Plugs: embedding models and retrievers of LangChain, named by a desk, search its texts and cite nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from corpus.errors import UnreadableError
from corpus.index.plugged import PluggedSearch
from corpus.texts.documents import Passage
from qa.answer import answer
from qa.langchain_tools import MethodologyRetriever
from reports.desk import DeskFile, index_of, is_repeatable, library_of, materials_of, open_desk, search_of
from reports.plugs import Plug, embedder_of
from tests.checks import faults
from tests.reports import plugs_for_tests
from tests.reports.command import Command

FAKE = "langchain_core.embeddings:DeterministicFakeEmbedding"
OURS = "tests.reports.plugs_for_tests"
QUESTION = "How is the hedge layered?"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HEDGECITE_CACHE_DIR", str(tmp_path / "cache"))
    plugs_for_tests.ASKED.clear()
    return tmp_path / "cache"


@pytest.fixture
def desk(cache: Path, tmp_path: Path) -> Path:
    assert not cache.exists()
    (desk := tmp_path / "desk").mkdir()
    (desk / "hedgecite.toml").write_text("", encoding="utf-8")
    return desk


def plug(desk: Path, what: str, use: str, **settings: object) -> None:
    """Name a plug in a desk's settings, which is local unless they say otherwise."""
    local = json.dumps(settings.pop("local", True))
    told = f"[search.{what}]\nuse = {json.dumps(use)}\nlocal = {local}\n[search.{what}.with]\n"
    told += "".join(f"{name} = {_toml(value)}\n" for name, value in settings.items())
    (desk / "hedgecite.toml").write_text(told, encoding="utf-8")


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + "}"
    return "[" + ", ".join(map(_toml, value)) + "]" if isinstance(value, list) else json.dumps(value)


def passages(desk: Path) -> tuple[Passage, ...]:
    return library_of(open_desk(desk, desk)).passages


@pytest.mark.parametrize("use", [FAKE, f"{OURS}:made"])
def test_an_embedding_model_of_langchain_builds_the_index_and_answers(desk: Path, use: str) -> None:
    plug(desk, "embeddings", use, size=16)
    opened = open_desk(desk, desk)
    index = index_of(opened, library_of(opened))
    first = index.sync()
    assert (first.notice, first.held_back) == (None, 0)
    assert first.embedded > 100
    text = passages(desk)[7].searched
    vector = np.array(DeterministicFakeEmbedding(size=16).embed_documents([text])[0])
    near = index.search(text, 12).near.passages  # its words find it, its vector says how near it is
    assert near[passages(desk)[7].id] == pytest.approx(float(vector @ vector / (vector @ vector)))
    materials = materials_of(opened)
    quoted, computed = answer(QUESTION, materials), answer("What is the win rate?", materials)
    assert (computed.status, faults(_json(computed))) == ("answered", [])
    assert (quoted.status, faults(_json(quoted))) == ("partial", [])  # vectors that know no meaning make no passage sure
    assert any("layer" in source.quote for source in quoted.sources)


def _json(document: object) -> dict[str, object]:
    from qa.document import as_json

    told = as_json(document)
    assert isinstance(told, dict)
    return told


def test_another_model_other_settings_and_another_length_have_another_index(desk: Path) -> None:
    ids = set()
    for use, settings in ((FAKE, {"size": 16}), (FAKE, {"size": 32}), (f"{OURS}:made", {"size": 16})):
        plug(desk, "embeddings", use, **settings)
        given = open_desk(desk, desk).settings.search.embeddings
        assert given is not None
        embedder = embedder_of(given)
        assert embedder.id.endswith(f"/{settings['size']}")
        assert str(settings) not in embedder.id
        ids.add(embedder.id)
    assert len(ids) == 3


def test_a_question_is_embedded_in_the_models_own_way_of_embedding_questions() -> None:
    embedder = embedder_of(Plug(use=f"{OURS}:TwoWays"))
    assert embedder.embed_question("what?").tolist() == [1.0] + [0.0] * 7
    assert embedder.embed(["what?"])[0].tolist() != embedder.embed_question("what?").tolist()
    assert embedder.sends


def test_a_model_that_is_not_declared_local_is_not_sent_what_names_a_client(desk: Path) -> None:
    (desk / "clients.toml").write_text(
        '[[client]]\nid = "k-7"\nname = "Kestrel Partners"\nbacktest = "condor-0.70-1dte"\n', encoding="utf-8"
    )
    (desk / "corpus").mkdir()
    (desk / "corpus/own.md").write_text("# Own\n\nKestrel Partners hold the hedge at half its size.\n", encoding="utf-8")
    held_back = []
    for local in (True, False):
        plug(desk, "embeddings", FAKE, local=local, size=16)
        opened = open_desk(desk, desk)
        held_back.append(index_of(opened, library_of(opened)).sync().held_back)
    assert held_back == [0, 1]
    plug(desk, "retriever", f"{OURS}:Listing", local=False, found=[])
    opened = open_desk(desk, desk)
    search = search_of(opened, library_of(opened))
    assert isinstance(search, PluggedSearch)
    assert search.search("What does Kestrel Partners hold?", 3).passages
    assert search.unplugged == "the question names a client or an account"
    assert plugs_for_tests.ASKED == []


def test_a_model_that_fails_leaves_keywords_and_it_is_said(run: Command, desk: Path) -> None:
    plug(desk, "embeddings", f"{OURS}:TwoWays", fails=True)
    done = run("ask", QUESTION, "--desk", desk)
    assert done.code == 0
    assert f"searched by keywords alone: the embedding model {OURS}:TwoWays@" in done.err
    assert "can't be used (ValueError)" in done.err


def test_a_retrievers_documents_count_where_they_are_passages_of_the_texts_in_its_order(desk: Path) -> None:
    own = passages(desk)
    by_id = {"id": own[30].id, "page_content": "other words"}
    place = {"document": own[20].document.path, "start": own[20].start, "end": own[20].end}
    by_place = {"page_content": "", "metadata": place}
    by_words = {"page_content": "  ".join(own[10].text.split())}
    foreign = {"id": "elsewhere", "page_content": "The hedge earns a thousand percent."}
    plug(desk, "retriever", f"{OURS}:Listing", found=[by_id, foreign, by_place, by_words, by_id])
    materials = materials_of(open_desk(desk, desk))
    found = materials.search.search(QUESTION, 5).passages
    assert [p.id for p in found] == [own[30].id, own[20].id, own[10].id]
    assert [p.id for p in materials.search.search(QUESTION, 2).passages] == [own[30].id, own[20].id]
    assert [d.id for d in MethodologyRetriever.over(materials, k=3).invoke(QUESTION)] == [p.id for p in found]
    document = answer(QUESTION, materials)
    texts = {d.path: d.text for d in materials.library.documents}
    assert faults(_json(document)) == []
    assert all(texts[s.document][s.start : s.end] == s.quote for s in document.sources)
    assert "thousand percent" not in json.dumps(_json(document))
    assert QUESTION in plugs_for_tests.ASKED


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"found": [], "fails": True}, "can't be used (ConnectionError)"),
        ({"found": [{"page_content": "Words of nobody."}]}, "found no passage of these texts"),
    ],
)
def test_a_retriever_that_fails_or_finds_other_texts_leaves_the_index_and_it_is_said(
    run: Command, desk: Path, settings: dict[str, object], said: str
) -> None:
    plain = run("ask", QUESTION)
    plug(desk, "retriever", f"{OURS}:Listing", **settings)
    done = run("ask", QUESTION, "--desk", desk)
    assert done.out == plain.out
    assert f"hedgecite: searched by the index alone: {OURS}:Listing@" in done.err
    assert said in done.err


@pytest.mark.parametrize(
    ("what", "use", "said"),
    [
        ("embeddings", "no.such.module:Class", "can't be made: ModuleNotFoundError"),
        ("embeddings", f"{OURS}:Nothing", "can't be made: AttributeError"),
        ("embeddings", f"{OURS}:made", "can't be made: KeyError"),
        ("embeddings", "collections:OrderedDict", "has no embed_documents and no embed_query"),
        ("retriever", "collections:OrderedDict", "has no invoke"),
        ("retriever", "import os; os.getcwd()", "search.retriever.use"),
    ],
)
def test_a_plug_that_cannot_be_made_is_one_clear_line(run: Command, desk: Path, what: str, use: str, said: str) -> None:
    plug(desk, what, use)
    done = run("ask", QUESTION, "--desk", desk)
    assert (done.code, done.out, done.err.count("\n")) == (3, "", 1)
    assert "hedgecite.toml" in done.err
    assert said in done.err


def test_an_answer_in_which_code_of_others_has_a_part_is_not_kept(run: Command, desk: Path) -> None:
    plug(desk, "retriever", f"{OURS}:Listing", found=[{"id": passages(desk)[0].id, "page_content": ""}])
    run("ask", QUESTION, "--desk", desk)
    run("ask", QUESTION, "--desk", desk)
    assert plugs_for_tests.ASKED == [QUESTION] * 2
    opened = open_desk(desk, desk)
    assert not is_repeatable(opened, None)
    assert is_repeatable(replace(opened, settings=DeskFile()), None)


def test_settings_stand_in_no_message_and_only_a_desk_can_name_a_plug(monkeypatch: pytest.MonkeyPatch, desk: Path) -> None:
    secret = Plug.model_validate({"use": FAKE, "with": {"api_key": "s3cret"}})
    assert "s3cret" not in f"{secret!r} {secret.name}"
    monkeypatch.setenv("HEDGECITE_SEARCH", '{"embeddings": {"use": "os:getcwd"}}')
    assert not open_desk(desk, desk).settings.search.plugged
    with pytest.raises(UnreadableError):
        embedder_of(Plug(use="os:getcwd"))
