"""From a reader's question to a published page: who may do what, in which order, and what an editor's words may change."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import time
import tomllib
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
    assert eve.send("/desk/publish").status == 403
    assert ann.send(f"/desk/questions/{number}/approve", version=_version(ann, number)).status == 303
    assert ray.get("/articles/hedge-cost").status == 404
    assert "No article has been published yet" in ray.get("/articles").text
    assert ann.send("/desk/publish").status == 303
    assert "hedge-cost" not in _published(ann), "nothing was left out"
    page = _followed(ray, "/articles/hedge-cost")
    assert "Over the whole backtest" in page.text
    assert "<h1>The price of a hedge</h1>" in page.text
    assert page.body == (desk.folder / "published" / "site" / "articles" / "hedge-cost.html").read_bytes()
    assert "The price of a hedge" in _followed(ray, "/articles").text
    told = ann.get(f"/desk/questions/{number}").text
    assert all(f"{who}: {what}" in told for who, what in (("eve", "draft"), ("ann", "approve"), ("ann", "publish")))
    assert ann.send(f"/desk/questions/{number}/withdraw", version=_version(ann, number)).status == 303
    _published(ann)
    assert ray.get("/articles/hedge-cost").status == 404


def _published(actor: Actor) -> str:
    """What publishing said, once it is done."""
    until = time.monotonic() + 300
    while "Being published" in (page := html.unescape(actor.get("/desk").text)):
        assert time.monotonic() < until, page
        time.sleep(0.5)
    assert "Publishing failed" not in page, page
    return page.partition("<pre")[2].partition("</pre>")[0]


def _followed(actor: Actor, target: str) -> Reply:
    reply = actor.get(target)
    assert reply.status == 303, reply.text
    return actor.get(reply.headers["location"])


def test_what_the_site_publishes_and_what_the_command_publishes_is_the_same(desk: Server, site_cache: Path) -> None:
    eve, ann = logged_in(desk, "eve"), logged_in(desk, "ann")
    number = _asked(logged_in(desk, "ray"), "What does the hedge cost with VIX above 30?")
    fields = _fields(eve, number) | {"tags": "vix, cost"}
    first, *rest = list(fields["sentence"])  # type: ignore[call-overload]
    fields["sentence"] = [first.replace("In this backtest", "In this run of the backtest"), *rest]
    assert eve.send(f"/desk/questions/{number}/draft", **fields).status == 303
    assert ann.send(f"/desk/questions/{number}/approve", version=_version(ann, number)).status == 303
    assert ann.send("/desk/publish").status == 303
    _published(ann)
    day = json.loads((desk.folder / "published" / "site" / "site.json").read_text())["articles"][str(fields["slug"])]["published"]
    done = run_command(desk.folder, site_cache, "publish", "--out", "by-command", "--date", day)
    assert done.returncode == 0, done.stderr
    both = [{f.relative_to(root): f.read_bytes() for f in root.rglob("*") if f.is_file()}
            for root in ((desk.folder / name).resolve() for name in ("published/site", "by-command"))]  # fmt: skip
    assert both[0] == both[1]
    verified = run_command(desk.folder, site_cache, "verify", f"published/site/articles/{fields['slug']}.html")
    assert verified.returncode == 0, verified.stdout


def test_a_file_that_was_changed_by_hand_is_not_written_over(desk: Server, site_cache: Path) -> None:
    ann = logged_in(desk, "ann")
    file = desk.folder / "questions.toml"
    file.write_text(file.read_text() + '\n[[question]]\ntext = "What is a condor?"\neditor = "Eve"\n')
    assert ann.send("/desk/publish").status == 303
    with pytest.raises(AssertionError, match="was changed by hand"):
        _published(ann)
    assert "What is a condor?" in file.read_text()
    assert run_command(desk.folder, site_cache, "store", "import").returncode == 0
    assert "What is a condor?" in ann.get("/desk").text
    assert ann.send("/desk/publish").status == 303
    _published(ann)
    assert 'editor = "Eve"' in file.read_text()


def test_an_answer_from_older_data_is_stale_until_it_is_answered_again(desk: Server) -> None:
    eve = logged_in(desk, "eve")
    number = _asked(eve, "What was the volatility of the hedged account?")
    assert "Stale" not in eve.get(f"/desk/questions/{number}").text
    (desk.folder / "corpus").mkdir(exist_ok=True)
    (desk.folder / "corpus" / "new.md").write_text("# A new text\n\nIt speaks of the weather.\n")
    until = time.monotonic() + 120
    while "Stale" not in eve.get(f"/desk/questions/{number}").text:
        assert time.monotonic() < until
        time.sleep(1)
    assert f"/desk/questions/{number}" in eve.get("/desk?status=stale").text
    assert eve.send(f"/desk/questions/{number}/refresh", version=_version(eve, number)).status == 303
    page = eve.get(f"/desk/questions/{number}").text
    assert "Stale" not in page
    assert "eve: refresh" in page
    assert f"/desk/questions/{number}" not in eve.get("/desk?status=stale").text


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
        (("{1}", "{1} or 5%"), "Sentence 1: “5” is a number"),
        (("{1}", "{1}, twice as much,"), "Sentence 1: “twice” is a number"),
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
    assert f">{first.replace(*change, 1)}</textarea>" in html.unescape(reply.text), "what was written is there to be mended"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"slug": "Hedge Cost"}, "small letters, digits and single hyphens"),
        ({"figure": "drag.nothing"}, "drag.nothing"),
    ],
)
def test_what_an_editor_wrote_is_shown_again_where_it_cannot_be_saved(desk: Server, change: dict[str, str], said: str) -> None:
    eve = logged_in(desk, "eve")
    number = _asked(eve, "What does the hedge cost with VIX below 15?")
    reply = eve.send(f"/desk/questions/{number}/draft", **_fields(eve, number) | {"title": "A title of my own"} | change)
    assert reply.status == 422
    assert said in html.unescape(reply.text)
    assert 'value="A title of my own"' in reply.text
    assert "A title of my own" not in eve.get(f"/desk/questions/{number}").text


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
    kept = tomllib.loads(eve.get("/desk/questions.toml").text)["question"]
    assert next(q["figures"] for q in kept if q["text"] == "cost of the hedge below VIX") == ["premium.unit"]


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
