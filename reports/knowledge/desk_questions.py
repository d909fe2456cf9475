"""The desk's questions as a file that an editor and commands both write: entries added and changed, comments kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import UnreadableError, WrongUseError
from corpus.settings_file import read_utf8
from qa.document import AnswerDocument
from reports.files import write_whole
from reports.knowledge.article import cleaned, short_slug
from reports.questions import DeskQuestion, State, read_desk_questions

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

#: From this share of words in common on two questions ask the same.
_TWINS = 0.8
_IDLE = frozenset(
    "a an the is are was were do does did of in on for to and or what please me my your our it i you how much".split()
)
_HEAD = """# The questions of this desk, with how far each has come. Commands write here and keep what you write:
# hedgecite questions add|list|next|approve|withdraw

"""


def words_of(text: str) -> frozenset[str]:
    """The words of a question that tell it from others, numbers among them, without their plural."""
    found = re.findall(r"[a-z0-9.%$]+", text.lower().replace("'s", "").replace("’s", ""))
    return frozenset(re.sub(r"(?<=[a-z]{3})s$", "", w.strip(".")) for w in found if w.strip(".") and w not in _IDLE)


def twin_of(text: str, questions: Sequence[DeskQuestion]) -> DeskQuestion | None:
    """The question that asks the same in nearly the same words, or None.

    >>> twin_of("what does a hedge cost", [DeskQuestion(text="What does the hedge cost?")]).text
    'What does the hedge cost?'
    """
    own = words_of(text)
    shares = [(_share(own, words_of(told)), -i) for i, q in enumerate(questions) for told in (q.text, *q.also)]
    owners = [q for q in questions for _ in (q.text, *q.also)]
    best = max(range(len(shares)), key=lambda i: shares[i], default=None)
    return owners[best] if best is not None and shares[best][0] >= _TWINS else None


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)


def state_of(document: AnswerDocument) -> State:
    """How far a question is by its answer: drafted, declined, or in want of data, of a text or of an editor's reading."""
    if document.status == "answered":
        return "drafted"
    if document.status == "clarify":
        return "new"
    if document.not_computed:
        return "needs data"
    if document.kind in {"method", "term"}:
        return "needs text"
    return "declined" if document.status == "declined" else "drafted"


def slug_of_question(question: DeskQuestion) -> str:
    """The name by which commands and addresses know a question."""
    return question.slug or short_slug(question.title or cleaned(question.text))


def find(name: str, questions: Sequence[DeskQuestion], file: Path) -> DeskQuestion:
    """The question of a slug, or with that very text.

    Raises
    ------
    WrongUseError
        There is none.
    """
    found = next((q for q in questions if name in {slug_of_question(q), q.text}), None)
    if found is None:
        raise WrongUseError(f"no question is called {name!r}", where=str(file), mend="see hedgecite questions list")
    return found


def add(file: Path, question: DeskQuestion) -> None:
    """Write a question at the end of the file."""
    document = _read(file)
    from tomlkit import aot, nl, table

    held = document.setdefault("question", aot())
    entry = table()
    for key, value in _told(question).items():
        entry.add(key, value)
    entry.add(nl())
    held.append(entry)
    _write(file, document)


def change(file: Path, question: DeskQuestion, told: Mapping[str, Any]) -> None:
    """Set keys of a question's entry; one whose value is None is taken away."""
    document = _read(file)
    entry = next(e for e in document["question"] if str(e["text"]) == question.text)
    for key, value in told.items():
        if value is None:
            entry.pop(key, None)
        else:
            entry[key] = value
    _write(file, document)


def merge(file: Path, questions: Sequence[DeskQuestion], before: Callable[[str], None]) -> None:
    """Write questions into the file: those that it has are changed to be the same, the others stand at its end.

    `before` is told the whole text just before it is written.
    """
    from tomlkit import aot, dumps, nl, table

    document = _read(file)
    held = document.setdefault("question", aot())
    entries = {str(entry["text"]).casefold(): entry for entry in held}
    for question in questions:
        told, entry = _told(question), entries.get(question.text.casefold())
        if entry is None:
            fresh = table()
            fresh.update(told)
            fresh.add(nl())
            held.append(fresh)
            continue
        for key in [k for k in entry if k not in told and k in DeskQuestion.model_fields]:
            entry.pop(key)
        for key, value in told.items():
            if entry.get(key, DeskQuestion.model_fields[key].default) != value:
                entry[key] = value
    before(dumps(document))
    _write(file, document)


def as_toml(questions: Sequence[DeskQuestion]) -> str:
    """Questions as a file of their own."""
    import tomlkit

    return tomlkit.dumps({"question": [_told(q) for q in questions]})


def _told(question: DeskQuestion) -> dict[str, Any]:
    found = question.model_dump(exclude_defaults=True)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in found.items()} | {"state": question.state}


def _read(file: Path) -> TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(read_utf8(file) if file.is_file() else _HEAD)
    except TOMLKitError as error:
        raise UnreadableError(f"is no valid TOML: {error}", where=str(file), mend="mend that line") from error


def _write(file: Path, document: TOMLDocument) -> None:
    """Write the file, unless commands could not read it again."""
    import tomlkit

    text = tomlkit.dumps(document)
    trial = file.with_name(f".{file.name}.trial")
    try:
        write_whole(trial, text)
        read_desk_questions(trial)
    finally:
        trial.unlink(missing_ok=True)
    write_whole(file, text)


def day(text: str | None, option: str) -> date | None:
    """A day as it is given.

    Raises
    ------
    WrongUseError
        It is no date.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongUseError(f"{text!r} is not a date", where=option, mend="write it as YYYY-MM-DD") from error
