"""A question on positions of another kind than those a figure counts is not answered with it as if it were on them."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("what would long VIX futures have cost a month against the condors", "VIX futures"),
        ("win rate of short VIX puts", "VIX puts"),
        ("how bad a day would short strangles have had with these calls on", "strangles"),
        ("max drawdown with a collar in place of the calls", "collar"),
        ("mean monthly cost of a variance swap overlay in 2018", "variance swap"),
    ],
)
def test_another_position_is_named_and_not_answered_over(question: str, named: str, materials: Materials) -> None:
    document = answer(question, materials)
    assert document.status != "answered"
    said = " ".join(s.text for s in (*document.summary, *((document.reason,) if document.reason else ())))
    assert f"“{named}”" in said


@pytest.mark.parametrize(
    "question",
    [
        "How often did the bull put spreads win in 2018?",
        "What was the win rate of the put side?",
        "Deepest drawdown in calendar 2015",
    ],
)
def test_the_sides_of_a_condor_and_what_a_record_names_are_no_other_position(question: str, materials: Materials) -> None:
    document = answer(question, materials)
    said = " ".join(s.text for s in (*document.summary, *((document.reason,) if document.reason else ())))
    assert "“put s" not in said
    assert document.status in {"answered", "clarify"}
