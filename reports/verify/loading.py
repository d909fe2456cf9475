"""Published files: the document that a page carries or a JSON file is, read strictly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.errors import UnreadableError
from qa.document import AnswerDocument
from qa.verify.alone import Fault
from qa.verify.strict import read_document
from reports.files import files_below

_EMBEDDED = re.compile(r'<script\b[^>]*\bid\s*=\s*["\']?answer["\']?[^>]*>(.*?)</script\s*>', re.DOTALL | re.IGNORECASE)
_LARGEST = 50_000_000
_MEND = "name a page or a JSON document that hedgecite wrote"
Form = Literal["json", "html"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A file as it was found: its bytes, its document, and what is wrong with that; of a faulty one there is none."""

    file: Path
    raw: bytes
    form: Form
    document: AnswerDocument | None
    faults: tuple[Fault, ...]


def load(file: Path) -> Published:
    """A page or document.

    Raises
    ------
    UnreadableError
        It can't be read, or carries no document.
    """
    try:
        if file.stat().st_size > _LARGEST:
            raise UnreadableError("is too large for a page", where=str(file), mend=_MEND)
        raw = file.read_bytes()
        text = raw.decode("utf-8")
    except OSError as error:
        raise UnreadableError(f"can't be read: {error.strerror}", where=str(file), mend=_MEND) from error
    except UnicodeDecodeError as error:
        raise UnreadableError("is no text in UTF-8", where=str(file), mend=_MEND) from error
    return of_text(file, raw, text)


def of_text(file: Path, raw: bytes, text: str) -> Published:
    """The same of a file's content.

    Raises
    ------
    UnreadableError
        It carries no document.
    """
    is_json = text.lstrip().startswith("{")
    carried = [text] if is_json else _EMBEDDED.findall(text)
    if not carried or (is_json and '"schema"' not in text):
        raise UnreadableError("carries no document", where=str(file), mend=_MEND)
    document, misread = read_document(carried[0])
    faults = [Fault(place=m.place, what=m.what) for m in misread]
    if len(carried) > 1:
        faults.append(Fault(place="page", what=f"carries {len(carried)} documents"))
    return Published(file=file, raw=raw, form="json" if is_json else "html", document=document, faults=tuple(faults))


def pages_below(folder: Path) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The files in a folder that carry a document, and those pages and JSON files that carry none.

    Raises
    ------
    UnreadableError
        It is no folder.
    """
    if not folder.is_dir():
        raise UnreadableError("is not a folder", where=str(folder), mend="name the folder of the published pages")
    carrying: list[Path] = []
    others: list[Path] = []
    for file in files_below(folder):
        if file.suffix in {".html", ".json"} and "vault" not in file.relative_to(folder).parts:
            (carrying if _carries(file) else others).append(file)
    return tuple(carrying), tuple(others)


def _carries(file: Path) -> bool:
    raw = file.read_bytes()
    return b'"hedgecite/answer/' in raw if file.suffix == ".json" else b'id="answer"' in raw
