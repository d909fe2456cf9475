"""What a service answers from at one moment: a desk, its materials, and a stamp of every file that they were read from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from corpus.errors import WrongUseError
from corpus.texts.documents import Document, Passage
from qa.answer import Materials
from reports.desk import Desk, is_repeatable, materials_of, model_of, open_desk, own_files
from reports.program import program_stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which desk is served, and how; what the shared options of the commands say."""

    desk: Path | None = None
    backtests: tuple[str, ...] = ()
    corpus: Path | None = None
    date: str | None = None
    model: str | None = None

    def told(self) -> dict[str, object]:
        """It in what JSON has, for another process."""
        held = {name: getattr(self, name) for name in Choice.__slots__}
        return {name: str(v) if isinstance(v, Path) else v for name, v in held.items() if v}

    def options(self) -> tuple[str, ...]:
        """The options that say so to a command, but for its desk and date."""
        given = [("--backtest", name) for name in self.backtests]
        given += [(f"--{name}", str(v)) for name in ("corpus", "model") if (v := getattr(self, name))]
        return tuple(word for pair in given for word in pair)

    @staticmethod
    def of(told: Mapping[str, Any]) -> Choice:
        """It as another process told it."""
        paths = {name: Path(told[name]) for name in ("desk", "corpus") if name in told}
        return Choice(**{**told, **paths, "backtests": tuple(told.get("backtests", ()))})


@dataclass(frozen=True, kw_only=True)
class State:
    """A desk as it was read; a change of its files makes another state."""

    desk: Desk
    materials: Materials
    #: changes with any file that was read, and with the program
    stamp: str
    #: whether an answer may be given again without asking anew
    repeatable: bool

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Each text by its path."""
        return {d.path: d for d in self.materials.library.documents}

    @cached_property
    def passages(self) -> dict[str, tuple[Passage, ...]]:
        """The passages of each text, in their order."""
        found: dict[str, list[Passage]] = {}
        for passage in self.materials.library.passages:
            found.setdefault(passage.document.path, []).append(passage)
        return {path: tuple(passages) for path, passages in found.items()}

    @property
    def backtests(self) -> tuple[str, ...]:
        """Names of the backtests, the one for questions that name none first."""
        return tuple(b.manifest.name for b in self.materials.backtests)


def load(choice: Choice, here: Path) -> State:
    """Read the desk that is chosen; each of its backtests is read once it is first needed.

    Raises
    ------
    HedgeciteError
        A file of the desk can't be read, or a setting is wrong.
    """
    desk = open_desk(choice.desk, here)
    model = model_of(choice.model)
    before = _stamp(desk, choice, ())
    materials = materials_of(desk, choice.backtests, choice.corpus, choice.date, model=model)
    files = tuple(f for b in materials.backtests if b.file and not b.sample for f in (b.file, *b.files))
    stamp = f"{before} {_stamp(desk, choice, files)}"
    return State(desk=desk, materials=materials, stamp=_digest(stamp), repeatable=is_repeatable(desk, model))


def stamp_now(state: State, choice: Choice) -> str:
    """The stamp that the desk would have if it were read now."""
    files = tuple(f for b in state.materials.backtests if b.file and not b.sample for f in (b.file, *b.files))
    return _digest(f"{_stamp(state.desk, choice, ())} {_stamp(state.desk, choice, files)}")


def backtest_named(state: State, name: str | None) -> str | None:
    """The name of one of the desk's own backtests; a path is never taken for one.

    Raises
    ------
    WrongUseError
        No backtest has the name.
    """
    if not name:
        return None
    if name not in state.backtests:
        known = ", ".join(state.backtests) or "none"
        raise WrongUseError("no backtest has this name", where="backtest", mend=f"there are: {known}")
    return name


def _stamp(desk: Desk, choice: Choice, files: Iterable[Path]) -> str:
    """Size and time of change of each file."""
    places = (*own_files(desk.root, choice.corpus), *files)
    held = sorted({f for place in places for f in (place.rglob("*") if place.is_dir() else (place,))})
    return _digest("\n".join((program_stamp(), *(_changed(f) for f in held))))


def _changed(file: Path) -> str:
    try:
        stat = file.stat()
    except OSError:
        return f"{file} nothing"
    return f"{file} {stat.st_size} {stat.st_mtime_ns}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
