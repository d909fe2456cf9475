"""Follow-ups: what an earlier answer lends a question, and what it does not."""

from __future__ import annotations

import json

import pytest

from corpus.errors import UnreadableError
from qa.answer import Materials, answer, read
from qa.document import as_json
from qa.understand.followup import Earlier, read_earlier
from tests.checks import as_dict, faults


@pytest.fixture(scope="module")
def first(materials: Materials) -> Earlier:
    """An answer on the balanced tier's drag with VIX below 15."""
    document = answer("What does the hedge cost on the balanced tier with VIX below 15?", materials)
    return read_earlier(json.dumps(as_json(document)), "first.json")


@pytest.mark.parametrize(
    ("text", "key", "scope", "backtest"),
    [
        ("and in 2018?", "drag.monthly.mean", "vix<15&date=2018-01-01..2018-12-31", "condor-1.15-1dte"),
        ("and with VIX above 20?", "drag.monthly.mean", "vix>20", "condor-1.15-1dte"),
        ("same but without the hedge", "return.unhedged.monthly.mean", "vix<15", "condor-1.15-1dte"),
        ("what about the 1.60 tier?", "drag.monthly.mean", "vix<15", "condor-1.60-1dte"),
        ("and the win rate?", "trades.win_rate", "vix<15", "condor-1.15-1dte"),
        ("what did you say the drag was?", "drag.monthly.mean", "vix<15", "condor-1.15-1dte"),
        ("with half the hedge?", "drag.monthly.mean", "vix<15&size=0.5", "condor-1.15-1dte"),
        ("What is the maximum drawdown without the hedge?", "drawdown.max.unhedged", "all", "condor-0.70-1dte"),
    ],
)
def test_what_is_left_out_is_taken_over(
    text: str, key: str, scope: str, backtest: str, first: Earlier, materials: Materials
) -> None:
    _, plan = read(text, materials, first)
    assert plan.backtest is not None
    assert (plan.asked[0], str(plan.scope), plan.backtest.name) == (key, scope, backtest)


@pytest.mark.parametrize("text", ["What is an iron condor?", "Should I buy it?", "How are the layers rolled?"])
def test_what_asks_for_no_figure_takes_none_over(text: str, first: Earlier, materials: Materials) -> None:
    assert read(text, materials, first)[0] == read(text, materials)[0]


def test_a_follow_up_names_the_answer_that_it_follows(first: Earlier, materials: Materials) -> None:
    document = answer("and in 2018?", materials, first)
    assert document.parent == first.id
    assert document.provenance.command.endswith("--after first.json --backtest condor-1.15-1dte")
    assert faults(as_dict(document)) == []
    again = read_earlier(json.dumps(as_json(document)), "second.json")
    _, plan = read("and with VIX above 20?", materials, again)
    assert str(plan.scope) == "vix>20&date=2018-01-01..2018-12-31"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "is no answer document"),
        ("[]", "is no answer document"),
        ("{}", "is no answer document"),
        ('{"schema": "other/1", "plan": {}, "provenance": {"backtests": []}}', "is written as 'other/1'"),
    ],
)
def test_another_file_is_refused(text: str, what: str) -> None:
    with pytest.raises(UnreadableError, match=what):
        read_earlier(text, "f.json")


def test_a_plan_with_an_unknown_figure_is_refused(materials: Materials) -> None:
    document = as_dict(answer("What does the hedge cost?", materials))
    document["plan"]["keys"] = ["no.such.figure"]
    with pytest.raises(UnreadableError, match="not known here"):
        read_earlier(json.dumps(document), "f.json")
