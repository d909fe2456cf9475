"""Tables in texts: their rows, so that a cell is quoted under the heading of its column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]

_LINE = re.compile(r"[ \t]*\|[^\n]*")
_RULE = re.compile(r"[\s|:]*-[\s|:-]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table in Markdown: where it stands in the document, and each cell that says something, with its heading."""

    span: Span
    cells: tuple[tuple[Span | None, Span], ...]

    @property
    def quoted(self) -> tuple[Span, ...]:
        """All that is quoted of it."""
        return tuple(span for cell in self.cells for span in cell if span)


def rows_of(text: str, start: int, end: int) -> tuple[Row, ...]:
    r"""The rows of the tables within `start:end`, without their headings.

    >>> text = "| Account | Fee |\n|---|---|\n| Small | 1% |"
    >>> [[(text[slice(*h)], text[slice(*c)]) for h, c in row.cells] for row in rows_of(text, 0, len(text))]
    [[('Account', 'Small'), ('Fee', '1%')]]
    """
    return tuple(row for table in _tables(text, start, end) for row in _rows(text, table))


def is_row(text: str, at: int) -> bool:
    """Whether a place is in a line of a table."""
    return text[text.rfind("\n", 0, at) + 1 : at + 1].lstrip(" \t").startswith("|")


def _tables(text: str, start: int, end: int) -> Iterator[list[Span]]:
    """The lines of each table: such as follow each other and begin with a bar."""
    held: list[Span] = []
    for m in re.finditer(r"[^\n]+|\n(?=\n)", text[start:end]):
        span = (start + m.start(), start + m.end())
        if _LINE.fullmatch(text, *span):
            held.append(span)
            continue
        if held:
            yield held
        held = []
    if held:
        yield held


def _rows(text: str, table: list[Span]) -> Iterator[Row]:
    ruled = len(table) > 1 and _RULE.match(text, *table[1]) is not None
    heads = _cells(text, table[0]) if ruled else []
    for line in table[2:] if ruled else table:
        cells = _cells(text, line)
        paired = [(heads[i] if i < len(heads) else None, cell) for i, cell in enumerate(cells)]
        told = tuple((head if head and _says(head) else None, cell) for head, cell in paired if _says(cell))
        if told:
            yield Row(span=(told[0][1][0], told[-1][1][1]), cells=told)


def _cells(text: str, line: Span) -> list[Span]:
    """The cells of a line without the space around them; an empty one has no length."""
    inner = text[slice(*line)]
    bars = [m.start() for m in re.finditer(r"(?<!\\)\|", inner)]
    ends = [*bars[1:], *([len(inner)] if inner[bars[-1] + 1 :].strip() else [])]
    return [_trimmed(text, line[0] + bar + 1, line[0] + end) for bar, end in zip(bars, ends, strict=False)]


def _trimmed(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    begin = start + len(inner) - len(inner.lstrip())
    return begin, max(begin, start + len(inner.rstrip()))


def _says(span: Span) -> bool:
    return span[1] > span[0]
