"""A glossary in one file, a table or Markdown, as the terms that each become a page."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.errors import Problem, UnreadableError, error

#: What columns are called, in any case.
_COLUMNS = {
    "name": ("term", "name", "title", "word"),
    "definition": ("definition", "meaning", "description", "explanation", "text"),
    "aliases": ("aliases", "alias", "synonyms", "also", "other names", "abbreviation"),
    "technical": ("technical", "technical definition", "in technical words"),
    "see_also": ("see_also", "see also", "related"),
    "date": ("date",),
}
_NEEDED = ("name", "definition")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_BOLD = re.compile(r"\s*(?:[-*+•]\s+)?(?:\*\*|__)(.+?)(?:\*\*|__)\s*(?:[:–—-]\s*|\s)\s*(\S.*)$")
_ALSO = re.compile(r"\*?(?:also(?: called| known as)?|aliases|synonyms?)\s*:\s*(.+?)\*?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A term of a glossary file."""

    name: str
    definition: str
    aliases: tuple[str, ...] = ()
    technical: str = ""
    see_also: tuple[str, ...] = ()
    date: str | None = None
    line: int


def read_glossary_file(text: str, name: str) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The terms of a CSV or a Markdown glossary, and the rows that have no term or no definition, or a term again.

    Raises
    ------
    UnreadableError
        It is neither.
    """
    found = list(_of_table(text, name) if name.lower().endswith((".csv", ".tsv")) else _of_markdown(text))
    if not found:
        mend = "bring a CSV with the columns term and definition, or Markdown with a heading for each term"
        raise UnreadableError("holds no term", where=name, mend=mend)
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for entry in found:
        if not entry.name or not entry.definition:
            what = "has no term" if not entry.name else f"{entry.name!r} has no definition"
            problems.append(error("glossary", name, what, "fill it in", line=entry.line))
        elif entry.name.casefold() in entries:
            problems.append(error("glossary", name, f"{entry.name!r} is defined twice", "keep one", line=entry.line))
        else:
            entries[entry.name.casefold()] = entry
    return tuple(entries.values()), tuple(problems)


def page_of(entry: Entry) -> str:
    """The page of a term, below its front matter."""
    technical = f"\n## In technical words\n\n{entry.technical}\n" if entry.technical else ""
    return f"# {entry.name}\n\n{entry.definition}\n{technical}"


def _of_table(text: str, name: str) -> Iterator[Entry]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        head = [cell.strip().casefold() for cell in next(rows, [])]
        places = {key: next((head.index(n) for n in names if n in head), None) for key, names in _COLUMNS.items()}
        missing = [key for key in _NEEDED if places[key] is None]
        if missing:
            mend = f"name its columns {', '.join(_COLUMNS[key][0] for key in _COLUMNS)}; the first two are needed"
            raise UnreadableError(f"has no column {' or '.join(_COLUMNS[missing[0]][:2])}", where=f"{name}:1", mend=mend)
        for row in rows:
            cells = {key: " ".join(row[at].split()) if at is not None and at < len(row) else "" for key, at in places.items()}
            if any(cells.values()):
                yield _entry(cells, rows.line_num)
    except csv.Error as fault:
        raise UnreadableError(f"is no CSV: {fault}", where=f"{name}:{rows.line_num}", mend="mend that line") from fault


def _entry(cells: dict[str, str], line: int) -> Entry:
    return Entry(
        name=cells["name"],
        definition=cells["definition"],
        aliases=_listed(cells["aliases"]),
        technical=cells["technical"],
        see_also=_listed(cells["see_also"]),
        date=cells["date"] or None,
        line=line,
    )


def _listed(cell: str) -> tuple[str, ...]:
    parts = re.split(r"[;|]", cell) if re.search(r"[;|]", cell) else cell.split(",")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _of_markdown(text: str) -> Iterator[Entry]:
    """A heading for each term with its definition below it; or a line for each, the term in bold."""
    lines = text.split("\n")
    levels = Counter(len(m[1]) for line in lines if (m := _HEADING.match(line)))
    level = min((n for n in levels if levels[n] > 1), default=None)
    if level is not None:
        yield from _of_headings(lines, level)
        return
    for number, line in enumerate(lines, start=1):
        if m := _BOLD.match(line):
            yield Entry(name=m[1].strip(" :"), definition=m[2].strip(), line=number)


def _of_headings(lines: Sequence[str], level: int) -> Iterator[Entry]:
    begun: tuple[str, int] | None = None
    said: list[str] = []
    for number, line in enumerate([*lines, "#" * level + " end"], start=1):
        m = _HEADING.match(line)
        if not m or len(m[1]) > level:
            said.append("" if m else line)
            continue
        if begun is not None:
            yield _headed(*begun, said)
        begun, said = ((m[2], number) if len(m[1]) == level else None), []


def _headed(name: str, line: int, said: Sequence[str]) -> Entry:
    """A term of the words below its heading: a line of other names, the definition, and what follows it."""
    also = next((m for text in said if (m := _ALSO.match(text.strip()))), None)
    words = "\n".join(text for text in said if also is None or text.strip() != also[0])
    first, *more = [" ".join(p.split()) for p in re.split(r"\n\s*\n", words) if p.strip()] or [""]
    return Entry(
        name=name, definition=first, technical="\n\n".join(more), aliases=_listed(also[1].strip("*")) if also else (), line=line
    )
