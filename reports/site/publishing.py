"""Publishing from the desk: the store's questions written into the desk's file, and `hedgecite publish` run over it.

So there is one list of articles, that of the published edition, whoever makes it.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from corpus.errors import HedgeciteError
from qa.numerals import write_date
from reports.desk import QUESTIONS
from reports.editions import Editions
from reports.knowledge.publishing import SHOWN
from reports.places import data_dir
from reports.questions import read_desk_questions
from reports.site.store.editing import Change, queue, take
from reports.site.store.exchange import export, recalled, remember

if TYPE_CHECKING:
    from reports.site.wiring import Site

_KEPT = "publishing"
_MOST = 100_000
#: The whole site may take so long to make. [s]
_LONGEST = 3600
#: How much of what the command says is shown. [characters]
_SHOWN = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How the last publishing went, or goes."""

    state: Literal["none", "running", "done", "failed"] = "none"
    at: str = ""
    said: str = ""


def progress(site: Site) -> Progress:
    """How the last publishing went."""
    told = recalled(site.store, _KEPT)
    return Progress(**json.loads(told)) if told else Progress()


def begin(site: Site, who: str) -> None:
    """Publish in a thread of its own; who waits sees its progress."""
    _tell(site, Progress(state="running", at=_now()))
    threading.Thread(target=publish, args=(site, who), name="publish", daemon=True).start()


def resume(site: Site) -> None:
    """Publish again where the last time was broken off."""
    if progress(site).state == "running":
        begin(site, "the site")


def publish(site: Site, who: str) -> Progress:
    """Publish what is approved, one at a time on this machine; what went wrong is kept for the desk to see."""
    try:
        with _alone(data_dir() / "publish.lock") as lock:
            said = _published(site, who, lock)
    except (HedgeciteError, OSError, subprocess.SubprocessError) as error:
        made = Progress(state="failed", at=_now(), said=_short(site, str(error)))
    else:
        made = Progress(state="done", at=_now(), said=_short(site, said))
    _tell(site, made)
    return made


def _published(site: Site, who: str, lock: int) -> str:
    root, out = site.service.state.desk.root, site.edition.out
    file = root / QUESTIONS
    export(site.store, file)
    if not any(q.state in SHOWN for q in read_desk_questions(file)):
        Editions(out).take_down()
        return "No article is published."
    command = [sys.executable, "-m", "reports.cli", "publish", "--desk", str(root), "--out", str(out)]
    command += ["--questions", str(file), "--date", datetime.now(UTC).date().isoformat(), *site.service.choice.options()]
    done = subprocess.run(  # noqa: S603 our own program
        command,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=_LONGEST,
        check=False,
        stdin=subprocess.DEVNULL,
        pass_fds=(lock,),  # where the site is killed, nobody publishes until the command has ended too
    )
    said = "\n".join(line for line in (done.stdout + done.stderr).splitlines() if line.strip())
    if done.returncode not in {0, 1}:
        raise HedgeciteError(said or "the command ended without a word", where="hedgecite publish")
    _mark(site, who)
    return said


def _mark(site: Site, who: str) -> None:
    """Call published what is approved and stands in the edition."""
    articles = site.edition.articles
    for row in queue(site.store, "approved", _MOST):
        if articles.get(row.slug or "") == row.text:
            take(site.store, row.id, Change(step="publish", who=who, version=row.version))


def _environment() -> dict[str, str]:
    withheld = ("HEDGECITE_STORE", "HEDGECITE_METRICS_TOKEN", "HEDGECITE_SERVED")
    return {name: value for name, value in os.environ.items() if name not in withheld}


@contextmanager
def _alone(file: Path) -> Iterator[int]:
    """Wait until nobody else on this machine publishes; the system ends the lock with whoever holds it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield held.fileno()


def _tell(site: Site, made: Progress) -> None:
    told = {"state": made.state, "at": made.at, "said": made.said}
    with site.store.execution_options(writes=True).begin() as connection:
        remember(connection, _KEPT, json.dumps(told, ensure_ascii=False))


def _short(site: Site, said: str) -> str:
    """What is shown of it, without places of this machine."""
    return said.replace(f"{site.service.state.desk.root}/", "")[-_SHOWN:]


def _now() -> str:
    now = datetime.now(UTC)
    return f"{write_date(now.date().isoformat())}, {now:%H:%M} UTC"
