"""A million-trade Option Omega log, faultless and with one faulty row, against `pandas.read_csv`, each in a process of its own.

Run as `python bench/formats.py [TRADES]`; exits with 1 where reading takes more than three times the time or twice the
memory beyond what importing takes. Time is that of the processor in all threads, which a busy machine doesn't stretch and
which hides no second core; by the clock it is printed beside.
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

TIME, MEMORY = 3.0, 2.0
HEADER = (
    "Date Opened,Time Opened,Opening Price,Legs,Premium,Closing Price,Date Closed,Time Closed,Avg. Closing Cost,"
    "Reason For Close,P/L,No. of Contracts,Funds at Close,Margin Req.,Strategy,Opening Commissions + Fees,"
    "Closing Commissions + Fees,Opening Short/Long Ratio,Closing Short/Long Ratio,Gap,Movement,Max Profit,Max Loss"
).split(",")
MEASURE = """
import resource, sys, time
import pandas as pd
from corpus import formats
from pathlib import Path
file = Path(sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start, clock = time.process_time(), time.perf_counter()
n = len({call})
taken = time.process_time() - start, time.perf_counter() - clock
print(n, *taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
#: A row whose P&L doesn't follow from its prices, and one whose premium is no number.
FAULTS = {"a wrong P/L": (10, "123456.75"), "no number": (4, "many")}
CALLS = {"pandas.read_csv": "pd.read_csv(file)", "formats.read": "formats.read(file)[1].trades"}


def write_log(file: Path, trades: int) -> None:
    """A log of made-up trades on which the P&L identity holds, newest first as Option Omega writes it."""
    chance = random.Random(7)  # noqa: S311 made-up trades
    last, days = date(2024, 12, 30), 3650
    with file.open("w", encoding="utf-8", newline="") as f:
        out = csv.writer(f)
        out.writerow(HEADER)
        for i in range(trades):
            day = last - timedelta(days=i * days // trades)
            strike, premium, cost, n = (
                4000 + 5 * chance.randrange(400),
                chance.randrange(50, 500),
                chance.randrange(300),
                1 + i % 5,
            )
            legs = f"{n} {day:%b} {day.day} {strike} P STO 4.45 | {n} {day:%b} {day.day} {strike - 50} P BTO 0.25"
            opened = f"{9 + chance.randrange(6):02}:{chance.randrange(60):02}:00"
            fees = 3 * n
            row = [day, opened, strike + 40.5, legs, premium, strike + 33.25, day, "16:00:00", cost, "Expired"]
            row += [(premium - cost) * n - 2 * fees, n, 100_000 + i, 5000 * n, f"Strategy {i % 7}", fees, fees]
            out.writerow([*row, 17.8, 1, 9.28, 16.92, 100, -17.86])


def spoil(file: Path, line: int, column: int, cell: str) -> Path:
    """The same log with another cell in one line."""
    spoilt = file.with_name("spoilt.csv")
    with file.open(encoding="utf-8", newline="") as whole, spoilt.open("w", encoding="utf-8", newline="") as f:
        for n, text in enumerate(whole, start=1):
            if n == line:
                cells = next(csv.reader([text]))
                cells[column] = cell
                csv.writer(f).writerow(cells)
            else:
                f.write(text)
    return spoilt


def measured(call: str, file: Path) -> tuple[int, float, float, float]:
    """Rows read, seconds of the processor and by the clock, and kilobytes beyond those of the imports."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE.replace("{call}", call), file], capture_output=True, text=True, check=True
    )
    rows, seconds, clock, kilobytes = done.stdout.split()
    return int(rows), float(seconds), float(clock), float(kilobytes)


def main(trades: int) -> int:
    """Print time and memory of both and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "log.csv"
        write_log(file, trades)
        results = {name: min((measured(call, file) for _ in range(3)), key=lambda r: r[1]) for name, call in CALLS.items()}
        spoilt = {
            name: min((measured(CALLS["formats.read"], spoilt) for _ in range(3)), key=lambda r: r[1])
            for name, fault in FAULTS.items()
            for spoilt in [spoil(file, trades // 2, *fault)]
        }
    for name, (rows, seconds, clock, kilobytes) in results.items():
        print(f"{name:18} {rows:,} rows  {seconds:6.2f} s (by the clock {clock:.2f} s)  {kilobytes / 1024:7.0f} MB")
    theirs, ours = results.values()
    time, memory = ours[1] / theirs[1], ours[3] / theirs[3]
    print(f"time x {time:.2f} (at most {TIME}), memory x {memory:.2f} (at most {MEMORY})")
    slow = 0
    for name, (rows, seconds, clock, _) in spoilt.items():
        times = f"x {seconds / theirs[1]:.2f} (at most {TIME})"
        print(f"one row with {name:12} {rows:,} rows  {seconds:6.2f} s (by the clock {clock:.2f} s)  {times}")
        slow += seconds / theirs[1] > TIME
    return int(time > TIME or memory > MEMORY or ours[0] != trades or slow > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
