"""QuantConnect LEAN result: JSON with the equity chart and the closed trades of a run, times in UTC."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, UnreadableError, error, errors_among, note, warning
from corpus.formats import _cells
from corpus.formats._head import Head
from corpus.formats._json import field, load, number, text
from corpus.formats._lean_orders import open_rows, orders_of, tag_of
from corpus.formats._lean_symbols import UNITS, Instrument, instrument, moment
from corpus.formats._trades import Row, empty, table_of, twice
from corpus.formats._zones import exchange_time

if TYPE_CHECKING:
    import pandas as pd

NAME = "lean-result"
TITLE = "a QuantConnect LEAN result"
TOLD: tuple[str, ...] = ()
NEEDED: tuple[str, ...] = ()
_KEYS = re.compile(r'"(?:[tT]otalPerformance|[rR]ollingWindow|[cC]losedTrades|Strategy Equity)"\s*:')
_CENT = 0.01
#: What a rounded statistic can be above the drawdown of a chart that shows it.
_DRAWDOWN = 0.001
_DAY = timedelta(days=1)
_DIRECTIONS = {"0": 1, "1": -1, "long": 1, "short": -1}
_COMPLETED = "completed"
_FRIDAY = 4


class _Sample(NamedTuple):
    at: datetime
    value: float


def recognises(head: Head) -> bool:
    """Whether a file is a JSON object that begins with what only results have."""
    return bool(head.lines) and head.lines[0].startswith("{") and any(_KEYS.search(line) for line in head.lines)


def read(file: Path, _: DataFile, watch: Watch = unwatched) -> Imported:
    """The account by day, closed trades net of their fees, and the positions left open where all orders are there.

    A trade's strategy is the tag of its first order, without one what is traded. LEAN books each option of a spread as a
    trade of its own; premium and closing cost are told where every trade is in listed options, whose P&L is held against
    `(exit - entry) * quantity * 100`. Places in the file are told as paths of keys.

    Raises
    ------
    UnreadableError
        The file is not whole, or has neither an equity chart nor closed trades.
    """
    whole = load(file, watch)
    result = field(whole, "backtest") or whole
    points = field(result, "charts", "Strategy Equity", "series", "Equity", "values")
    listed = field(result, "totalPerformance", "closedTrades")
    if not isinstance(points, list) and not isinstance(listed, list):
        what = "has neither an equity chart nor closed trades"
        raise UnreadableError(what, where=file.name, mend="bring the result of a whole backtest")
    problems = _unfinished(file.name, result)
    account = _account(file.name, points, result, problems) if isinstance(points, list) else None
    trades: list[Row] = []
    if isinstance(listed, list):
        trades = _trades(file.name, listed, orders_of(result), problems)
    if account is None or account.empty:
        problems += empty(file.name, trades, problems)
    opened = open_rows(result)
    drawdown = _hidden_drawdown(file.name, account, result, problems)
    return Imported(
        trades=table_of(trades) if trades else None,
        open_trades=table_of(opened, opened=True) if opened else None,
        account=account,
        currency=text(field(result, "algorithmConfiguration", "accountCurrency")) or None,
        stated_drawdown=drawdown,
        problems=tuple(problems),
    )


def _unfinished(file: str, result: object) -> list[Problem]:
    """A warning where a run did not come to its end."""
    state = field(result, "state")
    status = text(state) or text(field(state, "Status"))
    said = text(field(state, "RuntimeError"))
    if not said and status.replace(" ", "").lower() in {"", _COMPLETED}:
        return []
    what = f"the run did not come to its end: {(said or status).splitlines()[0][:80]}"
    return [warning("unfinished", file, what, "run it again to its end", column="state")]


def _account(file: str, points: Sequence[object], result: object, problems: list[Problem]) -> pd.Series[float]:
    """The last value of each day, what the account began with first; a weekend on which nothing changed is left out.

    A sample at midnight is the close of the day that ends then.
    """
    import pandas as pd

    samples = _samples(file, points, problems)
    late = next((i for i in range(1, len(samples)) if samples[i].at < samples[i - 1].at), None)
    if late is not None:
        problems.append(note("unsorted", file, "the samples of the equity chart are not in order; they are read in order"))
    samples.sort(key=lambda s: s.at)
    again = next((s.at for s, t in pairwise(samples) if s.at == t.at and s.value != t.value), None)
    if again is not None:
        what = f"the equity chart has two values at {again}"
        problems.append(error("moment-twice", file, what, "export it again", column="charts"))
    days: dict[date, float] = {}
    for at, value in samples[1:]:
        days[(at - timedelta(microseconds=1)).date()] = value
    for at, value in samples[:1]:
        own = (at - timedelta(microseconds=1)).date()
        days = {min([own, *(d - _DAY for d in days)]): value, **days}
    on = pd.DatetimeIndex(list(days), name="date")
    account = pd.Series(list(days.values()), index=on, dtype="float64")
    problems += _ends(file, account, result) if not errors_among(problems) else []
    return account.loc[(on.day_of_week <= _FRIDAY) | (account.diff() != 0).to_numpy()]


def _samples(file: str, points: Sequence[object], problems: list[Problem]) -> list[_Sample]:
    """Moments in exchange time and closing values; a point is `[epoch, close]`, `[epoch, open, high, low, close]` or x and y."""
    samples = []
    for i, point in enumerate(points):
        pair = (
            (point[0], point[-1]) if isinstance(point, list) and len(point) in {2, 5} else (field(point, "x"), field(point, "y"))
        )
        at, value = _epoch(number(pair[0])), number(pair[1])
        if at is None or value is None:
            place = f"charts.Strategy Equity.series.Equity.values[{i}]"
            problems.append(_cell(file, place, point))
        else:
            samples.append(_Sample(at, value))
    return samples


def _epoch(seconds: float | None) -> datetime | None:
    """Seconds since 1970 as exchange time, or None where no log can be of then."""
    if seconds is None or not 0 <= seconds < datetime(_cells.YEARS[-1], 1, 1, tzinfo=UTC).timestamp():
        return None
    at = exchange_time(datetime.fromtimestamp(seconds, UTC))
    return at if at.year in _cells.YEARS else None


def _ends(file: str, account: pd.Series[float], result: object) -> list[Problem]:
    """A warning where the chart ends with another value than the statistics tell."""
    told = number(field(result, "statistics", "End Equity"))
    if told is None or account.empty or abs(account.iloc[-1] - told) <= _CENT:
        return []
    what = f"the equity chart ends with {account.iloc[-1]:.2f}, the statistics say {told:.2f}"
    return [warning("end-equity", file, what, "export the result again", column="statistics.End Equity")]


def _hidden_drawdown(file: str, account: pd.Series[float] | None, result: object, problems: list[Problem]) -> float | None:
    """The maximum drawdown that the statistics tell, where the equity chart is too coarse to show it; said as a warning."""
    told = text(field(result, "statistics", "Drawdown"))
    percent = number(told.removesuffix("%")) if told.endswith("%") else None
    if account is None or account.empty or percent is None:
        return None
    shown = -float((account / account.cummax() - 1).min())
    stated = abs(percent) / 100
    if stated <= shown + _DRAWDOWN:
        return None
    what = f"the equity chart is sampled and shows a drawdown of {100 * shown:.1f}%, where the file's own statistic is {told}"
    problems.append(warning("sampled", file, what, "bring the account's values of every day", column="charts"))
    return stated


def _trades(file: str, listed: Sequence[object], orders: Sequence[object], problems: list[Problem]) -> list[Row]:
    trades: list[Row] = []
    for i, entry in enumerate(listed):
        place = f"totalPerformance.closedTrades[{i}]"
        read_, wrong = _trade(file, place, entry, orders)
        problems += wrong
        if read_ is not None:
            trades.append((i, read_))
    repeated = twice(file, trades)
    problems += [warning(p.code, file, p.what, p.mend, column=f"totalPerformance.closedTrades[{p.line}]") for p in repeated]
    return trades


def _trade(file: str, place: str, entry: object, orders: Sequence[object]) -> tuple[dict[str, object] | None, list[Problem]]:
    """One closed trade, or None with what is wrong."""
    if not isinstance(entry, Mapping):
        return None, [_cell(file, place, entry)]
    times = {c: moment(field(entry, c)) for c in ("entryTime", "exitTime")}
    numbers = {c: number(field(entry, c)) for c in ("entryPrice", "exitPrice", "quantity", "profitLoss", "totalFees")}
    of, direction = instrument(entry), _DIRECTIONS.get(str(field(entry, "direction")).lower())
    read_ = {**times, **numbers, "symbol": of, "direction": direction}
    unread = [c for c, value in read_.items() if value is None]
    opened, closed = times["entryTime"], times["exitTime"]
    if unread or of is None or direction is None or opened is None or closed is None:
        return None, [_cell(file, f"{place}.{c}", field(entry, c)) for c in unread]
    row = {c: value for c, value in numbers.items() if value is not None}
    wrong = _wrong(file, place, of, row, direction)
    if closed < opened:
        mend = "mend the times"
        wrong.append(error("close-before-open", file, "the trade closes before it opens", mend, column=f"{place}.exitTime"))
    trade: dict[str, object] = {
        "opened": opened,
        "closed": closed,
        "strategy": tag_of(orders, field(entry, "orderIds")) or of.underlying,
        "legs": of.legs(direction * row["quantity"], row["entryPrice"]),
        "pnl": row["profitLoss"] - row["totalFees"],
        "contracts": row["quantity"],
        "fees": row["totalFees"],
        "underlying": of.underlying,
    }
    if of.option:
        trade |= {"premium": -direction * UNITS * row["entryPrice"], "closing_cost": -direction * UNITS * row["exitPrice"]}
    return trade, wrong


def _wrong(file: str, place: str, of: Instrument, row: Mapping[str, float], direction: int) -> list[Problem]:
    """What in a trade can't be: P&L before fees is the move of the price, times a hundred for an option."""
    problems = []
    if not row["quantity"] > 0:
        problems.append(error("contracts", file, "the quantity is not positive", "mend the trade", column=f"{place}.quantity"))
    if row["totalFees"] < 0:
        what = "fees are positive where they are paid"
        problems.append(error("fees", file, what, "mend the trade", column=f"{place}.totalFees"))
    moved = direction * (row["exitPrice"] - row["entryPrice"]) * row["quantity"]
    expected = moved * UNITS
    if of.option and abs(expected - row["profitLoss"]) > _CENT * (1 + row["quantity"]):
        what = f"profitLoss is {row['profitLoss']:.2f}, but (exit - entry) x quantity x 100 is {expected:.2f}"
        problems.append(error("pnl-identity", file, what, "export it again", column=f"{place}.profitLoss"))
    if not of.option and moved * row["profitLoss"] < 0:
        what = f"profitLoss is {row['profitLoss']:.2f}, though the price moved the other way"
        problems.append(error("pnl-identity", file, what, "export it again", column=f"{place}.profitLoss"))
    return problems


def _cell(file: str, place: str, value: object) -> Problem:
    what = "the value is missing" if value is None else f"{str(value)[:40]!r} can't be read"
    if isinstance(value, dict | list):
        what = "what stands there can't be read"
    return error("cell", file, what, "export the result again", column=place)
