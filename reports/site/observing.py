"""Observing: an id for each request, a line of JSON for each in the log, counts and times for Prometheus."""

from __future__ import annotations

import json
import logging
import sys
from contextvars import ContextVar
from secrets import token_hex
from time import perf_counter
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Message, Receive, Scope, Send

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

    from reports.service.service import Service

_LOG = logging.getLogger("hedgecite")
_REQUEST: ContextVar[str] = ContextVar("request", default="")
#: What a line may hold beside time, level and message: never a question, a name, a token or an address.
_FIELDS = ("request", "method", "route", "status", "seconds", "why", "what")
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Line(logging.Formatter):
    """A record as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Write it."""
        told: dict[str, object] = {
            "at": round(record.created, 3),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        if _REQUEST.get():
            told["request"] = _REQUEST.get()
        told |= {name: value for name in _FIELDS if (value := getattr(record, name, None)) not in {None, ""}}
        if record.exc_info and record.exc_info[0]:
            trace = record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            place = f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else ""
            told |= {"error": record.exc_info[0].__name__, "place": place}  # its words may hold what a reader wrote
        return json.dumps(told, ensure_ascii=False)


def log_as_lines() -> None:
    """Have the site's log go to standard error as lines of JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line())
    for name in ("hedgecite", "uvicorn.error"):
        log = logging.getLogger(name)
        log.handlers, log.propagate = [handler], False
        log.setLevel(logging.INFO)
    logging.getLogger("uvicorn.access").disabled = True  # its lines hold addresses and queries


class Metrics:
    """Counts and times of requests, and what the service has done."""

    def __init__(self, service: Service) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self.registry: CollectorRegistry = CollectorRegistry()
        labels = ("method", "route", "status")
        self._requests = Counter("hedgecite_requests", "Requests by route and status.", labels, registry=self.registry)
        self._seconds = Histogram(
            "hedgecite_request_seconds", "Seconds until a response began.", ("route",), registry=self.registry, buckets=_BUCKETS
        )
        done = Gauge("hedgecite_answers", "Answers by how they came about.", ("how",), registry=self.registry)
        for how in ("computed", "shared", "recalled"):
            done.labels(how).set_function(lambda how=how: float(getattr(service.counts, how)))  # type: ignore[misc]
        told = {
            "waiting": "Questions that wait.",
            "reloads": "Times that the desk was read anew.",
            "faults": "Times that it could not.",
        }
        for name, words in told.items():
            gauge = Gauge(f"hedgecite_{name}", words, registry=self.registry)
            of = service if name == "waiting" else service.counts
            gauge.set_function(lambda of=of, name=name: float(getattr(of, name)))  # type: ignore[misc]

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """All of it as Prometheus reads it."""
        from prometheus_client import generate_latest

        return generate_latest(self.registry)


class Observed:
    """Gives each request an id, and logs and counts it when its response begins."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name, began = token_hex(8), perf_counter()
        scope["request_id"] = name
        _REQUEST.set(name)

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", name.encode())]
                self._note(scope, message["status"], perf_counter() - began)
            await send(message)

        await self._app(scope, receive, noted)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route, method = _route(scope), scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.count(method, route, status, seconds)
        told = {"method": method, "route": route, "status": status, "seconds": round(seconds, 4)}
        _LOG.info("request", extra=told)


_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"}


def _route(scope: Scope) -> str:
    """The route that a request took, as it was declared; an address that no route has is none of them."""
    route = scope.get("route")
    return str(getattr(route, "path", "none")) if route is not None else "none"
