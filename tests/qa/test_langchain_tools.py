"""Parts for chains of others: they say what the calculator and the texts say, and the example of the docs runs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from typing import cast

import pytest
from pydantic import ValidationError

from corpus.backtests.backtest import Backtest, Listed
from corpus.errors import UnreadableError
from qa.answer import Materials, answer
from qa.calculator.catalogue import CATALOGUE, compute
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure
from qa.calculator.core.scope_text import parse_scope
from qa.document import as_json
from qa.evidence.evidence import view_figures
from qa.langchain_tools import MethodologyRetriever, answer_runnable, tools_of
from tests.conftest import ROOT, SEED
from tests.endpoint import Json, endpoint


def use(materials: Materials, name: str, **given: object) -> str:
    """What a tool returns."""
    tool = next(t for t in tools_of(materials) if t.name == name)
    return str(tool.invoke(given))


def test_the_retriever_finds_slices_of_the_texts(materials: Materials) -> None:
    texts = {d.path: d.text for d in materials.library.documents}
    found = MethodologyRetriever.over(materials, k=4).invoke("How is the hedge layered?")
    assert len(found) == 4
    for passage in found:
        place = passage.metadata
        assert texts[place["document"]][place["start"] : place["end"]] == passage.page_content
    for k in (0, 13):
        with pytest.raises(ValidationError):
            MethodologyRetriever.over(materials, k=k)


def test_the_runnable_gives_the_answer_document(materials: Materials) -> None:
    assert answer_runnable(materials).invoke(SEED) == as_json(answer(SEED, materials))


@pytest.mark.parametrize(("key", "scope"), [("drag.monthly.mean", "all"), ("drag.monthly.mean", "vix<15")])
def test_a_computed_figure_is_the_calculators(key: str, scope: str, materials: Materials) -> None:
    result = compute(key, parse_scope(scope), Facts(materials.backtests[0].read()))
    assert isinstance(result, Figure)
    assert json.loads(use(materials, "compute_figure", key=key, scope=scope)) == as_json(view_figures([result])[0])


def test_what_cannot_be_computed_and_wrong_use_are_told_in_words(materials: Materials) -> None:
    assert "not_computed" in json.loads(use(materials, "compute_figure", key="theta.overnight"))
    assert "drag.nonsense" in use(materials, "compute_figure", key="drag.nonsense")
    assert "nonsense" in use(materials, "compute_figure", key="drag.monthly.mean", scope="nonsense")
    assert "there are: " in use(materials, "compute_figure", key="drag.monthly.mean", backtest="mine")


def test_every_key_is_listed_and_passages_are_found(materials: Materials) -> None:
    assert [f["key"] for f in json.loads(use(materials, "list_figures"))["figures"]] == list(CATALOGUE)
    assert len(json.loads(use(materials, "search_methodology", query="roll the calls", k=99))) == 12


def test_the_example_of_the_docs_runs() -> None:
    asked = {"key": "drag.monthly.mean", "scope": "vix<15"}
    call = {"id": "c1", "type": "function", "function": {"name": "compute_figure", "arguments": json.dumps(asked)}}

    def told(body: Json) -> str:
        return f"The tool says {json.loads(body['messages'][-1]['content'])['display']}"

    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "langchain.md").read_text(encoding="utf-8"), re.DOTALL)
    with endpoint(lambda _: {"content": "", "tool_calls": [call]}, told) as served:
        env = {**os.environ, "OPENAI_BASE_URL": served.base_url, "OPENAI_API_KEY": "k"}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=env)
    lines = done.stdout.splitlines()
    assert len(lines) == 4
    assert lines[2].startswith("In this backtest the mean drag was −0.005%")
    assert re.fullmatch(r"The tool says [−\d.]+%", lines[3])


def test_a_passage_that_names_a_client_is_not_told(materials: Materials) -> None:
    query = "roll the calls"
    told = json.loads(use(materials, "search_methodology", query=query))
    clients = replace(materials, clients=(told[0]["text"][:30].upper(),))
    assert told[1:] == json.loads(use(clients, "search_methodology", query=query))
    assert [d.page_content for d in MethodologyRetriever.over(clients).invoke(query)] == [p["text"] for p in told[1:]]


def test_a_passage_under_a_title_that_names_a_client_is_not_told(materials: Materials) -> None:
    query = "roll the calls"
    title = json.loads(use(materials, "search_methodology", query=query))[0]["title"]
    left = json.loads(use(replace(materials, clients=(title.upper(),)), "search_methodology", query=query))
    assert left
    assert title not in {p["title"] for p in left}


@pytest.mark.parametrize("query", ["", " \n", "x" * 1001])
def test_a_query_is_bounded_as_a_question_is(query: str, materials: Materials) -> None:
    assert "the query is empty or too long" in use(materials, "search_methodology", query=query)


def test_wrong_arguments_are_told_in_words(materials: Materials) -> None:
    assert "validation" in use(materials, "compute_figure")
    assert "validation" in use(materials, "search_methodology", query="roll", k="many")


def test_a_backtest_that_cannot_be_read_tells_no_folder(materials: Materials) -> None:
    class Gone:
        manifest = materials.backtests[0].manifest

        def read(self) -> Backtest:
            raise UnreadableError("is missing", where="/home/jane/clients/trades.csv", mend="bring it")

    told = use(replace(materials, backtests=(cast("Listed", Gone()),)), "compute_figure", key="drag.monthly.mean")
    assert told == "the backtest can't be read; hedgecite backtest check tells why"
