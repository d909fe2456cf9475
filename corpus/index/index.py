"""The index over the words: Chroma for meaning, SQLite for keywords, fused by reciprocal rank.

An index is never changed. It is named by a digest of what it holds, built beside the others and moved into place, so a
killed build leaves nothing half-written and a changed document can't be answered from a stale index. An embedder that
sends texts away is not given those that name a client or an account: they are found by keywords alone.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UnreadableError
from corpus.index import lexical, remembered, sentences
from corpus.index.cached import is_damaged
from corpus.index.embedding import Bounds, Embedder, EmbedderMissingError, embed_question
from corpus.index.near import NOWHERE, Near
from corpus.index.vectors import resized, vectors_of
from corpus.texts.documents import AUTHORITIES, Passage, digest_of
from corpus.texts.glossary import Glossary
from corpus.texts.private import is_private, is_private_passage

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

_VERSION = "6"
_COLLECTION = "passages"
_CANDIDATES = 50
_KEPT = 8
_BUILDING = "building-"
#: A build that hasn't touched its folder for so many seconds was killed.
_ABANDONED = 3600
_FUSION = 60
"""The constant of reciprocal rank fusion; 60 is that of Cormack, Clarke and Büttcher (SIGIR 2009)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """What a sync did."""

    passages: int
    #: texts that had to be embedded, the others were known
    embedded: int
    #: passages that the embedder was not given, since they name a client or an account
    held_back: int
    #: why there is no search by meaning, or None
    notice: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found."""

    #: best first
    passages: tuple[Passage, ...]
    #: cosine of the question and the nearest passage, or None without a search by meaning
    nearness: float | None
    #: what the nearness says of the question's subject, or None where that isn't known
    bounds: Bounds | None
    #: how near each passage found and its sentences are
    near: Near = NOWHERE


class _DamagedError(Exception):
    """The vectors of an index are not those that were put into it."""


class Index:
    """Search over one fixed set of passages.

    The `private` names, and numbers of accounts, are sent by no embedder; one that sends nothing is given all.
    """

    def __init__(
        self, passages: Sequence[Passage], glossary: Glossary, embedder: Embedder, cache: Path, private: Sequence[str] = ()
    ) -> None:
        self._passages = {p.id: p for p in passages}
        self._glossary = glossary
        self._embedder = embedder
        self._cache = cache
        self._private = private
        self._given = [p for p in passages if not (embedder.sends and is_private_passage(p, private))]
        held = digest_of("\n".join(f"{p.id} {digest_of(p.context)} {digest_of(p.text)}" for p in passages))
        given = digest_of("\n".join(p.id for p in self._given))
        self._kind = f"{_short(embedder.id)[:8]}-"
        self._name = self._kind + _short(f"{_VERSION} {held} {given}")
        self._collection: Collection | None = None
        self._sentences: sentences.Held | None = None
        self._failed: str | None = None
        self._withheld = False

    @property
    def folder(self) -> Path:
        """Where the index lies."""
        return self._cache / "index" / self._name

    @property
    def notice(self) -> str | None:
        """Why the last search was by keywords alone, or None."""
        return self._failed or ("the question names a client or an account" if self._withheld else None)

    def sync(self) -> Synced:
        """Build the index unless it is there."""
        embedded = 0
        if self.folder.is_dir():
            os.utime(self.folder)
        else:
            embedded = self._build()
        held_back = len(self._passages) - len(self._given)
        return Synced(passages=len(self._passages), embedded=embedded, held_back=held_back, notice=self._failed)

    def _build(self) -> int:
        """Build the index, unless the embedder fails, and tell how many texts it embedded anew."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.folder.parent, prefix=_BUILDING) as made:
            lexical.build(Path(made) / "words.sqlite", ((p.id, p.context, p.text) for p in self._passages.values()))
            try:
                embedded = self._build_dense(Path(made) / "chroma")
                embedded += sentences.build(Path(made) / sentences.FILE, self._given, self._embedder, self._cache)
            except EmbedderMissingError as error:
                self._failed = str(error)
                return 0
            _move(Path(made), self.folder)
        self._forget_old()
        return embedded

    def search(self, question: str, limit: int, *, keywords: bool = True, dense: bool = True) -> Found:
        """The passages nearest to a question, best first.

        Either side can be switched off. A term is searched under all its names. Ties go to the desk's own texts before the
        sample's, then to the higher authority, the newer date, the id.
        """
        if not self._passages:
            return Found(passages=(), nearness=None, bounds=self._embedder.bounds)
        try:
            ids, nearness, near = self._find(question, limit, keywords=keywords, dense=dense)
        except (sqlite3.DatabaseError, _DamagedError) as error:
            if isinstance(error, sqlite3.DatabaseError) and not is_damaged(error):
                raise UnreadableError("is in use by another program", where=str(self.folder), mend="try again") from error
            self._make_anew()
            ids, nearness, near = self._find(question, limit, keywords=keywords, dense=dense)
        passages = tuple(self._passages[i] for i in ids)
        return Found(passages=passages, nearness=nearness, bounds=self._embedder.bounds, near=near)

    def _make_anew(self) -> None:
        """Take a damaged index away: what it held can be made again."""
        from chromadb.api.client import Client

        self._collection = self._sentences = None
        Client.clear_system_cache()  # it would go on with files that are gone
        shutil.rmtree(self.folder, ignore_errors=True)

    def _find(self, question: str, limit: int, *, keywords: bool, dense: bool) -> remembered.Hit:
        """Ids, the nearest one's cosine and all cosines, remembered where the same was searched before."""
        if not self._failed:  # an embedder that failed is not asked again for every question
            self.sync()
        also = self._glossary.other_names(question)
        self._withheld = dense and self._embedder.sends and is_private("\n".join((question, *also)), self._private)
        dense = dense and not self._withheld and bool(self._given)
        asked = digest_of(f"{keywords} {dense} {limit} {question}\n{also}")
        known = remembered.recall(self.folder, asked)
        if known is None:
            known = self._search(question, also, limit, keywords=keywords, dense=dense)
            if not self._failed:
                remembered.remember(self.folder, asked, known)
        return known

    def _search(self, question: str, also: Sequence[str], limit: int, *, keywords: bool, dense: bool) -> remembered.Hit:
        rankings, meant = [], dict[str, float]()
        asked: NDArray[np.float32] | None = None
        if keywords:
            rankings.append(self._by_keywords(question, also))
        if dense and not self._failed:
            try:
                asked = embed_question(self._embedder, f"{question} ({', '.join(also)})" if also else question)
                meant = self._by_meaning(asked)
                rankings.append([*meant])
            except EmbedderMissingError as error:
                self._failed = str(error)
        fused = fuse([[self._passages[i] for i in ranking] for ranking in rankings])
        ids = [p.id for p in spread(fused, limit)]
        told = {} if asked is None or not meant else self._near(asked, ids)
        near = Near(passages={i: meant[i] for i in ids if i in meant}, sentences=told)
        return ids, max(meant.values(), default=None), near

    def _near(self, asked: NDArray[np.float32], ids: Sequence[str]) -> dict[tuple[str, int], float]:
        """How near the sentences of some passages are."""
        self._sentences = self._sentences or sentences.load(self.folder / sentences.FILE)
        if self._sentences is None:
            raise _DamagedError
        return sentences.cosines(self._sentences, asked, ids)

    def _by_keywords(self, question: str, also: Sequence[str]) -> Sequence[str]:
        file = self.folder / "words.sqlite"
        if file.is_file():
            return lexical.search(file, question, also, _CANDIDATES)
        with tempfile.TemporaryDirectory() as made:
            lexical.build(Path(made) / "words.sqlite", ((p.id, p.context, p.text) for p in self._passages.values()))
            return lexical.search(Path(made) / "words.sqlite", question, also, _CANDIDATES)

    def _by_meaning(self, asked: NDArray[np.float32]) -> dict[str, float]:
        """Candidates from Chroma, put in order by their exact dot product with the question, rounded, ties by id."""
        import numpy as np
        from chromadb.errors import ChromaError, InvalidArgumentError

        most = min(_CANDIDATES, len(self._given))
        try:
            self._collection = self._collection or _open(self.folder / "chroma")
            near_by = self._collection.query(query_embeddings=[asked.tolist()], n_results=most, include=["embeddings"])
        except InvalidArgumentError as error:
            raise resized(self._cache) from error
        except ChromaError as error:
            raise _DamagedError from error
        if len(near_by["ids"][0]) < most:
            raise _DamagedError
        vectors = np.asarray((near_by["embeddings"] or [[]])[0], dtype=np.float64)
        near = [round(float(np.dot(v, asked.astype(np.float64))), 6) for v in vectors]
        return {i: -n for n, i in sorted(zip((-n for n in near), near_by["ids"][0], strict=True))}

    def _build_dense(self, folder: Path) -> int:
        import numpy as np

        texts = {digest_of(p.searched): p.searched for p in self._given}
        vectors, embedded = vectors_of(texts, self._embedder, self._cache)
        collection = _open(folder)  # made even for no passages, so that the folder is whole
        for start in range(0, len(self._given), 1000):
            batch = self._given[start : start + 1000]
            stacked = np.stack([vectors[digest_of(p.searched)] for p in batch])
            collection.add(ids=[p.id for p in batch], embeddings=stacked)
        return embedded

    def _forget_old(self) -> None:
        """Keep this embedder's indexes used last, and nothing of builds that were killed; others' indexes stay beside them."""
        folders = [(f.stat().st_mtime, f) for f in self.folder.parent.iterdir() if f.is_dir()]
        whole = sorted((age, f) for age, f in folders if f.name.startswith(self._kind))
        killed = [f for age, f in folders if f.name.startswith(_BUILDING) and age < time.time() - _ABANDONED]
        for folder in (*(f for _, f in whole[:-_KEPT]), *killed):
            shutil.rmtree(folder, ignore_errors=True)


