"""Vectors in the cache, kept by their model and the digest of their text: building an index anew embeds only what is new."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UnreadableError
from corpus.index.cached import database, is_damaged
from corpus.index.embedding import Embedder, EmbedderMissingError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FILE = "vectors.sqlite"
#: How many texts an embedder is given at once.
_BATCH = 32


def vectors_of(texts: Mapping[str, str], embedder: Embedder, cache: Path) -> tuple[dict[str, NDArray[np.float32]], int]:
    """The vector of each text by its digest, all of one length, and how many had to be made.

    Raises
    ------
    EmbedderMissingError
        The embedder fails; or a vector is not as long as the others, and then none of its batch is kept.
    UnreadableError
        Another program holds the file.
    """
    try:
        return _made(texts, embedder, cache)
    except sqlite3.DatabaseError as error:
        if not is_damaged(error):
            raise UnreadableError("is in use by another program", where=str(cache / _FILE), mend="try again") from error
        (cache / _FILE).unlink(missing_ok=True)  # what it held can be made again
        return _made(texts, embedder, cache)


def _made(texts: Mapping[str, str], embedder: Embedder, cache: Path) -> tuple[dict[str, NDArray[np.float32]], int]:
    import numpy as np

    with database(cache / _FILE) as db:
        db.execute("CREATE TABLE IF NOT EXISTS vectors (model TEXT, text TEXT, vector BLOB, PRIMARY KEY (model, text))")
        rows = db.execute("SELECT text, vector FROM vectors WHERE model = ?", (embedder.id,))
        kept: dict[str, bytes] = {text: raw for text, raw in rows if text in texts}
        missing = [digest for digest in texts if digest not in kept]
        _check(kept, cache)
        for start in range(0, len(missing), _BATCH):  # a build that is broken off keeps the batches that it finished
            batch = missing[start : start + _BATCH]
            made = embedder.embed([texts[digest] for digest in batch]).astype("<f4")
            kept |= {digest: row.tobytes() for digest, row in zip(batch, made, strict=True)}
            _check(kept, cache)
            with db:
                new = [(embedder.id, digest, kept[digest]) for digest in batch]
                db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", new)
    return {digest: np.frombuffer(raw, dtype="<f4") for digest, raw in kept.items()}, len(missing)


def _check(kept: Mapping[str, bytes], cache: Path) -> None:
    lengths = {len(raw) for raw in kept.values()}
    if len(lengths) > 1 or any(length % 4 for length in lengths):
        raise resized(cache)


def resized(cache: Path) -> EmbedderMissingError:
    """What to say where vectors differ in length: an endpoint serves another model under the same name, or one is damaged."""
    what = "the embedding model's vectors are not as long as those kept from before"
    return EmbedderMissingError(what, mend=f"delete the folder {cache}, or name another model")
