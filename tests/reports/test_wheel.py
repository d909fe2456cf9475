"""The wheel: installed alone into a bare environment, it answers from an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.checks import faults
from tests.conftest import ROOT, SEED

#: What a program asks of the package, from an empty folder.
PROGRAM = "from reports.api import load_sample; print(load_sample().ask('What does the hedge cost?').status)"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built once."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (built,) = folder.glob("hedgecite-*.whl")
    return built


@pytest.mark.parametrize("package", ["corpus", "qa", "reports", "templates"])
def test_the_wheel_says_that_a_package_is_typed(package: str, wheel: Path) -> None:
    assert f"{package}/py.typed" in zipfile.ZipFile(wheel).namelist()


@pytest.mark.slow
def test_a_wheel_in_a_bare_environment_answers_from_an_empty_folder(tmp_path: Path, wheel: Path) -> None:
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
    assert document["status"] == "partial"
    assert document["figures"][0]["key"] == "drag.monthly.mean"
    assert done.stderr == ""
    assert faults(document) == []
    program = [str(tmp_path / "bare/bin/python"), "-c", PROGRAM]
    done = subprocess.run(program, cwd=tmp_path / "empty", env=environment, check=True, capture_output=True, text=True)
    assert done.stdout == "answered\n"
    assert list((tmp_path / "empty").iterdir()) == []
