"""Models beside other work: another process loads them while this one imports its modules and reads texts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qa.understand.models_apart import EMBEDDER, ENCODER, models_apart
from reports.places import is_told


@contextmanager
def models_beside() -> Iterator[None]:
    """Within the block, the models that every new question needs run beside; where they can't, they are loaded here."""
    own = not is_told()  # else another model may embed
    with models_apart([ENCODER, EMBEDDER] if own else [ENCODER]) as apart:
        if apart is None:
            yield
            return
        from corpus.index.embedding import built_in
        from qa.understand.reader import encode_by

        built_in().use(lambda text: apart.vectors(EMBEDDER, text))
        encode_by(lambda text: apart.vectors(ENCODER, text))
        try:
            yield
        finally:
            built_in().use(None)
            encode_by(None)
