"""Front matter: a few `key: value` lines between two `---` lines at the head of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from corpus.dates import is_iso_date
from corpus.errors import Problem
from corpus.texts.documents import AUTHORITIES, Authority, Kind, digest_of

_BLOCK = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_KEYS = ("title", "slug", "authority", "date", "tags", "aliases", "see_also")
#: What a converted file says of its original besides.
_CONVERTED = ("author", "byline", "terms", "disclaimer", "url", "original", "kind", "pages", "text")
_KEY = re.compile(r"[\w.-]+\Z")
_HTTP = ("http://", "https://")


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
    author: str | None = None
    byline: str | None = None
    terms: tuple[str, ...] = ()
    disclaimer: str | None = None
    url: str | None = None
    #: name and kind of the file that the text was converted from, and where its pages start
    original: str | None = None
    kind: Kind | None = None
    pages: tuple[int, ...] = ()
    #: every other line, key and value
    more: tuple[tuple[str, str], ...] = ()


def split(text: str, file: str) -> tuple[FrontMatter, str, tuple[Problem, ...]]:
    """The front matter, the text after it byte for byte, and what is wrong with the former."""
    block = _BLOCK.match(text)
    if not block or not re.search(rf"^(?:{'|'.join(_KEYS)})\s*:", block[1], re.MULTILINE):
        return FrontMatter(), text, ()  # a text may open with a rule
    values: dict[str, str] = {}
    problems: list[Problem] = []
    key = ""
    for number, line in enumerate(block[1].split("\n"), start=2):
        name, colon, value = line.partition(":")
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if key and (line[0] in " \t" or line.startswith("- ")):  # the value goes on, or is a list of one item a line
            values[key] = _continued(values[key], line.strip())
        elif not colon or not _KEY.match(name.strip()):
            problems.append(_problem(file, number, f"{line.strip()[:40]!r} is no known line", "write each as key: value"))
        else:
            key = name.strip()
            values[key] = _unquoted(value.strip())
    body = text[block.end() :]
    matter, wrong = _matter(values, file, body)
    return matter, body, (*problems, *wrong)


def join(matter: FrontMatter, body: str = "") -> str:
    """The front matter as the head of a file; `body` is what follows, which says whether its pages still hold."""
    said = {
        "title": matter.title,
        "slug": matter.slug,
        "authority": matter.authority,
        "date": matter.date,
        "tags": _list(matter.tags),
        "aliases": _list(matter.aliases),
        "see_also": _list(matter.see_also),
        "author": matter.author,
        "byline": matter.byline,
        "terms": _list(matter.terms),
        "disclaimer": matter.disclaimer,
        "url": matter.url,
        "original": matter.original,
        "kind": matter.kind,
        "pages": _list([str(start) for start in matter.pages]),
        "text": digest_of(body) if matter.pages else None,
    }
    lines = [*said.items(), *matter.more]
    return "---\n" + "".join(f"{key}: {' '.join(value.split())}\n" for key, value in lines if value) + "---\n"


def _list(values: tuple[str, ...] | list[str]) -> str | None:
    return "[" + ", ".join([f'"{v}"' if "," in v else v for v in values]) + "]" if values else None


def _continued(value: str, line: str) -> str:
    return f"{value}, {line[2:].strip()}".removeprefix(", ") if line.startswith("- ") else f"{value} {line}".strip()


def _matter(values: dict[str, str], file: str, body: str) -> tuple[FrontMatter, list[Problem]]:
    problems: list[Problem] = []
    authority = values.get("authority", "article")
    if authority not in AUTHORITIES:
        problems.append(_problem(file, None, f"authority {authority!r} is unknown", f"use {', '.join(AUTHORITIES)}"))
        authority = "article"
    day = values.get("date") or None
    if day and not is_iso_date(day):
        problems.append(_problem(file, None, f"date {day!r} is not a date", "write it as YYYY-MM-DD"))
        day = None
    pages = tuple(int(x) for x in _listed(values.get("pages", "")) if x.isdecimal())
    if pages and values.get("text") != digest_of(body):
        mend = "add the original again with --replace"
        problems.append(_problem(file, None, "its text was changed, so its pages are not known", mend))
        pages = ()
    url = values.get("url", "")
    return FrontMatter(
        title=values.get("title") or None,
        slug=values.get("slug") or None,
        authority=cast("Authority", authority),
        date=day,
        tags=_listed(values.get("tags", "")),
        aliases=_listed(values.get("aliases", "")),
        see_also=_listed(values.get("see_also", "")),
        author=values.get("author") or None,
        byline=values.get("byline") or None,
        terms=_listed(values.get("terms", "")),
        disclaimer=values.get("disclaimer") or None,
        url=url if url.startswith(_HTTP) else None,
        original=values.get("original") or None,
        kind=_kind(values.get("kind", "")),
        pages=pages,
        more=tuple(_more(values)),
    ), problems


def _kind(value: str) -> Kind | None:
    """A kind of file that is converted."""
    return cast("Kind", value) if value in {"html", "pdf", "docx", "epub"} else None


def _more(values: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What is said under other keys; a known key whose value is not of this program's making is kept too."""
    for key, value in values.items():
        foreign = (key == "kind" and not _kind(value)) or (key == "text" and "pages" not in values)
        foreign |= key == "url" and not value.startswith(_HTTP)
        if key not in (*_KEYS, *_CONVERTED) or foreign:
            yield key, value


def _listed(value: str) -> tuple[str, ...]:
    bare = value.strip("[]")
    items = re.findall(r'\s*("[^"]*"|[^,]*)(?:,|\Z)', bare) if '"' in bare else bare.split(",")
    return tuple(_unquoted(x.strip()) for x in items if x.strip())


def _unquoted(text: str) -> str:
    """Without the pair of quotation marks that holds all of it."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _problem(file: str, line: int | None, what: str, mend: str) -> Problem:
    return Problem(code="front-matter", severity="warning", file=file, line=line, what=what, mend=mend)
