"""Books in EPUB: the chapters in the order of reading."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from lxml import etree

from corpus.readers.converted import html
from corpus.readers.converted.packed import Packed
from corpus.readers.normal import Block, ConversionError, Normal, clean, day_of, without_furniture, written

_CONTAINER, _RIGHTS = "META-INF/container.xml", "META-INF/encryption.xml"
_OPF, _DC = "{http://www.idpf.org/2007/opf}", "{http://purl.org/dc/elements/1.1/}"
_PAGES = {"application/xhtml+xml", "text/html"}
_LONGEST = 2_000


def convert(raw: bytes) -> Normal:
    """The normal form of a book.

    Raises
    ------
    ConversionError
        It is protected, or a part is missing or damaged.
    """
    packed = Packed(raw)
    root = packed.tree(_CONTAINER).find(".//{*}rootfile")
    if root is None or not root.get("full-path"):
        raise ConversionError("damaged", "is damaged: it does not name its list of chapters", "bring a sound copy")
    place = root.get("full-path") or ""
    book = packed.tree(place)
    blocks: list[Block] = []
    for name in _chapters(book, place):
        if name not in packed and _RIGHTS in packed:
            raise ConversionError("encrypted", "is protected by its publisher", "bring a copy without protection")
        page = packed.read(name)
        if _RIGHTS in packed and b"<" not in page[:1000]:
            raise ConversionError("encrypted", "is protected by its publisher", "bring a copy without protection")
        blocks += html.blocks_of(html.parsed(html.decoded(page)), whole=True)
    kept, said = without_furniture(blocks, _said(book))
    return written(kept, said)


def _chapters(book: etree._Element, place: str) -> list[str]:
    """The names of the chapters' parts, each once, without the table of contents."""
    items = {i.get("id"): i for i in book.iter(f"{_OPF}item")}
    spine = [items[r.get("idref")] for r in book.iter(f"{_OPF}itemref") if r.get("idref") in items]
    pages = [i for i in spine if i.get("media-type") in _PAGES and "nav" not in (i.get("properties") or "").split()]
    names = [posixpath.normpath(posixpath.join(posixpath.dirname(place), unquote(i.get("href") or ""))) for i in pages]
    if len(names) > _LONGEST:
        raise ConversionError("too-large", f"has more than {_LONGEST:,} chapters", "split it")
    return list(dict.fromkeys(names))


def _said(book: etree._Element) -> Normal:
    said = {name: [clean(e.text or "") for e in book.iter(f"{_DC}{name}")] for name in ("title", "creator", "date", "subject")}
    return Normal(
        text="",
        title=next(iter(said["title"]), None) or None,
        author=", ".join(filter(None, said["creator"])) or None,
        date=next((d for d in map(day_of, said["date"]) if d), None),
        tags=tuple(dict.fromkeys(filter(None, said["subject"]))),
    )
