"""Late interaction: a question is held against a text token by token.

Each token of the question looks for the one of the text that is nearest to it; the mean of these cosines is the text's score
(MaxSim; Khattab and Zaharia, SIGIR 2020).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def packed(tokens: NDArray[np.float32]) -> NDArray[np.int8]:
    """Vectors of tokens in eight bits a number: each over its largest number, since its direction alone counts."""
    import numpy as np

    if not tokens.size:
        return np.empty(tokens.shape, dtype=np.int8)
    largest = np.abs(tokens).max(axis=1, keepdims=True)
    return np.rint(tokens / np.where(largest > 0, largest, 1) * 127).astype(np.int8)


def max_sim(asked: NDArray[np.float32], text: NDArray[np.int8]) -> float:
    """The mean, over the question's tokens, of the cosine with the nearest token of a text; rounded.

    Zero where either has no token.
    """
    import numpy as np

    if not len(asked) or not len(text):
        return 0.0
    rows = text.astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return round(float((asked @ rows.T).max(axis=1).mean(dtype=np.float64)), 6)
