"""Questions to be answered in one go, out of a text file or a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableError
from corpus.settings_file import read_utf8

#: The column of a table that holds the questions.
COLUMN = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question and the line of its file on which it begins, from 1."""

    line: int
    text: str


def read_questions(file: Path) -> tuple[Asked, ...]:
    """The questions of a file: one a line, empty lines aside; or in a `.csv`, the column `question`.

    Raises
    ------
    UnreadableError
        The file is missing, is no UTF-8 text, is a table without that column, or holds no question.
    """
    text = read_utf8(file)
    asked = _column(file, text) if file.suffix.lower() == ".csv" else _lines(text)
    if not asked:
        raise UnreadableError("holds no question", where=str(file), mend="write one question a line")
    return asked


def _lines(text: str) -> tuple[Asked, ...]:
    split = (line.strip() for line in text.replace("\r\n", "\n").split("\n"))
    return tuple(Asked(line=number, text=line) for number, line in enumerate(split, start=1) if line)


def _column(file: Path, text: str) -> tuple[Asked, ...]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    asked: list[Asked] = []
    try:
        place = _place(file, next(rows, []))
        begins = rows.line_num + 1
        for row in rows:
            if row:
                asked.append(Asked(line=begins, text=row[place].strip() if place < len(row) else ""))
            begins = rows.line_num + 1
    except csv.Error as error:
        raise UnreadableError(f"is no valid CSV: {error}", where=f"{file}:{rows.line_num}", mend="mend that line") from error
    return tuple(asked)


def _place(file: Path, head: Sequence[str]) -> int:
    names = [name.strip().casefold() for name in head]
    if COLUMN not in names:
        raise UnreadableError(f"has no column {COLUMN!r}", where=f"{file}:1", mend=f"name the column of the questions {COLUMN}")
    return names.index(COLUMN)
