"""The whole catalogue on 6,834 daily returns against quantstats' and jquantstats' full metrics, and how it grows.

Run as `python bench/figures.py`. Each side runs in a process of its own on the same made-up returns, hedged and unhedged;
ours with the 1,000 paired monthly draws, and without them where it is held against libraries that draw nothing. Exits with 1
where the catalogue without them takes more than a tenth of quantstats' time, or with them more memory beyond what importing
takes; where a figure with a value takes longer than a metric of a series by jquantstats; where time for each day or each
strategy grows with their number; or where `bench/charts.py`, which it runs at the end, finds charts or their page too slow.
"""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from qa.calculator.core.facts import Facts

DAYS, LONG = 6834, 250 * 252
#: Most of their time and memory that we may take; how much dearer a unit may be where there are many.
TIME, MEMORY, GROWTH, EACH = 0.1, 1.0, 1.25, 1.0
RUNS = 3
MEASURE = """
import resource, sys, time, warnings
warnings.simplefilter("ignore")
sys.path.insert(0, "bench")
import figures
{imports}
prepared = {prepare}
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start, cpu = time.perf_counter(), time.process_time()
told = {call}
print(time.process_time() - cpu, told, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
THEIRS = MEASURE.format(
    imports="import quantstats",
    prepare="figures.returns()",
    call='quantstats.reports.metrics(prepared["hedged"], benchmark=prepared["unhedged"], mode="full", display=False).size',
)
OURS = MEASURE.format(
    imports="import numpy.random, qa.calculator.catalogue", prepare="figures.run()", call="figures.compute_all(prepared)"
)
WITHOUT = MEASURE.format(
    imports="import numpy.random, qa.calculator.catalogue",
    prepare="figures.undrawn(figures.run())",
    call="figures.compute_all(prepared)",
)
OTHERS = MEASURE.format(
    imports="import jquantstats",
    prepare="figures.in_polars(figures.returns())",
    call='figures.cells(prepared.reports.metrics(mode="full"))',
)


def in_polars(table: pd.DataFrame) -> Any:  # noqa: ANN401 its classes have no types
    """The hedged returns with the unhedged ones as their benchmark, as jquantstats takes them."""
    import jquantstats
    import polars as pl

    day = table.index.to_numpy().astype("datetime64[D]")
    sides = (pl.DataFrame({"Date": day, side: table[side].to_numpy()}) for side in ("hedged", "unhedged"))
    return jquantstats.Data.from_returns(returns=next(sides), benchmark=next(sides))


def cells(metrics: Any) -> int:  # noqa: ANN401 as above
    """How many numbers a table of metrics has, one a metric and series."""
    return sum(cell is not None for row in metrics.rows() for cell in row[1:])


def undrawn(facts: Facts) -> Facts:
    """Facts of which nothing is resampled: what other libraries don't do either."""
    from qa.calculator.core.bootstrap import DRAWS, Draws

    Draws.interval = lambda *_, **__: None  # type: ignore[method-assign]
    Draws.of = lambda *_: np.linspace(-1, 1, DRAWS)  # type: ignore[method-assign]
    return facts


def returns(days: int = DAYS, seed: int = 7) -> pd.DataFrame:
    """Made-up daily returns, unhedged and hedged, and what the markets did meanwhile."""
    chance = np.random.default_rng(seed)
    unhedged, market = chance.multivariate_normal([0.0004, 0.0003], [[6.4e-5, 3e-5], [3e-5, 1e-4]], days).T
    hedged = unhedged - 0.0001 - 0.1 * market + chance.normal(0, 0.001, days)
    calm = np.abs(np.convolve(chance.normal(0, 2, days), np.ones(60) / 8, "same"))
    table = {
        "unhedged": unhedged,
        "hedged": hedged,
        "spx": np.exp(np.cumsum(market - market.mean())) * 1000,
        "vix": 12 + 4 * calm,
    }
    return pd.DataFrame(
        table, index=pd.DatetimeIndex(np.busday_offset("1990-01-02", np.arange(days), roll="forward")).as_unit("s")
    )


