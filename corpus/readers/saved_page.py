"""The page of a site that was saved as text: what in it is the text, and what the page says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.readers.furniture import COUNTER, is_furniture, is_telling, without_counters
from corpus.readers.text import DATE, date_of, title_of

_LINE = re.compile(r"[^\n]*\n?")
#: So many lines that only furniture has make a text a saved page.
_TELLING = 2
#: A line of so many characters is prose; shorter ones at the head and end of a page are judged by where they stand.
_PROSE = 160
_HEAD_LINES = 14
#: A note of rights or cookies is no longer.
_LONGEST_LABEL = 240
_SENTENCE = re.compile(r"[.!:…]['\"”’)]*\s*\Z")
_SIGN = r"[^\w\n]*"
DISCLAIMER = re.compile(
    rf"{_SIGN}(?:(?:important |risk |legal |general )*(?:disclaimer|disclosures?|warning)|important information)\b", re.IGNORECASE
)
_CITATION = re.compile(
    rf"{_SIGN}(?:(?:apa|mla|chicago|bibtex) citation|cite (?:this|as)|how to cite|suggested citation)\b", re.IGNORECASE
)
TERMS = re.compile(
    rf"{_SIGN}(?:glossary(?: of)? terms?|(?:key |related )?terms)(?: (?:referenced|used|mentioned|in this .{{1,20}}))?\W*\Z",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s<>\"”)\]]+[^\s<>\"”)\].,;]")
#: "Relative Strength Index (RSI)": a term that the page explains in brackets.
_EXPLAINED = re.compile(r"\b([A-Z][\w’'/-]*(?: (?:[A-Z][\w’'/-]*|of|to)){0,5}) \(([A-Z][^()\n]{1,60})\)")

#: What a saved page has somewhere; most texts are told by it at once to be none.
_HINTS = tuple(
    " views| view\n|trial|subscrib|sign in|sign up|log in|cookie|©|copyright|helpful|useful?| reading|skip to|share |back to top"
    "|related |comment|min read| ago|/ 1|/ 2|/ 5|recommended|privacy policy|have a question|copy |you may|you might|all rights"
    "|load more|accept".split("|")
)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """What a saved page says of its text, and which of its lines are no part of it."""

    title: str | None
    author: str | None
    byline: str | None
    date: str | None
    tags: tuple[str, ...]
    terms: tuple[str, ...]
    disclaimer: str | None
    url: str | None
    #: the lines that are no part of the text, as spans
    furniture: tuple[Span, ...]

    def masked(self, text: str) -> str:
        """The text with spaces in place of those lines, every other character in its place."""
        parts, at = [], 0
        for start, end in self.furniture:
            parts += [text[at:start], re.sub(r"[^\n]", " ", text[start:end])]
            at = end
        return "".join([*parts, text[at:]])


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


@lru_cache(maxsize=64)
def read_saved_page(text: str) -> SavedPage | None:
    """The page that a text is, or None where it is no saved page of a site."""
    said = text.casefold()
    if sum(hint in said for hint in _HINTS) < _TELLING:
        return None
    lines = [_Line(m.start(), m.end(), m[0].strip()) for m in _LINE.finditer(text) if m[0].strip()]
    short = (line.text for line in lines if len(line.text) <= _LONGEST_LABEL)
    if sum(is_telling(text) or _is_counted_byline(text) for text in short) < _TELLING:
        return None
    head = _head(lines)
    tail = lines[_tail(lines, len(head)) :]
    body = lines[len(head) : len(lines) - len(tail)]
    by = next((line.text for line in head if is_byline(line.text)), None)
    noise = [line for line in body if is_furniture(line.text)]
    return SavedPage(
        title=title_of("\n".join(line.text for line in head if not is_furniture(line.text))) if head else None,
        author=author_of(by),
        byline=without_counters(by) if by else None,
        date=date_of("\n".join(line.text for line in head)),
        tags=_tags(head, body),
        terms=_terms(tail, body),
        disclaimer=next((line.text for line in lines if DISCLAIMER.match(line.text)), None),
        url=next((m[0] for line in tail if (m := _URL.search(line.text))), None),
        furniture=tuple((line.start, line.end) for line in (*head, *noise, *tail)),
    )


def _head(lines: Sequence[_Line]) -> list[_Line]:
    """The lines above the text: category, title, byline, tags, labels."""
    for i, line in enumerate(lines[: _HEAD_LINES + 1]):
        if (len(line.text) >= _PROSE or _SENTENCE.search(line.text)) and not is_byline(line.text) and not is_furniture(line.text):
            return list(lines[:i])
    return []


def _tail(lines: Sequence[_Line], head: int) -> int:
    """Where the lines below the text begin: a mark of its end after which nothing but the page's own follows."""
    last = head
    cited = False
    for i, line in enumerate(lines):
        own = cited or DISCLAIMER.match(line.text)
        if i >= head and len(line.text) >= _PROSE and not own and not is_furniture(line.text):
            last = i + 1
        cited = bool(_CITATION.match(line.text))
    return next((i for i in range(last, len(lines)) if _ends(lines[i].text)), len(lines))


