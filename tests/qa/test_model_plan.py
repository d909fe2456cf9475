"""Planning by model: what it says is held to the question, leads only where it may, and computes nothing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from qa.answer import Materials, answer, plan
from qa.calculator.catalogue import CATALOGUE
from qa.calculator.core.scope import Scope
from qa.document import AnswerDocument
from qa.llm.plan_ruled import MOST, NEAR
from qa.understand.followup import Earlier
from tests.conftest import SEED
from tests.endpoint import EMPTY, Behaviour, Fault, data_of, endpoint, good, part, planning
from tests.qa.planned import COST, HEDGE, RULE, UNSURE, answered, by_rule, naming, near, planned
from tests.qa.worded import model_at, words


def test_what_a_model_asks_for_beside_the_scorers_figure_stands_after_it(materials: Materials) -> None:
    rules = by_rule(materials, COST)
    assert (rules.plan.asked, rules.question.decision) == (("drag.monthly.mean",), "answer")
    document, _ = answered(materials, COST, naming("drag.monthly.mean", "trades.worst"))
    assert document.status == "answered"
    assert document.plan.keys[:2] == ("drag.monthly.mean", "trades.worst")
    assert document.plan.added == ("trades.worst",)
    assert "trades.expectancy" in document.plan.keys  # the worst trade never stands without the mean one
    assert document.choices == ()
    said = [s.text for s in document.disclosures]
    assert "A language model helped to read this question. It chose: Worst trade." in said


def test_a_model_leads_where_the_scorer_would_ask_back_and_the_scorers_reading_is_a_choice(materials: Materials) -> None:
    rules = by_rule(materials, UNSURE).question
    assert rules.decision == "clarify"
    document, _ = answered(materials, UNSURE, naming("premium.spent"))
    assert document.plan.keys[0] == "premium.spent"
    assert "Read as: Premium spent on the hedge." in words(document)
    (choice,) = document.choices
    assert choice.text.startswith("Mean monthly drag")
    agreed, _ = answered(materials, UNSURE, naming(rules.offered[0]))
    assert agreed.choices == ()
    assert not any(text.startswith("Read as") for text in words(agreed))


def test_where_the_scorer_is_sure_a_figure_far_from_its_first_is_offered_and_one_near_leads(materials: Materials) -> None:
    ranked = near(materials, COST)
    far = "geometry.width"
    assert ranked.index(far) >= NEAR
    kept, _ = answered(materials, COST, naming(far))
    assert kept.plan.keys[0] == "drag.monthly.mean"
    assert [c.text for c in kept.choices] == ["Median spread width."]
    assert "Read as: Mean monthly drag." in words(kept)
    close = next(k for k in ranked[1:NEAR] if k in {"drag.monthly.median", "drag.monthly.total", "drag.monthly.geometric"})
    led, _ = answered(materials, COST, naming(close))
    assert led.plan.keys[0] == close
    assert len(led.choices) == 1


def test_a_model_that_misses_a_check_changes_nothing_and_the_page_says_so(materials: Materials) -> None:
    for question in (COST, UNSURE, RULE):
        rules = answer(question, materials)
        wrong = planning(parts=[part("hedge", "premium.spent")], missing=["hedge"], texts=["none"], checks=[])
        document, _ = answered(materials, question, wrong)
        assert (document.plan, document.status, document.choices) == (rules.plan, rules.status, rules.choices)
        assert document.figures == rules.figures
        assert any("misread questions whose answer is known" in s.text for s in document.disclosures)


def test_readings_that_a_model_finds_equally_fair_are_offered_where_the_scorer_is_not_sure(materials: Materials) -> None:
    two = planning(parts=[part("hedge")], choices=["drag.monthly.mean", "premium.spent", "no.such"])
    document, _ = answered(materials, UNSURE, two)
    assert document.status == "clarify"
    assert [c.text.split(":")[0].split(", in")[0].rstrip(".") for c in document.choices] == [
        "Mean monthly drag",
        "Premium spent on the hedge",
    ]


def test_what_a_model_finds_missing_makes_the_page_partial_if_the_question_says_it(materials: Materials) -> None:
    question = "What did the hedge take from us after tax in an average month?"
    document, _ = answered(materials, question, planning(parts=HEDGE, missing=["after tax", "puts"]))
    assert (document.status, document.plan.keys[0]) == ("partial", "drag.monthly.mean")
    assert document.reason is not None
    assert document.reason.text == "Not in the data or the texts here: “after tax”."
    rule, _ = answered(materials, RULE, planning(parts=[part(RULE, intent="method")], missing=["rolled"]))
    assert rule.status == "partial"


def test_what_words_say_of_the_scope_the_grammar_must_read_in_them(materials: Materials) -> None:
    question = "What did the hedge take in an average month, away from the circus, in 2018?"
    rules = by_rule(materials, question)
    scopes = [
        {"scope": "date=2018", "words": "in 2018"},
        {"scope": "date=2017", "words": "in 2018"},
        {"scope": "episode!=vix", "words": "away from the circus"},
        {"scope": "vix<15", "words": "with VIX below 15"},
    ]
    made, _ = planned(materials, question, planning(parts=[part("hedge", "drag.monthly.mean")], scopes=scopes))
    assert made.plan.scope == rules.plan.scope
    assert made.accepted is not None
    assert [s.scope for s in made.accepted.scopes] == ["date=2018"]
    assert "away from the circus" in made.question.unread  # a condition that nobody can apply is named
    assert "vix<15 (with VIX below 15)" in made.refused


@pytest.mark.parametrize(
    ("question", "scope", "backtest"),
    [
        ("What did the hedge take in an average month at half the size?", "size=0.5", "condor-0.70-1dte"),
        ("What did the hedge take in an average month of 2018?", "date=2018-01-01..2018-12-31", "condor-0.70-1dte"),
        ("What did the hedge take in an average month on the aggressive tier with VIX below 20?", "vix<20", "condor-1.60-1dte"),
    ],
)
def test_a_models_figure_counts_within_what_the_question_says(
    question: str, scope: str, backtest: str, materials: Materials
) -> None:
    named = naming("drag.monthly.mean", "drag.monthly.share_costly", "drag.monthly.median")
    made, _ = planned(materials, question, named)
    assert made.plan.backtest is not None
    assert (str(made.plan.scope), made.plan.backtest.name) == (scope, backtest)
    document, _ = answered(materials, question, named)
    assert document.plan.added == ("drag.monthly.share_costly",)
    assert scope in {f.scope for f in document.figures if f.key in document.plan.added}


def test_what_is_unknown_or_cannot_be_computed_is_refused(materials: Materials) -> None:
    keys = ("drag.hourly.mean", "theta.overnight", "whatever; drop table", "dollars.drag.monthly.mean", "trades.best")
    made, _ = planned(materials, COST, naming("drag.monthly.mean", *keys))
    assert made.plan.added == ("trades.best",)
    assert made.refused == keys[:4]
    assert made.plan.asked == ("drag.monthly.mean", "trades.best")


def test_a_model_adds_so_many_figures_at_most(materials: Materials) -> None:
    made, _ = planned(materials, COST, naming("drag.monthly.mean", *CATALOGUE))
    assert len(made.plan.asked) == MOST


def test_where_nothing_of_the_models_can_be_computed_the_rules_answer(materials: Materials) -> None:
    for question in (COST, UNSURE, RULE):
        made, _ = planned(materials, question, naming("greeks.hedge", "no.such.figure"))
        rules = by_rule(materials, question)
        assert (made.plan, made.question) == (rules.plan, rules.question)
        assert made.asked.notice is None


def test_a_model_chooses_the_passages_that_answer_among_those_found(materials: Materials) -> None:
    _, found = plan(RULE, materials)
    wanted = found.passages[3]
    told = planning(parts=[part(RULE, intent="method")], texts=["no/such#1", wanted.id])
    with endpoint(good, plans=told) as served:
        made, chosen = plan(RULE, replace(materials, model=model_at(served), model_cache=None))
    assert chosen.passages == (wanted,)
    assert made.refused == ("no/such#1",)
    document, _ = answered(materials, RULE, planning(parts=[part(RULE, intent="method")], texts=["none"]))
    assert (document.status, document.sources) == ("declined", ())


NOT_ASKED = [
    "What is drag?",
    "What is the mean monthly drag?",
    "What did the hedge cost Kestrel Partners?",
    "What did the hedge cost account U7654321?",
]


@pytest.mark.parametrize("question", NOT_ASKED)
def test_no_model_is_asked_where_the_rules_alone_decide(question: str, materials: Materials) -> None:
    made, served = planned(replace(materials, clients=("Kestrel Partners",)), question, naming("trades.best"))
    assert served.plans == []
    assert made.plan.added == ()


def test_a_follow_up_to_a_private_question_is_not_sent(materials: Materials) -> None:
    asked = "What did the hedge cost Kestrel Partners?"
    earlier = Earlier(id="x", file="x.json", question=asked, key="drag.monthly.mean", scope=Scope(), backtest=None)
    with endpoint(good) as served:
        told = replace(materials, clients=("Kestrel Partners",), model=model_at(served), model_cache=None)
        plan("And the median?", told, earlier)
        assert served.plans == []
        plan("And the median?", told, replace(earlier, question="What did the hedge cost?"))
        assert data_of(served.plans[0])["follows"] == "What did the hedge cost?"


def test_a_model_is_shown_no_client_no_title_of_a_backtest_and_no_value(materials: Materials) -> None:
    told = replace(materials, clients=("insurance policy",))
    _, served = planned(told, COST, naming())
    data = data_of(served.plans[0])
    assert not any("insurance policy" in p["text"].lower() + p["under"].lower() for p in data["passages"])
    titles = [b.manifest.title for b in materials.backtests]
    assert not any(title in served.sent for title in titles)
    assert set(data) == {"question", "read", "ranked", "others", "examples", "names", "passages", "checks"}
    assert len(data["ranked"]) == 20
    assert {r["key"] for r in data["ranked"]} | set(data["others"]) == set(CATALOGUE)
    assert 5 <= len(data["examples"]) <= 8


def test_an_empty_plan_changes_nothing_but_what_it_took(materials: Materials, seed_answer: AnswerDocument) -> None:
    with endpoint(lambda _: Fault("status", 500), plans=planning()) as served:
        document = answer(SEED, replace(materials, model=model_at(served), model_cache=None))
    assert document.plan == seed_answer.plan
    assert document.figures == seed_answer.figures
    assert document.provenance.usage is not None


MISPLANNED: dict[str, Behaviour] = {
    "another form": lambda _: json.dumps({"figures": ["drag.monthly.mean"]}),
    "other types": lambda _: json.dumps({**EMPTY, "missing": [1]}),
    "a part without its words": lambda _: json.dumps({**EMPTY, "parts": [{"intent": "figure", "keys": []}]}),
    "an intent that is none": lambda _: json.dumps({**EMPTY, "parts": [{"words": "x", "intent": "hack", "keys": []}]}),
    "more than is asked for": lambda _: json.dumps({**EMPTY, "answer": "5%"}),
    "half a character": lambda _: '{"parts": ["\\ud800"]}',
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
