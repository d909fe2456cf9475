"""Kinds of questions as a publisher's readers ask them: of the method, of agreement, of wholes, and for several values."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer, read
from qa.understand.kinds import asks_agreement, asks_design
from qa.understand.whole_years import of_years


def said(question: str, materials: Materials) -> str:
    return " ".join(s.text for s in answer(question, materials).summary)


@pytest.mark.parametrize(
    ("question", "design"),
    [
        ("why are there three layers and not two?", True),
        ("why do you roll the short layer so early?", True),
        ("what happens after a losing night?", True),
        ("why does the hedge cost less when vix is high?", False),
        ("why is the mean lower than the median?", False),
        ("why was there no payoff?", False),
        ("what happens if commissions double?", False),
        ("why is the hedge layered, and what did it cost?", False),
    ],
)
def test_a_why_of_how_it_is_done_is_told_from_a_why_of_a_result(question: str, design: bool) -> None:
    assert asks_design(question) is design


def test_a_why_of_how_it_is_done_is_answered_from_the_texts(materials: Materials) -> None:
    document = answer("Why is the hedge split into three layers?", materials)
    assert (document.kind, document.status, document.figures) == ("method", "answered", ())
    assert read("Why did the hedge lose money in July 2018?", materials)[0].shape == "why"


@pytest.mark.parametrize(
    ("question", "agreement"),
    [
        ("do the articles agree on the drag?", True),
        ("where do your pages contradict each other?", True),
        ("is there a conflict between the sources on rolling?", True),
        ("do the texts agree with the backtest?", False),
        ("how does the drag differ between tiers?", False),
    ],
)
def test_a_question_if_the_texts_agree_is_told_from_one_if_the_record_does(question: str, agreement: bool) -> None:
    assert asks_agreement(question) is agreement


def test_whether_the_texts_agree_is_the_first_thing_that_is_said(materials: Materials) -> None:
    on_cost = answer("Do the articles agree on what the hedge costs?", materials)
    assert on_cost.summary[0].text.startswith("The texts don't agree. Mean monthly drag: “0.4% to 1.2%” a month")
    assert on_cost.summary[1].text.startswith("In this backtest the mean drag was")
    on_layers = answer("Where do the sources contradict each other on the layers of the hedge?", materials)
    assert on_layers.summary[0].text.startswith("The texts don't agree. What the layers are made of: “")
    assert on_layers.conflicts
    on_drawdown = answer("Do the sources agree on how much the hedge reduces drawdowns?", materials)
    assert on_drawdown.summary[0].text.startswith("The texts don't agree. Reduction of the maximum drawdown: “40%”")
    assert on_drawdown.conflicts
    on_rolls = said("Do the texts agree on when the layers are rolled?", materials)
    assert on_rolls.startswith("We found no contradiction between the texts on exactly this. “")


def test_where_texts_contradict_each_other_that_of_higher_authority_leads(materials: Materials) -> None:
    document = answer("At what VIX level do we stop selling condors?", materials)
    assert document.summary[0].text.startswith("“Above 20 no condor is sold at all")
    assert any("which has lower authority, says" in s.text for s in document.summary)


def test_tiers_are_compared_as_wholes_where_no_figure_is_named(materials: Materials) -> None:
    question, plan = read("How do the three credit tiers compare after hedging?", materials)
    assert question.keys == ("return.hedged.monthly.mean", "trades.win_rate", "drawdown.max.hedged", "drag.monthly.mean")
    assert len(plan.against) == 2
    earn, _ = read("Does the balanced tier earn more than the conservative tier, unhedged?", materials)
    assert earn.keys[0] == "return.unhedged.monthly.mean"


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("which year was the most expensive for the hedge", "drag.yearly.costliest"),
        ("in which year did the hedge earn the most", "drag.yearly.best"),
        ("in which month did the account lose the most", "return.hedged.monthly.worst"),
        ("which year did the vix calls cost us the most", "drag.yearly.costliest"),
        ("which month was the hedge dearest", None),
    ],
)
def test_the_year_or_month_of_the_most_is_a_figure(question: str, key: str | None) -> None:
    assert of_years(question) == key


def test_a_value_for_each_year_of_the_drag_is_a_table_on_the_page(materials: Materials) -> None:
    document = answer("List the hedge's cost for each calendar year.", materials)
    years = next(s for s in document.series if s.key == "drag.monthly.total.by_side")
    assert [p.label for p in years.points][:2] == ["2014", "2015"]


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("What were the five worst drawdowns of the hedged account?", "five worst drawdowns"),
        ("What were the five worst months of the hedged account?", ""),
        ("Show the monthly returns of 2018.", "monthly returns"),
        ("What was the worst month of the hedged account?", ""),
        ("What does the hedge cost a month?", ""),
    ],
)
def test_several_values_that_no_page_lists_are_named_as_not_answered(question: str, left: str, materials: Materials) -> None:
    document = answer(question, materials)
    assert (document.status, left in (document.reason.text if document.reason else "")) == (
        ("partial", True) if left else ("answered", True)
    )


def test_a_level_to_be_reached_is_no_part_by_which_a_drawdown_is_reduced(materials: Materials) -> None:
    assert read("How much hedge is needed to cut the maximum drawdown to 10%?", materials)[1].scope.claim is None
    assert read("How much hedge is needed to cut the maximum drawdown by 10%?", materials)[1].scope.claim == 0.1
    assert "n = 2,263 days" in said("How much hedge is needed to reduce the maximum drawdown by 10%?", materials)


def test_a_term_whose_name_has_a_narrowing_word_is_a_term_and_its_full_name_is_told(materials: Materials) -> None:
    assert read("What is the Expected Daily Range?", materials)[1].kind == "term"
    assert said("What does ALVH stand for?", materials).startswith("ALVH (Adaptive Layered VIX Hedge): “")
    assert said("What is expected shortfall?", materials).startswith("“")


def test_a_changed_size_of_the_hedge_is_answered_by_its_drag(materials: Materials) -> None:
    document = answer("What would the hedge cost at half size?", materials)
    assert (document.status, document.plan.keys[0], document.plan.scopes[0]) == ("answered", "drag.monthly.mean", "size=0.5")
