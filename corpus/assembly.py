"""Assembling a backtest: the tables of its files become one, and each trade is base, hedge or left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from corpus import cross_checks, selection
from corpus.columns import ORDER, types_of
from corpus.errors import Problem, error, errors_among
from corpus.imported import Imported
from corpus.manifest import DataFile, Manifest

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
    problems: tuple[Problem, ...]


def assemble(manifest: Manifest, parts: Sequence[Part], file: str) -> Assembled:
    """One backtest from the parts that its manifest names; `file` is the manifest's own name, for problems."""
    problems: list[Problem] = []
    relative = any(p.found.relative for p in parts)
    parts = [_scaled(p, manifest.capital.base) for p in parts]
    trades = _trades(manifest, parts, problems)
    opened = _opened(manifest, parts)
    marks = _marks(parts, file, problems)
    accounts, marking = _accounts(manifest, parts)
    flows = _flows(manifest, parts)
    sound = not any(errors_among(p.found.problems) for p in parts)
    if sound and trades is None and marks is None and accounts is None:
        problems.append(error("no-values", file, "none of the files has trades or daily values", "name one that has"))
    if accounts is not None and manifest.capital.flows == "reset_monthly":
        what = "an account's values have their own flows, so flows = \"reset_monthly\" can't hold"
        problems.append(error("flows", file, what, 'write flows = "none", or "dated" with the flows under [[flow]]'))
    if relative and manifest.capital.flows == "dated":
        what = 'returns know nothing of deposits and withdrawals, so flows = "dated" can\'t hold'
        problems.append(error("flows", file, what, 'write flows = "none", or bring the account\'s values'))
    problems += cross_checks.against_manifest(manifest, [(p.told, p.found) for p in parts], file)
    if trades is not None:
        problems += cross_checks.trades_against_days(trades, [(p.told, p.found) for p in parts])
    return Assembled(
        trades=trades,
        open_trades=opened,
        marks=marks,
        accounts=accounts,
        flows=flows,
        marking="daily" if marks is not None else marking,
        problems=tuple(problems),
    )


def _scaled(part: Part, base: float) -> Part:
    """A part whose account is in dollars."""
    if part.found.account is None or not part.found.relative:
        return part
    return replace(part, found=replace(part.found, account=part.found.account * base, relative=False))


def _trades(manifest: Manifest, parts: Sequence[Part], problems: list[Problem]) -> pd.DataFrame | None:
    """All closed trades, oldest first, with the columns that every file has."""
    found = [(p.told, t) for p in parts if (t := p.found.trades) is not None and p.told.of != "hedged"]
    found += [(p.told, _hedge_alone(manifest, p)) for p in parts if p.found.trades is not None and p.told.of == "hedged"]
    if not found:
        return None
    assigned = [selection.assign(manifest, told, table) for told, table in found]
    problems += [p for _, wrong in assigned for p in wrong]
    table = _joined([t for t, _ in assigned])
    problems += cross_checks.twice([t for t, _ in assigned], [told for told, _ in found])
    return table.sort_values([c for c in ORDER if c in table], kind="stable", ignore_index=True)


def _hedge_alone(manifest: Manifest, part: Part) -> pd.DataFrame:
    """Of the hedged one of two runs the hedge's trades: its base trades are those of the unhedged run over again."""
    assert part.found.trades is not None
    assigned, _ = selection.assign(manifest, part.told, part.found.trades)
    return part.found.trades[assigned["hedge"].to_numpy()]


def _opened(manifest: Manifest, parts: Sequence[Part]) -> pd.DataFrame | None:
    tables = [
        selection.assign(manifest, p.told, t)[0]
        for p in parts
        if (t := p.found.open_trades) is not None and len(t) and p.told.of != "hedged"
    ]
    return _joined(tables) if tables else None


def _joined(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

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
    of = {p.told.of: p.found.pnl for p in parts if p.found.account is not None and p.told.of in {"base", "hedge"}}
    if len(of) == 1:
        lacking = "hedge" if "base" in of else "base"
        what = f"the daily values of the {next(iter(of))} are there, those of the {lacking} are not"
        problems.append(error("marks-half", file, what, f'name a file of = "{lacking}"'))
    if set(of) != {"base", "hedge"}:
        return None
    return pd.DataFrame({"base_pnl": of["base"], "hedge_pnl": of["hedge"]}).sort_index().fillna(0.0)


def _accounts(manifest: Manifest, parts: Sequence[Part]) -> tuple[pd.DataFrame | None, Literal["daily", "at_close"]]:
    """The values of whole accounts, and whether they are of every day; of a hedged overlay alone there is nothing to part."""
    hedged = manifest.hedge.is_declared or any(p.told.of == "hedge" for p in parts)
    sides = {"unhedged": "unhedged", "hedged": "hedged"} if manifest.construction == "two_runs" else {"all": "unhedged"}
    if manifest.construction == "overlay" and (hedged or any(p.found.marks is not None for p in parts)):
        return None, "at_close"
    values: dict[str, pd.Series[float]] = {}
    marking: Literal["daily", "at_close"] = "daily"
    for part in parts:
        side = sides.get(part.told.of)
        if side is not None and part.found.account is not None:
            values[side] = part.found.account
    for part in parts if manifest.construction == "two_runs" else ():
        side = sides.get(part.told.of)
        if side is not None and side not in values and part.found.trades is not None:
            values[side], marking = _booked(part.found.trades, manifest.capital.base), "at_close"
    if not values or set(values) < set(sides.values()):
        return None, "at_close"
    return _side_by_side(values), marking


def _booked(trades: pd.DataFrame, base: float) -> pd.Series[float]:
    """The value of an account by the days on which its trades closed, what it began with first [USD]."""
    import pandas as pd

    pnl = trades.groupby(trades["closed"].dt.normalize())["pnl"].sum()
    start = pd.Series([base], index=[pnl.index[0] - pd.Timedelta(days=1)])
    value: pd.Series[float] = pd.concat([start, base + pnl.cumsum()])
    return value


def _side_by_side(values: Mapping[str, pd.Series[float]]) -> pd.DataFrame:
    """Accounts on the days from which both are known; a day that one of them doesn't have leaves its value as it was."""
    import pandas as pd

    table = pd.DataFrame(dict(values)).sort_index().ffill().dropna()
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
