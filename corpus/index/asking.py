"""Asking a model's endpoint: a request in a thread and an event loop of its own, and words for what goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Any, TypeVar

from openai import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    LengthFinishReasonError,
    RateLimitError,
)

_T = TypeVar("_T")

#: What stands in the record of a request that whoever waited for it broke off.
BROKEN_OFF = "broken off"
_WHY: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "it did not answer in time"),
    (APITimeoutError, "it did not answer in time"),
    (RateLimitError, "it takes no more requests for now"),
    (AuthenticationError, "it does not accept the key"),
    (APIStatusError, "its server refused or failed"),
    (APIConnectionError, "it could not be reached, or broke off"),
    (LengthFinishReasonError, "its answer was cut off at the limit of tokens"),
    (APIError, "its server answered with an error"),
)


@contextmanager
def apart(request: Coroutine[Any, Any, _T]) -> Iterator[Future[_T]]:
    """A request under way, which ends with the block: where the wait for it is interrupted, it is broken off.

    It has a thread and a loop of its own, so that whoever waits may have a running loop too.
    """
    loop = asyncio.new_event_loop()
    task = loop.create_task(request)
    coming: Future[_T] = Future()

    def run() -> None:
        try:
            coming.set_result(loop.run_until_complete(task))
        except BaseException as error:  # noqa: BLE001 it is raised again where it is waited for
            coming.set_exception(error)
        finally:
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    thread = Thread(target=run, daemon=True)
    thread.start()
    try:
        yield coming
    finally:
        while thread.is_alive():
            with suppress(RuntimeError):  # the loop was closed just now
                loop.call_soon_threadsafe(task.cancel)
            thread.join(0.1)


def why(error: BaseException) -> str:
    """What went wrong, in words without numerals that follow "the model was asked, but"."""
    return next((words for kind, words in _WHY if isinstance(error, kind)), "its answer was not readable")
