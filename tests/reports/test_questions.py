"""`questions.toml`: an editor's reading of a question is followed for it and its near twins, and for no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import UnreadableError
from qa.answer import answer
from qa.document import FIGURES_NAMED, LEFT_TO_TEXTS
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


ASKED = "What does the hedge cost?"


def test_a_question_is_left_to_the_texts_where_an_editor_says_so_and_its_plan_tells_it(tmp_path: Path) -> None:
    materials = materials_of(Desk(root=tmp_path, settings=DeskFile(), cache=tmp_path / "cache"))
    before = answer(ASKED, materials)
    assert before.figures
    assert not before.plan.settled
    (tmp_path / "questions.toml").write_text(f'[[question]]\ntext = "{ASKED}"\nanswer = "texts"\n', encoding="utf-8")
    told = materials_of(Desk(root=tmp_path, settings=DeskFile(), cache=tmp_path / "cache"))
    after = answer(ASKED, told)
    assert (after.kind, after.status, after.plan.keys) == ("method", "answered", ())
    assert after.plan.settled == LEFT_TO_TEXTS
    assert any("cost" in source.quote for source in after.sources)


def test_a_term_that_is_left_to_the_texts_is_a_page_of_that_term(tmp_path: Path) -> None:
    text = "What is maximum drawdown?"
    (tmp_path / "questions.toml").write_text(f'[[question]]\ntext = "{text}"\nanswer = "texts"\n', encoding="utf-8")
    document = answer(text, materials_of(Desk(root=tmp_path, settings=DeskFile(), cache=tmp_path / "cache")))
    assert document.kind == "term"


def test_figures_that_an_editor_names_account_for_a_month_too(tmp_path: Path) -> None:
    text = "Why did the account lose money in February 2018?"
    (tmp_path / "questions.toml").write_text(f'[[question]]\ntext = "{text}"\nfigures = ["trades.win_rate"]\n', encoding="utf-8")
    document = answer(text, materials_of(Desk(root=tmp_path, settings=DeskFile(), cache=tmp_path / "cache")))
    assert document.plan.keys[0] == "trades.win_rate"
    assert document.plan.settled == FIGURES_NAMED


def test_a_question_is_answered_from_the_texts_or_by_figures(tmp_path: Path) -> None:
    file = tmp_path / "questions.toml"
    file.write_text(FILE + 'answer = "texts"\n', encoding="utf-8")
    with pytest.raises(UnreadableError, match="answered from the texts and names figures too"):
        read_corrections(file)


def test_a_desk_without_the_file_has_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "questions.toml") == ()
