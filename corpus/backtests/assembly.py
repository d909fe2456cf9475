"""Assembling a backtest: the tables of its files become one, and each trade is base, hedge or left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from corpus.backtests import completeness, cross_checks, selection, spans
from corpus.backtests.columns import ORDER, types_of
from corpus.backtests.completeness import Completeness
from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile, Manifest
from corpus.errors import Problem, error, errors_among

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file as the manifest tells of it, and what is in it."""

    told: DataFile
    found: Imported


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assembled:
    """The tables of a backtest, as `Backtest` has them, and what is wrong with them taken together."""

    trades: pd.DataFrame | None
    open_trades: pd.DataFrame | None
    marks: pd.DataFrame | None
    accounts: pd.DataFrame | None
    flows: pd.Series[float] | None
    marking: Literal["daily", "at_close"]
    completeness: Completeness
    #: of a file whose values are too coarse to show it [fraction]
    stated_drawdown: float | None
    problems: tuple[Problem, ...]


def assemble(manifest: Manifest, parts: Sequence[Part], file: str) -> Assembled:
    """One backtest from the parts that its manifest names; `file` is the manifest's own name, for problems."""
    problems: list[Problem] = []
    relative = any(p.found.relative for p in parts)
    parts, counted, lacks = _complete([_scaled(p, manifest.capital.base) for p in parts])
    closed = _assigned(manifest, [(p.told, t) for p in parts if (t := p.found.trades) is not None], problems)
    still_open = _assigned(manifest, [(p.told, t) for p in parts if (t := p.found.open_trades) is not None], [])
    trades, opened = _trades(closed), _opened(still_open)
    marks = _marks(parts, file, problems)
    accounts, marking = _accounts(manifest, parts, file, problems)
    sound = not any(errors_among(p.found.problems) for p in parts)
    if sound and not problems and trades is None and marks is None and accounts is None:
        problems.append(error("no-values", file, "none of the files has closed trades or daily values", "name one that has"))
    problems += _flow_faults(manifest, file, accounts=accounts is not None, relative=relative)
    problems += cross_checks.against_manifest(manifest, [(p.told, p.found) for p in parts], file)
    if sound and not errors_among(problems):
        marked = None if marks is None else [str(c) for c in marks]
        problems += cross_checks.parted(manifest, [*closed, *still_open], marked, file)
    problems += cross_checks.twice([(told, _of_run(told, table)) for told, table in closed])
    tables = spans.Tables(trades=trades, open_trades=opened, marks=marks, accounts=accounts)
    faultless = sound and not errors_among(problems)
    tables = spans.in_common(tables, file, problems) if faultless else tables
    daily = marks is not None or marking == "daily"
    if tables.trades is not None:
        problems += cross_checks.trades_against_days(tables.trades, opened, [(p.told, p.found) for p in parts])
    if faultless:
        problems += _not_closed(tables, file, daily=daily)
    return Assembled(
        trades=tables.trades,
        open_trades=tables.open_trades,
        marks=tables.marks,
        accounts=tables.accounts,
        flows=_flows(manifest, parts),
        marking="daily" if marks is not None else marking,
        completeness=_hollow(counted, tables),
        stated_drawdown=max((d for p in parts if (d := p.found.stated_drawdown) is not None), default=None),
        problems=(*problems, *(lacks if faultless else ())),
    )


def _not_closed(tables: spans.Tables, file: str, *, daily: bool) -> list[Problem]:
    """Trades that are held over months' ends without daily values, and those that are open at the end."""
    problems = [] if daily or tables.trades is None else cross_checks.held_over(tables.trades, file)
    if tables.open_trades is not None:
        problems += completeness.of_open(file, tables.open_trades, valued=daily)
    return problems


def _complete(parts: Sequence[Part]) -> tuple[list[Part], Completeness, list[Problem]]:
    """The parts without rows of closed days on which nothing changes, and what they lack, counted and said."""
    problems: list[Problem] = []
    kept, idle, closed, missing = [], 0, 0, 0
    partial: set[str] = set()
    for part in parts:
        found, left_out, stay, wrong = completeness.without_idle(part.told.path, part.found)
        problems += [*wrong, *completeness.of_file(part.told.path, found)]
        kept.append(replace(part, found=found))
        idle, closed = max(idle, left_out), max(closed, stay)
        months, lacks = completeness.lacking(found)
        partial.update(months)
        missing = max(missing, lacks)
    return kept, Completeness(missing=missing, idle=idle, closed=closed, partial=tuple(sorted(partial))), problems


