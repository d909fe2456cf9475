"""The language model as the rest of the code knows it: settings, what it replies, what it used, how it fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from corpus.errors import HedgeciteError


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """Which model is asked, where, and how long and how much it may answer."""

    name: str
    #: address of any OpenAI-compatible endpoint; None is OpenAI's own
    base_url: str | None = None
    key: str | None = field(default=None, repr=False)
    #: until a whole reply has come [s]
    timeout: float = 60.0
    #: how often a request is sent again that was refused, failed or was cut off, each time after a longer wait
    retries: int = 2
    #: the most that one reply may have [tokens]
    tokens: int = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What an answer took of the model."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            requests=self.requests + other.requests,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply that is JSON, and what it took."""

    content: Mapping[str, object]
    usage: Usage


class ModelFault(HedgeciteError):  # noqa: N818 it is the model's fault, and no error of a page
    """The model gave no usable reply; its text says why, in words without numerals."""

    def __init__(self, why: str) -> None:
        super().__init__(why, mend="the rules wrote the page")
        self.why = why


class Model(Protocol):
    """Anything that replies to a prompt in the form of a schema."""

    @property
    def settings(self) -> ModelSettings:
        """Which model this is."""

    def ask(self, system: str, user: str, schema: Mapping[str, object]) -> Reply:
        """The reply to a prompt, or a `ModelFault`."""
