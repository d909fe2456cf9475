"""A real site: uvicorn on loopback over the shipped sample, its store in a folder of the test's own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
METRICS = "a-token-for-metrics-only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A response as it came."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Server:
    """A site that runs in a process of its own."""

    port: int
    process: subprocess.Popen[bytes]
    folder: Path
    log: Path
    #: the command line that it was started by, without words, and what its environment sets
    command: tuple[str, ...]
    environment: dict[str, str]

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def __call__(self, method: str, target: str, body: bytes | str | None = None, headers: dict[str, str] | None = None) -> Reply:
        """Send a request, exactly as it is written."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, target, body, headers or {})
            response = connection.getresponse()
            told = {name.lower(): value for name, value in response.getheaders()}
            return Reply(status=response.status, headers=told, body=response.read())
        finally:
            connection.close()

    def get(self, target: str, **headers: str) -> Reply:
        """GET."""
        return self("GET", target, None, headers)

    def form(self, target: str, fields: str, **headers: str) -> Reply:
        """POST a form."""
        return self("POST", target, fields, {"Content-Type": "application/x-www-form-urlencoded", **headers})

    def post(self, target: str, told: object, **headers: str) -> Reply:
        """POST JSON."""
        return self("POST", target, json.dumps(told), {"Content-Type": "application/json", **headers})


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def start(folder: Path, cache: Path, *options: str, **environment: str) -> Server:
    """Start a site and wait until it is ready."""
    folder.mkdir(parents=True, exist_ok=True)
    port, log = free_port(), folder / "log"
    told = {**os.environ, "HEDGECITE_CACHE_DIR": str(cache), "HEDGECITE_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(ROOT)}
    told |= {"HEDGECITE_METRICS_TOKEN": METRICS, **environment}
    command = (sys.executable, "-c", "from reports.cli import main; main()")
    words = [*command, "serve", "--port", str(port), *options]
    with log.open("ab") as out:
        process = subprocess.Popen(words, cwd=folder, env=told, stdout=out, stderr=out)
    server = Server(port=port, process=process, folder=folder, log=log, command=command, environment=told)
    try:
        wait(server)
    except AssertionError:
        process.kill()
        process.wait()
        raise
    return server


def wait(server: Server, seconds: float = 400) -> None:
    """Wait until a site answers questions."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert server.process.poll() is None, server.log.read_text()
        try:
            if server.get("/readyz").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(server.log.read_text())


def stop(server: Server) -> None:
    """Stop a site as an operator does."""
    server.process.terminate()
    server.process.wait(timeout=60)


@pytest.fixture(scope="session")
def site_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache of all sites of one test process."""
    return tmp_path_factory.mktemp("site-cache")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, site_cache: Path) -> Iterator[Server]:
    """A site over the shipped sample, whose limits tests don't reach unless they mean to."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "hedgecite.toml").write_text("[server]\nasks_per_minute = 10000\nrequests_per_minute = 100000\n")
    server = start(folder, site_cache)
    yield server
    stop(server)
