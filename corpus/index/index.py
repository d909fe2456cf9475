"""The index over the words: keywords and vectors, their scores joined, the first of them ranked token by token.

An index is never changed. It is named by a digest of what it holds, made from an earlier one beside the others and moved into
place, so a killed build leaves nothing half-written and a changed document can't be answered from a stale index. What sends
texts or vectors away is not given those that name a client or an account: they are found by keywords alone.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import weakref
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.cached import DamagedError, is_damaged
from corpus.errors import UnreadableError
from corpus.index import growing, lexical, remembered, sentences
from corpus.index.asks import Asks
from corpus.index.embedding import Bounds, Embedder, EmbedderMissingError, asked_by
from corpus.index.exact import Exact, ResizedError
from corpus.index.late import max_sim
from corpus.index.near import NOWHERE, Near
from corpus.index.ranking import Side, joined, lowest, ordered, sides_of, spread
from corpus.index.vectors import Store, Watch, resized, unwatched
from corpus.texts.documents import Passage, digest_of
from corpus.texts.glossary import Glossary
from corpus.texts.private import is_private, is_private_passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_VERSION = "10"
#: So many candidates each side gives.
_CANDIDATES = 50
#: So many of them all are ranked token by token.
_RANKED = 100
#: Up to so many passages their vectors are one matrix, above they are in Chroma.
_EXACT = 200_000


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


class Vectors(Protocol):
    """Where the passages' vectors are."""

    def nearest(self, asked: NDArray[np.float32], most: int) -> dict[str, float]:
        """Cosines of the passages nearest to a question's vector, best first, ties by id."""

    def cosines(self, asked: NDArray[np.float32], ids: Iterable[str]) -> dict[str, float]:
        """How near some passages are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How to search: by keywords, by meaning or by both, whose first ones may be ranked token by token."""

    keywords: bool
    dense: bool
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it is held against texts."""

    vector: NDArray[np.float32]
    #: one row a token; none where the embedder gives none
    tokens: NDArray[np.float32]


class Index:
    """Search over one fixed set of passages.

    The `private` names, and numbers of accounts, are sent nowhere; an embedder that sends nothing is given all. Vectors are in
    the server of `chroma` where an address is given.
    """

    def __init__(
        self,
        passages: Sequence[Passage],
        glossary: Glossary,
        embedder: Embedder,
        cache: Path,
        private: Sequence[str] = (),
        chroma: str = "",
    ) -> None:
        self._passages = {p.id: p for p in passages}
        self._glossary = glossary
        self._embedder = embedder
        self._store = Store(embedder=embedder, cache=cache)
        self._chroma = chroma
        self._sends = embedder.sends or bool(chroma)
        self._private = private
        given = [p for p in passages if not (self._sends and is_private_passage(p, private))]
        self._given = {p.id: p for p in given}
        self._asks = any(p.asks for p in given)
        self._shelves = growing.shelves(passages, frozenset(self._given))
        held = digest_of("\n".join(f"{path} {shelf.digest}" for path, shelf in self._shelves.items()))
        name = f"{_short(embedder.id)[:8]}-{_short(f'{_VERSION} {held}')}"
        self._folder = cache / "index" / name
        self._vectors: Vectors | None = None
        self._makeshift: Path | None = None
        self._failed: str | None = None
        self._withheld = False

    @property
    def folder(self) -> Path:
        """Where the index lies."""
        return self._folder

    @property
    def notice(self) -> str | None:
        """Why the last search was by keywords alone, or None."""
        return self._failed or ("the question names a client or an account" if self._withheld else None)

    def sync(self, watch: Watch = unwatched) -> Synced:
        """Build the index unless it is there; the `watch` is told how many texts are embedded, of how many."""
        embedded_anew = 0
        if self.folder.is_dir():
            os.utime(self.folder)
        else:
            embedded_anew = self._build(watch)
        held_back = len(self._passages) - len(self._given)
        return Synced(passages=len(self._passages), embedded=embedded_anew, held_back=held_back, notice=self._failed)

    def _build(self, watch: Watch) -> int:
        """Build the index, unless the embedder fails, and tell how many texts it embedded anew."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            made = self._made_from(growing.nearest(self.folder, self._shelves), watch)
        except (DamagedError, sqlite3.DatabaseError, OSError):  # the earlier one is not as it was written
            made = self._made_from(None, watch)
        growing.forget_old(self.folder)
        return made

    def _made_from(self, base: Path | None, watch: Watch) -> int:
        with tempfile.TemporaryDirectory(dir=self.folder.parent, prefix=growing.BUILDING) as folder:
            try:
                made = growing.grow(Path(folder), base, self._shelves, self._store, watch)
            except EmbedderMissingError as error:
                self._failed = str(error)
                return 0
            growing.move(Path(folder), self.folder)
        return made

    def search(self, question: str, limit: int, *, keywords: bool = True, dense: bool = True, late: bool = True) -> Found:
        """The passages nearest to a question, best first.

        Either side can be switched off, and so can the ranking token by token. A term is searched under all its names. Ties go
        to the desk's own texts before the sample's, then to the higher authority, the newer date, the id.
        """
        if not self._passages:
            return Found(passages=(), nearness=None, bounds=self._embedder.bounds)
        way = Way(keywords=keywords, dense=dense, late=late)
        try:
            ids, nearness, near = self._find(question, limit, way)
        except (sqlite3.DatabaseError, DamagedError) as error:
            if isinstance(error, sqlite3.DatabaseError) and not is_damaged(error):
                raise UnreadableError("is in use by another program", where=str(self.folder), mend="try again") from error
            self._vectors = None
            shutil.rmtree(self.folder, ignore_errors=True)  # what it held can be made again
            ids, nearness, near = self._find(question, limit, way)
        passages = tuple(self._passages[i] for i in ids)
        return Found(passages=passages, nearness=nearness, bounds=self._embedder.bounds, near=near)

    def _find(self, question: str, limit: int, way: Way) -> remembered.Hit:
        """Ids, the nearest one's cosine and all cosines, remembered where the same was searched before."""
        if not self._failed:  # an embedder that failed is not asked again for every question
            self.sync()
        also = self._glossary.other_names(question)
        self._withheld = way.dense and self._sends and is_private("\n".join((question, *also)), self._private)
        if self._withheld or not self._given:
            way = replace(way, dense=False)
        asked = digest_of(f"{way} {limit} {question}\n{also}")
        known = remembered.recall(self.folder, asked)
        if known is None:
            known = self._search(question, also, limit, way)
            if not self._failed:
                remembered.remember(self.folder, asked, known)
        return known

    def _search(self, question: str, also: Sequence[str], limit: int, way: Way) -> remembered.Hit:
        asked = self._asked(question, also) if way.dense else None
        meant = self._nearest(asked) if asked else {}
        asks = Asks(self.folder, asked.vector) if asked and meant and self._asks else None
        wanted = {*meant, *(asks.nearest(_CANDIDATES) if asks else ())}
        words = self._by_keywords(question, also, [*wanted]) if way.keywords else {}
        asking = self._by_keywords(question, also, [*wanted, *words], "asked") if way.keywords else {}
        near = meant | self._cosines(asked, [i for i in {*words, *asking, *wanted} if i not in meant]) if asked and meant else {}
        every = sorted({*words, *asking, *near})
        known = [i for i in every if self._passages[i].asks]
        sides = sides_of(every, words, {i: asking.get(i, 0.0) for i in known} if asking else {})
        sides += sides_of(every, near, asks.cosines(known) if asks else {}, least=lowest(near))
        first = self._ordered(sides)
        if asked and way.late:
            first = self._by_tokens(asked, first[:_RANKED], sides) + first[_RANKED:]
        found = spread(first, limit)
        told = sentences.cosines(self._store, asked.vector, [p for p in found if p.id in near]) if asked else {}
        cosines = {p.id: near[p.id] for p in found if p.id in near}
        likely = asks.cosines(p.id for p in found) if asks else {}
        return [p.id for p in found], max(meant.values(), default=None), Near(passages=cosines, sentences=told, asked=likely)

    def _ordered(self, kinds: Sequence[Side[str]]) -> list[Passage]:
        """Passages by the sum of their standard scores, best first."""
        return ordered([(self._passages[id_], score) for id_, score in joined(kinds).items()])

    def _by_tokens(self, asked: Asked, first: Sequence[Passage], sides: Sequence[Side[str]]) -> list[Passage]:
        """The first passages, their tokens held against the question's beside what speaks for them already."""
        texts = {p.id: p.searched for p in first if p.id in self._given}
        digests = {id_: digest_of(text) for id_, text in texts.items()}
        tokens = self._store.tokens({digests[id_]: text for id_, text in texts.items()}, len(asked.vector))
        if not tokens:
            return [*first]
        late = {id_: max_sim(asked.tokens, tokens[digest]) for id_, digest in digests.items()}
        late |= {p.id: lowest(late) for p in first if p.id not in late}
        return self._ordered([Side(scores=late), *sides])

    def _asked(self, question: str, also: Sequence[str]) -> Asked | None:
        """The question's vectors, None where the embedder has failed."""
        if self._failed:
            return None
        text = f"{question} ({', '.join(also)})" if also else question
        try:
            rows, tokens = asked_by(self._embedder, text)
        except EmbedderMissingError as error:
            self._failed = str(error)
            return None
        return Asked(vector=rows[0], tokens=tokens[0] if tokens else rows[:0])

    def _nearest(self, asked: Asked) -> dict[str, float]:
        """The candidates by meaning; none where the vectors can't be reached, which is noticed."""
        try:
            self._vectors = self._vectors or self._opened()
            return self._vectors.nearest(asked.vector, min(_CANDIDATES, len(self._given)))
        except ResizedError:
            self._failed = str(resized(self._store.cache))
        except EmbedderMissingError as error:
            self._failed = str(error)
        return {}

    def _cosines(self, asked: Asked, ids: Sequence[str]) -> dict[str, float]:
        return self._vectors.cosines(asked.vector, [i for i in ids if i in self._given]) if self._vectors else {}

    def _opened(self) -> Vectors:
        if not self._chroma and len(self._given) <= _EXACT:
            return Exact(self.folder)
        from corpus.index.chroma import Chroma

        return Chroma(self._store, self._chroma, {id_: p.searched for id_, p in self._given.items()})

    def _by_keywords(
        self, question: str, also: Sequence[str], beside: Sequence[str], table: lexical.Table = "words"
    ) -> dict[str, float]:
        file = self.folder / growing.WORDS
        if not file.is_file():  # no index could be built
            file = self._makeshift or self._made_for_now()
        return lexical.search(file, question, also, _CANDIDATES, beside, table)

    def _made_for_now(self) -> Path:
        """Keywords alone, in a folder that goes with this object."""
        folder = Path(tempfile.mkdtemp())
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._makeshift = folder / growing.WORDS
        lexical.build(self._makeshift, growing.rows_of(self._shelves))
        return self._makeshift


def _short(text: str) -> str:
    return digest_of(text).removeprefix("sha256:")[:32]
