"""Rows of an OptionNet Explorer detail report: each trade with its transactions, which stand below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from corpus.backtests.watch import Watch
from corpus.errors import Problem, error, note
from corpus.formats import _cells
from corpus.formats._rows import cells_of
from corpus.formats._text import writing_of
from corpus.formats._zones import exchange_time

TRADE = (
    "", "Account", "Expiration", "TradeId", "TradeName", "Underlying", "Status", "TradeType", "OpenDate", "CloseDate",
    "DaysToExpiration", "DaysInTrade", "Margin", "Comms", "PnL", "PnLperc",
)  # fmt: skip
DETAIL = (
    "", "", "Account", "TradeId", "Date", "Transaction", "Qty", "Symbol", "Expiry", "Type", "Description", "Underlying",
    "Price", "Commission",
)  # fmt: skip
#: The month stands first.
_FORMS = ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """One row by column, and its line."""

    line: int
    of: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A trade as it stands in the report."""

    trade: Cells
    details: list[Cells] = field(default_factory=list)


def blocks(file: Path, problems: list[Problem], watch: Watch) -> list[Block]:
    """The trades of a report; lines that name a group are passed over, as are those before the headers.

    Raises
    ------
    UnreadableError
        The file is not whole.
    """
    writing = writing_of(file)
    found: list[Block] = []
    headers: set[tuple[str, ...]] = set()
    if writing.assumed:
        problems.append(note("encoding", file.name, "the file is not UTF-8; it is read as Windows' Latin-1", line=1))
    for line, raw in cells_of(file, writing, watch):
        cells = _cut(raw, 1)
        if cells in {TRADE, DETAIL}:
            if cells in headers:
                problems.append(note("header-twice", file.name, "the header stands again; the line is left out", line=line))
            headers.add(cells)
        elif len(headers) == 2 and not cells[0]:  # noqa: PLR2004 both of them
            problems += _row(file.name, line, raw, found)
        elif len(headers) == 2 and len(cells) > 1:  # noqa: PLR2004 the same
            problems.append(_width(file.name, line, len(cells), len(TRADE)))
    return found


def _cut(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """Cells without the space around them, and without the empty ones beyond a width, which spreadsheets add."""
    kept = [c.strip() for c in cells]
    while len(kept) > width and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _row(file: str, line: int, raw: Sequence[str], found: list[Block]) -> list[Problem]:
    """One row put where it belongs, and what is wrong with it. A detail leaves the second cell empty."""
    header = TRADE if raw[1].strip() else DETAIL
    cells = _cut(raw, len(header))
    if len(cells) != len(header):
        return [_width(file, line, len(cells), len(header))]
    row = Cells(line=line, of=dict(zip(header, cells, strict=True)))
    if header is TRADE:
        found.append(Block(trade=row))
    elif not found or found[-1].trade.of["TradeId"] != row.of["TradeId"]:
        what = f"the transaction is of trade {row.of['TradeId']!r}, which it doesn't stand below"
        return [error("detail", file, what, "export the report again", line=line, column="TradeId")]
    else:
        found[-1].details.append(row)
    return []


def _width(file: str, line: int, found: int, wanted: int) -> Problem:
    what = f"the row has {found} cells where the header has {wanted}"
    return error("row-width", file, what, "export the report again", line=line)


def moment(cell: str, zone: str | None = None) -> datetime | None:
    """A day, month first, with or without a time, as exchange time; None where the cell is none.

    >>> str(moment("10/11/2021 3:58:48 PM"))
    '2021-10-11 15:58:48'
    """
    for form in _FORMS:
        try:
            at = datetime.strptime(cell, form)  # noqa: DTZ007 the report tells no zone
        except ValueError:
            continue
        return exchange_time(at, zone) if at.year in _cells.YEARS else None
    return None
