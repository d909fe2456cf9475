"""What a terminal shows of work that takes long: how far files are read, what a model writes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.backtests.watch import Watch, unwatched

if TYPE_CHECKING:
    from rich.console import Console
    from rich.live import Live
    from rich.progress import Progress, TaskID

    from qa.document import Sentence
    from qa.llm.hearing import Tell

#: A bar is shown once reading has taken so many seconds.
_PATIENCE = 2.0


class _Bar:
    """A watch that shows how far each file is read, or how much of other work is done."""

    def __init__(self, patience: float, *, counted: bool) -> None:
        self._counted = counted
        self._from = time.monotonic() + patience
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, file: str, read: int, whole: int) -> None:
        if self._bar is None and time.monotonic() < self._from:
            return
        bar = self._bar or self._begun()
        if file not in self._tasks:
            self._tasks[file] = bar.add_task(file, total=whole)
        bar.update(self._tasks[file], completed=read)

    def _begun(self) -> Progress:
        from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn

        said = TextColumn("{task.description}" if self._counted else "reading {task.description}")
        told = MofNCompleteColumn() if self._counted else DownloadColumn()
        self._bar = Progress(said, BarColumn(), told, console=_console(), transient=True)
        self._bar.start()
        return self._bar

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()


@contextmanager
def progress(patience: float = _PATIENCE, *, counted: bool = False) -> Iterator[Watch]:
    """A watch for reading within it: a bar on standard error after `patience` seconds, nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield unwatched
        return
    bar = _Bar(patience, counted=counted)
    try:
        yield bar
    finally:
        bar.end()


@contextmanager
def stepping(what: str, whole: int) -> Iterator[Callable[[], None]]:
    """Counts what is done of a `whole`: a bar on standard error, nothing where that is no terminal or the whole is 0."""
    if not whole or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_console(), transient=True) as bar:
        task = bar.add_task(what, total=whole)
        yield lambda: bar.advance(task)


@contextmanager
def counting(what: str, patience: float = _PATIENCE) -> Iterator[Callable[[int, int], None]]:
    """A watch for counted work within it, told how much is done of how much: a bar as for reading."""
    with progress(patience, counted=True) as watch:
        yield lambda done, of: watch(what, done, of)


class _Told:
    """Shows sentences one below the other, from the first on."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._live: Live | None = None

    def __call__(self, sentence: Sentence) -> None:
        from rich.text import Text

        self._said.append(sentence.text)
        self._live = self._live or self._begun()
        self._live.update(Text("\n".join(self._said), style="dim"), refresh=True)

    def _begun(self) -> Live:
        from rich.live import Live

        live = Live(console=_console(), transient=True, vertical_overflow="crop")
        live.start()
        return live

    def end(self) -> None:
        """Take the sentences away."""
        if self._live is not None:
            self._live.stop()


@contextmanager
def telling() -> Iterator[Tell | None]:
    """Shows on standard error what a model writes as it comes, until the page takes its place; None where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    told = _Told()
    try:
        yield told
    finally:
        told.end()


@lru_cache(maxsize=1)
def _console() -> Console:
    """The terminal that bar and sentences share, so that neither writes over the other."""
    from rich.console import Console

    return Console(stderr=True)
