"""What readers asked: each question once, with its newest answer and how many wait for a page on it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from corpus.errors import UnreadableError
from qa.document import AnswerDocument
from reports.service.asked import Answered, Asked
from reports.site.store.tables import answers, feedback, questions

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

#: A question that no editor has looked at.
NEW = "new"


def keep(engine: Engine, asked: Asked, answered: Answered) -> None:
    """Store a question with its answer: once this returns, neither is lost."""
    with engine.execution_options(writes=True).begin() as connection:
        keep_answer(connection, answered)
        _keep_question(connection, asked, answered)


def stored_answer(engine: Engine, name: str) -> str | None:
    """The document of an answer as it was stored; None where there is none."""
    with engine.connect() as connection:
        return connection.execute(select(answers.c.document).where(answers.c.id == name)).scalar()


def earlier_questions(engine: Engine, name: str, most: int = 12) -> list[tuple[str, str]]:
    """The answers that an answer goes on from, the first one first: each one's name and question."""
    found: list[tuple[str, str]] = []
    with engine.connect() as connection:
        parent = connection.execute(select(answers.c.parent).where(answers.c.id == name)).scalar()
        while parent and len(found) < most and parent not in {known for known, _ in found}:
            row = connection.execute(select(answers.c.question, answers.c.parent).where(answers.c.id == parent)).first()
            if row is None:
                break
            found.insert(0, (parent, row.question))
            parent = row.parent
    return found


def keep_feedback(engine: Engine, name: str, *, helped: bool) -> None:
    """Store whether an answer helped.

    Raises
    ------
    UnreadableError
        No answer has the name.
    """
    try:
        with engine.execution_options(writes=True).begin() as connection:
            connection.execute(insert(feedback).values(answer=name, helped=helped, at=datetime.now(UTC)))
    except IntegrityError:
        raise UnreadableError("is not stored here", where=name, mend="ask the question again") from None


def as_asked(question: str, after: str | None, figure: str | None, engine: Engine) -> Asked:
    """A question that goes on from a stored answer, where one is named.

    Raises
    ------
    UnreadableError
        No answer has that name.
    """
    earlier = stored_answer(engine, after) if after else None
    if after and earlier is None:
        raise UnreadableError("the earlier answer is not stored here", where="after", mend="ask the question on its own")
    return Asked(question=question, after=earlier, figure=figure or None, parent=after or None)


def normal(question: str) -> str:
    """A question without what doesn't tell it from others: case, spaces, punctuation at its ends."""
    return re.sub(r"\s+", " ", question).strip(" .?!\"'“”").casefold()


def made_from(document: AnswerDocument) -> str:
    """Digests of the texts and data that a document was made from, as the store keeps them."""
    told = document.provenance
    return as_made_from(told.corpus, {b.name: b.digest for b in told.backtests})


def as_made_from(corpus: str, data: Mapping[str, str]) -> str:
    """The same of digests."""
    return json.dumps([corpus, sorted(data.items())], ensure_ascii=False)


def is_stale(made: str, corpus: str, data: Mapping[str, str]) -> bool:
    """Whether an answer was made from other texts or data than there are now."""
    if not made:
        return False
    texts, used = json.loads(made)
    return texts != corpus or any(data.get(name) != digest for name, digest in used)


def keep_answer(connection: Connection, answered: Answered) -> None:
    """Store an answer within a transaction, once."""
    known = connection.execute(select(answers.c.id).where(answers.c.id == answered.id)).first()
    if known is None:
        document = answered.document
        values = {"id": answered.id, "question": document.question or "", "parent": answered.parent}
        values |= {"made_from": made_from(document)}
        _add(
            connection,
            answers,
            {**values, "document": answered.text, "made_at": datetime.now(UTC)},
        )


def _keep_question(connection: Connection, asked: Asked, answered: Answered) -> None:
    """Count whoever waits for a known question, or add the question."""
    words = "\n".join((normal(asked.question), asked.parent or "", asked.figure or ""))
    newest = {"answer": answered.id, "waiting": questions.c.waiting + 1}
    again = update(questions).where(questions.c.words == words).values(newest)
    if connection.execute(again).rowcount:
        return
    now = datetime.now(UTC)
    values = {"text": asked.question, "words": words, "answer": answered.id, "status": NEW, "waiting": 1}
    rest = {"figures": asked.figure or "", "asked_at": now, "changed_at": now}
    if not _add(connection, questions, {**values, **rest}):
        connection.execute(again)


def _add(connection: Connection, table: Table, values: dict[str, object]) -> bool:
    """Add a row; False where another has come first."""
    try:
        with connection.begin_nested():
            connection.execute(insert(table).values(values))
    except IntegrityError:
        return False
    return True
