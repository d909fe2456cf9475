"""Pages for editors: the queue of questions, one question, and the steps on its way; and what is published."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from qa.document import AnswerDocument, Sentence, as_json
from reports.service.asked import Answered, Asked, document_of
from reports.site.access import checked, may, site_of, who_asks
from reports.site.asking import within
from reports.site.faults import Refused
from reports.site.locked import locked, tokens, unlocked
from reports.site.store.editing import (
    OF_APPROVERS,
    STEPS,
    Change,
    corrections,
    counts,
    helped,
    history,
    near_twins,
    published,
    question_of,
    queue,
    take,
)
from reports.site.views import answer_body, page

if TYPE_CHECKING:
    from sqlalchemy import Row

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/desk", dependencies=[may("edit")])
def queue_page(request: Request, status: Annotated[str, Query(max_length=16)] = "") -> Response:
    """The questions that readers wait for."""
    store = site_of(request).store
    return page(request, "queue.html", "Questions", {"rows": queue(store, status), "counts": counts(store), "status": status})


@router.get("/desk/questions.toml", dependencies=[may("edit")])
def questions_file(request: Request) -> Response:
    """The readings that editors have set, as a desk's `questions.toml` holds them."""
    said = [
        f"[[question]]\ntext = {json.dumps(text, ensure_ascii=False)}\nfigures = {json.dumps([key])}\n"
        for text, key in corrections(site_of(request).store)
    ]
    return Response("\n".join(said), media_type="application/toml")


@router.get("/desk/questions/{number}", dependencies=[may("edit")])
def question_page(request: Request, number: Number) -> Response:
    """One question: its answer, its near twins, and what was done."""
    return _question_page(request, number)


class Drafted(BaseModel):
    """What an editor has written."""

    version: Annotated[int, Field(ge=1)]
    title: Annotated[str, Field(max_length=200)] = ""
    slug: Annotated[str, Field(max_length=100, pattern="^([a-z0-9]+(-[a-z0-9]+)*)?$")] = ""
    category: Annotated[str, Field(max_length=80)] = ""
    tags: Annotated[str, Field(max_length=200)] = ""
    figure: Annotated[str, Field(max_length=200)] = ""
    sentence: list[str] = []
    form_token: Annotated[str, Field(max_length=64)] = ""


@router.post("/desk/questions/{number}/draft", dependencies=[may("edit")])
async def draft(request: Request, number: Number, given: Annotated[Drafted, Form()]) -> Response:
    """Save what an editor has written; another reading is answered anew."""
    site, who = site_of(request), who_asks(request)
    checked(who, given.form_token)
    row = await run_in_threadpool(question_of, site.store, number)
    if row is None:
        raise Refused(404)
    fresh: Answered | None = None
    if given.figure and given.figure != row.figures:
        fresh = await within(site, site.service.ask(Asked(question=str(row.text), figure=given.figure)))
    edited = None if fresh else _edited(document_of(str(row.document)), given.sentence)
    values = {"title": given.title, "slug": given.slug or None, "category": given.category, "tags": given.tags}
    values |= {"figures": given.figure, "edited": edited}
    change = Change(step="draft", who=who.name, version=given.version, values=values, answered=fresh)
    refusal = await run_in_threadpool(take, site.store, number, change)
    if refusal is not None:
        raise Refused(refusal.status, refusal.what)
    return RedirectResponse(f"/desk/questions/{number}", 303)


@router.post("/desk/questions/{number}/{step}", dependencies=[may("edit")])
def step_form(
    request: Request,
    number: Number,
    step: str,
    version: Annotated[int, Form(ge=1)],
    form_token: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Approve, publish, withdraw, decline, or say what is needed."""
    site, who = site_of(request), who_asks(request)
    checked(who, form_token)
    if step not in STEPS:
        raise Refused(404)
    if step in OF_APPROVERS and "approve" not in who.rights:
        raise Refused(403)
    row = question_of(site.store, number)
    if step == "publish" and (row is None or not row.slug or not row.title):
        raise Refused(422, "A page needs a title and an address before it is published.")
    refusal = take(site.store, number, Change(step=step, who=who.name, version=version))
    if refusal is not None:
        raise Refused(refusal.status, refusal.what)
    return RedirectResponse(f"/desk/questions/{number}", 303)


@router.get("/articles", dependencies=[may("read")])
def articles_page(request: Request) -> Response:
    """What is published, by category."""
    by: dict[str, list[Row[tuple[object, ...]]]] = {}
    for row in published(site_of(request).store):
        by.setdefault(_category(row), []).append(row)
    return page(request, "articles.html", "Articles", {"groups": sorted(by.items())})


def _category(row: Row[tuple[object, ...]]) -> str:
    """The category that an editor gave, else that of the answer."""
    return str(row.category) or str(json.loads(str(row.document))["category"])


@router.get("/articles/{slug}", dependencies=[may("read")])
def article_page(request: Request, slug: Annotated[str, Path(max_length=120)]) -> Response:
    """A published page."""
    site = site_of(request)
    rows = published(site.store, slug)
    if not rows:
        raise Refused(404, "There is no such article.")
    named = Sentence(text=str(rows[0].title))
    document = replace(shown_document(rows[0]), title=named, category=_category(rows[0]))
    body = answer_body(site, document, f"article {rows[0].id} {rows[0].version}", asking="")
    return page(request, "article.html", str(rows[0].title), {"row": rows[0], "body": body})


def shown_document(row: Row[tuple[object, ...]]) -> AnswerDocument:
    """A question's document with the sentences that an editor has changed."""
    document = document_of(str(row.document))
    if not row.edited:
        return document
    from pydantic import TypeAdapter

    return replace(document, summary=TypeAdapter(tuple[Sentence, ...]).validate_json(str(row.edited)))


def _question_page(request: Request, number: int) -> Response:
    site, who = site_of(request), who_asks(request)
    row = question_of(site.store, number)
    if row is None:
        raise Refused(404, "There is no such question.")
    document = shown_document(row)
    steps = [s for s, (before, _) in STEPS.items() if row.status in before and s != "draft"]
    told: dict[str, object] = {
        "row": row,
        "slug": row.slug or re.sub(r"[^a-z0-9]+", "-", str(row.text).lower()).strip("-")[:80].strip("-"),
        "doc": document,
        "sentences": [(unlocked(s), tokens(s)) for s in document.summary],
        "steps": [s for s in steps if s not in OF_APPROVERS or "approve" in who.rights],
        "editable": row.status in STEPS["draft"][0],
        "twins": near_twins(site.store, number, str(row.text)),
        "events": history(site.store, number),
        "helped": helped(site.store, str(row.answer)),
        "body": answer_body(site, document, f"desk {row.id} {row.version}", asking=""),
    }
    return page(request, "question.html", "Question", told)


def _edited(document: AnswerDocument, sentences: list[str]) -> str | None:
    """The sentences of the short answer with an editor's words, as they are stored; None where nothing was changed.

    Raises
    ------
    Refused
        A token is missing, or a number stands outside of one.
    """
    if not sentences or sentences == [unlocked(s) for s in document.summary]:
        return None
    if len(sentences) != len(document.summary):
        raise Refused(422, "The short answer has another number of sentences.")
    made = [locked(text, s) for text, s in zip(sentences, document.summary, strict=True)]
    wrong = next((m for m in made if isinstance(m, str)), None)
    if wrong is not None:
        raise Refused(422, wrong)
    return json.dumps(as_json(tuple(m for m in made if isinstance(m, Sentence))), ensure_ascii=False)
