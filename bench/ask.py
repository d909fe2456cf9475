"""How long commands take as whole processes, as ratios to `import pandas` in the same run.

Prints the medians and ratios; exits with 1 where a ratio is over its bound.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 5
#: Command and the most that it may take, in imports of pandas.
BOUNDS = {
    "hedgecite --help": (["--help"], 0.8),
    "hedgecite ask, the same again": (["ask", "What does the hedge cost?"], 5.5),
    "hedgecite ask, a new question": (["ask", "What does the hedge cost, told otherwise {i}?"], 10.0),
}


def timed(command: list[str], environment: dict[str, str]) -> float:
    """Wall time of one run [s]."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment, cwd="/")
    return time.perf_counter() - start


def main() -> int:
    """Run the commands in turn with their yardstick."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "HEDGECITE_CACHE_DIR": cache, "HEDGECITE_DATA_DIR": cache, "PYTHONPATH": str(ROOT)}
        ours = [sys.executable, "-m", "reports.cli"]
        timed([*ours, "ask", "What does the hedge cost?"], environment)  # builds the index, which is counted nowhere
        times: dict[str, list[float]] = {name: [] for name in ("import pandas", *BOUNDS)}
        for i in range(RUNS):
            times["import pandas"].append(timed([sys.executable, "-c", "import pandas"], environment))
            for name, (words, _) in BOUNDS.items():
                times[name].append(timed([*ours, *(w.format(i=i) for w in words)], environment))
    yardstick = statistics.median(times["import pandas"])
    slow = False
    for name, runs in times.items():
        median, bound = statistics.median(runs), BOUNDS.get(name, ([], float("inf")))[1]
        slow |= median / yardstick > bound
        print(f"{name:32} {median:6.2f} s  {median / yardstick:5.2f} of import pandas (at most {bound})")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
