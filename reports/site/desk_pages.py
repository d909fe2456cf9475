"""Pages for editors: the queue of questions, one question, and the steps on its way."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from corpus.errors import HedgeciteError, WrongUseError
from qa.calculator.catalogue import CATALOGUE
from qa.document import AnswerDocument, Sentence
from reports.knowledge.article import Edit
from reports.knowledge.article import edited as with_edits
from reports.knowledge.desk_questions import as_toml
from reports.service.asked import Answered, Asked, document_of
from reports.service.lookups import digests
from reports.site import publishing
from reports.site.access import checked, may, site_of, who_asks
from reports.site.asking import within
from reports.site.faults import Refused, status_of
from reports.site.locked import as_tokens, locked, tokens, unlocked
from reports.site.store.asked import is_stale
from reports.site.store.editing import (
    BY_FORM,
    OF_APPROVERS,
    STEPS,
    Change,
    counts,
    helped,
    history,
    near_twins,
    question_of,
    queue,
    take,
)
from reports.site.store.exchange import desk_questions_of
from reports.site.views import answer_body, page

if TYPE_CHECKING:
    from sqlalchemy import Row

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
#: So many questions are shown, and looked through for stale ones.
_SHOWN, _ALL = 200, 100_000
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/desk", dependencies=[may("edit")])
async def queue_page(request: Request, status: Annotated[str, Query(max_length=16)] = "") -> Response:
    """The questions that readers wait for."""
    site = site_of(request)
    now = await within(site, digests(site.service))
    return await run_in_threadpool(_queue_page, request, status, now)


@router.get("/desk/questions.toml", dependencies=[may("edit")])
def questions_file(request: Request) -> Response:
    """The questions that editors have worked on, as a desk's `questions.toml` holds them."""
    return Response(as_toml(desk_questions_of(site_of(request).store)), media_type="application/toml")


@router.get("/desk/questions/{number}", dependencies=[may("edit")])
async def question_page(request: Request, number: Number) -> Response:
    """One question: its answer, its near twins, and what was done."""
    site = site_of(request)
    now = await within(site, digests(site.service))
    return await run_in_threadpool(_question_page, request, number, now)


_SLUG = re.compile(r"([a-z0-9]+(-[a-z0-9]+)*)?")


class Drafted(BaseModel):
    """What an editor has written."""

    version: Annotated[int, Field(ge=1)]
    title: Annotated[str, Field(max_length=200)] = ""
    slug: Annotated[str, Field(max_length=80)] = ""
    category: Annotated[str, Field(max_length=80)] = ""
    tags: Annotated[str, Field(max_length=200)] = ""
    figure: Annotated[str, Field(max_length=200)] = ""
    sentence: list[str] = []
    form_token: Annotated[str, Field(max_length=64)] = ""


@router.post("/desk/questions/{number}/draft", dependencies=[may("edit")])
async def draft(request: Request, number: Number, given: Annotated[Drafted, Form()]) -> Response:
    """Save what an editor has written, or show it again with why it can't be saved."""
    site = site_of(request)
    checked(who_asks(request), given.form_token)
    row = await run_in_threadpool(question_of, site.store, number)
    if row is None:
        raise Refused(404)
    try:
        await _save(request, row, given)
    except (HedgeciteError, Refused) as error:
        status, what = (error.status_code, error.detail) if isinstance(error, Refused) else status_of(error)
        now = await within(site, digests(site.service))
        return await run_in_threadpool(_question_page, request, number, now, _Back(given=given, wrong=what, status=status))
    return RedirectResponse(f"/desk/questions/{number}", 303)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Back:
    """What an editor has written that can't be saved, and why."""

    given: Drafted
    wrong: str
    status: int


async def _save(request: Request, row: Row[tuple[object, ...]], given: Drafted) -> None:
    """Save; another reading is answered anew.

    Raises
    ------
    Refused
        What was written can't be a page, or somebody else was faster.
    HedgeciteError
        The reading can't be answered.
    """
    site, who = site_of(request), who_asks(request)
    if not _SLUG.fullmatch(given.slug):
        raise Refused(422, "An address has small letters, digits and single hyphens, such as hedge-cost.")
    fresh: Answered | None = None
    if given.figure and given.figure != row.figures:
        fresh = await within(site, site.service.ask(Asked(question=str(row.text), figure=given.figure)))
    edited = None if fresh else _edited(document_of(str(row.document)), shown_document(row), given.sentence)
    values = {"title": given.title, "slug": given.slug or None, "category": given.category, "tags": given.tags}
    values |= {"figures": given.figure, "edited": edited}
    change = Change(step="draft", who=who.name, version=given.version, values=values, answered=fresh)
    refusal = await run_in_threadpool(take, site.store, int(str(row.id)), change)
    if refusal is not None:
        raise Refused(refusal.status, refusal.what)


