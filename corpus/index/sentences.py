"""Vectors of sentences, each under its section's heading, beside the index: worked out when it is built, looked up when asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from corpus.index.embedding import Embedder
from corpus.index.vectors import vectors_of
from corpus.readers.text import sentences
from corpus.texts.documents import Passage, digest_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "sentences.npz"

#: Vectors, and of each the passage's id and where the sentence starts.
Held = tuple["NDArray[np.float32]", Mapping[str, Sequence[tuple[int, int]]]]


def build(file: Path, passages: Sequence[Passage], embedder: Embedder, cache: Path) -> int:
    """Write the vectors of all sentences of passages that have several into a new file, and tell how many were made anew."""
    import numpy as np

    rows = [(p.id, start, text) for p in passages for start, text in _told(p)]
    vectors, made = vectors_of({digest_of(text): text for _, _, text in rows}, embedder, cache)
    stacked = np.stack([vectors[digest_of(text)] for _, _, text in rows]) if rows else np.empty((0, 0), dtype=np.float32)
    ids = np.array([id_ for id_, _, _ in rows], dtype=np.str_)
    np.savez(file, vectors=stacked, ids=ids, starts=np.array([start for _, start, _ in rows], dtype=np.int64))
    return made


def _told(passage: Passage) -> Iterator[tuple[int, str]]:
    """Where each sentence of a passage starts, and what is embedded of it; nothing for a single one."""
    spans = [*sentences(passage.document.text, passage.start, passage.end)]
    if len(spans) > 1:
        for start, end in spans:
            yield start, f"{passage.section}\n{' '.join(passage.document.text[start:end].split())}"


def load(file: Path) -> Held | None:
    """The vectors of a file, None where it is damaged or gone."""
    import numpy as np

    try:
        with np.load(file, allow_pickle=False) as held:
            vectors, ids, starts = held["vectors"], held["ids"], held["starts"]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None
    places: dict[str, list[tuple[int, int]]] = {}
    for row, (id_, start) in enumerate(zip(ids.tolist(), starts.tolist(), strict=True)):
        places.setdefault(id_, []).append((row, start))
    return vectors, places


def cosines(held: Held, asked: NDArray[np.float32], ids: Sequence[str]) -> dict[tuple[str, int], float]:
    """How near the sentences of some passages are to a question's vector."""
    vectors, places = held
    wanted = [(id_, row, start) for id_ in ids for row, start in places.get(id_, ())]
    if not wanted:
        return {}
    near = vectors[[row for _, row, _ in wanted]].astype("f8") @ asked.astype("f8")
    return {(id_, start): round(float(n), 6) for (id_, _, start), n in zip(wanted, near, strict=True)}
