"""Work beside other work: models are loaded while modules are imported and texts are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

from corpus.errors import HedgeciteError
from reports.places import is_told


@contextmanager
def beside(work: Callable[[], None]) -> Iterator[None]:
    """Work done in a thread that ends with the block."""
    thread = Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def load_models() -> None:
    """Load the models that every new question needs; where one is missing, whoever needs it says so."""
    with suppress(HedgeciteError):
        if not is_told():  # else another model may embed
            from corpus.index.embedding import built_in

            built_in().load()
        from qa.understand.reader import load_encoder

        load_encoder()