def _hollow(counted: Completeness, tables: spans.Tables) -> Completeness:
    """With the months of the daily values in which too much is missing."""
    daily = tables.marks if tables.marks is not None else tables.accounts
    if daily is None or not len(daily):
        return counted
    months = completeness.hollow_months(completeness.days_of(daily), linked=tables.marks is None)
    return replace(counted, hollow=months)


def _flow_faults(manifest: Manifest, file: str, *, accounts: bool, relative: bool) -> list[Problem]:
    """What the manifest says of flows and its values can't bear."""
    problems = []
    if accounts and manifest.capital.flows == "reset_monthly":
        what = "an account's values have their own flows, so flows = \"reset_monthly\" can't hold"
        problems.append(error("flows", file, what, 'write flows = "none", or "dated" with the flows under [[flow]]'))
    if relative and manifest.capital.flows == "dated":
        what = 'returns know nothing of deposits and withdrawals, so flows = "dated" can\'t hold'
        problems.append(error("flows", file, what, 'write flows = "none", or bring the account\'s values'))
    return problems


def live_trades(parts: Sequence[Part], currency: str) -> tuple[pd.DataFrame | None, list[Problem]]:
    """The closed trades of all files `of = "live"`, oldest first, and what is wrong with the files."""
    files = [p for p in parts if p.told.of == "live"]
    empty = [p for p in files if not errors_among(p.found.problems) and (p.found.trades is None or not len(p.found.trades))]
    what = 'the file is of = "live" and has no closed trades'
    problems = [error("no-live", p.told.path, what, "bring the log of the trades, or leave the file out") for p in empty]
    what, mend = 'the file is of = "live" and holds the trades of a backtest', "bring the log of the account that was traded"
    problems += [error("live", p.told.path, what, mend) for p in files if p.found.live is False]
    problems += [wrong for p in files for wrong in cross_checks.foreign(p.told, p.found, currency)]
    return _oldest_first(_joined([t for p in files if (t := p.found.trades) is not None])), problems


def _scaled(part: Part, base: float) -> Part:
    """A part whose account is in dollars; returns of base or hedge alone are P&L on the base, as marks are, and don't link."""
    grown = part.found.account
    if grown is None or not part.found.relative:
        return part
    whole = 1.0 + grown.pct_change().fillna(0.0).cumsum() if part.told.of in {"base", "hedge"} else grown
    return replace(part, found=replace(part.found, account=base * whole, relative=False))


def _assigned(
    manifest: Manifest, tables: Sequence[tuple[DataFile, pd.DataFrame]], problems: list[Problem]
) -> list[tuple[DataFile, pd.DataFrame]]:
    """Each file's trades, where it has any, with what they are part of."""
    found = []
    for told, table in tables:
        if len(table):
            assigned, wrong = selection.assign(manifest, told, table)
            problems += wrong
            found.append((told, assigned))
    return found


def _of_run(told: DataFile, trades: pd.DataFrame) -> pd.DataFrame:
    """Of the hedged one of two runs the hedge's trades: its base trades are those of the unhedged run over again."""
    return trades[trades["hedge"]] if told.of == "hedged" else trades


def _trades(closed: Sequence[tuple[DataFile, pd.DataFrame]]) -> pd.DataFrame | None:
    """All closed trades, oldest first, with the columns that every file has."""
    return _oldest_first(_joined([_of_run(told, trades) for told, trades in closed]))


def _oldest_first(table: pd.DataFrame | None) -> pd.DataFrame | None:
    return None if table is None else table.sort_values([c for c in ORDER if c in table], kind="stable", ignore_index=True)


def _opened(still_open: Sequence[tuple[DataFile, pd.DataFrame]]) -> pd.DataFrame | None:
    return _joined([_of_run(told, trades) for told, trades in still_open])


def _joined(tables: Sequence[pd.DataFrame]) -> pd.DataFrame | None:
    import pandas as pd

    tables = [t for t in tables if len(t)]
    if not tables:
        return None
    shared = [c for c in tables[0] if all(c in t for t in tables)]
    joined = pd.concat([t[shared] for t in tables], ignore_index=True)
    return joined.astype(types_of(shared))


