"""The JSON interface, what is held against each other: documents against the desk, texts against figures, logs against pages."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from corpus.errors import HedgeciteError
from qa.document import as_json
from reports.claims import Ledger
from reports.service.lookups import LARGEST_DOCUMENT, impact, ledger, verified
from reports.site.access import may, site_of
from reports.site.api import FAULTS, Backtest
from reports.site.asking import within
from reports.site.faults import Refused
from reports.site.safety import LARGEST_LOG

router = APIRouter(prefix="/api/v1", responses=FAULTS)
_DOCUMENT = {"content": {"application/json": {"schema": {"type": "object"}}}, "required": True}
_LOG = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}, "required": True}


class Fault(BaseModel):
    """A fault of a document, and where in it."""

    place: str
    what: str


class Verdict(BaseModel):
    """What came of verifying a document."""

    end: Literal["true", "false", "not checkable here"]
    faults: list[Fault]
    #: what was checked, and what could not be and why
    checked: list[str]
    unchecked: list[str]


@router.post("/verify", dependencies=[may("read")], summary="Verify an answer document", openapi_extra={"requestBody": _DOCUMENT})
async def post_verify(request: Request) -> Verdict:
    """Its figures, quotations and verdicts are made again from the desk as it is, else from what was kept when it was published.

    Nothing that the document names is opened. It has at most one MiB. A client's report is verified on the desk.
    """
    site, body = site_of(request), await request.body()
    if len(body) > LARGEST_DOCUMENT:
        raise Refused(413)
    if not body.lstrip().startswith(b"{") or b'"schema"' not in body:
        raise Refused(422, "This is no answer document. Send the JSON of an answer or an article.")
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise Refused(422, "This is no text in UTF-8.") from None
    return Verdict(**await _told(verified(site.service, text)))


@router.get("/claims", dependencies=[may("read")], summary="What the texts claim")
async def get_claims(request: Request, backtest: Backtest = "") -> dict[str, Any]:
    """Every claim with its verdict, rules, and where the texts contradict each other or leave something open."""
    site = site_of(request)
    found: Ledger = await within(site, ledger(site.service, backtest))
    made = as_json(found)
    assert isinstance(made, dict)
    return made


@router.post("/impact", dependencies=[may("edit")], summary="What another log would change", openapi_extra={"requestBody": _LOG})
async def post_impact(
    request: Request,
    backtest: Backtest = "",
    file: Annotated[str, Query(max_length=200, description="Which of its files the log replaces; the first if none.")] = "",
) -> dict[str, Any]:
    """The body is a log, of at most 16 MiB, in a format that the desk reads; it is read in a process of its own, and not kept.

    Told are the published articles that would change, in what and by how much, and what their verdicts would hang on.
    """
    site, body = site_of(request), await request.body()
    if not 0 < len(body) <= LARGEST_LOG:
        raise Refused(422, "Send a log as the body.")
    return await _told(impact(site.service, body, backtest, file))


async def _told(work: Future[dict[str, Any]]) -> dict[str, Any]:
    """What comes of work on what was sent; what is wrong with that is told in full, since the caller has it."""
    try:
        return await asyncio.shield(asyncio.wrap_future(work))
    except HedgeciteError as error:
        raise Refused(422, f"{error}.") from None
