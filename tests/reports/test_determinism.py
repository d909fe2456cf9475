"""Determinism: the same inputs give the same bytes, whatever the process, its clock, its language and its hashes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT, SEED

WORLDS = (
    {"PYTHONHASHSEED": "1", "TZ": "America/Chicago", "LANG": "C", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
)


def made(folder: Path, world: dict[str, str]) -> dict[str, bytes]:
    """Every file that the commands write in a world of their own: empty cache, fresh index."""
    folder.mkdir()
    places = {"HEDGECITE_CACHE_DIR": str(folder / "cache"), "HEDGECITE_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(ROOT)}
    clients = '[[client]]\nid = "c"\nname = "C 7"\nbacktest = "condor-0.70-1dte"\n'
    (folder / "clients.toml").write_text(clients, encoding="utf-8")
    for words in (
        ("ask", SEED, "--out", "out/answer.html"),
        ("ask", SEED, "--out", "out/answer.json"),
        ("ask", SEED, "--out", "out/answer.md"),
        ("article", "What is drag?", "--out", "out"),
        ("report", "--clients", "clients.toml", "--month", "2018-02", "--out", "out"),
    ):
        command = [sys.executable, "-m", "reports.cli", *words]
        subprocess.run(command, cwd=folder, env={**os.environ, **world, **places}, check=True, capture_output=True)
    return {f.name: f.read_bytes() for f in sorted((folder / "out").iterdir())}


def test_two_worlds_make_the_same_bytes(tmp_path: Path) -> None:
    one, other = (made(tmp_path / str(i), world) for i, world in enumerate(WORLDS))
    assert len(one) == 8  # a report as page and document, and the list of the reports among them
    assert one == other
