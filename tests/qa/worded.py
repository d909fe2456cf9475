"""Answers worded by a model behind the scripted endpoint."""

from __future__ import annotations

import json
from dataclasses import replace

from qa.answer import Materials, answer
from qa.document import AnswerDocument, as_json
from qa.llm.client import OpenAICompatible
from qa.llm.model import ModelSettings
from tests.checks import faults
from tests.conftest import SEED
from tests.endpoint import Behaviour, Endpoint, Json, data_of, endpoint


def model_at(served: Endpoint, **settings: float) -> OpenAICompatible:
    """A model behind a served endpoint, quick to give up."""
    told = {"timeout": 5.0, "retries": 0, **settings}
    return OpenAICompatible(
        ModelSettings(name="m", base_url=served.base_url, key="k", timeout=told["timeout"], retries=int(told["retries"]))
    )


def answered(
    materials: Materials, *behaviours: Behaviour, question: str = SEED, **settings: float
) -> tuple[AnswerDocument, Endpoint]:
    """The answer with a model that behaves as told, and what the endpoint saw."""
    with endpoint(*behaviours) as served:
        document = answer(question, replace(materials, model=model_at(served, **settings), model_cache=None))
    assert faults(as_dict(document)) == []
    return document, served


def as_dict(document: AnswerDocument) -> Json:
    made = as_json(document)
    assert isinstance(made, dict)
    return made


def words(document: AnswerDocument) -> list[str]:
    """Every sentence of summary and sections."""
    return [s.text for s in (*document.summary, *(s for part in document.sections for s in part.sentences))]


def one(text: str) -> Behaviour:
    """A sentence in place of the first line shown, again after it was refused."""

    def reply(body: Json) -> str:
        return json.dumps({"sentences": [{"text": text, "replaces": [data_of(body)["lines"][0]["id"]]}]})

    return reply


#: How the account's returns are told by `good`.
RETURNED = "On average the account returned "
