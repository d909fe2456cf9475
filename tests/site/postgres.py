"""A PostgreSQL server of the tests' own, on loopback."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.site.conftest import free_port

_PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a new, empty server; skips where PostgreSQL is not installed."""
    if not _PLACES or (os.getuid() == 0 and not _has_user()):
        pytest.skip("no PostgreSQL")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
    data, port = folder / "data", free_port()
    try:
        _run("initdb", "-D", str(data), "-U", "test", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
        _run("pg_ctl", "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "-t", "120", "start")
        try:
            yield f"postgresql://test@127.0.0.1:{port}/postgres"
        finally:
            _run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _has_user() -> bool:
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return False
    return True


def _run(program: str, *words: str) -> None:
    before = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    done = subprocess.run([*before, str(_PLACES[0] / program), *words], cwd="/", stdout=subprocess.DEVNULL, check=False)
    assert done.returncode == 0, program
