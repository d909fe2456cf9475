"""Steps of editors and approvers: a question answered again, sent on, and what is approved published."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from qa.document import AnswerDocument
from reports.service.asked import document_of
from reports.site import publishing
from reports.site.access import checked, may, site_of, who_asks
from reports.site.asking import within
from reports.site.desk_pages import Number
from reports.site.faults import Refused
from reports.site.store.asked import as_asked
from reports.site.store.editing import BY_FORM, OF_APPROVERS, STEPS, Change, Step, question_of, take
from reports.site.store.exchange import is_follow_up

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.post("/desk/publish", dependencies=[may("approve")])
def publish_form(request: Request, form_token: Annotated[str, Form(max_length=64)] = "") -> Response:
    """Publish all that is approved."""
    site, who = site_of(request), who_asks(request)
    checked(who, form_token)
    publishing.begin(site, who.name)
    return RedirectResponse("/desk", 303)


@router.post("/desk/questions/{number}/refresh", dependencies=[may("edit")])
async def refresh(
    request: Request,
    number: Number,
    version: Annotated[int, Form(ge=1)],
    form_token: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Answer a question again from the desk as it is; where a verdict is another now, its page is approved again."""
    site, who = site_of(request), who_asks(request)
    checked(who, form_token)
    row = await run_in_threadpool(question_of, site.store, number)
    if row is None:
        raise Refused(404)
    parent = str(row.words).split("\n")[1]
    asked = await run_in_threadpool(as_asked, str(row.text), parent or None, str(row.figures) or None, site.store)
    fresh = await within(site, site.service.ask(asked))
    step: Step = "refresh" if _verdicts(fresh.document) == _verdicts(document_of(str(row.document))) else "recheck"
    if step == "recheck" and row.status not in STEPS["recheck"][0]:
        step = "refresh"
    refusal = await run_in_threadpool(take, site.store, number, Change(step=step, who=who.name, version=version, answered=fresh))
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
    if step not in BY_FORM:
        raise Refused(404)
    if step in OF_APPROVERS and "approve" not in who.rights:
        raise Refused(403)
    row = question_of(site.store, number)
    if step == "approve" and row is not None:
        if is_follow_up(row):
            raise Refused(422, "A question that goes on from another answer can't be a page. Ask it as a whole question.")
        if not row.slug or not row.title:
            raise Refused(422, "A page needs a title and an address before it is approved.")
    refusal = take(site.store, number, Change(step=step, who=who.name, version=version))
    if refusal is not None:
        raise Refused(refusal.status, refusal.what)
    if step == "withdraw":
        publishing.begin(site, who.name)
    return RedirectResponse(f"/desk/questions/{number}", 303)


def _verdicts(document: AnswerDocument) -> object:
    """What an approver vouches for beside the numbers."""
    return (
        document.status,
        {(c.display, c.verdict) for c in document.claims},
        {(p.text.text, p.verdict) for p in document.premises},
    )
