"""Whatever a model names for whatever question, all that the rules read of it stays."""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace

import pytest

from qa.answer import Materials, answer, plan
from qa.calculator.catalogue import CATALOGUE
from qa.document import AnswerDocument, Usage
from qa.llm.model import Heard, ModelFault, ModelSettings, Prompt, Reply, unheard
from tests.checks import as_dict, faults
from tests.conftest import ROOT

#: What a question may go on with that the rules don't understand, or do.
TAILS = ("", " per quarter", " in dollars per year", " in bp a year", " on Mondays", " in 2018", " with 250,000 dollars")
SETS = ("questions.toml", "questions_more.toml")
QUESTIONS = [q["text"] for name in SETS for q in tomllib.loads((ROOT / "tests/eval" / name).read_text("utf-8"))["question"]]


class Naming:
    """A model that names the same figures whatever it is asked, and writes no words."""

    settings = ModelSettings(name="m")

    def __init__(self, keys: list[str]) -> None:
        self.keys = keys

    def ask(self, prompt: Prompt, spent: Usage, heard: Heard = unheard) -> Reply:
        """The figures; for words a fault."""
        took = Usage(requests=1, input_tokens=1, output_tokens=1)
        if prompt.schema["title"] != "plan":
            raise ModelFault("it has no words", took)
        return Reply(content={"figures": self.keys}, usage=took)


@pytest.mark.parametrize("seed", range(8))
def test_a_plan_drops_and_changes_nothing_that_the_rules_read(seed: int, materials: Materials) -> None:
    rng = random.Random(seed)  # noqa: S311 any choice will do
    asked = 0
    for question in rng.sample(QUESTIONS, 45):
        text = question.rstrip() + rng.choice(TAILS)
        told = replace(materials, model=Naming(rng.sample(list(CATALOGUE), 4)), model_cache=None)
        rules, made = plan(text, materials)[0], plan(text, told)[0]
        if not made.asked.usage.requests:
            assert made == rules
            continue
        asked += 1
        without, document = answer(text, materials), answer(text, told)
        assert faults(as_dict(document)) == [], text
        assert set(without.plan.keys) <= set(document.plan.keys), text
        assert _figures(without) <= _figures(document), text
        assert set(document.plan.added) <= {f.key for f in document.figures}, text
        assert made.plan.backtest is rules.plan.backtest, text
        assert set(rules.question.unread) <= set(made.question.unread), text
        assert set(rules.plan.scope.parts) <= set(made.plan.scope.parts), text
        if rules.plan.asked:
            assert (made.question, made.plan.scope, made.plan.shape) == (rules.question, rules.plan.scope, rules.plan.shape), text
            assert document.status == without.status, text
            assert _premises(document) == _premises(without), text
    assert asked > 10


def _figures(document: AnswerDocument) -> set[tuple[str, str]]:
    return {(f.key, f.scope) for f in document.figures}


def _premises(document: AnswerDocument) -> list[tuple[str, str, str]]:
    return [(p.text.text, p.verdict, p.note.text) for p in document.premises]
