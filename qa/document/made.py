"""How a document came about: how its question was read, what it was made from, what it took of a model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from qa.document.said import OPTIONAL

Kind = Literal["cost", "method", "term", "mixed", "out_of_scope", "advice", "report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What an answer took of the model, failed requests included."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    #: whether the tokens of a request are estimated, because its reply did not tell them
    estimated: bool = False
    #: [USD]; None where the prices are not known
    cost: float | None = None

    @property
    def tokens(self) -> int:
        """Tokens sent and replied."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Usage) -> Usage:
        costs = [u.cost for u in (self, other) if u.requests]
        return Usage(
            requests=self.requests + other.requests,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            estimated=self.estimated or other.estimated,
            cost=None if None in costs else sum(c for c in costs if c is not None) if costs else None,
        )


#: How a plan tells that an editor said what answers the question.
LEFT_TO_TEXTS = "an editor of the desk left this question to the texts"
FIGURES_NAMED = "an editor of the desk named the figures that answer this question"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """How the question was read."""

    kind: Kind
    keys: tuple[str, ...]
    scopes: tuple[str, ...]
    #: those of the keys that a language model named and the rules did not
    added: tuple[str, ...]
    reading: str

    @property
    def settled(self) -> str:
        """How an editor settled the reading; empty where none did."""
        return next((said for said in (LEFT_TO_TEXTS, FIGURES_NAMED) if said in self.reading), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A backtest by name, and the digest over its files; or over what of it was known by the end of a day."""

    name: str
    digest: str
    #: that day, ISO; left out where it is the whole
    until: str | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where the document comes from, and how to make it again."""

    corpus: str
    backtests: tuple[Dataset, ...]
    version: str
    writer: Literal["rules", "model"]
    model: str | None
    usage: Usage | None
    command: str
