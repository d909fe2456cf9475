"""Models in a process of their own give what they give here, and nothing is lost where the process can't."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from corpus.index.embedding import MiniLM
from qa.understand import models_apart
from qa.understand.encoder import Tuned
from qa.understand.models_apart import EMBEDDER, ENCODER
from qa.understand.weights import read_told

_KILLED = """
import os, signal
from qa.understand.models_apart import ENCODER, models_apart
with models_apart([ENCODER]) as apart:
    print(apart._process.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
QUESTION = "What did the hedge cost in March 2018?"


def test_vectors_are_those_that_are_made_here() -> None:
    here, tokens = MiniLM().embed_tokens([QUESTION])
    with models_apart.models_apart([ENCODER, EMBEDDER]) as apart:
        assert apart is not None
        row, told = apart.vectors(EMBEDDER, QUESTION)
        encoded = apart.vectors(ENCODER, QUESTION)
    assert np.array_equal(row, here[0])
    assert np.array_equal(told, tokens[0])
    assert np.array_equal(encoded, Tuned(read_told()["encoder"])([QUESTION]))


def test_a_model_asks_the_process_for_one_text_and_works_itself_on_many(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    model = MiniLM()
    vector, tokens = np.ones(384, dtype=np.float32), np.ones((2, 384), dtype=np.float32)

    def elsewhere(text: str) -> tuple[np.ndarray, np.ndarray]:
        asked.append(text)
        return vector, tokens

    model.use(elsewhere)
    assert np.array_equal(model.embed([QUESTION]), vector[None, :])
    assert len(model.embed([QUESTION, "another"])) == 2
    model.use(None)
    assert not np.array_equal(model.embed([QUESTION]), vector[None, :])
    assert asked == [QUESTION]


def test_a_process_that_has_died_is_no_loss() -> None:
    with models_apart.models_apart([ENCODER]) as apart:
        assert apart is not None
        os.kill(apart._process.pid, signal.SIGKILL)
        assert apart.vectors(ENCODER, QUESTION) is None
        encoder = Tuned(read_told()["encoder"])
        encoder.use(lambda text: apart.vectors(ENCODER, text))
        assert encoder([QUESTION]).shape == (1, 384)


def test_a_model_that_was_not_asked_for_or_fails_to_load_is_none() -> None:
    with models_apart.models_apart([ENCODER]) as apart:
        assert apart is not None
        assert apart.vectors(EMBEDDER, QUESTION) is None
        assert apart.vectors(ENCODER, QUESTION) is not None


def test_no_process_where_none_can_be_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    with models_apart.models_apart([ENCODER]) as apart:
        assert apart is None


def test_it_ends_with_the_block_and_with_whoever_asked() -> None:
    with models_apart.models_apart([ENCODER]) as apart:
        assert apart is not None
        process = apart._process
    assert process.poll() is not None
    killed = subprocess.run([sys.executable, "-c", _KILLED], capture_output=True, check=False)  # it leaves no other behind
    grandchild = int(killed.stdout)
    deadline = time.monotonic() + 60
    while _alive(grandchild) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(grandchild)


def test_a_folder_of_ones_own_takes_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "numpy.py").write_text("raise SystemExit(1)\n")
    monkeypatch.chdir(tmp_path)
    with models_apart.models_apart([ENCODER]) as apart:
        assert apart is not None
        assert apart.vectors(ENCODER, QUESTION) is not None


def _alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and is not yet buried doesn't."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
