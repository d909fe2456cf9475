"""A condition says when something is counted: it makes no question on a figure an open one; and a page lists what it cites."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer, read
from tests.qa.worded import as_dict


@pytest.mark.parametrize(
    ("question", "key", "scope"),
    [
        ("What does the hedge cost when VIX is below 15?", "drag.monthly.mean", "vix<15"),
        ("What is the drag when VIX is below 15?", "drag.monthly.mean", "vix<15"),
        ("What does the hedge cost when VIX is above 20?", "drag.monthly.mean", "vix>20"),
        ("What is the win rate when VIX is above 25?", "trades.win_rate", "vix>25"),
    ],
)
def test_a_level_of_vix_leaves_the_figure_that_is_asked_plainly(
    question: str, key: str, scope: str, materials: Materials
) -> None:
    asked, plan = read(question, materials)
    assert (asked.decision, plan.asked[0], str(plan.scope)) == ("answer", key, scope)


def test_what_is_open_without_its_condition_stays_open(materials: Materials) -> None:
    assert read("How did the hedge behave?", materials)[0].decision != "answer"
    assert read("How did it do when VIX was below 15?", materials)[0].decision != "answer"


def test_a_figure_that_is_not_the_likeliest_with_the_condition_is_not_taken(materials: Materials) -> None:
    """Without it the mean drag is asked for; on days of some level the contrast with other days is likelier."""
    question = "What is the hedge's cost on days with VIX under 12?"
    assert read("What is the hedge's cost?", materials)[0].decision == "answer"
    assert read(question, materials)[0].decision == "clarify"


@pytest.mark.parametrize(
    "question",
    [
        "What is the win rate?",
        "What is the maximum drawdown with and without the hedge?",
        "What does the hedge cost?",
        "worst month ever",
        "How are the layers rolled?",
        "Which of your documents disagree on the cost of the hedge?",
    ],
)
def test_every_source_of_a_page_is_referred_to(question: str, materials: Materials) -> None:
    document = as_dict(answer(question, materials))
    held = str({name: value for name, value in document.items() if name != "sources"})
    assert [s["id"] for s in document["sources"] if f"'{s['id']}'" not in held] == []
