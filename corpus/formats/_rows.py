"""Rows of a table with their line numbers, and a `Problem` for each row that is not like the others."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, UnreadableError, error, note
from corpus.formats._text import Writing, decimals_of, with_point, writing_of
from corpus.formats._watched import open_watched


def header(file: Path) -> list[str]:
    """The cells of a table's first line; none where there is no text.

    Raises
    ------
    UnreadableError
        The file is missing.
    """
    try:
        _, cells = next(cells_of(file, writing_of(file)), (0, []))
    except UnreadableError:
        if not file.is_file():
            raise
        return []
    return [c.strip() for c in cells]


def rows(file: Path, problems: list[Problem], watch: Watch = unwatched) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells by column of each row after the header; blank lines are passed over.

    Decimal commas become points; a header that stands again is passed over with a note.

    Raises
    ------
    UnreadableError
        The file holds no text, or its quotation marks don't close.
    """
    writing = writing_of(file)
    lines = cells_of(file, writing, watch)
    _, first = next(lines, (0, []))
    names = [h.strip() for h in first]
    if writing.assumed:
        problems.append(note("encoding", file.name, "the file is not UTF-8; it is read as Windows' Latin-1", line=1))
    again = sorted({n for n in names if n and names.count(n) > 1})
    if again:
        what = f"the header has the column {again[0]!r} twice"
        problems.append(error("column-twice", file.name, what, "leave one of them", line=1, column=again[0]))
    commas = writing.delimiter != "," and _has_commas(file, writing, problems)
    for line, cells in lines:
        if [c.strip() for c in cells] == names:
            problems.append(note("header-twice", file.name, "the header stands again; the line is left out", line=line))
        elif len(cells) != len(names):
            problems.append(_wrong_width(file.name, line, len(cells), len(names)))
        else:
            yield line, dict(zip(names, map(with_point, cells) if commas else cells, strict=True))


def cells_of(file: Path, writing: Writing, watch: Watch = unwatched) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each line that isn't blank."""
    try:
        with TextIOWrapper(open_watched(file, watch), encoding=writing.encoding, newline="") as f:
            read = csv.reader(f, delimiter=writing.delimiter, strict=True)
            for cells in read:
                if any(c.strip() for c in cells):
                    yield read.line_num, cells
    except UnicodeDecodeError as error:
        raise UnreadableError("is no whole text file", where=file.name, mend="export it again") from error
    except csv.Error as error:
        raise UnreadableError(f"is no whole CSV file: {error}", where=file.name, mend="export it again") from error


def _has_commas(file: Path, writing: Writing, problems: list[Problem]) -> bool:
    """Whether decimals have commas, which only files that commas don't cut can have."""
    sign, cell = decimals_of(cell for _, cells in cells_of(file, writing) for cell in cells)
    if sign == "comma":
        problems.append(note("decimal-comma", file.name, "decimal commas are read as such"))
    if sign == "ambiguous":
        what = f"whether the comma in {cell!r} sets decimals or thousands apart can't be told from the file"
        mend = "export it with decimal points, or with commas between the cells"
        problems.append(error("decimals", file.name, what, mend))
    return sign == "comma"


def _wrong_width(file: str, line: int, found: int, wanted: int) -> Problem:
    what = f"the row has {found} cells where the header has {wanted}"
    return error("row-width", file, what, "export the file again", line=line)
