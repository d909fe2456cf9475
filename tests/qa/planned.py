"""Questions planned by a model behind the scripted endpoint."""

from __future__ import annotations

from dataclasses import replace

from qa.answer import Materials, answer, plan
from qa.document import AnswerDocument
from qa.llm.planning import Planning
from tests.checks import faults
from tests.endpoint import Behaviour, Endpoint, endpoint, good, part, planning
from tests.qa.worded import as_dict, model_at

COST = "What did the hedge take from us in an average month?"
#: A question that the rules would ask back on.
UNSURE = "What does the hedge cost in real life in 2018, per fortnight?"
HEDGE = [part("hedge", "drag.monthly.mean")]
#: A question on a rule of the method.
RULE = "How are the layers rolled?"


def naming(*keys: str) -> Behaviour:
    """A plan of these figures."""
    return planning(parts=[part("hedge", *keys)])


def planned(materials: Materials, question: str, plans: Behaviour) -> tuple[Planning, Endpoint]:
    """The plan with a model that plans as told, and what the endpoint saw."""
    with endpoint(good, plans=plans) as served:
        made, _ = plan(question, replace(materials, model=model_at(served), model_cache=None))
    return made, served


def answered(materials: Materials, question: str, plans: Behaviour) -> tuple[AnswerDocument, Endpoint]:
    """The checked answer with a model that plans as told."""
    with endpoint(good, plans=plans) as served:
        document = answer(question, replace(materials, model=model_at(served), model_cache=None))
    assert faults(as_dict(document)) == []
    return document, served


def by_rule(materials: Materials, question: str) -> Planning:
    """The plan without a model."""
    return plan(question, materials)[0]


def near(materials: Materials, question: str) -> list[str]:
    """Figures by the scorer, the most probable first."""
    return [r.key for r in materials.read(question).ranked]
