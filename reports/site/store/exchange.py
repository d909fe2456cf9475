"""Questions between the store and a desk's `questions.toml`: taken in and written back, the same both ways."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from corpus.errors import WrongUseError
from corpus.texts.documents import digest_of
from reports.knowledge import desk_questions
from reports.questions import DeskQuestion, read_desk_questions
from reports.site.store.asked import NEW, keep_answer, normal
from reports.site.store.tables import events, kept, questions

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Row

    from reports.service.asked import Answered

#: What the file says of a question that the site's forms don't change.
_BESIDE = ("figures", "answer", "also", "was", "editor", "approver", "asked", "approved", "published", "intro")
#: Of two rows with the same words the one that is further is written.
_FURTHEST = ("published", "approved", "drafted", "withdrawn", "declined", "needs_data", "needs_text", NEW)
_FILE = "questions.toml"
_BEGUN = "questions.toml.begun"


def desk_questions_of(engine: Engine) -> tuple[DeskQuestion, ...]:
    """The store's questions as the file has them: those that an editor has worked on or that came from a file, oldest first.

    A question that goes on from another answer can't stand alone and is left out.
    """
    with engine.connect() as connection:
        rows = list(connection.execute(select(questions).order_by(questions.c.id)))
        steps = list(connection.execute(select(events).order_by(events.c.id)))
    done: dict[int, list[Any]] = {}
    for step in steps:
        done.setdefault(step.question, []).append(step)
    worked = [row for row in rows if (row.status != NEW or row.told) and not is_follow_up(row)]
    best: dict[str, Any] = {}
    for row in worked:
        held = best.get(row.text.casefold())
        if held is None or _FURTHEST.index(row.status) < _FURTHEST.index(held.status):
            best[row.text.casefold()] = row
    return tuple(_as_question(row, done.get(row.id, [])) for row in worked if best[row.text.casefold()] is row)


def is_follow_up(row: Row[Any]) -> bool:
    """Whether a question goes on from another answer."""
    return str(row.words).split("\n")[1:2] not in ([], [""])


def export(engine: Engine, file: Path, *, force: bool = False) -> int:
    """Write the store's questions into a file, beside those that it alone has; how many they are.

    Raises
    ------
    WrongUseError
        The file was changed by hand since it was last taken in or written.
    UnreadableError
        It is faulty, or can't be written.
    """
    if not force and file.is_file() and _digest(file) not in {known_digest(engine), recalled(engine, _BEGUN)}:
        mend = "take it in with hedgecite store import, or overwrite what both have with --force"
        raise WrongUseError("was changed by hand", where=file.name, mend=mend)
    found = desk_questions_of(engine)

    def keep(name: str, text: bytes) -> None:
        with engine.execution_options(writes=True).begin() as connection:
            remember(connection, name, digest_of(text))

    # whoever is killed between writing and keeping knows the file for its own by what was begun
    desk_questions.merge(file, found, lambda text: keep(_BEGUN, text.encode()))
    keep(_FILE, file.read_bytes())
    return len(found)


def missing_answers(engine: Engine, file: Path) -> tuple[DeskQuestion, ...]:
    """The questions of a file that the store has no answer to.

    Raises
    ------
    UnreadableError
        The file is faulty.
    """
    with engine.connect() as connection:
        rows = connection.execute(select(questions.c.words, questions.c.figures, questions.c.told))
        held = {row.words: (row.figures, _told(row.told).get("answer")) for row in rows}
    return tuple(q for q in read_desk_questions(file) if held.get(_words(q)) != (_figure(q), q.answer))


def take_in(engine: Engine, file: Path, answers: dict[str, Answered], who: str) -> int:
    """Take a file's questions in, all or none: the file's word counts. `answers` has one for each text that was missing.

    Raises
    ------
    UnreadableError
        The file is faulty.
    """
    found = read_desk_questions(file)
    with engine.execution_options(writes=True).begin() as connection:
        changed = sum(_take(connection, question, answers.get(question.text), who) for question in found)
        remember(connection, _FILE, _digest(file))
    return changed


def remember(connection: Connection, name: str, value: str) -> None:
    """Keep a value under a name."""
    if not connection.execute(update(kept).where(kept.c.name == name).values(value=value)).rowcount:
        connection.execute(insert(kept).values(name=name, value=value))


def recalled(engine: Engine, name: str) -> str:
    """What is kept under a name; empty where nothing is."""
    with engine.connect() as connection:
        return str(connection.execute(select(kept.c.value).where(kept.c.name == name)).scalar() or "")


def known_digest(engine: Engine) -> str:
    """The digest of the file as it was last taken in or written."""
    return recalled(engine, _FILE)


def _digest(file: Path) -> str:
    return digest_of(file.read_bytes())


def _words(question: DeskQuestion) -> str:
    return "\n".join((normal(question.text), "", ""))


def _figure(question: DeskQuestion) -> str:
    return question.figures[0] if question.figures else ""


def _take(connection: Connection, question: DeskQuestion, answered: Answered | None, who: str) -> int:
    """Add a question, or make that of the same words as the file has it; whether that changed anything."""
    now, told = datetime.now(UTC), question.model_dump(mode="json", exclude_defaults=True)
    values = {
        "text": question.text,
        "status": question.state.replace(" ", "_"),
        "figures": _figure(question),
        "slug": question.slug,
        "title": question.title or "",
        "category": question.category or "",
        "tags": ", ".join(question.tags),
        "edited": json.dumps(told["edit"], ensure_ascii=False) if question.edit else None,
        "told": json.dumps({n: told[n] for n in _BESIDE if n in told} or {"asked": None}, ensure_ascii=False),
    }
    row = connection.execute(select(questions).where(questions.c.words == _words(question))).first()
    if answered is not None:
        keep_answer(connection, answered)
        values["answer"] = answered.id
    if row is None:
        assert answered is not None, "a question that the store lacks was answered"
        rest = {"words": _words(question), "waiting": 0, "asked_at": now, "changed_at": now}
        number = connection.execute(insert(questions).values(**values, **rest)).inserted_primary_key
        _note(connection, number[0] if number else 0, who, values["edited"])
        return 1
    if all(getattr(row, name) == value for name, value in values.items()):
        return 0
    connection.execute(
        update(questions).where(questions.c.id == row.id).values(**values, version=row.version + 1, changed_at=now)
    )
    _note(connection, row.id, who, values["edited"])
    return 1


def _note(connection: Connection, number: int, who: str, edited: object) -> None:
    done = {"question": number, "at": datetime.now(UTC), "who": who, "what": "import", "note": _FILE, "edited": edited}
    connection.execute(insert(events).values(**done))


def _told(kept: str | None) -> dict[str, Any]:
    """What the file says of a question beside what the store has of it."""
    found: dict[str, Any] = json.loads(kept) if kept else {}
    return found


def _as_question(row: Row[Any], steps: Iterable[Any]) -> DeskQuestion:
    told = _told(row.told) or {"asked": row.asked_at.date()}
    told = {name: value for name, value in told.items() if value is not None}
    for step in steps:
        if step.what == "approve":
            told |= {"approver": step.who, "approved": _day(step.at)}
        if step.what == "publish":
            told.setdefault("published", _day(step.at))
    figures = tuple(told.pop("figures", ()))
    if (figures[0] if figures else "") != row.figures:
        figures = (row.figures,) if row.figures else ()
    if figures:
        told.pop("answer", None)
    given = {
        "text": row.text,
        "figures": figures,
        "slug": row.slug,
        "title": row.title or None,
        "category": row.category or None,
        "tags": tuple(tag.strip() for tag in row.tags.split(",") if tag.strip()),
        "state": row.status.replace("_", " "),
        "edit": json.loads(row.edited) if row.edited else (),
    }
    return DeskQuestion.model_validate({**told, **given})


def _day(at: datetime) -> date:
    return at.date()
