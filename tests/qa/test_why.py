"""Why a period went as it did: what base and hedge made of it, on which days, and no cause that the data do not show."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer, read
from qa.calculator.core.scope import Scope
from qa.calculator.core.scope_text import parse_scope
from qa.document import AnswerDocument
from qa.evidence.why import account_of
from qa.understand.why import ACCOUNT, HEDGE, asks_of_market, asks_why, why_keys
from tests.checks import as_dict, faults

FEBRUARY = "Why did I lose 2% in February 2018 when I'm hedged?"


def said(document: AnswerDocument) -> list[str]:
    """The sentences of the short answer."""
    return [s.text for s in document.summary]


def cells(document: AnswerDocument, key: str) -> dict[str, str]:
    """A series' points as shown, by label."""
    return {p.label: p.display for s in document.series if s.key == key for p in s.points}


def test_the_first_line_says_what_the_condors_lost_and_what_the_hedge_earned(materials: Materials) -> None:
    """The marks of February 2018 sum to -20,586 of the base and +5,146 of the hedge on 400,000: -5.1465% and +1.2865%."""
    document = answer(FEBRUARY, materials)
    assert said(document)[0] == "The account lost 3.86% in February 2018: the condors lost 5.15% and the hedge earned 1.29%."
    assert document.title.text == "Why February 2018 lost 3.86%"
    assert document.kind == "cost"
    values = {f.key: f.value for f in document.figures if f.scope == "date=2018-02-01..2018-02-28"}
    assert values["return.unhedged.total"] == pytest.approx(-20586 / 400000)
    assert values["drag.monthly.total"] == pytest.approx(-5146 / 400000)
    assert values["dollars.drag.monthly.total"] == pytest.approx(-5146)


def test_the_layers_add_up_to_the_hedge(materials: Materials) -> None:
    document = answer(FEBRUARY, materials)
    layers = [f for f in document.figures if "layer=" in f.scope]
    whole = next(f for f in document.figures if f.key == "drag.monthly.total" and f.scope == layers[0].scope.split("&")[0])
    assert len(layers) == 3
    assert sum(f.value for f in layers) == pytest.approx(whole.value)
    shown = [float(f.display.replace("−", "-").rstrip("%")) for f in (*layers, whole)]
    assert sum(shown[:3]) == pytest.approx(shown[3], abs=0.011)


def test_the_worst_days_are_those_of_the_base_with_hedge_and_index_beside_them(materials: Materials) -> None:
    """Four days of February 2018 lost; the closes are 2762.13 to 2648.94 on the 5th (-4.10%), VIX 17.31 to 37.32."""
    document = answer(FEBRUARY, materials)
    assert list(cells(document, "account.base.by_day")) == ["2018-02-05", "2018-02-02", "2018-02-23", "2018-02-26"]
    assert cells(document, "account.base.by_day")["2018-02-05"] == "−2.36%"
    assert cells(document, "account.hedge.by_day")["2018-02-05"] == "1.80%"
    assert cells(document, "account.index.by_day")["2018-02-05"] == "−4.10%"
    assert cells(document, "account.vix.by_day")["2018-02-05"] == "20.01"


def test_the_loss_is_told_by_the_way_the_index_went(materials: Materials) -> None:
    """On 23 and 26 February the index rose: -1.686% - 0.994% of the base, -0.070% - 0.056% of the hedge."""
    document = answer(FEBRUARY, materials)
    assert cells(document, "account.base.by_move") == {"index rose": "−2.68%", "index fell": "−4.69%"}
    assert cells(document, "account.hedge.by_move") == {"index rose": "−0.13%", "index fell": "2.09%"}
    rises, falls = said(document)[2:4]
    assert rises.startswith(
        "Part of what the condors lost came on days when the index rose. On those days the hedge lost as well"
    )
    assert falls.startswith("On the days when the index fell, the hedge earned, but less than was lost")


def test_the_passages_on_rallies_and_on_falls_are_quoted(materials: Materials) -> None:
    quotes = [s.quote for s in answer(FEBRUARY, materials).sources]
    assert any("When the index climbs through the short calls VIX falls" in q for q in quotes)
    assert any("the layers give back part of what the condors lose" in q for q in quotes)