def _short(text: str) -> str:
    return digest_of(text).removeprefix("sha256:")[:32]


def fuse(rankings: Sequence[Sequence[Passage]]) -> tuple[Passage, ...]:
    """Reciprocal rank fusion: the sum over rankings of 1 / (60 + rank)."""
    scores: dict[str, float] = {}
    passages: dict[str, Passage] = {}
    for ranking in rankings:
        for rank, passage in enumerate(ranking, start=1):
            passages[passage.id] = passage
            scores[passage.id] = scores.get(passage.id, 0.0) + 1 / (_FUSION + rank)
    return tuple(sorted(passages.values(), key=lambda p: (-round(scores[p.id], 12), *_standing(p))))


def spread(passages: Sequence[Passage], limit: int) -> list[Passage]:
    """The first passages, not more than a third of them from one document, so that one long page can't hide the others."""
    most, taken = max(1, limit // 3), list[Passage]()
    for passage in passages:
        if sum(p.document is passage.document for p in taken) < most:
            taken.append(passage)
    return taken[:limit]


def _standing(passage: Passage) -> tuple[bool, int, str, str]:
    newest_first = "".join(chr(0x7F - ord(c)) for c in passage.document.date or "")
    return passage.document.sample, AUTHORITIES.index(passage.document.authority), newest_first or "\x7f", passage.id


def _open(folder: Path) -> Collection:
    """The collection in a folder of Chroma's, made where it is missing; nothing is ever sent anywhere."""
    import chromadb
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.config import Settings

    client = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
    hnsw = CreateHNSWConfiguration(space="cosine", ef_construction=200, ef_search=200, num_threads=1)
    return client.get_or_create_collection(_COLLECTION, embedding_function=None, configuration={"hnsw": hnsw})


def _move(made: Path, place: Path) -> None:
    """Move a finished build into place; where another process was first, its build stands."""
    try:
        made.rename(place)
    except OSError:
        if not place.is_dir():
            raise
    made.mkdir(exist_ok=True)  # what the temporary folder's clean-up expects to find
