"""Labelled questions: the rows that the scorer is fitted to and judged by, one file a writer."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import WrongUseError
from qa.calculator.catalogue import CATALOGUE, spec_of

FOLDER = Path(__file__).with_name("questions")
KINDS = ("cost", "method", "term", "mixed", "out_of_scope", "advice")
STATUSES = ("answered", "partial", "declined")
COLUMNS = ("id", "question", "who", "kind", "keys", "scope", "text", "status", "note")
_MISSING = "MISSING:"
_FOLLOWS = " >> "
_PART = re.compile(r"(?:^|[&\s])([a-z]+)(?=[.:<>=!])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A question with what a fair reader takes it to ask."""

    id: str
    #: the file it stands in, whose questions are all of one hand
    writer: str
    question: str
    kind: str
    #: readings that are fair, each its keys with the leading one first; a missing thing is no key
    readings: tuple[tuple[str, ...], ...]
    #: names of what is asked for and the desk lacks
    missing: tuple[str, ...]
    scope: str
    status: str

    @property
    def name(self) -> str:
        """The row among those of all writers."""
        return f"{self.writer} {self.id}"

    @property
    def leads(self) -> tuple[str, ...]:
        """The leading figure of each fair reading."""
        return tuple(dict.fromkeys(reading[0] for reading in self.readings))

    @property
    def keys(self) -> tuple[str, ...]:
        """All figures of all fair readings."""
        return tuple(dict.fromkeys(key for reading in self.readings for key in reading))

    @property
    def parts(self) -> frozenset[str]:
        """Which parts the scope has, by their names in its grammar."""
        return frozenset(_PART.findall(self.scope))

    @property
    def earlier(self) -> str:
        """The question that a follow-up follows, empty where it is none."""
        return self.question.rpartition(_FOLLOWS)[0]

    @property
    def last(self) -> str:
        """The question without what it follows."""
        return self.question.rpartition(_FOLLOWS)[2]


def read_folder(folder: Path = FOLDER) -> tuple[Labelled, ...]:
    """All rows of a folder, by writer and then as they stand."""
    return tuple(row for file in sorted(folder.glob("*.csv")) for row in read_file(file))


def read_file(file: Path) -> Iterator[Labelled]:
    """The rows of a writer's file."""
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield _labelled(row, file.stem)


def _labelled(row: dict[str, str], writer: str) -> Labelled:
    readings = [alternative.split() for alternative in row["keys"].split("||")]
    known = [tuple(k for k in reading if not k.startswith(_MISSING)) for reading in readings]
    missing = [k.removeprefix(_MISSING) for reading in readings for k in reading if k.startswith(_MISSING)]
    return Labelled(
        id=row["id"],
        writer=writer,
        question=row["question"],
        kind=row["kind"],
        readings=tuple(reading for reading in known if reading),
        missing=tuple(dict.fromkeys(missing)),
        scope=row["scope"],
        status=row["status"],
    )


def problems(rows: Iterable[Labelled]) -> Iterator[str]:
    """What is wrong with rows: a name that nothing has, a figure where none can be, a question that stands twice."""
    seen = dict[str, str]()
    for row in rows:
        where = row.name
        if row.kind not in KINDS:
            yield f"{where}: no kind {row.kind!r}"
        if row.status not in STATUSES:
            yield f"{where}: no status {row.status!r}"
        yield from (f"{where}: no figure {key!r}" for key in row.keys if not _is_figure(key))
        if row.kind == "cost" and not row.readings and not row.missing:
            yield f"{where}: a cost question without a figure"
        if (first := seen.setdefault(" ".join(row.question.lower().split()), where)) != where:
            yield f"{where}: the question of {first}"


def _is_figure(key: str) -> bool:
    if key in CATALOGUE:
        return True
    try:
        spec_of(key)
    except WrongUseError:
        return False
    return True
