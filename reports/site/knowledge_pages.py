"""The knowledge base on the site: the published edition, file by file, as it is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from reports.knowledge.places import article_path
from reports.site.access import may, site_of
from reports.site.client_reports import policy_of
from reports.site.faults import Refused
from reports.site.views import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_INDEX = "index.html"
#: Browsers ask each time whether it has changed.
_KEPT = "private, no-cache"


@router.get("/articles", dependencies=[may("read")])
def articles_page(request: Request) -> Response:
    """The list of articles, where any is published."""
    if site_of(request).edition.file(_INDEX) is not None:
        return RedirectResponse(f"/knowledge/{_INDEX}", 303)
    return page(request, "fault.html", "Articles", {"what": "No article has been published yet."})


@router.get("/articles/{slug}", dependencies=[may("read")])
def article(request: Request, slug: Annotated[str, Path(max_length=120, pattern="^[a-z0-9-]+$")]) -> Response:
    """An article by its name."""
    if not site_of(request).edition.has_article(slug):
        raise Refused(404, "There is no such article.")
    return RedirectResponse(f"/knowledge/{article_path(slug)}", 303)


@router.get("/knowledge/{place:path}", dependencies=[may("read")])
async def knowledge_file(request: Request, place: str) -> Response:
    """A page or file of the edition, looked up in its list."""
    found = site_of(request).edition.file(place)
    if found is None:
        raise Refused(404)
    headers = {"ETag": f'"{found.tag[:32]}"', "Cache-Control": _KEPT}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if place.endswith(".html"):
        headers["Content-Security-Policy"] = policy_of(found.content)
    return Response(found.content, media_type=found.kind, headers=headers)
