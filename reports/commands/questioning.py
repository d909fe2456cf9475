"""The editor's desk: questions taken in, listed, shown in their turn, approved and withdrawn."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import WrongUseError
from reports.knowledge import desk_questions as held
from reports.questions import DeskQuestion, read_corrections, read_desk_questions

if TYPE_CHECKING:
    from qa.document import AnswerDocument
    from reports.commands.chosen import Chosen

#: The order in which an editor is shown what is to be done.
_TURN = ("drafted", "new", "needs data", "needs text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A question as it is taken in."""

    text: str
    slug: str | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    #: whether the texts answer it
    texts: bool = False
    editor: str | None = None
    on: str | None = None
    #: the slug of a question that this is another wording of
    also: str | None = None
    #: whether it is taken in beside a near twin
    force: bool = False


def file_of(questions: Path | None, chosen: Chosen) -> Path:
    """The desk's file of questions, or that given."""
    return questions or chosen.open().root / "questions.toml"


def add(intake: Intake, questions: Path | None, chosen: Chosen) -> int:
    """Take in a question, answer it, and say how far it is."""
    file = file_of(questions, chosen)
    every = read_desk_questions(file)
    text = " ".join(intake.text.split())
    if intake.also is not None:
        return _add_wording(file, held.find(intake.also, every, file), text)
    twin = held.twin_of(text, every)
    if twin is not None and not intake.force:
        slug = held.slug_of_question(twin)
        raise WrongUseError(
            f"{text!r} asks the same as {twin.text!r}", where=str(file),
            mend=f"add it as another wording with --also {slug}, or beside it with --force",
        )  # fmt: skip
    if intake.figures and intake.texts:
        raise WrongUseError("a question is answered from the texts or by figures", where="--from-texts", mend="drop one of them")
    question = DeskQuestion(
        text=text,
        slug=intake.slug or held.slug_of_question(DeskQuestion(text=text)),
        category=intake.category,
        tags=intake.tags,
        figures=intake.figures,
        answer="texts" if intake.texts else None,
        editor=intake.editor,
        asked=held.day(intake.on, "--on"),
    )
    document = _answered(question, file, chosen)
    question = question.model_copy(update={"state": held.state_of(document)})
    held.add(file, question)
    print(f"{held.slug_of_question(question)}: {question.state}")
    _summary(document)
    if document.choices:
        print(_settle(file))
    return 0


def _settle(file: Path) -> str:
    """How an editor says what answers a question."""
    ways = 'figures = ["KEY"], of those that hedgecite figures lists, or by answer = "texts"'
    return f"settle its reading in {file.name} by {ways}; or ask it in other words"


def _add_wording(file: Path, question: DeskQuestion, text: str) -> int:
    held.change(file, question, {"also": [*question.also, text]})
    print(f"{held.slug_of_question(question)}: answers {text!r} too")
    return 0


def list_questions(state: str | None, form: str, questions: Path | None, chosen: Chosen) -> int:
    """Show the questions, all or those of a state."""
    found = [q for q in read_desk_questions(file_of(questions, chosen)) if state in {None, q.state}]
    if form == "json":
        told = [
            {"slug": held.slug_of_question(q), **q.model_dump(mode="json", exclude_defaults=True), "state": q.state}
            for q in found
        ]
        print(json.dumps({"questions": told}, ensure_ascii=False, indent=1))
        return 0
    width = max((len(q.state) for q in found), default=0)
    slugs = max((len(held.slug_of_question(q)) for q in found), default=0)
    for q in found:
        print(f"{q.state:{width}}  {held.slug_of_question(q):{slugs}}  {q.text}")
    counts = {s: sum(q.state == s for q in found) for s in dict.fromkeys(q.state for q in found)}
    print(", ".join(f"{n} {s}" for s, n in counts.items()) or "no questions", file=sys.stderr)
    return 0


def show_next(questions: Path | None, chosen: Chosen) -> int:
    """Show the question whose turn it is with its drafted answer, and what can be done."""
    file = file_of(questions, chosen)
    every = read_desk_questions(file)
    turn = next((q for state in _TURN for q in every if q.state == state), None)
    if turn is None:
        print("nothing is waiting")
        return 0
    from reports.pages.render import render

    slug = held.slug_of_question(turn)
    document = _answered(turn, file, chosen)
    print(f"{slug} ({turn.state})\n")
    print(render(document, "text", chosen.open().cache))
    if document.status == "answered":
        print(f"approve it:   hedgecite questions approve {slug} --by NAME")
    elif document.choices:
        print(_settle(file))
    print(f"leave it out: hedgecite questions withdraw {slug}")
    return 0


def approve(names: tuple[str, ...], by: str, on: str | None, questions: Path | None, chosen: Chosen, *, force: bool) -> int:
    """Approve questions; one that isn't answered in full only by force. 1 where one was refused."""
    file = file_of(questions, chosen)
    every, day = read_desk_questions(file), held.day(on, "--on")
    refused = 0
    for question in [held.find(name, every, file) for name in names]:
        slug = held.slug_of_question(question)
        document = _answered(question, file, chosen)
        if document.status != "answered" and not force:
            refused += 1
            why = document.reason.text if document.reason else document.status
            print(f"hedgecite: {slug}: is not answered in full: {why} Approve it with --force", file=sys.stderr)
            continue
        told = {"state": "approved", "approver": by, "slug": slug, "approved": day}
        held.change(file, question, told)
        print(f"{slug}: approved by {by}")
    return int(refused > 0)


def withdraw(names: tuple[str, ...], questions: Path | None, chosen: Chosen) -> int:
    """Withdraw questions; the next edition is without them."""
    file = file_of(questions, chosen)
    every = read_desk_questions(file)
    for question in [held.find(name, every, file) for name in names]:
        held.change(file, question, {"state": "withdrawn"})
        print(f"{held.slug_of_question(question)}: withdrawn")
    return 0


def _answered(question: DeskQuestion, file: Path, chosen: Chosen) -> AnswerDocument:
    from qa.answer import answer
    from reports.desk import materials_of, model_of

    materials = materials_of(chosen.open(), chosen.backtests, chosen.corpus, model=model_of(chosen.model))
    return answer(question.text, replace(materials, corrections=(*question.readings, *read_corrections(file))))


def _summary(document: AnswerDocument) -> None:
    said = document.summary[0] if document.summary else document.reason
    if said is not None:
        print(said.text)
    for choice in document.choices:
        print(f"  {choice.text}")
