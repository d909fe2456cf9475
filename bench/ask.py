"""How long commands take as whole processes, as ratios to `import pandas` in the same run; and answers in a warm process.

A repeated question is one whose answer was kept; a new one has figures that were computed before, as most have.
Prints the medians, ratios and quantiles; exits with 1 where one is over its bound, or where answering loads a model client.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 5
#: Command and the most that it may take, in imports of pandas.
BOUNDS = {
    "hedgecite --help": (["--help"], 0.25),
    "hedgecite ask, the same again": (["ask", "What does the hedge cost?"], 1.6),
    "hedgecite ask, a new question": (["ask", "What does the hedge cost, told otherwise {i}?"], 2.2),
}
#: Answers in one process on a warm desk: the median and the slowest of a hundred [ms].
MEDIAN, SLOWEST = 30.0, 100.0
CLIENTS = ("openai", "langchain_openai", "langchain")


def timed(command: list[str], environment: dict[str, str]) -> float:
    """Wall time of one run [s]."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment, cwd="/")
    return time.perf_counter() - start


def main() -> int:
    """Run the commands in turn with their yardstick."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "HEDGECITE_CACHE_DIR": cache, "HEDGECITE_DATA_DIR": cache, "PYTHONPATH": str(ROOT)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # packages are compiled once, where they are installed
        ours = [sys.executable, "-m", "reports.cli"]
        timed([*ours, "ask", "What does the hedge cost?"], environment)  # builds the index, which is counted nowhere
        times: dict[str, list[float]] = {name: [] for name in ("import pandas", *BOUNDS)}
        for i in range(RUNS):
            times["import pandas"].append(timed([sys.executable, "-c", "import pandas"], environment))
            for name, (words, _) in BOUNDS.items():
                times[name].append(timed([*ours, *(w.format(i=i) for w in words)], environment))
    slow = report(times)
    return int(slow or in_process())


def report(times: dict[str, list[float]]) -> bool:
    """Print the times of the commands; whether one is over its bound."""
    yardstick = statistics.median(times["import pandas"])
    slow = False
    for name, runs in times.items():
        median, bound = statistics.median(runs), BOUNDS.get(name, ([], float("inf")))[1]
        slow |= median / yardstick > bound
        print(f"{name:32} {median:6.2f} s  {median / yardstick:5.2f} of import pandas (at most {bound})")
    return slow


def in_process() -> bool:
    """Ask the questions of the evaluation sets on a warm desk and print the quantiles; whether they are over their bounds."""
    from qa.answer import answer
    from reports.desk import Desk, DeskFile, materials_of

    sets = [ROOT / "tests/eval" / name for name in ("questions.toml", "questions_more.toml")]
    asked = [q["text"] for file in sets for q in tomllib.loads(file.read_text(encoding="utf-8"))["question"]]
    with tempfile.TemporaryDirectory() as folder:
        materials = materials_of(Desk(root=Path(folder), settings=DeskFile(), cache=Path(folder)))
        for text in asked:  # reads every backtest once
            answer(text, materials)
        took = []
        for text in asked:
            start = time.perf_counter()
            answer(text, materials)
            took.append((time.perf_counter() - start) * 1000)
    median, slowest = statistics.median(took), statistics.quantiles(took, n=100)[-1]
    print(
        f"in process, {len(took)} questions: median {median:.1f} ms (at most {MEDIAN}), p99 {slowest:.1f} ms (at most {SLOWEST})"
    )
    loaded = [name for name in CLIENTS if name in sys.modules]
    print(f"model clients loaded: {', '.join(loaded) or 'none'}")
    return median > MEDIAN or slowest > SLOWEST or bool(loaded)


if __name__ == "__main__":
    sys.exit(main())
