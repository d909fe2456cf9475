"""Make ready: `python -m corpus.index.make_ready` embeds what `corpus.index.ready` keeps in the package."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from corpus.index import sentences
from corpus.index.embedding import MiniLM
from corpus.index.ready import FILE
from corpus.texts.documents import Passage, digest_of
from corpus.texts.library import Folder, read_library, shipped_folder


def wanted(passages: Iterable[Passage]) -> dict[str, str]:
    """The texts whose vectors are kept ready, by their digests: the sentences of passages, and what readers ask of them.

    A passage that is one sentence is embedded with its tokens, which are not kept.
    """
    texts = (text for p in passages for text in (*(text for _, text in sentences.told(p)), *p.asks))
    return {digest_of(text): text for text in texts}


def write(place: Path, passages: Iterable[Passage]) -> None:
    """Embed and write them."""
    texts = dict(sorted(wanted(passages).items()))
    vectors = MiniLM().embed([*texts.values()]).astype("<f4")
    digests = np.frombuffer("\n".join(texts).encode("ascii"), dtype=np.uint8)
    np.savez(place, allow_pickle=False, digests=digests, vectors=vectors)


if __name__ == "__main__":
    write(Path(__file__).with_name(FILE), read_library([Folder(root=shipped_folder(), sample=True)]).passages)
