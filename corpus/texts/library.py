"""The library: every document and passage of one or more corpus folders, with one digest over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import readers
from corpus.errors import Problem, UnreadableError
from corpus.kept import Kept
from corpus.texts.asked import read_asked, with_asked
from corpus.texts.documents import Document, Passage, digest_of
from corpus.texts.edits import NONE, Edits
from corpus.texts.glossary import Glossary, read_glossary


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Library:
    """The words that answers may cite; each reading of them is its own, so that what is worked out of it can be kept."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    glossary: Glossary
    problems: tuple[Problem, ...]
    #: over path, authority, date and bytes of every document, and what readers ask of its passages
    digest: str
    #: what the editor says of their claims
    edits: Edits = NONE
    #: where what is worked out of it is kept from one process to the next; None keeps nothing
    kept: Kept | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A corpus folder on disk."""

    root: Path
    sample: bool = False


def shipped_folder() -> Path:
    """Where the shipped sample corpus lies."""
    return Path(__file__).parent.parent


def read_library(folders: Sequence[Folder], converted: Path | None = None) -> Library:
    """Read every text below the folders; a later folder's document replaces an earlier one's of the same path.

    Web pages, PDF and other documents are converted once, and their conversions kept in the folder `converted`. What can't be
    converted is a problem, and left out.

    Raises
    ------
    UnreadableError
        A folder is missing, or a file is no UTF-8 text.
    """
    found: dict[str, tuple[Document, str]] = {}
    problems: list[Problem] = []
    for folder in folders:
        own: dict[str, tuple[Document, str]] = {}
        for file in text_files(folder.root):
            document, wrong = readers.read(file, folder.root, sample=folder.sample, cache=converted)
            problems += wrong
            if document is None:
                continue
            if document.path in own:
                twin = f"{document.path}{own[document.path][1]}"
                raise UnreadableError(f"has the same name as {twin}", where=str(file), mend="rename one of them")
            own[document.path] = (document, file.suffix.lower())
        found |= own
    ordered = [found[path] for path in sorted(found)]
    documents = tuple(document for document, _ in ordered)
    passages = tuple(p for document, suffix in ordered for p in readers.passages(document, suffix))
    for folder in folders:
        passages, wrong = _with_asked(passages, folder)
        problems += wrong
    glossary, dangling = read_glossary(documents, passages)
    return Library(
        documents=documents,
        passages=passages,
        glossary=glossary,
        problems=(*problems, *dangling),
        digest=digest_of(
            "\n".join((*(f"{d.path} {d.digest}" for d in documents), *(f"{p.id} {p.asks}" for p in passages if p.asks)))
        ),
    )


def _with_asked(passages: Sequence[Passage], folder: Folder) -> tuple[tuple[Passage, ...], tuple[Problem, ...]]:
    """The passages with what readers ask of them by a folder's file, and the file's faults.

    A line of the sample's without its passage is none: a desk may replace the sample's texts by its own.
    """
    asked, wrong = read_asked(folder.root)
    told, lost = with_asked(passages, asked)
    return told, (*wrong, *(() if folder.sample else lost))


def text_files(root: Path) -> list[Path]:
    """The texts below a folder, hidden ones aside.

    Raises
    ------
    UnreadableError
        It is no folder.
    """
    if not root.is_dir():
        raise UnreadableError("is not a folder", where=str(root), mend="name a folder of Markdown or text files")
    return sorted(f for f in root.rglob("*") if f.suffix.lower() in readers.SUFFIXES and f.is_file() and not _hidden(f, root))


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)
