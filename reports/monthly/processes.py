"""Processes of this machine that make reports: begun at once, deaf to Ctrl-C, ended with the process that began them."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process


class Processes(ProcessPoolExecutor):
    """A pool whose processes run at once, each doing a first piece of work that the others do too.

    Each is begun afresh, since what threads hold does not live through a fork.
    """

    def __init__(self, jobs: int, first: Callable[[], object]) -> None:
        super().__init__(jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(first,))
        deaf = threading.current_thread() is threading.main_thread()
        before = signal.signal(signal.SIGINT, signal.SIG_IGN) if deaf else None
        try:
            self.submit(_ready)  # which begins all of them; they take over what Ctrl-C does
        finally:
            if deaf:
                signal.signal(signal.SIGINT, before)

    def stop(self) -> None:
        """End the processes in the middle of what they do."""
        for process in list((self._processes or {}).values()):
            process.terminate()


@contextmanager
def heeded() -> Iterator[Callable[[], None]]:
    """Ctrl-C as ever, and a check that raises it again where it came in code that lets no exception out, as callbacks do."""
    came = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return

    def interrupt(*_: object) -> None:
        came.set()
        raise KeyboardInterrupt

    def check() -> None:
        if came.is_set():
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield check
    finally:
        signal.signal(signal.SIGINT, before)


def _begin(first: Callable[[], object]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    first()


def _end_with_parent() -> None:
    """Leave no process behind where the one that began it was killed."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _ready() -> None:
    """Nothing: the first work is done by then."""
