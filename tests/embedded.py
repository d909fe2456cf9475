"""Indexes whose texts a scripted endpoint embeds: words counted by hash, so that texts which share words are near."""

from __future__ import annotations

import zlib
from pathlib import Path

from corpus.index.embedding import Embedder
from corpus.index.index import Index
from corpus.index.lexical import stems
from corpus.index.remote import OpenAIEmbeddings
from corpus.texts.glossary import Glossary
from corpus.texts.library import Folder, Library, read_library
from tests.endpoint import Json

TEXTS = {
    "calls.md": "Long calls on volatility are rolled every month.",
    "expiry.md": "The condor is held until expiry.",
    "size.md": "Contracts are counted from the capital.",
}


def hashed(body: Json) -> list[list[float]]:
    """A vector for each text of a request."""
    return [words_of(text) for text in body["input"]]


def words_of(text: str) -> list[float]:
    """How often each of 64 bins is hit by a word's hash; the last number is never zero."""
    vector = [0.0] * 64 + [0.1]
    for stem in stems(text):
        vector[zlib.crc32(stem.encode()) % 64] += 2.0
    return vector


def remote(base_url: str, *, model: str = "words", retries: int = 0, timeout: float = 5) -> OpenAIEmbeddings:
    """An embedder of the server's."""
    return OpenAIEmbeddings(model=model, base_url=base_url, key="k", timeout=timeout, retries=retries)


def library_in(folder: Path, texts: dict[str, str]) -> Library:
    """A library of texts by their paths."""
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return read_library([Folder(root=folder)])


def over(library: Library, embedder: Embedder, cache: Path, *private: str) -> Index:
    """The index of a library."""
    return Index(library.passages, Glossary(terms=()), embedder, cache, private)
