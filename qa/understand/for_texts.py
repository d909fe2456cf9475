"""For the texts: how probably a question asks for what texts tell and not for a figure, by what readers ask of texts too.

Those who wrote the labelled questions asked for figures fifteen times as often as for anything in the texts, so that the scorer
takes the rules of strangers for figures. What readers ask of the passages of the sample's texts is learned from here, beside the
scorer's own kinds and the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from qa.understand.features import Sparse
from qa.understand.weights import read_for_texts

Floats = NDArray[np.float64]
#: How far a logarithm of a probability and the log odds of a figure count.
_LOWEST, _FARTHEST = -6.0, 6.0


@dataclass(frozen=True, kw_only=True)
class ForTexts:
    """A logistic model over words and letters and what the scorer tells of a question."""

    #: one whole number a column of the vocabulary, and the size of one
    words: NDArray[np.int8]
    step: float
    #: of `told_of` a question, the last one of 1
    told: Floats

    def probability(self, row: Sparse, kinds: Floats, figure: float) -> float:
        """How probably a question asks for what texts tell.

        Parameters
        ----------
        row : Sparse
            Its words and letters.
        kinds : array
            Logarithms of the probabilities of its kinds.
        figure : float
            Log odds that it asks for a figure.
        """
        of_words = self.step * float(row.values @ self.words[row.columns].astype(np.float64))
        score = of_words + float(told_of(kinds, np.array(figure)) @ self.told)
        return float(1 / (1 + np.exp(-score)))


def told_of(kinds: Floats, figure: Floats) -> Floats:
    """What the scorer tells of questions as features, rows as given: kinds, a figure, and 1."""
    bounded = np.clip(figure, -_FARTHEST, _FARTHEST)[..., None] / 2
    return np.concatenate([np.clip(kinds, _LOWEST, 0.0), bounded, np.ones_like(bounded)], axis=-1)


@cache
def load() -> ForTexts:
    """The model as fitted.

    Raises
    ------
    WeightsError
        Its weights are missing, or are not those that were fitted.
    """
    arrays = read_for_texts()
    return ForTexts(words=arrays["words"], step=float(arrays["step"]), told=arrays["told"].astype(np.float64))
