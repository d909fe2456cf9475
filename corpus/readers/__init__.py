"""Readers of text: a file becomes a `Document`, and a document its passages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from corpus.errors import Problem, UnreadableError
from corpus.readers import front_matter, markdown, text
from corpus.texts.documents import Document, Passage, digest_of

#: Suffixes that are read, with the function that cuts the text into passages.
_CUTTERS: dict[str, Callable[[Document], tuple[Passage, ...]]] = {".md": markdown.passages, ".txt": text.passages}
SUFFIXES = tuple(_CUTTERS)


def decode(raw: bytes, where: str) -> str:
    """The text of a file, its line ends those of Unix, without a byte order mark.

    Raises
    ------
    UnreadableError
        The bytes are not UTF-8, or hold a NUL and so are no text.
    """
    try:
        decoded = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UnreadableError("is not UTF-8 text", where=f"{where}:{line}", mend="save it as UTF-8") from error
    if "\0" in decoded:
        raise UnreadableError("is not a text file", where=where, mend="bring Markdown or plain text")
    return decoded.replace("\r\n", "\n").replace("\r", "\n")


def read(file: Path, root: Path, *, sample: bool = False) -> tuple[Document, tuple[Problem, ...]]:
    """Read one file under `root` as a document, with what is wrong in its front matter."""
    relative = PurePosixPath(file.relative_to(root).as_posix())
    raw = file.read_bytes()
    matter, body, problems = front_matter.split(decode(raw, relative.as_posix()), relative.as_posix())
    document = Document(
        path=relative.with_suffix("").as_posix(),
        title=matter.title or text.title_of(body) or relative.stem,
        authority=matter.authority,
        date=matter.date,
        tags=matter.tags,
        aliases=matter.aliases,
        see_also=matter.see_also,
        text=body,
        digest=digest_of(raw),
        sample=sample,
    )
    return document, problems


def passages(document: Document, suffix: str) -> tuple[Passage, ...]:
    """The passages of a document, by the rules of its kind of file."""
    return _CUTTERS[suffix](document)
