"""What desks of the tests plug in: LangChain's own classes, and functions that make them."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings
from langchain_core.retrievers import BaseRetriever

#: What the retriever was asked.
ASKED: list[str] = []


class Listing(BaseRetriever):
    """A retriever that finds the documents it was made with, whatever is asked."""

    found: list[dict[str, object]]
    fails: bool = False

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager
        ASKED.append(query)
        if self.fails:
            raise ConnectionError("the server is gone")
        return [Document.model_validate(document) for document in self.found]


class TwoWays(Embeddings):
    """Embeds questions in another way than texts, or fails."""

    def __init__(self, *, fails: bool = False) -> None:
        self._inner, self._fails = DeterministicFakeEmbedding(size=8), fails

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """As the fake does, or nothing that is a number."""
        return [[float("nan")] * 8 for _ in texts] if self._fails else self._inner.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        """Always the same."""
        return [1.0] + [0.0] * 7


def made(**settings: int) -> DeterministicFakeEmbedding:
    return DeterministicFakeEmbedding(size=settings["size"])
