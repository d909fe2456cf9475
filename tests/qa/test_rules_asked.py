"""Rules asked for in any words: the passage that states the rule leads, and every part gets its own."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer
from tests.checks import faults
from tests.qa.worded import as_dict


@pytest.mark.parametrize(
    ("question", "title", "said"),
    [
        ("When do you renew the VIX calls?", "The layers of the ALVH: The roll", "when about 7 days are left"),
        ("When are the hedge's calls rolled over?", "The layers of the ALVH: The roll", "when about 7 days are left"),
        ("At what VIX level is the hedge made bigger?", "What triggers a change of the hedge", "not from the level of either"),
        ("What triggers a change of the hedge?", "What triggers a change of the hedge", "implied against realised"),
        ("Is the aggressive tier still offered?", "VIX Risk Scaling: The bands", "the aggressive tier is blocked"),
        ("Do the layers stay the same?", "Adjusting the layers", "a layer is changed only for a reason"),
        ("Which maturities do you pick for the VIX calls?", "The layers of the ALVH", "four calls about 30 days from expiry"),
        ("What time of day do you open the condor?", "When the condor is sold", "shortly after 15:10 Central"),
    ],
)
def test_the_passage_that_states_the_rule_leads(materials: Materials, question: str, title: str, said: str) -> None:
    document = answer(question, materials)
    assert faults(as_dict(document)) == []
    assert document.title.text == title
    assert said in document.summary[0].text


def test_two_rules_get_a_passage_each(materials: Materials) -> None:
    document = answer("When do you roll the calls and how far out are they bought?", materials)
    told = " ".join(s.text for s in document.summary)
    assert "when about 7 days are left" in told
    assert "four calls about 110 days" in told


def test_a_rule_beside_a_figure_is_told_with_it(materials: Materials) -> None:
    document = answer("What is the win rate of the condors, and at what hour do you sell them?", materials)
    told = " ".join(s.text for s in document.summary)
    assert "the win rate of the base strategy was" in told
    assert "15:10 Central" in told


def test_what_the_texts_say_of_both_is_told_of_both(materials: Materials) -> None:
    document = answer("How many days is a condor held, and at what hour do you sell it?", materials)
    told = " ".join(s.text for s in document.summary)
    assert "It expires at the close of the next trading day." in told
    assert "15:10 Central" in told


def test_a_rule_beside_a_term_is_told_with_it(materials: Materials) -> None:
    document = answer("What does 4/4/2 mean, and does it ever change?", materials)
    told = " ".join(s.text for s in document.summary)
    assert "four calls in the short layer" in told
    assert "a layer is changed only for a reason" in told


def test_what_the_texts_leave_open_is_named(materials: Materials) -> None:
    document = answer("Is it true that the aggressive tier was abandoned because it lost money?", materials)
    assert document.status == "partial"
    assert document.reason is not None
    assert "“because it lost money”" in document.reason.text
    assert any("“abandoned”" in s.text for s in document.summary)


def test_a_part_that_no_passage_names_is_said_not_to_be_answered(materials: Materials) -> None:
    document = answer("When do you roll the calls, and the swaps?", materials)
    assert document.status == "partial"
    assert document.reason is not None
    assert document.reason.text == "Not answered on this page: “the swaps”."
    assert "about 7 days" in document.summary[0].text
    assert answer("When do you roll the calls, and the layers?", materials).status == "answered"


@pytest.mark.parametrize(
    "question",
    ["When did rolling the calls cost most?", "What does the hedge cost if it is doubled?", "When was the hedge cheapest?"],
)
def test_questions_on_the_record_stay_figures(materials: Materials, question: str) -> None:
    assert answer(question, materials).plan.kind != "method"
