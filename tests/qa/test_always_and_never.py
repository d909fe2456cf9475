"""What is said to hold always, never or at least once is judged by the record's counts."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer
from tests.checks import faults
from tests.qa.worded import as_dict


@pytest.mark.parametrize(
    ("question", "begins", "said"),
    [
        ("The hedge always gains when the index falls, right?", "No:", "gained in 83.3% of the months in which the index fell"),
        ("They say the hedge has never made money. True?", "No:", "The best month of the hedge was March 2020"),
        ("Does the hedge lose money every month?", "No:", "63.9% of months, and not in every one"),
        ("Has the hedge ever made a profit?", "Yes, in this record:", "The best month of the hedge was March 2020"),
        ("Did the hedge ever gain in 2017?", "No:", "100.0% of months"),
        ("Has the hedge gained in every crash?", "No:", "95.5% of the stress episodes"),
        ("The hedged account never had a losing month, correct?", "No:", "the worst month of the hedged account was March 2020"),
    ],
)
def test_a_count_or_a_month_settles_it(materials: Materials, question: str, begins: str, said: str) -> None:
    document = answer(question, materials)
    assert faults(as_dict(document)) == []
    assert document.summary[0].text.startswith(begins)
    assert said in " ".join(s.text for s in document.summary)


@pytest.mark.parametrize("question", ["How often does the hedge gain?", "Does the hedge always cost more than 1% a month?"])
def test_how_often_and_sizes_are_no_statement_on_all(materials: Materials, question: str) -> None:
    told = [s.text for s in answer(question, materials).summary]
    assert not any(text.startswith(("No: in this backtest the hedge", "Yes, in this record")) for text in told)
