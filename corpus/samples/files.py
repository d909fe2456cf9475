"""Files of a simulated sample: trade log, daily marks and market closes."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.samples.market import Day
from corpus.samples.plans import Plan
from corpus.samples.run import Run

OPEN_AT = "16:00:00"
#: Those of Option Omega's log that a simulation can fill.
COLUMNS = tuple(
    """
    Date Opened, Time Opened, Opening Price, Legs, Premium, Closing Price, Date Closed, Time Closed, Avg. Closing Cost,
    Reason For Close, P/L, No. of Contracts, Funds at Close, Margin Req., Strategy, Opening Commissions + Fees,
    Closing Commissions + Fees
    """.replace("\n    ", " ")
    .strip()
    .split(", ")
)


def write(plan: Plan, days: Sequence[Day], run: Run, folder: Path) -> None:
    """Write trade log, daily marks and market closes into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "trades.csv", _log(plan, run))
    head = ["date", "base_pnl", "hedge_pnl", *(f"hedge_pnl.{layer}" for layer in run.layers)]
    marks = zip(days, run.base, run.hedge, *run.layers.values(), strict=True)
    _write(folder / "marks.csv", [head, *([day.day, *(f"{pnl:.2f}" for pnl in pnls)] for day, *pnls in marks)])
    _write(folder / "market.csv", [["date", "spx", "vix"], *([d.day, f"{d.spx:.2f}", f"{d.vix[0]:.2f}"] for d in days)])


def _log(plan: Plan, run: Run) -> Iterator[list[object]]:
    """The trade log in Option Omega's columns, newest row first."""
    yield list(COLUMNS)
    funds, rows = plan.base, []
    for t in sorted(run.trades, key=lambda t: (t.closed, t.opened, t.strategy)):
        funds += t.pnl
        opened, closed = [t.opened, OPEN_AT, f"{t.spx_open:.2f}"], [f"{t.spx_close:.2f}", t.closed, OPEN_AT]
        money = [f"{t.cost:.2f}", t.reason, f"{t.pnl:.2f}", t.contracts, f"{funds:.2f}", f"{t.margin:.2f}"]
        fees = [f"{t.fees_open:.2f}", f"{t.fees_close:.2f}"]
        rows.append([*opened, t.legs, f"{t.premium:.2f}", *closed, *money, t.strategy, *fees])
    yield from reversed(rows)


def _write(file: Path, rows: object) -> None:
    with file.open("w", encoding="utf-8", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]
