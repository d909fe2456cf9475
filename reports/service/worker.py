"""The process that does one piece of work on what came from outside: bounded first, then told what to do, then gone."""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

from corpus.errors import HedgeciteError
from reports.service.state import Choice

#: The largest file that it may write, into caches and its own folder. [bytes]
_FILE = 256 * 1024 * 1024


def main() -> None:
    """Read what to do from standard input, and write what came of it to standard output."""
    out, quiet = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)  # whatever a library prints is no part of the result
    head = json.loads(sys.stdin.buffer.readline())
    bounded(head["seconds"], head["memory"])
    made = done(head, sys.stdin.buffer.read())
    with os.fdopen(out, "wb") as result:
        result.write(json.dumps(made, ensure_ascii=False).encode())


def bounded(seconds: int, memory: int) -> None:
    """Have the system end this process where it takes more."""
    for what, most in (
        (resource.RLIMIT_AS, memory * 1024 * 1024),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, _FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def done(head: dict[str, object], body: bytes) -> dict[str, object]:
    """What comes of a task: what it makes, or what is wrong."""
    from reports.service.given import Given
    from reports.service.tasks import TASKS

    told, choice = head["told"], head["choice"]
    assert isinstance(told, dict)
    assert isinstance(choice, dict)
    given = Given(choice=Choice.of(choice), here=Path(str(head["here"])), told=told, body=body)
    try:
        return {"made": TASKS[str(head["task"])](given)}
    except HedgeciteError as error:
        return {"kind": type(error).__name__, "wrong": error.what, "where": error.where, "mend": error.mend}


if __name__ == "__main__":
    main()
