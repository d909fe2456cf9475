"""Editing: how a question goes from a reader to a published page, each step by somebody who may, with what was before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, get_args

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from qa.understand.corrections import Correction, corrected
from reports.site.store.asked import keep_answer
from reports.site.store.tables import answers, events, feedback, questions
from reports.site.store.users import note

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Row

    from reports.service.asked import Answered

Status = Literal["new", "drafted", "approved", "published", "withdrawn", "declined", "needs_data", "needs_text"]
Step = Literal["draft", "approve", "publish", "withdraw", "decline", "needs_data", "needs_text", "reopen", "refresh", "recheck"]
#: From which states a step leads, and to which.
_EVERY = frozenset(get_args(Status))
STEPS: dict[Step, tuple[frozenset[Status], Status | None]] = {
    "draft": (frozenset({"new", "drafted", "approved", "withdrawn"}), "drafted"),
    "approve": (frozenset({"drafted"}), "approved"),
    "publish": (frozenset({"approved"}), "published"),
    "withdraw": (frozenset({"published"}), "withdrawn"),
    "decline": (frozenset({"new", "drafted"}), "declined"),
    "needs_data": (frozenset({"new", "drafted"}), "needs_data"),
    "needs_text": (frozenset({"new", "drafted"}), "needs_text"),
    "reopen": (frozenset({"declined", "needs_data", "needs_text"}), "new"),
    # answered again: the state stays, unless a verdict that somebody approved is another now
    "refresh": (_EVERY, None),
    "recheck": (frozenset({"approved", "published"}), "drafted"),
}
#: What an editor chooses on a question's page; pages are published all at once.
BY_FORM: frozenset[Step] = frozenset({"approve", "withdraw", "decline", "needs_data", "needs_text", "reopen"})
#: What takes an approver.
OF_APPROVERS: frozenset[Step] = frozenset({"approve", "publish", "withdraw"})
#: So many questions are held against one to find its near twins.
_COMPARED = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a step is not taken."""

    status: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A step with a question as it was at a version: who takes it, what it sets, and a new answer where there is one."""

    step: Step
    who: str
    version: int
    values: Mapping[str, object] = field(default_factory=dict)
    answered: Answered | None = None


def queue(engine: Engine, status: str = "", most: int = 200) -> list[Row[tuple[object, ...]]]:
    """Questions, those first that most readers wait for."""
    joined = select(questions, answers.c.made_from).join(answers, answers.c.id == questions.c.answer)
    wanted = joined.order_by(questions.c.waiting.desc(), questions.c.id).limit(most)
    with engine.connect() as connection:
        return list(connection.execute(wanted.where(questions.c.status == status) if status else wanted))


def counts(engine: Engine) -> dict[str, int]:
    """How many questions there are in each state."""
    wanted = select(questions.c.status, func.count().label("count")).group_by(questions.c.status).order_by(questions.c.status)
    with engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(wanted)}


def question_of(engine: Engine, number: int) -> Row[tuple[object, ...]] | None:
    """A question with its newest answer; None where there is none."""
    wanted = select(questions, answers.c.document, answers.c.made_from).join(answers, answers.c.id == questions.c.answer)
    with engine.connect() as connection:
        return connection.execute(wanted.where(questions.c.id == number)).first()


def history(engine: Engine, number: int) -> list[Row[tuple[object, ...]]]:
    """What was done to a question, the newest first."""
    with engine.connect() as connection:
        return list(connection.execute(select(events).where(events.c.question == number).order_by(events.c.id.desc())))


def helped(engine: Engine, name: str) -> tuple[int, int]:
    """How many readers an answer helped, and how many not."""
    wanted = select(feedback.c.helped, func.count()).where(feedback.c.answer == name).group_by(feedback.c.helped)
    with engine.connect() as connection:
        told = {bool(yes): number for yes, number in connection.execute(wanted)}
    return told.get(True, 0), told.get(False, 0)


def near_twins(engine: Engine, number: int, text: str) -> list[Row[tuple[object, ...]]]:
    """Other questions that say nearly the same."""
    return [row for row in queue(engine, most=_COMPARED) if row.id != number and _are_twins(text, str(row.text))]


def take(engine: Engine, number: int, change: Change) -> Refusal | None:
    """Take a step with a question, or say why not.

    Whoever has edited a page does not approve it.
    """
    before, after = STEPS[change.step]
    try:
        with engine.execution_options(writes=True).begin() as connection:
            row = connection.execute(select(questions).where(questions.c.id == number)).first()
            if row is None:
                return Refusal(status=404, what="There is no such question.")
            if row.status not in before:
                return Refusal(status=409, what=f"A question that is {row.status} can't take this step.")
            if change.step == "approve" and _last_editor(connection, number) == change.who:
                return Refusal(status=403, what="A page is approved by somebody else than who edited it.")
            if change.answered is not None:
                keep_answer(connection, change.answered)
            values = {
                **change.values,
                "status": after or row.status,
                "version": change.version + 1,
                "changed_at": datetime.now(UTC),
            }
            values |= {"answer": change.answered.id} if change.answered else {}
            which = (questions.c.id == number, questions.c.version == change.version)
            if not connection.execute(update(questions).where(*which).values(values)).rowcount:
                return Refusal(status=409, what="Someone else has changed this question. Load it again.")
            done = {
                "question": number,
                "at": datetime.now(UTC),
                "who": change.who,
                "what": change.step,
                "note": _difference(row, values),
            }
            connection.execute(insert(events).values(**done, edited=values.get("edited", row.edited)))
            note(connection, change.who, f"question {change.step}", str(number))
    except IntegrityError:
        return Refusal(status=409, what="Another page has this address.")
    return None


def _last_editor(connection: Connection, number: int) -> str | None:
    which = select(events.c.who).where(events.c.question == number, events.c.what == "draft")
    return connection.execute(which.order_by(events.c.id.desc()).limit(1)).scalar()


def _difference(row: Row[tuple[object, ...]], values: Mapping[str, object]) -> str:
    """What a step has changed, in a line each."""
    names = ("title", "slug", "category", "tags", "figures", "answer", "edited")
    changed = ((name, getattr(row, name), values[name]) for name in names if name in values)
    return "\n".join(f"{name}: {was or '–'} → {now or '–'}" for name, was, now in changed if (was or "") != (now or ""))


def _are_twins(one: str, other: str) -> bool:
    return corrected(one, (Correction(question=other),)) is not None
