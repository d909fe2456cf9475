"""What a model takes: bounded, counted, priced, on record."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import WrongUseError
from qa.answer import Materials, answer, read
from qa.document import AnswerDocument, Usage
from qa.evidence.gather import gather
from qa.llm.client import OpenAICompatible
from qa.llm.model import ModelAccess
from qa.llm.writing import write
from qa.write.compose import compose
from reports.desk import model_of
from tests.conftest import ROOT, SEED
from tests.endpoint import Fault, endpoint, good
from tests.qa.worded import model_at, one


def test_the_budget_of_an_answer_is_not_overdrawn(materials: Materials, seed_answer: AnswerDocument) -> None:
    with endpoint(one("In this backtest the hedge cost 1.9% of the account a month."), good) as served:
        model = model_at(served)
        small = OpenAICompatible(replace(model.settings, budget=500))
        document = answer(SEED, replace(materials, model=small, model_cache=None))
        assert served.requests == []
        assert document.summary == seed_answer.summary
        assert "its budget of tokens for an answer is spent" in document.disclosures[-1].text
        once = OpenAICompatible(replace(model.settings, budget=6000, tokens=5900))
        answer(SEED, replace(materials, model=once, model_cache=None))
        assert 100 <= served.requests[0]["max_completion_tokens"] < 5900


def test_what_the_plan_took_is_not_there_for_the_words(materials: Materials) -> None:
    question, made = read(SEED, materials)
    gathered = gather(question, made, (), materials.library)
    with endpoint(good) as served:
        tight = OpenAICompatible(replace(model_at(served).settings, budget=6000, tokens=5900))
        for spent in (0, 500):
            write(compose(gathered), gathered.evidence, ModelAccess(model=tight), spent=Usage(requests=1, input_tokens=spent))
    first, second = (r["max_completion_tokens"] for r in served.requests)
    assert first - second == 500


def test_a_figure_whose_title_names_a_client_is_not_told(materials: Materials) -> None:
    question, made = read(SEED, materials)
    gathered = gather(question, made, (), materials.library)
    first, *others = gathered.evidence.figures
    evidence = replace(gathered.evidence, figures=(replace(first, title="Mean monthly drag, Kestrel"), *others))
    with endpoint(good) as served:
        write(compose(gathered), evidence, ModelAccess(model=model_at(served), private=("Kestrel",)))
    assert served.requests
    assert "Kestrel" not in served.sent


def test_what_an_answer_took_is_counted_and_priced(materials: Materials) -> None:
    taken: list[tuple[Usage, str]] = []
    with endpoint(one("In this backtest the hedge cost 1.9% of the account a month."), good) as served:
        settings = replace(model_at(served).settings, prices=(2.0, 8.0))
        model = OpenAICompatible(settings, lambda usage, why: taken.append((usage, why)))
        document = answer(SEED, replace(materials, model=model, model_cache=None))
    # a plan, words and their repair, each of 100 tokens sent at $2 and 20 replied at $8 a million
    assert document.provenance.usage == Usage(requests=3, input_tokens=300, output_tokens=60, cost=0.00108)
    assert [why for _, why in taken] == ["", "", ""]


def test_a_failed_request_is_counted_by_estimate(materials: Materials) -> None:
    taken: list[tuple[Usage, str]] = []
    with endpoint(lambda _: Fault("status", 500)) as served:
        model = OpenAICompatible(model_at(served).settings, lambda usage, why: taken.append((usage, why)))
        document = answer(SEED, replace(materials, model=model, model_cache=None))
    (plan, _), (usage, why) = taken
    assert document.provenance.usage == plan + usage
    assert (usage.requests, usage.estimated, usage.cost) == (1, True, None)
    assert usage.input_tokens > 500
    assert why == "its server refused or failed"


def test_a_failure_is_said_on_the_terminal_and_stands_in_the_ledger(tmp_path: Path) -> None:
    refused = Fault("status", 401)
    with endpoint(lambda _: refused, plans=lambda _: refused) as served:
        env = {**os.environ, "OPENAI_BASE_URL": served.base_url, "OPENAI_API_KEY": "k", "HEDGECITE_DATA_DIR": str(tmp_path)}
        command = [sys.executable, "-m", "reports.cli", "ask", "What does the hedge cost?", "--model", "m"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=env)
    said = "A language model was asked, but it does not accept the key: the rules wrote this page."
    assert done.stderr.strip() == f"hedgecite: {said}"
    head, line = (tmp_path / "model-ledger.csv").read_text(encoding="utf-8").splitlines()
    assert head == "time,model,sent_tokens,replied_tokens,estimated,cost_usd,fault"
    assert line.split(",")[1] == "m"
    assert line.endswith(",0,yes,,it does not accept the key")


def test_one_price_without_the_other_is_wrong_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEDGECITE_MODEL_PRICE_IN", "2")
    with pytest.raises(WrongUseError, match="one price is set without the other"):
        model_of("m")
