"""Backtest outputs: one format a file, chosen by what the file holds."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import UnreadableError
from corpus.formats import daily_marks, option_omega, vectorbt
from corpus.formats._head import Head, head_of
from corpus.imported import Format, Imported, Watch, unwatched
from corpus.manifest import DataFile

#: Asked in this order; the first that recognises a file reads it.
FORMATS: tuple[Format, ...] = (option_omega, daily_marks, vectorbt)
#: A table with this share of a format's columns is told which of them it lacks.
_NEARLY = 0.6


def recognise(file: Path) -> Format:
    """The format of a file, by its beginning.

    Raises
    ------
    UnreadableError
        The file is missing, or of no known format.
    """
    head = head_of(file)
    found = next((f for f in FORMATS if f.recognises(head)), None)
    if found is None:
        raise _unknown(head)
    return found


def read(file: Path, told: DataFile | None = None, watch: Watch = unwatched) -> tuple[Format, Imported]:
    """A file's format and what is in it; `told` is what a manifest says of the file.

    Raises
    ------
    UnreadableError
        The file is missing, not whole, or of no known format.
    """
    found = recognise(file)
    return found, found.read(file, told or DataFile(path=file.name), watch)


def _unknown(head: Head) -> UnreadableError:
    if not head.raw:
        return UnreadableError("the file is empty", where=head.name, mend="export it again")
    near = max((f for f in FORMATS if f.NEEDED), key=lambda f: _share(f, head))
    if _share(near, head) >= _NEARLY:
        lacking = ", ".join(c for c in near.NEEDED if c not in head.cells)
        what = f"looks like {near.TITLE} but lacks {lacking}"
        return UnreadableError(what, where=f"{head.name}:1", mend="export it again with every column")
    known = ", ".join(f.TITLE for f in FORMATS)
    return UnreadableError("is of no known format", where=f"{head.name}:1", mend=f"bring one of: {known}")


def _share(format_: Format, head: Head) -> float:
    """Which part of a format's columns a head has."""
    return len(set(format_.NEEDED) & set(head.cells)) / len(format_.NEEDED)
