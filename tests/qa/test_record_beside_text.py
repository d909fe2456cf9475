"""A question that asks for a rule and for the record is not answered by the rule alone; a version that is not here is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answer import Materials, read
from qa.understand.intent import read_intent
from qa.understand.kinds import asks_record
from qa.understand.scores import Margins, Ranked, Scores


def _scores(probability: float, figure: float) -> Scores:
    return Scores(
        kinds={"method": 0.7, "mixed": 0.2, "cost": 0.1},
        flags={"figure": figure},
        told=("trades.win_rate",),
        ranked=(
            Ranked(key="trades.win_rate", probability=probability),
            Ranked(key="trades.expectancy", probability=0.1),
            Ranked(key="trades.worst", probability=0.05),
        ),
        right=0.2,
        among=0.5,
        margins=Margins(answer=0.9, clarify=0.3),
    )


@pytest.mark.parametrize(
    "plain",
    [
        "what is the rule above vix 25, and how did condors do there",
        "explain theta, then give me ours",
        "how is a roll decided and what did it cost",
        "how do you treat fomc, and is the hedge cheaper around it",
        "define the drag, and its value",
    ],
)
def test_the_record_is_asked_for_beside_a_rule(plain: str) -> None:
    assert asks_record(plain)
    assert read_intent(_scores(0.85, 0.4), None, None, (), record=True).keys == ("trades.win_rate",)


@pytest.mark.parametrize(
    "plain",
    [
        "how is a roll decided and who decides it",
        "explain theta and where it comes from",
        "what does implied against realized volatility mean",
        "when are condors blocked, and why",
    ],
)
def test_a_rule_alone_asks_for_no_record(plain: str) -> None:
    assert not asks_record(plain)


def test_where_no_figure_is_plain_the_readings_are_offered() -> None:
    sure, unsure = (read_intent(_scores(p, 0.4), None, None, (), record=True) for p in (0.85, 0.4))
    assert (sure.kind, sure.decision, sure.offered) == ("mixed", "answer", ())
    assert (unsure.kind, unsure.decision, len(unsure.offered) >= 3) == ("mixed", "clarify", True)


def test_without_words_for_the_record_or_a_figure_in_sight_the_rule_alone_is_read() -> None:
    assert read_intent(_scores(0.85, 0.4), None, None, ()).kind == "method"
    assert read_intent(replace(_scores(0.85, 0.1)), None, None, (), record=True).kind == "method"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("What does the 360-day layer cost a month?", "360-day layer"),
        ("Volatility of the butterfly version", "butterfly version"),
        ("What did the collar variant cost?", "collar variant"),
    ],
)
def test_a_version_or_a_tenor_that_is_not_here_is_named(text: str, named: str, materials: Materials) -> None:
    question, _ = read(text, materials)
    assert named in question.foreign


@pytest.mark.parametrize(
    "text",
    [
        "What does the 220-day layer cost?",
        "What did the hedged version earn?",
        "Win rate of the 45 days condor",
        "Cost of the full version",
    ],
)
def test_what_the_desk_has_is_not_named(text: str, materials: Materials) -> None:
    question, _ = read(text, materials)
    assert question.foreign == ()
