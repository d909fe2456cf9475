"""The days that several accounts have together: what only one of them has can't be held against another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from corpus.errors import Problem, error, warning

if TYPE_CHECKING:
    import pandas as pd


def shared(
    accounts: Mapping[str, pd.Series[float]], file: str, problems: list[Problem]
) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """The first and last day on which all of the accounts are known, or None where there is none; what is lost is a problem.

    Parameters
    ----------
    accounts
        Values by day, by whose they are [USD].
    """
    first, last = max(a.index[0] for a in accounts.values()), min(a.index[-1] for a in accounts.values())
    if first >= last:
        what = f"the daily values of {' and '.join(accounts)} have no days together"
        problems.append(error("no-shared-days", file, what, "bring both of the same days"))
        return None
    cut = [side for side, a in accounts.items() if a.asof(first) != a.iloc[0] or a.asof(last) != a.iloc[-1]]
    if cut:
        what = f"the daily values have the days from {first.date()} to {last.date()} together; what {' and '.join(cut)} earned "
        what += "outside of them is left out"
        problems.append(warning("days-apart", file, what, "bring both of the same days"))
    return first, last
