"""Answers by shape: what each kind of question hears first, and what it is not told."""

from __future__ import annotations

import tomllib

import pytest

from qa.answer import Materials, answer
from qa.document import AnswerDocument
from tests.checks import as_dict, faults
from tests.conftest import ROOT


def said(document: AnswerDocument) -> list[str]:
    """The sentences of the short answer."""
    return [s.text for s in document.summary]


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("What does the hedge cost with VIX below 15?", "In this backtest's months with VIX below 15, the mean drag was 0.005%"),
        ("What was the mean monthly drag in 2016?", "In this backtest, in 2016, the mean drag was 0.093%"),
        ("What was the total drag on 5 February 2018?", "In this backtest, on 5 February 2018, the hedge gained 1.8%"),
        (
            "What does the hedge cost around FOMC meetings?",
            "In this backtest, within 1 trading day of FOMC, the mean drag a day was 0.0051% of the account higher",
        ),
        ("drag excluding February 2018", "In this backtest, leaving out February 2018, the mean drag was 0.007%"),
        ("half the calls, what drag?", "In this backtest, with the hedge at 0.5 times its size, the mean drag was −0.003%"),
        ("What would the drag be without the long layer?", "In this backtest, without the long layer, the mean drag was −0.014%"),
        ("How many bp a week does the hedge cost?", "In this backtest the mean drag was −0.1 bp of the account a week"),
        ("What does the hedge cost a month in dollars?", "In this backtest the mean drag was −$21 a month"),
    ],
)
def test_the_scope_opens_the_answer_in_words(question: str, begins: str, materials: Materials) -> None:
    assert said(answer(question, materials))[0].startswith(begins)


def test_a_comparison_says_which_is_higher_and_whether_that_is_significant(materials: Materials) -> None:
    document = answer("mean monthly drag with VIX below 15 against over 20", materials)
    first, *sides = said(document)
    assert first == (
        "Mean monthly drag was higher in months with VIX below 15 than in months with VIX above 20, "
        "but the intervals overlap, so this is no clear difference."
    )
    assert [s.startswith("In months with VIX") for s in sides] == [True, True]
    assert [p.label for p in document.series[0].points] == ["VIX below 15", "VIX above 20"]
    first, second, *_ = said(answer("mean monthly drag in 2017 against 2018", materials))
    assert first == "Mean monthly drag was higher in 2017 than in 2018."
    assert second == "The intervals do not overlap."


def test_two_backtests_are_compared_by_the_same_months(materials: Materials) -> None:
    document = answer("drag of the conservative tier against the 45-day condor", materials)
    difference = next(f for f in document.figures if f.key == "difference.drag.monthly.mean")
    sides = [f for f in document.figures if f.key == "drag.monthly.mean" and f.scope == "all"]
    assert len({f.dataset for f in sides}) == 2
    assert difference.value == pytest.approx(sides[0].value - sides[1].value, rel=1e-9)
    assert {b.name for b in document.provenance.backtests} == {"condor-0.70-1dte", "condor-45d-16delta"}


def test_the_hedge_is_the_same_on_every_tier_and_the_answer_says_so(materials: Materials) -> None:
    told = said(answer("mean monthly drag of the conservative tier against the aggressive tier", materials))[0]
    assert told == "Mean monthly drag is the same on the 0.70 tier and on the 1.60 tier."


def test_what_is_supposed_stands_beside_what_was(materials: Materials) -> None:
    assert any(
        s.startswith("In the backtest as it is, the mean drag was −0.005%")
        for s in said(answer("half the calls, what drag?", materials))
    )


def test_a_capital_too_small_hears_the_proportion_and_the_smallest_account(materials: Materials) -> None:
    first, *more = said(answer("What does the hedge cost a month in dollars on $50,000?", materials))
    assert first.startswith("Mean monthly drag, in dollars, can't be computed here: an account of this size can't hold")
    assert any("−$5 for each $100,000 a month" in s for s in more)
    assert any("smallest account" in s and "$200,000" in s for s in more)


def test_a_stated_level_is_echoed_and_never_called_current(materials: Materials) -> None:
    told = said(answer("VIX 17.95, what does the hedge usually cost a month from here?", materials))
    assert any("The question states “VIX 17.95”. That is taken as stated, not as today's market" in s for s in told)


def test_several_readings_are_listed_each_with_its_figure(materials: Materials) -> None:
    document = answer("the worst one?", materials)
    assert document.status == "clarify"
    assert len(document.choices) == 3
    told = [choice.text for choice in document.choices if choice.text.startswith("Worst trade of the hedge: ")]
    assert [text.partition("opened on ")[0] for text in told] == ["Worst trade of the hedge: the worst trade of the hedge, "]
    assert told[0].endswith(", lost $1,369.")
    assert said(document) == []


@pytest.mark.parametrize("question", ["where is the VIX right now?", "what will spx do next week"])
def test_what_markets_do_now_or_will_do_is_declined(question: str, materials: Materials) -> None:
    document = answer(question, materials)
    assert document.status == "declined"
    assert document.reason is not None
    assert document.reason.text == "Where markets stand now or where they will go is not in the data."


def test_advice_is_refused_and_the_record_shown(materials: Materials) -> None:
    document = answer("Should I hedge?", materials)
    assert (document.kind, document.status) == ("advice", "partial")
    assert "−0.005%" in said(document)[0]


def test_claims_are_held_where_they_bear_on_the_question_alone(materials: Materials) -> None:
    assert answer("half the calls, what drag?", materials).claims == ()
    weekly = answer("How many bp a week does the hedge cost?", materials)
    held = next(c for c in weekly.claims if c.period == "week")
    figure = next(f for f in weekly.figures if f.id == held.figure)
    assert (figure.key, held.verdict) == ("drag.weekly.mean", "inconsistent")


def test_each_question_of_the_sets_has_a_sound_document(materials: Materials) -> None:
    for name in ("questions.toml", "questions_more.toml"):
        for entry in tomllib.loads((ROOT / "tests/eval" / name).read_text(encoding="utf-8"))["question"]:
            assert faults(as_dict(answer(entry["text"], materials))) == [], entry["text"]


@pytest.mark.parametrize("question", ["What does the weekly condor cost?", "What is the beta of Ford?"])
def test_what_is_declined_names_what_can_be_asked_and_offers_no_choice(question: str, materials: Materials) -> None:
    document = answer(question, materials)
    assert (document.status, document.choices, document.figures) == ("declined", (), ())
    (line,) = said(document)
    assert line.startswith("You can ask about: ")
    assert faults(as_dict(document)) == []
