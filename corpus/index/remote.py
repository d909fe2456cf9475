"""Embedding by any endpoint that speaks OpenAI's embeddings."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from pydantic import BaseModel

from corpus.index.embedding import EmbedderMissingError, unit_rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: A reply with more bytes than this for each text is not waited for; 3,072 numbers take about a quarter of it.
_LONGEST = 2**18
#: About how many letters a token has, where the reply doesn't count them.
_LETTERS = 4


class _Vector(BaseModel):
    index: int
    embedding: list[float]


class _Usage(BaseModel):
    prompt_tokens: int | None = None


class _Reply(BaseModel):
    """What is read of a reply."""

    data: list[_Vector]
    usage: _Usage | None = None

    @property
    def tokens(self) -> int | None:
        """Tokens sent, where it tells."""
        return self.usage.prompt_tokens if self.usage else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAIEmbeddings:
    """An embedding model behind an endpoint, which is sent texts as they stand, all that it is given at once.

    The client itself sends again, with growing waits, what was refused for now or failed. What each request took goes to
    `record`: tokens sent, whether they are estimated, and the words for its fault where it failed.
    """

    sends: ClassVar[bool] = True
    #: cosines of an unknown model have no known scale
    bounds: ClassVar[None] = None

    model: str
    #: None is OpenAI's own
    base_url: str | None
    key: str | None = field(repr=False)
    #: until a whole reply has come, repeats included [s]
    timeout: float
    #: how often a failed request is sent again
    retries: int
    record: Callable[[int, bool, str], None] = field(default=lambda *_: None, repr=False)

    @property
    def id(self) -> str:
        """The model and a digest of where it is, which may be private."""
        place = hashlib.sha256((self.base_url or "").encode()).hexdigest()[:8]
        return f"openai:{self.model}@{place}/1"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, as long as the model makes them.

        Raises
        ------
        EmbedderMissingError
            There is no reply in time, the server fails, or what it sends is not one finite vector a text.
        """
        import numpy as np

        from corpus.index.asking import BROKEN_OFF, apart, why

        if not texts:
            return np.empty((0, 0), dtype=np.float32)
        tokens, fault = None, BROKEN_OFF
        try:
            with apart(self._raw(texts)) as coming:
                reply = _Reply.model_validate_json(coming.result())
            tokens = reply.tokens
            rows, fault = _rows(reply, len(texts)), ""
        except Exception as error:  # whatever the client raises, the answer is the same: keywords alone, said aloud
            fault = why(error)
            mend = "check HEDGECITE_EMBEDDINGS, OPENAI_BASE_URL and OPENAI_API_KEY, or unset the first"
            raise EmbedderMissingError(f"the embedding model {self.model} can't be used: {fault}", mend=mend) from error
        finally:
            estimate = sum(len(text) for text in texts) // _LETTERS + 1
            self.record(estimate if tokens is None else tokens, tokens is None, fault)
        return rows

    async def _raw(self, texts: Sequence[str]) -> bytes:
        """The whole reply to a request, as it was sent."""
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient

        raw = bytearray()
        async with (
            asyncio.timeout(self.timeout),
            AsyncOpenAI(
                base_url=self.base_url,
                api_key=self.key or "none",  # servers of one's own ask for none, the client insists on one
                timeout=self.timeout,
                max_retries=self.retries,
                http_client=DefaultAsyncHttpxClient(follow_redirects=False),  # what is sent is for this server alone
                default_headers={"Connection": "close"},  # no connection may outlive the event loop of its request
            ) as client,
            client.embeddings.with_streaming_response.create(
                model=self.model, input=list(texts), encoding_format="float"
            ) as response,
        ):
            async for piece in response.iter_bytes():
                raw += piece
                if len(raw) > _LONGEST * len(texts):
                    raise ValueError("its reply is too long")
        return bytes(raw)


def _rows(reply: _Reply, count: int) -> NDArray[np.float32]:
    """The vectors of a reply in the order of its texts, each of length one."""
    told = sorted(reply.data, key=lambda d: d.index)
    if [d.index for d in told] != list(range(count)):
        raise ValueError("it did not send one vector a text")
    return unit_rows([d.embedding for d in told], count)
