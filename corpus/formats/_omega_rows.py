"""One row of an Option Omega log, of a backtest or live, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from corpus.backtests.columns import OPTIONAL_COLUMNS
from corpus.backtests.manifest import DataFile
from corpus.errors import Problem, error, warning
from corpus.formats import _cells
from corpus.formats._omega_columns import REASON, Named, expires
from corpus.formats._trades import Row
from corpus.formats._zones import exchange_time

#: Numbers that every closed trade has; others are left out where any row doesn't tell them.
_ALWAYS = ("premium", "closing_cost", "pnl", "contracts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A row as it was read; the log's own units."""

    line: int
    #: its moments as they are written, with their zones
    stamps: tuple[datetime, ...]
    #: exchange time
    opened: datetime
    #: None where the trade is still open
    closed: datetime | None
    texts: Mapping[str, str]
    #: by our names; of an open trade without closing cost and P/L
    numbers: Mapping[str, float]
    #: of the fees, those at the closing of a trade that expired [USD]
    fee_at_expiry: float = 0.0

    def row(self, **changed: float) -> Row:
        """As a table takes it, numbers changed or added."""
        closed = {"closed": self.closed} if self.closed else {}
        return self.line, {"opened": self.opened, **closed, **self.texts, **self.numbers, **changed}


def columns_named(
    header: Sequence[str],
    told: DataFile,
    numbers: Mapping[str, str],
    *,
    optional: Mapping[str, str] = MappingProxyType({}),
    fees: tuple[str, ...] = (),
) -> Named:
    """Which column of a log is which of ours: those that it always has, those it can have, and those the manifest names."""
    more = {**optional, **{str(ours): theirs for ours, theirs in told.columns.items()}}
    texts = {c: name for c, name in more.items() if OPTIONAL_COLUMNS[c] == "str"}
    more_numbers = {c: name for c, name in more.items() if c not in texts}
    return Named(header=tuple(header), numbers={**numbers, **more_numbers}, texts=texts, fees=fees)


def lacking(file: str, names: Named) -> list[Problem]:
    """Columns that the manifest names and the log doesn't have."""
    missing = [c for c in (*names.numbers.values(), *names.texts.values()) if c not in names.header]
    return [error("no-column", file, f"there is no column {c!r}", "mend columns in the manifest", line=1) for c in missing]


def read_row(
    file: str, line: int, cells: dict[str, str], names: Named, told: DataFile, *, live: bool = False
) -> tuple[Read | None, list[Problem]]:
    """A row, or None with what is wrong; notes and warnings come with either."""
    is_open = not cells["Date Closed"].strip()
    needless = {"closing_cost", "pnl"} if is_open else set()
    wanted = {c: column for c, column in names.numbers.items() if column in cells and c not in needless}
    left_out = {c: column for c, column in wanted.items() if c not in _ALWAYS and not cells[column].strip()}
    numbers = {c: _cells.amount(cells[column]) for c, column in wanted.items() if c not in left_out}
    paid = {column: _cells.amount(cells[column] or "0") for column in names.fees}
    written = {"opened": _moment(cells, "Opened")} | ({} if is_open else {"closed": _moment(cells, "Closed")})
    unread = [wanted[c] for c, value in numbers.items() if value is None]
    unread += [column for column, fee in paid.items() if fee is None]
    unread += [_faulty(cells, which.capitalize()) for which, at in written.items() if at is None]
    stamps = {which: at for which, at in written.items() if at is not None}
    if unread or len(stamps) < len(written):
        return None, _cells.unreadable(file, line, cells, iter(unread))
    if names.fees:
        numbers["fees"] = sum(fee for fee in paid.values() if fee is not None)
    texts = {"strategy": cells["Strategy"].strip(), "legs": cells["Legs"].strip()}
    texts |= {c: cells[column].strip() for c, column in names.texts.items() if column in cells}
    clocks = {which: _parts(cells, which.capitalize())[1] for which in stamps}  # a day alone is that day in every zone
    moments = {which: exchange_time(at, told.zone if clocks[which] else None) for which, at in stamps.items()}
    read = Read(
        line=line,
        stamps=tuple(stamps.values()),
        opened=moments["opened"],
        closed=moments.get("closed"),
        texts=texts,
        numbers={c: value for c, value in numbers.items() if value is not None},
        fee_at_expiry=next(
            (fee or 0.0 for c, fee in paid.items() if c.startswith("Closing") and expires(cells.get(REASON, ""))), 0.0
        ),
    )
    return read, [*_faults(file, read, live=live), *_manner(file, line, cells, [*wanted.values(), *names.fees], left_out)]


def _parts(cells: dict[str, str], which: str) -> tuple[str, str]:
    """Day and time of a moment, which stand in two columns or in one."""
    cell = cells[f"Date {which}"].strip()
    if f"Time {which}" in cells:
        return cell, cells[f"Time {which}"].strip()
    day, _, time = cell.partition("T")
    return day, time


def _moment(cells: dict[str, str], which: str) -> datetime | None:
    return _cells.moment(*_parts(cells, which))


def _faulty(cells: dict[str, str], which: str) -> str:
    """The column for which a moment can't be read."""
    day, _ = _parts(cells, which)
    return f"Time {which}" if f"Time {which}" in cells and _cells.day(day) else f"Date {which}"


def _faults(file: str, read: Read, *, live: bool) -> list[Problem]:
    """What no trade can be; within a day the times of live logs are known to be a few minutes off."""
    wrong = []
    if read.closed is not None and read.closed < read.opened:
        if live and read.closed.date() == read.opened.date():
            what = "a trade closes before it opens on the same day; its times are left as they stand"
            wrong.append(warning("close-before-open", file, what, "mend the times where they matter", line=read.line))
        else:
            wrong.append(error("close-before-open", file, "the trade closes before it opens", "mend the dates", line=read.line))
    if read.numbers.get("fees", 0.0) < 0:
        what = "the fees of a trade are less than nothing, so they add to its P&L"
        wrong.append(warning("negative-fees", file, what, "check the sign of the fees", line=read.line))
    if not read.numbers["contracts"] > 0:
        what = "the number of contracts is not positive"
        wrong.append(error("contracts", file, what, "mend the row", line=read.line))
    return wrong


def _manner(file: str, line: int, cells: dict[str, str], numeric: Iterable[str], left_out: Mapping[str, str]) -> list[Problem]:
    """How unusual cells were read."""
    said = [_cells.money_note(file, line, column) for column in numeric if _cells.is_money(cells[column])]
    for ours, column in left_out.items():
        what = f"a row doesn't tell {column!r}, so {ours} is left out for all"
        said.append(warning(f"no-{ours}", file, what, "export it for every row where it matters", line=line, column=column))
    return said
