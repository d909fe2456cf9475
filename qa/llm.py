"""The client of the language model, the one file of `qa` that may import one; nothing imports it unless a model is set."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

from langchain.chat_models import init_chat_model
from langchain_core.messages import AIMessage
from langsmith.run_helpers import tracing_context
from openai import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    LengthFinishReasonError,
    RateLimitError,
)

from qa.model import ModelFault, ModelSettings, Reply, Usage

_WHY: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "it did not answer in time"),
    (APITimeoutError, "it did not answer in time"),
    (RateLimitError, "it takes no more requests for now"),
    (AuthenticationError, "it does not accept the key"),
    (APIStatusError, "its server refused or failed"),
    (APIConnectionError, "it could not be reached, or broke off"),
    (LengthFinishReasonError, "its answer was cut off at the limit of tokens"),
    (APIError, "its server answered with an error"),
    (ValueError, "its answer was not readable"),
)


class OpenAICompatible:
    """A model behind any endpoint that speaks OpenAI's chat completions with a JSON schema.

    The client itself sends again, with growing waits, what was refused for now, failed or was cut off. The deadline is
    for all of it. Nothing is traced, whatever the environment says.
    """

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self._chat = init_chat_model(
            settings.name,
            model_provider="openai",
            base_url=settings.base_url,
            api_key=settings.key or "none",  # servers of one's own ask for none, the client insists on one
            timeout=settings.timeout,
            max_retries=settings.retries,
            max_tokens=settings.tokens,
            temperature=0,
            use_responses_api=False,
            default_headers={"Connection": "close"},  # each asking has an event loop of its own, which no connection may outlive
        )

    def ask(self, system: str, user: str, schema: Mapping[str, object]) -> Reply:
        """The reply to a prompt as JSON of the schema.

        Raises
        ------
        ModelFault
            There is none in time, the server fails, or what it sends is cut off or no JSON object.
        """
        with ThreadPoolExecutor(1) as pool:  # a loop of its own, whether or not the caller runs in one
            return pool.submit(asyncio.run, self._ask(system, user, schema)).result()

    async def _ask(self, system: str, user: str, schema: Mapping[str, object]) -> Reply:
        chain = self._chat.with_structured_output(dict(schema), method="json_schema", include_raw=True, strict=True)
        try:
            with tracing_context(enabled=False):
                async with asyncio.timeout(self.settings.timeout):
                    told = cast("dict[str, Any]", await chain.ainvoke([("system", system), ("human", user)]))
        except Exception as error:
            raise ModelFault(_why(error)) from error
        return Reply(content=_content(told), usage=_usage(told["raw"]))


def _content(told: Mapping[str, Any]) -> Mapping[str, object]:
    """The parsed reply, which must be a whole JSON object."""
    if told["raw"].response_metadata.get("finish_reason") == "length":
        raise ModelFault("its answer was cut off at the limit of tokens")
    if not str(told["raw"].text).strip():
        raise ModelFault("its answer was empty")
    if told["parsing_error"] is not None or not isinstance(told["parsed"], dict):
        raise ModelFault("its answer was not in the form asked for")
    return cast("Mapping[str, object]", told["parsed"])


def _usage(raw: AIMessage) -> Usage:
    counted = raw.usage_metadata or {"input_tokens": 0, "output_tokens": 0}
    return Usage(requests=1, input_tokens=counted["input_tokens"], output_tokens=counted["output_tokens"])


def _why(error: Exception) -> str:
    return next((words for kind, words in _WHY if isinstance(error, kind)), "its answer was not readable")
