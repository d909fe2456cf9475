"""Files of the cache that are SQLite's: waited for where others write, and told apart where they are damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

#: So long a file is waited for that others write [s].
_WAIT = 30
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY", "SQLITE_FULL")


class DamagedError(Exception):
    """The files of an index are not those that were written: they are made anew."""


def is_damaged(error: sqlite3.DatabaseError) -> bool:
    """Whether a file's content is at fault; not where another process holds it, or it can't be written."""
    return not getattr(error, "sqlite_errorname", "").startswith(_BUSY)


@contextmanager
def database(file: Path) -> Iterator[sqlite3.Connection]:
    """A file of the cache, closed in the end and waited for while others write."""
    with closing(sqlite3.connect(file, timeout=_WAIT)) as db:
        yield db
