"""Keyword search: SQLite's FTS5 with stemming, ranked by BM25; documents come and go one by one.

BM25 counts rows and words, never the order in which they came, so that an index which grew finds what a fresh one finds.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from corpus.index.lay_words import meant

#: Weight of title and headings beside the passage's own words.
_CONTEXT = 1.0
_SHORT = 2
_WORD = re.compile(r"\w+(?:\.\d+)?")
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ings?|ed|es|s|ly)$")
#: Past forms that share too little with their verb: verb and forms, a line each.
_FORMS = """
leave left
find found
buy bought
sell sold
hold held
pay paid
lose lost
make made
take took taken
rise rose risen
fall fell fallen
grow grew grown
keep kept
choose chose chosen
spend spent
mean meant
bring brought
think thought
say said
tell told
give gave given
go went gone
get got gotten
run ran
see saw seen
write wrote written
speak spoke spoken
stand stood
begin began begun
send sent
lend lent
teach taught
seek sought
catch caught
break broke broken
do did done
"""
_VERBS = {form: verb for verb, *forms in map(str.split, _FORMS.strip().splitlines()) for form in forms}
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

    >>> sorted(stems("Rolled calls are rolling, and what is left out"))
    ['call', 'leave', 'out', 'roll']
    """
    return frozenset(_ENDING.sub("", _VERBS.get(word, word))[:5] for word in content_words(text) if len(word) > _SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A passage as keywords find it."""

    id: str
    context: str
    text: str
    #: what readers ask that it answers
    asks: tuple[str, ...] = ()


#: The passages of each document, and its digest.
Held = Mapping[str, tuple[str, Sequence[Row]]]

_TABLES = """
CREATE VIRTUAL TABLE words USING fts5(context, text, tokenize = 'porter unicode61');
CREATE VIRTUAL TABLE asked USING fts5(text, tokenize = 'porter unicode61');
CREATE TABLE documents (path TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE passages (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL);
CREATE INDEX passages_of ON passages (document);
"""
#: Where keywords are looked for, and BM25 of each: in a passage under its headings, and in what readers ask of it.
Table = Literal["words", "asked"]
_TEXTS: Mapping[Table, str] = MappingProxyType({"words": "bm25(words, ?, 1)", "asked": "bm25(asked, ?)"})
#: So many values are bound to one statement at most.
_BOUND = 500


def build(file: Path, held: Held) -> None:
    """Write the keyword index of some documents into a new file."""
    with closing(sqlite3.connect(file)) as db:
        db.executescript(_TABLES)
    change(file, (), held)


def change(file: Path, gone: Iterable[str], come: Held) -> None:
    """Take documents out of an index and put others in."""
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("PRAGMA synchronous = OFF")  # the file is moved into place when it is whole
        for path in gone:
            for table in _TEXTS:
                db.execute(f"DELETE FROM {table} WHERE rowid IN (SELECT row FROM passages WHERE document = ?)", (path,))  # noqa: S608 two names
            db.execute("DELETE FROM passages WHERE document = ?", (path,))
            db.execute("DELETE FROM documents WHERE path = ?", (path,))
        for path, (digest, rows) in come.items():
            db.execute("INSERT INTO documents VALUES (?, ?)", (path, digest))
            for row in rows:
                at = db.execute("INSERT INTO words VALUES (?, ?)", (row.context, row.text)).lastrowid
                db.execute("INSERT INTO passages VALUES (?, ?, ?)", (at, row.id, path))
                if row.asks:
                    db.execute("INSERT INTO asked (rowid, text) VALUES (?, ?)", (at, "\n".join(row.asks)))


def documents(file: Path) -> dict[str, str]:
    """The digest of each document of an index."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as db:
        return dict(db.execute("SELECT path, digest FROM documents"))


def search(
    file: Path, question: str, also: Sequence[str], limit: int, beside: Sequence[str] = (), table: Table = "words"
) -> dict[str, float]:
    """Scores of the passages that hold a content word of the question or a phrase of `also`, best first, ties by id.

    These are the first `limit`, then those `beside` that hold one too. The score is BM25, rounded; the own words of a passage
    and the headings above it count alike. In the other table they are held against what readers ask of a passage.
    """
    words = content_words(question)
    phrases = (" ".join(_WORD.findall(phrase)) for phrase in (*also, *meant(words)))
    query = " OR ".join(f'"{w}"' for w in (*words, *dict.fromkeys(p for p in phrases if p)))
    if not query:
        return {}
    with closing(sqlite3.connect(file)) as db:
        # without the ids, which would have to be looked up for every row
        ranked = f"SELECT rowid, round(-{_TEXTS[table]}, 9) FROM {table} WHERE {table} MATCH ?"  # noqa: S608 two names
        scores: dict[int, float] = dict(db.execute(ranked, (_CONTEXT, query)))
        least = sorted(scores.values(), reverse=True)[:limit][-1:]
        best = _ids(db, "row", [row for row, score in scores.items() if score >= least[0]] if least else [])
        others = _ids(db, "id", beside)
    first = sorted(best.items(), key=lambda found: (-scores[found[0]], found[1]))[:limit]
    rest = sorted((id_, row) for row, id_ in others.items() if row in scores)
    return {id_: scores[row] for row, id_ in first} | {id_: scores[row] for id_, row in rest}


def _ids(db: sqlite3.Connection, column: str, values: Sequence[object]) -> dict[int, str]:
    """Passages' ids by their rows, of those whose row or id is among some values."""
    found: dict[int, str] = {}
    for start in range(0, len(values), _BOUND):
        bound = values[start : start + _BOUND]
        marks = ",".join("?" * len(bound))
        found |= dict(db.execute(f"SELECT row, id FROM passages WHERE {column} IN ({marks})", bound))  # noqa: S608 marks alone
    return found
