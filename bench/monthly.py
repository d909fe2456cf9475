"""Reports beside quantstats' page of the same returns, and a batch on two processes beside one, each begun afresh.

`python bench/monthly.py [CLIENTS]`; 1 where a bound is not held. On a machine that others use, the wall times are theirs too:
the CPU times beside them are the batch's own, and say what two free cores would take at the least.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import quantstats

from qa.calculator.core.facts import UNHEDGED, Facts
from reports.desk import open_desk
from reports.monthly.clients import Client
from reports.monthly.workshop import Opening, Task, make, open_shop

RUNS = 3
SAMPLE = "condor-0.70-1dte"
#: The most that a page and a PDF may take, in times of quantstats' page, and the least that two processes are faster.
PAGE, PDF, FASTER = 1 / 5, 1 / 3, 1.8
#: The most that ten times as many clients may take of memory, in times of the few.
FLAT = 1.15
CLIENTS = 300
MONTH = "2018-12"
#: Runs the command line, and tells at the end the CPU time of itself and of its processes, and the largest of them.
_TIMED = """
import atexit, resource, sys
from reports import cli
def tell():
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = [u.ru_utime + u.ru_stime for u in (own, others)]
    print(*cpu, max(own.ru_maxrss, others.ru_maxrss) / 1024, file=sys.stderr)
atexit.register(tell)
sys.argv[0] = "hedgecite"
cli.main()
"""


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
    return Task(client=client, month=MONTH, made=None, note="", forms=forms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a batch took: wall time, CPU time of the first process and of the others [s], the largest process [MB]."""

    wall: float
    own: float
    others: float
    most: float

    @property
    def free(self) -> float:
        """The wall time on two free cores at the least: either half of all work, or that of the first process alone."""
        return max((self.own + self.others) / 2, self.own)


def _write_clients(file: Path, clients: int) -> None:
    told = (
        f'[[client]]\nid = "c{i}"\nname = "Client {i}"\nbacktest = "{SAMPLE}"\nunits = {1 + i % 7}\nfee = 1.0\n'
        for i in range(clients)
    )
    file.write_text("\n".join(told), encoding="utf-8")


def _batch(clients: Path, jobs: int, folder: Path) -> Batch:
    """The command for a file of clients, as a user runs it."""
    words = ["--clients", str(clients), "--month", MONTH, "--out", str(folder / f"{clients.stem}-{jobs}"), "--jobs", str(jobs)]
    start = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-c", _TIMED, "report", *words], check=True, capture_output=True, text=True, cwd=folder
    )
    own, others, most = (float(x) for x in told.stderr.splitlines()[-1].split())
    return Batch(wall=time.perf_counter() - start, own=own, others=others, most=most)


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
    return int(page > PAGE * theirs or pdf > PDF * theirs) | _batches(clients)


def _batches(clients: int) -> int:
    """Time a batch on one process and on two, and a small one for what its memory grows by."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        every, few = folder / "every.toml", folder / "few.toml"
        _write_clients(every, clients)
        _write_clients(few, max(1, clients // 10))
        one, two, small = _batch(every, 1, folder), _batch(every, 2, folder), _batch(few, 1, folder)
    for jobs, told in (("one process", one), ("two processes", two)):
        print(f"{clients} clients, {jobs:13} {told.wall:6.1f} s wall, {told.own:6.1f} + {told.others:6.1f} s CPU")
    free = (one.own + one.others) / two.free
    print(f"two beside one: {one.wall / two.wall:4.2f} times as measured, {free:4.2f} on free cores (at least {FASTER})")
    print(f"the largest process: {small.most:.0f} MB for {max(1, clients // 10)} clients, {one.most:.0f} MB for {clients}")
    return int(one.wall < FASTER * two.wall or one.most > FLAT * small.most)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else CLIENTS))
