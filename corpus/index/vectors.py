"""Vectors in the cache, kept by their model and the digest of their text: an index embeds only what is new.

Beside a passage's vector stand those of its tokens, in eight bits a number, where the embedder gives them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from corpus.cached import database, is_damaged
from corpus.errors import UnreadableError
from corpus.index.embedding import Embedder, EmbedderMissingError, LateEmbedder, embedded
from corpus.index.late import packed
from corpus.index.ready import ready

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_T = TypeVar("_T")

_FILE = "vectors.sqlite"
#: How many texts an embedder is given at once.
_BATCH = 32
#: So many values are bound to one statement at most.
_BOUND = 500

#: What is kept of a text, by the name of its table: its vector, or those of its tokens.
_Kind = Literal["vectors", "tokens"]
_SELECT: Mapping[_Kind, str] = {kind: f"SELECT text, vector FROM {kind}" for kind in ("vectors", "tokens")}  # noqa: S608 two names
#: Is told how many of the texts that have to be embedded are, and how many these are.
Watch = Callable[[int, int], None]


def unwatched(done: int, of: int) -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """The vectors of one embedder in a cache; texts are named by their digests.

    Every method embeds what isn't known. It raises `EmbedderMissingError` where the embedder fails or a vector is not as long
    as the others, and then keeps none of the batch; and `UnreadableError` where another program holds the file.
    """

    embedder: Embedder
    cache: Path

    def missing(self, texts: Mapping[str, str], *, tokens: bool) -> dict[str, str]:
        """Those of some texts that are not known, or of which the tokens are not; what is ready is known from then on."""
        return _again(self.cache / _FILE, lambda: self._missing(texts, tokens=tokens))

    def embed(self, texts: Mapping[str, str], *, tokens: bool, watch: Watch = unwatched) -> None:
        """See to it that some texts are known, with their tokens or without."""
        _again(self.cache / _FILE, lambda: self._embed(texts, tokens=tokens, watch=watch))

    def vectors(self, texts: Mapping[str, str]) -> dict[str, NDArray[np.float32]]:
        """The vector of each text."""
        import numpy as np

        raw = _again(self.cache / _FILE, lambda: self._kept(texts, "vectors"))
        return {digest: np.frombuffer(raw[digest], dtype="<f4") for digest in texts}

    def tokens(self, texts: Mapping[str, str], width: int) -> dict[str, NDArray[np.int8]]:
        """The vectors of each text's tokens, a row each, so many numbers wide; none where the embedder gives none."""
        import numpy as np

        if not isinstance(self.embedder, LateEmbedder):
            return {}
        raw = _again(self.cache / _FILE, lambda: self._kept(texts, "tokens"))
        return {digest: np.frombuffer(raw[digest], dtype=np.int8).reshape(-1, width) for digest in texts}

    def _kept(self, texts: Mapping[str, str], kind: _Kind) -> dict[str, bytes]:
        with _opened(self.cache / _FILE) as db:
            kept: dict[str, bytes] = dict(_rows(db, _SELECT[kind], self.embedder.id, [*texts]))
        if len(kept) == len(texts):
            self._check(map(len, kept.values()) if kind == "vectors" else ())
            return kept
        self._embed(texts, tokens=kind == "tokens", watch=unwatched)
        return self._kept(texts, kind)

    def _missing(self, texts: Mapping[str, str], *, tokens: bool) -> dict[str, str]:
        with _opened(self.cache / _FILE) as db:
            lengths = dict(_rows(db, "SELECT text, length(vector) FROM vectors", self.embedder.id, [*texts]))
            self._check(lengths.values())
            if tokens and isinstance(self.embedder, LateEmbedder):
                told = {text for text, _ in _rows(db, "SELECT text, 1 FROM tokens", self.embedder.id, [*texts])}
                return {digest: text for digest, text in texts.items() if digest not in lengths or digest not in told}
            missing = {digest: text for digest, text in texts.items() if digest not in lengths}
            known = ready(self.embedder.id, missing) if missing else {}
            if known:
                with db:
                    self._keep(db, known)
        return {digest: text for digest, text in missing.items() if digest not in known}

    def _keep(self, db: sqlite3.Connection, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        rows = [(self.embedder.id, digest, vector.astype("<f4").tobytes()) for digest, vector in vectors.items()]
        db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def _embed(self, texts: Mapping[str, str], *, tokens: bool, watch: Watch) -> None:
        missing = [*self._missing(texts, tokens=tokens)]
        width = self._width()
        for start in range(0, len(missing), _BATCH):  # a build that is broken off keeps the batches that it finished
            watch(start, len(missing))
            batch = missing[start : start + _BATCH]
            vectors, of_tokens = embedded(self.embedder, [texts[digest] for digest in batch], tokens=tokens)
            self._check([*width, *(4 * len(row) for row in vectors)])
            told = [(self.embedder.id, d, packed(rows).tobytes()) for d, rows in zip(batch, of_tokens, strict=False)]
            with _opened(self.cache / _FILE) as db, db:
                self._keep(db, dict(zip(batch, vectors, strict=True)))
                db.executemany("INSERT OR REPLACE INTO tokens VALUES (?, ?, ?)", told)
            width = width or [4 * vectors.shape[1]]
        watch(len(missing), len(missing))

    def _width(self) -> list[int]:
        """How long a vector of the embedder is that is kept already [bytes]."""
        with _opened(self.cache / _FILE) as db:
            row = db.execute("SELECT length(vector) FROM vectors WHERE model = ? LIMIT 1", (self.embedder.id,)).fetchone()
        return [row[0]] if row else []

    def _check(self, lengths: Iterable[int]) -> None:
        once = {*lengths}
        if len(once) > 1 or any(length % 4 for length in once):
            raise resized(self.cache)


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    with database(file) as db:
        for kind in ("vectors", "tokens"):
            db.execute(f"CREATE TABLE IF NOT EXISTS {kind} (model TEXT, text TEXT, vector BLOB, PRIMARY KEY (model, text))")
        yield db


def _rows(db: sqlite3.Connection, select: str, model: str, texts: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """What is kept of some texts, by their digests."""
    for start in range(0, len(texts), _BOUND):
        bound = texts[start : start + _BOUND]
        marks = ",".join("?" * len(bound))
        yield from db.execute(f"{select} WHERE model = ? AND text IN ({marks})", (model, *bound))


def _again(file: Path, do: Callable[[], _T]) -> _T:
    """Do something with the file, a second time without it where it is damaged: what it held can be made again."""
    try:
        return do()
    except sqlite3.DatabaseError as error:
        if not is_damaged(error):
            raise UnreadableError("is in use by another program", where=str(file), mend="try again") from error
        file.unlink(missing_ok=True)
        return do()


def resized(cache: Path) -> EmbedderMissingError:
    """What to say where vectors differ in length: an endpoint serves another model under the same name, or one is damaged."""
    what = "the embedding model's vectors are not as long as those kept from before"
    return EmbedderMissingError(what, mend=f"delete the folder {cache}, or name another model")
