"""The interval of a share, in one place for every evaluation."""

from __future__ import annotations

import math

_Z = 1.959963984540054


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95% interval of a share (E. B. Wilson, JASA 22, 1927), all of it where there is nothing to share.

    >>> [round(edge, 3) for edge in wilson(45, 60)], wilson(0, 0)
    ([0.628, 0.842], (0.0, 1.0))
    >>> wilson(0, 40)[0]
    0.0
    """
    if n == 0:
        return 0.0, 1.0
    p, z2 = hits / n, _Z**2
    middle, half = p + z2 / (2 * n), _Z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return max(0.0, (middle - half) / (1 + z2 / n)), min(1.0, (middle + half) / (1 + z2 / n))