def _marks(parts: Sequence[Part], file: str, problems: list[Problem]) -> pd.DataFrame | None:
    """Daily P&L of base and hedge: from one file that has both, or from an account of each."""
    import pandas as pd

    given = [m for p in parts if (m := p.found.marks) is not None]
    if len(given) > 1:
        problems.append(error("marks-twice", file, "two files have daily marks", "name one of them"))
    if given:
        return given[0]
    of = _accounts_of(parts, ("base", "hedge"), file, problems)
    if len(of) == 1:
        lacking = "hedge" if "base" in of else "base"
        what = f"the daily values of the {next(iter(of))} are there, those of the {lacking} are not"
        problems.append(error("marks-half", file, what, f'name a file of = "{lacking}"'))
    if set(of) != {"base", "hedge"}:
        return None
    values = {side: _account_of(found) for side, found in of.items()}
    span = spans.shared(values, file, problems)
    if span is None:
        return None
    days = spans.of_both(values, span, file, problems)
    so_far = {side: pd.concat([_account_of(found).iloc[:1] * 0.0, found.pnl]).cumsum() for side, found in of.items()}
    table = pd.DataFrame({f"{side}_pnl": so_far[side] for side in ("base", "hedge")}).sort_index().ffill().fillna(0.0)
    return table.loc[days].diff().iloc[1:]


def _accounts_of(parts: Sequence[Part], sides: Iterable[str], file: str, problems: list[Problem]) -> dict[str, Imported]:
    """The files that have daily values of an account, by whose it is; one of each."""
    found: dict[str, Imported] = {}
    for part in parts:
        side = part.told.of
        if side not in sides or part.found.account is None:
            continue
        if side in found:
            what = f'two files have daily values of the same account, of = "{side}"'
            problems.append(error("account-twice", file, what, "name one of them, or say which is which"))
        found[side] = part.found
    return found


def _account_of(found: Imported) -> pd.Series[float]:
    assert found.account is not None, "it was chosen for that"
    return found.account


def _accounts(
    manifest: Manifest, parts: Sequence[Part], file: str, problems: list[Problem]
) -> tuple[pd.DataFrame | None, Literal["daily", "at_close"]]:
    """The values of whole accounts, and whether they are of every day; of a hedged overlay alone there is nothing to part."""
    sides = {"unhedged": "unhedged", "hedged": "hedged"} if manifest.construction == "two_runs" else {"all": "unhedged"}
    found = _accounts_of(parts, sides, file, problems)
    hedged = manifest.hedge.is_declared or any(p.told.of == "hedge" for p in parts)
    if manifest.construction == "overlay" and (hedged or any(p.found.marks is not None for p in parts)):
        return None, "at_close"
    given = {sides[side]: _account_of(imported) for side, imported in found.items()}
    booked: dict[str, pd.Series[float]] = {}
    for side in sides if manifest.construction == "two_runs" else ():
        logs = [t for p in parts if p.told.of == side and (t := p.found.trades) is not None]
        if side not in given and (log := _joined(logs)) is not None:
            booked[side] = _booked(log, manifest.capital.base)
    if {*given, *booked} < set(sides.values()):
        return None, "at_close"
    span = spans.shared(given, file, problems) if given else None
    if given and span is None:
        return None, "at_close"
    table = _side_by_side([sides[s] for s in sides], {**given, **booked}, manifest.capital.base)
    if span is not None:
        table = table.loc[spans.of_both(given, span, file, problems)]
    return table, "at_close" if booked else "daily"


def _booked(trades: pd.DataFrame, base: float) -> pd.Series[float]:
    """The value of an account by the days on which its trades closed, what it began with first [USD]."""
    import pandas as pd

    pnl = trades.groupby(trades["closed"].dt.normalize())["pnl"].sum()
    start = pd.Series([base], index=[pnl.index[0] - pd.Timedelta(days=1)])
    value: pd.Series[float] = pd.concat([start, base + pnl.cumsum()])
    return value


def _side_by_side(sides: Sequence[str], values: Mapping[str, pd.Series[float]], base: float) -> pd.DataFrame:
    """Accounts by day; a day on which nothing was booked leaves a value as it was, before its first the capital base."""
    import pandas as pd

    table = pd.DataFrame({side: values[side] for side in sides}).sort_index().ffill().fillna(base)
    table.index = pd.DatetimeIndex(table.index, name="date")
    return table


def _flows(manifest: Manifest, parts: Sequence[Part]) -> pd.Series[float] | None:
    """Dated flows by day: the manifest's and those in its files."""
    import pandas as pd

    if manifest.capital.flows != "dated":
        return None
    told = pd.Series([f.amount for f in manifest.flow], index=pd.DatetimeIndex([f.date for f in manifest.flow]), dtype="float64")
    every = pd.concat([told, *(p.found.flows for p in parts if p.found.flows is not None)])
    return every.groupby(level=0).sum().sort_index()
