"""Readers' questions as vectors: how near a question is to what readers ask of each passage.

Nogueira et al., Document Expansion by Query Prediction, 2019; here the questions stay apart from the text, so that what is
found by them and what is found by a passage's own words are weighed side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.index.exact import SLACK, Exact, write
from corpus.texts.documents import Passage, digest_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FOLDER = "asked"
#: Between a passage's id and the number of its question.
_NTH = " ?"


def write_asks(folder: Path, passages: Iterable[Passage], vectors: Mapping[str, NDArray[np.float32]]) -> None:
    """Write the vectors of what readers ask, by the digests of the questions, into an index; nothing where there is none."""
    told = {f"{p.id}{_NTH}{n}": ask for p in sorted(passages, key=lambda p: p.id) for n, ask in enumerate(p.asks)}
    if told:
        (folder / _FOLDER).mkdir()
        write(folder / _FOLDER, [*told], [vectors[digest_of(ask)] for ask in told.values()])


class Asks:
    """What readers ask, of an index in which any is, held against one question.

    Raises
    ------
    DamagedError
        The files are not those that were written.
    ResizedError
        The question's vector is not as long as theirs.
    """

    def __init__(self, folder: Path, asked: NDArray[np.float32]) -> None:
        self._asked = asked
        self._rows = Exact(folder / _FOLDER)
        self._rough = self._rows.rough(asked)
        rows = groupby(enumerate(self._rows.ids), key=lambda one: one[1].partition(_NTH)[0])
        self._places = {id_: [row for row, _ in own] for id_, own in rows}

    def nearest(self, most: int) -> list[str]:
        """The passages of which readers ask what is nearest, so many of them, best first; ties by id."""
        import numpy as np

        best = np.maximum.reduceat(self._rough, [own[0] for own in self._places.values()])
        least = np.partition(best, -most)[-most] if most < len(best) else best.min()
        ids = [*self._places]
        near = self.cosines(ids[at] for at in np.flatnonzero(best >= least - SLACK).tolist())
        return sorted(near, key=lambda id_: (-near[id_], id_))[:most]

    def cosines(self, ids: Iterable[str]) -> dict[str, float]:
        """The cosine of the question and the nearest one that readers ask of each passage, of those of which any is asked."""
        return {id_: self._nearest_of(self._places[id_]) for id_ in ids if id_ in self._places}

    def _nearest_of(self, rows: list[int]) -> float:
        """Worked out of those rows alone that may be the nearest."""
        rough = self._rough[rows]
        least = rough.max() - SLACK
        return max(self._rows.cosine_at(row, self._asked) for row, near in zip(rows, rough, strict=True) if near >= least)
