"""The normal form of a converted file: Markdown-like text, where its pages start, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.dates import is_iso_date
from corpus.readers.furniture import is_furniture, is_telling
from corpus.readers.saved_page import DISCLAIMER

Sort = Literal["heading", "paragraph", "item", "row", "code"]

#: No text of a document is longer, in characters.
LONGEST = 5_000_000
_UNSEEN = re.compile(
    "[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ue000-\uf8ff\ud800-\udfff\U000e0000-\U000fffff]"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
#: Bullets of symbol fonts, which lie in the area for private use.
_BULLETS = re.compile("[\uf0a7\uf0b7\uf0d8\uf0fc]")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_MARK = re.compile(r"(?:[•‣◦▪●○■□·*–—-]|\(?\d{1,3}[.)])\s+")
_HASH = re.compile(r"(?=#{1,6}\s)|(?=(?:```|~~~))")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, an item of a list, a row of a table, or lines of code."""

    sort: Sort
    text: str
    #: of a heading 1 to 6, of an item how deep it is nested, of a row the number of its table
    level: int = 0
    #: the page on which it begins, 0 where there are no pages
    page: int = 0
    #: where within its text each further page begins, as (page, place)
    turns: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Normal:
    """A converted file."""

    text: str
    pages: tuple[int, ...] = ()
    title: str | None = None
    author: str | None = None
    byline: str | None = None
    date: str | None = None
    tags: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    disclaimer: str | None = None
    url: str | None = None
    #: what of the file could not be read
    notes: tuple[str, ...] = ()


class ConversionError(Exception):
    """A file can't be converted: what is wrong with it, and what to do."""

    def __init__(self, code: str, what: str, mend: str) -> None:
        super().__init__(what)
        self.code, self.what, self.mend = code, what, mend


def clean(text: str) -> str:
    """A text on one line, without signs that no one sees, its ligatures as letters."""
    spelled = _LIGATURE.sub(lambda m: _LIGATURES[m[0]], text)
    return " ".join(_CONTROL.sub(" ", _UNSEEN.sub("", _BULLETS.sub("•", spelled))).split())


def written(blocks: Sequence[Block], said: Normal, pages: int = 0) -> Normal:
    """The blocks as text, with the fields of `said`; what holds no word is left out.

    Raises
    ------
    ConversionError
        There is no text in them, or more than a document can have.
    """
    parts: list[str] = []
    starts: dict[int, int] = {}
    at = 0
    before: Block | None = None
    for block in blocks:
        if not _WORD.search(block.text):
            continue
        gap = _gap(before, block)
        line, shift = _line(
            block, first=block.sort == "row" and (before is None or (before.sort, before.level) != ("row", block.level))
        )
        starts.setdefault(block.page, at + len(gap))
        for page, place in block.turns:
            starts.setdefault(page, at + len(gap) + shift + place)
        parts += [gap, line]
        at += len(gap) + len(line)
        before = block
        if at > LONGEST:
            raise ConversionError("too-large", "holds too much text for one document", "split it")
    if not parts:
        raise ConversionError("empty", "holds no text", "bring a file with words in it")
    text = "".join([*parts, "\n"])
    return replace(said, text=text, pages=_starts(starts, pages, len(text)))


def _gap(before: Block | None, block: Block) -> str:
    if before is None:
        return ""
    joined = block.sort == before.sort and (block.sort == "item" or (block.sort == "row" and block.level == before.level))
    return "\n" if joined else "\n\n"


def _line(block: Block, *, first: bool) -> tuple[str, int]:
    """A block as Markdown, and how far its words stand from its beginning."""
    if block.sort == "heading":
        return f"{'#' * min(max(block.level, 1), 6)} {block.text}", min(max(block.level, 1), 6) + 1
    if block.sort == "item":
        mark = "  " * block.level + ("" if re.match(r"\d{1,3}[.)]\s", block.text) else "- ")
        return mark + block.text, len(mark)
    if block.sort == "row":
        columns = block.text.count(" | ") + 1
        return f"| {block.text} |" + ("\n|" + "---|" * columns if first else ""), 2
    if block.sort == "code":
        return f"```\n{block.text}\n```", 4
    return _HASH.sub(lambda _: "\\", block.text, count=1) if _HASH.match(block.text) else block.text, 0


def _starts(starts: dict[int, int], pages: int, end: int) -> tuple[int, ...]:
    """Where each page starts; one without text where the next one does."""
    found: list[int] = []
    following = end
    for page in range(pages, 0, -1):
        following = min(starts.get(page, following), following)
        found.append(following)
    return (0, *reversed(found[:-1])) if found else ()


def cells(texts: Sequence[str]) -> str:
    """The cells of a row as its text."""
    return " | ".join(clean(text).replace("|", "/") for text in texts)


def unmarked(text: str) -> str | None:
    """An item's words without the mark of a list before them, its number kept; None where there is no mark."""
    mark = _MARK.match(text)
    if mark is None:
        return None
    number = re.match(r"\(?(\d{1,3})[.)]", mark[0])
    return f"{number[1]}. {text[mark.end() :]}" if number else text[mark.end() :]


def without_furniture(blocks: Sequence[Block], said: Normal) -> tuple[list[Block], Normal]:
    """The blocks that are no page furniture; a disclaimer among them becomes a field."""
    kept = [b for b in blocks if b.sort == "code" or not (is_telling if b.sort == "heading" else is_furniture)(b.text)]
    disclaimer = next((b for b in kept if b.sort == "paragraph" and DISCLAIMER.match(b.text)), None)
    if disclaimer is not None:
        kept.remove(disclaimer)
        said = replace(said, disclaimer=said.disclaimer or disclaimer.text)
    repeated = _repeated(kept)
    return [b for i, b in enumerate(kept) if i not in repeated], said


def _repeated(blocks: Sequence[Block]) -> set[int]:
    """Blocks of some length that stood before, word for word."""
    seen: set[str] = set()
    again: set[int] = set()
    for i, block in enumerate(blocks):
        if block.sort == "paragraph" and len(block.text) > 60:  # noqa: PLR2004 a shorter sentence may well be said twice
            if block.text in seen:
                again.add(i)
            seen.add(block.text)
    return again


def day_of(text: str | None) -> str | None:
    """The day of a time stamp such as 2026-05-07T10:00:00Z or D:20260507, as ISO."""
    m = re.match(r"\s*(?:D:)?(\d{4})-?(\d\d)-?(\d\d)", text or "")
    day = f"{m[1]}-{m[2]}-{m[3]}" if m else ""
    return day if is_iso_date(day) else None
