"""Vectors that are ready: those of the sample's sentences and of what readers ask of it, in the package, so that nobody waits.

They count for the built-in model alone, and each for its own text alone. `python -m corpus.index.make_ready` makes them anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from corpus.index.embedding import MiniLM

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "ready.npz"


def ready(model: str, digests: Iterable[str]) -> dict[str, NDArray[np.float32]]:
    """The vectors of those texts that are ready, by the digests of the texts; none for another model."""
    held = _read() if model == MiniLM.id else {}
    return {digest: held[digest] for digest in digests if digest in held}


@cache
def _read() -> dict[str, NDArray[np.float32]]:
    import numpy as np

    place = files("corpus.index") / FILE
    if not place.is_file():  # it is being made
        return {}
    with place.open("rb") as file, np.load(file, allow_pickle=False) as held:
        digests = held["digests"].tobytes().decode("ascii").split("\n")
        return dict(zip(digests, held["vectors"], strict=True))
