"""The reader of questions: a question goes in, the probabilities of what it asks for come out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from corpus.index.embedding import EmbedderMissingError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qa.understand.encoder import Elsewhere, Tuned
    from qa.understand.scores import Scores

#: Between a question and the one that follows it.
FOLLOWS = " >> "
_KEPT = 256


class Read(Protocol):
    """Anything that scores what a question asks for."""

    def __call__(self, question: str, parts: tuple[str, ...] = (), /) -> Scores:
        """What a question is read as; a follow-up stands after the question that it follows and ` >> `.

        `parts` are the kinds of condition that its scope has.
        """


def read_question(question: str, parts: tuple[str, ...] = (), /) -> Scores:
    """What the shipped scorer reads; where its encoder can't be loaded, the words decide alone and fewer readings are sure."""
    return _scored(question, parts)


@lru_cache(maxsize=_KEPT)
def _scored(question: str, parts: tuple[str, ...]) -> Scores:
    from qa.understand.scorer import load

    return load().score(question, _vector(question), parts)


def _vector(question: str) -> NDArray[np.float32] | None:
    from qa.understand.scorer import load

    if "tuned" not in load().parts:
        return None
    try:
        vector: NDArray[np.float32] = _encoder()([question])[0]
    except EmbedderMissingError:
        return None
    return vector


@lru_cache(maxsize=1)
def _encoder() -> Tuned:
    from qa.understand.scorer import load

    return load().encoder()


def encode_by(elsewhere: Elsewhere | None) -> None:
    """Let another process encode questions, so that the encoder needn't be loaded here; with None, none any more."""
    _encoder().use(elsewhere)
