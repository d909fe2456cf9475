"""Checks across the files of one backtest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from corpus.errors import Problem
from corpus.manifest import Manifest

if TYPE_CHECKING:
    import pandas as pd

_CENT = 0.01


def against_manifest(manifest: Manifest, tables: Mapping[str, pd.DataFrame], file: str) -> list[Problem]:
    """What the tables say against the manifest or against each other."""
    problems = []
    trades, marks = tables.get("trades"), tables.get("marks")
    if trades is None and marks is None:
        problems.append(_problem("no-files", file, "names neither trades nor marks", "name a file under [files]"))
    if trades is not None:
        unknown = sorted(set(manifest.hedge.strategies) - set(trades["strategy"]))
        if unknown:
            what = f"the log has no trade of the hedge strategy {unknown[0]!r}"
            problems.append(_problem("hedge-strategy", file, what, "write strategies as the log does"))
    if trades is not None and marks is not None:
        problems += _log_against_marks(manifest, trades, marks)
    return problems


def _log_against_marks(manifest: Manifest, trades: pd.DataFrame, marks: pd.DataFrame) -> list[Problem]:
    hedge = trades["strategy"].isin(manifest.hedge.strategies)
    problems = []
    for column, pnl in (("base_pnl", trades.loc[~hedge, "pnl"]), ("hedge_pnl", trades.loc[hedge, "pnl"])):
        log, daily = float(pnl.sum()), float(marks[column].sum())
        if abs(log - daily) > _CENT * max(1, len(pnl), len(marks)):
            what = f"the trades sum to {log:.2f} dollars, the column {column} to {daily:.2f}"
            mend = "bring both files from one run, with every trade closed"
            problems.append(
                Problem(
                    code="log-against-marks",
                    severity="warning",
                    file=manifest.files.marks or "",
                    column=column,
                    what=what,
                    mend=mend,
                )
            )
    return problems


def _problem(code: str, file: str, what: str, mend: str) -> Problem:
    return Problem(code=code, severity="error", file=file, what=what, mend=mend)
