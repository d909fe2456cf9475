"""Tables on a page: lines that follow each other, whose words stand in the same columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.readers.converted.pdf_chars import Fragment
from corpus.readers.converted.pdf_order import Region
from corpus.readers.normal import cells

#: Cells stand apart by such a share of their height.
_APART = 1.2
_FEWEST_ROWS = 2
_LONGEST_CELL = 80


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    text: str
    page: int
    #: whether it begins a table
    first: bool


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    left: float
    right: float


def rows_of(region: Region) -> Iterator[Row | Region]:
    """The region in order: rows of tables, and between them lines that are of none."""
    plain: Region = []
    at = 0
    while at < len(region):
        end = _end(region, at)
        if end - at >= _FEWEST_ROWS:
            if plain:
                yield plain
                plain = []
            yield from _table(region[at:end])
            at = end
        else:
            plain.append(region[at])
            at += 1
    if plain:
        yield plain


def _cells(line: Sequence[Fragment]) -> list[_Cell]:
    """The fragments of a line, those close to each other as one."""
    found: list[_Cell] = []
    for f in line:
        if found and f.left - found[-1].right < _APART * f.height:
            found[-1] = _Cell(f"{found[-1].text} {f.text}", found[-1].left, f.right)
        else:
            found.append(_Cell(f.text, f.left, f.right))
    return found


def _end(region: Region, start: int) -> int:
    """Where the table that begins with a line ends; the line's own index where it begins none."""
    before = _cells(region[start])
    if not _is_row(before):
        return start
    at = start + 1
    while at < len(region):
        here = _cells(region[at])
        far = region[at][0].middle - region[at - 1][0].middle > 4 * region[at][0].height
        if far or not _is_row(here) or not _in_columns(before, here):
            break
        before = here if len(here) >= len(before) else before
        at += 1
    return at


def _is_row(row: Sequence[_Cell]) -> bool:
    return len(row) > 1 and all(len(cell.text) <= _LONGEST_CELL for cell in row)


def _in_columns(one: Sequence[_Cell], other: Sequence[_Cell]) -> bool:
    """Whether most cells of the shorter row stand below or above a cell of its own."""
    few, many = sorted((one, other), key=len)
    columns = [_column(cell, many) for cell in few]
    return len({c for c in columns if c is not None}) > len(few) / 2 and len(many) - len(few) <= max(2, len(many) // 2)


def _column(cell: _Cell, row: Sequence[_Cell]) -> int | None:
    """The index of the cell in a row with which a cell overlaps most."""
    shared = [min(cell.right, other.right) - max(cell.left, other.left) for other in row]
    best = max(range(len(row)), key=lambda i: shared[i])
    return best if shared[best] > 0 else None


def _table(region: Region) -> Iterator[Row]:
    rows = [_cells(line) for line in region]
    widest = max(rows, key=len)
    for number, row in enumerate(rows):
        texts = [""] * len(widest)
        for at, cell in enumerate(row):
            column = _column(cell, widest)
            place = column if column is not None else min(at, len(texts) - 1)
            texts[place] = f"{texts[place]} {cell.text}".strip()
        yield Row(cells(texts), region[number][0].page, first=number == 0)
