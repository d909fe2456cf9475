"""Elements of an XML file with their lines, read so that nothing in the file makes the reader fetch or unfold anything."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from corpus.backtests.watch import Watch
from corpus.errors import Problem, UnreadableError, note
from corpus.formats._text import writing_of
from corpus.formats._watched import open_watched

_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """The beginning of one element."""

    #: where it begins, from 1
    line: int
    name: str
    cells: dict[str, str]


def elements(file: Path, names: Collection[str], problems: list[Problem], watch: Watch) -> list[Element]:
    """The elements of such names in the order of the file, whatever they stand in.

    Bytes that are no UTF-8 and have no mark are read as Windows' Latin-1, with a note.

    Raises
    ------
    UnreadableError
        The file is not whole, no XML, or has a document type.
    """
    writing = writing_of(file)
    if writing.assumed:
        problems.append(note("encoding", file.name, "the file is not UTF-8; it is read as Windows' Latin-1", line=1))
    parser = expat.ParserCreate(writing.encoding if writing.assumed else None)
    found: list[Element] = []

    def begin(name: str, cells: dict[str, str]) -> None:
        if name in names:
            own = {key: value.strip() for key, value in cells.items()}
            found.append(Element(line=parser.CurrentLineNumber, name=name, cells=own))

    def refuse(*_: object) -> None:  # entities can only be declared in a document type
        where = f"{file.name}:{parser.CurrentLineNumber}"
        raise UnreadableError("has a document type, which no statement has", where=where, mend="export the file again")

    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    try:
        with open_watched(file, watch) as f:
            while chunk := f.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        where = f"{file.name}:{error.lineno}"
        what = f"is no whole XML file: {expat.ErrorString(error.code)}"
        raise UnreadableError(what, where=where, mend="export the file again") from error
    return found
