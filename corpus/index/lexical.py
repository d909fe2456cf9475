"""Keyword search: SQLite's FTS5 with stemming, ranked by BM25."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

#: Weight of title and headings beside the passage's own words: all passages of a document share them.
_CONTEXT = 0.25
_SHORT = 2
_WORD = re.compile(r"\w+(?:\.\d+)?")
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|s|ly)$")
#: Words that say nothing of a passage's subject. Questions are full of them.
_COMMON = frozenset(
    """
    a about an and any are as at be been but by can could did do does for from had has have how i if in into is it
    its just me my no not of on or our really should so some than that the their them then there these they this
    those to up us was we were what when where which who why will with would you your
    """.split()
)


def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that say what it is about, lower-case, each once, in order."""
    words = (m[0].lower() for m in _WORD.finditer(text))
    return tuple(dict.fromkeys(w for w in words if w not in _COMMON))


def stems(text: str) -> frozenset[str]:
    """The content words of a text without endings, by their first five letters: enough to see that two texts share a word.

    >>> sorted(stems("Rolled calls are rolling"))
    ['call', 'roll']
    """
    return frozenset(_ENDING.sub("", word)[:5] for word in content_words(text) if len(word) > _SHORT)


def build(file: Path, rows: Iterable[tuple[str, str, str]]) -> None:
    """Write the keyword index of (passage id, context, text) rows into a new file."""
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("CREATE VIRTUAL TABLE words USING fts5(id UNINDEXED, context, text, tokenize = 'porter unicode61')")
        db.executemany("INSERT INTO words VALUES (?, ?, ?)", rows)


def search(file: Path, question: str, also: Sequence[str], limit: int) -> Sequence[str]:
    """Ids of the passages that hold any content word of the question or any phrase of `also`, best first, ties by id."""
    words = content_words(question)
    phrases = (" ".join(_WORD.findall(phrase)) for phrase in also)
    query = " OR ".join(f'"{w}"' for w in (*words, *dict.fromkeys(p for p in phrases if p)))
    if not query:
        return ()
    with closing(sqlite3.connect(file)) as db:
        ranked = "SELECT id, round(bm25(words, 0, ?, 1), 9) FROM words WHERE words MATCH ? ORDER BY 2, 1 LIMIT ?"
        found = db.execute(ranked, (_CONTEXT, query, limit))
        return tuple(row[0] for row in found)
