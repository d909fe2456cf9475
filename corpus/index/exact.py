"""Exact vectors: one matrix, mapped into memory, of which every row is held against a question."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.cached import DamagedError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ROWS, _IDS = "vectors.npy", "vectors.json"
#: So much a cosine of single precision may be off: rows within it of the last candidate are worked out exactly too.
SLACK = 1e-4


def write(folder: Path, ids: Sequence[str], rows: Sequence[NDArray[np.float32]]) -> None:
    """Write the vectors of passages into new files of a folder."""
    import numpy as np

    np.save(folder / _ROWS, np.stack(rows) if rows else np.empty((0, 0), dtype="<f4"), allow_pickle=False)
    (folder / _IDS).write_text(json.dumps(ids), encoding="utf-8")


class Exact:
    """The vectors in a folder.

    `DamagedError` is raised where its files are gone or are not those that were written.
    """

    def __init__(self, folder: Path) -> None:
        import numpy as np

        try:
            self._ids: list[str] = json.loads((folder / _IDS).read_text(encoding="utf-8"))
            self._rows: NDArray[np.float32] = np.load(folder / _ROWS, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise DamagedError from error
        if self._rows.shape[:1] != (len(self._ids),) or self._rows.ndim != 2:  # noqa: PLR2004 a matrix
            raise DamagedError

    @cached_property
    def _places(self) -> dict[str, int]:
        return {id_: row for row, id_ in enumerate(self._ids)}

    def row(self, id_: str) -> NDArray[np.float32]:
        """The vector of a passage."""
        if id_ not in self._places:
            raise DamagedError
        row: NDArray[np.float32] = self._rows[self._places[id_]]
        return row

    @property
    def ids(self) -> list[str]:
        """Of each row."""
        return self._ids

    def rough(self, asked: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosine of each row and a question's vector, in single precision.

        Raises
        ------
        ResizedError
            The vector is not as long as the rows.
        """
        if len(asked) != self._rows.shape[1]:
            raise ResizedError
        rough: NDArray[np.float32] = self._rows @ asked
        return rough

    def cosine_at(self, row: int, asked: NDArray[np.float32]) -> float:
        """How near a row is, worked out exactly."""
        return cosine(self._rows[row], asked)

    def nearest(self, asked: NDArray[np.float32], most: int) -> dict[str, float]:
        """Cosines of the passages nearest to a question's vector, best first, ties by id."""
        import numpy as np

        if not self._ids:
            return {}
        rough = self.rough(asked)
        least = np.partition(rough, -most)[-most] if most < len(rough) else rough.min()
        near = self.cosines(asked, [self._ids[row] for row in np.flatnonzero(rough >= least - SLACK).tolist()])
        return dict(sorted(near.items(), key=lambda found: (-found[1], found[0]))[:most])

    def cosines(self, asked: NDArray[np.float32], ids: Iterable[str]) -> dict[str, float]:
        """How near some passages are, worked out one by one: what stands beside a row changes nothing."""
        return {id_: cosine(self.row(id_), asked) for id_ in ids}


def cosine(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """The dot product of two unit vectors in double precision, rounded to six decimals."""
    import numpy as np

    return round(float(np.dot(one.astype(np.float64), other.astype(np.float64))), 6)


class ResizedError(Exception):
    """A question's vector is not as long as those of the passages."""
