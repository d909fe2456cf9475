"""Uncertainty: intervals by paired stationary bootstrap and by Wilson's score."""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist
from typing import TYPE_CHECKING

from qa.calculator.figure import FEWEST, Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DRAWS = 1000
_SEED = 20140103


def mean_interval(values: NDArray[np.float64], level: float = 0.95) -> Interval | None:
    """Percentile interval of the mean of consecutive periods [unit of `values`].

    Stationary bootstrap of Politis and Romano (1994), 1,000 seeded draws, expected block length by Politis and White
    (2004). Months are drawn whole, so values that belong together stay paired. None below 12 periods: too few to say.
    """
    import numpy as np

    if len(values) < FEWEST:
        return None
    block = block_length(values)
    means = np.sort(values[_draws(len(values), block)].mean(axis=1))
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Interval(low=float(low), high=float(high), level=level)


@cache
def _draws(n: int, block: float) -> NDArray[np.int64]:
    """Indices of `DRAWS` resamples of n periods: blocks of geometric length with the given mean, wrapped around."""
    import numpy as np

    generator = np.random.Generator(np.random.PCG64(_SEED))
    starts = np.floor(generator.random((DRAWS, n)) * n).astype(np.int64)
    breaks = generator.random((DRAWS, n)) < 1 / block
    breaks[:, 0] = True
    place = np.broadcast_to(np.arange(n), (DRAWS, n))
    begun = np.maximum.accumulate(np.where(breaks, place, 0), axis=1)
    return (np.take_along_axis(starts, begun, axis=1) + place - begun) % n


def block_length(values: NDArray[np.float64]) -> float:
    """Expected block length [periods] for the stationary bootstrap of a mean, at least 1.

    Politis and White, Econometric Reviews 23 (2004), with the correction of Patton, Politis and White (2009):
    `(2 G^2 / D)^(1/3) n^(1/3)` with `G = sum lambda(k/M) |k| R(k)`, `D = 2 (sum lambda(k/M) R(k))^2`, the flat-top
    kernel lambda, and M twice the first lag of a run of insignificant autocorrelations. Valid from 12 periods on.
    """
    import numpy as np

    n = len(values)
    centred = values - values.mean()
    variance = float(centred @ centred) / n
    if variance <= np.finfo(float).eps * max(1.0, float(np.abs(values).max()) ** 2):
        return 1.0
    quiet = max(5, int(math.log10(n)))
    most = math.ceil(math.sqrt(n)) + quiet
    covariance = np.array([float(centred[k:] @ centred[: n - k]) / n for k in range(most + 1)])
    critical = 2 * math.sqrt(math.log10(n) / n)
    small = np.array([_correlation(centred, k) < critical for k in range(most)])
    lag = next((m for m in range(most - quiet + 1) if small[m : m + quiet].all()), None)
    bandwidth = most if lag is None else min(2 * max(lag, 1), most)
    k = np.arange(1, bandwidth + 1)
    weight = np.minimum(1.0, 2 * (1 - k / bandwidth))
    g = 2 * float((weight * k * covariance[1 : bandwidth + 1]).sum())
    spectrum = variance + 2 * float((weight * covariance[1 : bandwidth + 1]).sum())
    longest = math.ceil(min(3 * math.sqrt(n), n / 3))
    if spectrum == 0:
        return float(longest)
    length = (g * g / (spectrum * spectrum)) ** (1 / 3) * n ** (1 / 3)
    return float(min(max(1.0, length), longest))


def _correlation(centred: NDArray[np.float64], lag: int) -> float:
    """Size of the correlation of a series with itself, some periods later."""
    later, earlier = centred[lag + 1 :], centred[: -(lag + 1)]
    spread = math.sqrt(float(later @ later) * float(earlier @ earlier))
    return abs(float(centred[lag:] @ centred[: len(centred) - lag])) / spread if spread else math.inf


def share_interval(hits: int, n: int, level: float = 0.95) -> Interval:
    """Wilson's score interval of a share of n independent trials. Source: E. B. Wilson, JASA 22 (1927).

    >>> i = share_interval(186, 384)
    >>> round(i.low, 4), round(i.high, 4)
    (0.4348, 0.5343)
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, spread = hits / n, z * z / n
    centre = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / n + spread / (4 * n))
    return Interval(low=max(0.0, centre - half), high=min(1.0, centre + half), level=level)
