"""Broken and hostile files: a problem each that says what, where and what to do, in bounded time and memory."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.readers.conversion import PATIENCE, converted
from corpus.readers.normal import Normal
from corpus.readers.worker import MEMORY
from corpus.texts.library import Folder, read_library
from tests.corpus.documents import paragraph
from tests.corpus.hostile import HOSTILE


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_a_problem_and_the_others_are_read(tmp_path: Path, name: str) -> None:
    made, said = HOSTILE[name]
    (tmp_path / name).write_bytes(made())
    (tmp_path / "good.md").write_text("The hedge is rolled.\n", encoding="utf-8")
    began = time.monotonic()
    library = read_library([Folder(root=tmp_path)])
    assert time.monotonic() - began < PATIENCE + 0.5
    assert [d.path for d in library.documents] == ["good"]
    (problem,) = library.problems
    assert (problem.severity, problem.file) == ("error", name)
    assert said in problem.what
    assert problem.mend
    assert str(problem).count("\n") == 0


def test_there_are_forty_of_them() -> None:
    assert len(HOSTILE) >= 40


def test_a_conversion_can_take_no_more_memory_than_it_may() -> None:
    code = f"from corpus.readers import worker; worker._limit(); bytearray({MEMORY})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip().endswith("MemoryError")


def test_a_long_document_is_read_within_the_time(tmp_path: Path) -> None:
    body = "".join(f"<h2>Part {i}</h2><p>{paragraph(i % 6, i)}</p>" for i in range(3000))
    found = converted(f"<html><body>{body}</body></html>".encode(), "html", "long.html", None)
    assert isinstance(found, Normal)
    assert found.text.count("\n## ") == 2999


def test_what_went_wrong_is_remembered_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = converted(b"%PDF-1.7\n", "pdf", "a.pdf", tmp_path)
    monkeypatch.setattr("subprocess.run", None)
    assert converted(b"%PDF-1.7\n", "pdf", "a.pdf", tmp_path) == first


def test_a_damaged_conversion_in_the_cache_is_made_anew(tmp_path: Path) -> None:
    page = b"<html><body><p>The hedge is held in every regime.</p></body></html>"
    first = converted(page, "html", "a.html", tmp_path)
    (kept,) = tmp_path.iterdir()
    for damaged in ("", "[1]", '{"normal": {"text": 3, "nothing": 4}}', '{"fault": 3}'):
        kept.write_text(damaged, encoding="utf-8")
        assert converted(page, "html", "a.html", tmp_path) == first
