"""Vectors in Chroma, for corpora that outgrow one matrix: embedded beside the indexes, or a server at an address.

A collection holds the vectors of one embedder and one cache by the digest of their text, whatever index they are in: an index
that grows adds what is new, and what no index holds any more goes when it outweighs the rest. Chroma finds candidates; their
cosines are worked out exactly from the cache's own vectors. It is given vectors and digests, no words.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpus.index.embedding import EmbedderMissingError
from corpus.index.exact import cosine
from corpus.index.vectors import Store, resized
from corpus.texts.documents import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

_FOLDER, _NAME = "chroma", "chroma.id"
_BATCH = 1000
#: So many candidates are asked for beyond those wanted: its search is approximate, and some are of other indexes.
_BEYOND = 2


class Chroma:
    """The vectors of some texts, by passage, in the collection of an embedder and a cache.

    `EmbedderMissingError` is raised where Chroma can't be used: keywords are left then.
    """

    def __init__(self, store: Store, url: str, texts: Mapping[str, str]) -> None:
        self._store = store
        self._texts = texts
        self._keys = {id_: digest_of(text) for id_, text in texts.items()}
        self._ids: dict[str, list[str]] = {}
        for id_, key in self._keys.items():
            self._ids.setdefault(key, []).append(id_)
        with _told(store.cache):
            self._collection = _collection(store, url)
            self._fill(self._ids)

    def _fill(self, keys: Iterable[str]) -> None:
        """See to it that the collection has the vectors of these texts; forget others where they outweigh them."""
        import numpy as np

        wanted = [*keys]
        held = self._collection.count()
        there = self._there(wanted) if held else set[str]()
        missing = [key for key in wanted if key not in there]
        text_of = {self._keys[id_]: text for id_, text in self._texts.items()}
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            vectors = self._store.vectors({key: text_of[key] for key in batch})
            self._collection.upsert(ids=batch, embeddings=np.stack([vectors[key] for key in batch]))
        if held > 2 * len(wanted) + _BATCH:
            others = set(self._collection.get(include=[])["ids"]) - {*wanted}
            for start in range(0, len(others), _BATCH):
                self._collection.delete(ids=sorted(others)[start : start + _BATCH])

    def _there(self, keys: Sequence[str]) -> set[str]:
        there: set[str] = set()
        for start in range(0, len(keys), _BATCH):
            there |= {*self._collection.get(ids=[*keys[start : start + _BATCH]], include=[])["ids"]}
        return there

    def nearest(self, asked: NDArray[np.float32], most: int) -> dict[str, float]:
        """Cosines of the passages nearest to a question's vector, best first, ties by id."""
        with _told(self._store.cache):
            ids = self._candidates(asked, min(most, len(self._keys)))
        near = self.cosines(asked, ids)
        return dict(sorted(near.items(), key=lambda found: (-found[1], found[0]))[:most])

    def _candidates(self, asked: NDArray[np.float32], most: int) -> list[str]:
        """More passages than are wanted, near to a question; those of other indexes are left out."""
        count = self._collection.count()
        wanted = most * _BEYOND
        while True:
            near_by = self._collection.query(query_embeddings=asked[None], n_results=min(wanted, count), include=[])
            ids = [id_ for key in near_by["ids"][0] for id_ in self._ids.get(key, ())]
            if len(ids) >= min(most * _BEYOND, len(self._keys)) or wanted >= count:
                return ids
            wanted *= 2

    def cosines(self, asked: NDArray[np.float32], ids: Iterable[str]) -> dict[str, float]:
        """How near some passages are, by the vectors of the cache."""
        wanted = [*ids]
        vectors = self._store.vectors({self._keys[id_]: self._texts[id_] for id_ in wanted})
        return {id_: cosine(vectors[self._keys[id_]], asked) for id_ in wanted}


def _collection(store: Store, url: str) -> Collection:
    """The collection, made where it is missing; nothing is sent anywhere but to the address."""
    import chromadb
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if url:
        at = urlsplit(url)
        secure = at.scheme == "https"
        client: Any = chromadb.HttpClient(
            host=at.hostname or "localhost", port=at.port or (443 if secure else 8000), ssl=secure, settings=quiet
        )
    else:
        client = chromadb.PersistentClient(path=str(store.cache / _FOLDER), settings=quiet)
    name = f"hedgecite-{digest_of(store.embedder.id).removeprefix('sha256:')[:12]}-{_own(store.cache)}"
    hnsw = CreateHNSWConfiguration(space="cosine", ef_construction=200, ef_search=400)
    collection: Collection = client.get_or_create_collection(name, embedding_function=None, configuration={"hnsw": hnsw})
    return collection


def _own(cache: Path) -> str:
    """What tells the collections of this cache from those of others on a server."""
    file = cache / _NAME
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(secrets.token_hex(6))
    except FileExistsError:
        pass
    return file.read_text(encoding="utf-8")


@contextmanager
def _told(cache: Path) -> Iterator[None]:
    """Whatever Chroma raises, the answer is the same: keywords alone, said aloud."""
    try:
        yield
    except EmbedderMissingError:
        raise
    except Exception as error:
        if "dimension" in str(error):
            raise resized(cache) from error
        mend = "start its server or unset HEDGECITE_CHROMA"
        raise EmbedderMissingError(f"Chroma can't be used: {type(error).__name__}", mend=mend) from error
