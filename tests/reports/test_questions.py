"""`questions.toml`: an editor's reading of a question is followed for it and its near twins, and for no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import UnreadableError
from qa.answer import answer
from reports.desk import Desk, DeskFile, materials_of
from reports.questions import read_corrections

FILE = '[[question]]\ntext = "What do the umbrellas swallow in 2018?"\nfigures = ["premium.spent"]\n'


def test_a_corrected_reading_is_followed_for_the_question_and_its_twins(tmp_path: Path) -> None:
    (tmp_path / "questions.toml").write_text(FILE, encoding="utf-8")
    materials = materials_of(Desk(root=tmp_path, settings=DeskFile(), cache=tmp_path / "cache"))
    for text in ("What do the umbrellas swallow in 2018?", "what do the umbrellas swallow in March 2016"):
        document = answer(text, materials)
        assert document.plan.keys[0] == "premium.spent"
        assert document.status == "answered"
    assert answer("What is the win rate?", materials).plan.keys[0] == "trades.win_rate"


def test_a_figure_that_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "questions.toml"
    file.write_text(FILE.replace("premium.spent", "premium.nothing"), encoding="utf-8")
    with pytest.raises(UnreadableError, match="not a figure"):
        read_corrections(file)


def test_a_desk_without_the_file_has_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "questions.toml") == ()
