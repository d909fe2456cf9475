"""Questions whether the data have a stretch of time are answered from the span of the data, yes or no of each."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer, read

SPAN = "the data run from 3 January 2014 to 28 December 2022"


def said(question: str, materials: Materials) -> list[str]:
    return [s.text for s in answer(question, materials).summary]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Does your data include 2020?", f"Yes: {SPAN} and include “2020”."),
        ("Is March 2020 in the record?", f"Yes: {SPAN} and include “March 2020”."),
        ("Is 2018 included in these results?", f"Yes: {SPAN} and include “2018”."),
        ("Does the sample contain the Covid crash?", f"Yes: {SPAN} and include “Covid crash”."),
        ("Does the backtest cover the 2008 crash?", f"No: {SPAN}; “2008” lies outside."),
        ("Was the dot-com crash of 2000 part of the backtest?", f"No: {SPAN}; “2000” lies outside."),
        ("Does the data include 2024?", f"No: {SPAN}; “2024” lies outside."),
        ("Do the figures go back to 2010?", f"No: {SPAN}; “2010” lies outside."),
        ("Does your backtest cover the financial crisis?", f"No: {SPAN}; “financial crisis” lies outside."),
        ("Does the data go up to December 2022?", f"Yes: {SPAN} and include “up to December 2022”."),
    ],
)
def test_a_stretch_is_in_the_data_or_not(question: str, told: str, materials: Materials) -> None:
    page = answer(question, materials)
    assert [s.text for s in page.summary] == [told]
    assert page.status == "answered"
    assert page.title.text == "What the data cover"


def test_each_of_several_stretches_is_told(materials: Materials) -> None:
    told = said("Does the backtest include 2008 or March 2020?", materials)
    assert told == [
        "The data run from 3 January 2014 to 28 December 2022.",
        "Yes: “March 2020” is in the data.",
        "No: “2008” is not in the data.",
    ]
    assert said("Do the results include 2013 to 2015?", materials)[1].startswith("In part: ")
    assert said("Does the backtest include 2008, 2015 and 2018?", materials)[1] == "Yes: “2015” and “2018” are in the data."


def test_what_else_is_asked_is_named(materials: Materials) -> None:
    page = answer("Does the record contain the 2008 crisis, and if not, what does that mean for the tails?", materials)
    assert page.status == "partial"
    assert page.reason is not None
    assert "“and if not, what does that mean for the tails”" in page.reason.text


@pytest.mark.parametrize(
    "question",
    [
        "What was the drag in 2020?",
        "Does the data show a drag in 2018?",
        "did the hedge cover the losses of 2020",
        "Was 2018 in the red?",
        "Do the results of 2018 include fees?",
        "Does the record include a drawdown in 2018?",
    ],
)
def test_other_questions_do_not_ask_for_coverage(question: str, materials: Materials) -> None:
    assert read(question, materials)[0].coverage == ()
