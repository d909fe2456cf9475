"""Reports beside quantstats' page of the same returns, and a batch on two processes beside one.

`python bench/monthly.py [CLIENTS]`; 1 where a bound is not held.
"""

from __future__ import annotations

import logging
import resource
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import quantstats

from qa.calculator.core.facts import UNHEDGED, Facts
from reports.desk import open_desk
from reports.monthly.batch import Opening, Task, Workshop, make, on_processes, open_shop, run
from reports.monthly.clients import Client

RUNS = 3
SAMPLE = "condor-0.70-1dte"
#: The most that a page and a PDF may take, in times of quantstats' page, and the least that two processes are faster.
PAGE, PDF, FASTER = 1 / 5, 1 / 3, 1.8
CLIENTS = 300


def best(work: Callable[[], object]) -> float:
    """Wall time of the fastest of some runs [s]; the first also imports and fills caches."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def _task(number: int, forms: tuple[str, ...]) -> Task:
    client = Client(id=f"c{number}", name=f"Client {number}", backtest=SAMPLE, units=1 + number % 7, fee=1.0)
    return Task(client=client, month="2018-12", made=None, note="", forms=forms)


def _batch(shop: Workshop, opening: Opening, clients: int, jobs: int, folder: Path) -> float:
    """Wall time of a batch [s]."""
    tasks = [_task(i, ("html", "json")) for i in range(clients)]
    start = time.perf_counter()
    for _ in run(tasks, shop, folder, elsewhere=on_processes(jobs, opening)):
        pass
    return time.perf_counter() - start


def main(clients: int) -> int:
    """Time all of it in one run."""
    opening = Opening(desk=open_desk(None, Path("/")), names=(SAMPLE,), model=None, private=())
    shop = open_shop(opening)
    facts = Facts(shop.named[SAMPLE].read())
    returns = pd.Series(facts.daily(UNHEDGED), index=pd.DatetimeIndex(facts.days))
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # quantstats' own, and that it finds no Arial
        logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
        out = Path(folder)
        theirs = best(lambda: quantstats.reports.html(returns, output=str(out / "q.html")))  # type: ignore[no-untyped-call]
        page, pdf = (best(lambda form=form: make(_task(0, (form,)), shop)) for form in ("html", "pdf"))  # type: ignore[misc]
        print(f"quantstats' page {theirs:6.2f} s")
        print(f"a report as HTML {page:6.2f} s  {page / theirs:5.2f} of it (at most {PAGE:.2f})")
        print(f"a report as PDF  {pdf:6.2f} s  {pdf / theirs:5.2f} of it (at most {PDF:.2f})")
        one, two = (_batch(shop, opening, clients, jobs, out / str(jobs)) for jobs in (1, 2))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{clients} clients: {one:6.1f} s on one process, {two:6.1f} s on two: {one / two:4.2f} times (at least {FASTER})")
        print(f"the largest process took {peak:.0f} MB")
    return int(page > PAGE * theirs or pdf > PDF * theirs or one < FASTER * two)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else CLIENTS))
