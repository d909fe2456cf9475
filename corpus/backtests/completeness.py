"""What a file lacks, found before anything is computed: days, whole months, positions that are still open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.backtests.imported import Imported
from corpus.dates import MONTHS
from corpus.errors import Problem, note, warning
from corpus.trading_days import is_trading_day, trading_days

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

#: Values that usually come no further apart are of days, or of weeks [days].
FEW_DAYS, _WEEK = 4, 10
#: From fewer days of opening the usual distance between a log's trades can't be told.
_FEWEST = 12
#: What roundings can make of funds [USD], and the share of closings that may not chain where the others do.
_ROUNDED, _SOME = 2.0, 0.3
#: Up to this share of trading days without a trade a log has one on most.
_IDLE = 0.4
#: Trading days that a month may lack at its beginning and at its end and still be whole: an account begins on the evening of
#: the first, and values of weeks fall anywhere in theirs.
_EDGES = {"day": (1, 0), "week": (5, 4)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """What a backtest's daily values lack, counted."""

    #: trading days without a value, of the file that lacks most
    missing: int = 0
    #: rows of days on which the exchange is closed: those on which nothing changed, which are left out, and those that stay
    idle: int = 0
    closed: int = 0
    #: months at the beginning and end that have only a part of their days, ISO
    partial: tuple[str, ...] = ()
    #: months of which less than half the trading days have a value, ISO: what happened in them can't be told
    hollow: tuple[str, ...] = ()


def usual_step(days: NDArray[np.datetime64]) -> float:
    """Calendar days from one value to the next, as they usually are."""
    import numpy as np

    return float(np.median(np.diff(days).astype(np.int64))) if len(days) > 1 else 1.0


def days_of(table: pd.DataFrame | pd.Series[float]) -> NDArray[np.datetime64]:
    """The days of a table by day."""
    days: NDArray[np.datetime64] = table.index.to_numpy().astype("datetime64[D]")
    return days


