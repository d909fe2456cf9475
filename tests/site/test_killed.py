"""A site that is killed in the midst of work: no question that was accepted is lost, and the store opens clean."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import nullcontext
from http.client import HTTPException
from pathlib import Path

import pytest

from reports.site.store import editing
from reports.site.store.editing import Change, take
from reports.site.store.store import address_of, open_store
from tests.site.conftest import Server, start
from tests.site.postgres import postgres

#: How often it is killed.
_TIMES = 3


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    with postgres() if request.param == "postgresql" else nullcontext("") as told:
        yield told


def _ask_until_it_dies(site: Server, worker: int, accepted: list[str]) -> None:
    for turn in range(500):
        try:
            reply = site.form("/ask", f"question=What+does+the+hedge+cost+in+{2014 + turn % 5}%3F+{worker}+{turn}")
        except (OSError, HTTPException):
            return
        if reply.status == 303:
            accepted.append(reply.headers["location"])


def _edit_until_it_dies(told: str, folder: Path, done: list[int], stop: threading.Event) -> None:
    """Change one question as often as can be, beside those who ask."""
    store = open_store(address_of(told, folder / "data"))
    while not stop.is_set():
        rows = editing.queue(store, most=1)
        if rows:
            change = Change(step="draft", who="eve", version=rows[0].version, values={"title": f"T{rows[0].version}"})
            if take(store, rows[0].id, change) is None:
                done.append(rows[0].version)
    store.dispose()


@pytest.mark.slow
def test_a_site_that_is_killed_loses_nothing_that_it_accepted(address: str, tmp_path: Path, site_cache: Path) -> None:
    folder, accepted, changed = tmp_path / "desk", list[str](), list[int]()
    folder.mkdir()
    (folder / "hedgecite.toml").write_text("[server]\nasks_per_minute = 10000\nrequests_per_minute = 100000\n")
    environment = {"HEDGECITE_STORE": address} if address else {}
    for _ in range(_TIMES):
        site, stop = start(folder, site_cache, **environment), threading.Event()
        askers = [threading.Thread(target=_ask_until_it_dies, args=(site, n, accepted)) for n in range(4)]
        editor = threading.Thread(target=_edit_until_it_dies, args=(address, folder, changed, stop))
        for thread in (*askers, editor):
            thread.start()
        before = len(accepted)
        while len(accepted) < before + 3:
            time.sleep(0.05)
        site.process.kill()
        site.process.wait()
        stop.set()
        for thread in (*askers, editor):
            thread.join()
    site = start(folder, site_cache, **environment)
    try:
        assert len(accepted) >= 3 * _TIMES
        assert [place for place in accepted if site.get(place).status != 200] == []
    finally:
        site.process.kill()
        site.process.wait()
    store = open_store(address_of(address, folder / "data"))
    with store.connect() as connection:
        if not address:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    rows = editing.queue(store, most=100_000)
    events = [e for row in rows for e in editing.history(store, row.id)]
    assert len(events) == len(changed)
    assert all(editing.question_of(store, row.id) is not None for row in rows), "each question has its answer"
    store.dispose()
