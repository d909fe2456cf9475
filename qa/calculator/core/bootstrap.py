"""Uncertainty: intervals by paired stationary bootstrap, by Wilson's score, and standard errors by Newey and West."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from statistics import NormalDist
from typing import TYPE_CHECKING

from qa.calculator.core.result import FEWEST, Interval

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Places, Values


DRAWS = 1000
SEED = 20140103
#: Numbers drawn or resampled at a time, and the most drawn places that are kept, so that long samples need little memory.
_AT_ONCE, _KEPT = 100_000, 4_000_000


class Draws:
    """Resamples of n consecutive periods by the stationary bootstrap of Politis and Romano (1994).

    Each of the `DRAWS` resamples takes n periods in blocks of geometric length with the mean `block`, wrapped around. The
    draws are seeded, so they are the same in every run; values that belong to one period stay together.
    """

    def __init__(self, n: int, block: float) -> None:
        self.n, self.block = n, block
        self._kept: list[Places] = []

    def indices(self) -> Iterator[Places]:
        """The drawn periods, a row a resample, some rows at a time."""
        if self.n * DRAWS > _KEPT:
            return self._drawn()
        if not self._kept:
            self._kept = list(self._drawn())
        return iter(self._kept)

    def _drawn(self) -> Iterator[Places]:
        import numpy as np

        starts, breaks = np.random.PCG64(SEED), np.random.PCG64(SEED).advance(DRAWS * self.n)
        starting, breaking = np.random.Generator(starts), np.random.Generator(breaks)
        rows = max(1, min(DRAWS, _AT_ONCE // self.n))
        place = np.tile(np.arange(self.n), rows)
        for first in range(0, DRAWS, rows):
            some = min(rows, DRAWS - first)
            start = (starting.random((some, self.n)) * self.n).astype(np.int64).ravel()
            broken = breaking.random((some, self.n)) < 1 / self.block
            broken[:, 0] = True
            begun = np.flatnonzero(broken)
            ahead = np.repeat(start[begun] - place[begun], np.diff(begun, append=some * self.n))
            drawn = ahead + place[: some * self.n]
            yield np.where(drawn < self.n, drawn, drawn - self.n).reshape(some, self.n)

    def of(self, statistic: Callable[..., Values], *values: Values) -> Values:
        """A statistic of every resample: it takes the values with a row a resample, and gives one number a row."""
        import numpy as np

        return np.concatenate([statistic(*(v[rows] for v in values)) for rows in self.indices()])

    def interval(self, statistic: Callable[..., Values], *values: Values, level: float = 0.95) -> Interval | None:
        """Percentile interval of a statistic; None below twelve periods, which are too few to say."""
        if self.n < FEWEST:
            return None
        return percentile_interval(self.of(statistic, *values), level)


def percentile_interval(drawn: Values, level: float = 0.95) -> Interval:
    """Between which numbers the middle part of the draws lies [their unit]."""
    import numpy as np

    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Interval(low=float(low), high=float(high), level=level)


def mean_of(rows: Values) -> Values:
    """Mean of each resample."""
    means: Values = rows.mean(axis=1)
    return means


def block_length(values: Values) -> float:
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


def _correlation(centred: Values, lag: int) -> float:
    """Size of the correlation of a series with itself, some periods later."""
    later, earlier = centred[lag + 1 :], centred[: -(lag + 1)]
    spread = math.sqrt(float(later @ later) * float(earlier @ earlier))
    return abs(float(centred[lag:] @ centred[: len(centred) - lag])) / spread if spread else math.inf


def newey_west_error(values: Values, lags: int) -> float:
    """Standard error of a mean [unit of `values`] where periods hang together over `lags` periods.

    `sqrt(S / n)`, `S = R(0) + 2 sum_(k=1..L) (1 - k/(L+1)) R(k)`, `R(k)` the autocovariance over n. No correction for small
    samples. Source: Newey and West, Econometrica 55 (1987). Needs more periods than lags.
    """
    n = len(values)
    centred = values - values.mean()
    spectrum = float(centred @ centred) / n
    for k in range(1, lags + 1):
        spectrum += 2 * (1 - k / (lags + 1)) * float(centred[k:] @ centred[:-k]) / n
    return math.sqrt(max(spectrum, 0.0) / n)


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
    low = max(0.0, centre - half) if hits else 0.0
    high = min(1.0, centre + half) if hits < n else 1.0
    return Interval(low=low, high=high, level=level)
