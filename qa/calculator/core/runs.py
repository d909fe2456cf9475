"""Runs: the longest stretch of observations on end of which something holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Mask


def longest_run(held: Mask) -> tuple[int, int]:
    """Where the longest run begins, and how long it is [count]; of equal runs the first, of none a length of 0."""
    import numpy as np

    ends = np.flatnonzero(~np.append(held, [False]))
    lengths = np.diff(np.concatenate([[-1], ends])) - 1
    at = int(lengths.argmax())
    return int(ends[at] - lengths[at]), int(lengths[at])
