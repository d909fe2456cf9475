"""Articles made again: what an answer and the desk say of them, with the dates and corrections that the publisher gave."""

from __future__ import annotations

from pathlib import Path

from qa.answer import Materials
from qa.document import AnswerDocument
from reports.desk import QUESTIONS, Desk
from reports.knowledge.article import Edit, Told, article_of, with_reading
from reports.pages.house import House
from reports.questions import DeskQuestion, read_desk_questions


def article_again(
    document: AnswerDocument, answered: AnswerDocument, materials: Materials, desk: Desk, house: House
) -> AnswerDocument:
    """The article of an answer that was made again, as the desk has it; its dates, corrections and neighbours are its own.

    Raises
    ------
    HedgeciteError
        The desk's questions can't be read, or an edit is refused.
    """
    view = document.article
    assert view is not None, "it is an article"
    asked = _asked(document.question or "", desk.root / QUESTIONS)
    told = Told(
        house=house.name,
        byline=(asked.editor if asked else None) or house.byline,
        slug=(asked.slug if asked else None) or view.slug,
        title=(asked.title if asked else None) or "",
        published=view.published,
        updated=view.updated,
        category=(asked.category if asked else None) or "",
        tags=asked.tags if asked else (),
        intro=asked.intro if asked else (),
        edits=tuple(Edit(was=e.was, now=e.now) for e in asked.edit) if asked else (),
        mark=view.mark,
        corrections=view.corrections,
        url=view.url,
    )
    made = article_of(answered, materials, told)
    return with_reading(made, view.reading) if view.reading else made


def _asked(question: str, file: Path) -> DeskQuestion | None:
    return next((q for q in read_desk_questions(file) if question in (q.text, *q.also)), None)
