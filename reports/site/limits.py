"""Limits: how often one reader may ask, by buckets that fill again with time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

#: So many readers are remembered; who asked longest ago is forgotten first.
_MOST = 20_000


class Limit:
    """So many requests of each reader in a minute, all of which may come at once."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = monotonic) -> None:
        self._per_minute, self._clock = per_minute, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, reader: str) -> int:
        """Count a request; the seconds to wait where there are too many, else 0."""
        now = self._clock()
        with self._lock:
            left, at = self._left.pop(reader, (float(self._per_minute), now))
            left = min(self._per_minute, left + (now - at) * self._per_minute / 60)
            allowed = left >= 1
            self._left[reader] = (left - 1 if allowed else left, now)
            if len(self._left) > _MOST:
                self._left.popitem(last=False)
        return 0 if allowed else int((1 - left) * 60 / self._per_minute) + 1
