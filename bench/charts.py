"""The charts of a page and the page with them, against `quantstats.reports.html` on the same returns, in one process.

Run as `python bench/charts.py`; prints the best times of some runs and their ratios, and exits with 1 where a ratio is over
its bound.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import quantstats

from corpus.backtests.backtest import read_backtest
from corpus.texts.library import shipped_folder
from qa.calculator.core.facts import UNHEDGED, Facts
from reports.charts.draw import pictures
from reports.desk import materials_of, open_desk
from reports.monthly.clients import Client
from reports.monthly.gather import Making
from reports.monthly.report import monthly_report
from reports.pages.report_page import render_report

RUNS = 3
#: The most that either may take, in times of quantstats' page.
BOUND = 1 / 3
SAMPLE = "condor-0.70-1dte"


def best(work: Callable[[], object]) -> float:
    """Wall time of the fastest of some runs [s]; the first also imports and fills caches."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> int:
    """Make both pages."""
    backtest = read_backtest(shipped_folder() / "samples" / SAMPLE, sample=True)
    facts = Facts(backtest)
    returns = pd.Series(facts.daily(UNHEDGED), index=pd.DatetimeIndex(facts.days))
    client = Client(id="bench", name="Bench", backtest=SAMPLE)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # quantstats' own, and that it finds no Arial
        logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
        cache = Path(folder)
        materials = materials_of(open_desk(None, Path("/")), [SAMPLE])
        document = monthly_report(client, "2018-12", backtest, Making(materials=materials))

        def page() -> str:
            return render_report(monthly_report(client, "2018-12", backtest, Making(materials=materials)), cache)

        def theirs() -> object:
            return quantstats.reports.html(returns, output=str(cache / "q.html"))  # type: ignore[no-untyped-call]

        times = {
            "quantstats.reports.html": best(theirs),
            "the charts of a report": best(lambda: pictures(document, cache)),
            "the report, its figures, its charts, its page": best(page),
        }
    yardstick = times["quantstats.reports.html"]
    for name, seconds in times.items():
        bound = "" if seconds == yardstick else f" (at most {BOUND:.2f})"
        print(f"{name:46} {seconds:6.2f} s  {seconds / yardstick:5.2f} of quantstats{bound}")
    return int(max(seconds for seconds in times.values() if seconds != yardstick) > BOUND * yardstick)


if __name__ == "__main__":
    sys.exit(main())
