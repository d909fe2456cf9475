"""Counts over years and named months, ranked periods, quarters, calendar months, named events, runs, and points of drawdown."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer, read
from qa.calculator.core.facts import Facts
from qa.calculator.core.scope import Dates
from qa.understand.counting import counting_of
from qa.understand.happened import event_in
from qa.understand.listed import listed
from qa.understand.percentiles import percentiles_in
from qa.understand.points import in_points
from qa.understand.profit import of_profit
from qa.understand.ranked import ranked_in, season_in
from qa.understand.runs import run_of
from tests.builders import value


def said(question: str, materials: Materials) -> str:
    return " ".join(s.text for s in answer(question, materials).summary)


def facts_of(materials: Materials) -> Facts:
    facts = read("What does the hedge cost?", materials)[1].facts
    assert facts is not None
    return facts


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("how many of the 9 years ended in a loss for the hedged account", "return.hedged.yearly.share_losing"),
        ("in how many years did the hedged strategy end up in the red", "return.hedged.yearly.share_losing"),
        ("number of years the unhedged account finished positive", "return.unhedged.yearly.share_gaining"),
        ("in how many decembers did i lose money with the hedge on", "return.hedged.monthly.share_losing"),
        ("how many marches did the hedge make money", "drag.monthly.share_earned"),
        ("on how many fridays did the unhedged account lose", "return.unhedged.monthly.share_losing"),
        ("p(hedge pnl > 0 | vix close > 30)", "drag.monthly.share_earned"),
        ("prob(hedged return < 0 given vix > 25)", "return.hedged.monthly.share_losing"),
        ("p(drag > 0 | vix > 20)", "drag.monthly.share_costly"),
    ],
)
def test_a_count_of_years_or_of_named_months_is_a_share_of_them(question: str, key: str) -> None:
    found = counting_of(question)
    assert found is not None
    assert found.key == key


def test_the_years_that_the_account_lost_are_counted(materials: Materials) -> None:
    facts = facts_of(materials)
    totals = [value("return.hedged.total", facts, f"date={year}").value for year in range(2014, 2023)]
    lost = sum(total < 0 for total in totals)
    document = answer("How many of the nine years ended in a loss for the hedged account?", materials)
    assert document.status == "answered"
    assert f"That is {lost} of 9 years." in " ".join(s.text for s in document.summary)


def test_a_probability_is_a_share_of_months_and_its_nothing_is_no_condition(materials: Materials) -> None:
    question, plan = read("P(hedge pnl > 0 | VIX close > 30)?", materials)
    assert question.unread == ()
    assert (plan.asked[0], str(plan.scope)) == ("drag.monthly.share_earned", "vix>30")


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("3 worst months of the hedged account", ("worst", "worst_2", "worst_3")),
        ("worst 2 days, unhedged", ("worst", "worst_2")),
        ("top 4 months for the hedge", ("best", "best_2", "best_3", "best_4")),
        ("the 2 costliest weeks of the hedge", ("costliest", "costliest_2")),
    ],
)
def test_several_best_or_worst_periods_are_a_figure_each(question: str, keys: tuple[str, ...]) -> None:
    found = ranked_in(question)
    assert found is not None
    assert tuple(key.rpartition(".")[2] for key in found.keys) == keys


@pytest.mark.parametrize(
    "question",
    [
        "worst month of the hedged account",
        "what did the hedge earn on the 3 worst days of the market",
        "the 3 worst drawdowns",
        "mean drag without the 3 worst months",
        "5 highest closes of vix",
    ],
)
def test_what_has_a_figure_or_is_of_something_else_is_not_ranked(question: str) -> None:
    assert ranked_in(question) is None


def test_the_worst_months_are_those_of_the_sorted_returns(materials: Materials) -> None:
    facts = facts_of(materials)
    months = [f"{year}-{month:02d}" for year in range(2014, 2023) for month in range(1, 13)]
    returns = {m: value("return.hedged.monthly.mean", facts, f"date={m}").value for m in months}
    worst = sorted(months, key=returns.__getitem__)[:3]
    found = [value(f"return.hedged.monthly.worst{rank}", facts) for rank in ("", "_2", "_3")]
    assert [f.start for f in found] == worst
    document = answer("Three worst months of the hedged account", materials)
    assert document.status == "answered"
    assert "the worst months of the hedged account were" in said("Three worst months of the hedged account", materials)


def test_both_sides_are_ranked_each_by_its_own(materials: Materials) -> None:
    told = said("best 3 months hedged vs unhedged pls", materials)
    assert "the best months of the hedged account were" in told
    assert "the best months of the unhedged account were" in told


def test_a_quarter_is_one_of_the_calendar_and_no_window_of_days(materials: Materials) -> None:
    question, plan = read("Worst calendar quarter, hedged and unhedged", materials)
    assert (question.split, question.unread) == ("quarter", ())
    scopes = (plan.scope, *(other.scope for other in plan.against))
    assert len(scopes) == 36
    facts = facts_of(materials)
    returns = {str(scope): value("return.hedged.total", facts, str(scope)).value for scope in scopes}
    worst = min(scopes, key=lambda scope: returns[str(scope)])
    assert isinstance(worst.dates, Dates)
    told = said("Worst calendar quarter, hedged and unhedged", materials)
    assert f"the worst calendar quarter for the hedged account was {worst.display()}" in told
    assert "for the unhedged account" in told


def test_the_worst_week_is_no_month(materials: Materials) -> None:
    assert read("Worst week of the hedged account?", materials)[1].asked == ("return.hedged.weekly.worst",)


def test_calendar_months_are_held_against_each_other(materials: Materials) -> None:
    question, plan = read("In which month of year is the hedge most expensive usually?", materials)
    assert question.split == "month"
    assert len(plan.against) == 11
    facts = facts_of(materials)
    names = "jan feb mar apr may jun jul aug sep oct nov dec".split()
    costs = {name: value("drag.monthly.mean", facts, f"month={name}").value for name in names}
    full = {"jul": "July", "mar": "March"}
    dearest, cheapest = max(costs, key=costs.__getitem__), min(costs, key=costs.__getitem__)
    told = said("In which month of year is the hedge most expensive usually?", materials)
    assert f"highest in {full[dearest]} of each year and lowest in {full[cheapest]} of each year" in told
    assert "n = 9 months" in told


@pytest.mark.parametrize("question", ["which month was the costliest for the hedge", "what did the hedge cost in july"])
def test_one_month_is_no_season(question: str) -> None:
    assert season_in(question) is None


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("what did the hedge earn in the covid crash", "2020-02-01", "2020-03-31"),
        ("did the hedge help in the 2018 volatility spike", "2018-01-01", "2018-12-31"),
        ("the crash of march 2020", "2020-03-01", "2020-03-31"),
        ("how did it do in the 2022 bear market", "2022-01-01", "2022-12-31"),
    ],
)
def test_an_event_is_named_with_its_dates(question: str, first: str, last: str) -> None:
    event = event_in(question)
    assert event is not None
    assert (str(event.dates.start), str(event.dates.end)) == (first, last)


def test_an_event_within_an_episode_is_told_over_its_days(materials: Materials) -> None:
    facts = facts_of(materials)
    episode = "date=2020-01-27..2020-07-13"
    for question in ("What did the hedge earn in the Covid crash?", "How much did the hedge offset in the Covid crash?"):
        document = answer(question, materials)
        told = " ".join(s.text for s in document.summary)
        assert document.status == "answered"
        assert "27 January 2020 to 13 July 2020" in told
        for key in ("episode.hedge", "episode.base", "episode.net"):
            assert f"{abs(value(key, facts, episode).value):.2%}" in told


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Did the VIX-call hedge save investors during the Covid crash, yes or no, and by how much?", "Yes, in part"),
        ("Did the hedge pay off in Volmageddon?", "Yes: "),
        ("Did the hedge lose money in the 2018 volatility spike?", "No: "),
    ],
)
def test_whether_the_hedge_helped_in_an_event_is_answered_first(question: str, begins: str, materials: Materials) -> None:
    assert said(question, materials).startswith(begins)


def test_the_days_of_a_year_with_several_episodes_are_those_of_the_highest_vix(materials: Materials) -> None:
    plan = read("How did the hedge do in the 2018 volatility spike?", materials)[1]
    assert str(plan.scope) == "date=2018-02-02..2018-02-09"


def test_a_figure_asked_for_by_name_in_an_event_stays_what_it_is(materials: Materials) -> None:
    question, plan = read("What was the maximum drawdown in the covid crash?", materials)
    assert question.happened is None
    assert plan.asked[0].startswith("drawdown.max.")


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("whats the biggest winng streak", "trades.winning_run"),
        ("longest winning streak of the hedged account", "return.hedged.monthly.gaining_run"),
        ("most consecutive losing months of the unhedged account", "return.unhedged.monthly.losing_run"),
        ("longest run of months in which the hedge earned", "payoff.monthly.longest_run"),
        ("longest losing streak", None),
        ("how many months in a row did the hedge lose", None),
    ],
)
def test_a_run_is_of_what_was_won_where_that_is_asked(question: str, key: str | None) -> None:
    assert run_of(question) == key


def test_a_winning_streak_is_not_answered_by_a_losing_one(materials: Materials) -> None:
    told = said("whats the biggest winng streak", materials)
    assert "winning streak" in told
    assert "losing" not in told


def test_a_share_of_the_profit_by_year_has_that_denominator(materials: Materials) -> None:
    document = answer("How much of annual gross profit goes to pay for protection, year by year?", materials)
    told = " ".join(s.text for s in document.summary)
    facts = facts_of(materials)
    assert f"{value('drag.over.profit', facts, 'date=2017').value:.1%} in 2017" in told
    assert "the unhedged account lost in 2015" in told
    assert "as a share of the unhedged account's profit" in told.replace("’", "'")


def test_another_denominator_by_year_is_not_swapped(materials: Materials) -> None:
    assert read("hedge loss as a share of the credit by year", materials)[1].asked[0] == "drag.over.credit"


@pytest.mark.parametrize(
    "question", ["did the hedge make a profit", "what is the profit factor of the hedge", "cost of the hedge"]
)
def test_a_profit_alone_is_no_share_of_it(question: str) -> None:
    assert not of_profit(question)


def test_a_standard_deviation_of_returns_is_the_volatility(materials: Materials) -> None:
    question, plan = read("std dev of monthly hedged returns vs unhedged, 2014-2019 only", materials)
    assert (question.decision, question.unread) == ("answer", ())
    assert {*plan.asked} == {"volatility.monthly.hedged", "volatility.monthly.unhedged"}


@pytest.mark.parametrize(
    ("question", "n"),
    [
        ("sharpe and sortino, with and without", 4),
        ("sharpe and sortino, with and without hedge", 4),
        ("skew and kurtosis of monthly returns", 2),
        ("skewness and kurtosis of the hedge's monthly p&l", 0),
    ],
)
def test_two_metrics_are_a_list_unless_they_are_of_something_without_them(question: str, n: int) -> None:
    assert len(listed(question, ())) == n


def test_each_percentile_that_is_named_is_told() -> None:
    assert percentiles_in("95th percentile of monthly drag, and the 5th")[0] == ("drag.monthly.p95", "drag.monthly.p5")
    assert percentiles_in("95th percentile of monthly drag and the 3rd layer")[0] == ("drag.monthly.p95",)


def test_points_of_drawdown_are_told_in_points_and_the_part_says_of_what(materials: Materials) -> None:
    question = "Did the hedge reduce max drawdown on the balanced tier, and by how many points?"
    told = said(question, materials)
    facts = read(question, materials)[1].facts
    assert facts is not None
    unhedged, hedged = (value(f"drawdown.max.{side}", facts).value for side in ("unhedged", "hedged"))
    assert f"{100 * (hedged - unhedged):.2f} percentage points smaller" in told
    assert "of the unhedged drawdown" in told
    assert in_points("what does each percentage point of drawdown saved cost?") == ()


@pytest.mark.parametrize(
    ("question", "scope", "lead"),
    [
        ("volmageddon. what did the calls make that month", "date=2018-02-01..2018-02-28", "drag.monthly.total"),
        ("covid, march 2020, how much did the insurance pay", "date=2020-03-01..2020-03-31", "drag.monthly.total"),
        ("volmageddon: what part of the losses did the hedge make good", "date=2018-02-02..2018-02-09", "episode.offset"),
    ],
)
def test_a_month_or_a_part_of_the_losses_is_told_where_that_is_asked(
    question: str, scope: str, lead: str, materials: Materials
) -> None:
    plan = read(question, materials)[1]
    assert (str(plan.scope), plan.asked[0]) == (scope, lead)


@pytest.mark.parametrize(
    "question",
    [
        "points of drawdown that the hedge saves compared with a smaller bet of equal return",
        "how many points of drawdown did the hedge save beyond a reduced position",
    ],
)
def test_points_beyond_a_smaller_size_have_a_figure_of_their_own(question: str) -> None:
    assert in_points(question) == ()


def test_a_month_by_name_is_no_season_and_a_part_of_its_months_no_count_of_years() -> None:
    assert season_in("seasonality: average cost of the hedge across all octobers") is None
    found = counting_of("in what part of that year's months did the hedge lose money")
    assert found is None or ".yearly." not in found.key


def test_a_year_without_a_profit_is_no_year_without_months(materials: Materials) -> None:
    document = answer("How much of the gross profit of each year goes to the hedge?", materials)
    cells = next(s for s in document.series if s.key == "drag.over.profit.by_side")
    assert {p.label: p.display for p in cells.points if p.value is None} == dict.fromkeys(
        ("2015", "2018", "2020", "2022"), "not computed"
    )


def test_a_group_in_which_nothing_falls_has_no_months(materials: Materials) -> None:
    document = answer("What was the mean monthly drag in 2018?", materials)
    cells = next(s for s in document.series if s.key.endswith("by_vix"))
    assert {p.display for p in cells.points if p.value is None} == {"no months"}
