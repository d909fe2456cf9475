"""Checks of a backtest's files: what is wrong with them, and what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from corpus import formats
from corpus.backtests.assembly import Part, assemble
from corpus.backtests.backtest import check_backtest
from corpus.backtests.completeness import open_sums
from corpus.backtests.imported import Imported
from corpus.backtests.manifest import Capital, DataFile, Manifest
from corpus.backtests.watch import Watch, unwatched
from corpus.errors import Problem, UnreadableError, WrongUseError, errors_among

if TYPE_CHECKING:
    import pandas as pd

Summary = dict[str, str | int | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check of files found: what is wrong with them, and what was read."""

    #: errors, warnings and notes, each with its place and what to do
    problems: tuple[Problem, ...]
    #: what was read, by name: format, counts, first and last day, sums in dollars
    summary: Mapping[str, str | int | float]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that stop an import."""
        return errors_among(self.problems)


def check_paths(paths: Sequence[Path], watch: Watch = unwatched) -> Checked:
    """Check a manifest with its files, or bare files, which are held against each other too.

    Raises
    ------
    UnreadableError
        One of them is missing, or isn't recognised.
    WrongUseError
        No file is named, or a manifest beside other files.
    """
    if not paths:
        raise WrongUseError("no file is named", where="paths", mend="name a backtest.toml, its folder, or bare files")
    for path in paths:
        if not path.exists():
            raise UnreadableError("no such file or folder", where=str(path), mend="check the path")
    if not any(p.is_dir() or p.suffix == ".toml" for p in paths):
        return _check_bare(paths, watch)
    if len(paths) > 1:
        raise WrongUseError("a backtest.toml names its files itself", where=str(paths[0]), mend="check it alone")
    backtest = check_backtest(paths[0], watch=watch)
    summary: Summary = {"backtest": backtest.name}
    summary |= _of_trades(backtest.trades, parted=True) if backtest.trades is not None else {}
    summary |= _of_open(backtest.open_trades) if backtest.open_trades is not None else {}
    summary |= {"live trades": len(backtest.live)} if backtest.live is not None else {}
    summary |= _of_marks(backtest.marks) if backtest.marks is not None else {}
    for side in backtest.accounts if backtest.accounts is not None else ():
        assert backtest.accounts is not None
        summary |= _of_account(backtest.accounts[side], f"{side} account")
    summary |= _of_flows(backtest.flows) if backtest.flows is not None else {}
    return Checked(problems=backtest.problems, summary=MappingProxyType(summary | {"digest": backtest.digest}))


def _check_bare(paths: Sequence[Path], watch: Watch) -> Checked:
    """Files without a manifest: nothing is known of what in them is the hedge."""
    told = [DataFile(path=p.name) for p in paths]
    found = [formats.read(path, of, watch) for path, of in zip(paths, told, strict=True)]
    bare = Manifest.model_construct(hypothetical=False, capital=Capital(base=1.0, flows="dated"), files=tuple(told))
    parts = [Part(told=of, found=imported) for of, (_, imported) in zip(told, found, strict=True)]
    together = assemble(bare, parts, "")
    problems = [p for part in parts for p in part.found.problems]
    summary: Summary = {}
    for path, (known, imported) in zip(paths, found, strict=True):
        own: Summary = {"format": known.TITLE, **summarise_file(imported)}
        summary |= _prefixed(path.name if len(paths) > 1 else "", own)
    own_faults = [
        p for p in together.problems if p.file or p.severity == "warning"
    ]  # errors of the manifest's own there are none
    problems += [p if p.file else replace(p, file=paths[0].name) for p in own_faults]
    return Checked(problems=tuple(problems), summary=MappingProxyType(summary))


def _prefixed(name: str, summary: Summary) -> Summary:
    return {f"{name}: {key}": value for key, value in summary.items()} if name else summary


def summarise_file(found: Imported) -> Summary:
    """What is in one file, by name."""
    summary: Summary = {"live": "yes" if found.live else "no"} if found.live is not None else {}
    summary |= _of_trades(found.trades, parted=False) if found.trades is not None else {}
    summary |= _of_open(found.open_trades) if found.open_trades is not None else {}
    summary |= _of_marks(found.marks) if found.marks is not None else {}
    summary |= _of_account(found.account, "account") if found.account is not None else {}
    summary |= _of_flows(found.flows) if found.flows is not None else {}
    return summary | ({"currency": found.currency} if found.currency else {})


def _of_trades(trades: pd.DataFrame, *, parted: bool) -> Summary:
    if trades.empty:
        return {"trades": 0}
    summary: Summary = {
        "trades": len(trades),
        "first day": str(trades["opened"].min().date()),
        "last day": str(trades["closed"].max().date()),
        "strategies": ", ".join(sorted({s or "(blank)" for s in trades["strategy"].unique()})),
        "fees": _dollars(trades["fees"]) if "fees" in trades else "not in the log",
        "P&L": _dollars(trades["pnl"]),
    }
    if parted:
        hedge = trades["hedge"]
        summary |= {"P&L of the base": _dollars(trades.loc[~hedge, "pnl"]), "hedge trades": int(hedge.sum())}
        summary |= {"P&L of the hedge": _dollars(trades.loc[hedge, "pnl"])}
        layers = sorted(set(trades["layer"]) - {""})
        summary |= {f"P&L of the layer {layer}": _dollars(trades.loc[trades["layer"] == layer, "pnl"]) for layer in layers}
    return summary


def _of_open(trades: pd.DataFrame) -> Summary:
    names = {"premium": "premium of the open trades", "unrealised": "unrealised P&L of the open trades"}
    summary: Summary = {"trades still open": len(trades)}
    return summary | {names[k]: round(v, 2) for k, v in open_sums(trades).items()}


def _of_marks(marks: pd.DataFrame) -> Summary:
    summary: Summary = {"marked days": len(marks)}
    return summary | {f"sum of {column}": _dollars(marks[column]) for column in marks}


def _of_account(account: pd.Series[float], name: str) -> Summary:
    if len(account) < 2:  # noqa: PLR2004 a value needs one before it
        return {f"{name}, days": 0}
    return {
        f"{name}, days": len(account) - 1,
        f"{name}, first day": str(account.index[1].date()),
        f"{name}, last day": str(account.index[-1].date()),
        f"{name}, from": round(float(account.iloc[0]), 2),
        f"{name}, to": round(float(account.iloc[-1]), 2),
    }


def _of_flows(flows: pd.Series[float]) -> Summary:
    return {"deposits and withdrawals": len(flows), "their sum": _dollars(flows)}


def _dollars(column: pd.Series[float]) -> float:
    return round(float(column.sum()), 2)
