"""Rows of a CSV file with their line numbers, and a `Problem` for each row that is too short or too long."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import Problem, UnreadableError


def rows(file: Path, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells by column of each row after the header; blank lines are passed over.

    Raises
    ------
    UnreadableError
        The file is no UTF-8 text, or its quotation marks don't close.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as f:
            reader = csv.reader(f, strict=True)
            header = [h.strip() for h in next(reader, [])]
            for cells in reader:
                if not any(c.strip() for c in cells):
                    continue
                if len(cells) != len(header):
                    problems.append(_wrong_width(file.name, reader.line_num, len(cells), len(header)))
                    continue
                yield reader.line_num, dict(zip(header, cells, strict=True))
    except UnicodeDecodeError as error:
        raise UnreadableError("is not UTF-8 text", where=file.name, mend="save it as UTF-8") from error
    except csv.Error as error:
        raise UnreadableError(f"is no whole CSV file: {error}", where=file.name, mend="export it again") from error


def _wrong_width(file: str, line: int, found: int, wanted: int) -> Problem:
    what = f"the row has {found} cells where the header has {wanted}"
    return Problem(code="row-width", severity="error", file=file, line=line, what=what, mend="export the file again")
