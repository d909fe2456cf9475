"""Signals: what a market series says at each close, from that close and those before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.calculator.core.scope import Signal

if TYPE_CHECKING:
    import pandas as pd

    from qa.calculator.core.arrays import Values

#: Trading days of a year, for volatilities [days].
YEAR = 252


def closes_of(series: pd.Series[float]) -> Values:
    """A market series as an array, oldest first."""
    import numpy as np

    return np.asarray(series.to_numpy(), dtype=np.float64)


def signal_values(signal: Signal, closes: Values) -> Values:
    """The signal at each close, NaN where there are too few closes before it. `closes` oldest first."""
    import numpy as np

    if not signal.function:
        return closes
    days = signal.days
    if len(closes) < days + (signal.function in {"rsi", "change", "realised"}):
        return np.full(len(closes), np.nan)
    return _FUNCTIONS[signal.function](closes, days)


def simple_mean(closes: Values, days: int) -> Values:
    """Mean of the last `days` closes, in their unit.

    >>> import numpy as np
    >>> simple_mean(np.array([1.0, 2.0, 6.0]), 2).tolist()
    [nan, 1.5, 4.0]
    """
    import numpy as np

    means = np.lib.stride_tricks.sliding_window_view(closes, days).mean(axis=1)
    return np.concatenate([np.full(days - 1, np.nan), means])


def exponential_mean(closes: Values, days: int) -> Values:
    """Exponential mean with the weight `2 / (days + 1)`, begun at the first close; NaN for the first `days - 1`."""
    return _smoothed(closes, 2 / (days + 1), days - 1)


def relative_strength(closes: Values, days: int) -> Values:
    """Wilder's relative strength index, 0 to 100: `100 - 100 / (1 + U / D)`.

    `U` and `D` are means of the gains and of the losses between closes, the first of them simple over `days`, each later
    one the last one's `(days - 1)/days` and `1/days` of the new. Where nothing was lost it is 100, and 50 where nothing
    moved. Source: J. W. Wilder, New Concepts in Technical Trading Systems (1978).
    """
    import numpy as np

    moves = np.diff(closes)
    means = [_wilder(np.maximum(sign * moves, 0.0), days) for sign in (1.0, -1.0)]
    up, down = (np.concatenate([[np.nan], m]) for m in means)
    whole = up + down
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > 0, 100 * up / whole, np.where(np.isnan(whole), np.nan, 50.0))


def _wilder(values: Values, days: int) -> Values:
    import numpy as np

    begun = np.concatenate([[values[:days].mean()], values[days:]])
    return np.concatenate([np.full(days - 1, np.nan), _smoothed(begun, 1 / days, 0)])


def _smoothed(values: Values, weight: float, unknown: int) -> Values:
    import numpy as np

    smooth, at = np.empty(len(values)), float(values[0])
    for i, value in enumerate(values.tolist()):
        at = at + weight * (value - at) if i else value
        smooth[i] = at
    smooth[:unknown] = np.nan
    return smooth


def change(closes: Values, days: int) -> Values:
    """Return over the last `days` closes [fraction]: `close / close before - 1`; NaN where that was not above zero."""
    import numpy as np

    before = np.where(closes[:-days] > 0, closes[:-days], np.nan)
    return np.concatenate([np.full(days, np.nan), closes[days:] / before - 1])


def realised_volatility(closes: Values, days: int) -> Values:
    """Volatility of the last `days` daily log returns a year [fraction]: `sqrt(252 mean(x^2))`, their mean taken as zero.

    NaN where one of the closes is not above zero.
    """
    import numpy as np

    squares = np.diff(np.log(np.where(closes > 0, closes, np.nan))) ** 2
    windows = np.lib.stride_tricks.sliding_window_view(squares, days)
    return np.concatenate([np.full(days, np.nan), np.sqrt(YEAR * windows.mean(axis=1))])


_FUNCTIONS = {
    "sma": simple_mean,
    "ema": exponential_mean,
    "rsi": relative_strength,
    "change": change,
    "realised": realised_volatility,
}
