"""The application: routes, handlers of faults, and around them what every request passes."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.formparsers import MultiPartParser

from corpus.errors import HedgeciteError
from reports.site import api, api_checks, desk_pages, desk_steps, knowledge_pages, own_log_pages, own_pages, pages, publishing
from reports.site.access import demand_rights, may, site_of
from reports.site.faults import Refused, add_handlers
from reports.site.observing import Observed
from reports.site.safety import LARGEST_LOG, Bounds, SafeHeaders
from reports.site.views import fault_page, page
from reports.site.wiring import Site

router = APIRouter(include_in_schema=False)
_LOG = logging.getLogger("hedgecite")


def make_app(site: Site) -> FastAPI:
    """The site as an application.

    Raises
    ------
    RuntimeError
        A route doesn't say who may take it.
    """
    app = FastAPI(
        title="hedgecite",
        version=version("hedgecite"),
        description="Answers on hedge cost: words from cited passages, numbers from a calculator, every page checkable.",
        lifespan=_running,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,  # such a redirect would go to whatever host a request names
    )
    MultiPartParser.spool_max_size = LARGEST_LOG  # a file that is sent stays in memory
    app.state.site = site
    app.state.ready = False
    app.state.fault_page = fault_page
    for part in (pages, own_pages, own_log_pages, knowledge_pages, desk_pages, desk_steps, api, api_checks):
        app.include_router(part.router)
    app.include_router(router)
    add_handlers(app)
    demand_rights(app)
    _describe(app)
    # the last one added is the first that a request passes
    app.add_middleware(Bounds)
    app.add_middleware(SafeHeaders, tls=site.settings.address.startswith("https://"))
    app.add_middleware(Observed, metrics=site.metrics)
    return app


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    """From the first answer, which loads what all need, to the end of the last."""
    site: Site = app.state.site

    def prepare() -> None:
        try:
            site.service.warm()
        except HedgeciteError as error:  # a backtest may be faulty: the texts and the other backtests still answer
            _LOG.warning("the first answer failed", extra={"why": str(error)})
        app.state.ready = True

    await run_in_threadpool(publishing.resume, site)
    threading.Thread(target=prepare, name="warm", daemon=True).start()
    threading.Thread(target=site.service.watch, args=(site.settings.reload,), name="watch", daemon=True).start()
    yield
    app.state.ready = False
    await run_in_threadpool(site.service.close)
    site.store.dispose()


def _describe(app: FastAPI) -> None:
    """Have the schema name `Problem`, which no route returns of itself."""
    made = app.openapi()
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = api.Problem.model_json_schema()
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    app.openapi_schema = made


@router.get("/static/{name}", dependencies=[may("open")])
def static(request: Request, name: str) -> Response:
    """Style, script and faces, looked up by their address."""
    asset = site_of(request).assets.held.get(f"/static/{name}")
    if asset is None:
        raise Refused(404)
    return Response(asset.content, media_type=asset.kind, headers=asset.headers)


@router.get("/api/v1/openapi.json", dependencies=[may("open")])
def schema(request: Request) -> dict[str, object]:
    """What the JSON interface takes and gives."""
    app: FastAPI = request.app
    return app.openapi()


@router.get("/api/v1/docs", dependencies=[may("open")], response_class=HTMLResponse)
def interface_page(request: Request) -> Response:
    """The JSON interface as a page."""
    app: FastAPI = request.app
    routes = [
        {"method": method.upper(), "path": path, "summary": told.get("summary", ""), "description": told.get("description", "")}
        for path, methods in app.openapi()["paths"].items()
        for method, told in methods.items()
    ]
    return page(request, "interface.html", "JSON interface", {"routes": routes})


@router.get("/healthz", dependencies=[may("open")])
def alive() -> dict[str, str]:
    """That the process answers."""
    return {"status": "ok"}


@router.get("/readyz", dependencies=[may("open")])
def ready(request: Request) -> Response:
    """Whether questions can be answered: the desk is loaded and the store can be read."""
    from sqlalchemy.exc import SQLAlchemyError

    if not request.app.state.ready:
        raise Refused(503, "The desk is being loaded.", wait=5)
    try:
        with site_of(request).store.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
    except SQLAlchemyError:
        raise Refused(503, "The store can't be read.", wait=5) from None
    return JSONResponse({"status": "ready"})


@router.get("/metrics", dependencies=[may("metrics")])
def metrics(request: Request) -> Response:
    """Counts and times for Prometheus, for whoever has their token."""
    site = site_of(request)
    return Response(site.metrics.text(), media_type="text/plain; version=0.0.4")


@router.get("/robots.txt", dependencies=[may("open")])
def robots() -> Response:
    """What crawlers leave alone: questions of readers."""
    return Response("User-agent: *\nDisallow: /answers/\nDisallow: /ask\nDisallow: /api/\n", media_type="text/plain")
