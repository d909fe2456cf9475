"""An answer that was given before, given again: only where nothing that it was made from has changed by a byte."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.kept import Kept
from corpus.texts.documents import digest_of
from qa.document import AnswerDocument
from reports.program import program_stamp

if TYPE_CHECKING:
    from corpus.backtests.backtest import Listed

#: So many answers are kept.
_MOST = 500
#: What is said of a place where there is nothing.
_NOTHING = "nothing"

#: What an answer was made from: of each file and folder a digest.
Inputs = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """All that a question is asked with, beside the files."""

    question: str
    root: Path
    here: Path
    #: options that choose what answers, as they were given
    options: tuple[str, ...]

    @property
    def name(self) -> str:
        """What its answer is kept under: another setting of the environment gives another name."""
        settings = sorted(f"{k}={v}" for k, v in os.environ.items() if k.upper().startswith(("HEDGECITE_", "OPENAI_")))
        asked = (self.question, str(self.root), str(self.here), self.options, settings)
        return json.dumps(asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    inputs: tuple[tuple[str, str], ...]
    document: AnswerDocument


def recall(asking: Asking, cache: Path) -> AnswerDocument | None:
    """The answer that was given before; None where there is none, or anything that it was made from is not as it was."""
    entry = _kept(cache).recall(asking.name, _Entry)
    return entry.document if entry and unchanged(dict(entry.inputs)) else None


def keep(asking: Asking, document: AnswerDocument, inputs: Inputs, cache: Path) -> None:
    """Keep an answer, unless what it was made from has changed since it was begun."""
    if unchanged(inputs):
        _kept(cache).keep(asking.name, _Entry, _Entry(inputs=tuple(sorted(inputs.items())), document=document))


def _kept(cache: Path) -> Kept:
    return Kept(cache, "answers", _MOST, program_stamp())


def inputs_at(places: Iterable[Path]) -> dict[str, str]:
    """What now lies at some places."""
    return {str(place.absolute()): _content(place) for place in places}


def inputs_of(backtests: Iterable[Listed]) -> dict[str, str]:
    """What backtests are read from: of the manifests, which were read already, what they held then."""
    own = [b for b in backtests if b.file and not b.sample]
    read = {str(b.file.absolute()): b.file_digest for b in own if b.file}
    return inputs_at(file for b in own for file in b.files) | read


def unchanged(inputs: Inputs) -> bool:
    """Whether the same lies at every place as did."""
    return all(_content(Path(place)) == content for place, content in inputs.items())


def _content(place: Path) -> str:
    """A digest of a file, or of every file in a folder with its name."""
    try:
        if place.is_dir():
            held = sorted(f for f in place.rglob("*") if f.is_file())
            lines = (f"{f.relative_to(place)} {digest_of(f.read_bytes())}" for f in held)
            return digest_of("\n".join(lines))
        return digest_of(place.read_bytes())
    except FileNotFoundError:
        return _NOTHING
    except OSError as error:
        return f"unreadable {error.errno}"