def _ends(line: str) -> bool:
    return bool(DISCLAIMER.match(line) or _CITATION.match(line) or TERMS.match(line)) or is_telling(line)


def is_byline(line: str) -> bool:
    """Whether a line names who wrote a text and when: a date among parts, or after "by"."""
    return (
        len(line) < _PROSE
        and bool(DATE.search(line))
        and bool(re.search(r"[·•|]|^(?:written )?by\b|^published|^posted|^updated", line, re.IGNORECASE))
    )


def _is_counted_byline(line: str) -> bool:
    return bool(COUNTER.search(line)) and is_byline(line)


_BY = re.compile(r"^(?:(?:written|posted|published|updated)\b ?)?(?:by[:\s]+)?", re.IGNORECASE)


def author_of(byline: str | None) -> str | None:
    """The first part of a byline that is neither a date nor a counter."""
    plain = DATE.sub(" · ", without_counters(byline)) if byline else ""
    parts = [re.sub(r",? *(?:\bon\b)? *$|^[, ]+", "", part) for part in re.split(r"\s*[·•|]\s*", plain)]
    named = [_BY.sub("", part) for part in parts]
    return next((part for part in named if part and not is_furniture(part)), None)


def _tags(head: Sequence[_Line], body: Sequence[_Line]) -> tuple[str, ...]:
    """The tags of the line below the byline, parted where they are, else by the phrases that the text uses."""
    at = next((i for i, line in enumerate(head) if is_byline(line.text)), None)
    if at is None or at + 1 >= len(head) or head[at].end != head[at + 1].start:
        return ()
    line = head[at + 1].text
    parts = [part.strip() for part in re.split(r"\s*[·•|,;#]\s*|\s{2,}|\t", line) if part.strip()]
    return tuple(dict.fromkeys(parts)) if len(parts) > 1 else tuple(_phrases(line.split(), "\n".join(x.text for x in body)))


def _phrases(words: Sequence[str], text: str) -> Iterator[str]:
    """Words in a row as phrases: each as long a run as the text has; plain words that are no part of one stay together."""
    said = " ".join(text.casefold().split())
    plain: list[str] = []
    at = 0
    while at < len(words):
        end = next((end for end in range(len(words), at, -1) if _is_said(words[at:end], said)), at + 1)
        if end == at + 1 and words[at].islower():
            plain.append(words[at])
        else:
            yield from [" ".join(plain)] if plain else []
            yield " ".join(words[at:end])
            plain = []
        at = end
    yield from [" ".join(plain)] if plain else []


def _is_said(words: Sequence[str], said: str) -> bool:
    return bool(re.search(rf"\b{re.escape(' '.join(words).casefold().removesuffix('s'))}s?\b", said))


def _terms(tail: Sequence[_Line], body: Sequence[_Line]) -> tuple[str, ...]:
    """The terms listed under such a heading, else those that the text explains in brackets."""
    at = next((i for i, line in enumerate(tail) if TERMS.match(line.text)), None)
    listed: list[str] = []
    for line in tail[at + 1 :] if at is not None else ():
        if _ends(line.text) or is_furniture(line.text):
            break
        listed += [part.strip() for part in re.split(r"\s*[·•|,;]\s*|\s{2,}|\t", line.text) if part.strip()]
    if not listed:
        listed = [m[0].removeprefix("The ") for line in body for m in _EXPLAINED.finditer(line.text)]
    return tuple(dict.fromkeys(listed))
