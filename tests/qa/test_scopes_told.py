"""Scopes told in other words than a date or a level: each kind in several wordings, and what only looks like it."""

from __future__ import annotations

import pytest

from qa.answer import Materials, read
from qa.calculator.core.scope_text import parse_scope

_COST = ("drag.monthly.mean",)


def _sides(text: str, materials: Materials, keys: tuple[str, ...] = _COST) -> list[str]:
    _, plan = read(text, materials, keys=keys)
    return [str(s.less("per")) for s in (plan.scope, *(o.scope for o in plan.against))]


def _meant(told: str) -> list[str]:
    return [str(parse_scope(side)) for side in told.split(" vs ")]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The account is 1.5 mil. What does the hedge cost?", "capital=1500000"),
        ("I have 300 thousand in it. What does the hedge cost?", "capital=300000"),
        ("My account holds 180 000 dollars. What does the hedge cost?", "capital=180000"),
        ("I manage a quarter of a million: what does the hedge cost?", "capital=250000"),
        ("Say it were $90,000 rather than the $400,000 of the test: what does the hedge cost?", "capital=90000"),
        ("Mine is $150,000, my sister's $700,000. Compare what the hedge costs us.", "capital=150000 vs capital=700000"),
        ("My broker says 1,900 dollars a month on $300,000. What does the hedge cost?", "capital=300000"),
        ("On the $400,000 of the backtest, what does the hedge cost?", "all"),
        ("We spent $61,000 on calls and $52,000 of it came back. What does the hedge cost?", "all"),
    ],
)
def test_a_capital_is_the_reader_s_account_however_it_is_written(text: str, meant: str, materials: Materials) -> None:
    assert _sides(text, materials) == _meant(meant)


def test_the_account_of_one_who_asks_for_the_smallest_narrows_nothing(materials: Materials) -> None:
    text = "I have $55,000. What is the least that one needs?"
    assert _sides(text, materials, ("capital.smallest",)) == ["all"]
    assert _sides("What does a full set cost per $100,000?", materials, ("premium.per_100k",)) == ["all"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("All the talk is of February 2018. Leave that one month out and tell me the cost.", "date!=2018-02"),
        ("August 2015 hurt. If that month is left out, what does the hedge cost?", "date!=2015-08"),
        ("August 2015 is all they show. Ignore it: what does the hedge cost?", "date!=2015-08"),
        ("2018 was odd. If we skip it, what does the hedge cost?", "date!=2018"),
        ("Passing over 2018, what does the hedge cost?", "date!=2018"),
        ("2018 flatters the hedge. What does it cost in the remaining years?", "date!=2018"),
        ("One lets the long calls away: what does the hedge cost?", "without=long"),
    ],
)
def test_what_is_left_out_by_a_pronoun_is_left_out(text: str, meant: str, materials: Materials) -> None:
    assert _sides(text, materials) == _meant(meant)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The hedge lost in 2017. Did the report skip it?", "date=2017"),
        ("What did the hedge cost in 2018? Don't forget that it earned before.", "date=2018"),
        ("What would wipe out 2017's profit?", "date=2017"),
        ("What did the hedge cost in February 2018? I can't skip it in the letter.", "date=2018-02"),
    ],
)
def test_a_pronoun_beside_other_words_leaves_nothing_out(text: str, meant: str, materials: Materials) -> None:
    assert _sides(text, materials) == _meant(meant)
