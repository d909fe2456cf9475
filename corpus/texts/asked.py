"""What readers ask that a passage answers, in their own words: searched beside the words of the passage, and never quoted.

A folder of texts may have a file `asked.jsonl`, a JSON object a line: `document` is a text's path without its ending, `words`
are words that stand in one of its passages, `asks` are the questions. A passage whose words are rewritten loses its
questions until they are named anew, so that none leads to a text that no longer answers it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import Problem, UnreadableError, warning
from corpus.texts.documents import Passage

FILE = "asked.jsonl"
#: So many questions of a passage are searched at most, of so many characters each.
MOST, LONGEST = 20, 300
_MEND = 'write a JSON object with "document", "words" and "asks", a list of questions'


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The questions that readers ask and one passage answers."""

    document: str
    #: words that stand in the passage and in no other of its document
    words: str
    asks: tuple[str, ...]
    #: where it is told, from 1
    line: int


def read_asked(root: Path) -> tuple[tuple[Asked, ...], tuple[Problem, ...]]:
    """The questions of a folder's texts, in the order of their lines, and the lines that can't be read.

    Raises
    ------
    UnreadableError
        The file is no UTF-8 text.
    """
    file = root / FILE
    if not file.is_file():
        return (), ()
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except ValueError as error:
        raise UnreadableError("is no UTF-8 text", where=str(file), mend="save it as UTF-8") from error
    found, problems = list[Asked](), list[Problem]()
    for number, line in enumerate(lines, start=1):
        told = _told(line, number) if line.strip() else None
        if isinstance(told, Asked):
            found.append(told)
        elif told:
            problems.append(warning("asked-line", FILE, told, _MEND, line=number))
    return tuple(found), tuple(problems)


def _told(line: str, number: int) -> Asked | str:
    """What a line tells, or what is wrong with it."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return "the line is no JSON"
    if not isinstance(entry, dict) or not all(
        isinstance(entry.get(key), str) and entry[key].strip() for key in ("document", "words")
    ):
        return "the line names no document, or no words of it"
    asks = entry.get("asks")
    if not isinstance(asks, list) or not asks or not all(isinstance(ask, str) and ask.strip() for ask in asks):
        return "the line has no questions"
    if len(asks) > MOST or any(len(ask) > LONGEST for ask in asks):
        return f"the line has more than {MOST} questions, or one of more than {LONGEST} characters"
    return Asked(document=entry["document"], words=_plain(entry["words"]), asks=tuple(map(_plain, asks)), line=number)


def with_asked(passages: Sequence[Passage], asked: Iterable[Asked]) -> tuple[tuple[Passage, ...], tuple[Problem, ...]]:
    """The passages with what readers ask of them, and the questions whose passage isn't found."""
    by_document: dict[str, dict[str, str]] = {}
    for passage in passages:
        by_document.setdefault(passage.document.path, {})[passage.id] = _plain(passage.text)
    questions, problems = dict[str, tuple[str, ...]](), list[Problem]()
    for one in asked:
        places = [id_ for id_, text in by_document.get(one.document, {}).items() if one.words in text]
        if len(places) == 1:
            questions[places[0]] = tuple(dict.fromkeys((*questions.get(places[0], ()), *one.asks)))[:MOST]
        else:
            problems.append(_lost(one, by_document, len(places)))
    return tuple(replace(p, asks=questions[p.id]) if p.id in questions else p for p in passages), tuple(problems)


def _lost(one: Asked, texts: Mapping[str, object], places: int) -> Problem:
    """Why questions belong to no passage."""
    if one.document not in texts:
        what, mend = f"no text is called {one.document}", "name a text by its path without ending, or delete the line"
    elif places:
        what, mend = f"“{one.words}” stands in {places} passages of {one.document}", "name more of the words of one"
    else:
        what, mend = (
            f"“{one.words}” stands in no passage of {one.document}",
            "name words that stand there now, or delete the line",
        )
    return warning("asked-passage", FILE, what, mend, line=one.line)


def _plain(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())
