"""Holding: whether trades are held over the end of a calendar period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from corpus.trading_days import trading_day_after

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

#: What is opened at the close of a day earns nothing on it [hours].
_CLOSE = 16


def crosses(trades: pd.DataFrame, per: Literal["D", "W", "M", "Y"]) -> NDArray[np.bool_]:
    """Which closed trades earn something in a period before that of their closing.

    One that is opened at a day's close, at 16:00 or later, earns from the next trading day on.
    """
    import numpy as np

    opened = trades["opened"].to_numpy().astype("datetime64[us]")
    begin, end = opened.astype("datetime64[D]"), trades["closed"].to_numpy().astype("datetime64[D]")
    late = (opened - begin) >= np.timedelta64(_CLOSE, "h")
    begin = np.where(late, np.minimum(trading_day_after(begin), end), begin)
    over: NDArray[np.bool_] = _number(begin, per) != _number(end, per)
    return over


def _number(days: NDArray[np.datetime64], per: str) -> NDArray[np.int64]:
    import numpy as np

    if per == "W":
        return (days.astype("datetime64[D]").astype(np.int64) + 3) // 7  # 1 January 1970 was a Thursday
    return days.astype(f"datetime64[{per}]").astype(np.int64)
