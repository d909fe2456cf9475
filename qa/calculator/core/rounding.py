"""Rounding: what floating point leaves over where exact arithmetic would leave nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values

#: Share of the numbers that went in, below which what comes out is rounding.
_LEFT_OVER = 1e-12


def is_nothing(value: float, beside: float) -> bool:
    """Whether a value is no more than what rounding leaves of numbers of the size `beside`.

    >>> is_nothing(0.1 + 0.2 - 0.3, 0.3), is_nothing(1e-9, 0.3)
    (True, False)
    """
    return abs(value) <= _LEFT_OVER * abs(beside)


def settled(values: Values, beside: float | Values) -> Values:
    """The values, with those that are nothing beside such numbers exactly zero; `beside` is one number, or one for each."""
    import numpy as np

    return np.where(np.abs(values) <= _LEFT_OVER * np.abs(beside), 0.0, values)


def size(*values: Values) -> float:
    """Size of the largest of some numbers, which are at least one."""
    import numpy as np

    return max(float(np.abs(v).max()) for v in values)
