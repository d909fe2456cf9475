"""Faults: what went wrong as a page for readers, or as problem+json for programs; never with what only the log may know."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from corpus.errors import FaultyInputError, HedgeciteError, UnreadableError, WrongUseError

if TYPE_CHECKING:
    from fastapi import FastAPI

PROBLEM = "application/problem+json"
#: How a fault is shown to a reader.
AsPage = Callable[[Request, int, str, dict[str, str] | None], Response]
_LOG = logging.getLogger("hedgecite")
#: What a reader is told of a status.
_WORDS = {
    400: "The request can't be read.",
    401: "Please log in to see this page.",
    403: "You may not do this.",
    404: "There is no such page.",
    405: "This address takes no such request.",
    408: "The request took too long to arrive.",
    409: "Someone else has changed this in the meantime. Load it again, then repeat your change.",
    413: "The request is too large.",
    414: "The address is too long.",
    415: "The request is in a form that is not understood here.",
    422: "The request is not complete or not correct.",
    429: "You have sent many requests in a short time. Please wait a minute.",
    503: "Many questions are waiting. Please ask again in a minute.",
    504: "The answer takes longer than usual. Please ask again in a minute; it will be ready sooner.",
}
_UNEXPECTED = "Something went wrong here. It has been recorded."


class Refused(HTTPException):
    """A request that is refused, with what the caller is told."""

    def __init__(self, status: int, what: str = "", *, wait: int | None = None) -> None:
        super().__init__(status, what or _WORDS.get(status, _UNEXPECTED), {"Retry-After": str(wait)} if wait else None)


def is_for_programs(request: Request) -> bool:
    """Whether whoever asks is a program."""
    return request.url.path.startswith(("/api/", "/mcp", "/metrics", "/healthz", "/readyz"))


def problem_response(request: Request, status: int, what: str, headers: dict[str, str] | None = None) -> Response:
    """A fault as whoever asks can read it."""
    if not is_for_programs(request):
        as_page: AsPage = request.app.state.fault_page
        return as_page(request, status, what, headers)
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": what}
    told |= {"request": name} if (name := request.scope.get("request_id")) else {}
    return JSONResponse(told, status, headers, PROBLEM)


def status_of(error: HedgeciteError) -> tuple[int, str]:
    """The status of one of our errors, and what of it may be told: a file's name and place stay here."""
    if isinstance(error, WrongUseError):
        return 422, " ".join(f"{error.what[:1].upper()}{error.what[1:]}; {error.mend}".split()) if error.mend else error.what
    if isinstance(error, FaultyInputError):
        return 500, "The data behind this answer have errors. The desk's editors can see them with hedgecite backtest check."
    if isinstance(error, UnreadableError) and error.where in {"after", "the stored answer"}:
        return 404, "The earlier answer is not stored here. Please ask the question on its own."
    return 404, _WORDS[404]


def add_handlers(app: FastAPI) -> None:
    """Have every fault told as it should be."""
    from fastapi.exceptions import RequestValidationError

    from reports.service.limited import BusyError, TooMuchError

    @app.exception_handler(HedgeciteError)
    async def ours(request: Request, error: HedgeciteError) -> Response:
        status, what = status_of(error)
        _LOG.info("refused", extra={"status": status, "why": type(error).__name__})
        return problem_response(request, status, what)

    @app.exception_handler(BusyError)
    async def busy(request: Request, _error: BusyError) -> Response:
        return problem_response(request, 503, _WORDS[503], {"Retry-After": "30"})

    @app.exception_handler(TooMuchError)
    async def too_much(request: Request, _error: TooMuchError) -> Response:
        return problem_response(request, 422, "This took too much time or memory, and was ended. Please send less.")

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if error.status_code == 401 and not is_for_programs(request) and request.method == "GET":  # noqa: PLR2004
            return RedirectResponse("/login", 303)
        what = error.detail if isinstance(error, Refused) else _WORDS.get(error.status_code, _UNEXPECTED)
        return problem_response(request, error.status_code, what, dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    async def wrong(request: Request, error: RequestValidationError) -> Response:
        places = sorted({".".join(str(part) for part in e["loc"][1:] or e["loc"]) for e in error.errors()})
        return problem_response(request, 422, f"Not correct: {', '.join(places)}.")

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        _LOG.error("unexpected", exc_info=error, extra={"request": request.scope.get("request_id", "")})
        return problem_response(request, 500, _UNEXPECTED)
