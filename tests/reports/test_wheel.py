"""The wheel: installed alone into a bare environment, it answers from an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.checks import faults
from tests.conftest import ROOT, SEED


@pytest.mark.slow
def test_a_wheel_in_a_bare_environment_answers_from_an_empty_folder(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("hedgecite-*.whl")
    venv.create(tmp_path / "bare", with_pip=True)
    pip = [str(tmp_path / "bare/bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements/base.txt")], check=True, capture_output=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True, capture_output=True)
    (tmp_path / "empty").mkdir()
    places = {"HEDGECITE_CACHE_DIR": str(tmp_path / "cache"), "HEDGECITE_DATA_DIR": str(tmp_path / "data")}
    command = [str(tmp_path / "bare/bin/hedgecite"), "ask", SEED, "--format", "json"]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"} | places
    done = subprocess.run(command, cwd=tmp_path / "empty", env=environment, check=True, capture_output=True, text=True)
    document = json.loads(done.stdout)
    assert document["status"] == "answered"
    assert document["figures"][0]["key"] == "drag.monthly.mean"
    assert done.stderr == ""
    assert faults(document) == []
    assert list((tmp_path / "empty").iterdir()) == []
