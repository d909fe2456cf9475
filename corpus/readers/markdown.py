"""Markdown: passages follow its structure, and their spans point into the raw text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from corpus.readers.text import ITEM, WORD, cuts
from corpus.texts.documents import Document, Passage

#: A section that is no longer stays whole, in characters: so much is read, and quoted, as one.
SMALL = 600
_LINE = re.compile(r"[^\n]*\n?")
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r" {0,3}(?:(=)=*|(-)-+)\s*$")
_FENCE = re.compile(r"\s*(?:```|~~~)")

Span = tuple[int, int]


def passages(document: Document) -> tuple[Passage, ...]:
    """The small sections of a Markdown text, and the paragraphs, list items, tables and code blocks of longer ones."""
    return tuple(
        Passage(document=document, headings=headings, start=a, end=b)
        for headings, blocks in _sections(document.text)
        for a, b in _cut(document.text, blocks)
    )


def _cut(text: str, blocks: Sequence[Span]) -> Iterator[Span]:
    """The spans of a section's passages."""
    whole = [(a, b) for start, end in blocks for a, b in cuts(text, start, end) if WORD.search(text, a, b)]
    if whole and whole[-1][1] - whole[0][0] <= SMALL:
        yield whole[0][0], whole[-1][1]
    else:
        yield from whole


def _sections(text: str) -> Iterator[tuple[tuple[str, ...], list[Span]]]:
    """Headings above the blocks of each section."""
    for (_, headings), blocks in groupby(_blocks(text), key=lambda block: block[0]):
        yield headings, [span for _, span in blocks]


def _blocks(text: str) -> Iterator[tuple[tuple[int, tuple[str, ...]], Span]]:
    """Number and headings of the section, and the span, of each block."""
    above: dict[int, str] = {}
    section, start, fenced = 0, None, False
    for m in _LINE.finditer(text):
        line = m[0].rstrip("\n")
        level, title = (None, "") if fenced else _heading(line, text[start : m.start()] if start is not None else "")
        if title and level and not line.lstrip().startswith("#"):
            start = None  # what stood above the line is the heading
        if start is not None and not fenced and (not line.strip() or level or ITEM.match(line)):
            yield (section, tuple(above.values())), (start, m.start())
            start = None
        if level:
            above = {k: v for k, v in above.items() if k < level} | {level: title}
            section += 1
        elif start is None and line.strip():
            start = m.start()
        fenced = fenced != bool(_FENCE.match(line))
    if start is not None:
        yield (section, tuple(above.values())), (start, len(text))


def _heading(line: str, before: str) -> tuple[int | None, str]:
    """Level and words of the heading that a line is, or that it makes of the one line above it."""
    if marked := _HEADING.match(line):
        return len(marked[1]), marked[2]
    under = _UNDERLINE.match(line)
    title = before.strip()
    if under and title and "\n" not in title and not ITEM.match(title) and not title.startswith(("|", ">", "```", "~~~")):
        return (1 if under[1] else 2), title
    return None, ""
