"""A reader's own log: checked and answered from, for its reader alone, and no file that is sent harms the site."""

from __future__ import annotations

import html
import io
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpus.texts.library import shipped_folder
from reports.site import own_logs
from reports.site.own_logs import OwnLog, OwnLogs
from tests.site.conftest import Reply, Server, start, stop

LOG, MARKS = ((shipped_folder() / "samples" / "condor-0.70-1dte" / name).read_bytes() for name in ("trades.csv", "marks.csv"))
_LIMITS = "asks_per_minute = 10000\nrequests_per_minute = 100000\n"
_SETTLED = {"capital": "400000", "hedge": ["ALVH short", "ALVH medium", "ALVH long"], "kind": "hypothetical"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, site_cache: Path) -> Iterator[Server]:
    """A site that takes logs."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "hedgecite.toml").write_text(f"[server]\nuploads = true\n{_LIMITS}")
    server = start(folder, site_cache)
    yield server
    stop(server)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A reader with a session of their own."""

    desk: Server
    cookie: str
    token: str

    def page(self) -> str:
        """The page of the log."""
        return html.unescape(self.desk.get("/own", Cookie=self.cookie).text)

    def send(self, content: bytes, name: str = "trades.csv", token: str | None = None, more: bytes = b"") -> Reply:
        """Send a log, of one file or with a second."""
        files = [(name, content), *([("marks.csv", more)] if more else [])]
        body, kind = multipart(files, self.token if token is None else token)
        return self.desk("POST", "/own", body, {"Content-Type": kind, "Cookie": self.cookie})

    def form(self, target: str, **fields: object) -> Reply:
        """POST a form."""
        return self.desk.form(target, urlencode({"form_token": self.token, **fields}, doseq=True), Cookie=self.cookie)


def reader(desk: Server) -> Reader:
    """A reader who comes for the first time."""
    reply = desk.get("/own")
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', reply.text)
    assert found is not None
    return Reader(desk=desk, cookie=reply.headers["set-cookie"].partition(";")[0], token=found[1])


def multipart(files: list[tuple[str, bytes]], token: str) -> tuple[bytes, str]:
    """A form with files."""
    head = b'--x\r\nContent-Disposition: form-data; name="log"; filename="%s"\r\nContent-Type: text/csv\r\n\r\n'
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="form_token"\r\n\r\n' + token.encode(),
        *(head % name.encode() + content for name, content in files),
    ]
    return b"\r\n".join(parts) + b"\r\n--x--\r\n", "multipart/form-data; boundary=x"


def test_a_log_is_checked_settled_and_answered_from_and_dropped(desk: Server) -> None:
    ray = reader(desk)
    assert ray.send(LOG, more=MARKS).status == 303
    assert all(name in ray.page() for name in ("ALVH short", "Condor"))
    assert ray.form("/own/ask", question="What does the hedge cost?").status == 409
    assert ray.form("/own/settle", **_SETTLED).status == 303
    reply = ray.form("/own/ask", question="What does the hedge cost?")
    assert reply.status == 200, reply.text
    assert 'data-figure="F1"' in reply.text
    assert "can’t be computed" not in reply.text.replace("'", "’")
    assert "Sample data" not in reply.text
    name = re.search(r'"id":"([0-9a-f]+)"', reply.text)
    assert name is None, "the answer is stored nowhere, so it has no name"
    assert ray.form("/own/forget").status == 303
    assert ray.form("/own/ask", question="What does the hedge cost?").status == 404


def test_what_a_reader_says_of_a_log_is_held_against_it(desk: Server) -> None:
    ray = reader(desk)
    assert ray.send(LOG, more=MARKS).status == 303
    assert ray.form("/own/settle", **_SETTLED | {"hedge": ["Another strategy"]}).status == 422
    unclear = ray.form("/own/settle", **_SETTLED | {"capital": "nothing"})
    assert unclear.status == 422
    assert "such as 400,000" in unclear.text
    assert unclear.text.count(" checked") == 3, "what was told stays told"
    assert ray.form("/own/settle", **_SETTLED | {"capital": "$400,000"}).status == 303
    assert 'value="400000"' in ray.page()
    assert ray.form("/own/settle", **_SETTLED | {"hedge": ["Condor"]}).status == 303
    assert "the trades sum to 50286.00 dollars, the column hedge_pnl to 2307.20" in ray.page()
    assert ray.form("/own/settle", **_SETTLED).status == 303
    assert "the column hedge_pnl" not in ray.page()
    ray.form("/own/forget")


def test_another_reader_neither_sees_a_log_nor_asks_from_it(desk: Server) -> None:
    ray, rose = reader(desk), reader(desk)
    assert ray.send(LOG).status == 303
    assert ray.form("/own/settle", **_SETTLED).status == 303
    assert "ALVH short" not in rose.page()
    assert rose.form("/own/ask", question="What does the hedge cost?").status == 404
    assert rose.form("/own/settle", **_SETTLED).status == 404
    rose.form("/own/forget")
    assert "ALVH short" in ray.page()
    ray.form("/own/forget")


