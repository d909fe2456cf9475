"""Results in plain words: whether the account made money, its worst day, its trades, asked for without a figure's name."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer, read

HEDGED, UNHEDGED, DRAG = "return.hedged.total", "return.unhedged.total", "drag.monthly.total"
DRAWDOWN = "drawdown.max.hedged"


@pytest.mark.parametrize(
    ("question", "keys", "scope"),
    [
        ("Did we make money in 2018?", (HEDGED, UNHEDGED), "date=2018-01-01..2018-12-31"),
        ("was it profitable in 2019?", (HEDGED, UNHEDGED, DRAG), "date=2019-01-01..2019-12-31"),
        ("How did the account do in 2020?", (HEDGED, UNHEDGED), "date=2020-01-01..2020-12-31"),
        ("how would i have fared in 2017 without the hedge", (UNHEDGED,), "date=2017-01-01..2017-12-31"),
        ("returns in 2016", (HEDGED, UNHEDGED), "date=2016-01-01..2016-12-31"),
        ("What was the return for 2018 without the hedge?", (UNHEDGED,), "date=2018-01-01..2018-12-31"),
        (
            "A friend tells me the unhedged account went broke in 2020. Did it?",
            (UNHEDGED, "drawdown.max.unhedged"),
            "date=2020-01-01..2020-12-31",
        ),
        ("The conservative tier returned 20% in 2019, right?", (HEDGED, UNHEDGED), "date=2019-01-01..2019-12-31"),
        ("What was the worst single day?", ("return.hedged.daily.worst", "return.unhedged.daily.worst"), "all"),
        ("best day without the hedge in 2018", ("return.unhedged.daily.best",), "date=2018-01-01..2018-12-31"),
        ("mean win and mean loss, please", ("trades.mean_win", "trades.mean_loss"), "all"),
        ("How many trades were there in all?", ("trades.count", "hedge.count"), "all"),
        ("How many months were losing months in 2018?", ("return.hedged.monthly.share_losing",), "date=2018-01-01..2018-12-31"),
        ("How much did it make in 2019?", (HEDGED, UNHEDGED, DRAG), "date=2019-01-01..2019-12-31"),
        ("Did the thing survive 2020?", (HEDGED, UNHEDGED, DRAWDOWN), "date=2020-01-01..2020-12-31"),
        ("Did 2018 finish up or down?", (HEDGED, UNHEDGED), "date=2018-01-01..2018-12-31"),
        ("How did August 2015 turn out?", (HEDGED, UNHEDGED), "date=2015-08-01..2015-08-31"),
        ("2018 was a bad year for stocks. Was it bad for this too?", (HEDGED, UNHEDGED), "date=2018-01-01..2018-12-31"),
        ("Was I worse off skipping the hedge?", (HEDGED, UNHEDGED), "all"),
        ("An average month for the conservative tier?", ("return.hedged.monthly.mean",), "all"),
        ("best year and worst year", ("return.hedged.yearly.best", "return.hedged.yearly.worst"), "all"),
        ("Someone on Facebook claims that the hedge eats half the profits.", ("drag.over.profit",), "all"),
        ("what is the longest time below the old high", ("drawdown.recovery.hedged",), "all"),
    ],
)
def test_plain_words_ask_for_the_accounts_results(question: str, keys: tuple[str, ...], scope: str, materials: Materials) -> None:
    asked, plan = read(question, materials)
    assert asked.decision == "answer"
    assert asked.keys[: len(keys)] == keys
    assert str(plan.scope) == scope


@pytest.mark.parametrize(
    "question",
    [
        "Did the hedge make money in 2018?",
        "Did the market lose money in 2018?",
        "Will it make money next year?",
        "How did it do when VIX was below 15?",
        "What share of the losing months came in 2022?",
        "What were the monthly returns?",
        "How many trades did the hedge need?",
        "worst day for the market",
        "How did VIX do in 2018?",
        "When a condor worked in 2019, how much did it make?",
        "How often did one loss wipe out a month?",
    ],
)
def test_words_on_anything_else_are_not_taken_for_the_accounts_total_return(question: str, materials: Materials) -> None:
    asked, _ = read(question, materials)
    assert HEDGED not in asked.keys[:1] or asked.decision != "answer"
    assert asked.keys[:1] not in {("trades.count",), ("return.hedged.daily.worst",), ("return.hedged.monthly.share_losing",)}


def test_days_of_an_event_that_lose_more_often_are_held_against_all_others_by_the_win_rate(materials: Materials) -> None:
    asked, _ = read("Do condors lose more often on CPI days than on other days?", materials)
    assert asked.keys == ("trades.win_rate",)
    assert [str(side.scope) for side in asked.against] == ["event!=cpi~0"]


def test_which_layer_paid_is_told_of_each_layer(materials: Materials) -> None:
    asked, plan = read("Which of the three hedge layers paid off best?", materials)
    assert (asked.decision, asked.keys[0], len(asked.against)) == ("answer", DRAG, 2)
    assert str(plan.scope) == "layer=short"


def test_a_year_that_another_is_only_likened_to_is_the_one_that_is_taken_up(materials: Materials) -> None:
    question = "2018 was a slow year, and VIX never rose the way it did in 2020. What did the hedge cost that year?"
    _, plan = read(question, materials)
    assert str(plan.scope) == "date=2018-01-01..2018-12-31"


def test_the_years_in_which_one_was_better_off_are_listed(materials: Materials) -> None:
    asked, _ = read("In which years was I better off with the hedge than without it?", materials)
    assert (asked.by_year, asked.keys) == (True, (DRAG,))


def test_days_of_an_event_that_are_called_worse_are_held_against_all_others(materials: Materials) -> None:
    asked, plan = read("Are FOMC days bad for the account?", materials)
    assert (asked.decision, asked.keys[0], str(plan.scope)) == ("answer", "return.hedged.daily.mean", "event=fomc~0")
    assert [str(side.scope) for side in asked.against] == ["event!=fomc~0"]


def test_the_tier_that_came_out_ahead_is_told_by_the_total_return(materials: Materials) -> None:
    asked, _ = read("Which tier did best?", materials)
    assert (asked.keys[0], len(asked.against)) == (HEDGED, 2)


def test_a_year_that_ended_in_the_red_is_the_accounts(materials: Materials) -> None:
    asked, _ = read("Was there ever a year that finished in the red?", materials)
    assert (asked.by_year, asked.keys) == (True, (HEDGED, UNHEDGED))


def test_low_or_high_vix_is_told_by_band(materials: Materials) -> None:
    asked, _ = read("Does the account do better when VIX is low or when it is high?", materials)
    assert (asked.keys[0], len(asked.against)) == ("return.hedged.monthly.mean", 3)


def test_a_401k_is_no_sum_and_a_balanced_version_no_balance(materials: Materials) -> None:
    assert read("What did the hedge cost? My 401k is elsewhere.", materials)[0].scope.capital is None
    assert read("What was the deepest hole of the balanced version on $300,000?", materials)[0].keys[0] != f"dollars.{HEDGED}"


def test_what_something_is_made_of_is_for_the_texts_and_its_cost_is_not(materials: Materials) -> None:
    assert read("What are the layers of the hedge made of?", materials)[0].kind == "method"
    assert read("What is the hedge's cost made of?", materials)[0].kind == "cost"


def test_who_asks_at_which_level_of_vix_is_told_the_level(materials: Materials) -> None:
    page = answer("At what VIX do you stop trading?", materials)
    assert page.sources[0].document == "methodology/vix-risk-scaling"
    assert "Above 20 no condor is sold" in page.summary[0].text


@pytest.mark.parametrize("question", ["How are the gains taxed?", "Is it 60/40 tax treatment or ordinary income?"])
def test_taxes_that_no_text_speaks_of_are_said_not_to_be_in_the_texts(question: str, materials: Materials) -> None:
    assert answer(question, materials).status == "declined"


def test_long_calls_are_the_hedge_where_no_layer_is_spoken_of(materials: Materials) -> None:
    assert read("In how many months did the long calls make money?", materials)[1].scope.layer is None
    assert read("What did the long calls cost beside the short layer?", materials)[1].scope.layer == "long"


def test_days_of_the_week_that_lose_more_are_held_against_each_other_by_the_accounts_return(materials: Materials) -> None:
    asked, _ = read("Do Mondays lose more than Fridays?", materials)
    assert (asked.decision, asked.keys, len(asked.against)) == ("answer", ("return.hedged.daily.mean", "trades.win_rate"), 1)


def test_profit_or_loss_per_condor_is_one_figure_and_no_pair(materials: Materials) -> None:
    assert read("average profit or loss per condor?", materials)[0].keys[0] == "trades.expectancy"


def test_all_three_credits_are_the_tiers(materials: Materials) -> None:
    asked, _ = read("What is the win rate for all three credits?", materials)
    assert (asked.keys[0], len(asked.against)) == ("trades.win_rate", 2)


def test_the_time_of_the_evening_is_the_hour_of_entry(materials: Materials) -> None:
    assert "15:10 Central" in answer("What time of the evening do I put the condor on?", materials).summary[0].text
