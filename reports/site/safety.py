"""What every response bears and every request must keep: headers, sizes, times, and where a form was sent from."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reports.site.faults import problem_response

#: The largest body, and how long it may take to come. [bytes, s]
LARGEST, SLOWEST = 64 * 1024, 10.0
#: The largest log, how long it may take to come, and how many may come at once. [bytes, s]
LARGEST_LOG, SLOWEST_LOG, _AT_ONCE = 16 * 1024 * 1024, 60.0, 4
#: Where more than the usual may be sent. [bytes]
LARGER: Mapping[str, int] = {"/api/v1/verify": 1024 * 1024, "/api/v1/impact": LARGEST_LOG, "/own": LARGEST_LOG}
#: The longest target of a request. [bytes]
LONGEST = 8 * 1024
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_TLS = "max-age=31536000"


class SafeHeaders:
    """Adds the headers of safety to each response that doesn't set them itself."""

    def __init__(self, app: ASGIApp, *, tls: bool) -> None:
        self._app, self._tls = app, tls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if self._tls:
                    headers.setdefault("Strict-Transport-Security", _TLS)
            await send(message)

        await self._app(scope, receive, safe)


class Bounds:
    """Refuses a body that is too large or too slow, and a target that is too long, before any of it is parsed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._large = app, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the whole body, or refuse."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = await self._refusal(scope, receive)
        if isinstance(refused, tuple):
            status, what = refused
            await problem_response(Request(scope), status, what)(scope, receive, send)
            return
        body, sent = refused, False

        async def again() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, again, send)

    async def _refusal(self, scope: Scope, receive: Receive) -> tuple[int, str] | bytes:
        """The body, or the status and words of what is wrong with it."""
        if len(scope["raw_path"] or b"") + len(scope["query_string"]) > LONGEST:
            return 414, "The address is too long."
        told, most = Headers(scope=scope).get("content-length", "0"), LARGER.get(scope["path"], LARGEST)
        if not told.isdigit() or int(told) > most:
            return 413, "The request is too large."
        if most == LARGEST:
            return await _in_time(receive, LARGEST, SLOWEST)
        if self._large >= _AT_ONCE:
            return 503, "Several files are being received. Please send yours again in a minute."
        self._large += 1
        try:
            return await _in_time(receive, most, SLOWEST_LOG)
        finally:
            self._large -= 1


async def _in_time(receive: Receive, most: int, seconds: float) -> tuple[int, str] | bytes:
    try:
        async with asyncio.timeout(seconds):
            return await _body(receive, most)
    except TimeoutError:
        return 408, "The request took too long to arrive."


async def _body(receive: Receive, most: int) -> tuple[int, str] | bytes:
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return 400, "The request broke off."
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
        if size > most:
            return 413, "The request is too large."
    return b"".join(parts)


def is_from_here(request: Request) -> bool:
    """Whether a form was sent from a page of this site: by what browsers say of it, who can't be made to lie by a page.

    What sends neither `Origin` nor `Sec-Fetch-Site` is no browser, and bears no cookie that it was not given on purpose.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")
