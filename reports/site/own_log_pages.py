"""Pages for a reader's own log: sent, checked, told what in it is the hedge, and asked from."""

from __future__ import annotations

import asyncio
import json
import secrets
from concurrent.futures import Future
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup
from pydantic import BaseModel, Field

from corpus.errors import HedgeciteError
from qa.document import AnswerDocument
from qa.understand.text import clean
from reports.pages.page import environment
from reports.pages.said import badges
from reports.service.asked import document_of
from reports.service.limited import TooMuchError
from reports.service.lookups import log_asked, log_checked, log_settled
from reports.site.access import may, site_of, who_asks
from reports.site.asking import within
from reports.site.faults import Refused
from reports.site.own_logs import OwnLog, form_token_of, new_session
from reports.site.views import page
from reports.site.wiring import Site

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
COOKIE = "hedgecite-log"
#: The longest question, and the most files of a log.
_LONGEST, _FILES = 1000, 3
_TOO_MUCH = "The file takes too much time or memory to read."
#: The largest capital base. [dollars]
_MOST = 10**12
_Token = Annotated[str, Form(max_length=64)]
T = TypeVar("T")


class Told(BaseModel):
    """What a reader says of a log."""

    capital: Annotated[str, Field(max_length=40)]
    hedge: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=100)] = []
    fees: Literal["gross", "net_of_costs", "net_of_all"] = "net_of_costs"
    kind: Literal["hypothetical", "actual"] = "hypothetical"
    form_token: Annotated[str, Field(max_length=64)] = ""


@router.get("/own", dependencies=[may("read")])
def own_page(request: Request) -> Response:
    """The log of this session, or the form to send one."""
    return _page(request)


@router.post("/own", dependencies=[may("read")])
async def send(request: Request, log: Annotated[list[UploadFile], File()], form_token: _Token = "") -> Response:
    """Check a log, and hold it where it has no errors."""
    site, session = _session(request, form_token)
    if wait := site.asks.take(who_asks(request).key):
        raise Refused(429, wait=wait)
    files = tuple([(PurePosixPath(one.filename or "").suffix.lower(), await one.read()) for one in log])
    if not 0 < len(files) <= _FILES or not all(content for _, content in files):
        return _page(request, wrong=f"Send one to {_FILES} files, none of them empty.")
    try:
        checked = await within(site, log_checked(site.service, files))
    except HedgeciteError as error:  # it is no log, or can't be read
        return _page(request, wrong=f"Nothing was kept. {_named(f'{error}', log)}.")
    except TooMuchError:
        raise Refused(422, _TOO_MUCH) from None
    if checked["errors"] or not checked["trades"]:
        why = "has errors" if checked["errors"] else "has no closed trades"
        problems = [_named(p, log) for p in checked["problems"]]
        return _page(request, wrong=f"The file {why}, so nothing of it was kept.", problems=problems)
    held = OwnLog(owner=who_asks(request).key, files=files, checked=checked)
    if not site.own_logs.put(session, held):
        raise Refused(503, "Many logs are being held. Please send yours again in an hour.", wait=600)
    return RedirectResponse("/own", 303)


@router.post("/own/settle", dependencies=[may("read")])
async def settle(request: Request, told: Annotated[Told, Form()]) -> Response:
    """Keep what the reader says of the log."""
    site, session = _session(request, told.form_token)
    log = _log(site, request, session)
    unknown = [name for name in told.hedge if name not in log.checked["strategies"]]  # type: ignore[operator]
    if unknown:
        raise Refused(422, "The log has no such strategy.")
    capital = _dollars(told.capital)
    if capital is None:
        wrong = f"The capital base is a sum of 1 to {_MOST:,} dollars, such as 400,000."
        return _page(request, wrong=wrong, typed={**told.model_dump(), "hypothetical": told.kind == "hypothetical"})
    said = {"capital": capital, "hedge": told.hedge, "fees": told.fees, "hypothetical": told.kind == "hypothetical"}
    found = await _done(site, log_settled(site.service, log.files, {**said, "layers": log.checked["layers"]}))
    if found["errors"]:
        return _page(request, wrong="The files don't fit what you say of them.", problems=found["problems"])
    site.own_logs.settle(session, log.owner, {**said, "problems": found["problems"]})
    return RedirectResponse("/own", 303)


