"""Questions on what is done to what lead with the passage that says it of that."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer
from qa.evidence.acts import act_of, says


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("How are the layers of the hedge rolled?", "methodology/alvh-layers"),
        ("When are the layers of the hedge rolled?", "methodology/alvh-layers"),
        ("How is the hedge rolled when a layer nears expiry?", "methodology/alvh"),
        ("When do you roll the long layer?", "methodology/alvh-layers"),
        ("When is the condor sold?", "methodology/entry-time"),
        ("When does the method roll a losing condor?", "methodology/theta-time-shift"),
    ],
)
def test_the_passage_that_says_the_act_of_its_subject_leads(question: str, document: str, materials: Materials) -> None:
    page = answer(question, materials)
    assert page.status == "answered"
    assert page.sources[0].document == document
    act = act_of(question)
    assert act is not None
    assert says(act, page.sources[0].quote)


@pytest.mark.parametrize(
    ("question", "sentence", "said"),
    [
        ("How are the layers rolled?", "The position is sold, and rolling the layers takes a day.", True),
        ("How are the layers rolled?", "Layers are only rolled.", True),
        ("How are the layers rolled?", "Between rolls a layer is changed.", False),
        ("How are the layers rolled?", "The roll of condors costs more than a layer does.", False),
        ("How are the layers rolled?", "One may roll condors against the layers.", False),
        ("When is the hedge sold?", "A layer that has gained a great deal may be sold before its date.", True),
        ("How are the calls bought?", "New calls are bought on the same day.", True),
    ],
)
def test_an_act_is_said_by_a_verb_on_its_subject_alone(question: str, sentence: str, *, said: bool) -> None:
    act = act_of(question)
    assert act is not None
    assert says(act, sentence) is said


@pytest.mark.parametrize("question", ["What is the win rate?", "Why hedge at all?", "Define ALVH", "Does it need a hedge?"])
def test_a_question_that_names_no_act_on_anything_has_none(question: str) -> None:
    assert act_of(question) is None
