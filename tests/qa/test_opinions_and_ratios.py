"""What is said before a question, so many times as large, whose a fall was, what "last year" is, and second parts."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer


@pytest.mark.parametrize(
    ("question", "key", "scope"),
    [
        ("My neighbour insists the hedge is useless. What did it earn in 2020?", "account.hedge", "2020-01-01..2020-12-31"),
        ("The CFO thinks the hedge failed in 2018. What was its result that year?", "account.hedge", "2018-01-01..2018-12-31"),
        (
            "I read on a forum that March 2020 destroyed condor sellers. What did the hedge make in that month?",
            "account.hedge",
            "2020-03-01..2020-03-31",
        ),
        (
            "One of our clients argues that 2022 ruined the account. What was its return in that year?",
            "return.hedged.total",
            "2022-01-01..2022-12-31",
        ),
    ],
)
def test_an_opinion_before_the_question_is_no_part_of_it(question: str, key: str, scope: str, materials: Materials) -> None:
    document = answer(question, materials)
    assert document.status == "answered"
    assert document.question == question
    assert (document.figures[0].key, document.figures[0].scope) == (key, f"date={scope}")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "the return is twice as high without the hedge, correct?",
            "7.20%, and total return, hedged, is 8.95%, not “twice as high”",
        ),
        ("Was the max drawdown twice as big without the hedge?", "−29.5%, and maximum drawdown, hedged, is −25.7%, not"),
        (
            "Is it true the hedge cost three times as much in 2018 as in 2017?",
            "−0.12% (a minus is a gain) in 2018 and 0.17% in 2017, not “three times as",
        ),
        (
            "I heard the hedge costs half as much in 2019 as in 2017, is that right?",
            "0.13% in 2019 and 0.17% in 2017, not “half as",
        ),
    ],
)
def test_a_ratio_is_judged_by_its_two_figures(question: str, said: str, materials: Materials) -> None:
    document = answer(question, materials)
    assert document.summary[0].text.startswith("No: ")
    assert said in document.summary[0].text
    assert [p.verdict for p in document.premises] == ["not_borne_out"]


def test_a_ratio_that_is_about_right_is_confirmed(materials: Materials) -> None:
    document = answer("Is the max drawdown 1.15 times as big without the hedge?", materials)
    assert document.summary[0].text.startswith("Yes: ")


@pytest.mark.parametrize(
    "question",
    ["What would double the hedge cost?", "How many times did the hedge lose money?", "What does half the hedge do to drawdown?"],
)
def test_what_is_supposed_or_counted_is_no_ratio(question: str, materials: Materials) -> None:
    assert not [p for p in answer(question, materials).premises if p.verdict == "not_borne_out"]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("My account dropped in February 2018. How much of it came from the hedge and how much from the condors?", "1.29%"),
        ("what share of the loss in March 2020 came from the hedge", "4.428%"),
        ("In August 2015 the account lost money. Which part was the hedge and which the condors?", "1.30%"),
    ],
)
def test_whose_a_fall_was_is_told_by_the_account_of_it(question: str, first: str, materials: Materials) -> None:
    document = answer(question, materials)
    assert document.title.text.startswith("Why ")
    assert document.summary[0].text == f"None of it came from the hedge, which earned {first}."


@pytest.mark.parametrize("words", ["last year", "this year", "in the last 12 months"])
def test_what_last_year_was_taken_for_is_said(words: str, materials: Materials) -> None:
    document = answer(f"what did the hedge cost {words}?", materials)
    said = [s.text for s in document.summary]
    assert f"“{words}” is counted back from the end of the data: January 2022 to December 2022." in said


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("What does ALVH mean, and how is it rolled?", "long calls on VIX"),
        ("what's the difference between the 0.70 and the 1.60 tier, and which one earned more?", "named for the credit"),
        (
            "Please explain the difference between conservative, balanced and aggressive, which one has less drawdown?",
            "The tiers are named for the credit",
        ),
    ],
)
def test_what_is_to_be_explained_beside_is_quoted_or_named(question: str, quoted: str, materials: Materials) -> None:
    document = answer(question, materials)
    said = " ".join(s.text for s in document.summary)
    assert quoted in said or "Not answered on this page" in (document.reason.text if document.reason else "")


def test_a_part_that_no_text_answers_is_named(materials: Materials) -> None:
    document = answer('What it means "0.50 delta", and why they buy calls and not puts?', materials)
    assert document.status == "partial"
    assert document.reason
    assert "why they buy calls and not puts" in document.reason.text


def test_which_has_less_drawdown_is_told_by_the_drawdowns(materials: Materials) -> None:
    document = answer("which tier has less drawdown?", materials)
    assert document.summary[0].text.startswith(
        "Maximum drawdown, hedged, was largest on the 1.60 tier and smallest on the 0.70 tier"
    )
    reduced = answer("on which tier does the hedge reduce the drawdown more?", materials)
    assert reduced.summary[0].text.startswith("Reduction of the maximum drawdown")
