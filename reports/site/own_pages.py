"""Pages for those who log in: the login itself, and clients' own reports."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from reports.site.access import COOKIE, Who, checked, may, site_of, who_asks
from reports.site.client_reports import KINDS, ClientReport, client_reports, content_of, policy_of
from reports.site.faults import Refused
from reports.site.store.users import log_in, log_out
from reports.site.views import page
from reports.site.wiring import Site

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_LASTS = 12 * 60 * 60


@router.get("/login", dependencies=[may("open")])
def login_page(request: Request) -> Response:
    """The form to log in."""
    return page(request, "login.html", "Log in", {"wrong": False})


@router.post("/login", dependencies=[may("open")])
def login(
    request: Request,
    name: Annotated[str, Form(max_length=80)],
    password: Annotated[str, Form(max_length=1000)],
) -> Response:
    """Begin a login under a new cookie, whatever cookie was sent."""
    site = site_of(request)
    address = request.client.host if request.client else "nobody"
    if wait := site.logins.take(address):
        raise Refused(429, wait=wait)
    held = log_in(site.store, name, password)
    if held is None:
        return page(request, "login.html", "Log in", {"wrong": True}, status=403)
    old = request.cookies.get(COOKIE, "")
    if old:
        log_out(site.store, old)
    reply = RedirectResponse("/", 303)
    tls = site.settings.address.startswith("https://")
    reply.set_cookie(COOKIE, held, max_age=_LASTS, secure=tls, httponly=True, samesite="lax")
    return reply


@router.post("/logout", dependencies=[may("open")])
def logout(request: Request, form_token: Annotated[str, Form(max_length=64)] = "") -> Response:
    """End the login."""
    checked(who_asks(request), form_token)
    log_out(site_of(request).store, request.cookies.get(COOKIE, ""))
    reply = RedirectResponse("/", 303)
    reply.delete_cookie(COOKIE)
    return reply


@router.get("/reports", dependencies=[may("reports")])
def reports_page(request: Request) -> Response:
    """The reports of the client who asks; an admin sees all."""
    shown = _own(site_of(request), who_asks(request))
    return page(request, "reports.html", "Reports", {"reports": shown, "several": len({r.client for r in shown}) > 1})


@router.get("/reports/{client}/{month}/{form}", dependencies=[may("reports")])
def report_file(request: Request, client: str, month: str, form: str) -> Response:
    """One report; another client's is as if it were not there."""
    for report in _own(site_of(request), who_asks(request)):
        if (report.client, report.month) == (client, month) and form in KINDS:
            content = content_of(report, form)
            if content is not None:
                headers = {"Cache-Control": "private, no-store"}
                headers |= {"Content-Security-Policy": policy_of(content)} if form == "html" else {}
                return Response(content, media_type=KINDS[form], headers=headers)
    raise Refused(404, "There is no such report.")


def _own(site: Site, who: Who) -> tuple[ClientReport, ...]:
    assert who.login is not None, "nobody has this right without a login"
    desk = site.service.state.desk
    folder = desk.root / site.settings.reports if site.settings.reports else None
    user = who.login.user
    if user.role == "client" and not user.client:
        return ()
    return client_reports(folder, user.client if user.role == "client" else None)
