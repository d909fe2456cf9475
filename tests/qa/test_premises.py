"""What a question states is judged by the figure of its own clause, and answered first."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer, read
from qa.document import AnswerDocument
from tests.eval.premises import HALVES, as_judged, outcome, read_cases


def _verdicts(document: AnswerDocument) -> list[str]:
    return [p.verdict for p in document.premises if p.figures]


def test_a_cost_that_rounds_to_what_was_stated_is_borne_out(materials: Materials) -> None:
    page = answer("Did the hedge cost 2% in 2017?", materials)
    assert _verdicts(page) == ["borne_out"]
    assert page.summary[0].text.startswith("Yes: ")
    assert "in 2017" in page.summary[0].text


def test_two_numbers_of_one_question_are_both_judged(materials: Materials) -> None:
    page = answer("Is it true that I get 35-40% less drawdown for 1-2% a year?", materials)
    assert _verdicts(page) == ["not_borne_out", "cannot_tell"]
    assert page.summary[0].text.startswith("No: ")


def test_a_point_inside_the_interval_is_not_refuted(materials: Materials) -> None:
    page = answer("Is it true that the hedge costs 1% a year?", materials)
    assert _verdicts(page) == ["cannot_tell"]
    assert page.summary[0].text.startswith("Neither confirmed nor ruled out: ")


def test_a_false_premise_of_no_yes_or_no_question_is_told_first(materials: Materials) -> None:
    page = answer("Given that the hedge cost 5% in 2017, what was the total cost of the hedge in 2018?", materials)
    assert _verdicts(page) == ["not_borne_out"]
    assert "“5%”" in page.summary[0].text


def test_a_gain_stated_as_a_cost_is_refuted(materials: Materials) -> None:
    assert _verdicts(answer("Did the hedge cost 1.4% in 2018?", materials)) == ["not_borne_out"]


@pytest.mark.parametrize(
    "text",
    [
        "How large is the 1-in-100 daily loss without the hedge?",
        "What does the hedge cost with VIX at 20?",
        "What is the 95% value at risk of the hedged account?",
        "What does the hedge cost on the 0.70 tier?",
        "What does the hedge cost a year on $50,000?",
        "What did the 30-day layer cost in 2017?",
        "What is the maximum drawdown with the hedge at 0.5 times its size?",
        "What is the win rate of the 16 delta condor?",
    ],
)
def test_a_level_a_confidence_a_credit_an_account_a_tenor_or_a_size_is_no_premise(text: str, materials: Materials) -> None:
    page = answer(text, materials)
    assert [p for p in page.premises if p.figures] == []
    begun = page.summary[0].text if page.summary else ""
    assert not begun.startswith(("Yes", "No:", "Neither", "The record differs"))


@pytest.mark.parametrize("half", HALVES)
def test_most_of_what_questions_state_is_judged_right_and_little_wrong(half: str, materials: Materials) -> None:
    then = as_judged(materials)
    found = [outcome(c, then, whole=False)[0] for c in read_cases() if c.half == half and c.stated]
    assert found.count("right") / len(found) >= 0.8
    assert found.count("wrong") / len(found) <= 0.1


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Your article says the hedge cost 2% in 2017", "The record agrees: total drag, summed over months, is 2.1% in 2017"),
        ("I read that the hedge cost 2% in 2017", "The record agrees: total drag"),
        ("The newsletter puts the cost of the hedge at 1.5% for 2016.", "The record differs from what the question states: "),
        (
            "Is your article right that the hedge cost 3% in 2017?",
            "No: total drag, summed over months, is 2.1% in 2017, not “3%”",
        ),
    ],
)
def test_what_is_reported_of_a_year_is_paired_and_judged_in_the_first_sentence(
    text: str, begins: str, materials: Materials
) -> None:
    document = answer(text, materials)
    assert document.status == "answered"
    assert document.summary[0].text.startswith(begins)
    assert document.plan.scopes[0].startswith("date=201")


def test_a_value_told_beside_another_question_does_not_choose_its_figure(materials: Materials) -> None:
    question, _ = read("Someone told me drawdowns are 40% smaller, what does the hedge cost a month?", materials)
    assert question.keys[:1] == ("drag.monthly.mean",)


def test_a_rounded_number_is_not_borne_out_by_half_of_it(materials: Materials) -> None:
    question, _ = read("The adviser told me I pay 1% a year for the protection. Correct?", materials)
    (premise,) = [p for p in question.premises if p.code == "stated"]
    assert premise.slack == pytest.approx(0.0025)
