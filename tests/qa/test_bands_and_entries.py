"""Bands of VIX one by one, whether a condor may be sold at a stated level, and what is for the texts though it names figures."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer, read
from qa.document import AnswerDocument
from qa.understand.counting import counting_of
from qa.understand.reader import read_question

BANDS = ["vix<15", "vix<20&vix>=15", "vix<30&vix>=20", "vix>=30"]


def summary(document: AnswerDocument) -> str:
    return " ".join(s.text for s in document.summary)


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("In which VIX regime does the hedge cost most?", "drag.monthly.mean"),
        ("In which VIX band does the strategy earn the most per trade on average?", "trades.expectancy"),
        ("What is the win rate in each VIX band?", "trades.win_rate"),
        ("win rate by vix level", "trades.win_rate"),
        ("Average monthly drag per volatility bucket", "drag.monthly.mean"),
        ("Which of the VIX regimes is worst for the account?", "return.hedged.monthly.mean"),
    ],
)
def test_each_band_is_told(question: str, key: str, materials: Materials) -> None:
    _, plan = read(question, materials)
    assert plan.asked[0] == key
    assert [str(scope) for scope in (plan.scope, *(other.scope for other in plan.against))] == BANDS
    document = answer(question, materials)
    assert document.status == "answered"
    assert all(words in summary(document) for words in ("VIX below 15", "from 15 to below 20", "VIX at or above 30"))


@pytest.mark.parametrize(
    "question",
    [
        "At which VIX level is the aggressive tier blocked?",
        "What does the hedge cost when VIX is below 15?",
        "Which tiers may be sold at which level of VIX?",
        "What is a volatility regime?",
    ],
)
def test_a_level_that_a_rule_names_is_no_list_of_bands(question: str, materials: Materials) -> None:
    _, plan = read(question, materials)
    assert not any(other.scope.bounds for other in plan.against)


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        ("vix 23.4 now can i trade tonite yes/no", "Above 20 no condor is sold at all"),
        ("Should I sell a condor tonight with VIX at 23?", "Above 20 no condor is sold at all"),
        ("VIX is at 13, may I sell the aggressive tier?", "Below a VIX of 15 all three tiers may be sold"),
    ],
)
def test_who_asks_whether_to_sell_at_a_level_is_told_the_rule_before_the_record(
    question: str, rule: str, materials: Materials
) -> None:
    document = answer(question, materials)
    assert document.status == "partial"
    told = [s.text for s in document.summary]
    assert document.reason is not None
    assert "advice" in document.reason.text
    at = next(i for i, text in enumerate(told) if rule in text)
    assert all(i > at for i, text in enumerate(told) if "win rate of the base strategy was" in text)


@pytest.mark.parametrize("question", ["VIX is 13, do I skip the insurance?", "VIX at 27: should I sell my long calls now?"])
def test_a_level_says_nothing_of_selling_the_hedge(question: str, materials: Materials) -> None:
    asked, _ = read(question, materials)
    assert asked.rules == ()


@pytest.mark.parametrize(
    "question",
    [
        "If a trader has three consecutive losing nights, is there any provision to reduce size?",
        "If RSAi reads heavy put skew, do you push the put side out or let the credit float? How's the call side solved?",
    ],
)
def test_a_rule_that_names_what_figures_are_of_is_looked_for_in_the_texts(question: str, materials: Materials) -> None:
    asked, plan = read(question, materials)
    assert asked.kind == "method"
    assert plan.keys == ()


@pytest.mark.parametrize(
    "question", ["longest losing streak", "What did the put side of the condors make?", "hedge cost last year"]
)
def test_a_figure_that_is_asked_for_is_not_left_to_the_texts(question: str) -> None:
    assert read_question(question).for_texts < 0.5


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("The backtest from which date until which date is made?", "span"),
        ("How many years of data does the backtest cover?", "span"),
        ("What are the first and last days of the data?", "span"),
    ],
)
def test_the_span_of_the_record_is_told(question: str, topic: str, materials: Materials) -> None:
    asked, _ = read(question, materials)
    assert topic in asked.record
    assert "3 January 2014 to 28 December 2022" in summary(answer(question, materials))


def test_a_result_after_the_hedges_cost_is_the_accounts() -> None:
    counted = counting_of("how many months out of the total were negative once the hedge cost is included?")
    assert counted is not None
    assert counted.key == "return.hedged.monthly.share_losing"
    assert counting_of("when a losing condor is rolled, by how many days is it rolled?") is None


def test_a_part_that_speaks_of_it_is_read_by_the_whole(materials: Materials) -> None:
    _, plan = read("how often does it lose? like out of 100 nights how many are bad", materials)
    assert plan.asked[0] == "trades.win_rate"


def test_the_worst_day_of_an_account_is_no_end_balance(materials: Materials) -> None:
    _, plan = read("What is the single worst day in the data, and how many dollars did a $100,000 account lose?", materials)
    assert "total" not in plan.asked[0]


@pytest.mark.parametrize(
    "question",
    [
        "Isn't it the case that the hedge lost money in every single year except 2020?",
        "Did the hedge lose money every year but 2018?",
    ],
)
def test_what_is_said_of_all_years_but_one_is_settled_by_all_of_them(question: str, materials: Materials) -> None:
    told = summary(answer(question, materials))
    assert "the hedge earned in 2018, 2020 and 2022 and cost money in 2014" in told
    assert "leaving out" not in told


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Every how many days is it necessary to roll each one of the hedge layers?", "rolled on a schedule"),
        ("half day tomorrow, market closes 1pm, when do i enter", "shortly after 15:10 Central"),
    ],
)
def test_rules_asked_by_other_words_are_found(question: str, words: str, materials: Materials) -> None:
    assert words in summary(answer(question, materials))


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        ("from 19 February to 23 March 2020", "date=2020-02-19..2020-03-23"),
        ("between 3 March 2020 and 20 April 2020", "date=2020-03-03..2020-04-20"),
        ("from Feb 19 to Mar 23, 2020", "date=2020-02-19..2020-03-23"),
        ("between 2020-02-19 and 2020-03-23", "date=2020-02-19..2020-03-23"),
        ("from 2/19/2020 to 3/23/2020", "date=2020-02-19..2020-03-23"),
        ("from 28 December to 3 January 2020", "date=2019-12-28..2020-01-03"),
        ("on 3 March 2020 and 20 April 2020", "date=2020-03-03..2020-03-03+2020-04-20..2020-04-20"),
    ],
)
def test_a_stretch_from_day_to_day_is_no_single_day(words: str, dates: str, materials: Materials) -> None:
    _, plan = read(f"What did the hedge cost {words}?", materials)
    assert str(plan.scope) == dates


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("so because of the hedge i can't lose more than 2% a year right??", ("return.hedged.yearly.worst",)),
        ("Does the hedge guarantee a floor under the account?", ("return.hedged.yearly.worst", "drawdown.max.hedged")),
        ("How would buy-and-hold of the S&P 500 have done over the same dates?", ("market.spx.change",)),
        ("Which was the best month of all the backtest?", ("return.hedged.monthly.best",)),
    ],
)
def test_what_is_asked_of_the_account_is_not_told_of_the_hedge(
    question: str, keys: tuple[str, ...], materials: Materials
) -> None:
    _, plan = read(question, materials)
    assert plan.asked[: len(keys)] == keys
    assert "not “2%”" not in summary(answer(question, materials))


def test_a_limit_of_the_method_is_no_claim_on_a_figure(materials: Materials) -> None:
    document = answer("Is the money for the hedge taken out of the 10% nightly budget, or is it additional to it?", materials)
    assert not document.premises
    changed = answer("What happens to the annual return if I haircut every credit by $0.10?", materials)
    assert "not $0.10" not in summary(changed)


def test_the_rate_of_a_cost_is_told_with_the_cost(materials: Materials) -> None:
    document = answer("Are commissions and exchange fees deducted in the backtest results, and at what rate?", materials)
    assert "costs" in read(document.question or "", materials)[0].record
    assert "$1.10 a contract and side" in summary(document)


def test_how_calls_are_split_among_the_layers_is_a_rule(materials: Materials) -> None:
    told = summary(answer("In what proportion are contracts split among the short, medium and long layers?", materials))
    assert "four calls about 30 days from expiry" in told


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        (
            "how much less would I have made in 2017 with the hedge than without it",
            ("return.hedged.total", "return.unhedged.total"),
        ),
        ("How many of the years from 2014 to 2022 ended with a loss?", ("return.hedged.yearly.share_losing",)),
        ("In which year did the strategy have the best profit?", ("return.hedged.yearly.best",)),
        ("What was the longest stretch before the account got back to where it had been?", ("drawdown.recovery.hedged",)),
        ("P&L by VIX bucket please, particularly 25 and up", ("trades.expectancy",)),
    ],
)
def test_the_account_is_asked_for_by_other_words(question: str, keys: tuple[str, ...], materials: Materials) -> None:
    _, plan = read(question, materials)
    assert plan.asked[: len(keys)] == keys
    assert not plan.scope.besides


def test_the_level_that_counts_is_no_hour(materials: Materials) -> None:
    asked, _ = read("Is the VIX level used for scaling the close, or the reading at the moment of entry?", materials)
    assert asked.rules == ()
