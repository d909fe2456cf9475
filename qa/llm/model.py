"""The language model as the rest of the code knows it: settings, what it replies, what it used, how it fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from corpus.errors import HedgeciteError
from corpus.texts.documents import digest_of
from qa.document import Usage


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
    #: the most that all requests and replies for one answer may have together [tokens]
    budget: int = 20000
    #: what a million tokens cost, sent and replied [USD]; None is not known
    prices: tuple[float, float] | None = None


def used(settings: ModelSettings, input_tokens: int, output_tokens: int, *, estimated: bool = False) -> Usage:
    """What one request took, at the settings' prices."""
    prices = settings.prices
    cost = round((prices[0] * input_tokens + prices[1] * output_tokens) / 1e6, 9) if prices else None
    return Usage(requests=1, input_tokens=input_tokens, output_tokens=output_tokens, estimated=estimated, cost=cost)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What the model is asked, and the JSON Schema of its reply."""

    system: str
    user: str
    schema: Mapping[str, object]


def fenced(data: str) -> str:
    """Data between two fences that nobody can foretell who doesn't know all of it."""
    fence = f"<<{digest_of(data)[-16:]}>>"
    return f"{fence}\n{data}\n{fence}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply that is JSON, and what it took."""

    content: Mapping[str, object]
    usage: Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAccess:
    """How an answer may use the model."""

    #: None is none
    model: Model | None
    #: names that it is never told
    private: tuple[str, ...] = ()
    #: folder in which accepted replies are kept; None keeps none
    cache: Path | None = None


#: How the notice ends of a page on which no word is the model's though it was asked.
UNWORDED = "the rules wrote this page."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What came of asking the model for one thing."""

    #: the model, where something of its stands
    model: str | None = None
    usage: Usage = field(default_factory=Usage)
    #: what the page says of it, in draft; None where there is nothing to say
    notice: str | None = None


class ModelFault(HedgeciteError):  # noqa: N818 it is the model's fault, and no error of a page
    """The model gave no usable reply; its text says why, in words without numerals."""

    def __init__(self, why: str, usage: Usage | None = None) -> None:
        super().__init__(why, mend="the rules wrote the page")
        self.why = why
        #: what the failed request took
        self.usage = usage or Usage()


#: Told each piece of a reply as it comes.
Heard = Callable[[str], None]


def unheard(_: str) -> None:
    """Hear nothing."""


class Model(Protocol):
    """Anything that replies to a prompt in the form of a schema."""

    @property
    def settings(self) -> ModelSettings:
        """Which model this is."""

    def ask(self, prompt: Prompt, spent: Usage, heard: Heard = unheard) -> Reply:
        """The reply to a prompt, or a `ModelFault`; `spent` is what the answer took so far."""