def test_forms_need_the_token_of_their_session_and_come_from_this_site(desk: Server) -> None:
    ray, rose = reader(desk), reader(desk)
    assert ray.send(LOG, token=rose.token).status == 403
    assert ray.send(LOG, token="").status == 403
    for target in ("settle", "ask", "forget"):
        told = urlencode({"form_token": rose.token, "question": "q", "capital": 1})
        assert desk.form(f"/own/{target}", told, Cookie=ray.cookie).status == 403
        assert desk.form(f"/own/{target}", urlencode({"form_token": ray.token, "question": "q", "capital": 1}), Cookie=ray.cookie,
                         Origin="https://evil.example").status == 403  # fmt: skip
    assert "Held" not in ray.page()


def _bomb() -> bytes:
    """A small file that would fill the memory: columns of a log, each of very many equal values."""
    rows = 60_000_000
    names = LOG.split(b"\n", 1)[0].decode().strip().split(",")
    value = pa.DictionaryArray.from_arrays(pa.array([0] * 1, pa.int32()), pa.array(["2022-12-27"]))
    column = pa.chunked_array([pa.DictionaryArray.from_arrays(pa.nulls(rows, pa.int32()).fill_null(0), value.dictionary)])
    out = io.BytesIO()
    pq.write_table(pa.table(dict.fromkeys(names, column)), out, compression="zstd")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"no log", "a.csv"),
        (b"\x00" * 5000, "a.csv"),
        (LOG[:300], "a.csv"),
        (LOG.replace(b"2022-12-27", b"not a day", 1), "a.csv"),
        (b"PK\x03\x04" + b"\x00" * 500, "a.zip"),
        (b"PAR1" + b"\x00" * 500 + b"PAR1", "a.parquet"),
        (b"{" * 100_000, "a.json"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>', "a.xml"),
        (LOG, "../../../etc/passwd"),
    ],
)
def test_a_broken_or_hostile_file_is_refused_in_words_and_leaves_nothing(desk: Server, content: bytes, name: str) -> None:
    ray = reader(desk)
    reply = ray.send(content, name)
    if content == LOG:
        assert reply.status == 303, "its name is no path"
    else:
        assert reply.status == 422, reply.text
        assert "hedgecite-" not in reply.text
        assert "log-1" not in reply.text, "a file is told by the name that its reader gave it"
        assert 'type="file"' in reply.text, "another can be sent at once"
        assert "What is in it" not in ray.page()
    ray.form("/own/forget")


@pytest.mark.slow
def test_a_file_that_unpacks_to_more_than_memory_is_ended_and_the_site_answers_on(desk: Server) -> None:
    bomb = _bomb()
    assert len(bomb) < own_logs_bound()
    ray = reader(desk)
    reply = ray.send(bomb, "trades.parquet")
    assert reply.status in {422, 504}, reply.text
    assert "What is in it" not in ray.page()
    assert desk.get("/healthz").status == 200
    assert peak(desk) < 2_500_000, "the site itself has not unpacked it [KiB]"


def own_logs_bound() -> int:
    """The largest file."""
    from reports.site.safety import LARGEST_LOG

    return LARGEST_LOG


def peak(desk: Server) -> int:
    """The most memory that a site's process has had, in KiB."""
    status = Path(f"/proc/{desk.process.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+)", status)
    assert found is not None
    return int(found[1])


def test_a_gigabyte_is_refused_before_it_is_read(desk: Server) -> None:
    for head in (b"Content-Length: 1073741824\r\n", b"Transfer-Encoding: chunked\r\n"):
        with socket.create_connection(("127.0.0.1", desk.port), timeout=60) as line:
            line.sendall(b"POST /own HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\n" + head + b"\r\n")
            if b"chunked" in head:
                _flood(line)
            assert b" 413 " in line.recv(4096).split(b"\r\n")[0]


def _flood(line: socket.socket) -> None:
    """Send chunk after chunk until the other side has had enough."""
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    try:
        for _ in range(20):
            line.sendall(chunk)
    except OSError:
        return


def test_a_site_that_takes_no_logs_has_no_such_page(site: Server) -> None:
    assert site.get("/own").status == 404
    assert "Your log" not in site.get("/ask").text


def test_logs_are_bounded_in_number_and_time_and_by_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    held = OwnLogs(lambda: now[0])

    def log(owner: str) -> OwnLog:
        return OwnLog(owner=owner, files=((".csv", b"x"),), checked={})

    assert all(held.put(f"s{n}", log("a")) for n in range(own_logs.OF_ONE))
    assert not held.put("more", log("a"))
    assert held.put("s0", log("a")), "a log takes the place of that of its session"
    others = own_logs.MOST - own_logs.OF_ONE
    assert all(held.put(f"t{n}", log(f"b{n}")) for n in range(others))
    assert not held.put("full", log("c"))
    assert held.get("t0", "b1") is None, "whoever has the cookie and is somebody else"
    now[0] += own_logs.IDLE - 1
    assert held.get("t0", "b0") is not None
    now[0] += 2
    assert held.get("s1", "a") is None
    assert held.get("t0", "b0") is not None, "it was used since"
    assert held.put("full", log("c"))
