"""What texts were read to claim and to rule before, kept beside other results: reading it is most of a short answer."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from corpus.texts.documents import Passage
from corpus.texts.library import Library
from qa.calculator.core.scope_text import parse_scope
from qa.evidence.assertions import Rule, know_rules, read_rules
from qa.evidence.claims import Claim, know_claims, read_claims


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """A claim without its passage, its scope in words."""

    start: int
    end: int
    metric: str
    key: str
    scope: str
    tier: str | None
    layer: str | None
    tenor: int | None
    circumstance: str
    low: float
    high: float
    unit: str
    bound: str
    period: str
    denominator: str
    stated: bool
    words: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """A rule without its passage."""

    start: int
    end: int
    subject: str
    low: float
    high: float
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What a passage was read to say."""

    claims: tuple[_Claim, ...]
    rules: tuple[_Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """What the passages of a library were read to say, in their order."""

    passages: tuple[_Read, ...]


@lru_cache(maxsize=4)
def read_before(library: Library) -> None:
    """See to it that what the library's passages say is known: from the kept results where they are there, else by reading."""
    if library.kept is None:
        return
    whole = library.kept.once(f"said {library.digest}", _Whole, lambda: _read(library))
    if len(whole.passages) != len(library.passages):
        return
    for passage, read in zip(library.passages, whole.passages, strict=True):
        know_claims(passage, tuple(_claim(passage, c) for c in read.claims))
        know_rules(passage, tuple(Rule(passage=passage, **_parts(r)) for r in read.rules))


def _read(library: Library) -> _Whole:
    own = (_Read(claims=tuple(map(_plain, read_claims(p))), rules=tuple(map(_bare, read_rules(p)))) for p in library.passages)
    return _Whole(passages=tuple(own))


def _plain(claim: Claim) -> _Claim:
    parts = {f.name: getattr(claim, f.name) for f in fields(_Claim)}
    return _Claim(**{**parts, "scope": str(claim.scope)})


def _bare(rule: Rule) -> _Rule:
    return _Rule(**{f.name: getattr(rule, f.name) for f in fields(_Rule)})


def _claim(passage: Passage, kept: _Claim) -> Claim:
    return Claim(passage=passage, **{**_parts(kept), "scope": parse_scope(kept.scope)})


def _parts(value: _Claim | _Rule) -> dict[str, Any]:
    return {f.name: getattr(value, f.name) for f in fields(value)}
