"""Questions on the record itself are answered from the manifest, and what it doesn't state is said."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer
from qa.evidence.of_record import stated_of
from tests.checks import faults
from tests.qa.guarding.lines import source
from tests.qa.worded import as_dict, words


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Were the trades placed with real money?", "The record is hypothetical: a backtest, in which no money was traded."),
        (
            "Is this simulated or did somebody really trade it?",
            "“The run is simulated to show the tool, not to judge the method.”",
        ),
        ("Has an independent accountant verified the results?", "No audit is stated"),
        ("Which years does the backtest cover?", "The record covers 3 January 2014 to 28 December 2022."),
        ("Does the simulation use real option quotes?", "no option was traded or quoted at them"),
        ("How is slippage treated in the backtest?", "“Costs are $0.05 a condor"),
        ("What does the backtest leave out?", "advisory fees, interest, the settlement auction"),
        ("Why was 0.80 times VIX assumed for volatility?", "0.80 times VIX; the drag hardly depends on it."),
    ],
)
def test_the_manifest_answers_what_the_record_is(materials: Materials, question: str, said: str) -> None:
    document = answer(question, materials)
    assert faults(as_dict(document)) == []
    assert document.status == "answered"
    assert any(said in s.text for s in document.summary), [s.text for s in document.summary]


def test_all_assumptions_are_quoted_where_all_are_asked_for(materials: Materials) -> None:
    document = answer("List all assumptions behind the backtest.", materials)
    assert len([s for s in document.summary if s.text.startswith("“")]) == 7


def test_where_a_number_comes_from_is_said_not_to_be_stated(materials: Materials) -> None:
    document = answer("Where does the 0.80 of VIX come from, and what happens at 0.90?", materials)
    assert any(s.text == "Where the number comes from isn't stated there." for s in document.summary)
    assert document.status == "partial"
    assert document.reason is not None
    assert "“what happens at 0.90”" in document.reason.text


def test_a_figure_asked_for_beside_the_record_is_told_too(materials: Materials) -> None:
    document = answer("What was the maximum drawdown of the hedged account, and who audited it?", materials)
    assert "25.7%" in document.summary[0].text
    assert any(s.text.startswith("No audit is stated") for s in document.summary)


@pytest.mark.parametrize(
    "question",
    [
        "What did the hedge cost in real trading?",
        "What did the condors earn in live trading?",
        "What is a backtest allowed to say?",
    ],
)
def test_other_questions_are_not_taken_for_it(materials: Materials, question: str) -> None:
    assert "What the backtest is and what it assumes" not in answer(question, materials).title.text


def test_lines_that_the_answer_quotes_are_no_limits_again(materials: Materials) -> None:
    document = answer("How is slippage treated in the backtest?", materials)
    assert len([text for text in words(document) if text.startswith("“Costs are")]) == 1


@pytest.mark.parametrize(
    ("question", "topics", "lines"),
    [
        ("Who audited it?", {"audit"}, ["An auditor read the log."]),
        ("Is it attested?", {"audit"}, ["An auditor read the log."]),
        ("Which commissions?", {"assumed"}, ["Fees are $2 a condor."]),
        ("Why 0.80?", {"number"}, ["Volatility is 0.80 times VIX."]),
        ("Why 0.8?", {"number"}, ["Volatility is 0.80 times VIX."]),
        ("Why 0.08?", {"number"}, []),
        (
            "Which assumptions?",
            {"assumed"},
            ["Fees are $2 a condor.", "An auditor read the log.", "Volatility is 0.80 times VIX."],
        ),
    ],
)
def test_those_lines_are_quoted_that_speak_of_what_is_asked(question: str, topics: set[str], lines: list[str]) -> None:
    stated = source(1, "Backtest", "", "Fees are $2 a condor.\nAn auditor read the log.\n\nVolatility is 0.80 times VIX.")
    assert [stated.quote[slice(*span)] for span in stated_of(question, topics, stated)] == lines
