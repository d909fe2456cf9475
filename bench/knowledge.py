"""A knowledge base of many pages, built again after a day's new data: on one process, on two, and where nothing changed.

`python bench/knowledge.py [PAGES]`; 1 where the bound is not held. On a machine that others use, the wall times are theirs too:
the CPU times beside them are the command's own, and their half is what two free cores would take at the least.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from qa.calculator.catalogue import CATALOGUE
from tests.conftest import ROOT

PAGES, SECONDS = 500, 60.0
SAMPLE = ROOT / "corpus" / "samples" / "condor-0.70-1dte"
FILES = ("trades.csv", "marks.csv", "market.csv")
#: The last day of the data before the refresh; the sample goes on to the 28th.
BEFORE = "2022-12-27"
YEARS = range(2014, 2023)
ASKED = '[[question]]\ntext = "{text}"\nslug = "{slug}"\nstate = "approved"\napprover = "A. Prover"\n'
#: Runs the command line, and tells at the end the CPU time of itself and of its processes.
_TIMED = """
import atexit, resource, sys
from reports import cli
def tell():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print("cpu", *(u.ru_utime + u.ru_stime for u in used), file=sys.stderr)
atexit.register(tell)
sys.argv[0] = "hedgecite"
cli.main()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A command's times [s] and what it printed."""

    wall: float
    own: float
    others: float
    out: str


def questions() -> Iterator[tuple[str, str]]:
    """Questions with their slugs: each figure of the whole run, then of each year."""
    for when in ("", *(f" in {year}" for year in YEARS)):
        for key, spec in CATALOGUE.items():
            if when and "dates" not in spec.narrows:
                continue
            title = spec.title[0].lower() + spec.title[1:]
            yield f"What was the {title}{when}?", f"{key}{when.replace(' ', '-')}".replace(".", "-").replace("_", "-")


def desk(root: Path, pages: int) -> None:
    """A desk with one backtest that ends a day early and the approved questions."""
    run(root.parent, "init", root.name)
    own = root / "backtests" / "own"
    shutil.copytree(SAMPLE, own)
    for name in FILES:
        held = own / name
        held.write_text(cut(held.read_text(encoding="utf-8"), name), encoding="utf-8")
    settings = root / "hedgecite.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + '\n[[backtest]]\npath = "backtests/own"\n', encoding="utf-8")
    told = "\n".join(ASKED.format(text=text, slug=slug) for text, slug in islice(questions(), pages))
    (root / "questions.toml").write_text(told, encoding="utf-8")


def cut(text: str, name: str) -> str:
    """A file of the sample without what is known after the last day before the refresh."""
    head, *rows = text.splitlines(keepends=True)
    column = head.split(",").index("Date Closed") if name == "trades.csv" else 0
    return head + "".join(r for r in rows if r.split(",")[column] <= BEFORE)


def run(where: Path, *words: str, cache: Path | None = None) -> Ran:
    """A command of the command line in a process of its own."""
    start = time.perf_counter()
    known = {**os.environ, "PYTHONPATH": str(ROOT)} | ({"HEDGECITE_CACHE_DIR": str(cache)} if cache else {})
    done = subprocess.run(
        [sys.executable, "-c", _TIMED, *words], cwd=where, env=known, capture_output=True, text=True, check=False
    )
    wall = time.perf_counter() - start
    own, others = next(map(float, line.split()[1:]) for line in done.stderr.splitlines() if line.startswith("cpu "))
    return Ran(wall=wall, own=own, others=others, out=(done.stdout.strip() or done.stderr.strip()).splitlines()[-1])


def say(what: str, ran: Ran) -> None:
    """A line of times."""
    print(f"{what:34} {ran.wall:6.1f} s wall, {ran.own:5.1f} + {ran.others:5.1f} s CPU   {ran.out[:90]}", flush=True)


def main() -> int:
    """Build, refresh, build again."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    with tempfile.TemporaryDirectory() as folder:
        root, cache, later = Path(folder), Path(folder, "cache"), Path(folder, "later")
        desk(root / "desk", pages)
        publish = ("publish", "--out", "site", "--desk", "desk", "--questions", "desk/questions.toml", "--force")
        say("first build, two processes", run(root, *publish, "--date", "2023-01-02", "--jobs", "2", cache=cache))
        say("nothing changed, two processes", run(root, *publish, "--jobs", "2", cache=cache))
        later.mkdir()
        for name in FILES:
            shutil.copy(SAMPLE / name, later / name)
        say("refresh", run(root, "refresh", "later", "--desk", "desk", "--accept", cache=cache))
        for name in ("cache", ".site.editions"):  # one process begins where two do
            shutil.copytree(root / name, root / "one" / name, symlinks=True)
        (root / "one" / "site").symlink_to((root / "site").readlink())
        two = run(root, *publish, "--date", "2023-01-03", "--jobs", "2", cache=cache)
        say("after a day, two processes", two)
        alone = ("publish", "--out", "one/site", *publish[3:], "--date", "2023-01-03")
        one = run(root, *alone, cache=root / "one" / "cache")
        say("after a day, one process", one)
        print(f"{one.wall / two.wall:.2f} times one; {two.own + two.others:.1f} s CPU in all; the bound is {SECONDS:.0f} s")
    return int(two.wall > SECONDS)


if __name__ == "__main__":
    sys.exit(main())
