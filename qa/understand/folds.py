"""Folds: whole writers are left out, and with them whatever others wrote in nearly the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from qa.understand.labelled import Labelled

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


def folds_of(rows: Sequence[Labelled], count: int) -> NDArray[np.int64]:
    """The fold of each row: writers dealt out, the most productive first, each to the smallest fold."""
    sizes, fold = [0] * count, dict[str, int]()
    for writer, n in sorted(Counter(row.writer for row in rows).items(), key=lambda item: (-item[1], item[0])):
        fold[writer] = sizes.index(min(sizes))
        sizes[fold[writer]] += n
    return np.array([fold[row.writer] for row in rows])


def splits(
    folds: NDArray[np.int64], vectors: NDArray[np.float32] | csr_matrix, twins: float
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Rows to fit on and rows left out, for each fold; no row to fit on is a near twin of one left out.

    Parameters
    ----------
    folds : array
        The fold of each row.
    vectors : array
        Unit vectors of the rows.
    twins : float
        The cosine from which on two rows are near twins.
    """
    for fold in range(int(folds.max()) + 1):
        out, rest = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        nearest = _largest(vectors[rest], vectors[out])
        yield rest[nearest < twins], out


def _largest(some: Any, others: Any) -> NDArray[np.float32]:  # noqa: ANN401 an array or a sparse matrix
    cosines = (some @ others.T).max(axis=1)
    return np.asarray(cosines if isinstance(cosines, np.ndarray) else cosines.todense()).ravel()
