"""Adding texts to a desk: the words stay as they are, under a head that says what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import cast

from corpus.dates import is_iso_date
from corpus.errors import Problem, UnreadableError, WrongUseError, error, warning
from corpus.readers import SUFFIXES, TEXTS, decode, front_matter, read_file
from corpus.readers.front_matter import FrontMatter
from corpus.readers.glossary_table import page_of, read_glossary_file
from corpus.readers.incoming import Incoming, gather
from corpus.readers.text import date_of, title_of
from corpus.texts.documents import AUTHORITIES, Authority, digest_of
from corpus.texts.twins import twins_among
from qa.write.citation import slug_of
from reports.citing import Citing, citing
from reports.desk import CONVERTED, Desk, library_of
from reports.files import write_together

_METHOD, _GLOSSARY = "methodology", "glossary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the options say of all texts that are added."""

    title: str | None = None
    authority: str | None = None
    date: str | None = None
    #: whether the files are glossaries, each of many terms
    glossary: bool = False
    #: whether a text takes the place of the desk's own of the same name, or of the same original
    replace: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What came of adding texts."""

    files: tuple[Path, ...]
    #: what was left out, and what an editor should look at
    problems: tuple[Problem, ...]
    #: published documents that cite a text which was replaced
    citing: tuple[Citing, ...] = ()

    @property
    def left_out(self) -> bool:
        """Whether a file could not be added."""
        return any(p.severity == "error" for p in self.problems)


@dataclass(slots=True)
class _Ready:
    """Texts that are ready to be written, by place, and the desk's files whose place they take."""

    desk: Desk
    told: Told
    texts: dict[Path, str] = field(default_factory=dict)
    without: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def add_texts(paths: Sequence[Path], desk: Desk, told: Told) -> Added:
    """Put texts into the desk's corpus, those of folders and zips too; all are read before the first is written.

    Title, authority and date are taken from the text where they aren't given: from its front matter, heading or byline. What is
    no Markdown or plain text is converted. In folders and zips what can't be read is left out, with its problem.

    Raises
    ------
    UnreadableError
        A file that was named can't be read.
    WrongUseError
        An option is wrong, or another text of this name is on the desk or among the files.
    """
    _check(told, paths)
    ready = _Ready(desk, told)
    if told.glossary:
        for path in paths:
            _add_glossary(path, ready)
    else:
        found, problems = gather(paths)
        ready.problems += problems
        for item in found:
            _add(item, ready)
    own = {place: text for place, text in ready.texts.items() if not place.is_file() or place.read_bytes() != text.encode()}
    ready.problems += _twins(ready, own)
    cited = citing(desk, {_path(desk, place): _body(own.get(place)) for place in {*ready.without, *own} if place.is_file()})
    write_together(ready.texts, ready.without)
    return Added(files=tuple(ready.texts), problems=tuple(ready.problems), citing=cited)


def _check(told: Told, paths: Sequence[Path]) -> None:
    if told.authority is not None and told.authority not in AUTHORITIES:
        raise WrongUseError(f"{told.authority!r} is no authority", where="--authority", mend=f"use {', '.join(AUTHORITIES)}")
    if told.date is not None and not is_iso_date(told.date):
        raise WrongUseError(f"{told.date!r} is not a date", where="--date", mend="write it as YYYY-MM-DD")
    if told.title is not None and (len(paths) > 1 or told.glossary or paths[0].is_dir()):
        raise WrongUseError("one title for several texts", where="--title", mend="add them one by one")


def _add(item: Incoming, ready: _Ready) -> None:
    """Make one file ready, or say why it is left out."""
    try:
        matter, body, suffix, problems = _text_of(item, ready.desk)
    except UnreadableError as fault:
        if item.named:
            raise
        ready.problems.append(error("unreadable", fault.where, fault.what, fault.mend))
        return
    told = ready.told
    named = " ".join((told.title or matter.title or title_of(body) or PurePosixPath(item.name).stem).split())
    head = replace(
        matter,
        title=named,
        authority=cast("Authority", told.authority or matter.authority),
        date=told.date or matter.date or date_of(body),
    )
    folder = _GLOSSARY if _GLOSSARY in PurePosixPath(item.name).parts[:-1] and not item.named else _METHOD
    _place(folder, head, body, suffix, item.name, ready)
    ready.problems += problems


