"""A site that is killed in the midst of work: nothing accepted is lost, no page is half written, the store opens clean."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest

from qa.answer import Materials, answer
from reports.service.asked import Answered, answered
from reports.site.store import editing, exchange, users
from reports.site.store.editing import Change, take
from reports.site.store.store import address_of, open_store
from tests.site.conftest import Server, start
from tests.site.postgres import postgres

#: How often it is killed: a few times, and in full where the environment asks for it.
_TIMES = {"sqlite": 3, "postgresql": 2}
_IN_FULL = {"sqlite": 30, "postgresql": 30}
_PASSWORD = "a long password of a test"  # noqa: S105
_ARTICLE = "What does the hedge cost?"
_DESK = "[server]\nasks_per_minute = 10000\nrequests_per_minute = 100000\n"


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    with postgres() if request.param == "postgresql" else nullcontext("") as told:
        yield told


@pytest.fixture(scope="module")
def told(materials: Materials) -> Answered:
    return answered(answer(_ARTICLE, materials))


@dataclass(slots=True)
class Done:
    """What was accepted before the site died."""

    asked: list[str] = field(default_factory=list)
    edited: list[int] = field(default_factory=list)
    published: int = 0
    #: what the site said of publishing that failed
    failed: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)


def _ask_until_it_dies(site: Server, worker: int, done: Done) -> None:
    for turn in range(500):
        try:
            reply = site.form("/ask", f"question=What+does+the+hedge+cost+in+{2014 + turn % 5}%3F+{worker}+{turn}")
        except (OSError, HTTPException):
            return
        if reply.status == 303:
            done.asked.append(reply.headers["location"])


def _edit_until_it_dies(told: str, folder: Path, done: Done) -> None:
    """Change one question as often as can be, beside those who ask."""
    store = open_store(address_of(told, folder / "data"))
    while not done.stop.is_set():
        for row in editing.queue(store, most=3):
            if row.text != _ARTICLE:
                change = Change(step="draft", who="eve", version=row.version, values={"title": f"T{row.version}"})
                if take(store, row.id, change) is None:
                    done.edited.append(row.version)
    store.dispose()


def _publish_until_it_dies(site: Server, done: Done) -> None:
    try:
        reply = site.form("/login", urlencode({"name": "ann", "password": _PASSWORD}))
        cookie = reply.headers["set-cookie"].partition(";")[0]
        found = re.search(r'name="form_token" value="([^"]+)"', site.get("/about", Cookie=cookie).text)
        assert found is not None
        while not done.stop.is_set():
            desk = site.get("/desk", Cookie=cookie).text
            done.failed += re.findall(r"Publishing failed[^<]*<.*?</pre>", desk, re.DOTALL)
            if "Being published" not in desk:
                done.published += site.form("/desk/publish", f"form_token={found[1]}", Cookie=cookie).status == 303
            time.sleep(0.2)
    except (OSError, HTTPException, KeyError):
        return


def _is_whole(out: Path) -> bool:
    """Whether the edition at a place has every file that it lists, to the byte; there may be none yet."""
    if not out.exists():
        return not out.is_symlink()
    root = out.resolve()
    listed: dict[str, str] = json.loads((root / "site.json").read_text())["files"]
    return all(hashlib.sha256((root / place).read_bytes()).hexdigest() == digest for place, digest in listed.items())


def _round(begin: Callable[[], Server], address: str, done: Done, chance: random.Random) -> None:
    """Start a site, let all work at once, and kill it at some moment."""
    site = begin()
    done.stop.clear()
    work = [threading.Thread(target=_ask_until_it_dies, args=(site, n, done)) for n in range(4)]
    work += [threading.Thread(target=_edit_until_it_dies, args=(address, site.folder, done))]
    work += [threading.Thread(target=_publish_until_it_dies, args=(site, done))]
    for thread in work:
        thread.start()
    before = len(done.asked)
    while len(done.asked) < before + 3:
        time.sleep(0.05)
    time.sleep(chance.random() * 6)
    site.process.kill()
    site.process.wait()
    done.stop.set()
    for thread in work:
        thread.join()
    assert _is_whole(site.folder / "published" / "site")


@pytest.mark.slow
def test_a_site_that_is_killed_loses_nothing_that_it_accepted(
    address: str, tmp_path: Path, site_cache: Path, told: Answered
) -> None:
    folder, done, chance = tmp_path / "desk", Done(), random.Random(7)  # noqa: S311 when it is killed
    environment = {"HEDGECITE_STORE": address} if address else {}
    times = (_IN_FULL if os.environ.get("KILLED_IN_FULL") else _TIMES)["postgresql" if address else "sqlite"]
    (folder / "data").mkdir(parents=True)
    (folder / "hedgecite.toml").write_text(_DESK)
    (folder / "questions.toml").write_text(
        f'[[question]]\ntext = "{_ARTICLE}"\nslug = "cost"\nstate = "approved"\napprover = "A"\n'
    )
    store = open_store(address_of(address, folder / "data"))
    exchange.take_in(store, folder / "questions.toml", {_ARTICLE: told}, "A")
    users.add_user(store, "ann", "approver", _PASSWORD)
    store.dispose()
    for _ in range(times):
        _round(lambda: start(folder, site_cache, **environment), address, done, chance)
    site = start(folder, site_cache, **environment)
    try:
        assert len(done.asked) >= 3 * times
        assert done.published
        assert done.failed == [], "a file that the site was writing when it was killed is its own"
        assert [place for place in done.asked if site.get(place).status != 200] == []
        until = time.monotonic() + 300
        while site.get("/articles/cost").status != 303:
            assert time.monotonic() < until, "what was begun is published at last"
            time.sleep(0.5)
        assert site.get("/knowledge/articles/cost.html").status == 200
    finally:
        site.process.kill()
        site.process.wait()
    print(f"killed {times} times: {len(done.asked)} asked, {len(done.edited)} edited, {done.published} times published")
    _is_clean(address, folder, done)


def _is_clean(address: str, folder: Path, done: Done) -> None:
    """Whether the store has every edit, and each question its answer."""
    store = open_store(address_of(address, folder / "data"))
    with store.connect() as connection:
        if not address:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    rows = editing.queue(store, most=100_000)
    events = [e for row in rows for e in editing.history(store, row.id) if e.what == "draft"]
    assert len(events) == len(done.edited)
    assert all(editing.question_of(store, row.id) is not None for row in rows), "each question has its answer"
    store.dispose()
