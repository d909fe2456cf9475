"""Embedding models and retrievers of LangChain, plugged in: known by what they can do, so that no library is needed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Protocol

from corpus.index.embedding import EmbedderMissingError, unit_rows
from corpus.index.index import Found, Index, Synced
from corpus.texts.documents import Passage, digest_of
from corpus.texts.private import is_private

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: What is embedded to learn how long the vectors are.
_PROBE = "hedge"


class Embeddings(Protocol):
    """LangChain's `Embeddings`."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """A vector for each text."""

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""


class RetrievedDocument(Protocol):
    """LangChain's `Document`."""

    id: str | None
    page_content: str
    metadata: dict[str, object]


class Retriever(Protocol):
    """LangChain's `BaseRetriever`."""

    def invoke(self, question: str, /) -> Sequence[RetrievedDocument]:
        """What it finds, best first."""


@dataclass(frozen=True, kw_only=True)
class PluggedEmbeddings:
    """An embedder out of LangChain's `Embeddings`; how near its vectors must be is not known."""

    bounds: ClassVar[None] = None

    embeddings: Embeddings = field(repr=False)
    #: where it was imported from, and a digest of its settings
    name: str
    #: whether texts leave this machine
    sends: bool

    @cached_property
    def id(self) -> str:
        """Its name and the length of its vectors; without the latter while it can't be reached."""
        try:
            return f"langchain:{self.name}/{len(self.embed_question(_PROBE))}"
        except EmbedderMissingError:
            return f"langchain:{self.name}/?"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, as long as the model makes them.

        Raises
        ------
        EmbedderMissingError
            The model fails, or what it gives is not one finite vector a text.
        """
        import numpy as np

        if not texts:
            return np.empty((0, 0), dtype=np.float32)
        try:
            return unit_rows(self.embeddings.embed_documents(list(texts)), len(texts))
        except Exception as error:  # whatever it raises, the answer is the same: keywords alone, said aloud
            raise self._missing(error) from error

    def embed_question(self, question: str) -> NDArray[np.float32]:
        """The unit vector of a question, which some models embed in another way than texts.

        Raises
        ------
        EmbedderMissingError
            The model fails, or what it gives is no finite vector.
        """
        try:
            rows = unit_rows([self.embeddings.embed_query(question)], 1)
        except Exception as error:  # as above
            raise self._missing(error) from error
        vector: NDArray[np.float32] = rows[0]
        return vector

    def _missing(self, error: Exception) -> EmbedderMissingError:
        mend = "check [search.embeddings] in hedgecite.toml, or take it away"
        return EmbedderMissingError(f"the embedding model {self.name} can't be used ({type(error).__name__})", mend=mend)


class PluggedSearch:
    """Search by a retriever of LangChain's: what it finds counts where it is a passage of the texts, in its order.

    A question with one of the `private` names, or the number of an account, is kept from it; None keeps nothing. Where it
    fails or finds none of the texts' passages, the index alone is searched.
    """

    def __init__(
        self, retriever: Retriever, index: Index, passages: Sequence[Passage], name: str, private: Sequence[str] | None
    ) -> None:
        self._retriever, self._index, self._name, self._private = retriever, index, name, private
        self._ids = {p.id: p for p in passages}
        self._places: dict[tuple[object, ...], Passage] = {(p.document.path, p.start, p.end): p for p in passages}
        self._texts = {_plain(p.text): p for p in reversed(passages)}
        self._failed: str | None = None

    @property
    def notice(self) -> str | None:
        """Why the last search of the index was by keywords alone, or None."""
        return self._index.notice

    @property
    def unplugged(self) -> str | None:
        """Why the retriever had no part in the last search, or None."""
        return self._failed

    def sync(self) -> Synced:
        """Build the index unless it is there."""
        return self._index.sync()

    def search(self, question: str, limit: int) -> Found:
        """The passages that the retriever finds, best first, with what the index tells of their nearness."""
        found = self._index.search(question, limit)
        passages = self._retrieved(question)[:limit]
        return replace(found, passages=tuple(passages)) if passages else found

    def _retrieved(self, question: str) -> list[Passage]:
        self._failed = None
        if self._private is not None and is_private(question, self._private):
            self._failed = "the question names a client or an account"
            return []
        try:
            known = [self._passage(d) for d in self._retriever.invoke(question)]
        except Exception as error:  # noqa: BLE001 whatever it raises, the index is searched instead, said aloud
            self._failed = f"{self._name} can't be used ({type(error).__name__})"
            return []
        passages = [p for p in known if p is not None]
        if known and not passages:
            self._failed = f"{self._name} found no passage of these texts"
        return list({p.id: p for p in passages}.values())

    def _passage(self, document: RetrievedDocument) -> Passage | None:
        """The passage that a document is: by its id, its place or its words; None where it is none of these texts'."""
        place = tuple(document.metadata.get(key) for key in ("document", "start", "end"))
        by_place = self._places.get(place)
        return self._ids.get(document.id or "") or by_place or self._texts.get(_plain(document.page_content))


def named(use: str, settings: Mapping[str, object]) -> str:
    """What a plug is called: where it is imported from, and of its settings, which may be secret, a digest."""
    told = repr(sorted(settings.items()))
    return f"{use}@{digest_of(told).removeprefix('sha256:')[:8]}" if settings else use


def _plain(text: str) -> str:
    return " ".join(text.split())