def _queue_page(request: Request, status: str, now: tuple[str, dict[str, str]]) -> Response:
    site = site_of(request)
    rows = queue(site.store, "" if status == "stale" else status, _ALL if status == "stale" else _SHOWN)
    stale = {row.id for row in rows if is_stale(row.made_from, *now)}
    told = {
        "rows": [row for row in rows if status != "stale" or row.id in stale][:_SHOWN],
        "stale": stale,
        "counts": counts(site.store),
        "status": status,
        "progress": publishing.progress(site),
        "publishes": "approve" in who_asks(request).rights,
    }
    return page(request, "queue.html", "Questions", told)


def shown_document(row: Row[tuple[object, ...]]) -> AnswerDocument:
    """A question's document with the sentences that an editor has changed; a change that no longer fits is left out."""
    document = document_of(str(row.document))
    for edit in _edits_of(row):
        with suppress(WrongUseError):
            document = with_edits(document, (edit,))
    return document


def _edits_of(row: Row[tuple[object, ...]]) -> tuple[Edit, ...]:
    return tuple(Edit(**told) for told in json.loads(str(row.edited))) if row.edited else ()


def _question_page(request: Request, number: int, now: tuple[str, dict[str, str]], back: _Back | None = None) -> Response:
    site, who = site_of(request), who_asks(request)
    row = question_of(site.store, number)
    if row is None:
        raise Refused(404, "There is no such question.")
    document = shown_document(row)
    steps = [s for s, (before, _) in STEPS.items() if row.status in before and s in BY_FORM]
    told: dict[str, object] = {
        "row": row,
        "stale": is_stale(str(row.made_from), *now),
        "article": f"/articles/{row.slug}" if row.slug and site.edition.has_article(str(row.slug)) else "",
        "fields": back.given if back else _fields(row, document),
        "wrong": back.wrong if back else "",
        "sentences": _sentences(document, back.given.sentence if back else []),
        "readings": [(spec.key, spec.title) for spec in CATALOGUE.values()],
        "steps": [s for s in steps if s not in OF_APPROVERS or "approve" in who.rights],
        "editable": row.status in STEPS["draft"][0],
        "twins": near_twins(site.store, number, str(row.text)),
        "events": history(site.store, number),
        "helped": helped(site.store, str(row.answer)),
        "body": answer_body(site, document, f"desk {row.id} {row.version}", asking=""),
    }
    return page(request, "question.html", "Question", told, status=back.status if back else 200)


def _fields(row: Row[tuple[object, ...]], document: AnswerDocument) -> Drafted:
    """What the form holds before an editor has changed it."""
    slug = row.slug or re.sub(r"[^a-z0-9]+", "-", str(row.text).lower()).strip("-")[:80].strip("-")
    return Drafted.model_construct(
        version=row.version,
        title=row.title or document.title.text,
        slug=slug,
        category=row.category or document.category,
        tags=row.tags or ", ".join(document.tags),
        figure=row.figures or "",
    )


def _sentences(document: AnswerDocument, written: list[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each sentence of the short answer, or what an editor wrote in its place, with its tokens."""
    said = written if len(written) == len(document.summary) else [unlocked(s) for s in document.summary]
    return [(text, tokens(s)) for text, s in zip(said, document.summary, strict=True)]


def _edited(document: AnswerDocument, shown: AnswerDocument, sentences: list[str]) -> str | None:
    """The sentences of the short answer with an editor's words, as they are stored; None where none differs from the rules'.

    Raises
    ------
    Refused
        A token is missing, a number stands outside of one, or the guard refuses the words.
    """
    if not sentences:
        sentences = [unlocked(s) for s in shown.summary]
    if len(sentences) != len(shown.summary):
        raise Refused(422, "The short answer has another number of sentences.")
    made = [locked(text, s) for text, s in zip(sentences, shown.summary, strict=True)]
    wrong = next(((n, m) for n, m in enumerate(made, start=1) if isinstance(m, str)), None)
    if wrong is not None:
        raise Refused(422, f"Sentence {wrong[0]}: {wrong[1]}")
    said = [m for m in made if isinstance(m, Sentence)]
    pairs = [(was.text, now) for was, now in zip(document.summary, said, strict=True) if was.text != now.text]
    edits = tuple(Edit(was=was, now=as_tokens(now, document.figures)) for was, now in pairs)
    try:
        with_edits(document, edits)
    except WrongUseError as error:
        raise Refused(422, f"{error.what}; {error.mend}.") from None
    return json.dumps([{"was": e.was, "now": e.now} for e in edits], ensure_ascii=False) if edits else None