@router.post("/own/ask", dependencies=[may("read")])
async def ask(request: Request, question: Annotated[str, Form(max_length=4000)] = "", form_token: _Token = "") -> Response:
    """Answer from the log; neither question nor answer is stored."""
    site, session = _session(request, form_token)
    log = _log(site, request, session)
    if not log.told:
        raise Refused(409, "Say first what in the log is the hedge.")
    if not 0 < len(clean(question)) <= _LONGEST:
        raise Refused(422, f"Please ask with {1} to {_LONGEST:,} characters.")
    if wait := site.asks.take(log.owner):
        raise Refused(429, wait=wait)
    made = await _done(
        site, log_asked(site.service, log.files, {**log.told, "question": question, "layers": log.checked["layers"]})
    )
    document = document_of(json.dumps(made))
    body = await asyncio.to_thread(_body, site, document)
    return _page(request, body=body, question=question)


@router.post("/own/forget", dependencies=[may("read")])
def forget(request: Request, form_token: _Token = "") -> Response:
    """Drop the log."""
    site, session = _session(request, form_token)
    site.own_logs.drop(session)
    return RedirectResponse("/own", 303)


def _dollars(text: str) -> float | None:
    """A sum as readers write it; None where it is none.

    >>> _dollars("$400,000"), _dollars("400000.50"), _dollars("0"), _dollars("much")
    (400000.0, 400000.5, None, None)
    """
    try:
        value = float(text.strip().removeprefix("$").replace(",", "").replace(" ", ""))
    except ValueError:
        return None
    return value if 1 <= value <= _MOST else None


def _named(text: str, log: list[UploadFile]) -> str:
    """What is said of a log's files, by the names that its reader gave them."""
    for number, one in enumerate(log, start=1):
        suffix = PurePosixPath(one.filename or "").suffix.lower()
        text = text.replace(f"log-{number}{suffix}", (one.filename or f"file {number}")[:100])
    return text


def _open(request: Request) -> Site:
    """The site, where it takes logs."""
    site = site_of(request)
    if not site.settings.uploads:
        raise Refused(404)
    return site


def _session(request: Request, form_token: str) -> tuple[Site, str]:
    """The site and the session of a form that bears its token."""
    site, session = _open(request), request.cookies.get(COOKIE, "")
    if not session or not secrets.compare_digest(form_token.encode(), form_token_of(session).encode()):
        raise Refused(403, "This form has expired. Load the page again, then repeat what you did.")
    return site, session


def _log(site: Site, request: Request, session: str) -> OwnLog:
    log = site.own_logs.get(session, who_asks(request).key)
    if log is None:
        raise Refused(404, "No log is held for you. Please send it again.")
    return log


async def _done(site: Site, work: Future[T]) -> T:
    """What comes of work on the log; what is wrong with the log is told in full."""
    try:
        return await within(site, work)
    except TooMuchError:
        raise Refused(422, _TOO_MUCH) from None
    except HedgeciteError as error:
        raise Refused(422, f"{error}.") from None


def _body(site: Site, document: AnswerDocument) -> Markup:
    def make() -> str:
        from reports.charts.draw import pictures

        links = {
            s.id: f"/sources/{s.document}?{urlencode({'start': s.start, 'end': s.end})}#cited"
            for s in document.sources
            if s.document in site.service.state.documents
        }
        shown = {"doc": document, "badges": badges(document), "pictures": pictures(document, site.cache), "links": links}
        return environment().get_template("site/answer_part.html").render({**shown, "asking": ""})

    return Markup(site.parts.unkept(make))  # noqa: S704 a template made it


def _page(request: Request, **shown: Any) -> Response:  # noqa: ANN401 what the template takes
    site, old = _open(request), request.cookies.get(COOKIE, "")
    session = old or new_session()
    log = site.own_logs.get(session, who_asks(request).key)
    told: dict[str, Any] = {
        "log": log,
        "own_token": form_token_of(session),
        "wrong": "",
        "problems": (),
        "body": "",
        "question": "",
        "typed": {},
    }
    told |= shown
    made = page(request, "own.html", "Your own log", told, status=422 if told["wrong"] else 200)
    if not old:
        tls = site.settings.address.startswith("https://")
        made.set_cookie(COOKIE, session, secure=tls, httponly=True, samesite="strict", path="/own")
    return made
