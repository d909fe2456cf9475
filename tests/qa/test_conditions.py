"""Conditions on weekdays, on what was known by a day, on fees and on the number of condors: read where they are meant."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer, read
from qa.calculator.core.scope_text import parse_scope
from qa.llm.plan_prompt import SYSTEM
from tests.qa.worded import words

_COST = ("drag.monthly.mean",)


def _sides(text: str, materials: Materials) -> list[str]:
    _, plan = read(text, materials, keys=_COST)
    return [str(s.less("per")) for s in (plan.scope, *(o.scope for o in plan.against))]


def _meant(told: str) -> list[str]:
    return [str(parse_scope(side)) for side in told.split(" vs ")]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("What does the hedge cost on Fridays?", "weekday=fri"),
        ("drag on mondays and fridays", "weekday=mon+fri"),
        ("What does the hedge cost in trades opened on a Wednesday?", "weekday=wed"),
        ("What did Thursday's condors lose to the hedge?", "weekday=thu"),
        ("What does the hedge cost except on Mondays?", "weekday=tue+wed+thu+fri"),
        ("Leave Fridays out: what does the hedge cost?", "weekday=mon+tue+wed+thu"),
        ("What does the hedge cost on Mondays compared with Fridays?", "weekday=mon vs weekday=fri"),
        ("Compare the drag on Mondays and on Fridays", "weekday=mon vs weekday=fri"),
        ("Hedge cost on Fridays vs the rest", "weekday=fri vs weekday=mon+tue+wed+thu"),
        ("How do Mondays compare with other days?", "weekday=mon vs weekday=tue+wed+thu+fri"),
        ("What does the hedge cost on Tuesdays with VIX below 15?", "vix<15&weekday=tue"),
    ],
)
def test_days_of_the_week_narrow_the_figures_by_day(text: str, meant: str, materials: Materials) -> None:
    assert _sides(text, materials) == _meant(meant)
    assert read(text, materials, keys=_COST)[1].per == "day"


@pytest.mark.parametrize(
    "text",
    [
        "Tuesday's meeting is near. What does the hedge cost?",
        "I need it by Friday: what does the hedge cost?",
        "What does the hedge cost around nfp fridays?",
        "On which weekday does the hedge cost most?",
        "What does the hedge cost a week, told on Fridays?",
    ],
)
def test_a_weekday_that_no_figure_is_narrowed_by_is_named_and_narrows_nothing(text: str, materials: Materials) -> None:
    question, plan = read(text, materials, keys=_COST)
    assert plan.scope.weekday is None
    assert any("day" in left.lower() for left in question.unread)


def test_the_weekday_of_a_date_belongs_to_the_date(materials: Materials) -> None:
    question, plan = read("What did the hedge cost on Friday 13 October 2017?", materials, keys=_COST)
    assert str(plan.scope.less("per")) == "date=2017-10-13..2017-10-13"
    assert question.unread == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("What did the hedge cost as of 31 March 2017?", "asof=2017-03-31"),
        ("What did the hedge cost as at the end of 2016?", "asof=2016-12-31"),
        ("What had the hedge cost as known at the end of June 2016?", "asof=2016-06-30"),
        ("As things stood on 29 December 2017, what had the hedge cost?", "asof=2017-12-29"),
        ("What did the hedge cost in 2016 as of 31 March 2018?", "date=2016&asof=2018-03-31"),
        ("What did the hedge cost up to the end of 2016?", "date=..2016"),
        ("What did the hedge cost up to 31 March 2017?", "date=..2017-03-31"),
        ("What did the hedge cost since 15 May 2015?", "date=2015-05-15.."),
        ("What did the hedge cost before 1 July 2016?", "date=..2016-06-30"),
        ("What did the hedge cost after 30 June 2016?", "date=2016-07-01.."),
        ("What did the hedge cost in the week of 7 February 2018?", "date=2018-02-05..2018-02-09"),
    ],
)
def test_as_of_a_day_is_what_was_known_then_and_up_to_a_day_what_counts(text: str, meant: str, materials: Materials) -> None:
    assert _sides(text, materials) == _meant(meant)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("What would the hedge cost with twice the fees?", "fees=2"),
        ("What does the hedge cost at double commissions?", "fees=2"),
        ("If commissions were 50% higher, what would the hedge cost?", "fees=1.5"),
        ("What would the hedge cost if fees were halved?", "fees=0.5"),
        ("What does the hedge cost with no commissions?", "fees=0"),
        ("What does the hedge cost at 3 times the commissions?", "fees=3"),
        ("What would the hedge cost with half the condors?", "condors=5"),
        ("What would the hedge cost with twice as many condors?", "condors=20"),
        ("What would the hedge cost if I sold 4 condors instead of ten?", "condors=4"),
        ("What does the hedge cost selling ten condors a night?", "all"),
        ("What does the hedge cost if each call fills 5 cents worse?", "slip.hedge=0.05"),
        ("What does the hedge cost if I trade only half the hedge?", "size=0.5"),
        ("Are the fees half of what the hedge costs?", "all"),
        ("What does the 4/4/2 hedge cost per ten condors?", "all"),
    ],
)
def test_other_fees_and_another_number_of_condors_are_supposed(text: str, meant: str, materials: Materials) -> None:
    assert _sides(text, materials) == _meant(meant)


def test_beside_what_is_supposed_stands_the_run_as_it_is(materials: Materials) -> None:
    document = answer("What is the maximum drawdown with half the condors?", materials)
    assert document.status == "answered"
    said = words(document)
    assert any(text.startswith("In the backtest as it is, the maximum drawdown") for text in said)
    assert not any(text.startswith("Over the full period, the maximum drawdown") for text in said)


def test_texts_that_name_no_weekday_are_not_taken_to_speak_of_one(materials: Materials) -> None:
    document = answer("How are Fridays treated by the method?", materials)
    assert document.status == "declined"
    assert document.reason is not None
    assert "Fridays" in document.reason.text


def test_a_planning_model_is_told_every_scope_that_questions_state() -> None:
    for told in ("weekday=", "asof=", "slip.hedge=", "fees=", "condors=", "slip=", "capital=", "claim=", "size=", "without="):
        assert told in SYSTEM


@pytest.mark.parametrize(
    ("question", "by"),
    [
        ("How do Mondays compare with other days?", "day of the week"),
        ("What did the hedge cost by year?", "year"),
        ("drag in March 2020 vs February 2018", "period"),
        ("What does the hedge cost in months with an FOMC decision versus months without one?", "event"),
        ("drag on the 0.70 tier versus the 1.15 tier", "tier"),
    ],
)
def test_a_table_of_sides_names_what_they_differ_in(question: str, by: str, materials: Materials) -> None:
    titles = [s.title for s in answer(question, materials).series if s.key.endswith("by_side")]
    assert titles
    assert all(title.endswith(f" by {by}") for title in titles)


def test_both_sides_of_days_of_the_week_are_told(materials: Materials) -> None:
    told = " ".join(s.text for s in answer("How do Mondays compare with other days?", materials).summary)
    assert "on Tuesdays to Fridays than on Mondays" in told or "on Mondays than on Tuesdays to Fridays" in told
