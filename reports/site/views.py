"""Views: a template filled with what every page of the site has, and what this one shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.requests import Request

from qa.numerals import write, write_date
from reports.pages.page import environment
from reports.pages.said import badges
from reports.site.access import Who, site_of, who_asks
from reports.site.lookups import links_of

if TYPE_CHECKING:
    from corpus.texts.documents import Passage
    from qa.document import AnswerDocument
    from reports.site.wiring import Site

#: What stands above a fault; other faults are ours.
_FAULTS = {
    400: "This request can't be read",
    401: "Please log in",
    403: "Not allowed",
    404: "Not found",
    405: "Not found",
    408: "This took too long to arrive",
    409: "This has changed meanwhile",
    413: "This is too large",
    414: "This is too large",
    415: "This request can't be read",
    422: "Please check what you sent",
    429: "Please wait a minute",
    503: "Please come back in a minute",
    504: "Please come back in a minute",
}
#: The menu: address, words, and the right that it takes.
_MENU = (
    ("/ask", "Ask", "read"),
    ("/own", "Your log", "read"),
    ("/articles", "Articles", "read"),
    ("/figures", "Figures", "read"),
    ("/sources", "Sources", "read"),
    ("/claims", "Claims", "read"),
    ("/glossary", "Glossary", "read"),
    ("/reports", "Reports", "reports"),
    ("/desk", "Desk", "edit"),
    ("/about", "About", "open"),
)


def page(
    request: Request,
    template: str,
    title: str,
    shown: Mapping[str, object] | None = None,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> HTMLResponse:
    """A page of the site."""
    told = {"title": title, **_around(request, _who_or_nobody(request)), **(shown or {})}
    return HTMLResponse(environment().get_template(f"site/{template}").render(told), status, headers)


def fault_page(request: Request, status: int, what: str, headers: dict[str, str] | None = None) -> HTMLResponse:
    """What went wrong, as a page."""
    title = _FAULTS.get(status, "Something went wrong")
    return page(request, "fault.html", title, {"what": what}, status=status, headers=headers)


def place_of(passage: Passage) -> str:
    """The address of a passage in its text."""
    return f"/sources/{passage.document.path}?start={passage.start}&end={passage.end}#cited"


def answer_body(site: Site, document: AnswerDocument, name: str, asking: str) -> Markup:
    """An answer's own part of a page, rendered once for its name; `asking` is the answer that its choices go on from."""

    def make() -> str:
        from reports.charts.draw import pictures

        shown = {"doc": document, "badges": badges(document), "pictures": pictures(document, site.cache)}
        shown |= {"links": links_of(document, site.service.state.documents), "asking": asking}
        return environment().get_template("site/answer_part.html").render(shown)

    return Markup(site.parts.once(f"{site.service.state.stamp} {name}", make))  # noqa: S704 a template made it


def _who_or_nobody(request: Request) -> Who:
    """Whoever asks; where even that is refused, nobody."""
    from starlette.exceptions import HTTPException

    try:
        return who_asks(request)
    except HTTPException:
        return Who(rights=frozenset({"open"}), key="")


def _around(request: Request, who: Who) -> dict[str, object]:
    """What every page has around it."""
    site = site_of(request)
    return {
        "desk": site.service.state.desk.settings.name,
        "style": site.assets.style,
        "script": site.assets.script,
        "menu": [
            (address, words)
            for address, words, right in _MENU
            if right in who.rights and (address != "/own" or site.settings.uploads)
        ],
        "place": request.url.path,
        "user": who.name,
        "form_token": who.form_token,
        "logins": site.settings.login or site.settings.reports is not None,
        "streams": site.service.state.materials.model is not None,
        "written": write,
        "dated": write_date,
        "place_of": place_of,
    }
