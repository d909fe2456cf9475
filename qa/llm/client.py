"""The client of the language model, the one file of `qa` that may import one; nothing imports it unless a model is set."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from queue import SimpleQueue
from typing import Any, cast

from langchain.chat_models import init_chat_model
from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.messages import AIMessage
from langchain_core.messages.utils import count_tokens_approximately
from langsmith.run_helpers import tracing_context
from openai import DefaultAsyncHttpxClient

from corpus.index.asking import BROKEN_OFF, apart, why
from qa.document import Usage
from qa.llm.model import Heard, ModelFault, ModelSettings, Prompt, Reply, unheard, used

#: Of a reply more characters than this for each token that it may have are not waited for.
_LONGEST_TOKEN = 16
#: Fewer tokens than this are too few for a reply.
_FEWEST = 100


class OpenAICompatible:
    """A model behind any endpoint that speaks OpenAI's chat completions with a JSON schema, streamed.

    The client itself sends again, with growing waits, what was refused for now, failed or was cut off before its reply
    began. The deadline is for all of it. Nothing is traced, whatever the environment says. What each request took goes to
    `record`, with the words for its fault where it failed.
    """

    def __init__(self, settings: ModelSettings, record: Callable[[Usage, str], None] = lambda *_: None) -> None:
        self.settings = settings
        self._record = record
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
            streaming=True,
            stream_usage=True,
            http_async_client=DefaultAsyncHttpxClient(follow_redirects=False),  # what is sent is for this server alone
            stream_chunk_timeout=None,  # the deadline is for all of it, and waiting by piece can swallow an interrupt
            default_headers={"Connection": "close"},  # each asking has an event loop of its own, which no connection may outlive
        )

    def ask(self, prompt: Prompt, spent: Usage, heard: Heard = unheard) -> Reply:
        """The reply to a prompt as JSON of its schema, each piece of it told to `heard` as it comes.

        Where the caller is interrupted, or `heard` raises, the request is broken off at once.

        Raises
        ------
        ModelFault
            There is none in time, the budget is spent, the server fails, or what it sends is cut off or no JSON object.
        """
        sent = _tokens(prompt.system, prompt.user, json.dumps(prompt.schema))
        left = self.settings.budget - spent.tokens - sent
        if left < _FEWEST:
            raise ModelFault("its budget of tokens for an answer is spent")
        reply = _Coming(_LONGEST_TOKEN * self.settings.tokens, heard)
        raw, fault = None, BROKEN_OFF
        try:
            raw = self._streamed(prompt, min(left, self.settings.tokens), reply.take)
            content, fault = _content(raw), ""
        except ModelFault as error:
            fault = error.why
            raise ModelFault(fault, self._usage(raw, sent, reply.text)) from error
        finally:
            self._record(self._usage(raw, sent, reply.text), fault)
        return Reply(content=content, usage=self._usage(raw, sent, reply.text))

    def _usage(self, raw: AIMessage | None, sent: int, text: str) -> Usage:
        """What a request took, by estimate where its reply does not tell."""
        counted = raw.usage_metadata if raw else None
        if counted is None:
            return used(self.settings, sent, _tokens(text), estimated=True)
        return used(self.settings, counted["input_tokens"], counted["output_tokens"])

    def _streamed(self, prompt: Prompt, tokens: int, told: Callable[[str], None]) -> AIMessage:
        """The whole message of a reply, its text told piece by piece in the caller's thread."""
        pieces: SimpleQueue[str | None] = SimpleQueue()
        with apart(self._stream(prompt, tokens, pieces.put)) as coming:
            coming.add_done_callback(lambda _: pieces.put(None))
            while (piece := pieces.get()) is not None:
                told(piece)
            error = coming.exception()
            if error:
                raise ModelFault(why(error)) from error
            return coming.result()

    async def _stream(self, prompt: Prompt, tokens: int, told: Callable[[str], None]) -> AIMessage:
        """The whole message of a reply, its text told piece by piece."""
        chat = self._chat.model_copy(update={"max_tokens": tokens})
        chain = chat.with_structured_output(dict(prompt.schema), method="json_schema", include_raw=True, strict=True)
        asked = [("system", prompt.system), ("human", prompt.user)]
        with tracing_context(enabled=False):
            async with asyncio.timeout(self.settings.timeout):
                end = cast("dict[str, Any]", await chain.ainvoke(asked, {"callbacks": [_Pieces(told)]}))
        return cast("AIMessage", end["raw"])


class _Coming:
    """A reply as far as it has come, which may have so many characters."""

    def __init__(self, room: int, heard: Heard) -> None:
        self._room, self._heard = room, heard
        self._pieces: list[str] = []

    @property
    def text(self) -> str:
        """All of it so far."""
        return "".join(self._pieces)

    def take(self, piece: str) -> None:
        """Take in a piece and tell it."""
        self._pieces.append(piece)
        self._room -= len(piece)
        if self._room < 0:
            raise ModelFault("its answer was too long")
        self._heard(piece)


class _Pieces(AsyncCallbackHandler):
    """Tells each piece of a reply."""

    def __init__(self, told: Callable[[str], None]) -> None:
        self._told = told

    async def on_llm_new_token(self, token: str | list[str | dict[str, Any]], **_: Any) -> None:  # noqa: ANN401 as the base has it
        """Tell a piece."""
        if token:
            self._told(str(token))


def _tokens(*texts: str) -> int:
    """About how many tokens texts have."""
    return int(count_tokens_approximately([("human", text) for text in texts if text]))


def _content(raw: AIMessage) -> Mapping[str, object]:
    """The reply's JSON, which must be a whole object."""
    finish = raw.response_metadata.get("finish_reason")
    if finish == "length":
        raise ModelFault("its answer was cut off at the limit of tokens")
    text = str(raw.text)
    if finish is None:
        raise ModelFault("its answer broke off")
    if not text.strip():
        raise ModelFault("its answer was empty")
    try:
        content = json.loads(text)  # the chain's own parser completes what was cut off
        json.dumps(content, ensure_ascii=False).encode()  # half a character can't be written anywhere
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise ModelFault("its answer was not in the form asked for")
    return content
