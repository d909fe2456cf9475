"""What a file is, told by its content and not by its name."""

from __future__ import annotations

import io
import re
from pathlib import PurePath
from typing import Literal

from corpus.errors import Problem, error
from corpus.texts.documents import Kind

#: What is not read as text: kinds that are converted, and a zip of files.
Content = Literal["text", "html", "mhtml", "pdf", "docx", "epub", "zip"]
KIND_OF: dict[Content, Kind] = {"html": "html", "mhtml": "html", "pdf": "pdf", "docx": "docx", "epub": "epub"}
#: So much of a file tells what it is, in bytes.
HEAD = 4096

_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_PART = re.compile(
    rb"\s*<(?:div|p|article|section|main|table|nav|header|script|style|meta|title|link|h[1-6]|ul|ol)\b[^<]*>", re.IGNORECASE
)
_ENDS = re.compile(
    rb"</(?:div|p|article|section|main|table|nav|header|script|style|title|h[1-6]|ul|ol|li|a|span)\s*>", re.IGNORECASE
)
_MARKUP = {".html", ".htm", ".xhtml"}
_TAGS = 3
_MIME = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related", re.IGNORECASE)
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "is an older Office file, or one with a password", "save it as .docx without a password"),
    (b"{\\rtf", "is RTF", "save it as .docx"),
    (b"\x1f\x8b", "is compressed with gzip", "unpack it first"),
    (b"Rar!", "is a RAR archive", "unpack it first"),
    (b"7z\xbc\xaf", "is a 7z archive", "unpack it first"),
    (b"\x89PNG", "is a picture", "bring its text"),
    (b"\xff\xd8\xff", "is a picture", "bring its text"),
    (b"GIF8", "is a picture", "bring its text"),
    (b"%!PS", "is PostScript", "save it as PDF"),
)


def content_of(raw: bytes, name: str) -> Content | Problem:
    """What a file's bytes are; a Problem for what is known and can't be read."""
    head = raw[:HEAD].removeprefix(b"\xef\xbb\xbf")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _packed(raw, name)
    for mark, what, mend in _OTHERS:
        if head.startswith(mark):
            return error("kind", name, what, mend)
    if b"multipart/related" in head and _MIME.match(head):
        return "mhtml"
    marked = head if head[:2] not in {b"\xff\xfe", b"\xfe\xff"} else head.replace(b"\0", b"")[2:]
    if _PAGE.match(marked) or (_PART.match(marked) and (_suffix(name) in _MARKUP or len(_ENDS.findall(marked)) >= _TAGS)):
        return "html"
    return "html" if _suffix(name) in _MARKUP and b"<" in head else "text"


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _packed(raw: bytes, name: str) -> Content | Problem:
    """What a zip archive is: a document by the parts it has, else a zip of files."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = set(packed.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        return error("damaged", name, f"is damaged: {str(fault).lower() or 'it has no list of its parts'}", "bring a sound copy")
    if "word/document.xml" in parts:
        return "docx"
    if "META-INF/container.xml" in parts:
        return "epub"
    for part, what in (
        ("xl/workbook.xml", "a workbook"),
        ("ppt/presentation.xml", "a presentation"),
        ("content.xml", "an OpenDocument file"),
    ):
        if part in parts:
            return error("kind", name, f"is {what}", "save it as .docx or PDF; a glossary as CSV")
    return (
        error("kind", name, "is an Office file without a text", "save it as .docx") if "[Content_Types].xml" in parts else "zip"
    )
