"""Regression: linear models of many outcomes, fitted by L-BFGS at build time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Matrix = NDArray[np.float32]
_Loss = Callable[[Matrix, Matrix], tuple[NDArray[np.float32], Matrix]]


@dataclass(frozen=True, kw_only=True)
class Linear:
    """Scores of outcomes: features times `weights`, and `bias`."""

    #: features by outcomes
    weights: Matrix
    bias: NDArray[np.float32]

    def scores(self, features: csr_matrix) -> Matrix:
        """A row of scores a question."""
        return np.asarray(features @ self.weights + self.bias, dtype=np.float32)


def softmax_loss(scores: Matrix, targets: Matrix) -> tuple[NDArray[np.float32], Matrix]:
    """Cross entropy of rows whose outcomes share one, and its slope by score."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -(targets * logs).sum(axis=1), np.exp(logs) * targets.sum(axis=1, keepdims=True) - targets


def sigmoid_loss(scores: Matrix, targets: Matrix) -> tuple[NDArray[np.float32], Matrix]:
    """Cross entropy of rows whose outcomes hold each by itself, and its slope by score."""
    loss = np.logaddexp(0, scores) - targets * scores
    return loss.sum(axis=1), (1 / (1 + np.exp(-scores)) - targets).astype(np.float32)


def fit(
    features: csr_matrix, targets: Matrix, row_weights: NDArray[np.float32], *, loss: _Loss, shared: Matrix | None, ridge: float
) -> Linear:
    """Weights that fit the targets, small ones preferred.

    Parameters
    ----------
    features : csr_matrix
        Rows by features.
    targets : Matrix
        Rows by outcomes, shares of 1.
    row_weights : array
        What each row counts.
    loss : callable
        `softmax_loss` or `sigmoid_loss`.
    shared : Matrix or None
        Outcomes by what they have in common: weights are learned for that too, so that outcomes learn from one another.
    ridge : float
        What the square of a weight costs, in rows.
    """
    from scipy.optimize import minimize

    groups = np.hstack([np.eye(targets.shape[1], dtype=np.float32), *([] if shared is None else [shared])])
    width, transposed = features.shape[1] + 1, features.T.tocsr()

    def value(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        own = flat.reshape(width, -1).astype(np.float32)
        weights = own @ groups.T
        losses, slope = loss(features @ weights[:-1] + weights[-1], targets)
        slope *= row_weights[:, None]
        down = np.vstack([transposed @ slope, slope.sum(axis=0)]) @ groups
        down[:-1] += ridge * own[:-1]
        cost = float((losses * row_weights).sum()) + ridge / 2 * float((own[:-1] ** 2).sum())
        return cost, down.astype(np.float64).ravel()

    start = np.zeros(width * groups.shape[1])
    found = minimize(value, start, jac=True, method="L-BFGS-B", options={"maxiter": 60, "maxcor": 6, "ftol": 1e-5})
    weights = found.x.reshape(width, -1).astype(np.float32) @ groups.T
    return Linear(weights=weights[:-1], bias=weights[-1])
