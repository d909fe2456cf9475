"""The days that several files have together: what only one of them has can't be held against another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from corpus.backtests.columns import ORDER
from corpus.backtests.completeness import FEW_DAYS, usual_step
from corpus.errors import Problem, error, warning

if TYPE_CHECKING:
    import pandas as pd

_CENT = 0.01
_LONG_WEEKEND = timedelta(days=FEW_DAYS)


def shared(
    accounts: Mapping[str, pd.Series[float]], file: str, problems: list[Problem]
) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """The first and last day on which all of the accounts are known, or None where there is none; what is lost is a problem.

    Parameters
    ----------
    accounts
        Values by day, by whose they are [USD].
    """
    first, last = max(a.index[0] for a in accounts.values()), min(a.index[-1] for a in accounts.values())
    if first >= last:
        what = f"the daily values of {' and '.join(accounts)} have no days together"
        problems.append(error("no-shared-days", file, what, "bring both of the same days"))
        return None
    cut = [side for side, a in accounts.items() if a.asof(first) != a.iloc[0] or a.asof(last) != a.iloc[-1]]
    if cut:
        what = f"the daily values have the days from {first.date()} to {last.date()} together; what {' and '.join(cut)} earned "
        what += "outside of them is left out"
        problems.append(warning("days-apart", file, what, "bring both of the same days"))
    return first, last


def of_both(
    accounts: Mapping[str, pd.Series[float]], span: tuple[pd.Timestamp, pd.Timestamp], file: str, problems: list[Problem]
) -> pd.DatetimeIndex:
    """The first day of a span and those within it on which each account has a value; those that one lacks are a problem.

    On the first day each is worth what it was last. What an account earned on a day that it lacks is in its next value, so
    returns between these days are whole.
    """
    import pandas as pd

    every = {side: a.index[(a.index > span[0]) & (a.index <= span[1])] for side, a in accounts.items()}
    both = pd.DatetimeIndex([span[0], *sorted(set.intersection(*(set(days) for days in every.values())))], name="date")
    for side, days in every.items():
        lost = sorted({d for other in every.values() for d in other} - set(days))
        if lost:
            what = f"the daily values of the {side} side have no value on {len(lost)} days on which the other has one, first on "
            what += f"{lost[0].date()}; returns are told between the days that both have"
            problems.append(warning("days-one-side", file, what, "bring both of the same days"))
    if len(both) < 2:  # noqa: PLR2004 a day and one before it
        what = f"the daily values of {' and '.join(accounts)} have no days together"
        problems.append(error("no-shared-days", file, what, "bring both of the same days"))
    return both


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tables:
    """Trades and daily values of one backtest, as `Backtest` has them."""

    trades: pd.DataFrame | None
    open_trades: pd.DataFrame | None
    marks: pd.DataFrame | None
    accounts: pd.DataFrame | None


def in_common(tables: Tables, file: str, problems: list[Problem]) -> Tables:
    """The tables on the days that trades and daily values both tell of; what is left out is a problem.

    A trade that the daily values end before it closes is open at their end. Daily values beyond the trades are only left out
    where they earn something that no trade of the log can have earned.
    """
    if tables.trades is None or (tables.marks is None and tables.accounts is None):
        return tables
    return _trades_within(_days_within(tables, file, problems), file, problems)


def _pnl_by_day(tables: Tables) -> pd.DataFrame:
    """What each day earned or lost, by part; of accounts from the day after their first."""
    if tables.marks is not None:
        return tables.marks
    assert tables.accounts is not None
    return tables.accounts.diff().iloc[1:]


def _traded(tables: Tables, column: str) -> pd.DataFrame | None:
    """The trades, closed and open, that earned what a column of daily values has; None where it has more than trades tell."""
    import pandas as pd

    sides = {"base_pnl": (False,), "hedge_pnl": (True,), "unhedged": (False,), "hedged": (False, True)}
    own = [t[t["hedge"].isin(sides[column])] for t in (tables.trades, tables.open_trades) if t is not None]
    own = [t for t in own if len(t)]
    return pd.concat([t[[c for c in ("opened", "closed") if c in t]] for t in own]) if own else None


def _days_within(tables: Tables, file: str, problems: list[Problem]) -> Tables:
    """Daily values without those that earn something before the first trade of their side opens, or after its last closes."""
    pnl = _pnl_by_day(tables)
    begin, end = pnl.index[0], pnl.index[-1]
    outside = 0
    for column in [c for c in pnl if c in {"base_pnl", "hedge_pnl", "unhedged", "hedged"}]:
        own = _traded(tables, column)
        if own is None:
            continue
        earning = pnl.index[pnl[column].abs() > _CENT]
        first = own["opened"].min().normalize()
        early = earning[earning < first]
        late = earning[:0]
        if "closed" in own and own["closed"].notna().all():
            last = own["closed"].max().normalize()
            late = earning[earning > last]
            end = min(end, last) if len(late) else end
        begin = max(begin, first) if len(early) else begin
        outside += len(early) + len(late)
    if not outside:
        return tables
    if not ((pnl.index >= begin) & (pnl.index <= end)).any():
        what = "the daily values and the trades have no days together"
        problems.append(error("no-shared-days", file, what, "bring both from one run"))
        return tables
    what = f"the daily values earn something on {outside} days on which no trade of the log is open; "
    what += f"only {begin.date()} to {end.date()} counts"
    problems.append(warning("days-without-trades", file, what, "bring the trades of those days too"))
    return _with_days(tables, begin, end)


def _with_days(tables: Tables, begin: pd.Timestamp, end: pd.Timestamp) -> Tables:
    marks, accounts = tables.marks, tables.accounts
    if marks is not None:
        marks = marks[(marks.index >= begin) & (marks.index <= end)]
    if accounts is not None:
        start = max(int(accounts.index.searchsorted(begin)) - 1, 0)
        accounts = accounts.iloc[start:]
        accounts = accounts[accounts.index <= end]
    return replace(tables, marks=marks, accounts=accounts)


def _trades_within(tables: Tables, file: str, problems: list[Problem]) -> Tables:
    """Trades that daily values tell of from their opening on; those that close after them are open at their end."""
    import pandas as pd

    trades, opened = tables.trades, tables.open_trades
    assert trades is not None
    days = _pnl_by_day(tables).index
    if not len(days):
        return tables
    step = pd.Timedelta(days=usual_step(days.to_numpy().astype("datetime64[D]")))
    before = days[0] - max(step, _LONG_WEEKEND)  # what is opened at a close earns nothing before the next one
    starts, ends = trades["opened"].dt.normalize(), trades["closed"].dt.normalize()
    late, out = ends > days[-1], (starts < before) | (starts > days[-1])
    unended = late & ~out
    if not late.any() and not out.any():
        return tables
    parts = [f"{int(out.sum())} trades begin outside of these days and are left out"] if out.any() else []
    parts += [f"{int(unended.sum())} close after them and are open at their end"] if unended.any() else []
    what = f"the daily values are of {days[0].date()} to {days[-1].date()}; {', and '.join(parts)}"
    problems.append(warning("trades-without-days", file, what, "bring the daily values of all trades"))
    still = trades[unended].drop(columns=[c for c in ("closed", "pnl", "closing_cost", "funds") if c in trades])
    if opened is not None:
        opened = opened[opened["opened"].dt.normalize().between(before, days[-1])]
    both = [t for t in (opened, still) if t is not None and len(t)]
    if both:
        shared = [c for c in both[0] if all(c in t for t in both)]
        joined = pd.concat([t[shared] for t in both], ignore_index=True)
        opened = joined.sort_values([c for c in ORDER if c in joined], kind="stable", ignore_index=True)
    kept = trades[~late & ~out].reset_index(drop=True)
    return replace(tables, trades=kept if len(kept) else None, open_trades=opened if both else None)