def run(days: int = DAYS, seed: int = 7) -> Facts:
    """The same returns as a backtest of daily marks."""
    from corpus.backtests.backtest import Backtest
    from corpus.backtests.manifest import Capital, DataFile, Hedge, Manifest
    from qa.calculator.core.facts import Facts

    made, capital = returns(days, seed), Capital(base=100_000, flows="reset_monthly", wacc=0.05)
    manifest = Manifest(
        name="bench",
        title="Bench",
        hypothetical=True,
        capital=capital,
        files=(DataFile(path="marks.csv"),),
        hedge=Hedge(strategies=("H",)),
    )
    marks = pd.DataFrame({"base_pnl": made["unhedged"], "hedge_pnl": made["hedged"] - made["unhedged"]}) * capital.base
    series = {name: made[name] for name in ("spx", "vix")}
    return Facts(Backtest(manifest=manifest, marks=marks, marking="daily", series=series, problems=(), digest="bench"))


def compute_all(facts: Facts) -> int:
    """Every figure of the catalogue; how many have a value."""
    from qa.calculator.catalogue import CATALOGUE, compute
    from qa.calculator.core.figure import Figure
    from qa.calculator.core.scope import Scope

    return sum(isinstance(compute(key, Scope(), facts), Figure) for key in CATALOGUE)


def measured(script: str) -> tuple[float, float, int]:
    """Seconds of the processor, megabytes beyond those of the imports and numbers made, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    seconds, made, _, kilobytes = done.stdout.split()[-4:]
    return float(seconds), float(kilobytes) / 1024, int(made)


def seconds_for(runs: Iterable[Facts]) -> float:
    """Processor time for the whole catalogue of each, one after the other."""
    spent = 0.0
    for facts in runs:
        start = time.process_time()
        compute_all(facts)
        spent += time.process_time() - start
    return spent


def _growth(ratio: float) -> str:
    return f"x {ratio:.2f} (at most {GROWTH})"


def main() -> int:
    """Print both sides and the ratios."""
    scripts = (THEIRS, OTHERS, OURS, WITHOUT)
    theirs, others, ours, without = (min(measured(script) for _ in range(RUNS)) for script in scripts)
    spent, memory = without[0] / theirs[0], ours[1] / theirs[1]
    names = ("quantstats metrics", "jquantstats metrics", "whole catalogue", "without resampling")
    for name, (seconds, megabytes, made) in zip(names, (theirs, others, ours, without), strict=True):
        print(f"{name:20} {seconds:7.3f} s  {megabytes:6.1f} MB  {made:4} numbers, {1000 * seconds / made:.3f} ms each")
    each = (without[0] / without[2]) / (others[0] / others[2])
    print(
        f"time x {spent:.3f} (at most {TIME}), memory x {memory:.2f} (at most {MEMORY}), a figure x {each:.2f} (at most {EACH})"
    )
    compute_all(run())
    day, long_day = (min(seconds_for([run(n)]) for _ in range(RUNS)) / n for n in (DAYS, LONG))
    print(f"a day of {DAYS:,}: {day * 1e6:.1f} us, of {LONG:,}: {long_day * 1e6:.1f} us: {_growth(long_day / day)}")
    few, many = (seconds_for(run(seed=i) for i in range(n)) / n for n in (50, 1000))
    print(f"a strategy of 50: {few * 1e3:.1f} ms, of 1,000: {many * 1e3:.1f} ms: {_growth(many / few)}", flush=True)
    slow = subprocess.run([sys.executable, "bench/charts.py"], check=False).returncode
    return int(spent > TIME or memory > MEMORY or each > EACH or max(long_day / day, many / few) > GROWTH or slow != 0)


if __name__ == "__main__":
    sys.exit(main())