def missing_days(days: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """The trading days between the first and the last of some days that are not among them; none where values are not daily."""
    import numpy as np

    if not len(days) or usual_step(days) > FEW_DAYS:
        return np.zeros(0, dtype="datetime64[D]")
    return np.setdiff1d(trading_days(days[0], days[-1]), days)


def hollow_months(days: NDArray[np.datetime64], *, linked: bool) -> tuple[str, ...]:
    """Months of which less than half of the trading days have a value, ISO.

    Values of an account still tell what such a month earned where both its ends have one: those count as hollow whose last
    week has none.
    """
    import numpy as np

    missing = missing_days(days)
    lost = missing.astype("datetime64[M]")
    every = trading_days(days[0], days[-1]) if len(missing) else missing
    found = []
    for month in np.unique(lost):
        own = every[every.astype("datetime64[M]") == month]
        gone = missing[lost == month]
        last_week = own[-5:]
        unknown = np.isin(last_week, gone).all() if linked else 2 * len(gone) > len(own)
        if unknown and len(own) > len(last_week):
            found.append(str(month))
    return tuple(found)


def partial_months(first: np.datetime64, last: np.datetime64, step: float, slack: int = 0) -> tuple[str, ...]:
    """The months of the first and last day that have only a part of their trading days, ISO.

    `slack` is how many trading days more may lie between an edge and the nearest value, as between trades.
    """
    if step > _WEEK:
        return ()
    begin, end = _EDGES["day" if step <= FEW_DAYS else "week"]
    before = trading_days(first.astype("datetime64[M]").astype("datetime64[D]"), first)
    after = trading_days(last, (last.astype("datetime64[M]") + 1).astype("datetime64[D]") - 1)
    late = int((before < first).sum()) > begin + slack
    early = int((after > last).sum()) > end + slack
    months = [*([str(first.astype("datetime64[M]"))] if late else []), *([str(last.astype("datetime64[M]"))] if early else [])]
    return tuple(dict.fromkeys(months))


def of_file(file: str, found: Imported) -> list[Problem]:
    """What one file lacks, as warnings."""
    problems = []
    table = found.marks if found.marks is not None else found.account
    if table is not None and len(table) > 1:
        days = days_of(table)
        own = days if found.marks is not None else days[1:]
        problems += _missing(file, days)
        problems += _partial(file, partial_months(own[0], own[-1], usual_step(days)), own[0], own[-1])
    elif found.trades is not None and len(found.trades):
        problems += of_log(file, found.trades)
    return problems


def lacking(found: Imported) -> tuple[tuple[str, ...], int]:
    """The months that a file has only a part of, and how many trading days its daily values lack."""
    table = found.marks if found.marks is not None else found.account
    if table is not None and len(table) > 1:
        days = days_of(table)
        own = days if found.marks is not None else days[1:]
        return partial_months(own[0], own[-1], usual_step(days)), len(missing_days(days))
    if found.trades is not None and len(found.trades):
        return log_months(found.trades)[0], 0
    return (), 0


def of_log(file: str, trades: pd.DataFrame) -> list[Problem]:
    """Months that a log of trades has only a part of, by the usual distance between its trades, and trades that are missing."""
    months, first, last = log_months(trades)
    return [*_partial(file, months, first, last), *_jumps(file, trades), *_pauses(file, trades)]


def starts(trades: pd.DataFrame) -> pd.Series[float]:
    """What the account began with as each closing tells it, its funds less all P&L so far, by moment of closing [USD]."""
    own = trades.sort_values("closed", kind="stable")
    days = own["closed"]
    after = own["pnl"].cumsum().where(days != days.shift(-1))  # of those that close at one moment any can be the last
    told: pd.Series[float] = (own["funds"] - after).set_axis(days).dropna()
    return told


def _jumps(file: str, trades: pd.DataFrame) -> list[Problem]:
    """A warning where the funds of a log chain but for a few places: trades are missing there, or money moved."""
    if "funds" not in trades or len(trades) < _FEWEST:
        return []
    steps = starts(trades).diff().dropna()
    jumps = steps[steps.abs() > _ROUNDED]
    if jumps.empty or len(jumps) > _SOME * len(steps):
        return []  # the log's funds don't chain at all
    what = f"what the account is worth at closings jumps by {float(jumps.sum()):.2f} dollars more than the trades earn, at "
    what += f"{len(jumps)} places, first before {jumps.index[0].date()}"
    return [warning("funds-jump", file, what, "see whether trades are missing there, or money was put in or taken out")]


def _pauses(file: str, trades: pd.DataFrame) -> list[Problem]:
    """A note on trading days without a trade, where a log that tells no funds has one on most."""
    import numpy as np

    opened = np.unique(trades["opened"].to_numpy().astype("datetime64[D]"))
    if "funds" in trades or len(opened) < _FEWEST:
        return []
    every = trading_days(opened[0], opened[-1])
    idle = np.setdiff1d(every, opened)
    if not len(idle) or len(idle) > _IDLE * len(every):
        return []
    what = f"trades were opened on most trading days, and none on {len(idle)} of {len(every)}, first on {idle[0]}"
    return [note("days-without-trades", file, f"{what}; see whether trades are missing")]


def log_months(trades: pd.DataFrame) -> tuple[tuple[str, ...], np.datetime64, np.datetime64]:
    """Those months, and the days of the first opening and of the last closing."""
    import numpy as np

    opened = np.unique(trades["opened"].to_numpy().astype("datetime64[D]"))
    last = trades["closed"].to_numpy().astype("datetime64[D]").max()
    slack = round(2 * usual_step(opened) * 5 / 7)
    if len(opened) < _FEWEST:
        return (), opened[0], last
    return partial_months(opened[0], last, 1.0, slack), opened[0], last


def of_series(name: str, file: str, closes: pd.Series[float], first: np.datetime64, last: np.datetime64) -> list[Problem]:
    """Trading days of a backtest on which one of its market series has no close."""
    import numpy as np

    days = days_of(closes)
    if not len(days) or usual_step(days) > FEW_DAYS:
        return []
    lost = np.setdiff1d(trading_days(first, last), days)
    if not len(lost):
        return []
    what = f"the series {name} has no close on {len(lost)} trading days of the backtest, first on {lost[0]}"
    return [warning("series-days-missing", file, what, "bring the missing closes, or give dates without them")]


def _missing(file: str, days: NDArray[np.datetime64]) -> list[Problem]:
    import numpy as np

    missing = missing_days(days)
    if not len(missing):
        return []
    months, counts = np.unique(missing.astype("datetime64[M]"), return_counts=True)
    worst = months[counts.argmax()]
    every = trading_days(days[0], days[-1])
    of = int((every.astype("datetime64[M]") == worst).sum())
    what = f"{len(missing)} trading days between the first and the last have no value, most of them in {named(str(worst))}: "
    what += f"{counts.max()} of {of}"
    return [warning("days-missing", file, what, "export it with every trading day")]


def _partial(file: str, months: tuple[str, ...], first: np.datetime64, last: np.datetime64) -> list[Problem]:
    problems = []
    for month in months:
        edges = []
        if str(first)[:7] == month:
            edges.append(f"begin on {first}")
        if str(last)[:7] == month:
            edges.append(f"end on {last}")
        what = f"{named(month)} is not whole, since the data {' and '.join(edges)}; monthly figures count it as a month"
        problems.append(warning("month-partial", file, what, "bring the whole month, or give dates without it"))
    return problems


def named(month: str) -> str:
    """A month in words.

    >>> named("2018-02")
    'February 2018'
    """
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def idle_rows(table: pd.DataFrame | pd.Series[float], *, account: bool) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Rows of days on which the exchange is closed: those on which nothing changes, and those on which something does."""
    import numpy as np

    days = days_of(table)
    shut = ~is_trading_day(days)
    if usual_step(days) > FEW_DAYS:
        shut[:] = False
    if account:
        shut[:1] = False  # what the account begins with may stand on any day
        still = np.asarray(table.diff().fillna(0.0) == 0)
    else:
        still = (table.to_numpy() == 0).all(axis=1)
    return shut & still, shut & ~still


def without_idle(file: str, found: Imported) -> tuple[Imported, int, int, list[Problem]]:
    """A file without its rows of closed days on which nothing changes, how many those and the others were, and a warning."""
    table = found.marks if found.marks is not None else found.account
    if table is None or len(table) < 2:  # noqa: PLR2004 a day and another
        return found, 0, 0, []
    idle, kept = idle_rows(table, account=found.marks is None)
    problems = []
    if idle.any():
        what = (
            f"{int(idle.sum())} rows are of days on which the exchange is closed, and nothing changes on them; they are left out"
        )
        problems.append(warning("closed-days", file, what, "nothing need be done, or export trading days alone"))
        if found.marks is not None:
            found = replace(found, marks=found.marks[~idle])
        elif found.account is not None:
            found = replace(found, account=found.account[~idle])
    if kept.any():
        first = days_of(table)[kept][0]
        what = f"{int(kept.sum())} rows are of days on which the exchange is closed and have a profit or loss, first on {first}"
        problems.append(warning("closed-days-traded", file, what, "check the days and their time zone"))
    return found, int(idle.sum()), int(kept.sum()), problems


def of_open(file: str, opened: pd.DataFrame, *, valued: bool) -> list[Problem]:
    """Positions that are open at the end: how many, their premium and what they are worth, where the files tell."""
    told = open_sums(opened)
    parts = [f"{len(opened)} {'trade is' if len(opened) == 1 else 'trades are'} still open at the end"]
    parts += [f"premium {told['premium']:.2f} dollars"] if "premium" in told else []
    parts += [f"unrealised {told['unrealised']:.2f} dollars"] if "unrealised" in told else []
    end = "what they are worth is in the daily values" if valued else "no profit or loss of theirs is counted"
    return [warning("open-positions", file, f"{', '.join(parts)}; {end}", "bring their closings where you have them")]


def open_sums(opened: pd.DataFrame) -> dict[str, float]:
    """Premium received (positive) and unrealised P&L of open trades [USD], each where it is told."""
    sums = {}
    if {"premium", "contracts"} <= set(opened):
        sums["premium"] = float((opened["premium"] * opened["contracts"]).sum())
    if "unrealised" in opened:
        sums["unrealised"] = float(opened["unrealised"].sum())
    return sums
