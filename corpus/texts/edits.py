"""Edits: what an editor of a desk says of the claims in its texts, and which text the house follows where texts contradict."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What an editor says of one claim: that it is none, or what it holds for. None leaves a field as it was read."""

    #: path of the document, and words in the sentence of the claim; of the number itself where the sentence has several
    document: str
    words: str
    is_claim: bool = True
    scope: str | None = None
    period: str | None = None
    denominator: str | None = None
    tier: str | None = None
    layer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """That the house follows one document on a subject, since a day (ISO)."""

    follow: str
    since: str
    #: the subject as the ledger names it; None is every subject on which another text contradicts the document
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Words of a document that a language model takes for a claim; the rules read what they claim, or they claim nothing."""

    document: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """An editor's corrections, the house's rulings, and where a model sees claims."""

    corrections: tuple[Correction, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    proposed: tuple[Proposed, ...] = ()


#: What an editor who says nothing says.
NONE = Edits()
