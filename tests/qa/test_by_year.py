"""Lists by year, and periods with an event held against those without: every part that is asked for is told."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer, read
from qa.calculator.core.scope_text import parse_scope
from qa.understand.by_year import by_year_words
from qa.understand.whole_years import of_years
from tests.builders import value


def said(question: str, materials: Materials) -> str:
    return " ".join(s.text for s in answer(question, materials).summary)


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("How did the hedged account do in 2016, 2017 and 2018, year by year?", "return.hedged.total"),
        ("Cost of the hedge in each calendar year", "drag.monthly.total"),
        ("In which years did the insurance pay?", "drag.monthly.total"),
        ("Was there ever a full calendar year in which the hedge made money?", "drag.monthly.total"),
        ("Which year was the cheapest and which the costliest for the hedge?", "drag.monthly.total"),
        ("Unhedged returns, one year at a time, please", "return.unhedged.total"),
        ("Win rate for each calendar year, aggressive tier", "trades.win_rate"),
    ],
)
def test_a_list_by_year_asks_for_the_figure_of_each_year(question: str, key: str, materials: Materials) -> None:
    asked, plan = read(question, materials)
    assert asked.by_year
    assert asked.unread == ()
    assert plan.asked[0] == key
    years = [str(scope.less("tier")) for scope in (plan.scope, *(other.scope for other in plan.against))]
    assert len(years) == (3 if "2016" in question else 9)
    assert years == sorted(years)


@pytest.mark.parametrize(
    "question",
    [
        "what does the hedge cost a year",
        "the condor pure renders how much by year",
        "average cost of the hedge per calendar year",
        "in how many calendar years did the hedge pay",
        "list the hedge's cost for each month and each calendar month",
        "over which years were the quoted ranges tested",
    ],
)
def test_a_rate_or_a_count_is_no_list_by_year(question: str) -> None:
    assert by_year_words(question) == []


def test_a_list_by_year_names_those_that_paid_and_the_dearest_and_cheapest(materials: Materials) -> None:
    told = said("In which years did the hedge pay?", materials)
    facts = read("What does the hedge cost?", materials)[1].facts
    assert facts is not None
    costs = {year: value("drag.monthly.total", facts, f"date={year}").value for year in range(2014, 2023)}
    earned = [str(year) for year, cost in costs.items() if cost < 0]
    assert f"the hedge earned in {', '.join(earned[:-1])} and {earned[-1]} and cost money in" in told
    dearest, cheapest = max(costs, key=costs.__getitem__), min(costs, key=costs.__getitem__)
    assert f"highest in {dearest} (" in told
    assert f"lowest in {cheapest} (" in told
    assert all(f"% in {year}" in told for year in costs)


def test_the_one_year_that_is_asked_for_stands_first(materials: Materials) -> None:
    told = said("Which year was the dearest for the hedge, and by how much?", materials)
    assert told.startswith("Total drag, summed over months, was highest in 2017 (")


def test_the_largest_drawdown_of_the_years_is_the_deepest(materials: Materials) -> None:
    told = said("What was the maximum drawdown by calendar year, unhedged?", materials)
    assert "was largest in 2020" in told


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("which year was the most expensive for hedged clients", "drag.yearly.costliest"),
        ("which calendar year hurt the hedge most", "drag.yearly.costliest"),
        ("which year was the cheapest for the hedge", "drag.yearly.best"),
    ],
)
def test_a_dear_or_cheap_year_is_that_of_the_hedge(question: str, key: str) -> None:
    assert of_years(question) == key


@pytest.mark.parametrize(
    "question",
    [
        "Drag in months with an FOMC decision versus months without one?",
        "What does the hedge cost in months with a Fed meeting, and in those without?",
        "Hedge cost in FOMC months and in months with no meeting",
    ],
)
def test_periods_without_an_event_are_the_other_side(question: str, materials: Materials) -> None:
    plan = read(question, materials)[1]
    assert plan.scope == parse_scope("event=fomc")
    assert [other.scope for other in plan.against] == [parse_scope("event!=fomc")]


def test_what_is_in_neither_group_is_told_with_the_largest_of_all(materials: Materials) -> None:
    told = said("Drag in months with an FOMC decision versus months without one?", materials)
    assert "Of the 108 months in all" in told
    assert "in neither group" in told
    assert "the best month of the hedge was March 2020" in told


def test_nothing_is_in_neither_group_where_both_hold_all(materials: Materials) -> None:
    told = said("Drag in months with an FOMC decision versus months without one, in 2018?", materials)
    assert "without" in told
    assert "neither" not in told


def test_no_largest_is_told_of_a_figure_that_has_none(materials: Materials) -> None:
    near, far = "within one day of an FOMC decision", "on days outside one week of a CPI release"
    question = f"Hedged expected shortfall {near} and {far}, compared"
    told = said(question, materials)
    assert "in neither group" in told
    assert "the best day" not in told
    assert "Over days within 1 trading day of FOMC, the expected shortfall" in told


def test_a_side_without_an_event_is_no_account_without_the_hedge(materials: Materials) -> None:
    _, plan = read("Drag with the hedge on in months with an FOMC decision versus months without it?", materials)
    assert [other.scope for other in plan.against] == [parse_scope("event!=fomc")]


def test_one_reason_for_both_sides_is_given_once(materials: Materials) -> None:
    document = answer("Drag in months with a CPI release versus months without one?", materials)
    assert document.reason is not None
    assert "there is nothing to compare" in document.reason.text
    assert not document.summary
