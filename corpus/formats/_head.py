"""The beginning of a file, by which its format is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableError
from corpus.formats._rows import cells_of
from corpus.formats._text import writing_of

_BYTES = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the first 64 KiB of a file are."""

    #: name of the file, without its folder
    name: str
    raw: bytes
    #: lines that aren't blank, without the space around them; none where the file is no text
    lines: tuple[str, ...]
    #: cells of the first of these lines, none where the file is no table
    cells: tuple[str, ...]


def head_of(file: Path) -> Head:
    """The beginning of a file.

    Raises
    ------
    UnreadableError
        The file is missing.
    """
    if not file.is_file():
        raise UnreadableError("no such file", where=str(file), mend="check the path")
    with file.open("rb") as f:
        raw = f.read(_BYTES)
    try:
        writing = writing_of(file)
        text = raw.decode(writing.encoding, errors="ignore")
    except (UnreadableError, UnicodeError):
        return Head(name=file.name, raw=raw, lines=(), cells=())
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    try:
        _, cells = next(cells_of(file, writing), (0, []))
    except UnreadableError:  # lines, and no table
        cells = []
    return Head(name=file.name, raw=raw, lines=lines, cells=tuple(c.strip() for c in cells))
