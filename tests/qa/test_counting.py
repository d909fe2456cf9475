"""Numbers and shares of periods, percentiles, months of every year, and two sides or periods that are asked for together."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer, read
from qa.understand.counting import counting_of, stated_count
from qa.understand.months import read_months
from qa.understand.percentiles import percentiles_in
from tests.builders import value


def said(question: str, materials: Materials) -> str:
    return " ".join(s.text for s in answer(question, materials).summary)


@pytest.mark.parametrize(
    ("question", "key", "over"),
    [
        ("how often did the hedge cost more than 0.4% in a month", "drag.monthly.share_over", 0.004),
        ("in how many months was the drag above 1%", "drag.monthly.share_over", 0.01),
        ("in what share of months did the hedge earn over a quarter of a percent", "drag.monthly.share_gain_over", 0.0025),
        (
            "how often did the unhedged account lose 3% or more in a month",
            "return.unhedged.monthly.share_loss_over",
            0.03,
        ),
        ("in how many months did the hedged strategy lose money", "return.hedged.monthly.share_losing", None),
        ("number of losing months without the hedge", "return.unhedged.monthly.share_losing", None),
        ("how many months did the hedge earn money", "drag.monthly.share_earned", None),
    ],
)
def test_a_count_of_months_asks_for_their_share(question: str, key: str, over: float | None) -> None:
    found = counting_of(question)
    assert found is not None
    assert (found.key, found.over) == (key, over)


@pytest.mark.parametrize(
    "question",
    [
        "how often does the hedge cost money",
        "once in how many months did the calls earn anything",
        "how many months in a row did the hedge lose",
        "how many months until the cost is clear",
        "what did the hedge lose in months with vix above 20",
    ],
)
def test_what_the_scorer_knows_or_is_no_count_is_left_to_it(question: str) -> None:
    assert counting_of(question) is None


def test_a_threshold_is_counted_by_and_gets_no_verdict(materials: Materials) -> None:
    question = "In how many months did the hedge cost more than 0.5%?"
    document = answer(question, materials)
    facts = read(question, materials)[1].facts
    assert facts is not None
    number = value("counted.drag.monthly.share_over", facts, "over=0.5%").value
    told = " ".join(s.text for s in document.summary)
    assert f"That is {number:.0f} of 108 months." in told
    assert "with a threshold of 0.5%" in told
    assert "not “" not in told
    assert not document.premises
    assert document.status == "answered"


def test_the_number_stands_beside_the_share_and_another_number_is_put_right(materials: Materials) -> None:
    told = said("How many of the 96 months did the hedge cost money?", materials)
    assert "That is 69 of 108 months." in told
    assert "not “96 months”" in told
    assert "not “" not in said("How many of the 108 months did the hedge cost money?", materials)
    assert stated_count("in how many months did it pay") is None


def test_how_often_by_a_size_is_told_with_its_number(materials: Materials) -> None:
    assert "That is " in said("How often does the hedge cost more than half a percent in a month?", materials)


def test_both_accounts_are_counted_where_both_are_named(materials: Materials) -> None:
    told = said("How many losing months with the hedge and without the hedge?", materials)
    assert "the hedged account lost in" in told
    assert "The unhedged account lost in" in told
    assert told.count("That is ") == 2


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("1st and 99th percentile of the monthly drag", ("drag.monthly.p1", "drag.monthly.p99")),
        ("quartiles of the hedge's monthly cost", ("drag.monthly.p25", "drag.monthly.p75")),
        ("upper quartile of the drag", ("drag.monthly.p75",)),
        ("90th percentile of the returns without the hedge", ("return.unhedged.monthly.p90",)),
        ("ratio of the 95th to the 5th percentile of returns", ()),
        ("the loss at the 99th percentile on a single day", ()),
    ],
)
def test_percentiles_are_asked_for_by_their_numbers(question: str, keys: tuple[str, ...]) -> None:
    assert percentiles_in(question)[0] == keys


def test_percentiles_are_told_and_nothing_is_left_over(materials: Materials) -> None:
    document = answer("10th and 90th percentile of the drag, aggressive tier", materials)
    told = " ".join(s.text for s in document.summary)
    assert "the 10th percentile of the drag" in told
    assert "The 90th percentile of the drag" in told
    assert document.status == "answered"


@pytest.mark.parametrize("question", ["Give me the standard error of the mean drag.", "standard error of the hedge cost?"])
def test_the_standard_error_is_told(question: str, materials: Materials) -> None:
    assert "the standard error of the mean drag was" in said(question, materials)


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("what does the hedge cost in november", ["nov"]),
        ("drag feb", ["feb"]),
        ("it may cost more if they march on", []),
        ("cost in may", ["may"]),
        ("the drag since october", []),
        ("what apr does it pay on july 4", []),
        ("who started in december", []),
        ("on 5 february", []),
        ("summer or winter", ["jun+jul+aug", "jan+feb+dec"]),
        ("from november to february", ["jan+feb+nov+dec"]),
        ("except in march", ["jan+feb+apr+may+jun+jul+aug+sep+oct+nov+dec"]),
    ],
)
def test_months_of_every_year_are_read_where_they_are_meant(words: str, months: list[str]) -> None:
    expected = ["+".join(m for m in ORDER if m in one.split("+")) for one in months]
    assert [found.value for found in read_months(words, ())] == expected


ORDER = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def test_a_month_without_a_year_is_that_of_every_year(materials: Materials) -> None:
    question, plan = read("What does the hedge cost in April?", materials)
    assert (str(plan.scope), question.unread) == ("month=apr", ())
    assert "in April of each year" in said("What does the hedge cost in April?", materials)


def test_months_and_seasons_are_held_against_each_other(materials: Materials) -> None:
    plan = read("Is the hedge dearer in summer or in winter?", materials)[1]
    assert [str(plan.scope), *(str(other.scope) for other in plan.against)] == ["month=jun+jul+aug", "month=jan+feb+dec"]


def test_a_month_of_a_year_is_no_month_of_every_year(materials: Materials) -> None:
    assert read("Drag in March 2020?", materials)[1].scope.month is None
    assert read("Why did October 2018 cost what it did?", materials)[1].scope.month is None


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("CVaR hedged vs unhedged by month", {"tail.monthly.shortfall.unhedged", "tail.monthly.shortfall.hedged"}),
        ("How did both accounts do on 24 August 2015?", {"return.hedged.daily.mean", "return.unhedged.daily.mean"}),
    ],
)
def test_two_sides_that_are_both_asked_for_are_answered_together(question: str, keys: set[str], materials: Materials) -> None:
    asked, plan = read(question, materials)
    assert asked.decision == "answer"
    assert keys <= {*plan.asked}


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("mean drag, daily rather than weekly", ("drag.daily.mean", "drag.weekly.mean")),
        ("What is the weekly and the monthly mean drag?", ("drag.weekly.mean", "drag.monthly.mean")),
    ],
)
def test_a_figure_in_two_periods_is_told_in_both(question: str, keys: tuple[str, ...], materials: Materials) -> None:
    asked, plan = read(question, materials)
    assert plan.asked[:2] == keys
    assert asked.unread == ()


def test_a_month_that_narrows_no_such_figure_is_named_and_narrows_nothing(materials: Materials) -> None:
    question, plan = read("What was the maximum drawdown of the hedged account in December?", materials)
    assert plan.scope.month is None
    assert question.unread == ("in December",)
    assert answer(question.text, materials).status == "partial"
