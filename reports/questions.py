"""`questions.toml` of a desk: how an editor says that questions are to be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from corpus.errors import UnreadableError, WrongUseError
from corpus.settings_file import read_toml
from qa.answer import Materials
from qa.calculator.catalogue import spec_of
from qa.understand.corrections import Correction


class CorrectedQuestion(BaseModel):
    """One question."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: as readers ask it
    text: Annotated[str, Field(min_length=1, max_length=1000)]
    #: keys of the figures that answer it, the leading one first
    figures: Annotated[tuple[str, ...], Field(min_length=1)]


class QuestionsFile(BaseModel):
    """The content of a `questions.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: tuple[CorrectedQuestion, ...] = ()


def read_corrections(file: Path) -> tuple[Correction, ...]:
    """The corrections of a desk, none where it has no file.

    Raises
    ------
    UnreadableError
        The file is faulty, or names a figure that isn't in the catalogue.
    """
    if not file.is_file():
        return ()
    found = read_toml(file, QuestionsFile).question
    for entry in found:
        for key in entry.figures:
            try:
                spec_of(key)
            except WrongUseError as error:
                raise UnreadableError(error.what, where=f"{file}: {entry.text!r}", mend=error.mend or "") from error
    return tuple(Correction(question=entry.text, keys=entry.figures) for entry in found)


def read_as(materials: Materials, question: str, figure: str) -> Materials:
    """Materials by which a question is taken to ask for one figure: the reading that whoever asked has chosen.

    Raises
    ------
    WrongUseError
        No figure has the key.
    """
    key = spec_of(figure).key
    chosen = Correction(question=question, keys=(key,))
    return replace(materials, corrections=(chosen, *materials.corrections), options=(*materials.options, "--figure", key))
