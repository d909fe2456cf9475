"""Policy: how sure a reading is, and from where on it is answered or offered, by what was measured on writers left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from qa.understand.folds import folds_of
from qa.understand.kindred import kin_of, told_of
from qa.understand.labelled import KINDS, Labelled
from qa.understand.outcomes import Outcomes
from qa.understand.regression import fit, sigmoid_loss
from qa.understand.scorer import log_shares
from qa.understand.scores import Margins

Matrix = NDArray[np.float32]
#: What is to be right of a hundred answers, and among the choices of a hundred questions on figures.
PRECISION, FOUND = 0.95, 0.88
#: What the square of a weight of the calibration costs, in rows.
_RIDGE = 10.0
_FIGURES = [KINDS.index("cost"), KINDS.index("mixed")]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What of left-out questions is right, row by row."""

    #: whether the first figure is a right lead
    first: NDArray[np.bool_]
    #: whether a right lead is among the figures that an answer tells
    told: NDArray[np.bool_]
    #: whether a right lead is among the choices
    among: NDArray[np.bool_]
    #: calibrated probabilities of both, by calibrations that knew nothing of the row's writer
    right: NDArray[np.float64]
    offered: NDArray[np.float64]
    #: whether the kind that is read is one that shows figures
    figures: NDArray[np.bool_]


def judge(
    scores: Matrix, told: NDArray[np.float64], outcomes: Outcomes, rows: Sequence[Labelled]
) -> tuple[Judged, NDArray[np.float64]]:
    """Left-out scores and their evidence held against what was meant, and the calibration of all of them."""
    cuts = len(outcomes.keys), len(outcomes.keys) + len(KINDS)
    order, beside = told_of(scores[:, : cuts[0]], kin_of(outcomes.keys))
    hits = np.take_along_axis(outcomes.leads, order, axis=1)
    found, among = np.asarray((hits & beside).any(axis=1)), np.asarray(hits.any(axis=1))
    meant = np.stack([found, among], axis=1)
    folds = folds_of(rows, 5)
    chances = np.zeros((len(rows), 2))
    for fold in range(5):
        chances[folds == fold] = _chances(told[folds == fold], calibrated(told[folds != fold], meant[folds != fold]))
    kinds = scores[:, cuts[0] : cuts[1]].argmax(axis=1)
    judged = Judged(
        first=hits[:, 0], told=found, among=among, right=chances[:, 0], offered=chances[:, 1], figures=np.isin(kinds, _FIGURES)
    )
    return judged, calibrated(told, meant)


def calibrated(told: NDArray[np.float64], meant: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weights of the evidence, by logistic regression; the last column of it is 1."""
    from scipy.sparse import csr_matrix

    middle, spread = told[:, :-1].mean(axis=0), told[:, :-1].std(axis=0) + 1e-9
    features = csr_matrix(((told[:, :-1] - middle) / spread).astype(np.float32))
    ones = np.ones(len(told), np.float32)
    found = fit(features, meant.astype(np.float32), ones, loss=sigmoid_loss, shared=None, ridge=_RIDGE)
    weights = found.weights.astype(np.float64) / spread[:, None]
    return np.vstack([weights, found.bias - middle @ weights])


def _chances(told: NDArray[np.float64], calibration: NDArray[np.float64]) -> NDArray[np.float64]:
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-(told @ calibration)))
    return chances


def margins_of(judged: Judged, outcomes: Outcomes) -> Margins:
    """The least probability at which answers are right often enough, and the highest at which choices still hold enough."""
    shown = np.flatnonzero(judged.figures)
    by = shown[np.argsort(-judged.right[shown], kind="stable")]
    precision = np.cumsum(judged.told[by]) / np.arange(1, len(by) + 1)
    enough = np.flatnonzero(precision >= PRECISION)
    answer = float(judged.right[by[enough[-1]]]) if enough.size else 1.0
    return Margins(answer=answer, clarify=_clarify(judged, outcomes.asks, answer))


def _clarify(judged: Judged, asks: NDArray[np.bool_], answer: float) -> float:
    best = 0.0
    for margin in np.linspace(0, 0.6, 61):
        shown = np.where(judged.right >= answer, judged.told, judged.among & (judged.offered >= margin))
        if (shown & judged.figures)[asks].mean() >= FOUND:
            best = float(margin)
    return best


def shares_of(scores: Mapping[str, Matrix], outcomes: Outcomes) -> dict[str, tuple[float, float, float]]:
    """What each part is to count for figures, kinds and flags, by the likelihood of what was meant."""
    cuts = len(outcomes.keys), len(outcomes.keys) + len(KINDS)
    blocks = {name: np.split(s, cuts, axis=1) for name, s in scores.items()}
    asks, best = outcomes.asks, list[tuple[float, ...]]()
    for i in range(3):
        tried = []
        for share in product(np.arange(0, 1.3, 0.1), repeat=len(blocks)):
            given = [log_shares(b[i]) if i < 2 else b[i] for b in blocks.values()]  # noqa: PLR2004 the last are flags
            whole = np.sum([s * g for s, g in zip(share, given, strict=True)], axis=0).astype(np.float32)
            tried.append((_unlikely(i, whole, outcomes, asks), share))
        best.append(min(tried)[1])
    return {name: (float(best[0][n]), float(best[1][n]), float(best[2][n])) for n, name in enumerate(blocks)}


def _unlikely(block: int, scores: Matrix, outcomes: Outcomes, asks: NDArray[np.bool_]) -> float:
    if block == 0:
        meant = np.where(outcomes.leads[asks], np.exp(log_shares(scores[asks])), 0).sum(axis=1)
        return float(-np.log(np.maximum(meant, 1e-6)).mean())
    if block == 1:
        return float(-(outcomes.kinds * log_shares(scores)).sum(axis=1).mean())
    return float(sigmoid_loss(scores, outcomes.flags)[0].mean())
