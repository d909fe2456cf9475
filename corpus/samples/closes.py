"""The closes that the samples trade on, gathered from where they are published into one shipped file.

Run as `python -m corpus.samples.closes VIX.csv`, with `skfolio` and `arch` installed and a file of daily VIX values with the
columns DATE and CLOSE, such as the one of github.com/datasets/finance-vix (public domain dedication, PDDL 1.0).
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.samples.market import CLOSES

if TYPE_CHECKING:
    import pandas as pd

FIRST = "2014-01-03"


def sp500() -> pd.Series[float]:
    """Closes of the S&P 500 from 1990 to 28 December 2022, of the data set `sp500_index` in the wheel of skfolio."""
    import pandas as pd

    package = find_spec("skfolio")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("No module named 'skfolio'", name="skfolio")
    file = Path(package.submodule_search_locations[0]) / "datasets/data/sp500_index.csv.gz"
    table = pd.read_csv(file, index_col=0, parse_dates=True)
    return table["SP500"].round(2)


def vix(file: Path) -> pd.Series[float]:
    """Closes of VIX in a file of daily values."""
    import pandas as pd

    return pd.read_csv(file, index_col="DATE", parse_dates=True)["CLOSE"].round(2)


def rows(spx: pd.Series[float], vix: pd.Series[float]) -> Iterator[tuple[str, str, str]]:
    """Date and both closes of each trading day; a day without a close of VIX is a KeyError."""
    for stamp, close in spx[spx.index >= FIRST].items():
        yield str(stamp)[:10], f"{close:.2f}", f"{vix.loc[str(stamp)]:.2f}"


def main(vix_file: str) -> None:
    """Write the closes, once both sources agree with those of `arch` where it has them."""
    import arch.data.sp500
    import arch.data.vix

    spx, levels = sp500(), vix(Path(vix_file))
    older, older_vix = arch.data.sp500.load()["Close"].round(2), arch.data.vix.load().iloc[:, 0].dropna()
    if not (spx.reindex(older.index) == older).all() or not (levels.reindex(older_vix.index) == older_vix).all():
        raise ValueError("the sources differ where they overlap")
    with CLOSES.open("w", encoding="utf-8", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows([("date", "spx", "vix"), *rows(spx, levels)])


if __name__ == "__main__":
    main(sys.argv[1])
