"""Checking a backtest's files: what is wrong with them, and what was read."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from corpus import formats
from corpus.backtests import check_backtest
from corpus.errors import Problem, UnreadableError, errors_among
from corpus.manifest import FILE
from qa.numerals import write
from reports.listing import table


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Problems, and a summary by name."""

    problems: tuple[Problem, ...]
    summary: dict[str, str | int | float]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that stop an import."""
        return errors_among(self.problems)


def check_path(path: Path) -> Checked:
    """Check a manifest with its files, or a bare log or file of marks.

    Raises
    ------
    UnreadableError
        There is no such file, or it isn't recognised.
    """
    if not path.exists():
        raise UnreadableError("no such file or folder", where=str(path), mend="check the path")
    if path.is_dir() or path.suffix == ".toml":
        backtest = check_backtest(path)
        hedge = backtest.is_hedge if backtest.trades is not None else None
        summary: dict[str, str | int | float] = {"backtest": backtest.name}
        summary |= _of_trades(backtest.trades, hedge) if backtest.trades is not None else {}
        summary |= _of_marks(backtest.marks) if backtest.marks is not None else {}
        return Checked(problems=backtest.problems, summary=summary | {"digest": backtest.digest})
    found = formats.recognise(path)
    if found is None:
        wanted = " or ".join(f.TITLE for f in formats.FORMATS)
        raise UnreadableError("has an unknown header", where=f"{path.name}:1", mend=f"bring a {FILE}, or {wanted}")
    frame, problems = formats.read(path, found.ROLE)
    of = _of_trades(frame, None) if found.ROLE == "trades" else _of_marks(frame)
    return Checked(problems=tuple(problems), summary={"format": found.TITLE} | of)


def _of_trades(trades: pd.DataFrame, hedge: pd.Series[bool] | None) -> dict[str, str | int | float]:
    if trades.empty:
        return {"trades": 0}
    summary: dict[str, str | int | float] = {
        "trades": len(trades),
        "first day": str(trades["opened"].min().date()),
        "last day": str(trades["closed"].max().date()),
        "strategies": ", ".join(sorted({s or "(blank)" for s in trades["strategy"]})),
        "fees": _dollars(trades["fees"]),
        "P&L": _dollars(trades["pnl"]),
    }
    if hedge is not None:
        summary |= {
            "P&L of the base": _dollars(trades.loc[~hedge, "pnl"]),
            "P&L of the hedge": _dollars(trades.loc[hedge, "pnl"]),
        }
    return summary


def _of_marks(marks: pd.DataFrame) -> dict[str, str | int | float]:
    summary: dict[str, str | int | float] = {"marked days": len(marks)}
    return summary | {f"sum of {column}": _dollars(marks[column]) for column in marks}


def _dollars(column: pd.Series[float]) -> float:
    return round(float(column.sum()), 2)


def write_check(checked: Checked, form: str) -> str:
    """The check as a table, or as JSON `{problems, summary}`."""
    if form == "json":
        problems = [asdict(p) for p in checked.problems]
        return json.dumps({"problems": problems, "summary": checked.summary}, ensure_ascii=False, indent=1) + "\n"
    shown = [[name, write(v, "USD", 2) if isinstance(v, float) else str(v)] for name, v in checked.summary.items()]
    lines = "".join(f"{p}\n" for p in checked.problems) or "no problems\n"
    return table([["read", ""], *shown]) + "\n" + lines
