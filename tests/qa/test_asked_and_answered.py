"""A page is answered only with what was asked: subjects, exclusions, premises, reasons, words, follow-ups."""

from __future__ import annotations

import json

import pytest

from qa.answer import Materials, answer
from qa.document import AnswerDocument, as_json
from qa.understand.followup import read_earlier


def said(document: AnswerDocument) -> str:
    """The first paragraph with the reason."""
    return " ".join(s.text for s in (*document.summary, *((document.reason,) if document.reason else ())))


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Beta of Ford", "Ford"),
        ("What was the max drawdown of Berkshire in 2018?", "Berkshire"),
        ("What is the expense ratio of VXX?", "VXX"),
        ("What does hedging with put spreads cost?", "put spreads"),
        ("What does a collar on SPY cost?", "SPY"),
        ("What is the win rate of the weekly condor?", "weekly condor"),
        ("What is the drag on the 0.50 tier?", "0.50 tier"),
        ("What was the drag on the put side only?", "put side"),
    ],
)
def test_a_subject_of_others_is_named_and_no_figure_stands_for_it(question: str, named: str, materials: Materials) -> None:
    document = answer(question, materials)
    assert document.status == "declined"
    assert f"“{named}" in said(document)
    assert not document.figures


@pytest.mark.parametrize(
    ("question", "scope"),
    [
        ("What does the hedge cost except in stress?", "episode!=vix"),
        ("What is the mean drag excluding the months of VIX above 20?", "vix<=20"),
        ("Ignore everything except 2018: what was the mean drag?", "date=2018-01-01..2018-12-31"),
        ("Delete January 2018 and tell me the median drag", "date!=2018-01-01..2018-01-31"),
        ("What is the drag without the long layer?", "without=long"),
        ("What was the mean drag in 2015 and in 2018?", "date=2015-01-01..2015-12-31+2018-01-01..2018-12-31"),
        ("What is the drag on FOMC or CPI days?", "event=fomc+cpi~0"),
    ],
)
def test_what_is_left_out_or_kept_is_what_was_said(question: str, scope: str, materials: Materials) -> None:
    document = answer(question, materials)
    assert document.status in {"answered", "partial"}
    assert document.figures[0].scope == scope


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("What was the mean drag in late April 2016?", "late"),
        ("What does the hedge cost in bull markets?", "bull markets"),
        ("What does the hedge cost in months when the SPX fell?", "months when the SPX fell"),
    ],
)
def test_what_narrows_no_figure_is_named_in_the_first_paragraph(question: str, word: str, materials: Materials) -> None:
    document = answer(question, materials)
    assert document.status != "answered"
    assert f"“{word}”" in said(document)


def test_a_true_premise_is_confirmed_and_both_of_two_are_judged(materials: Materials) -> None:
    assert said(answer("Did the hedge cost 2% in 2017?", materials)).startswith("Yes: ")
    both = answer("Does the ALVH give 35–40% less drawdown for 1–2% a year?", materials)
    assert said(both).startswith("No: ")
    assert {"“35–40%”", "“1–2%”"} <= set(said(both).replace(",", " ").replace(";", " ").replace(".", " ").split())


def test_a_why_accounts_for_the_month(materials: Materials) -> None:
    document = answer("Why did I lose 2% in February 2018 when I'm hedged?", materials)
    text = said(document)
    assert document.title.text.startswith("Why February 2018 lost")
    assert "the condors lost" in text
    assert "the hedge earned" in text
    assert "By layer" in text
    assert "when the index rose" in text


def test_a_stated_level_picks_the_rule_of_its_band(materials: Materials) -> None:
    text = said(answer("Can I sell at VIX 17.95?", materials))
    assert "from 15 to 20" in text.lower()
    assert "“below 15" not in text.lower()


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("What is the R² of the hedge?", "exposure.monthly.explained.hedge"),
        ("How deep was the worst drawdown?", "drawdown.max.unhedged"),
        ("What is the correlation of the account with the S&P 500?", "exposure.monthly.correlation.hedged"),
        ("What is the correlation of the strategy's daily returns with the S&P 500?", "exposure.daily.correlation.hedged"),
        ("What is the hedge's correlation with the S&P 500?", "correlation.monthly.spx"),
    ],
)
def test_words_are_not_mended_into_others(question: str, key: str, materials: Materials) -> None:
    assert answer(question, materials).figures[0].key == key


@pytest.mark.parametrize("question", ["Did the hedge beat the index?", "What is the projected range?", "How sharp was the fall?"])
def test_an_english_word_is_no_misspelt_term(question: str, materials: Materials) -> None:
    document = answer(question, materials)
    assert not {"exposure.monthly.beta.hedge", "sharpe.monthly.unhedged"} & set(document.plan.keys[:1])
    assert "protected" not in (document.question or "")


@pytest.mark.parametrize(
    ("words", "backtest", "scope", "lead"),
    [
        ("and the aggressive tier?", "condor-1.60-1dte", "all", "drag.monthly.mean"),
        ("without the medium layer?", "condor-0.70-1dte", "without=medium", "drag.monthly.mean"),
        ("in 2018?", "condor-0.70-1dte", "date=2018-01-01..2018-12-31", "drag.monthly.mean"),
    ],
)
def test_a_follow_up_keeps_what_its_words_do_not_replace(
    words: str, backtest: str, scope: str, lead: str, materials: Materials
) -> None:
    first = answer("What is the mean monthly drag?", materials)
    document = answer(words, materials, read_earlier(json.dumps(as_json(first)), "first.json"))
    assert document.provenance.backtests[0].name == backtest
    assert (document.figures[0].key, document.figures[0].scope) == (lead, scope)
