"""Option Omega daily log of a backtest: CSV, one day a row, the account's value at its end and the day's P/L.

`Withdrawn` is a running total of the money taken out, each sum at the beginning of its day; `Net Liquidity` still holds it
and `Trading Funds` don't.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, error, errors_among, note, warning
from corpus.formats import _cells
from corpus.formats._head import Head
from corpus.formats._rows import rows

if TYPE_CHECKING:
    import pandas as pd

NAME = "option-omega-daily"
TITLE = "an Option Omega daily log"
NUMBERS = ("Net Liquidity", "Current Funds", "Withdrawn", "Trading Funds", "P/L", "P/L %", "Drawdown %")
TOLD: tuple[str, ...] = ()
NEEDED = ("Date", *NUMBERS)
#: Half a unit of the last decimal on each of three rounded numbers, and of a percentage.
_THREE_HALVES, _PERCENT = 1.5, 0.0051


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A row as it was read [USD, percent]."""

    line: int
    on: date
    told: dict[str, float]


def recognises(head: Head) -> bool:
    """Whether a header has every column of a daily log."""
    return set(NEEDED) <= set(head.cells)


def read(file: Path, _: DataFile, watch: Watch = unwatched) -> Imported:
    """The account's value by day without what was withdrawn, and the withdrawals; each day held against its P/L.

    The value that the account began with is the first day's less its P/L, and stands on the day before it.
    """
    problems: list[Problem] = []
    said: set[str] = set()
    found: list[Day] = []
    for line, cells in rows(file, problems, watch):
        day, wrong = _day(file.name, line, cells)
        problems += _cells.once(wrong, said)
        if day is not None:
            found.append(day)
    days = sorted(found, key=lambda d: d.on)
    if days != found:
        problems.append(note("unsorted", file.name, "the days aren't in order; they are put in order"))
    if not days and not problems:
        problems.append(error("empty", file.name, "the log has no days", "export it again"))
    problems += [*_twice(file.name, days), *_withdrawals(file.name, days)]
    if errors_among(problems):  # what is missing or twice can't be held against the rest
        return Imported(problems=tuple(problems))
    account, flows = _account(days)
    return Imported(account=account, flows=flows, live=False, problems=(*problems, *_identities(file.name, days)))


def _day(file: str, line: int, cells: dict[str, str]) -> tuple[Day | None, list[Problem]]:
    """One row, or None with what is wrong."""
    on = _cells.day(cells["Date"])
    plain = {c: cells[c].strip().removesuffix("%") if c.endswith("%") else cells[c] for c in NUMBERS}
    numbers = {c: _cells.amount(cell) for c, cell in plain.items()}
    unread = [c for c, value in (("Date", on), *numbers.items()) if value is None]
    if unread or on is None:
        return None, _cells.unreadable(file, line, cells, iter(unread))
    money = [_cells.money_note(file, line, c) for c in NUMBERS if _cells.is_money(cells[c])]
    return Day(line=line, on=on, told={c: value for c, value in numbers.items() if value is not None}), money


def _account(days: Sequence[Day]) -> tuple[pd.Series[float], pd.Series[float] | None]:
    """The value by day without what was withdrawn, and the withdrawals by day as negative amounts [USD]."""
    import pandas as pd

    index = pd.DatetimeIndex([d.on for d in days], name="date")
    out = pd.Series([d.told["Withdrawn"] for d in days], index=index)
    value = pd.Series([d.told["Net Liquidity"] for d in days], index=index) - out
    start = pd.Series([value.iloc[0] - days[0].told["P/L"]], index=[index[0] - pd.Timedelta(days=1)])
    flows = -out.diff().iloc[1:]
    flows = flows[flows != 0]
    account: pd.Series[float] = pd.concat([start, value]).rename_axis("date")
    return account, flows if len(flows) else None


def _twice(file: str, days: Sequence[Day]) -> list[Problem]:
    again = [b for a, b in pairwise(days) if a.on == b.on]
    return [error("day-twice", file, "a day stands twice", "leave one row a day", line=d.line) for d in again]


def _withdrawals(file: str, days: Sequence[Day]) -> list[Problem]:
    """How `Withdrawn` was read, where there is any; an error where it falls, which no running total does."""
    column = "Withdrawn"
    for before, day in pairwise(days):
        if day.told[column] < before.told[column]:
            what = f"{column} falls from {before.told[column]:.2f} to {day.told[column]:.2f}, so it is no running total"
            return [error("withdrawn", file, what, "export the log again", line=day.line, column=column)]
    last = days[-1].told[column] if days else 0.0
    if not last:
        return []
    what = f"{column} is read as a running total of what was taken out at the beginning of days, {last:.2f} dollars in all"
    return [note("withdrawn", file, what, column=column)]


def _identities(file: str, days: Sequence[Day]) -> list[Problem]:
    """A warning for each cell that doesn't follow from the others of its day and those before it."""
    cents = any(d.told[c] % 1 for d in days for c in NUMBERS if not c.endswith("%"))
    room = _THREE_HALVES * (0.01 if cents else 1.0)
    before = peak = days[0].told["Net Liquidity"] - days[0].told["P/L"]
    wrong = []
    for day in days:
        now = day.told["Net Liquidity"]
        peak = max(peak, now)
        expected = {
            "P/L": (now - before, room),
            "Trading Funds": (day.told["Current Funds"] - day.told["Withdrawn"], room),
            "P/L %": _percent(day.told["P/L"], before, room),
            "Drawdown %": _percent(now - peak, peak, room),
        }
        wrong += [_off(file, day, c, value) for c, (value, by) in expected.items() if not abs(day.told[c] - value) <= by]
        before = now
    return wrong


def _percent(part: float, whole: float, room: float) -> tuple[float, float]:
    """A part in percent of a whole, and how far roundings can move it; of nothing any percentage will do."""
    return (100 * part / whole, _PERCENT + 200 * room / abs(whole)) if whole else (0.0, float("inf"))


def _off(file: str, day: Day, column: str, expected: float) -> Problem:
    what = f"{column} is {day.told[column]:.2f}, and from the other cells and the day before it is {expected:.2f}"
    mend = "see whether a day is missing or was changed"
    return warning("daily-identity", file, what, mend, line=day.line, column=column)
