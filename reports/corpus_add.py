"""Adding texts to a desk: the words stay as they are, under a head that says what they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.dates import is_iso_date
from corpus.documents import AUTHORITIES, Authority
from corpus.errors import UnreadableError, WrongUseError
from corpus.readers import SUFFIXES, decode, front_matter
from corpus.readers.text import date_of, title_of
from qa.citation import slug_of
from reports.desk import Desk
from reports.files import write_whole


def add_texts(files: Sequence[Path], desk: Desk, *, title: str | None, authority: str, date: str | None) -> list[Path]:
    """Copy texts into the desk's corpus; all are read before the first is written.

    Title and date are taken from the text where they aren't given: from its front matter, its heading or its byline.

    Raises
    ------
    UnreadableError
        A file is missing, or is no Markdown or plain text.
    WrongUseError
        An option is wrong, or the desk has another text under the same name.
    """
    if authority not in AUTHORITIES:
        raise WrongUseError(f"{authority!r} is no authority", where="--authority", mend=f"use {', '.join(AUTHORITIES)}")
    if date is not None and not is_iso_date(date):
        raise WrongUseError(f"{date!r} is no date", where="--date", mend="write it as YYYY-MM-DD")
    if title is not None and len(files) > 1:
        raise WrongUseError("one title for several files", where="--title", mend="add them one by one")
    ready = [_ready(file, desk, title, authority, date) for file in files]
    for place, text in ready:
        write_whole(place, text)
    return [place for place, _ in ready]


def _ready(file: Path, desk: Desk, title: str | None, authority: Authority, date: str | None) -> tuple[Path, str]:
    """Where a text will lie, and its content there."""
    if not file.is_file():
        raise UnreadableError("no such file", where=str(file), mend="check the path")
    if file.suffix.lower() not in SUFFIXES:
        raise UnreadableError("is no text that can be added", where=str(file), mend=f"bring {' or '.join(SUFFIXES)}")
    matter, body, _ = front_matter.split(decode(file.read_bytes(), str(file)), file.name)
    if not body.strip():
        raise UnreadableError("holds no text", where=str(file), mend="bring a file with words in it")
    named = title or matter.title or title_of(body) or file.stem
    head = front_matter.FrontMatter(
        title=" ".join(named.split()),
        authority=authority if authority != "article" else matter.authority,
        date=date or matter.date or date_of(body),
        tags=matter.tags,
    )
    text = front_matter.join(head) + body
    place = desk.corpus / "methodology" / f"{slug_of(named)}{file.suffix.lower()}"
    if place.exists() and place.read_text(encoding="utf-8") != text:
        raise WrongUseError(f"{place} holds another text", where=str(file), mend="give --title, or remove that file first")
    return place, text
