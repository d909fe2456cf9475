"""A set of questions, each with what a good answer has: a TOML file of the desk's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from corpus.errors import UnreadableError, WrongUseError
from corpus.settings_file import read_toml
from qa.calculator.catalogue import spec_of
from qa.calculator.core.scope_text import parse_scope
from qa.document import Kind, Status


class Expected(BaseModel):
    """One question: `[[question]]`. Only what is stated is judged."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=1000)]
    kind: Kind | None = None
    status: Status | None = None
    #: keys of the figures that are asked for, the leading one first
    keys: tuple[str, ...] | None = None
    #: other leading figures that a fair reader accepts
    also_ok: tuple[str, ...] = ()
    #: what is counted, as scopes are written
    scope: str | None = None
    #: texts that the answer must cite, as hedgecite corpus list names them
    citations: tuple[str, ...] | None = None
    note: str = ""


class QuestionSet(BaseModel):
    """The content of a set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: Annotated[tuple[Expected, ...], Field(min_length=1)]


def read_set(file: Path) -> tuple[Expected, ...]:
    """The questions of a set.

    Raises
    ------
    UnreadableError
        The file is missing or faulty, or names a figure or a scope that there isn't.
    """
    questions = read_toml(file, QuestionSet).question
    for number, question in enumerate(questions, start=1):
        try:
            for key in (*(question.keys or ()), *question.also_ok):
                spec_of(key)
            if question.scope is not None:
                parse_scope(question.scope)
        except WrongUseError as error:
            raise UnreadableError(error.what, where=f"{file.name}: question {number}", mend=error.mend) from error
    return questions
