"""Names for the arrays of the calculator, one value a day or period, oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Values = NDArray[np.float64]
    Days = NDArray[np.datetime64]
    Mask = NDArray[np.bool_]
    Places = NDArray[np.signedinteger]
