"""Access: who asks, and what each may do; a route that says nothing of it is refused when the site starts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from fastapi import Request
from fastapi.params import Depends
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from reports.site.faults import Refused
from reports.site.safety import is_from_here
from reports.site.store.users import Login, Role, login_of, token_login

if TYPE_CHECKING:
    from fastapi import FastAPI

    from reports.site.wiring import Site

Right = Literal["open", "read", "reports", "edit", "approve", "admin", "metrics"]
RIGHTS: dict[Role | None, frozenset[Right]] = {
    None: frozenset({"open"}),
    "reader": frozenset({"open", "read"}),
    "client": frozenset({"open", "read", "reports"}),
    "editor": frozenset({"open", "read", "edit"}),
    "approver": frozenset({"open", "read", "edit", "approve"}),
    "admin": frozenset({"open", "read", "reports", "edit", "approve", "admin", "metrics"}),
}
#: What a token can be made for.
SCOPES: tuple[Right, ...] = ("read", "reports", "edit", "approve", "admin")
COOKIE = "hedgecite"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Whoever sends a request."""

    rights: frozenset[Right]
    #: what limits count by: the user's name, else the address
    key: str
    login: Login | None = None

    @property
    def name(self) -> str:
        """The user's name, empty where nobody is logged in."""
        return self.login.user.name if self.login else ""

    @property
    def form_token(self) -> str:
        """What forms of this login bear."""
        return self.login.form_token if self.login else ""


def site_of(request: Request) -> Site:
    """The site that a request reached."""
    return cast("Site", request.app.state.site)


def who_asks(request: Request) -> Who:
    """Whoever sends a request, by token, else by cookie, else nobody in particular."""
    known = request.scope.get("who")
    if known is None:
        known = request.scope["who"] = _who(request)
    return cast("Who", known)


def may(right: Right) -> Depends:
    """A dependency that lets those through who have a right, and within their limits; forms only from pages of this site."""

    async def check(request: Request) -> None:
        # who bears nothing is known without the store, and waits for no thread
        if request.headers.get("authorization") or request.cookies.get(COOKIE):
            await run_in_threadpool(pass_or_refuse, request)
        else:
            pass_or_refuse(request)

    def pass_or_refuse(request: Request) -> None:
        who = who_asks(request)
        if wait := site_of(request).requests.take(who.key):
            raise Refused(429, wait=wait)
        if right not in who.rights:
            raise Refused(403 if who.login else 401)
        if request.method not in SAFE and not _is_by_token(who) and not is_from_here(request):
            raise Refused(403, "This form was not sent from a page of this site.")

    check.right = right  # type: ignore[attr-defined]
    return Depends(check)


def checked(who: Who, form_token: str) -> None:
    """Refuse a form of somebody who is logged in that doesn't bear the token of that login.

    Raises
    ------
    Refused
        It doesn't.
    """
    if who.login is not None and not secrets.compare_digest(form_token.encode(), who.form_token.encode()):
        raise Refused(403, "This form has expired. Load the page again, then repeat what you did.")


def right_of(route: APIRoute) -> Right | None:
    """The right that a route demands; None where it says nothing."""
    said = (getattr(d.dependency, "right", None) for d in route.dependencies)
    return next((cast("Right", right) for right in said if right is not None), None)


def demand_rights(app: FastAPI) -> None:
    """Raise `RuntimeError` where a route says nothing of who may take it."""
    silent = [route.path for route in app.routes if isinstance(route, APIRoute) and right_of(route) is None]
    if silent:
        raise RuntimeError(f"routes without a right: {', '.join(silent)}")


def _who(request: Request) -> Who:
    site = site_of(request)
    kind, _, held = request.headers.get("authorization", "").partition(" ")
    address = request.client.host if request.client else "nobody"
    if kind and site.metrics_token and secrets.compare_digest(held.encode(), site.metrics_token.encode()):
        return Who(rights=frozenset({"open", "metrics"}), key="metrics")
    if kind:
        login = token_login(site.store, held) if kind.lower() == "bearer" else None
        if login is None:
            raise Refused(401, "The token is not known here.")
    else:
        cookie = request.cookies.get(COOKIE, "")
        login = login_of(site.store, cookie) if cookie else None
    if login is None:
        rights = RIGHTS[None] if site.settings.login else RIGHTS["reader"]
        return Who(rights=rights, key=address)
    rights = RIGHTS[login.user.role]
    if login.scopes is not None:
        rights &= {"open", *login.scopes}
    return Who(rights=rights, key=f"user {login.user.name}", login=login)


def _is_by_token(who: Who) -> bool:
    return who.login is not None and who.login.scopes is not None
