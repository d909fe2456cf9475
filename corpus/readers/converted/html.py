"""HTML: the main text of a page, with its headings, lists and tables, and what the page says of itself."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

import lxml.html
from lxml import etree

from corpus.readers.converted import html_blocks, html_fields
from corpus.readers.converted.html_main import main_of
from corpus.readers.furniture import is_telling
from corpus.readers.normal import Block, ConversionError, Normal, without_furniture, written

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]+)", re.IGNORECASE
)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
#: Elements within elements; pages of people have some thirty.
DEEPEST = 240
#: No page is longer, in characters.
LARGEST = 6_000_000


def convert(raw: bytes) -> Normal:
    """The normal form of a page."""
    return convert_text(decoded(raw))


def convert_text(text: str, *, whole: bool = False) -> Normal:
    """The normal form of a page's text; with `whole` nothing of it is left out as furniture.

    Raises
    ------
    ConversionError
        It is nested too deeply, or holds no text.
    """
    if len(text) > LARGEST:
        raise ConversionError("too-large", f"is larger than {LARGEST // 1_000_000} MB", "split it")
    tree = parsed(text)
    said = html_fields.fields_of(tree, text)
    blocks = blocks_of(tree, whole=whole)
    if not whole:
        blocks, said = html_fields.taken_out(blocks, said)
        blocks, said = without_furniture(_without_ends(blocks), said)
    return written(blocks, replace(said, title=said.title or next((b.text for b in blocks if b.sort == "heading"), None)))


def blocks_of(tree: etree._Element, *, whole: bool = False) -> list[Block]:
    """The blocks of a page's main text, or of all of it."""
    return html_blocks.blocks_of(tree if whole else main_of(tree))


def decoded(raw: bytes) -> str:
    """The text of a page, in the encoding that it declares, else UTF-8, else that of older systems."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    declared = _CHARSET.search(raw[:4096])
    names = [(declared[1] or declared[2]).decode("ascii")] if declared else []
    for name in (*names, "utf-8", "cp1252"):
        try:
            return raw.decode("cp1252" if codecs.lookup(name).name in {"iso8859-1", "ascii"} else name)
        except (LookupError, ValueError):
            continue
    return raw.decode("utf-8", "replace")


def parsed(text: str) -> etree._Element:
    """The tree of a page.

    Raises
    ------
    ConversionError
        There is no element in it, or too many within each other.
    """
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree: etree._Element = lxml.html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as fault:
        raise ConversionError("empty", "holds no text", "bring a page with words in it") from fault
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise ConversionError("nesting", "is nested too deeply", "bring a plainer copy")
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise ConversionError("nesting", "is nested too deeply", "bring a plainer copy")
    return tree


def _without_ends(blocks: list[Block]) -> list[Block]:
    """Without the sections that a site adds below a text, such as related articles and comments."""
    kept: list[Block] = []
    within: int | None = None
    for block in blocks:
        if block.sort == "heading":
            if within is not None and block.level <= within:
                within = None
            if within is None and is_telling(block.text):
                within = block.level
        if within is None:
            kept.append(block)
    return kept
