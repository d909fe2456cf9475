"""Planning by model: it adds and ranks, drops nothing that the rules read, and computes nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from qa.answer import Materials, answer, plan
from qa.calculator.catalogue import CATALOGUE
from qa.document import AnswerDocument
from qa.evidence.evidence import Evidence
from qa.llm.planning import MOST, Planning
from qa.verify.guard import accept
from tests.checks import faults
from tests.conftest import ROOT, SEED
from tests.endpoint import Behaviour, Endpoint, Fault, data_of, endpoint, good
from tests.qa.worded import as_dict, model_at, words

COST = "What does the hedge cost?"
#: A question in which the rules read no figure.
UNREAD = "What is the average loss of a losing condor?"


def naming(*keys: str) -> Behaviour:
    """A plan of these figures."""
    return lambda _: json.dumps({"figures": keys})


def planned(materials: Materials, question: str, plans: Behaviour) -> tuple[Planning, Endpoint]:
    """The plan with a model that plans as told, and what the endpoint saw."""
    with endpoint(good, plans=plans) as served:
        made, _ = plan(question, replace(materials, model=model_at(served), model_cache=None))
    return made, served


def answered(materials: Materials, question: str, plans: Behaviour) -> tuple[AnswerDocument, Endpoint]:
    """The checked answer with a model that plans as told."""
    with endpoint(good, plans=plans) as served:
        document = answer(question, replace(materials, model=model_at(served), model_cache=None))
    assert faults(as_dict(document)) == []
    return document, served


def by_rule(materials: Materials, question: str) -> Planning:
    """The plan without a model."""
    return plan(question, materials)[0]


def test_what_a_model_names_stands_beside_what_the_rules_are_sure_of(materials: Materials) -> None:
    rules = by_rule(materials, COST).plan
    made, _ = planned(materials, COST, naming("trades.worst", "drag.monthly.mean"))
    assert made.plan.asked == rules.asked == ("drag.monthly.mean",)
    assert made.plan.keys[: len(rules.keys)] == rules.keys
    assert made.plan.added == ("trades.worst",)
    assert "trades.expectancy" in made.plan.keys  # the worst trade never stands without the mean one
    document, _ = answered(materials, COST, naming("trades.worst"))
    assert document.plan.added == ("trades.worst",)
    worst = re.compile(r"The worst trade of the base strategy, opened on [^,]+, lost \$9,494\b")
    assert any(worst.match(w) for w in words(document))
    said = [s.text for s in document.disclosures]
    assert "Beside the figures that the rules read in the question, a language model chose: Worst trade." in said


def test_where_the_rules_read_no_figure_the_models_answers(materials: Materials) -> None:
    assert by_rule(materials, UNREAD).plan.keys == ()
    document, served = answered(materials, UNREAD, naming("trades.expectancy", "trades.worst"))
    assert (document.kind, document.status) == ("cost", "partial")
    assert document.reason is not None
    assert document.reason.text == "The rules read no figure in this question; a language model chose those shown."
    assert document.plan.keys[:2] == document.plan.added == ("trades.expectancy", "trades.worst")
    assert "trades" in document.summary[0].text
    assert data_of(served.plans[0])["figures"] == []


def test_words_that_the_rules_did_not_understand_let_the_models_figure_lead_and_are_still_said(materials: Materials) -> None:
    question = "What does the hedge cost per quarter?"
    rules = by_rule(materials, question)
    assert rules.question.unread
    document, _ = answered(materials, question, naming("premium.spent"))
    assert document.plan.keys[:2] == ("premium.spent", "drag.monthly.mean")
    assert document.status == "partial"
    assert document.reason is not None
    assert "per quarter" in document.reason.text
    ranked, _ = planned(materials, "What are the drag and the win rate per quarter?", naming("trades.win_rate"))
    assert ranked.plan.asked == ("trades.win_rate", "drag.monthly.mean")
    assert ranked.plan.added == ()
    assert ranked.asked.notice is not None


@pytest.mark.parametrize(
    ("question", "scope", "backtest"),
    [
        ("What does the hedge cost at half the size?", "size=0.5", "condor-0.70-1dte"),
        ("What was the mean monthly drag in 2018?", "date=2018-01-01..2018-12-31", "condor-0.70-1dte"),
        ("Why VIX calls rather than SPX puts for protection in 2018?", "date=2018-01-01..2018-12-31", "condor-0.70-1dte"),
        ("Is the aggressive tier allowed when VIX is between 15 and 20?", "vix<20&vix>=15", "condor-1.60-1dte"),
    ],
)
def test_a_models_figure_counts_within_what_the_question_says(
    question: str, scope: str, backtest: str, materials: Materials
) -> None:
    made, _ = planned(materials, question, naming("return.hedged.total", "trades.expectancy", "drag.monthly.median"))
    assert made.plan.added
    assert made.plan.backtest is not None
    assert (str(made.plan.scope), made.plan.backtest.name) == (scope, backtest)
    document, _ = answered(materials, question, naming("return.hedged.total", "trades.expectancy", "drag.monthly.median"))
    assert scope in {f.scope for f in document.figures if f.key in document.plan.added}


def test_what_is_unknown_or_cannot_be_computed_is_refused(materials: Materials) -> None:
    keys = ("drag.hourly.mean", "theta.overnight", "whatever; drop table", "dollars.drag.monthly.mean", "trades.best")
    made, _ = planned(materials, COST, naming(*keys))
    assert made.plan.added == ("trades.best",)
    assert made.refused == keys[:4]
    assert made.plan.asked == ("drag.monthly.mean",)


def test_a_model_adds_so_many_figures_at_most(materials: Materials) -> None:
    made, _ = planned(materials, COST, naming(*CATALOGUE))
    assert len(made.plan.added) == MOST


def test_where_nothing_of_the_models_can_be_computed_the_rules_answer(materials: Materials) -> None:
    made, _ = planned(materials, UNREAD, naming("greeks.hedge", "no.such.figure"))
    rules = by_rule(materials, UNREAD)
    assert (made.plan, made.question) == (rules.plan, rules.question)
    assert made.asked.notice is None


NOT_ASKED = [
    "Should I buy the hedge now?",
    "What is the weather in Paris tomorrow?",
    "What is drag?",
    "Why do tomatoes ripen on windowsills?",
    "Compare the drag in 2018 with that in 2020.",
    "What did the hedge cost Kestrel Partners?",
    "What did the hedge cost account U7654321?",
]


@pytest.mark.parametrize("question", NOT_ASKED)
def test_no_model_is_asked_where_the_rules_alone_decide(question: str, materials: Materials) -> None:
    made, served = planned(replace(materials, clients=("Kestrel Partners",)), question, naming("trades.best"))
    assert served.plans == []
    assert made.plan.added == ()


def test_an_empty_plan_changes_nothing_but_what_it_took(materials: Materials, seed_answer: AnswerDocument) -> None:
    with endpoint(lambda _: Fault("status", 500), plans=naming()) as served:
        document = answer(SEED, replace(materials, model=model_at(served), model_cache=None))
    assert document.plan == seed_answer.plan
    assert document.figures == seed_answer.figures
    assert document.provenance.usage is not None


MISPLANNED: dict[str, Behaviour] = {
    "another form": lambda _: json.dumps({"figures": "drag.monthly.mean"}),
    "other types": lambda _: json.dumps({"figures": [1]}),
    "more than is asked for": lambda _: json.dumps({"figures": [], "answer": "5%"}),
    "half a character": lambda _: '{"figures": ["\\ud800"]}',
    "no JSON": lambda _: "drag.monthly.mean",
    "cut off": lambda _: Fault("length"),
}


@pytest.mark.parametrize("name", MISPLANNED)
def test_a_plan_in_another_form_is_none_and_the_words_are_asked_for(
    name: str, materials: Materials, seed_answer: AnswerDocument
) -> None:
    document, served = answered(materials, SEED, MISPLANNED[name])
    assert document.plan == seed_answer.plan
    assert document.provenance.writer == "model"
    assert document.disclosures[-1].text.startswith("A language model was asked to plan, but its answer")
    assert len(served.requests) == 1


@pytest.mark.parametrize("fault", [Fault("status", 500), Fault("status", 429), Fault("dropped"), Fault("slow")])
def test_a_model_that_is_silent_is_not_asked_for_words(fault: Fault, materials: Materials, seed_answer: AnswerDocument) -> None:
    with endpoint(good, plans=lambda _: fault) as served:
        document = answer(SEED, replace(materials, model=model_at(served, timeout=0.5), model_cache=None))
    assert (document.summary, document.sections, document.plan) == (
        seed_answer.summary,
        seed_answer.sections,
        seed_answer.plan,
    )
    assert document.disclosures[-1].text.endswith("the rules wrote this page.")
    assert len(document.disclosures) == len(seed_answer.disclosures) + 1
    assert served.requests == []


def test_a_plan_is_kept_and_held_against_the_catalogue_anew(materials: Materials, tmp_path: Path) -> None:
    with endpoint(good, plans=naming("trades.best")) as served:
        told = replace(materials, model=model_at(served), model_cache=tmp_path)
        first, again = answer(COST, told), answer(COST, told)
        assert len(served.plans) == 1
        assert first == again
        (file,) = tmp_path.glob("plan-*")
        file.write_text(file.read_text(encoding="utf-8").replace("trades.best", "trades.finest"), encoding="utf-8")
        assert plan(COST, told)[0].refused == ("trades.finest",)
        assert len(served.plans) == 1


def test_a_plan_kept_for_one_question_is_no_other_questions(materials: Materials, tmp_path: Path) -> None:
    with endpoint(
        good, plans=lambda body: naming("trades.best" if COST in body["messages"][-1]["content"] else "trades.worst")(body)
    ) as served:
        told = replace(materials, model=model_at(served), model_cache=tmp_path)
        assert plan(COST, told)[0].plan.added == ("trades.best",)
        assert plan(UNREAD, told)[0].plan.added == ("trades.worst",)


def test_a_figure_that_is_not_computed_is_still_told_first(materials: Materials) -> None:
    question = "How much of theta is overnight, and what is the drag per quarter?"
    rules = by_rule(materials, question)
    assert rules.question.unread
    made, served = planned(materials, question, naming("trades.best"))
    assert served.plans
    assert made.plan.asked == rules.plan.asked


def test_the_command_of_a_page_that_a_model_planned_names_the_model(materials: Materials) -> None:
    with endpoint(lambda _: "no words", plans=naming("trades.best")) as served:
        document = answer(COST, replace(materials, model=model_at(served), model_cache=None))
    assert (document.provenance.writer, document.provenance.model) == ("rules", "m")
    assert document.provenance.command.endswith("--model m")


def explained(question: str, plans: Behaviour, tmp_path: Path) -> Sequence[str]:
    """What --explain-plan prints."""
    with endpoint(good, plans=plans) as served:
        env = {**os.environ, "OPENAI_BASE_URL": served.base_url, "OPENAI_API_KEY": "k", "HEDGECITE_DATA_DIR": str(tmp_path)}
        env |= {"HEDGECITE_CACHE_DIR": str(tmp_path / "cache")}
        command = [sys.executable, "-m", "reports.cli", "ask", question, "--model", "m", "--explain-plan"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=env)
    return done.stdout.splitlines()


def test_explain_plan_tells_what_the_model_added_and_what_was_refused(tmp_path: Path) -> None:
    shown = explained(COST, naming("trades.best", "no.such\x1bfigure"), tmp_path)
    assert "by model: trades.best" in shown
    assert r"refused: 'no.such\x1bfigure'" in shown
    assert "model: asked" in shown
    assert "model: it does not accept the key" in explained(COST, lambda _: Fault("status", 401), tmp_path)
    assert "model: not asked" in explained("Should I buy the hedge now?", naming(), tmp_path)


def test_the_title_of_every_figure_may_stand_in_a_notice() -> None:
    nothing = Evidence(question="", figures=(), series=(), sources=(), names=())
    for spec in CATALOGUE.values():
        assert spec.title in accept(f"A language model chose: {spec.title}.", nothing).text
