"""What is for the texts: learned from what readers ask of passages, and known by its digest."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from corpus.texts.library import Folder, read_library, shipped_folder
from qa.understand import weights
from qa.understand.for_texts import ForTexts, load, told_of
from qa.understand.reader import read_question
from tests.eval.scoring import FOR_TEXTS, left_out_scores


def test_weights_that_were_not_fitted_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / weights.FOLDER
    folder.mkdir()
    (folder / weights.FOR_TEXTS_TOLD).write_text(json.dumps({"sha256": "00"}))
    (folder / weights.FOR_TEXTS).write_bytes(b"else")
    monkeypatch.setattr(weights, "files", lambda _: tmp_path)
    with pytest.raises(weights.WeightsError, match="not the file"):
        weights.read_for_texts()


def test_what_is_told_of_a_question_is_bounded() -> None:
    told = told_of(np.array([-50.0, 0.0]), np.array(40.0))
    assert told.tolist() == [-6.0, 0.0, 3.0, 1.0]


def test_a_model_without_weights_says_as_much_for_either() -> None:
    empty = ForTexts(words=np.zeros(3, np.int8), step=1.0, told=np.zeros(4))
    row = type("Row", (), {"columns": np.array([0, 2]), "values": np.array([1.0, 0.5], np.float32)})()
    assert empty.probability(row, np.array([-1.0, -0.5]), 2.0) == 0.5
    assert load().words.dtype == np.int8


def test_of_writers_left_out_figures_stay_figures_and_texts_are_told_more_often() -> None:
    rows = [(row, scores) for row, scores in left_out_scores() if row.kind in {"cost", "method", "term"}]
    figures = [scores.for_texts >= 0.5 for row, scores in rows if row.kind == "cost"]
    texts = [(scores.for_texts >= 0.5, scores.kind in {"cost", "mixed"}) for row, scores in rows if row.kind != "cost"]
    assert sum(figures) / len(figures) < 0.03
    assert sum(found for found, _ in texts) / len(texts) > 0.8
    taken = [found for found, for_figures in texts if for_figures]
    assert sum(taken) / len(taken) > 0.35, "of those that the kinds alone take for figures"
    with np.load(FOR_TEXTS) as held:
        assert len(held["ids"]) == len(held["for_texts"])


def test_what_readers_ask_of_passages_is_for_the_texts() -> None:
    asks = [ask for p in read_library([Folder(root=shipped_folder())]).passages for ask in p.asks][::12]
    found = [read_question(ask).for_texts >= 0.5 for ask in asks]
    assert sum(found) / len(found) > 0.7
