"""Tables: the cells of Markdown tables, each read with its row's and its column's head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from qa.evidence.told.reader import Told, told_in

_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?")
_LINE = re.compile(r"[^\n]+")
_CELL = re.compile(r"[^|\n]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"[\d]")
_UNIT_IN_HEAD = re.compile(r"%|percent|per cent", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell at a place in the document, with the head of its column."""

    start: int
    end: int
    text: str
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table: where it stands, where its table does, its head and its cells."""

    place: tuple[int, int]
    table: tuple[int, int]
    #: the first cell, and the head over it
    head: str
    kind: str
    cells: tuple[Cell, ...]


def rows_in(text: str, start: int, end: int) -> tuple[Row, ...]:
    """The rows of the tables within `start:end`."""
    lines = list(_LINE.finditer(text, start, end))
    return tuple(row for i, m in enumerate(lines) if i and _RULE.fullmatch(m[0].strip()) for row in _rows(lines, i))


def _rows(lines: list[re.Match[str]], rule: int) -> Iterator[Row]:
    """The rows below a rule, of which the line above it is the head."""
    body = []
    for m in lines[rule + 1 :]:
        if "|" not in m[0]:
            break
        body.append(m)
    heads = [c.strip() for c in lines[rule - 1][0].strip().strip("|").split("|")]
    last = body[-1].end() if body else lines[rule].end()
    for m in body:
        cells = _cells(m)
        if len(cells) == len(heads):
            found = tuple(
                Cell(start=a, end=a + len(said), text=said, column=head)
                for (a, said), head in zip(cells[1:], heads[1:], strict=True)
            )
            yield Row(
                place=(m.start(), m.start() + len(m[0].rstrip())),
                table=(lines[rule - 1].start(), last),
                head=cells[0][1],
                kind=heads[0],
                cells=found,
            )


def _cells(line: re.Match[str]) -> list[tuple[int, str]]:
    """The cells of a line with their places in the document; empty ones between bars too."""
    said = line[0].rstrip()
    found, at = [], 0
    for part in said.split("|"):
        found.append((line.start() + at + len(part) - len(part.lstrip()), part.strip()))
        at += len(part) + 1
    if said.lstrip().startswith("|"):
        found = found[1:]
    return found[:-1] if said.endswith("|") else found


def told_in_row(row: Row, heading: str = "") -> Iterator[Told]:
    """What the cells of a row assert; the places of the words are in the row."""
    year = _YEAR.fullmatch(row.head)
    kind = row.kind.lower()
    head = f"VIX {row.head}" if "vix" in kind and "VIX" not in row.head else row.head
    head = f"in {row.head}" if year else f"{row.head} layer" if kind == "layer" and "layer" not in row.head.lower() else head
    seen: set[tuple[object, ...]] = set()
    for cell in row.cells:
        if not _NUMBER.search(cell.text):
            continue
        said = cell.text + ("%" if _UNIT_IN_HEAD.search(cell.column) and "%" not in cell.text else "")
        lead = f"{cell.column}, {head}: " if head else f"{cell.column}: "
        shift = cell.start - row.place[0] - len(lead)
        for told in told_in(lead + said, heading=heading):
            if told.words[0] >= len(lead) and told.same not in seen:
                seen.add(told.same)
                end = min(told.words[1], len(lead) + len(cell.text))
                period = "year" if year and told.period == "unstated" and told.metric in _TIMED else told.period
                yield replace(told, words=(told.words[0] + shift, end + shift), period=period)


_TIMED = ("drag", "return.unhedged", "return.hedged")
