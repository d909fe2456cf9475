"""What searches found before, kept beside the index: an index never changes, so neither does what it finds."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from corpus.cached import database, is_damaged
from corpus.index.near import Near, from_json

_FILE = "found.sqlite"
#: How many searches are kept at least, and after how many new ones the oldest beyond them go.
_MOST, _SWEPT = 1000, 50

#: Ids of the passages found, the cosine of the nearest of all, and the cosines of those found.
Hit = tuple[list[str], float | None, Near]


def recall(folder: Path, asked: str) -> Hit | None:
    """What a search before found; None where there was none, or the file can't be read now."""
    if not (folder / _FILE).is_file():
        return None
    try:
        with database(folder / _FILE) as db:
            row = db.execute("SELECT ids, nearness, near FROM found WHERE asked = ?", (asked,)).fetchone()
    except sqlite3.DatabaseError as error:
        if is_damaged(error):
            raise
        return None
    return (row[0].split("\n"), row[1], from_json(row[2])) if row and row[0] else None


def remember(folder: Path, asked: str, hit: Hit) -> None:
    """Keep what a search found; where the file can't be written now, the search is made again the next time."""
    ids, nearness, near = hit
    try:
        with database(folder / _FILE) as db, db:
            db.execute("PRAGMA synchronous = OFF")  # what is lost is searched again, so nothing waits for the disk
            db.execute("PRAGMA journal_mode = MEMORY")
            db.execute("CREATE TABLE IF NOT EXISTS found (asked TEXT PRIMARY KEY, ids TEXT, nearness REAL, near TEXT)")
            row = (asked, "\n".join(ids), nearness, near.as_json())
            last = db.execute("INSERT OR REPLACE INTO found VALUES (?, ?, ?, ?)", row).lastrowid or 0
            if last % _SWEPT == 0:
                db.execute("DELETE FROM found WHERE rowid <= ?", (last - _MOST,))
    except sqlite3.DatabaseError as error:
        if is_damaged(error):
            raise
