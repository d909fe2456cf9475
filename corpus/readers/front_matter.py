"""Front matter: a few `key: value` lines between two `---` lines at the head of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from corpus.dates import is_iso_date
from corpus.errors import Problem
from corpus.texts.documents import AUTHORITIES, Authority

_BLOCK = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_KEYS = ("title", "slug", "authority", "date", "tags", "aliases", "see_also")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What the head of a file says of it."""

    title: str | None = None
    slug: str | None = None
    authority: Authority = "article"
    date: str | None = None
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()


def split(text: str, file: str) -> tuple[FrontMatter, str, tuple[Problem, ...]]:
    """The front matter, the text after it byte for byte, and what is wrong with the former."""
    block = _BLOCK.match(text)
    if not block or not re.search(rf"^(?:{'|'.join(_KEYS)})\s*:", block[1], re.MULTILINE):
        return FrontMatter(), text, ()  # a text may open with a rule
    values: dict[str, str] = {}
    problems: list[Problem] = []
    for number, line in enumerate(block[1].split("\n"), start=2):
        key, colon, value = line.partition(":")
        if not line.strip():
            continue
        if not colon or key.strip() not in _KEYS:
            problems.append(_problem(file, number, f"{line.strip()[:40]!r} is no known line", f"use {', '.join(_KEYS)}"))
            continue
        values[key.strip()] = _unquoted(value.strip())
    matter, wrong = _matter(values, file)
    return matter, text[block.end() :], (*problems, *wrong)


def join(matter: FrontMatter) -> str:
    """The front matter as the head of a file."""
    lines = [f"title: {matter.title}" if matter.title else "", f"authority: {matter.authority}"]
    lines += [f"date: {matter.date}" if matter.date else "", f"tags: [{', '.join(matter.tags)}]" if matter.tags else ""]
    lines.append(f"aliases: [{', '.join(matter.aliases)}]" if matter.aliases else "")
    lines.append(f"see_also: [{', '.join(matter.see_also)}]" if matter.see_also else "")
    return "---\n" + "".join(f"{line}\n" for line in lines if line) + "---\n"


def _matter(values: dict[str, str], file: str) -> tuple[FrontMatter, list[Problem]]:
    problems: list[Problem] = []
    authority = values.get("authority", "article")
    if authority not in AUTHORITIES:
        problems.append(_problem(file, None, f"authority {authority!r} is unknown", f"use {', '.join(AUTHORITIES)}"))
        authority = "article"
    day = values.get("date") or None
    if day and not is_iso_date(day):
        problems.append(_problem(file, None, f"date {day!r} is no date", "write it as YYYY-MM-DD"))
        day = None
    return FrontMatter(
        title=values.get("title") or None,
        slug=values.get("slug") or None,
        authority=cast("Authority", authority),
        date=day,
        tags=_listed(values.get("tags", "")),
        aliases=_listed(values.get("aliases", "")),
        see_also=_listed(values.get("see_also", "")),
    ), problems


def _listed(value: str) -> tuple[str, ...]:
    return tuple(_unquoted(x.strip()) for x in value.strip("[]").split(",") if x.strip())


def _unquoted(text: str) -> str:
    """Without the pair of quotation marks that holds all of it."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _problem(file: str, line: int | None, what: str, mend: str) -> Problem:
    return Problem(code="front-matter", severity="warning", file=file, line=line, what=what, mend=mend)
