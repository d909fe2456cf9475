"""Parts of a year, thresholds of what is counted and fees claim nothing: no verdict is spoken on them, and they are named."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer, read
from qa.document import AnswerDocument
from qa.understand.no_claims import deductions, lengths_of_time, thresholds


def judged(page: AnswerDocument) -> list[str]:
    """The stated words that have a verdict by a figure."""
    return [p.text.text for p in page.premises if p.figures]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What does the hedge cost in a quarter?", "in a quarter"),
        ("How much do the calls take in one quarter?", "in one quarter"),
        ("What does the hedge cost over half a year?", "half a year"),
        ("What do the calls lose in a quarter of a year?", "a quarter of a year"),
        ("What did the hedge cost in six months?", "in six months"),
        ("What is the hedged return after a 2% management fee?", "2% management fee"),
        ("Total return of the hedged account less 1.5% in taxes", "1.5% in taxes"),
    ],
)
def test_a_length_of_time_or_a_fee_is_no_claim_and_is_named_where_no_figure_takes_it(
    text: str, words: str, materials: Materials
) -> None:
    page = answer(text, materials)
    assert judged(page) == []
    question = read(text, materials)[0]
    assert words in " ".join(question.unread)
    assert not question.scope.size
    assert page.status in {"partial", "clarify"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("How often was the monthly drag over 0.5%?", "over 0.5%"),
        ("In how many months did the hedge cost more than 2%?", "more than 2%"),
        ("Is a drag above 1% in a month rare?", "above 1%"),
        ("How many months cost 1% or more?", "1% or more"),
    ],
)
def test_a_threshold_is_no_claim(text: str, words: str, materials: Materials) -> None:
    assert [text.lower()[a:b] for a, b in thresholds(text.lower())] == [words]
    assert judged(answer(text, materials)) == []


@pytest.mark.parametrize(
    "text", ["in the third quarter of 2018", "a quarter of the cost", "a quarter of its size", "in 7 months out of 10"]
)
def test_what_is_no_length_of_time(text: str) -> None:
    assert not [*lengths_of_time(text)]


def test_a_threshold_is_one_only_where_it_is_asked_how_often() -> None:
    assert [*thresholds("does it cost more than 2% a month")] == []
    assert [*thresholds("how often does it win, in more than 60% of the months")] == []
    assert [*deductions("does it cost 2% a year")] == []


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Would doubling the hedge double what it costs?", "Yes: "),
        ("Does a hedge at half size halve the drag?", "Yes: "),
        ("Does half the hedge cut the cost in half?", "Yes: "),
        ("Does twice the hedge triple the drag?", "No: "),
    ],
)
def test_the_drag_goes_with_the_size_of_the_hedge(text: str, begins: str, materials: Materials) -> None:
    page = answer(text, materials)
    assert judged(page) == []
    assert page.summary[0].text.startswith(f"{begins}without rounding to contracts, the drag is in proportion")


@pytest.mark.parametrize(
    ("text", "key", "verdict"),
    [
        ("Did the hedge ever cost more than 2% in a month?", "drag.monthly.costliest", "not_borne_out"),
        ("Did the hedge ever cost more than 1% in a month?", "drag.monthly.costliest", "borne_out"),
        ("Is it true that the hedge lowers drawdowns by a third?", "drawdown.reduction", "not_borne_out"),
        ("Did the hedge lose money in half of the months?", "drag.monthly.share_costly", "not_borne_out"),
        ("Does the hedge cost half a percent a month?", "drag.monthly.mean", "not_borne_out"),
    ],
)
def test_what_is_claimed_is_judged_by_its_own_figure(text: str, key: str, verdict: str, materials: Materials) -> None:
    page = answer(text, materials)
    figures = {f.id: f.key for f in page.figures}
    assert [(figures[p.figures[0]], p.verdict) for p in page.premises if p.figures] == [(key, verdict)]
