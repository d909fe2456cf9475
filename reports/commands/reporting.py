"""The monthly reports of a file of clients: which, with what, and what came of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.dates import is_iso_date
from corpus.errors import UnreadableError, WrongUseError
from reports.desk import open_desk
from reports.files import sweep

if TYPE_CHECKING:
    from reports.desk import Desk
    from reports.monthly.batch import Entry
    from reports.monthly.clients import Client
    from reports.monthly.workshop import Files, Published, Task, Workshop


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for."""

    clients: Path
    month: str
    out: Path
    desk: Path | None = None
    model: str | None = None
    date: str | None = None
    only: tuple[str, ...] = ()
    jobs: int = 1
    keep_going: bool = False
    pdf: bool = False
    note: Path | None = None
    cluster: str | None = None
    one_page: bool = False


def report(wanted: Wanted) -> int:
    """Write each client's report; 1 where one of them could not be made and the others were."""
    from reports.commands.progress import progress
    from reports.monthly.batch import on_cluster, on_processes, run
    from reports.monthly.clients import names_of, read_clients
    from reports.monthly.spans import month_end
    from reports.monthly.workshop import Opening, open_shop
    from reports.processes import heeded

    month_end(wanted.month)
    made = made_on(wanted.date)
    every = read_clients(wanted.clients)
    listed = _chosen(every, wanted.only)
    names = tuple(sorted({name for c in listed for name in c.backtests}))
    desk = open_desk(wanted.desk, Path.cwd())
    opening = Opening(desk=desk, names=names, model=wanted.model, private=names_of(every))
    elsewhere = on_processes(wanted.jobs, opening) if wanted.jobs > 1 else None
    elsewhere = on_cluster(wanted.cluster, opening) if wanted.cluster else elsewhere
    sweep(wanted.out)
    entries: list[Entry] = []
    published: dict[str, Published] = {}
    shop: Workshop | None = None

    def told(files: Files) -> None:
        if files.published is not None:
            published[files.client] = files.published

    with progress() as watch, heeded() as check:
        try:
            shop, tasks = open_shop(opening, watch), _tasks(wanted, listed, made)
            for entry in run(tasks, shop, wanted.out, elsewhere=elsewhere, keep_going=wanted.keep_going, told=told):
                check()
                entries.append(entry)
                _tell(entry, wanted, len(entries), len(tasks))
        except KeyboardInterrupt:
            print(f"hedgecite: stopped after {len(entries)} of {len(listed)} reports; run it again to go on", file=sys.stderr)
            return 130
        finally:
            if elsewhere is not None:
                elsewhere.stop()
            if shop is not None:  # of a batch that is broken off, what was made is published all the same
                _keep(entries, shop, wanted, desk, published)
    failed = [e for e in entries if e.status == "failed"]
    if len(entries) > 1:
        print(_summary(entries), file=sys.stderr)
    return 1 if failed else 0


def _keep(entries: Sequence[Entry], shop: Workshop, wanted: Wanted, desk: Desk, made: Mapping[str, Published]) -> None:
    """Keep what the reports rest on in the desk's vault: each its client's last one too, which it restates."""
    from reports.monthly.restated import earlier_files
    from reports.vault.keeping import Named, keep_earlier, keep_inputs, keep_told

    done = [e for e in entries if e.status == "done"]
    inputs = keep_inputs(desk, shop.materials, tuple(shop.named), named=Named(clients=wanted.clients)) if done else None
    for entry in done:
        published = made.get(entry.client) or _read(wanted.out, entry)
        if published is not None and inputs is not None:
            earlier = earlier_files(wanted.out, entry.client, wanted.month)[:1]
            keep_told(keep_earlier(inputs, earlier), published.title, published.provenance, entry.files)


def _read(out: Path, entry: Entry) -> Published | None:
    """The same of a report that was made before; None where its document can't be read."""
    from qa.verify.strict import read_document
    from reports.monthly.workshop import Published

    document, _ = read_document(next((out / name).read_text("utf-8") for name, _ in entry.files if name.endswith(".json")))
    return None if document is None else Published(document.question or document.title.text, document.provenance)


def made_on(given: str | None) -> str | None:
    """The day on which a report is made: `--date`, else that of `SOURCE_DATE_EPOCH`; None where neither is stated.

    Raises
    ------
    WrongUseError
        It is no date.
    """
    if given is not None:
        if not is_iso_date(given):
            raise WrongUseError(f"{given!r} is not a date", where="--date", mend="write it as YYYY-MM-DD")
        return given
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise WrongUseError(f"{epoch!r} is not a time", where="SOURCE_DATE_EPOCH", mend="write seconds since 1970") from None


def _chosen(listed: Sequence[Client], only: Sequence[str]) -> tuple[Client, ...]:
    """The clients that `--client` names, else all."""
    known = [c.id for c in listed]
    missing = next((one for one in only if one not in known), None)
    if missing is not None:
        raise WrongUseError(f"no client has the id {missing!r}", where="--client", mend=f"the file has: {', '.join(known)}")
    return tuple(c for c in listed if not only or c.id in only)


def _tasks(wanted: Wanted, listed: Sequence[Client], made: str | None) -> list[Task]:
    from reports.monthly.restated import earlier_of
    from reports.monthly.workshop import FORMS, Task

    forms = FORMS if wanted.pdf else FORMS[:2]
    note = _note(wanted.note)
    return [
        Task(
            client=client,
            month=wanted.month,
            made=made,
            note=note,
            forms=forms,
            earlier=earlier_of(wanted.out, client.id, wanted.month),
            one_page=wanted.one_page,
        )
        for client in listed
    ]


def _note(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError("can't be read as text", where=str(file), mend="name a text file in UTF-8") from error


def _tell(entry: Entry, wanted: Wanted, number: int, every: int) -> None:
    if entry.status == "failed" and wanted.keep_going:  # else it ends the command, which says it
        print(f"hedgecite: client {entry.client}: {entry.reason}", file=sys.stderr)
    for name, _ in entry.files:
        print(wanted.out / name, flush=True)
    if sys.stderr.isatty() and every > 1:
        print(f"{number} of {every} reports", file=sys.stderr, end="\r")


def _summary(entries: Sequence[Entry]) -> str:
    """A table of what came of each client."""
    width = max(len(e.client) for e in entries)
    rows = [f"{e.client.ljust(width)}  {e.status}  {e.id or e.reason}" for e in entries]
    done = sum(e.status == "done" for e in entries)
    return "\n".join([*rows, f"{done} of {len(entries)} reports are made"])
