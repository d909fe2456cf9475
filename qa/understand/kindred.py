"""Kindred figures: those that stand beside another on its page, or tell the same quantity in another unit or over another period.

Where the first readings of a question are kindred, each of them is told in the answer, and whichever was meant is there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.calculator.catalogue import CATALOGUE
from qa.understand.companions import companions

#: What the hedge cost: a month, in all, a year, in dollars; each answers "what did it cost".
_COST = (
    "drag.monthly.mean",
    "drag.monthly.median",
    "drag.monthly.total",
    "drag.monthly.annualised",
    "decomposition.total",
    "account.hedge",
)
#: How many readings are looked at, and how probable one after the first must be that it is told too.
READINGS, LEAST = 3, 0.03


def kin_of(keys: Sequence[str]) -> NDArray[np.bool_]:
    """Which of the keys are kindred: a square of so many rows and columns, the same both ways."""
    at = {key: i for i, key in enumerate(keys)}
    kin = np.eye(len(keys), dtype=bool)
    for key in keys:
        beside = companions(key) if key in CATALOGUE else ()
        same = _COST if key in _COST else ()
        kin[at[key], [at[other] for other in (*beside, *same) if other in at]] = True
    return np.asarray(kin | kin.T)


def told_of(figures: NDArray[np.floating], kin: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The first readings in order, as columns of `figures`, and which of them are told where the first is answered.

    `figures` are logarithms of probabilities, of one question or of rows of them.
    """
    order = np.argsort(-figures, axis=-1, kind="stable")[..., :READINGS]
    near = np.take_along_axis(figures, order, axis=-1) >= np.log(LEAST)
    told = kin[order[..., :1], order] & near
    told[..., 0] = True
    return order, told
