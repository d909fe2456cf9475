"""Readers: a file becomes a `Document`, and a document its passages.

What a file is, its content tells. Markdown and plain text are read as they are, every other kind is converted to Markdown first,
in a process apart and once for each digest (`corpus.readers.conversion`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from corpus.errors import Problem, UnreadableError, error, warning
from corpus.readers import front_matter, markdown, text
from corpus.readers.front_matter import FrontMatter
from corpus.readers.kinds import KIND_OF, content_of
from corpus.readers.saved_page import read_saved_page
from corpus.texts.documents import Document, Kind, Passage, digest_of

#: How plain texts are cut into passages, by suffix; whatever is converted is cut as Markdown.
_CUTTERS: dict[str, Callable[[Document], tuple[Passage, ...]]] = {".md": markdown.passages, ".txt": text.passages}
TEXTS = tuple(_CUTTERS)
SUFFIXES = (*TEXTS, ".html", ".htm", ".xhtml", ".mhtml", ".mht", ".pdf", ".docx", ".epub")


def decode(raw: bytes, where: str) -> str:
    """The text of a file, its line ends those of Unix, without a byte order mark.

    Raises
    ------
    UnreadableError
        The bytes are not UTF-8, or hold a NUL and so are no text.
    """
    try:
        decoded = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise UnreadableError("is not UTF-8 text", where=f"{where}:{line}", mend="save it as UTF-8") from fault
    if "\0" in decoded:
        raise UnreadableError("is not a text file", where=where, mend="bring Markdown or plain text")
    return decoded.replace("\r\n", "\n").replace("\r", "\n")


def read(
    file: Path, root: Path, *, sample: bool = False, cache: Path | None = None
) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read one file under `root` as a document, with what is wrong in its front matter; None where it can't be converted.

    Conversions are kept in `cache`.

    Raises
    ------
    UnreadableError
        It is Markdown or plain text by its content, and is not UTF-8.
    """
    relative = PurePosixPath(file.relative_to(root).as_posix())
    raw = file.read_bytes()
    matter, body, kind, problems = read_file(raw, relative.as_posix(), cache)
    if not body and problems and problems[0].severity == "error":
        return None, problems
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
        kind=kind,
        author=matter.author,
        byline=matter.byline,
        terms=matter.terms,
        disclaimer=matter.disclaimer,
        url=matter.url,
        pages=matter.pages,
        original=matter.original,
        more=matter.more,
        sample=sample,
    )
    return document, problems


def read_file(raw: bytes, name: str, cache: Path | None = None) -> tuple[FrontMatter, str, Kind, tuple[Problem, ...]]:
    """What a file says of itself, its text, its kind, and what is wrong with it; no text where it can't be converted.

    Raises
    ------
    UnreadableError
        It is a text by its content, and is not UTF-8.
    """
    content = content_of(raw, name)
    if isinstance(content, Problem):
        return FrontMatter(), "", "text", (content,)
    if content == "zip":
        return FrontMatter(), "", "text", (error("kind", name, "is a zip of files", "add it with hedgecite corpus add"),)
    if content in KIND_OF:
        from corpus.readers.conversion import converted

        normal = converted(raw, content, name, cache)
        if isinstance(normal, Problem):
            return FrontMatter(), "", KIND_OF[content], (normal,)
        matter = FrontMatter(
            **{key: getattr(normal, key) for key in _FIELDS}, kind=KIND_OF[content], original=PurePosixPath(name).name
        )
        notes = tuple(warning("not-read", name, note, "have it recognized (OCR), or go without") for note in normal.notes)
        return matter, normal.text, KIND_OF[content], notes
    matter, body, problems = front_matter.split(decode(raw, name), name)
    kind: Kind = matter.kind or ("text" if name.lower().endswith(".txt") else "markdown")
    return _as_saved(matter, body), body, kind, problems


_FIELDS = ("title", "author", "byline", "date", "tags", "terms", "disclaimer", "url", "pages")


def _as_saved(matter: FrontMatter, body: str) -> FrontMatter:
    """The front matter, and where it is silent what the page of a site says, if the text is one that was saved."""
    page = read_saved_page(body) if matter.kind is None else None
    if page is None:
        return matter
    return replace(matter, **{key: getattr(matter, key) or getattr(page, key) for key in _FIELDS if key != "pages"})


def passages(document: Document, suffix: str) -> tuple[Passage, ...]:
    """The passages of a document, by the rules of its kind of file; page furniture is none."""
    cut = _CUTTERS.get(suffix, markdown.passages)
    page = read_saved_page(document.text) if document.kind in {"markdown", "text"} and not document.sample else None
    if page is None:
        return cut(document)
    masked = replace(document, text=page.masked(document.text))
    return tuple(replace(passage, document=document) for passage in cut(masked))
