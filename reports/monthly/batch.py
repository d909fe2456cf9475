"""Batches: the reports of many clients, one after the other or on several processes, resumed where they were broken off."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from corpus.errors import HedgeciteError, UnreadableError
from qa.document import as_json
from reports.files import write_bytes, write_whole
from reports.monthly.workshop import Files, Opening, Task, Workshop, made_from, make, make_at, open_shop, opened

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future


__all__ = [
    "Elsewhere",
    "Entry",
    "Files",
    "Opening",
    "Status",
    "Task",
    "as_entry",
    "make",
    "manifest_file",
    "on_cluster",
    "on_processes",
    "open_shop",
    "read_manifest",
    "run",
    "write_manifest",
]

Status = Literal["done", "failed"]
#: The manifest is written after so many reports, and after each of as many first ones.
_EACH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A report in the manifest of a batch."""

    client: str
    status: Status
    #: why it failed, else empty
    reason: str
    #: the report's id, and the digest of all that it was made from
    id: str
    made_from: str
    #: each file with its SHA-256
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Other processes that make reports."""

    pool: Callable[[], Executor]
    opening: Opening
    #: how many reports may be begun beyond the one that is waited for
    ahead: int
    #: ends what was begun before the pool is asked for
    stop: Callable[[], None] = lambda: None


def run(
    tasks: Sequence[Task],
    shop: Workshop,
    folder: Path,
    *,
    elsewhere: Elsewhere | None = None,
    keep_going: bool = False,
    told: Callable[[Files], object] = lambda _: None,
) -> Iterator[Entry]:
    """Make what is not made yet, write it, and give the entry of each report in the order of the tasks.

    A report whose files are there as the manifest has them, made from the same, is left as it is. The manifest is written
    every few reports and when the batch ends in whatever way but by being killed, so that it goes on where it was. What is
    made is `told` before it is written.

    Raises
    ------
    UnreadableError
        Without `keep_going`, the first client whose report can't be made.
    """
    known = {e.client: e for e in read_manifest(folder, tasks[0].month)} if tasks else {}
    digests = _data_digests(tasks, shop)
    wanted = [(task, made_from(task, shop, " ".join(digests[name] for name in task.client.backtests))) for task in tasks]
    held = {t.client.id: e for t, d in wanted if (e := known.get(t.client.id)) and _stands(e, d, folder)}
    fresh = [t for t, _ in wanted if t.client.id not in held]
    entries: list[Entry] = []

    def record() -> None:
        later = [held[t.client.id] for t, _ in wanted[len(entries) :] if t.client.id in held]
        write_manifest([*entries, *later], folder, tasks[0].month)

    with ExitStack() as stack:
        made = stack.enter_context(closing(_made(fresh, shop, elsewhere)))
        if tasks:
            stack.callback(record)
        for task, digest in wanted:
            entry = held.get(task.client.id) or write_files(next(made), digest, folder, told)
            entries.append(entry)
            if entry.status == "failed" or len(entries) <= _EACH or len(entries) % _EACH == 0:
                record()
            yield entry
            if entry.status == "failed" and not keep_going:
                mend = "mend it, or make the others by --keep-going"
                raise UnreadableError(entry.reason, where=f"client {entry.client}", mend=mend)


def _data_digests(tasks: Iterable[Task], shop: Workshop) -> dict[str, str]:
    """The digest of each backtest; of one that can't be read, why."""
    found: dict[str, str] = {}
    for name in dict.fromkeys(name for t in tasks for name in t.client.backtests):
        try:
            found[name] = shop.named[name].read().digest
        except HedgeciteError as error:
            found[name] = str(error)
    return found


def _made(tasks: Sequence[Task], shop: Workshop, elsewhere: Elsewhere | None) -> Generator[Files, None, None]:
    """The tasks' files in their order, at most a few reports ahead of what is asked for."""
    if elsewhere is None or not tasks:
        for task in tasks:
            yield make(task, shop)
        return
    executor = elsewhere.pool()
    waiting: list[Future[Files]] = []
    stop = getattr(executor, "stop", None)
    try:
        for task in tasks:
            waiting.append(executor.submit(make_at, task, elsewhere.opening))
            if len(waiting) >= elsewhere.ahead:
                yield waiting.pop(0).result()
        while waiting:
            yield waiting.pop(0).result()
    finally:
        for future in waiting:
            future.cancel()
        if waiting and stop is not None:
            stop()
        executor.shutdown(wait=not waiting or stop is not None, cancel_futures=True)  # processes that are ended are soon gone


def on_processes(jobs: int, opening: Opening) -> Elsewhere:
    """So many processes of this machine, which begin to open the desk now, while this one does."""
    from reports.processes import Processes

    processes = Processes(jobs, partial(opened, opening))
    return Elsewhere(pool=lambda: processes, opening=opening, ahead=2 * jobs + 2, stop=processes.stop)


def on_cluster(address: str, opening: Opening) -> Elsewhere:
    """The workers of a dask.distributed scheduler, which have the desk's folder at the same place."""

    def pool() -> Executor:
        from reports.monthly.cluster import Cluster

        return Cluster(address)

    return Elsewhere(pool=pool, opening=opening, ahead=64)


def write_files(files: Files, digest: str, folder: Path, told: Callable[[Files], object]) -> Entry:
    """Write a client's files and tell of them first; its entry in the manifest."""
    told(files)
    for name, content in files.files:
        write_bytes(folder / name, content)
    hashes = tuple((name, hashlib.sha256(content).hexdigest()) for name, content in files.files)
    status: Status = "failed" if files.fault else "done"
    return Entry(client=files.client, status=status, reason=files.fault, id=files.id, made_from=digest, files=hashes)


def _stands(entry: Entry, digest: str, folder: Path) -> bool:
    """Whether a report is there as the manifest has it, made from the same."""
    if entry.status != "done" or entry.made_from != digest:
        return False
    return all((folder / n).is_file() and hashlib.sha256((folder / n).read_bytes()).hexdigest() == h for n, h in entry.files)


def manifest_file(folder: Path, month: str) -> Path:
    """Where the manifest of a month's batch lies."""
    return folder / f"reports-{month}.json"


def write_manifest(entries: Iterable[Entry], folder: Path, month: str) -> None:
    """Write the manifest of a batch, whole or not at all."""
    told = [{**as_entry(e), "files": dict(e.files)} for e in entries]
    text = json.dumps({"schema": "hedgecite/reports/1", "month": month, "reports": told}, ensure_ascii=False, indent=1)
    write_whole(manifest_file(folder, month), text + "\n")


def as_entry(entry: Entry) -> dict[str, object]:
    """An entry as JSON has it."""
    made = as_json(entry)
    assert isinstance(made, dict)
    return made


def read_manifest(folder: Path, month: str) -> tuple[Entry, ...]:
    """The manifest of a month's batch; nothing where there is none or it can't be read."""
    try:
        told = json.loads(manifest_file(folder, month).read_text(encoding="utf-8"))["reports"]
        return tuple(Entry(**{**one, "files": tuple(sorted(one["files"].items()))}) for one in told)
    except (OSError, ValueError, KeyError, TypeError):
        return ()
