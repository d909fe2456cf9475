"""Recorded plans of a capable model, replayed over the wire and held against what the questions' writers meant."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from qa.answer import Materials
from qa.llm.model import Prompt
from qa.llm.plan_reply import read_reply
from qa.understand.labelled import Labelled, read_folder
from tests.conftest import ROOT
from tests.endpoint import Endpoint, Fault, Json, data_of, endpoint
from tests.eval.understanding import Outcome, judge, left_out_reader, rates
from tests.qa.worded import model_at

LINES = (ROOT / "tests/fixtures/planning/replies.jsonl").read_text(encoding="utf-8").splitlines()
REPLIES: dict[str, Json] = {line["question"]: line for line in map(json.loads, LINES)}
#: What the recorded replies must come to at least, and at most where it is a fault [shares].
LEAST = {"right lead where answered": 0.93, "right among those told and choices": 0.9, "kind": 0.92}
MOST = {"false “answered”, of all": 0.026, "choices, of questions on figures": 0.08}


@pytest.fixture(scope="module")
def rows() -> list[Labelled]:
    """The rows that were asked."""
    return [row for row in read_folder() if row.last in REPLIES and not row.earlier]


@pytest.fixture(scope="module")
def left_out(materials: Materials) -> Callable[[Labelled], Materials]:
    """What a question is answered from by models and examples that saw nothing of its writer."""
    read, every = left_out_reader()[1], read_folder()
    others = {row.writer: tuple(r for r in every if r.writer != row.writer) for row in every}

    def own(row: Labelled) -> Materials:
        return replace(materials, read=read, labelled=partial(others.get, row.writer))  # type: ignore[arg-type]

    return own


def replayed(body: Json) -> str | Fault:
    """The recorded reply to a request for a plan."""
    known = REPLIES.get(data_of(body)["question"])
    return json.dumps(known["reply"]) if known else Fault("status", 404)


def outcomes(rows: list[Labelled], left_out: Callable[[Labelled], Materials], served: Endpoint) -> list[Outcome]:
    """Each question answered with the recorded plan and held against its labels."""
    model = model_at(served, timeout=30.0)
    return [judge(row, replace(left_out(row), model=model, model_cache=None)) for row in rows]


@pytest.mark.slow
def test_a_capable_models_plans_lead_right_and_answer_nothing_falsely(
    rows: list[Labelled], left_out: Callable[[Labelled], Materials]
) -> None:
    with endpoint(lambda _: Fault("status", 404), plans=replayed) as served:
        found = {rate.name: rate.hits / rate.of for rate in rates(outcomes(rows, left_out, served))}
        assert len(served.plans) > 70
    assert {name: found[name] for name, least in LEAST.items() if found[name] < least} == {}
    assert {name: found[name] for name, most in MOST.items() if found[name] > most} == {}
    ruled = {rate.name: rate.hits / rate.of for rate in rates([judge(row, left_out(row)) for row in rows])}
    answered = "answered with the right lead, of the same"
    assert found[answered] > ruled[answered] + 0.1
    assert found["false “answered”, of all"] <= ruled["false “answered”, of all"] + 1 / len(rows)


def test_every_recorded_reply_has_the_form_that_is_asked_for() -> None:
    assert len(REPLIES) == len(LINES) > 70
    for line in REPLIES.values():
        assert read_reply(line["reply"]) is not None, line["question"]


def test_a_prompt_for_a_plan_leaves_room_for_the_reply_and_the_words(materials: Materials) -> None:
    from qa.answer import plan
    from qa.document import Usage
    from qa.llm.client import _tokens
    from qa.llm.model import ModelFault, ModelSettings

    seen: list[Prompt] = []

    class Silent:
        settings = ModelSettings(name="m")

        def ask(self, prompt: Prompt, spent: Usage, heard: object = None) -> object:
            seen.append(prompt)
            raise ModelFault("it says nothing", Usage(requests=1))

    for row in read_folder()[:: len(read_folder()) // 6]:
        plan(row.last, replace(materials, model=Silent(), model_cache=None))  # type: ignore[arg-type]
    assert seen
    longest = max(_tokens(p.system, p.user, json.dumps(p.schema)) for p in seen)
    assert longest < ModelSettings(name="m").budget / 2
