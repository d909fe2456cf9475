"""Lists of figures, whole years, terms told apart, dates outside of the data, and questions that lean to the method."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answer import Materials, answer, read
from qa.document import Kind
from qa.understand.listed import listed
from qa.understand.quantities import idiom_of
from qa.understand.question import NOTHING_GIVEN
from qa.understand.shares import stated_in
from qa.understand.sides import sided
from qa.understand.whole_years import of_years


def said(question: str, materials: Materials) -> str:
    return " ".join(s.text for s in answer(question, materials).summary)


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("give me sharpe, sortino and calmar hedged", ("sharpe.monthly.hedged", "sortino.monthly.hedged", "calmar.hedged")),
        ("average win and average loss", ("trades.mean_win", "trades.mean_loss")),
        ("what is the profit factor", ()),
        ("drag as a share of account, of credit and of premium", ()),
        ("the hedge and the condors", ()),
        ("sharpe, sortino and the colour of it", ()),
        ("give me the mean, the standard deviation, best month and worst month of the hedge", ()),
    ],
)
def test_a_list_of_named_figures_asks_for_each(question: str, keys: tuple[str, ...]) -> None:
    assert listed(question, ()) == keys


def test_each_figure_of_a_list_is_told(materials: Materials) -> None:
    told = said("win rate, profit factor and max drawdown", materials)
    assert all(name in told for name in ("win rate", "profit factor", "maximum drawdown"))


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("what was the worst year for the hedged account", "return.hedged.yearly.worst"),
        ("the worst year without the hedge", "return.unhedged.yearly.worst"),
        ("what was the best year for the hedged account", "return.hedged.yearly.best"),
        ("what was the best year of the unhedged account", "return.unhedged.yearly.best"),
        ("did the hedged tier never have a losing year", "return.hedged.yearly.worst"),
        ("what was the hedge's worst year", "drag.yearly.costliest"),
        ("what was the best year for the hedge", "drag.yearly.best"),
        ("in how many years did the hedge make money", "drag.yearly.share_costly"),
        ("did the hedge lose money every single year", "drag.yearly.share_costly"),
        ("did the hedge make money in 2017, when vix slept all year", None),
        ("how many losing years did the account have", None),
        ("what does the hedge cost a year", None),
        ("how much did the hedge lose every year", None),
        ("how much did the hedge lose in most years", None),
        ("what was the worst year for the s&p 500", None),
        ("which year was the worst for slippage", None),
        ("vix's worst year", None),
        ("which year was the worst for the balanced tier", "return.hedged.yearly.worst"),
    ],
)
def test_a_question_on_whole_years_asks_for_the_figure_by_the_year(question: str, key: str | None) -> None:
    assert of_years(question) == key


def test_the_worst_year_is_named_and_no_verdict_on_it_is_missed(materials: Materials) -> None:
    told = said("What was the worst year for the hedged account?", materials)
    assert "the worst year of the hedged account was 20" in told
    assert "too small" not in told


@pytest.mark.parametrize("question", ["What will the hedge cost in 2031?", "How did the account do in 2005?"])
def test_dates_outside_of_the_data_are_told_with_what_the_data_cover(question: str, materials: Materials) -> None:
    document = answer(question, materials)
    assert document.status == "declined"
    assert document.reason is not None
    assert document.reason.text.startswith("The data here cover ")
    assert "Over the full period" in document.summary[0].text
    assert not any(s.text == document.summary[0].text for section in document.sections for s in section.sentences)


def test_of_two_terms_to_be_told_apart_both_are_defined(materials: Materials) -> None:
    document = answer("What is the difference between drag and slippage?", materials)
    assert document.status == "answered"
    assert [s.text.split(":")[0] for s in document.summary] == ["Drag", "Slippage"]


@pytest.mark.parametrize(
    "question",
    ["What delta are the VIX calls bought at?", "Is the hedge still on when VIX is above 16 and aggressive is blocked?"],
)
def test_where_no_figure_is_sure_the_texts_answer_and_the_page_says_so(question: str, materials: Materials) -> None:
    document = answer(question, materials)
    assert document.status == "partial"
    assert document.reason is not None
    assert document.reason.text.startswith("We take this to be about the method.")
    assert document.sources


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("What has to stand beside every result of a backtest?", "methodology/hypothetical-performance"),
        ("What is the job of the short, the medium and the long layer?", "methodology/alvh-layers"),
        ("Must a win rate be accompanied by anything else when published?", "methodology/hypothetical-performance"),
    ],
)
def test_a_question_of_which_no_figure_is_likely_is_left_to_the_texts(question: str, document: str, materials: Materials) -> None:
    page = answer(question, materials)
    assert page.status in {"answered", "partial"}
    assert page.sources[0].document == document


@pytest.mark.parametrize(
    "question", ["omega ratio at a zero threshold, hedged", "2008 replay, hedged DD", "Cost for bank-holiday weeks?"]
)
def test_a_figure_that_there_is_not_is_not_answered_by_texts_nearby(question: str, materials: Materials) -> None:
    assert answer(question, materials).status == "declined"


def test_a_question_with_a_condition_is_not_left_to_the_texts(materials: Materials) -> None:
    assert answer("What happens to returns if I skip the short layer?", materials).status != "partial"


def test_a_set_phrase_asks_for_its_figure_and_not_where_how_often_is_asked(materials: Materials) -> None:
    unsure = replace(materials.read("Does it pay?"), right=0.0, among=0.0, kinds={"cost": 1.0})
    assert idiom_of("the hedge pays for itself, right?", unsure) == "drag.monthly.total"
    assert idiom_of("how often does the hedge pay for itself?", unsure) is None


def test_a_dispute_that_is_not_on_sales_has_a_heading_of_its_own(materials: Materials) -> None:
    disputes = [c.about.text for c in answer("Are the layers long or short VIX calls?", materials).conflicts]
    assert disputes
    assert "Which tiers are sold at which level of VIX" not in disputes


def test_a_losing_streak_has_no_peak_and_trough(materials: Materials) -> None:
    told = said("What was the longest losing streak of the condors?", materials)
    assert "streak" in told
    assert "(peak)" not in told


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("Suitability: when is a customer's capital insufficient for a given level?", "partial"),
        ("How are the layers rolled?", "answered"),
        ("Can the tool itself be described as GIPS compliant?", "answered"),
    ],
)
def test_passages_that_are_only_the_nearest_are_called_so(question: str, status: str, materials: Materials) -> None:
    document = answer(question, materials)
    assert document.status == status
    assert (document.reason is not None and "nearest" in document.reason.text) == (status == "partial")


def test_positions_that_no_text_found_names_are_told(materials: Materials) -> None:
    document = answer("Why does the hedge use SPX puts instead of VIX calls?", materials)
    assert document.status == "partial"
    assert "“SPX puts”" in said("Why does the hedge use SPX puts instead of VIX calls?", materials)


@pytest.mark.parametrize(
    "question", ["max drawdown with the hedge vs without", "sharpe hedged vs. unhedged", "return with or without the calls"]
)
def test_words_for_both_sides_ask_for_both(question: str) -> None:
    assert sided(("drawdown.max.hedged",), question) == ("drawdown.max.hedged", "drawdown.max.unhedged")


@pytest.mark.parametrize(
    ("words", "share"), [("a tenth of a percent", 0.001), ("a quarter of one percent", 0.0025), ("a third of the account", 1 / 3)]
)
def test_a_part_of_a_percent_is_no_part_of_the_whole(words: str, share: float) -> None:
    assert [s.low for s in stated_in(words, (0, len(words)))] == pytest.approx([share])


@pytest.mark.parametrize("amount", ["250 000 dollars", "$250,000", "250000 usd"])
def test_an_account_of_an_amount_is_the_capital_whatever_follows(amount: str, materials: Materials) -> None:
    question = read(f"What does the protection cost for an account of {amount} each year?", materials)[0]
    assert (question.scope.capital, question.unread) == (250_000, ())


@pytest.mark.parametrize("question", ["What is the capital base?", "How many trades were imported?"])
def test_what_went_in_is_answered_where_it_is_asked_for(question: str, materials: Materials) -> None:
    assert answer(question, materials).status == "answered"


def test_the_readings_of_a_comparison_show_each_side(materials: Materials) -> None:
    document = answer("returns 2022 all three tiers", materials)
    assert document.status in {"clarify", "answered"}
    told = [s.text for s in (*document.choices, *document.summary)]
    assert any(all(f"on the {tier} tier" in text for tier in ("0.70", "1.15", "1.60")) for text in told)
    assert not any("tier, 1.15 tier" in figure.title for figure in document.figures)


def test_the_worst_year_is_the_return_of_that_year(materials: Materials) -> None:
    worst = answer("What was the worst year for the hedged account?", materials).figures[0]
    whole = answer(f"What was the total return hedged in {worst.start}?", materials).figures[0]
    assert (worst.key, whole.key) == ("return.hedged.yearly.worst", "return.hedged.total")
    assert worst.value == pytest.approx(whole.value)


def test_the_cost_of_a_period_is_what_the_hedge_cost(materials: Materials) -> None:
    assert read("Cost in Q4 2018?", materials)[0].keys == ("drag.monthly.mean",)


def test_a_span_within_which_something_happens_is_taken_or_named(materials: Materials) -> None:
    assert read("What is the worst drawdown within a month?", materials)[0].unread == ()
    assert "within a year" in read("Probability of a drawdown deeper than 20% within a year?", materials)[0].unread


def test_an_account_too_small_is_told_the_smallest(materials: Materials) -> None:
    assert "smallest account" in said("On $10k, is even one contract of the hedge affordable?", materials)


def test_a_year_that_no_figure_is_of_is_named(materials: Materials) -> None:
    question = "In how many years was the Sharpe ratio of the condors above one?"
    document = answer(question, materials)
    assert document.status != "answered"
    assert any("year" in word for word in read(question, materials)[0].unread)


def test_a_comparison_tells_each_figure_that_is_asked_for(materials: Materials) -> None:
    told = said("Sharpe and max drawdown, 0.70 vs 1.60", materials)
    assert "Sharpe ratio" in told
    assert "Maximum drawdown, unhedged: " in told


@pytest.mark.parametrize("question", ["What did the short layer (30 days) cost?", "What did the 220-day calls cost?"])
def test_a_layer_named_with_its_days_is_no_question_on_them(question: str, materials: Materials) -> None:
    assert read(question, materials)[0].kind == "cost"


def test_terms_are_not_told_apart_by_definition_where_a_period_is_asked_for(materials: Materials) -> None:
    question = read("What is the difference between the win rate and the break-even win rate in 2018?", materials)[0]
    assert question.keys


def test_days_to_expiry_of_a_layer_are_asked_of_the_texts(materials: Materials) -> None:
    question = read("Is it correct that the short layer is 30 days, the medium 110 and the long 220?", materials)[0]
    assert (question.kind, question.keys) == ("method", ())


def test_a_reduction_is_told_with_both_drawdowns(materials: Materials) -> None:
    told = said("By how many percentage points does the hedge reduce the maximum drawdown?", materials)
    assert "unhedged and" in told
    assert told.count("%") >= 4


def test_a_condor_that_is_opened_is_sold(materials: Materials) -> None:
    assert "15:10" in said("At what time of day are the condors opened?", materials)


def test_a_section_of_a_near_document_is_found_though_its_words_are_few(materials: Materials) -> None:
    assert "rolled on a schedule" in said("How are the VIX call layers rolled?", materials)


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("Biggest monthly gain of the bare condors", "return.unhedged.monthly.best"),
        ("How much did the hedged strategy gain in its strongest month?", "return.hedged.monthly.best"),
        ("best month for the hedge on the conservative tier", "drag.monthly.best"),
        ("worst month of the hedged account", "return.hedged.monthly.worst"),
    ],
)
def test_the_best_month_of_the_account_is_never_told_as_its_worst(question: str, key: str, materials: Materials) -> None:
    assert answer(question, materials).plan.keys[0] == key


def test_the_best_month_of_the_hedge_or_beside_the_worst_is_not_the_account_s() -> None:
    assert of_years("why did a hedged account lose when the calls had their best month") is None
    assert of_years("best month of the hedge itself, on the balanced tier") is None
    assert of_years("the worst and the best month of the account") is None


def test_words_that_lie_within_others_are_told_once(materials: Materials) -> None:
    question, _ = read("What does the hedge cost without the two worst panics?", materials)
    assert question.unread == ("without the two worst panics",)


@pytest.mark.parametrize("kind", ["term", "method"])
def test_a_condition_holds_for_figures_that_a_model_names_beside_a_meaning(kind: Kind, materials: Materials) -> None:
    given = replace(NOTHING_GIVEN, kind=kind, keys=("hedge.win_rate",))
    question, plan = read("How would the programme have fared with the short layer on Mondays?", materials, given=given)
    assert (question.scope.weekday, question.scope.layer) == ("mon", "short")
    assert (plan.scope.weekday, plan.scope.layer) == ("mon", "short")
