"""How an index does as it grows: `python bench/index.py [PASSAGES …] [--chroma URL | --embedded]`, a process for each size.

Texts are drawn from the shipped ones, vectors from the words by hash, as long as the built-in model's, so that what is measured
is the index and not the embedding. Prints seconds to build, to sync with one document more and with none, milliseconds of a
question (median and slowest of a hundred), and the memory of the process beyond its texts.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.index import index as index_module
from corpus.index.index import Index
from corpus.texts.documents import Document, Passage, digest_of
from corpus.texts.glossary import Glossary
from corpus.texts.library import Folder, read_library, shipped_folder
from tests.eval.retrieval import UNSEEN

SIZES = (1_000, 10_000, 100_000)
#: The clock; `process_time` counts the work where others work beside it.
CLOCK = time.process_time if "--cpu" in sys.argv else time.perf_counter
WIDTH, TOKENS, IN_A_DOCUMENT, WORDS = 384, 40, 5, 60


class Hashed:
    """The sum of random vectors of a text's words, which their hashes choose; fast, and the same everywhere."""

    id = "bench-hashed/1"
    bounds = None
    sends = False

    def __init__(self) -> None:
        self._rows = np.random.default_rng(1).normal(size=(4096, WIDTH)).astype("f4")
        self._rows /= np.linalg.norm(self._rows, axis=1, keepdims=True)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text."""
        return self.embed_tokens(texts)[0]

    def embed_tokens(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        """One row a text, and one a word."""
        tokens = [self._rows[[zlib.crc32(w.encode()) % 4096 for w in text.lower().split()[:TOKENS]]] for text in texts]
        rows = np.array([t.sum(axis=0) for t in tokens]).reshape(len(texts), WIDTH)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), tokens


def texts_of(many: int) -> list[Passage]:
    """So many passages, a few a document; their order of words is drawn, their number of sentences one."""
    drawn = random.Random(3)  # noqa: S311 no secret
    words = " ".join(p.text for p in read_library([Folder(root=shipped_folder(), sample=True)]).passages).replace(".", "").split()
    made: list[Passage] = []
    for number in range(many // IN_A_DOCUMENT):
        parts = [" ".join(drawn.choices(words, k=WORDS)) for _ in range(IN_A_DOCUMENT)]
        made += document(f"page{number:06}", parts)
    return made


def document(path: str, parts: Sequence[str]) -> list[Passage]:
    """A document and the passages that it is made of."""
    text = "\n".join(parts)
    whole = Document(path=path, title=f"Page {path}", authority="article", date=None, text=text, digest=digest_of(text))
    starts = [sum(len(part) + 1 for part in parts[:i]) for i in range(len(parts))]
    return [Passage(document=whole, headings=(), start=a, end=a + len(part)) for a, part in zip(starts, parts, strict=True)]


def timed(do: Callable[[], object]) -> float:
    """Seconds that it takes."""
    start = CLOCK()
    do()
    return CLOCK() - start


def megabytes() -> float:
    """The most memory that the process had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(many: int, url: str, *, embedded: bool) -> str:
    """A line on one size."""
    if embedded:
        index_module._EXACT = 0  # noqa: SLF001 what is measured here
    passages = texts_of(many)
    more = [*passages, *document("one-more", ["Words that nobody wrote before", "and a second passage"])]
    before = megabytes()
    with tempfile.TemporaryDirectory() as folder:

        def over(held: Sequence[Passage]) -> Index:
            return Index(held, Glossary(terms=()), Hashed(), Path(folder), (), url)

        first = over(passages)
        build = timed(lambda: (first.sync(), first.search("hedge", 12)))
        grown = over(more)
        one = timed(lambda: (grown.sync(), grown.search("hedge", 12)))
        none = timed(lambda: over(more).sync())
        questions = [q["text"] for q in tomllib.loads(UNSEEN.read_text(encoding="utf-8"))["question"]]
        asked = [*questions, *(f"{q} in the end" for q in questions)][:100]
        took = sorted(timed(lambda q=q: grown.search(q, 12)) * 1000 for q in asked)  # type: ignore[misc]
    return (
        f"{many:>8,} passages: build {build:7.2f} s  one more {one:5.2f} s  unchanged {none:5.3f} s  "
        f"question {took[50]:6.1f} ms, slowest {took[-1]:6.1f} ms  memory {megabytes() - before:5.0f} MB beyond texts"
    )


def main() -> int:
    """Measure each size in a process of its own."""
    parser = argparse.ArgumentParser(description="How an index does as it grows.")
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--chroma", default="", help="the address of a Chroma server")
    parser.add_argument("--embedded", action="store_true", help="Chroma beside the indexes")
    parser.add_argument("--cpu", action="store_true", help="count processor time, where others work beside it")
    given = parser.parse_args()
    sizes = given.sizes or SIZES
    if len(sizes) == 1:
        print(measure(sizes[0], given.chroma, embedded=given.embedded))
        return 0
    rest = [
        *(["--cpu"] if given.cpu else []),
        *(["--chroma", given.chroma] if given.chroma else []),
        *(["--embedded"] if given.embedded else []),
    ]
    for size in sizes:
        subprocess.run([sys.executable, __file__, str(size), *rest], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
