"""TradingView list of trades: CSV of a strategy's report, two rows a trade, its entry and its exit, P&L net of commission."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, error, errors_among
from corpus.formats import _cells
from corpus.formats._head import Head
from corpus.formats._rows import header, rows
from corpus.formats._trades import Row, empty, numbered, table_of
from corpus.formats._zones import exchange_time, stamp, told_apart

NAME = "tradingview-trades"
TITLE = "a TradingView list of trades"
TOLD = ("zone",)
NEEDED = ("Trade #", "Type", "Signal")
#: Columns as newer and older lists call them, what they are in left away.
_CALLED = {
    "at": re.compile(r"(?:Date and time|Date/Time)$"),
    "size": re.compile(r"(?:Position size \(qty\)|Size \(qty\)|Contracts|Quantity)$"),
    "pnl": re.compile(r"(?:Net P&L|Profit)(?: (?P<currency>[A-Z]{3,5}))?$"),
}
_TYPE = re.compile(r"(?P<what>Entry|Exit) (?P<side>long|short)$", re.IGNORECASE)
#: The signal of an exit that has not happened yet.
_OPEN = "open"


def recognises(head: Head) -> bool:
    """Whether a header has the columns of a list of trades."""
    return set(NEEDED) <= set(head.cells) and any(_CALLED["at"].match(c) for c in head.cells)


def read(file: Path, told: DataFile, watch: Watch = unwatched) -> Imported:
    """Closed trades and those still open, with their contracts, their strategy being the entry's signal; there are no legs."""
    columns = header(file)
    names = {ours: next((c for c in columns if pattern.match(c)), "") for ours, pattern in _CALLED.items()}
    problems: list[Problem] = []
    if lacking := [ours for ours, theirs in names.items() if not theirs]:
        what = f"the list has no column for {', '.join(lacking)}"
        problems.append(error("no-column", file.name, what, "export the list of trades again", line=1))
        return Imported(problems=tuple(problems))
    sides: dict[str, dict[str, tuple[int, dict[str, str]]]] = defaultdict(dict)
    for line, cells in rows(file, problems, watch):
        m = _TYPE.match(cells["Type"].strip())
        if m is None or not cells["Trade #"].strip():
            problems += _cells.unreadable(file.name, line, cells, iter(["Type" if m is None else "Trade #"]))
        elif m["what"].lower() in sides[cells["Trade #"]]:
            what = f"the {m['what'].lower()} of trade {cells['Trade #']} stands twice"
            problems.append(error("trade-twice", file.name, what, "leave one", line=line))
        else:
            sides[cells["Trade #"]][m["what"].lower()] = (line, cells)
    closed, opened, stamps = _paired(file.name, sides, names, told, problems)
    problems += [] if errors_among(problems) else numbered(file.name, list(sides), "Trade #", since=1)
    problems += [*told_apart(file.name, stamps), *empty(file.name, [*closed, *opened], problems)]
    currency = _CALLED["pnl"].match(names["pnl"])
    return Imported(
        trades=table_of(closed),
        open_trades=table_of(opened, opened=True) if opened else None,
        currency=currency["currency"] if currency and currency["currency"] else None,
        live=False,
        problems=tuple(problems),
    )


def _paired(
    file: str,
    sides: Mapping[str, Mapping[str, tuple[int, dict[str, str]]]],
    names: Mapping[str, str],
    told: DataFile,
    problems: list[Problem],
) -> tuple[list[Row], list[Row], Sequence[tuple[int, datetime]]]:
    closed: list[Row] = []
    opened: list[Row] = []
    stamps: list[tuple[int, datetime]] = []
    for number, own in sides.items():
        line, entry = own.get("entry", next(iter(own.values())))
        if set(own) != {"entry", "exit"}:
            lacking = "entry" if "exit" in own else "exit"
            what = f"trade {number} has no {lacking}"
            problems.append(error("trade-half", file, what, "export the whole list", line=line))
            continue
        exit_line, ended = own["exit"]
        begun, until = stamp(entry[names["at"]]), stamp(ended[names["at"]])
        size, pnl = _cells.number(entry[names["size"]]), _cells.amount(ended[names["pnl"]])
        unread = [(line, entry, names["at"], begun), (line, entry, names["size"], size)]
        unread += [(exit_line, ended, names["at"], until), (exit_line, ended, names["pnl"], pnl)]
        wrong = [p for n, cells, c, v in unread if v is None for p in _cells.unreadable(file, n, cells, iter([c]))]
        times = [exchange_time(at, told.zone) for at in (begun, until) if at is not None]
        if len(times) == 2 and times[1] < times[0]:  # noqa: PLR2004 both
            wrong.append(error("close-before-open", file, "the trade closes before it opens", "mend the times", line=exit_line))
        problems += wrong
        if wrong or begun is None or until is None:
            continue
        stamps += [(line, begun), (exit_line, until)]
        at = exchange_time(begun, told.zone)
        row: dict[str, object] = {"opened": at, "strategy": entry["Signal"].strip(), "legs": "", "contracts": size}
        if ended["Signal"].strip().lower() == _OPEN:
            opened.append((line, row | {"unrealised": pnl}))
        else:
            closed.append((line, row | {"closed": exchange_time(until, told.zone), "pnl": pnl}))
    return closed, opened, stamps
