"""The sample client's own account: simulated like the rest, but written as a broker would report an actual one.

It holds the long condors and their hedge from a day in the middle of the run. Each fill is a little worse than in the backtest,
an advisory fee is taken at each month's end, and money is put in and taken out.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

#: What the account began with [USD], and on which evening.
BEGIN, FIRST = 100_000.0, date(2016, 2, 29)
#: Money put in and taken out [USD] at the beginning of a day.
FLOWS = {date(2017, 6, 30): 25_000.0, date(2018, 10, 1): -10_000.0}
#: Advisory fee [fraction a month], and what fills cost beyond the backtest's [USD a trading day].
FEE, FILLS = 0.01 / 12, 4.0
NAME, BACKTEST = "account-45d", "condor-45d-16delta"


def values(marks: Path) -> Iterator[tuple[str, str]]:
    """Day and value of the account at its close [USD], by the backtest's daily marks."""
    with marks.open(encoding="utf-8", newline="") as f:
        own = [row for row in csv.DictReader(f) if date.fromisoformat(row["date"]) > FIRST]
    value = BEGIN
    yield FIRST.isoformat(), f"{value:.2f}"
    for row, after in pairwise([*own, None]):
        assert row is not None
        value += FLOWS.get(date.fromisoformat(row["date"]), 0.0)
        value += float(row["base_pnl"]) + float(row["hedge_pnl"]) - FILLS
        if after is None or after["date"][:7] != row["date"][:7]:
            value -= round(value * FEE, 2)
        value = round(value, 2)
        yield row["date"], f"{value:.2f}"


def write(samples: Path) -> None:
    """Write the account's values into its folder beside the samples."""
    folder = samples / NAME
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "values.csv").open("w", encoding="utf-8", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows([("date", "equity"), *values(samples / BACKTEST / "marks.csv")])
