"""Choices and suggestions: only what can be computed here, told with its direction; and quantities asked for by a term's name."""

from __future__ import annotations

import re

import pytest

from qa.answer import Materials, answer, plan
from qa.calculator.catalogue import compute
from qa.calculator.core.figure import Figure
from qa.understand.plan import within
from reports.pages.said import STATUSES
from tests.qa.worded import words


@pytest.mark.parametrize(
    "text",
    ["How much did the hedge make in total?", "how many of the condors won", "What if the hedge were half its size?"],
)
def test_every_reading_that_is_offered_has_a_value(text: str, materials: Materials) -> None:
    document = answer(text, materials)
    assert document.status == "clarify"
    assert 2 <= len(document.choices) <= 3
    for choice in document.choices:
        assert ": " in choice.text
        assert any(span.kind == "figure" for span in choice.spans)


def test_a_choice_is_told_by_direction_and_not_by_sign(materials: Materials) -> None:
    document = answer("How much did the hedge make in total?", materials)
    told = {choice.text.split(": ")[0]: choice.text for choice in document.choices}
    assert re.search(r"the hedge (?:lost|gained) [\d.]+% of the account", told["Total drag, summed over months"])
    assert not any("−" in text and "month" in text and "interval" not in text for text in told.values())


def test_where_the_likeliest_reading_has_no_value_the_page_says_why(materials: Materials) -> None:
    document = answer("Position vega of the hedge", materials)
    assert document.choices
    assert any(" vega " in f" {text.lower()} " and "can't be computed here" in text for text in words(document))
    assert not any("vega" in choice.text.lower() for choice in document.choices)


def test_what_can_be_asked_instead_can_be_computed(materials: Materials) -> None:
    for text in ("How risky is this?", "What would the beta of Ford be?", "expense ratio of VXX"):
        planning, _ = plan(text, materials)
        made = planning.plan
        assert planning.question.decision == "decline"
        assert made.facts is not None
        assert made.offered
        assert all(isinstance(compute(key, within(key, made.scope), made.facts), Figure) for key in made.offered)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("What is the return?", "return.unhedged.monthly.mean"),
        ("What's our return?", "return.unhedged.monthly.mean"),
        ("What is the volatility?", "volatility.monthly.unhedged"),
        ("What is the IRR?", "return.unhedged.irr"),
        ("What is the VaR?", "tail.daily.var.unhedged"),
        ("What is the slippage?", "decomposition.slippage"),
        ("What is the percentage of winners?", "trades.win_rate"),
    ],
)
def test_a_quantity_named_with_an_article_is_the_figure(text: str, key: str, materials: Materials) -> None:
    document = answer(text, materials)
    assert document.status == "answered"
    assert document.plan.keys[0] == key


def test_beside_a_figure_asked_for_by_a_term_stands_what_the_term_means(materials: Materials) -> None:
    document = answer("What is the IRR?", materials)
    assert document.plan.kind == "mixed"
    assert any("internal rate of return of the unhedged account was" in text for text in words(document)[:1])
    assert any("“The yearly rate at which" in text for text in words(document))


@pytest.mark.parametrize(
    "text", ["What is a return?", "What is IRR?", "What is the regime?", "What is the CAPM?", "What is the skew?"]
)
def test_a_word_without_an_article_or_of_no_figure_is_a_term(text: str, materials: Materials) -> None:
    assert answer(text, materials).plan.keys == ()


def test_a_page_that_asks_back_says_so() -> None:
    assert STATUSES["clarify"] == "Clarification needed"


def test_choices_for_a_question_in_dollars_are_in_dollars(materials: Materials) -> None:
    document = answer("What if the hedge were half its size, in dollars?", materials)
    assert document.status == "clarify"
    assert all("$" in choice.text for choice in document.choices)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("What is the expected shortfall at 95%?", "tail.daily.shortfall.unhedged"),
        ("What is the expected shortfall at 99%?", "tail.daily.shortfall_far.unhedged"),
        ("What is the 99% VaR?", "tail.daily.var_far.unhedged"),
    ],
)
def test_the_level_of_a_tail_chooses_its_figure_and_is_no_value_of_it(text: str, key: str, materials: Materials) -> None:
    document = answer(text, materials)
    assert document.plan.keys[0] == key
    assert document.premises == ()
