"""Growing: a new index is made from the nearest earlier one, whose documents that went are taken out and new ones put in.

An index itself never changes. The new one is a copy, changed in a folder of its own and moved into place when it is whole:
whoever reads the old one goes on reading it, and what is found does not depend on the way that led to an index.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.index import exact, lexical, sentences
from corpus.index.asks import write_asks
from corpus.index.vectors import Store, Watch
from corpus.texts.documents import Passage, digest_of

WORDS = "words.sqlite"
BUILDING = "building-"
#: So many indexes of a kind are kept.
_KEPT = 8
#: A build that hasn't touched its folder for so many seconds was killed.
_ABANDONED = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A document's passages as an index holds them."""

    #: over all that is searched of them
    digest: str
    passages: tuple[Passage, ...]
    #: those that are searched by meaning
    given: tuple[Passage, ...]


def shelves(passages: Sequence[Passage], given: frozenset[str]) -> dict[str, Shelf]:
    """The passages of each document, by its path; `given` names those that the embedder is given."""
    by_document: dict[str, list[Passage]] = {}
    for passage in passages:
        by_document.setdefault(passage.document.path, []).append(passage)
    return {path: _shelf(by_document[path], given) for path in sorted(by_document)}


def _shelf(passages: Sequence[Passage], given: frozenset[str]) -> Shelf:
    lines = [f"{p.id}\0{p.context}\0{p.searched}\0{p.text}\0{p.id in given}\0{p.asks}" for p in passages]
    return Shelf(digest=digest_of("\0\0".join(lines)), passages=(*passages,), given=tuple(p for p in passages if p.id in given))


def grow(made: Path, base: Path | None, held: Mapping[str, Shelf], store: Store, watch: Watch) -> int:
    """Make an index in an empty folder, out of an earlier one where there is any; how many texts were embedded anew.

    Raises
    ------
    DamagedError, sqlite3.DatabaseError
        The earlier index is not as it was written.
    """
    earlier = exact.Exact(base) if base else None
    known = lexical.documents(base / WORDS) if base else {}
    come = {path: shelf for path, shelf in held.items() if known.get(path) != shelf.digest}
    if base:
        shutil.copyfile(base / WORDS, made / WORDS)
        lexical.change(made / WORDS, [path for path in known if path not in held or path in come], rows_of(come))
    else:
        lexical.build(made / WORDS, rows_of(come))
    new = [p for shelf in come.values() for p in shelf.given]
    searched = {digest_of(p.searched): p.searched for p in new}
    said = {digest_of(text): text for p in new for text in (*(text for _, text in sentences.told(p)), *p.asks)}
    whole = store.missing(searched, tokens=True)
    parts = store.missing({d: t for d, t in said.items() if d not in searched}, tokens=False)
    many = len(whole) + len(parts)
    store.embed(whole, tokens=True, watch=lambda done, _: watch(done, many))
    store.embed(parts, tokens=False, watch=lambda done, _: watch(len(whole) + done, many))
    _write_vectors(made, earlier, held, come, store)
    return many


def _write_vectors(
    made: Path, earlier: exact.Exact | None, held: Mapping[str, Shelf], come: Mapping[str, Shelf], store: Store
) -> None:
    given = {p.id: p for shelf in held.values() for p in shelf.given}
    new = store.vectors({digest_of(p.searched): p.searched for shelf in come.values() for p in shelf.given})
    rows = [
        earlier.row(id_) if earlier and p.document.path not in come else new[digest_of(p.searched)]
        for id_, p in sorted(given.items())
    ]
    exact.write(made, sorted(given), rows)
    write_asks(made, given.values(), store.vectors({digest_of(ask): ask for p in given.values() for ask in p.asks}))


def rows_of(held: Mapping[str, Shelf]) -> lexical.Held:
    """Documents as keywords find them."""
    return {
        path: (shelf.digest, [lexical.Row(id=p.id, context=p.context, text=p.text, asks=p.asks) for p in shelf.passages])
        for path, shelf in held.items()
    }


def nearest(folder: Path, held: Mapping[str, Shelf]) -> Path | None:
    """The earlier index beside a new one's place, and of its kind, that shares most documents with it; None where none does."""
    kind = kind_of(folder)
    digests = {(path, shelf.digest) for path, shelf in held.items()}
    found: list[tuple[int, str, Path]] = []
    for other in folder.parent.iterdir() if folder.parent.is_dir() else ():
        if other.name.startswith(kind) and other != folder:
            try:
                found.append((len(digests & {*lexical.documents(other / WORDS).items()}), other.name, other))
            except sqlite3.DatabaseError:  # of an older version, or damaged
                continue
    best = max(found, default=None)
    return best[2] if best and best[0] else None


def kind_of(folder: Path) -> str:
    """What the names of an embedder's indexes begin with."""
    return folder.name[: folder.name.index("-") + 1]


def forget_old(folder: Path) -> None:
    """Keep the indexes of its kind used last, and nothing of builds that were killed; others' indexes stay beside them."""
    folders = [(f.stat().st_mtime, f) for f in folder.parent.iterdir() if f.is_dir()]
    whole = sorted((age, f) for age, f in folders if f.name.startswith(kind_of(folder)))
    killed = [f for age, f in folders if f.name.startswith(BUILDING) and age < time.time() - _ABANDONED]
    for old in (*(f for _, f in whole[:-_KEPT]), *killed):
        shutil.rmtree(old, ignore_errors=True)


def move(made: Path, place: Path) -> None:
    """Move a finished build into place; where another process was first, its build stands."""
    try:
        made.rename(place)
    except OSError:
        if not place.is_dir():
            raise
    made.mkdir(exist_ok=True)  # what the temporary folder's clean-up expects to find
