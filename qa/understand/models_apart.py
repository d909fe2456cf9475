"""The small models in a process of their own, which loads them while the one that asks imports its modules.

The asking process starts it as `python -P -m qa.understand.models_apart NAME…` and speaks with it over its standard input and
output: a pickled pair of a model's name and a text goes in, pickled vectors come out, None where the model can't be loaded.
It ends when its input does.
"""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import IO, Any, cast

from corpus.errors import HedgeciteError

#: What the models make, which whoever asks knows: a row, or a row and those of its tokens; None where there is no model.
Vectors = Any
#: The model that embeds texts, and the one that encodes questions.
EMBEDDER, ENCODER = "embedder", "encoder"


class Apart:
    """The process, as seen by the one that asks."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def vectors(self, model: str, text: str) -> Vectors:
        """What a model makes of a text; None where the process can't tell, so that whoever asks loads the model itself."""
        try:
            given, told = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
            pickle.dump((model, text), given)
            given.flush()
            return pickle.load(told)  # noqa: S301 our own process wrote it
        except (OSError, EOFError, pickle.UnpicklingError):
            return None


@contextmanager
def models_apart(models: Sequence[str]) -> Iterator[Apart | None]:
    """A process that loads models at once and lives as long as the block; None where none can be started."""
    command = [sys.executable, "-P", "-m", __name__, *models]
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 our own program, no shell
    except OSError:
        yield None
        return
    try:
        yield Apart(process)
    finally:
        process.kill()  # it keeps nothing, and may still be loading
        with suppress(OSError):
            process.communicate()


def serve(models: Sequence[str], given: IO[bytes], told: IO[bytes]) -> None:
    """Load the models in their order and answer until the input ends; the first answers while the next is loaded."""
    with ThreadPoolExecutor(max_workers=1) as loader:
        loading = {name: loader.submit(_loaded, name) for name in models}
        while True:
            try:
                name, text = pickle.load(given)  # noqa: S301 our own process wrote it
            except EOFError:
                return
            model = loading[name].result() if name in loading else None
            pickle.dump(model(text) if model else None, told)
            told.flush()


def _loaded(name: str) -> Callable[[str], Vectors] | None:
    with suppress(HedgeciteError):
        return _embedder() if name == EMBEDDER else _encoder()
    return None


def _embedder() -> Callable[[str], Vectors]:
    from corpus.index.embedding import built_in

    model = built_in()
    model.load()

    def vectors(text: str) -> Vectors:
        rows, tokens = model.embed_tokens([text])
        return rows[0], tokens[0]

    return vectors


def _encoder() -> Callable[[str], Vectors]:
    from qa.understand.encoder import Tuned
    from qa.understand.weights import read_told

    model = Tuned(read_told()["encoder"])
    model.load()
    return lambda text: model([text])


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the asking process ends it
    serve(sys.argv[1:], sys.stdin.buffer, sys.stdout.buffer)
