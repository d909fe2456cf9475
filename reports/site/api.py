"""The JSON interface under `/api/v1`: the documents that pages are views of, figures, passages; faults as problem+json."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from corpus.errors import HedgeciteError
from qa.calculator.catalogue import CATALOGUE
from qa.document import Sentence, as_json
from reports.computed import Explanation
from reports.service.limited import BusyError
from reports.service.lookups import explained, listed, search
from reports.site.access import may, site_of, who_asks
from reports.site.asking import ask, within
from reports.site.faults import PROBLEM, Refused, status_of
from reports.site.store.asked import stored_answer

if TYPE_CHECKING:
    from reports.service.asked import Answered

_FAULT = {"description": "What is wrong.", "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
FAULTS: dict[int | str, dict[str, Any]] = dict.fromkeys((400, 401, 403, 404, 408, 413, 414, 422, 429, 503, 504), _FAULT)
#: An answer document, whose own schema ships as `answer.schema.json`.
_DOCUMENT: dict[int | str, dict[str, Any]] = {200: {"content": {"application/json": {"schema": {"type": "object"}}}}}
#: What each event of a stream holds; `data` is JSON.
_EVENT = {
    "type": "object",
    "properties": {"event": {"enum": ["sentence", "answer", "problem"]}, "data": {"type": "string"}},
    "required": ["event", "data"],
}
_EVENTS: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {"schema": _EVENT}}}}
router = APIRouter(prefix="/api/v1", responses=FAULTS)
_READ = [may("read")]
AnswerName = Annotated[str, Path(pattern="^[0-9a-f]{1,64}$")]
Backtest = Annotated[str, Query(max_length=200, description="A backtest by name; the first where none is named.")]
ScopeText = Annotated[str, Query(max_length=500, description="What is counted, such as vix<15 or date=2018.")]


class Question(BaseModel):
    """A question."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, Field(min_length=1, max_length=1000, description="The question, at most 1,000 characters.")]
    after: Annotated[str, Field(pattern="^[0-9a-f]*$", max_length=64, description="The id of an answer it goes on from.")] = ""
    figure: Annotated[
        str, Field(max_length=200, description="Key of the figure that is meant, where it can be read in several ways.")
    ] = ""


class Problem(BaseModel):
    """A fault, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
    request: str | None = None


class Events(StreamingResponse):
    """Events as they come."""

    media_type = "text/event-stream"


class Found(BaseModel):
    """A passage and its place, in code points of its text."""

    document: str
    title: str
    section: str
    authority: str
    date: str | None
    start: int
    end: int
    text: str
    url: str


@router.post("/ask", dependencies=_READ, summary="Answer a question", response_class=Response, responses=_DOCUMENT)
async def post_ask(request: Request, body: Question) -> Response:
    """The answer document; its id stands in the header `Location`, and in `after` of a question that goes on from it."""
    answered = await ask(site_of(request), who_asks(request), (body.question, body.after or None, body.figure or None))
    return Response(answered.text, media_type="application/json", headers={"Location": f"/api/v1/answers/{answered.id}"})


@router.post(
    "/ask/stream",
    dependencies=_READ,
    summary="Answer a question, telling sentences as they come",
    response_class=Events,
    responses=_EVENTS,
)
async def post_stream(request: Request, body: Question) -> Events:
    """Events: `sentence` for each that a language model words and the guard accepts, then `answer` or `problem`."""
    site, who = site_of(request), who_asks(request)
    said: asyncio.Queue[Sentence | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def tell(sentence: Sentence) -> None:
        loop.call_soon_threadsafe(said.put_nowait, sentence)

    async def made() -> Answered:
        try:
            return await ask(site, who, (body.question, body.after or None, body.figure or None), tell)
        finally:
            loop.call_soon(said.put_nowait, None)

    return Events(_events(asyncio.create_task(made()), said))


async def _events(making: asyncio.Task[Answered], said: asyncio.Queue[Sentence | None]) -> AsyncIterator[str]:
    while (sentence := await said.get()) is not None:
        yield _event("sentence", as_json(sentence))
    try:
        answered = await making
    except BusyError:
        yield _event("problem", {"status": 503, "detail": "Many questions are waiting. Please ask again in a minute."})
    except Refused as error:
        yield _event("problem", {"status": error.status_code, "detail": error.detail})
    except HedgeciteError as error:
        status, what = status_of(error)
        yield _event("problem", {"status": status, "detail": what})
    else:
        yield _event("answer", {"id": answered.id, "document": json.loads(answered.text)})


def _event(name: str, told: object) -> str:
    return f"event: {name}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"


@router.get(
    "/answers/{name}", dependencies=_READ, summary="An answer that was given", response_class=Response, responses=_DOCUMENT
)
def get_answer(request: Request, name: AnswerName) -> Response:
    """Its document, as it was given."""
    text = stored_answer(site_of(request).store, name)
    if text is None:
        raise Refused(404, "This answer is not stored here.")
    return Response(text, media_type="application/json")


@router.get("/figures", dependencies=_READ, summary="Figures of a backtest")
async def get_figures(request: Request, backtest: Backtest = "", scope: ScopeText = "all") -> dict[str, Any]:
    """Every figure that can be computed, series, and for the others the reason."""
    site = site_of(request)
    held, series = await within(site, listed(site.service, backtest, scope))
    told = {"backtest": held.backtest, "scope": held.scope, "figures": as_json(held.figures)}
    return {**told, "series": as_json(series), "not_computed": as_json(held.not_computed)}


@router.get("/catalogue", dependencies=_READ, summary="What can be computed")
def get_catalogue(request: Request) -> dict[str, Any]:
    """The keys of all figures with what they mean, and the names of the backtests."""
    figures = [
        {n: getattr(s, n) for n in ("key", "title", "meaning", "unit", "formula", "validity", "source")}
        for s in CATALOGUE.values()
    ]
    return {"figures": figures, "backtests": list(site_of(request).service.state.backtests)}


@router.get("/explain/{key}", dependencies=_READ, summary="How a figure comes about")
async def get_explain(
    request: Request,
    key: Annotated[str, Path(max_length=200)],
    backtest: Backtest = "",
    scope: ScopeText = "all",
    less: Annotated[
        str, Query(max_length=200, description="A second backtest, to explain by how much the first exceeds it.")
    ] = "",
) -> dict[str, Any]:
    """Its record, its value, and the numbers that it can be worked out from by hand."""
    site = site_of(request)
    record: Explanation = await within(site, explained(site.service, key, backtest, scope, less))
    made = as_json(record)
    assert isinstance(made, dict)
    return made


@router.get("/search", dependencies=_READ, summary="Passages on a subject")
async def get_search(
    request: Request,
    q: Annotated[str, Query(min_length=1, max_length=1000)],
    limit: Annotated[int, Query(ge=1, le=12)] = 5,
) -> list[Found]:
    """The passages nearest to a query, best first, to be quoted word for word."""
    from reports.site.views import place_of

    site = site_of(request)
    found = await within(site, search(site.service, q, limit))
    return [
        Found(
            document=p.document.path,
            title=p.document.title,
            section=p.section,
            authority=p.document.authority,
            date=p.document.date,
            start=p.start,
            end=p.end,
            text=p.text,
            url=place_of(p),
        )
        for p in found
    ]
