"""Sentences and names: what a document says, every numeral of it under a span."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

#: Of a field that JSON has only where it isn't empty.
OPTIONAL = {"optional": True}
SpanKind = Literal["figure", "point", "quote", "source", "name", "echo", "count"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A part of a sentence, in code points, and what it must equal."""

    start: int
    end: int
    kind: SpanKind
    ref: str
    field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence whose every numeral lies under a span."""

    text: str
    spans: tuple[Span, ...] = ()
    #: of a language model's sentence, the lines by rule in whose place it stands, in tokens
    replaces: tuple[str, ...] = field(default=(), metadata=OPTIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name that has digits in it."""

    ref: str
    text: str
