"""`claims.toml` of a desk: an editor's corrections of the claims in its texts, and the rulings of the house."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from corpus.dates import is_iso_date
from corpus.errors import UnreadableError, WrongUseError
from corpus.settings_file import read_toml, read_utf8
from corpus.texts.edits import NONE, Correction, Edits, Proposed, Ruling
from corpus.texts.library import Library
from qa.calculator.core.scope_text import parse_scope

_Words = Annotated[str, Field(min_length=1, max_length=1000)]


class CorrectedClaim(BaseModel):
    """One claim: that it is none, or what it holds for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: path of the document, as hedgecite corpus list names it
    document: _Words
    #: words of the number, or of its sentence with the number in them
    words: _Words
    claim: bool = True
    scope: str | None = None
    period: Literal["day", "week", "month", "year", "unstated"] | None = None
    denominator: Literal["account", "notional", "credit", "premium", "margin"] | None = None
    tier: Literal["conservative", "balanced", "aggressive", ""] | None = None
    layer: Literal["short", "medium", "long", "hedge", "condor", ""] | None = None

    @field_validator("scope")
    @classmethod
    def _is_scope(cls, told: str | None) -> str | None:
        if told is not None:
            try:
                parse_scope(told)
            except WrongUseError as error:
                raise ValueError(f"{error.what}; {error.mend}") from error
        return told

    @model_validator(mode="after")
    def _says_something(self) -> CorrectedClaim:
        told = (self.scope, self.period, self.denominator, self.tier, self.layer)
        if self.claim and all(one is None for one in told):
            raise ValueError("the correction says nothing; write claim = false, or a scope, period, denominator, tier or layer")
        return self


class HouseRuling(BaseModel):
    """One document that the house follows where another contradicts it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    follow: _Words
    since: str
    #: the subject, as hedgecite claims names it; every subject where nothing is said
    about: _Words | None = None

    @field_validator("since")
    @classmethod
    def _is_day(cls, told: str) -> str:
        if not is_iso_date(told):
            raise ValueError(f"{told!r} is not a date; write it as YYYY-MM-DD")
        return told


class ProposedClaim(BaseModel):
    """Words of a text that a language model takes for a claim, as `hedgecite claims --propose` wrote them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: _Words
    words: _Words


class ClaimsFile(BaseModel):
    """The content of a `claims.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    correction: tuple[CorrectedClaim, ...] = ()
    ruling: tuple[HouseRuling, ...] = ()
    #: where the words stand no more, nothing is claimed
    proposed: tuple[ProposedClaim, ...] = ()


def read_edits(file: Path, library: Library) -> Edits:
    """What the editor of a desk says, nothing where the desk has no file.

    Raises
    ------
    UnreadableError
        The file is faulty, or names a document that the desk hasn't, or words that the document hasn't.
    """
    if not file.is_file():
        return NONE
    told = read_toml(file, ClaimsFile)
    texts = {d.path: d.text for d in library.documents}
    for place, words in [*((c.document, c.words) for c in told.correction), *((r.follow, "") for r in told.ruling)]:
        if place not in texts:
            raise UnreadableError(
                f"{place!r} is no text of the desk", where=file.name, mend="name it as hedgecite corpus list does"
            )
        if words not in texts[place]:
            raise UnreadableError(f"{words!r} is not in {place}", where=file.name, mend="copy the words from the text")
    return Edits(
        corrections=tuple(Correction(is_claim=c.claim, **c.model_dump(exclude={"claim"})) for c in told.correction),
        rulings=tuple(Ruling(follow=r.follow, since=r.since, about=r.about) for r in told.ruling),
        proposed=tuple(Proposed(document=p.document, words=p.words) for p in told.proposed),
    )


def with_proposed(file: Path, proposed: Sequence[Proposed]) -> str:
    """The content of an editor's file with more proposals, all else as it stands; what is there already is not written twice.

    Raises
    ------
    UnreadableError
        The file is faulty.
    """
    text = read_utf8(file) if file.is_file() else ""
    known = {(p.document, p.words) for p in (read_toml(file, ClaimsFile).proposed if file.is_file() else ())}
    parts = [
        f"[[proposed]]\ndocument = {json.dumps(p.document)}\nwords = {json.dumps(p.words)}\n"
        for p in dict.fromkeys(proposed)
        if (p.document, p.words) not in known
    ]
    return "\n".join([*([text.rstrip() + "\n"] if text.strip() else []), *parts])
