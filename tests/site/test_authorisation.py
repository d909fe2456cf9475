"""Every route against every role, by cookie and by token: who may is let through, all others are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from reports.site import api, api_checks, desk_pages, desk_steps, knowledge_pages, own_log_pages, own_pages, pages
from reports.site.access import COOKIE, RIGHTS, Right, demand_rights, right_of
from reports.site.app import router
from reports.site.store import users
from reports.site.store.store import address_of, open_store
from reports.site.store.users import Role
from tests.site.conftest import Reply, Server, start, stop

PASSWORD = "a long password of a test"  # noqa: S105
_PAGES = (pages, own_pages, own_log_pages, knowledge_pages, desk_pages, desk_steps, api, api_checks)
ROUTES = [
    route
    for part in (
        router,
        *(p.router for p in (pages, own_pages, own_log_pages, knowledge_pages, desk_pages, desk_steps, api, api_checks)),
    )
    for route in part.routes
    if isinstance(route, APIRoute)
]
ROLES: tuple[Role, ...] = get_args(Role)
_PARTS = {
    **dict.fromkeys(("path", "place", "slug", "client", "month"), "nothing"),
    "key": "drag.monthly.mean",
    "name": "00",
    "form": "html",
    "number": "1",
    "step": "decline",
}
#: They would end the logins or use them up.
_LEFT = {"/logout", "/login"}


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory, site_cache: Path) -> Iterator[tuple[Server, dict[str, str], dict[str, str]]]:
    """A site behind a login, with a cookie and a token of each role; tokens are for reading alone."""
    folder = tmp_path_factory.mktemp("closed")
    limits = "asks_per_minute = 10000\nrequests_per_minute = 100000\n"
    (folder / "hedgecite.toml").write_text(f"[server]\nlogin = true\n{limits}")
    (folder / "data").mkdir()
    store = open_store(address_of("", folder / "data"))
    cookies: dict[str, str] = {}
    tokens: dict[str, str] = {}
    for role in ROLES:
        users.add_user(store, role, role, PASSWORD, "jane" if role == "client" else None)
        held = users.log_in(store, role, PASSWORD)
        assert held is not None
        cookies[role], tokens[role] = f"{COOKIE}={held}", users.add_token(store, role, "t", ("read",))
    store.dispose()
    server = start(folder, site_cache)
    yield server, cookies, tokens
    stop(server)


def _send(site: Server, route: APIRoute, headers: dict[str, str], form_token: str = "") -> Reply:
    target = re.sub(r"\{(\w+)(?::path)?\}", lambda m: _PARTS[m[1]], route.path)
    if "GET" in (route.methods or ()):
        return site.get(target, **headers)
    if route.path.startswith("/api/"):
        return site.post(target, {}, **headers)
    return site.form(target, urlencode({"version": 1, "helped": "yes", "form_token": form_token}), **headers)


def _form_token(site: Server, cookie: str) -> str:
    """The token of a login's forms."""
    found = re.search(r'name="form_token" value="([^"]+)"', site.get("/about", Cookie=cookie).text)
    assert found is not None
    return found[1]


def _is_refused(reply: Reply) -> bool:
    return reply.status in {401, 403} or reply.headers.get("location") == "/login"


@pytest.mark.parametrize("route", ROUTES, ids=lambda r: f"{next(iter(r.methods or ()))} {r.path}")
def test_a_route_lets_through_who_may_and_nobody_else(
    closed: tuple[Server, dict[str, str], dict[str, str]], route: APIRoute
) -> None:
    site, cookies, tokens = closed
    forms = {role: _form_token(site, cookie) for role, cookie in cookies.items()}
    right = right_of(route)
    assert right is not None
    if route.path in _LEFT:
        return
    assert _is_refused(_send(site, route, {})) == (right != "open")
    for role in ROLES:
        by_cookie = _send(site, route, {"Cookie": cookies[role]}, forms[role])
        assert _is_refused(by_cookie) == (right not in RIGHTS[role]), (role, by_cookie.status)
        by_token = _send(site, route, {"Authorization": f"Bearer {tokens[role]}"})
        assert _is_refused(by_token) == (right not in {"open", "read"}), (role, by_token.status)
    assert _is_refused(_send(site, route, {"Authorization": "Bearer hc_unknown"}))
    assert _is_refused(_send(site, route, {"Cookie": f"{COOKIE}=unknown"})) == (right != "open")


def test_forms_of_the_desk_need_the_token_of_their_login(closed: tuple[Server, dict[str, str], dict[str, str]]) -> None:
    site, cookies, _ = closed
    for step in ("draft", "decline", "approve"):
        reply = site.form(f"/desk/questions/1/{step}", "version=1&form_token=wrong", Cookie=cookies["admin"])
        assert reply.status == 403
        assert "expired" in reply.text
    assert site.form("/logout", "form_token=wrong", Cookie=cookies["admin"]).status == 403


def test_a_login_gets_a_new_cookie_whatever_cookie_was_sent(closed: tuple[Server, dict[str, str], dict[str, str]]) -> None:
    site, _, _ = closed
    told = urlencode({"name": "reader", "password": PASSWORD, "next": "//evil.example"})
    reply = site.form("/login?next=//evil.example", told, Cookie=f"{COOKIE}=fixed-by-somebody")
    cookie = reply.headers["set-cookie"]
    assert reply.headers["location"] == "/"
    assert "fixed-by-somebody" not in cookie
    assert all(word in cookie for word in ("HttpOnly", "SameSite=lax", "Path=/"))


def test_a_login_that_is_wrong_says_the_same_of_every_name(closed: tuple[Server, dict[str, str], dict[str, str]]) -> None:
    site, _, _ = closed
    replies = [site.form("/login", urlencode({"name": name, "password": "wrong"})) for name in ("editor", "nobody")]
    assert {r.status for r in replies} == {403}
    assert len({re.sub(r"request.*", "", r.text) for r in replies}) == 1


def test_a_route_that_says_nothing_of_who_may_keeps_the_site_from_starting() -> None:
    app = FastAPI()

    @app.get("/silent")
    def silent() -> None: ...

    with pytest.raises(RuntimeError, match="/silent"):
        demand_rights(app)


def test_nobody_has_a_right_that_no_role_is_given() -> None:
    assert {right for rights in RIGHTS.values() for right in rights} == set(get_args(Right))
    assert RIGHTS[None] == {"open"}
