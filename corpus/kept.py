"""Results kept in the cache, each under a name that holds all it was made from: what changed has another name."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from corpus.cached import database, is_damaged
from corpus.texts.documents import digest_of
from corpus.values import from_text, to_text

T = TypeVar("T")

_FILE = "kept.sqlite"


class Kept:
    """Texts under names, the newest `most` of them; what can't be read or written is as if it had never been kept."""

    def __init__(self, cache: Path, kind: str, most: int, program: str = "") -> None:
        self._file, self._kind, self._most, self._program = cache / _FILE, kind, most, program

    def once(self, name: str, kind: type[T], make: Callable[[], T]) -> T:
        """What `make` makes, or made before in the same program; as it is found again, so that nothing tells the two apart."""
        found = self.recall(name, kind)
        return found if found is not None else self.keep(name, kind, make())

    def recall(self, name: str, kind: type[T]) -> T | None:
        """The value that the same program kept under a name, or None."""
        text = self.get(self._named(name))
        with suppress(ValueError, TypeError, KeyError):
            return None if text is None else from_text(kind, text)
        return None

    def keep(self, name: str, kind: type[T], value: T) -> T:
        """Keep a value under a name, and tell it as it will be recalled."""
        text = to_text(value)
        self.put(self._named(name), text)
        return from_text(kind, text)

    def _named(self, name: str) -> str:
        return digest_of(f"{self._program}\n{name}")

    def get(self, name: str) -> str | None:
        """The text under a name; None where there is none, or it is not what was put there."""
        if not self._file.is_file():
            return None
        try:
            with database(self._file) as db:
                row = db.execute(f"SELECT text, digest FROM {self._kind} WHERE name = ?", (name,)).fetchone()  # noqa: S608 ours
        except sqlite3.DatabaseError as error:
            self._forget(error)
            return None
        return row[0] if row and row[1] == _digest(name, row[0]) else None

    def put(self, name: str, text: str) -> None:
        """Keep a text under a name."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with database(self._file) as db, db:
                db.execute("PRAGMA synchronous = OFF")  # a text that a power cut spoils has another digest
                db.execute(f"CREATE TABLE IF NOT EXISTS {self._kind} (name TEXT PRIMARY KEY, text TEXT, digest TEXT)")
                db.execute(f"INSERT OR REPLACE INTO {self._kind} VALUES (?, ?, ?)", (name, text, _digest(name, text)))  # noqa: S608
                newest = f"(SELECT max(rowid) FROM {self._kind}) - ?"  # noqa: S608
                db.execute(f"DELETE FROM {self._kind} WHERE rowid <= {newest}", (self._most,))  # noqa: S608
        except sqlite3.DatabaseError as error:
            self._forget(error)
        except OSError:
            return

    def _forget(self, error: sqlite3.DatabaseError) -> None:
        """Take a damaged file away; one that others hold, or that has no such table yet, stays."""
        if not isinstance(error, sqlite3.OperationalError) and is_damaged(error):
            with suppress(OSError):
                self._file.unlink(missing_ok=True)


def _digest(name: str, text: str) -> str:
    return digest_of(f"{name}\n{text}")
