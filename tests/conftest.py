"""Shared fixtures: caches of the tests' own, a closed network, the seed's question and its answer."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from corpus.backtests.backtest import Backtest, read_backtest
from corpus.texts.library import shipped_folder
from qa.answer import Materials, answer
from qa.document import AnswerDocument

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
SEED = "How much does the ALVH hedge actually drag down monthly returns on the conservative 0.70 SPX iron condor in real trading?"
LOOPBACK = ("127.", "localhost", "::1")

#: Machines are shared: how long an example takes says nothing of it.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")


def pytest_configure() -> None:
    """Hear Ctrl-C, as the programs that tests begin and interrupt do, though a shell that begins tests behind it ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the golden files anew."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that one test process shares."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _own_folders(monkeypatch: pytest.MonkeyPatch, cache_dir: Path, tmp_path: Path) -> None:
    """No test reads or writes the user's own cache or desk."""
    monkeypatch.setenv("HEDGECITE_CACHE_DIR", str(cache_dir))
    monkeypatch.setenv("HEDGECITE_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture(autouse=True)
def _closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but loopback can be reached."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = str(address[0]) if isinstance(address, tuple) else ""
        if self.family in {socket.AF_INET, socket.AF_INET6} and not host.startswith(LOOPBACK):
            raise AssertionError(f"a test reaches for {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def sample() -> Backtest:
    """The shipped sample backtest."""
    return read_backtest(shipped_folder() / "samples" / "condor-0.70-1dte", sample=True)


@pytest.fixture(scope="session")
def materials(cache_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Materials]:
    """What the sample desk answers from."""
    from reports.desk import materials_of, open_desk

    before = dict(os.environ)
    os.environ["HEDGECITE_CACHE_DIR"] = str(cache_dir)
    os.environ["HEDGECITE_DATA_DIR"] = str(tmp_path_factory.mktemp("data"))
    try:
        yield materials_of(open_desk(None, Path("/")))
    finally:
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture(scope="session")
def seed_answer(materials: Materials) -> AnswerDocument:
    """The answer to the seed's question on the sample desk."""
    return answer(SEED, materials)


@pytest.fixture
def shared() -> Path:
    """Data to try things on, which lie beside the project on some machines only."""
    if not SHARED.is_dir():
        pytest.skip("no shared data beside the project")
    return SHARED
