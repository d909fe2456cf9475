"""Adding texts to a desk: the words stay as they are, under a head that says what they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from corpus.dates import is_iso_date
from corpus.errors import Problem, UnreadableError, WrongUseError
from corpus.readers import SUFFIXES, decode, front_matter
from corpus.readers.text import date_of, title_of
from corpus.texts.documents import AUTHORITIES, Authority, digest_of
from qa.write.citation import slug_of
from reports.desk import Desk
from reports.files import write_whole


def add_texts(
    files: Sequence[Path], desk: Desk, *, title: str | None, authority: str | None, date: str | None
) -> tuple[list[Path], list[Problem]]:
    """Copy texts into the desk's corpus, with what was wrong in their heads; all are read before the first is written.

    Title, authority and date are taken from the text where they aren't given: from its front matter, heading or byline.

    Raises
    ------
    UnreadableError
        A file is missing, or is no Markdown or plain text.
    WrongUseError
        An option is wrong, or another text of this name is on the desk or among the files.
    """
    if authority is not None and authority not in AUTHORITIES:
        raise WrongUseError(f"{authority!r} is no authority", where="--authority", mend=f"use {', '.join(AUTHORITIES)}")
    if date is not None and not is_iso_date(date):
        raise WrongUseError(f"{date!r} is not a date", where="--date", mend="write it as YYYY-MM-DD")
    if title is not None and len(files) > 1:
        raise WrongUseError("one title for several files", where="--title", mend="add them one by one")
    ready: dict[Path, str] = {}
    problems: list[Problem] = []
    for file in files:
        place, text, wrong = _ready(file, desk, title, authority, date)
        taken = [
            p for p in (*ready, *place.parent.glob("*")) if p.stem == place.stem and (p != place or _differs(p, text, ready))
        ]
        if taken:
            raise WrongUseError(f"{taken[0]} holds another text", where=str(file), mend="give --title, or remove that file first")
        ready[place] = text
        problems += wrong
    for place, text in ready.items():
        write_whole(place, text)
    return list(ready), problems


def _differs(place: Path, text: str, ready: dict[Path, str]) -> bool:
    return (ready[place].encode() if place in ready else place.read_bytes()) != text.encode()


def _ready(
    file: Path, desk: Desk, title: str | None, authority: str | None, date: str | None
) -> tuple[Path, str, tuple[Problem, ...]]:
    """Where a text will lie, its content there, and what is wrong in its head."""
    if not file.is_file():
        raise UnreadableError("no such file", where=str(file), mend="check the path")
    if file.suffix.lower() not in SUFFIXES:
        raise UnreadableError("is not a text file that can be added", where=str(file), mend=f"bring {' or '.join(SUFFIXES)}")
    matter, body, problems = front_matter.split(decode(file.read_bytes(), str(file)), file.name)
    if not body.strip():
        raise UnreadableError("holds no text", where=str(file), mend="bring a file with words in it")
    named = " ".join((title or matter.title or title_of(body) or file.stem).split())
    head = front_matter.FrontMatter(
        title=named,
        authority=cast("Authority", authority or matter.authority),
        date=date or matter.date or date_of(body),
        tags=matter.tags,
        aliases=matter.aliases,
        see_also=matter.see_also,
    )
    stem = slug_of(named) if re.search("[a-z0-9]", named.lower()) else f"text-{digest_of(named)[7:15]}"
    return desk.corpus / "methodology" / f"{stem}{file.suffix.lower()}", front_matter.join(head) + body, problems
