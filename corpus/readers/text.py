"""Plain text: paragraphs between blank lines, long ones cut at sentence ends; and the sentences themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from corpus.dates import MONTHS, is_iso_date, month_number
from corpus.texts.documents import Document, Passage

#: A passage is cut at a sentence end before it grows past this many characters (what the embedder reads at once).
LONGEST = 900
_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")
_SENTENCE_END = re.compile(r"[.!?][)\"”’]*(?=\s+[A-Z“\"(\[*$]|\s*\Z)|\n\s*(?=(?:[•*-]|\d+\.)\s)")
#: A passage has at least one.
WORD = re.compile(r"\w")
#: How an item of a list begins.
ITEM = re.compile(r"\s*(?:[•*+-]|\d+[.)])\s+")
_MARK = re.compile(rf"\s*(?:{ITEM.pattern})?")
_BREAK = re.compile(rf"\n\s*\n|\n(?={ITEM.pattern})")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|vs|approx|cf|No|Mr|Dr|St|Inc|Avg|Req|U\.S)\.$")
_MONTH = rf"(?:{'|'.join(m[:3] for m in MONTHS)})[a-z]*\.?"
#: A day as a byline writes it: "May 7, 2026", "7th May 2026", "2026-05-07".
DATE = re.compile(
    rf"\b(?:(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?, (?P<year>\d{{4}})"
    rf"|(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)? (?P<then_month>{_MONTH}),? (?P<then_year>\d{{4}})"
    r"|(?P<iso>\d{4}-\d{2}-\d{2}))\b"
)
_HEAD_LINES, _HEAD_LENGTH = 6, 200
#: A longer line speaks of a day rather than bearing its date.
_BYLINE = 80


def passages(document: Document) -> tuple[Passage, ...]:
    """The paragraphs of a plain text."""
    text = document.text
    spans = [cut for m in _PARAGRAPH.finditer(text) for cut in cuts(text, m.start(), m.end())]
    return tuple(Passage(document=document, headings=(), start=a, end=b) for a, b in spans if WORD.search(text, a, b))


def cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of whole sentences within `start:end`, each at most `LONGEST` long where its sentences allow."""
    first, last = start, start
    for a, b in sentences(text, start, end):
        if b - first > LONGEST and last > first:
            yield first, last
            first = a
        last = b
    if last > first:
        yield first, last


def blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the paragraphs and list items within `start:end`, without the space around them and without an item's mark."""
    begin = start
    for m in _BREAK.finditer(text, start, end):
        yield from _trimmed(text, begin, m.start())
        begin = m.start()
    yield from _trimmed(text, begin, end)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the sentences within `start:end`, without the space around them."""
    begin = start
    for m in _SENTENCE_END.finditer(text, start, end):
        if _ABBREVIATION.search(text, begin, m.end()):
            continue
        yield from _trimmed(text, begin, m.end())
        begin = m.end()
    yield from _trimmed(text, begin, end)


def is_item(text: str, start: int) -> bool:
    """Whether what starts there is an item of a list: its mark stands before it on the line."""
    line = text.rfind("\n", 0, start) + 1
    return ITEM.fullmatch(text, line, start) is not None


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without space around it and without a list item's mark before it."""
    mark = _MARK.match(text, start, end)
    start = mark.end() if mark else start
    if text[start:end].strip():
        yield start, start + len(text[start:end].rstrip())


def title_of(text: str) -> str | None:
    """A title for a text without one: its Markdown heading, else a question among its first lines, else the first line."""
    lines = [line.strip() for line in text.split("\n") if line.strip()][:_HEAD_LINES]
    head = [line for line in lines if len(line) <= _HEAD_LENGTH]
    heading = [line.lstrip("# ") for line in head if line.startswith("# ")]
    asked = [line for line in head if line.endswith("?")]
    return next(iter(heading + asked + head), None)


def date_of(text: str) -> str | None:
    """The date that one of the first lines bears, as ISO, e.g. from a byline `… · May 7, 2026`."""
    head = [line for line in text.split("\n") if line.strip()][:_HEAD_LINES]
    found = (m for line in head if (m := DATE.search(line)) and (m["month"] or len(line) <= _BYLINE))
    m = next(found, None)
    if not m:
        return None
    if m["iso"]:
        return m["iso"] if is_iso_date(m["iso"]) else None
    day, month, year = m["day"] or m["day_first"], m["month"] or m["then_month"], m["year"] or m["then_year"]
    try:
        return date(int(year), month_number(month), int(day)).isoformat()
    except ValueError:
        return None
