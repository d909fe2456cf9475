"""`questions.toml` of a desk: the questions that it answers, how they are to be read, and how far each has come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from corpus.errors import UnreadableError, WrongUseError
from corpus.settings_file import read_toml
from qa.answer import Materials
from qa.calculator.catalogue import spec_of
from qa.understand.corrections import Correction

State = Literal["new", "drafted", "approved", "published", "declined", "needs data", "needs text", "withdrawn"]
Short = Annotated[str, Field(min_length=1, max_length=200)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, Field(min_length=1, max_length=1000)]


class EditedSentence(BaseModel):
    """A sentence as the rules wrote it, and the desk's words for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    was: Text
    #: figures as `{key}` or `{key:field}`, sources as `[S1]`, quotations word for word
    now: Text


class DeskQuestion(BaseModel):
    """One question. All but its text may be left out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: as readers ask it
    text: Text
    #: keys of the figures that answer it, the leading one first, where it would be read otherwise
    figures: tuple[str, ...] = ()
    #: `texts` where the texts answer it and no figure does
    answer: Literal["texts"] | None = None
    #: other wordings, answered on the same page
    also: tuple[Text, ...] = ()
    #: the page's name in addresses, which stays; former ones lead to it
    slug: Slug | None = None
    was: tuple[Slug, ...] = ()
    title: Short | None = None
    category: Short | None = None
    tags: tuple[Short, ...] = ()
    state: State = "new"
    editor: Short | None = None
    approver: Short | None = None
    asked: date | None = None
    approved: date | None = None
    published: date | None = None
    #: the desk's own words before the answer, in tokens as those of an edit
    intro: tuple[Text, ...] = ()
    edit: tuple[EditedSentence, ...] = ()

    @model_validator(mode="after")
    def _approved_by_somebody(self) -> DeskQuestion:
        if self.state in {"approved", "published"} and not self.approver:
            raise ValueError(f"{self.text!r} is {self.state} and names no approver")
        return self

    @model_validator(mode="after")
    def _read_in_one_way(self) -> DeskQuestion:
        if self.answer and self.figures:
            raise ValueError(f"{self.text!r} is answered from the texts and names figures too")
        return self

    @property
    def readings(self) -> tuple[Correction, ...]:
        """How it and its other wordings are to be read, where an editor says so."""
        if not (self.figures or self.answer):
            return ()
        return tuple(
            Correction(question=text, keys=self.figures, texts=self.answer == "texts") for text in (self.text, *self.also)
        )


class QuestionsFile(BaseModel):
    """The content of a `questions.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: tuple[DeskQuestion, ...] = ()


def read_desk_questions(file: Path) -> tuple[DeskQuestion, ...]:
    """The questions of a desk, none where it has no file.

    Raises
    ------
    UnreadableError
        The file is faulty, names a figure that isn't in the catalogue, or has a question or a slug twice.
    """
    if not file.is_file():
        return ()
    found = read_toml(file, QuestionsFile).question
    seen: set[str] = set()
    for entry in found:
        for name in (entry.text.casefold(), *([entry.slug] if entry.slug else [])):
            if name in seen:
                raise UnreadableError(f"{name!r} stands twice", where=str(file), mend="remove one of them")
            seen.add(name)
        for key in entry.figures:
            try:
                spec_of(key)
            except WrongUseError as error:
                raise UnreadableError(error.what, where=f"{file}: {entry.text!r}", mend=error.mend or "") from error
    return found


def read_corrections(file: Path) -> tuple[Correction, ...]:
    """The corrected readings of a desk, none where it has no file.

    Raises
    ------
    UnreadableError
        The file is faulty, or names a figure that isn't in the catalogue.
    """
    return tuple(reading for question in read_desk_questions(file) for reading in question.readings)


def read_as(materials: Materials, question: str, figure: str) -> Materials:
    """Materials by which a question is taken to ask for one figure: the reading that whoever asked has chosen.

    Raises
    ------
    WrongUseError
        No figure has the key.
    """
    key = spec_of(figure).key
    chosen = Correction(question=question, keys=(key,), by_editor=False)
    return replace(materials, corrections=(chosen, *materials.corrections), options=(*materials.options, "--figure", key))
