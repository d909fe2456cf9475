"""Records: of each published page what it was made of, by digest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.values import from_text, to_text
from qa.document import AnswerDocument, Dataset
from reports.files import write_whole
from reports.vault.store import sha256_of

SCHEMA = "hedgecite/vault/1"
#: What an input is: a text of the desk's own or of the sample, a file of a backtest or a calendar, a setting.
Role = Literal["text", "sample", "backtest", "calendar", "setting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A file that a page was made of."""

    role: Role
    #: where it stood: below the texts' folder, below the manifest's, or on the desk
    path: str
    sha256: str
    #: of a backtest its place among the desk's
    place: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A backtest that was kept."""

    name: str
    #: its manifest's name in its folder
    manifest: str
    #: what questions and clients call it
    told: str
    sample: bool
    #: digest of the data; empty where the page made no use of them
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a published page was made of."""

    schema: str = SCHEMA
    #: the page's files by name, with their digests
    files: tuple[tuple[str, str], ...]
    #: what was asked, or whose report it is
    title: str
    command: str
    version: str
    corpus: str
    #: the data that it names
    datasets: tuple[Dataset, ...]
    backtests: tuple[Kept, ...]
    inputs: tuple[Input, ...]

    def has(self, digest: str) -> bool:
        """Whether a file with this digest was published so."""
        return digest.removeprefix("sha256:") in {own for _, own in self.files}

    def serves(self, document: AnswerDocument) -> bool:
        """Whether a document says that it is made of the same, by the same version."""
        told = document.provenance
        return (self.corpus, self.datasets, self.version) == (told.corpus, told.backtests, told.version)


def write_record(vault: Path, record: Record) -> Path:
    """Write a record under the digest of what it says."""
    text = to_text(record)
    file = vault / "pages" / f"{sha256_of(text.encode())}.json"
    if not file.is_file():
        write_whole(file, json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n")
    return file


def read_records(vault: Path) -> tuple[Record, ...]:
    """Every record of a vault; what can't be read as one is left out."""
    found = []
    for file in sorted((vault / "pages").glob("*.json")):
        try:
            record = from_text(Record, file.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if record.schema == SCHEMA:
            found.append(record)
    return tuple(found)
