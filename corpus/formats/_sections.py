"""A file of several tables one after another, each with its title on a line of its own and its header below."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.backtests.watch import Watch
from corpus.errors import Problem, error, note
from corpus.formats._rows import cells_of
from corpus.formats._text import writing_of

_TITLE = re.compile(r"[A-Za-z][A-Za-z &/]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One of the tables: its header, and its rows by column with their lines."""

    #: of the header
    line: int
    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """The tables that were asked for by title, and the lines before the first."""

    opening: tuple[str, ...]
    tables: dict[str, Table]


def sections(file: Path, wanted: Collection[str], others: Collection[str], problems: list[Problem], watch: Watch) -> Sections:
    """The wanted tables of a file; those of `others` are passed over, those that are neither with a note.

    `others` are beginnings of titles. A table that stands twice is read on.

    Raises
    ------
    UnreadableError
        The file holds no text, or its quotation marks don't close.
    """
    writing = writing_of(file)
    if writing.assumed:
        problems.append(note("encoding", file.name, "the file is not UTF-8; it is read as Windows' Latin-1", line=1))
    opening: list[str] = []
    found: dict[str, list[tuple[int, list[str]]]] = {}
    title = ""
    for line, cells in cells_of(file, replace(writing, delimiter=","), watch):
        alone = cells[0].strip() if not any(c.strip() for c in cells[1:]) else ""
        if alone in wanted or any(alone.startswith(o) for o in others) or _TITLE.match(alone):
            title = alone
            problems += _odd(file.name, line, title, wanted, others, found)
            found.setdefault(title, [])
        elif title:
            found[title].append((line, [c.strip() for c in cells]))
        else:
            opening.append(",".join(cells).strip())
    tables = {t: _table(file.name, lines, problems) for t, lines in found.items() if t in wanted and lines}
    return Sections(opening=tuple(opening), tables=tables)


def _odd(
    file: str, line: int, title: str, wanted: Collection[str], others: Collection[str], found: Collection[str]
) -> list[Problem]:
    """A note where a title is unknown or stands twice."""
    if title in wanted:
        return [note("section-twice", file, f"{title} stands twice; both are read", line=line)] if title in found else []
    if any(title.startswith(o) for o in others):
        return []
    return [note("unknown-section", file, f"the section {title[:40]!r} is unknown and left out", line=line)]


def _table(file: str, lines: list[tuple[int, list[str]]], problems: list[Problem]) -> Table:
    begin, header = lines[0]
    rows = []
    for line, cells in lines[1:]:
        if cells == header:
            problems.append(note("header-twice", file, "the header stands again; the line is left out", line=line))
        elif len(cells) != len(header):
            what = f"the row has {len(cells)} cells where the header has {len(header)}"
            problems.append(error("row-width", file, what, "export the file again", line=line))
        else:
            rows.append((line, dict(zip(header, cells, strict=True))))
    return Table(line=begin, header=tuple(header), rows=tuple(rows))
