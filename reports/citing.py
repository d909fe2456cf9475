"""Which published documents cite a text, and whether what they quote still stands in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.desk import Desk
from reports.files import files_below

#: Folders of a desk that hold no documents.
_OTHERS = {"corpus", "backtests", "vault"}
_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Citing:
    """A published document that cites a text."""

    #: the document's file, below the desk
    file: str
    #: the text, as answers name it
    document: str
    #: quotations from it, and those of them that no longer stand in it
    quotations: int
    gone: int

    def __str__(self) -> str:
        many = "quotation" if self.quotations == 1 else "quotations"
        stand = "which still stand" + ("s" if self.quotations == 1 else "") if not self.gone else f"{self.gone} no longer in it"
        return f"{self.file} cites {self.document}: {self.quotations} {many}, {stand}"


def citing(desk: Desk, texts: Mapping[str, str | None]) -> tuple[Citing, ...]:
    """The documents in the desk's folders that cite any of the texts, given as they now are, or None where they are gone."""
    return tuple(found for file in _documents(desk.root) for found in _citations(file, desk.root, texts)) if texts else ()


def _documents(root: Path) -> Iterator[Path]:
    for file in files_below(root):
        if file.suffix == ".json" and file.relative_to(root).parts[0] not in _OTHERS and file.stat().st_size < _LARGEST:
            yield file


def _citations(file: Path, root: Path, texts: Mapping[str, str | None]) -> Iterator[Citing]:
    try:
        told = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return
    if not isinstance(told, dict) or not str(told.get("schema", "")).startswith("hedgecite/"):
        return
    sources: list[Any] = told["sources"] if isinstance(told.get("sources"), list) else []
    for path, text in sorted(texts.items()):
        quotes = [str(s.get("quote")) for s in sources if isinstance(s, dict) and s.get("document") == path]
        if quotes:
            gone = sum(text is None or quote not in text for quote in quotes)
            yield Citing(file=file.relative_to(root).as_posix(), document=path, quotations=len(quotes), gone=gone)
