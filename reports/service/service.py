"""A service: questions are answered off the caller's thread, one question once at a time, from the desk as it now is."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex
from typing import Any, TypeVar

from corpus.errors import HedgeciteError
from qa.answer import answer
from qa.llm.hearing import Tell
from reports.questions import read_as
from reports.service.asked import Answered, Asked, answered
from reports.service.limited import BusyError, Limited
from reports.service.state import Choice, State, load, stamp_now

#: So many answers are held.
_MOST = 2000
#: So many questions may wait; more are refused, so that a reader is told and doesn't wait in vain.
_WAITING = 64
_LOG = logging.getLogger("hedgecite")
T = TypeVar("T")


@dataclass(slots=True)
class Counts:
    """What a service has done so far."""

    computed: int = 0
    shared: int = 0
    recalled: int = 0
    reloads: int = 0
    faults: int = 0


class Service:
    """A desk that answers many askers.

    Answers are made on one thread, since they are work for the processor; where a language model words them, which is waiting,
    on several.
    """

    def __init__(self, choice: Choice, here: Path) -> None:
        self._choice, self._here = choice, here
        self._state = load(choice, here)
        self._lock = threading.Lock()
        self._running: dict[str, Future[Any]] = {}
        self._held: OrderedDict[str, Any] = OrderedDict()
        self._stop = threading.Event()
        self._refused = ""
        threads = 8 if self._state.materials.model is not None else 1
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="answer")
        self.counts = Counts()
        self.limited = Limited(choice, here)

    @property
    def state(self) -> State:
        """The desk as it was last read."""
        return self._state

    @property
    def choice(self) -> Choice:
        """Which desk is served, and how."""
        return self._choice

    @property
    def waiting(self) -> int:
        """How many questions are being answered or wait for it."""
        return len(self._running)

    def ask(self, asked: Asked, tell: Tell | None = None) -> Future[Answered]:
        """Begin to answer, or share in an answer to the same question that has begun or was given.

        Raises
        ------
        BusyError
            Too many questions wait.
        """
        state = self._state
        name = asked.name(state.stamp)
        if tell is not None:  # what is told as it comes is told to one
            name += token_hex(8)
        return self._begin(name, state, lambda: _answer(state, asked, tell), kept=state.repeatable)

    def work(self, name: str, do: Callable[[State], T]) -> Future[T]:
        """Begin other work for the processor, or share in the same, by its name.

        Raises
        ------
        BusyError
            Too much waits.
        """
        state = self._state
        return self._begin(f"{state.stamp} {name}", state, lambda: do(state), kept=True)

    def warm(self) -> None:
        """Answer one question, so that the first reader doesn't wait for models and backtests to load."""
        self.ask(Asked(question="What does the hedge cost?", by_rules=True)).result()

    def reload(self) -> bool:
        """Read the desk anew where a file of it has changed; who asks meanwhile is answered from the desk as it was.

        A desk that can't be read leaves the old one in place, and is tried again at its next change.
        """
        stamp = stamp_now(self._state, self._choice)
        if stamp in {self._state.stamp, self._refused}:
            return False
        try:
            fresh = load(self._choice, self._here)
        except HedgeciteError as error:
            self.counts.faults += 1
            self._refused = stamp
            _LOG.warning("the desk can't be read anew, so that answers come from it as it was", extra={"why": str(error)})
            return False
        with self._lock:
            self._state = fresh
            self._held.clear()
            self.counts.reloads += 1
        return True

    def watch(self, seconds: float) -> None:
        """Look for changes until the service is closed; for a thread of its own."""
        while not self._stop.wait(seconds):
            self.reload()

    def close(self) -> None:
        """End: what has begun is finished, what waits is not begun."""
        self._stop.set()
        self.limited.close()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _begin(self, name: str, state: State, do: Callable[[], T], *, kept: bool) -> Future[T]:
        with self._lock:
            running = self._running.get(name)
            if running is not None:
                self.counts.shared += 1
                return running
            if name in self._held:
                self._held.move_to_end(name)
                self.counts.recalled += 1
                done: Future[T] = Future()
                done.set_result(self._held[name])
                return done
            if len(self._running) >= _WAITING:
                raise BusyError
            future = self._pool.submit(self._do, name, state, do, kept=kept)
            self._running[name] = future
        return future

    def _do(self, name: str, state: State, do: Callable[[], T], *, kept: bool) -> T:
        """Work, keep what came of it, and only then let it be begun again."""
        try:
            made = do()
            self.counts.computed += 1
            with self._lock:
                if kept and state is self._state:
                    self._held[name] = made
                    while len(self._held) > _MOST:
                        self._held.popitem(last=False)
            return made
        finally:
            with self._lock:
                self._running.pop(name, None)


def _answer(state: State, asked: Asked, tell: Tell | None) -> Answered:
    materials = replace(state.materials, model=None) if asked.by_rules else state.materials
    if asked.figure:
        materials = read_as(materials, asked.question, asked.figure)
    return answered(answer(asked.question, materials, asked.earlier(), tell), asked.parent)
