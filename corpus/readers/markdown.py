"""Markdown: passages follow its structure, and their spans point into the raw text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.readers.text import cuts
from corpus.texts.documents import Document, Passage

_LINE = re.compile(r"[^\n]*\n?")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_FENCE = re.compile(r"\s*(?:```|~~~)")


def passages(document: Document) -> tuple[Passage, ...]:
    """The paragraphs, list items, tables and code blocks of a Markdown text, each under its headings."""
    return tuple(
        Passage(document=document, headings=headings, start=a, end=b)
        for headings, start, end in _blocks(document.text)
        for a, b in cuts(document.text, start, end)
    )


def _blocks(text: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Headings above, start and end of each block."""
    above: dict[int, str] = {}
    start: int | None = None
    fenced = False
    for m in _LINE.finditer(text):
        line, heading = m[0].rstrip("\n"), None if fenced else _HEADING.match(m[0].rstrip("\n"))
        fence = _FENCE.match(line)
        breaks = not fenced and (not line.strip() or heading or _ITEM.match(line))
        if breaks and start is not None:
            yield tuple(above.values()), start, m.start()
            start = None
        if heading:
            level = len(heading[1])
            above = {k: v for k, v in above.items() if k < level} | {level: heading[2]}
        elif start is None and line.strip():
            start = m.start()
        fenced = fenced != bool(fence)
    if start is not None:
        yield tuple(above.values()), start, len(text)
