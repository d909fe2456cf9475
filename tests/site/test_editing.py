"""From a reader's question to a published page: who may do what, in which order, and what an editor's words may change."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.site.conftest import ROOT, Reply, Server, start, stop
from tests.site.reports import write_reports

PASSWORD = "a long password of a test"  # noqa: S105
USERS = {"ray": "reader", "cleo": "client", "clive": "client", "eve": "editor", "ann": "approver", "ada": "admin"}
CLIENTS = {"cleo": "jane-doe", "clive": "foster"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who is logged in."""

    site: Server
    cookie: str

    def get(self, target: str) -> Reply:
        """GET as this user."""
        return self.site.get(target, Cookie=self.cookie)

    def token(self) -> str:
        """The token of this login's forms."""
        found = re.search(r'name="form_token" value="([^"]+)"', self.get("/about").text)
        assert found is not None
        return found[1]

    def send(self, target: str, **fields: object) -> Reply:
        """POST a form as this user."""
        told = urlencode({"form_token": self.token(), **fields}, doseq=True)
        return self.site.form(target, told, Cookie=self.cookie)


def run_command(folder: Path, cache: Path, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command on the data of a site."""
    import os

    told = {**os.environ, "PYTHONPATH": str(ROOT), "HEDGECITE_DATA_DIR": str(folder / "data"), "HEDGECITE_CACHE_DIR": str(cache)}
    command = [sys.executable, "-c", "from reports.cli import main; main()", *words]
    return subprocess.run(command, cwd=folder, env=told, input=given, capture_output=True, text=True, check=False)


@cache
def logged_in(site: Server, name: str) -> Actor:
    """Log in, once for all tests."""
    reply = site.form("/login", urlencode({"name": name, "password": PASSWORD}))
    assert reply.status == 303, reply.text
    return Actor(site=site, cookie=reply.headers["set-cookie"].partition(";")[0])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, site_cache: Path) -> Iterator[Server]:
    """A site behind a login, with a user of each role and reports of two clients."""
    folder = tmp_path_factory.mktemp("desk")
    limits = "asks_per_minute = 10000\nrequests_per_minute = 100000\n"
    (folder / "hedgecite.toml").write_text(f'[server]\nlogin = true\nreports = "published"\n{limits}')
    write_reports(folder / "published")
    for name, role in USERS.items():
        client = ["--client", CLIENTS[name]] if role == "client" else []
        done = run_command(folder, site_cache, "user", "add", name, "--role", role, *client, given=f"{PASSWORD}\n")
        assert done.returncode == 0, done.stderr
    server = start(folder, site_cache)
    yield server
    stop(server)


def _asked(actor: Actor, question: str) -> int:
    assert actor.send("/ask", question=question).status == 303
    page = logged_in(actor.site, "eve").get("/desk").text
    found = re.search(rf'/desk/questions/(\d+)">{re.escape(html.escape(question))}<', page)
    assert found is not None
    return int(found[1])


def _fields(actor: Actor, number: int) -> dict[str, object]:
    page = actor.get(f"/desk/questions/{number}").text
    told: dict[str, object] = {
        name: html.unescape(re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)[1])  # type: ignore[index]
        for name in ("version", "title", "slug", "category", "tags", "figure")
    }
    said = re.findall(r'<textarea [^>]*name="sentence"[^>]*>([^<]*)</textarea>', page)
    return {**told, "sentence": [html.unescape(s) for s in said]}


def _version(actor: Actor, number: int) -> int:
    return int(re.findall(r'name="version" value="(\d+)"', actor.get(f"/desk/questions/{number}").text)[0])


def test_a_page_is_edited_approved_by_another_and_published(desk: Server) -> None:
    ray, eve, ann = (logged_in(desk, name) for name in ("ray", "eve", "ann"))
    number = _asked(ray, "What does the hedge cost?")
    fields = _fields(eve, number)
    sentences = list(fields["sentence"])  # type: ignore[call-overload]
    assert "{1}" in sentences[0]
    sentences[0] = sentences[0].replace("In this backtest", "Over the whole backtest")
    wanted = {"sentence": sentences, "slug": "hedge-cost", "title": "The price of a hedge", "category": ""}
    saved = eve.send(f"/desk/questions/{number}/draft", **fields | wanted)
    assert saved.status == 303, saved.text

    assert eve.send(f"/desk/questions/{number}/approve", version=_version(eve, number)).status == 403
    assert ann.send(f"/desk/questions/{number}/publish", version=_version(ann, number)).status == 409
    assert ann.send(f"/desk/questions/{number}/approve", version=_version(ann, number)).status == 303
    assert ray.get("/articles/hedge-cost").status == 404
    assert ann.send(f"/desk/questions/{number}/publish", version=_version(ann, number)).status == 303
    page = ray.get("/articles/hedge-cost").text
    assert "Over the whole backtest" in page
    assert "<h1>The price of a hedge</h1>" in page
    listed = ray.get("/articles").text
    assert '<a href="/articles/hedge-cost">The price of a hedge</a>' in listed
    assert "<h2>Hedge cost</h2>" in listed
    told = ann.get(f"/desk/questions/{number}").text
    assert all(f"{who}: {what}" in told for who, what in (("eve", "draft"), ("ann", "approve"), ("ann", "publish")))
    assert ann.send(f"/desk/questions/{number}/withdraw", version=_version(ann, number)).status == 303
    assert ray.get("/articles/hedge-cost").status == 404


def test_nobody_approves_what_they_edited(desk: Server) -> None:
    ann = logged_in(desk, "ann")
    number = _asked(ann, "How far did the account fall with and without the hedge?")
    assert ann.send(f"/desk/questions/{number}/draft", **_fields(ann, number)).status == 303
    refused = ann.send(f"/desk/questions/{number}/approve", version=_version(ann, number))
    assert refused.status == 403
    assert "somebody else" in refused.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("{1}", ""), "must stand once"),
        (("{1}", "{1} {1}"), "must stand once"),
        (("{1}", "{1} or 5%"), "number may stand in a token only"),
        (("{1}", "{1}, twice as much,"), "number may stand in a token only"),
        (("{1}", "{1} <b>"), "signs that can"),
    ],
)
def test_an_editor_changes_words_and_no_number(desk: Server, change: tuple[str, str], said: str) -> None:
    eve = logged_in(desk, "eve")
    number = _asked(eve, "What does the hedge cost with VIX below 15?")
    fields = _fields(eve, number)
    first, *rest = list(fields["sentence"])  # type: ignore[call-overload]
    reply = eve.send(f"/desk/questions/{number}/draft", **fields | {"sentence": [first.replace(*change, 1), *rest]})
    assert reply.status == 422
    assert said in html.unescape(reply.text)


def test_a_change_to_what_another_has_changed_is_refused(desk: Server) -> None:
    eve, ann = logged_in(desk, "eve"), logged_in(desk, "ann")
    number = _asked(eve, "What was the worst month of the hedged account?")
    old = _fields(eve, number)
    assert ann.send(f"/desk/questions/{number}/draft", **_fields(ann, number)).status == 303
    assert eve.send(f"/desk/questions/{number}/draft", **old).status == 409


def test_a_corrected_reading_is_answered_anew_and_kept_for_the_questions_of_the_desk(desk: Server) -> None:
    eve = logged_in(desk, "eve")
    number = _asked(eve, "cost of the hedge below VIX")
    fields = _fields(eve, number) | {"figure": "premium.unit"}
    assert eve.send(f"/desk/questions/{number}/draft", **fields).status == 303
    assert "Premium" in eve.get(f"/desk/questions/{number}").text
    kept = eve.get("/desk/questions.toml").text
    assert 'text = "cost of the hedge below VIX"\nfigures = ["premium.unit"]' in kept


def test_questions_that_say_nearly_the_same_are_shown_beside_each_other(desk: Server) -> None:
    eve = logged_in(desk, "eve")
    _asked(eve, "How are the layers of the hedge rolled?")
    number = _asked(eve, "How are layers of the hedge rolled then?")
    assert "How are the layers of the hedge rolled?" in eve.get(f"/desk/questions/{number}").text.partition("Nearly the same")[2]


def test_a_client_sees_own_finished_reports_and_no_others(desk: Server) -> None:
    cleo, clive, ada = (logged_in(desk, name) for name in ("cleo", "clive", "ada"))
    assert "/reports/jane-doe/2018-11/html" in cleo.get("/reports").text
    assert "foster" not in cleo.get("/reports").text
    own = cleo.get("/reports/jane-doe/2018-11/html")
    assert own.status == 200
    assert "unsafe" not in own.headers["content-security-policy"]
    for other in ("/reports/foster/2018-11/html", "/reports/jane-doe/2018-12/html", "/reports/jane-doe/2018-11/exe",
                  "/reports/jane-doe/..%2f..%2fhedgecite/toml"):  # fmt: skip
        assert cleo.get(other).status == 404
    assert clive.get("/reports/jane-doe/2018-11/html").status == 404
    assert ada.get("/reports/foster/2018-11/html").status == 200
    assert ada.get("/reports/jane-doe/2018-12/html").status == 200