def _text_of(item: Incoming, desk: Desk) -> tuple[FrontMatter, str, str, tuple[Problem, ...]]:
    """What a file says of itself, its text, the suffix that it will have, and what is wrong in its head.

    Raises
    ------
    UnreadableError
        It can't be read, or holds no text.
    """
    matter, body, kind, problems = read_file(item.raw, item.name, desk.cache / CONVERTED)
    fault = next((p for p in problems if p.severity == "error"), None)
    if fault is not None:
        raise UnreadableError(fault.what, where=fault.where, mend=fault.mend)
    suffix = PurePosixPath(item.name).suffix.lower() if kind in {"markdown", "text"} else ".md"
    if suffix not in TEXTS:
        raise UnreadableError("is not a text that can be added", where=item.name, mend=f"bring {', '.join(SUFFIXES)}")
    if not body.strip():
        raise UnreadableError("holds no text", where=item.name, mend="bring a file with words in it")
    return matter, body, suffix, problems


def _add_glossary(path: Path, ready: _Ready) -> None:
    """Make a page of each term of a glossary file."""
    if not path.is_file():
        raise UnreadableError("no such file", where=str(path), mend="name a CSV or Markdown file")
    entries, problems = read_glossary_file(decode(path.read_bytes(), str(path)), path.name)
    for entry in entries:
        day = ready.told.date or entry.date
        if day and not is_iso_date(day):
            problems = (
                *problems,
                warning("date", path.name, f"date {day!r} is not a date", "write it as YYYY-MM-DD", line=entry.line),
            )
            day = None
        head = FrontMatter(
            title=entry.name,
            authority=cast("Authority", ready.told.authority or "article"),
            date=day,
            aliases=entry.aliases,
            see_also=tuple(slug_of(name) for name in entry.see_also),
        )
        _place(_GLOSSARY, head, page_of(entry), ".md", f"{path.name}:{entry.line}", ready)
    ready.problems += problems


def _place(folder: str, head: FrontMatter, body: str, suffix: str, name: str, ready: _Ready) -> None:
    """Find a text its place, which no other text may have unless it is replaced."""
    named = head.title or ""
    stem = slug_of(named) if re.search("[a-z0-9]", named.lower()) else f"text-{digest_of(named)[7:15]}"
    place = ready.desk.corpus / folder / f"{stem}{suffix}"
    text = front_matter.join(head, body) + body
    taken = [p for p in (*ready.texts, *place.parent.glob("*")) if p.stem == place.stem and p not in ready.without]
    others = [p for p in taken if p != place or _differs(p, text, ready)]
    if not ready.told.replace:
        if others:
            mend = "give --title, or --replace to take its place"
            raise WrongUseError(f"{others[0]} holds another text", where=name, mend=mend)
    else:
        if any(p in ready.texts for p in others):
            raise WrongUseError(f"{others[0].name} is brought twice", where=name, mend="add them one by one")
        old = others or _of_original(head.original, place.parent)
        if old:
            place = old[0].with_suffix(suffix)
            ready.without += [p for p in old if p != place]
    ready.texts[place] = text


def _of_original(original: str | None, folder: Path) -> list[Path]:
    """The text that was converted from a file of this name, where there is one."""
    if original is None or not folder.is_dir():
        return []
    heads = ((p, front_matter.split(p.read_text(encoding="utf-8"), p.name)[0]) for p in sorted(folder.glob("*.md")))
    found = [p for p, matter in heads if matter.original == original]
    return found if len(found) == 1 else []


def _differs(place: Path, text: str, ready: _Ready) -> bool:
    return (ready.texts[place].encode() if place in ready.texts else place.read_bytes()) != text.encode()


def _path(desk: Desk, place: Path) -> str:
    """The path of a document as answers cite it."""
    return place.relative_to(desk.corpus).with_suffix("").as_posix()


def _body(text: str | None) -> str | None:
    return None if text is None else front_matter.split(text, "")[1]


def _twins(ready: _Ready, own: dict[Path, str]) -> Iterator[Problem]:
    """Texts that say what another says under another title."""
    replaced = {_path(ready.desk, place) for place in (*ready.texts, *ready.without)}
    known = [d for d in library_of(ready.desk).documents if d.path not in replaced] if own else []
    texts = [*(d.text for d in known), *(_body(text) or "" for text in own.values())]
    names = [*(d.path for d in known), *(_path(ready.desk, place) for place in own)]
    for pair in twins_among(texts, since=len(known)):
        what = f"says what {names[pair.first]} says ({pair.shared:.0%} of the words of the shorter one)"
        yield warning("twins", names[pair.second], what, f"keep one: hedgecite corpus remove {names[pair.second]}")
