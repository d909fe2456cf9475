"""The history of a log held against that of the log before: trades added, dropped and restated, and closes that changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from corpus.backtests.backtest import Backtest

if TYPE_CHECKING:
    import pandas as pd

What = Literal["added", "dropped", "restated"]
#: What is told of a trade where it changed.
_VALUES = ("closed", "legs", "pnl", "contracts", "premium", "closing_cost", "fees", "margin")
#: Numbers that differ by less are the same [USD].
_CENT = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of a trade, a day's marks, a close or an event that the log before had, or should have had."""

    what: What
    #: a trade by its day, strategy and legs; else the table and the day
    name: str
    #: what differs, old beside new
    how: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.name}{': ' + self.how if self.how else ''}"


def changes(old: Backtest, new: Backtest) -> tuple[Change, ...]:
    """What the new log says otherwise of the time that the old one covers; what is later is no change."""
    found = [*_trades(old.trades, new.trades), *_marks(old.marks, new.marks)]
    for name in sorted({*old.series, *new.series}):
        found += _closes(name, old.series.get(name), new.series.get(name))
    for name in sorted(old.calendars):
        found += _events(old, new, name)
    return tuple(found)


Row = Mapping[str, Any]


def _trades(old: pd.DataFrame | None, new: pd.DataFrame | None) -> list[Change]:
    if old is None or not len(old):
        return []
    end = old["closed"].max()
    was = [{str(k): v for k, v in r.items()} for r in old.to_dict("records")]
    now = [] if new is None else [{str(k): v for k, v in r.items()} for r in new.to_dict("records")]
    left, right = _unequal(was, now)
    found = []
    for keys in (("opened", "strategy", "legs"), ("opened", "strategy")):
        pairs, left, right = _paired(left, right, keys)
        found += [Change(what="restated", name=_named(a), how=_differs(a, b)) for a, b in pairs]
    found += [Change(what="dropped", name=_named(row)) for row in left]
    found += [Change(what="added", name=_named(row)) for row in right if row["closed"] <= end]
    return sorted(found, key=lambda c: (c.name, c.what))


def _unequal(was: Sequence[Row], now: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows of each that the other doesn't have."""
    held: dict[str, list[Row]] = defaultdict(list)
    for row in now:
        held[_content(row)].append(row)
    left = [row for row in was if not (held[_content(row)] and held[_content(row)].pop())]
    return left, [row for rows in held.values() for row in rows]


def _content(row: Row) -> str:
    values = (
        (k, f"{row[k]:.2f}" if isinstance(row[k], float) else str(row[k])) for k in sorted(row) if k not in {"hedge", "layer"}
    )
    return repr(list(values))


def _paired(left: Sequence[Row], right: Sequence[Row], keys: Sequence[str]) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Rows that have the same keys, in order; and what is left of each side."""
    held: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in right:
        held[tuple(str(row[k]) for k in keys)].append(row)
    pairs: list[tuple[Row, Row]] = []
    rest: list[Row] = []
    for row in left:
        others = held[tuple(str(row[k]) for k in keys)]
        if others:
            pairs.append((row, others.pop(0)))
        else:
            rest.append(row)
    return pairs, rest, [row for rows in held.values() for row in rows]


def _named(row: Row) -> str:
    return f"{row['opened']:%Y-%m-%d} {row['strategy']} {row['legs']}".strip()


def _differs(old: Row, new: Row) -> str:
    said = []
    for key in _VALUES:
        if key not in old and key not in new:
            continue
        a, b = old.get(key), new.get(key)
        same = abs(a - b) < _CENT or (a != a and b != b) if isinstance(a, float) and isinstance(b, float) else str(a) == str(b)  # noqa: PLR0124 no number
        if not same:
            said.append(f"{key} {_written(a)} became {_written(b)}")
    return ", ".join(said)


def _written(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)


def _marks(old: pd.DataFrame | None, new: pd.DataFrame | None) -> Iterator[Change]:
    if old is None:
        return
    for column in old.columns:
        own = new[column] if new is not None and column in new.columns else None
        yield from _closes(f"marks {column}", old[column], own)


def _closes(name: str, old: pd.Series[float] | None, new: pd.Series[float] | None) -> Iterator[Change]:
    """Days of a series that changed, went, or came within its old time."""
    if old is None:
        return
    was, now = _by_day(old), {} if new is None else _by_day(new)
    for day, value in was.items():
        if day not in now:
            yield Change(what="dropped", name=f"{name} {day}")
        elif abs(value - now[day]) >= _CENT:
            yield Change(what="restated", name=f"{name} {day}", how=f"{value:.2f} became {now[day]:.2f}")
    for day in sorted(set(now) - set(was)):
        if was and min(was) <= day <= max(was):
            yield Change(what="added", name=f"{name} {day}")


def _by_day(series: pd.Series[float]) -> dict[str, float]:
    return {_day(day): float(value) for day, value in series.dropna().items()}


def _day(day: object) -> str:
    return f"{day:%Y-%m-%d}" if hasattr(day, "strftime") else str(day)


def _events(old: Backtest, new: Backtest, name: str) -> Iterator[Change]:
    """Days of a calendar within its old time that are no longer in it, or newly."""
    was, now = old.calendars[name], new.calendars.get(name)
    held = set(now.dates) if now else set()
    for day in sorted(set(was.dates) ^ {d for d in held if was.first <= d <= was.last}):
        what: What = "dropped" if day in was.dates else "added"
        yield Change(what=what, name=f"calendar {name} {day}")
