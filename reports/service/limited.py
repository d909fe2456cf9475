"""Work on what comes from outside, each piece in a process of its own that may take so much time and memory and no more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import FaultyInputError, HedgeciteError, UnreadableError, WrongUseError
from reports.service.state import Choice

#: Pieces of work that may wait for the one that is done; more are refused.
_WAITING = 8
#: Files in memory, where the system has them.
_MEMORY = Path("/dev/shm")  # noqa: S108 a folder of our own is made in it
#: What no such process is told: it opens no store, asks no model, and shows no metrics.
_WITHHELD = ("HEDGECITE_STORE", "HEDGECITE_METRICS_TOKEN", "HEDGECITE_MODEL", "HEDGECITE_SERVED")
#: One thread and few arenas, so that the bound on memory means the same on every machine.
_LEAN = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2", "PYTHONSAFEPATH": ""}


class BusyError(Exception):
    """More waits than can be done soon."""


class TooMuchError(Exception):
    """A piece of work took more time or memory than it may, and was ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What a piece of work may take."""

    #: on the clock; the processor may be used as long [s]
    seconds: int
    #: address space, code and libraries included [MiB]
    memory: int = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of work: what is to be done, what it is told, and the bytes that came from outside."""

    #: the name of a task of `reports.service.tasks`
    task: str
    told: dict[str, object]
    body: bytes
    bound: Bound


class Limited:
    """Does pieces of work, one at a time, each in a fresh process."""

    def __init__(self, choice: Choice, here: Path) -> None:
        self._choice, self._here = choice, here
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="limited")
        self._lock = threading.Lock()
        self._open = 0
        self._running: subprocess.Popen[bytes] | None = None
        self._closed = False

    def do(self, piece: Piece) -> Future[Any]:
        """Begin a piece of work; what comes of it is made of what JSON has.

        The future raises the `HedgeciteError` of the work, or `TooMuchError`.

        Raises
        ------
        BusyError
            Too much waits.
        """
        with self._lock:
            if self._open >= _WAITING:
                raise BusyError
            self._open += 1
        return self._pool.submit(self._do, piece)

    def close(self) -> None:
        """End: what runs is stopped, what waits is not begun."""
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)
        if (running := self._running) is not None:
            running.kill()
        self._pool.shutdown(wait=True)

    def _do(self, piece: Piece) -> Any:  # noqa: ANN401 what JSON has
        try:
            return _result(self._run(piece))
        finally:
            with self._lock:
                self._open -= 1

    def _run(self, piece: Piece) -> bytes:
        # whatever the process leaves goes with the folder, however the process ended
        with tempfile.TemporaryDirectory(prefix="hedgecite-", dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
            return self._run_in(piece, folder)

    def _run_in(self, piece: Piece, folder: str) -> bytes:
        head: dict[str, object] = {"task": piece.task, "told": piece.told, "choice": self._choice.told(), "here": str(self._here)}
        head |= {"seconds": piece.bound.seconds, "memory": piece.bound.memory}
        environment = {name: value for name, value in os.environ.items() if name not in _WITHHELD} | _LEAN
        environment["TMPDIR"] = folder
        command = [sys.executable, "-m", "reports.service.worker"]
        with subprocess.Popen(  # noqa: S603 our own program
            command,
            cwd=self._here,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it could hold what a reader sent
        ) as process:
            self._running = process
            if self._closed:
                process.kill()
            try:
                out, _ = process.communicate(json.dumps(head).encode() + b"\n" + piece.body, timeout=piece.bound.seconds)
            except subprocess.TimeoutExpired:
                raise TooMuchError from None
            finally:
                process.kill()
                self._running = None
        return out


def _result(out: bytes) -> Any:  # noqa: ANN401
    """What the process has said; one that was ended has said nothing."""
    try:
        said = json.loads(out)
    except ValueError:
        raise TooMuchError from None
    if "wrong" not in said:
        return said["made"]
    raise _ERRORS.get(said["kind"], UnreadableError)(said["wrong"], where=said["where"], mend=said["mend"])


_ERRORS: dict[str, type[HedgeciteError]] = {e.__name__: e for e in (WrongUseError, UnreadableError, FaultyInputError)}
