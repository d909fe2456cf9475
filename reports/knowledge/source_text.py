"""A text as a page shows it: its blocks in order, and in each the cited spans with a place of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.knowledge.contents import Cited


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of a block: raw words, the cited spans that begin here, and those that it belongs to."""

    text: str
    begins: tuple[Cited, ...] = ()
    within: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading, a paragraph, a list item, or a line of a table."""

    #: `h2`, `h3`, `p` or `li`
    tag: str
    pieces: tuple[Piece, ...]


_BLOCK = re.compile(r"[^\n]*(?:\n(?![ \t]*\n|[ \t]*(?:[-*+]|\d+\.)[ \t]|#{1,6} )[^\n]*)*")
_HEAD = re.compile(r"(#{1,6})[ \t]+")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+\.)[ \t]+")


def blocks_of(text: str, spans: Sequence[Cited]) -> tuple[Block, ...]:
    """The blocks of a Markdown or plain text."""
    return tuple(block for block in (_block(text, a, b, spans) for a, b in _bounds(text)) if block.pieces)


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(text):
        if text[at] == "\n":
            at += 1
            continue
        m = _BLOCK.match(text, at)
        assert m is not None, "it matches the empty text too"
        if text[at : m.end()].strip():
            yield at, m.end()
        at = max(m.end(), at + 1)


def _block(text: str, start: int, end: int, spans: Sequence[Cited]) -> Block:
    tag = "p"
    if m := _HEAD.match(text, start, end):
        tag, start = ("h2" if len(m[1]) <= 2 else "h3"), m.end()  # noqa: PLR2004 levels below the title
    elif m := _ITEM.match(text, start, end):
        tag, start = "li", m.end()
    edges = {start, end} | {x for s in spans for x in (s.start, s.end) if start < x < end}
    pieces = []
    for a, b in zip(sorted(edges), sorted(edges)[1:], strict=False):
        own = tuple(s for s in spans if max(s.start, start) == a < s.end and (s.start >= start or not _begun(s, text, start)))
        within = any(s.start < b and a < s.end for s in spans)
        pieces.append(Piece(text=text[a:b], begins=own, within=within))
    return Block(tag=tag, pieces=tuple(p for p in pieces if p.text.strip() or p.begins))


def _begun(span: Cited, text: str, start: int) -> bool:
    """Whether a span that began before a block shows words there already."""
    return bool(re.search(r"\w", text[span.start : start]))
