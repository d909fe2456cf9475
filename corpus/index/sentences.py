"""Sentences, each searched by meaning under its section's heading: embedded with their passage, looked up when asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from corpus.index.exact import cosine
from corpus.index.vectors import Store
from corpus.readers.text import sentences
from corpus.texts.documents import Passage, digest_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def told(passage: Passage) -> Iterator[tuple[int, str]]:
    """Where each sentence of a passage starts, and what is embedded of it; nothing for a single one."""
    spans = [*sentences(passage.document.text, passage.start, passage.end)]
    if len(spans) > 1:
        for start, end in spans:
            yield start, f"{passage.section}\n{' '.join(passage.document.text[start:end].split())}"


def cosines(store: Store, asked: NDArray[np.float32], passages: Iterable[Passage]) -> dict[tuple[str, int], float]:
    """How near the sentences of some passages are to a question's vector, by the passage's id and where they start."""
    rows = [((p.id, start), digest_of(text), text) for p in passages for start, text in told(p)]
    vectors = store.vectors({digest: text for _, digest, text in rows})
    return {place: cosine(vectors[digest], asked) for place, digest, _ in rows}
