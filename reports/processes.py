"""Processes of this machine that share work: begun at once, deaf to Ctrl-C, ended with the process that began them."""

from __future__ import annotations

import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from queue import SimpleQueue
from types import TracebackType
from typing import ParamSpec, TypeVar, cast

from corpus.errors import UnreadableError

T = TypeVar("T")
P = ParamSpec("P")


class Processes(ThreadPoolExecutor):
    """A pool of processes that run at once, each doing a first piece of work and then what is submitted.

    Each is begun afresh, since what threads hold does not live through a fork, and each is spoken with by one thread over a
    pipe of its own. No lock or pipe is shared: a process can be ended at any moment, in the middle of a result too, and the
    thread that waits for it is told so by the end of its pipe. As a context it ends them when an exception leaves it.

    Raises
    ------
    UnreadableError
        From a result: the process that worked on it has ended.
    """

    def __init__(self, jobs: int, first: Callable[[], object]) -> None:
        super().__init__(jobs, thread_name_prefix="process")
        with _deaf():  # which the processes take over
            self._each = tuple(_Process(first) for _ in range(jobs))
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        for one in self._each:
            self._idle.put(one)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have one of the processes call a function."""
        return super().submit(self._called, fn, args, kwargs)

    def _called(self, fn: Callable[..., T], args: tuple[object, ...], kwargs: dict[str, object]) -> T:
        process = self._idle.get()
        try:
            return cast("T", process.call(fn, args, kwargs))
        finally:
            self._idle.put(process)

    def stop(self) -> None:
        """End the processes in the middle of what they do."""
        for one in self._each:
            one.process.terminate()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes when they have done what was submitted, or what is begun of it."""
        super().shutdown(wait=wait, cancel_futures=cancel_futures)
        if wait:  # else they end with this process
            for one in self._each:
                one.end()

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        """End the processes: at once where an exception leaves the block."""
        if kind is not None:
            self.stop()
        self.shutdown(wait=True, cancel_futures=kind is not None)


class _Process:
    """One process, and the end of the pipe to it that only this process holds."""

    def __init__(self, first: Callable[[], object]) -> None:
        fresh = get_context("spawn")
        self._pipe, its = fresh.Pipe()
        self.process = fresh.Process(target=_serve, args=(its, first), daemon=True)
        self.process.start()
        its.close()

    def call(self, fn: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]) -> object:
        try:
            self._pipe.send((fn, args, kwargs))
            result, fault = self._pipe.recv()
        except (EOFError, OSError) as error:
            mend = "run it again to go on, on fewer processes where memory was short"
            raise UnreadableError("one of the processes that share the work has ended", where="--jobs", mend=mend) from error
        if fault is not None:
            raise fault
        return result

    def end(self) -> None:
        self._pipe.close()
        self.process.join()


def _serve(pipe: Connection, first: Callable[[], object]) -> None:
    """Do the first work and then what comes through the pipe, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    begun = _outcome(first, (), {})[1]
    with suppress(EOFError, OSError):
        while True:
            fn, args, kwargs = pipe.recv()
            outcome = (None, begun) if begun is not None else _outcome(fn, args, kwargs)
            try:
                pipe.send(outcome)
            except OSError:
                raise
            except Exception as error:  # noqa: BLE001 it can't be pickled, and nothing of it was sent
                pipe.send((None, error))


def _outcome(fn: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]) -> tuple[object, Exception | None]:
    """What a function gives and None, or None and what it raises, with its traceback as a note."""
    try:
        return fn(*args, **kwargs), None
    except Exception as fault:  # noqa: BLE001 whoever waits for the result is told
        fault.add_note("".join(traceback.format_exception(fault)))
        return None, fault


def _end_with_parent() -> None:
    """Leave no process behind where the one that began it was killed."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _deaf() -> Iterator[None]:
    """Ctrl-C is not heard, where that can be said: signals are the main thread's."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


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