def test_the_passages_on_a_quiet_market_are_quoted_where_the_hedge_cost(materials: Materials) -> None:
    quotes = [s.quote for s in answer("Why was 2017 so expensive for the hedge?", materials).sources]
    assert any("they lose value month after month" in q for q in quotes)


def test_most_of_a_loss_on_rises_is_said_to_be(materials: Materials) -> None:
    document = answer("Why was October 2015 so bad for the condors?", materials)
    assert said(document)[2].startswith("Most of what the condors lost came on days when the index rose.")


def test_a_year_is_not_said_to_add_up(materials: Materials) -> None:
    first = said(answer("Why did the account lose in 2015 although it was hedged?", materials))[0]
    assert first == "The account lost 7.45% in 2015; unhedged it lost 7.12%, and the hedge cost 0.41% summed over the months."


def test_a_why_of_the_hedge_leads_with_the_hedge(materials: Materials) -> None:
    document = answer("Why was July 2016 so costly for the hedge?", materials)
    assert said(document)[0].startswith("The hedge cost 0.47% in July 2016; the condors earned 0.61%")
    assert "VIX fell from 15.63 before the period to 11.87 at its end" in " ".join(said(document))


def test_a_why_of_one_layer_leads_with_that_layer(materials: Materials) -> None:
    assert said(answer("Why did the long layer lose in 2018?", materials))[0] == "The long layer cost 0.06% in 2018."


def test_single_days_are_told_by_day(materials: Materials) -> None:
    document = answer("Why did the account fall on 5 February 2018?", materials)
    assert said(document)[0] == "On 5 February 2018 the account returned −0.57%: the condors −2.36% and the hedge 1.80%."


def test_no_cause_of_a_move_of_the_market_is_told(materials: Materials) -> None:
    document = answer("Why did VIX jump in February 2018?", materials)
    assert document.status == "partial"
    assert said(document)[0] == "Why the market moved is not in the data; this is what the account made of it."


def test_a_period_beyond_the_data_has_no_account(materials: Materials) -> None:
    question, plan = read("Why was the account down in March 2024 although it was hedged?", materials)
    assert plan.shape == "why"
    assert plan.facts is not None
    assert account_of(plan, plan.facts, question.text) is None
    assert answer(question.text, materials).status != "answered"


@pytest.mark.parametrize("question", [FEBRUARY, "Why was 2017 so dear for the hedge?", "What went wrong on 5 February 2018?"])
def test_an_account_is_a_sound_document(question: str, materials: Materials) -> None:
    assert faults(as_dict(answer(question, materials))) == []


@pytest.mark.parametrize(
    "plain",
    [
        "why was march 2015 so bad?",
        "how come the calls lost in february 2014",
        "march 2018 sold off. what went wrong?",
        "please explain the loss of may 2018",
        "account for the difference in january 2016",
        "for what reason was july 2015 dear?",
        "walk me through february 2018",
        "down in august 2017 in spite of the hedge?",
    ],
)
def test_a_why_on_a_period_is_heard(plain: str) -> None:
    assert asks_why(plain)


@pytest.mark.parametrize(
    "plain",
    [
        "what did the hedge cost in 2018?",
        "is that what happened in 2018",
        "the martin ratio of 2018, don't ask me why",
        "hedge total loss ignoring what happened in 2015?",
        "would you explain time value and tell me how many dollars wore away in 2016?",
    ],
)
def test_what_asks_no_why_is_none(plain: str) -> None:
    assert not asks_why(plain)


def test_a_why_without_a_period_is_one_of_the_method() -> None:
    assert why_keys("why is the hedge in three layers?", Scope()) == ()
    assert why_keys("why is it held when vix is below 15?", parse_scope("vix<15")) == ()


def test_the_subject_is_the_account_unless_the_hedge_alone_is_named() -> None:
    period = parse_scope("date=2016-07")
    assert why_keys("why was july 2016 so costly for the hedge?", period) == HEDGE
    assert why_keys("why did the account lose in july 2016 with the hedge on?", period) == ACCOUNT


def test_a_why_of_the_market_is_told_from_one_of_the_account() -> None:
    assert asks_of_market("why did vix jump in february 2018?")
    assert not asks_of_market("why did the calls lose when vix rose in february 2018?")
