"""Tables, lists and desks without a backtest: what the texts say is shown, and said to be no more than that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.index.embedding import MiniLM
from corpus.index.index import Index
from corpus.texts.library import Folder, read_library
from qa.answer import Materials, answer
from qa.document import AnswerDocument
from qa.evidence.tables import rows_of
from tests.checks import as_dict, faults

RULES = """---
title: House rules for hedged accounts
authority: methodology
---
# Fees

The yearly fee depends on the size of the account.

| Account | Annual fee | Note |
|:--------|-----------:|------|
| Below $250,000 | 1.10% | |
| From $250,000 | 0.85% | by agreement |

# Orders of the desk

- Any change of the hedge ratio is signed by two partners
- A verbal approval lapses at the end of the day
"""
CRAB = """---
title: Crab roll
---
Closing the nearest layer and buying the next one sideways, at the same strike, within five minutes.
"""


@pytest.fixture(scope="module")
def without_backtest(tmp_path_factory: pytest.TempPathFactory) -> Materials:
    root: Path = tmp_path_factory.mktemp("texts")
    for name, text in (("methodology/rules.md", RULES), ("glossary/crab-roll.md", CRAB)):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    library = read_library([Folder(root=root, sample=False)])
    search = Index(library.passages, library.glossary, MiniLM(), root / "cache")
    return Materials(library=library, search=search, backtests=(), desk="own", version="0")


def said(document: AnswerDocument) -> str:
    return document.summary[0].text


def test_the_row_that_answers_is_quoted_under_the_headings_of_its_columns(without_backtest: Materials) -> None:
    document = answer("What annual fee do accounts below $250,000 pay?", without_backtest)
    assert said(document) == "“Account”: “Below $250,000”, “Annual fee”: “1.10%” [S1]"
    assert document.status == "partial"
    assert document.reason is not None
    assert "no backtest" in document.reason.text
    assert not faults(as_dict(document))


def test_an_item_of_a_list_answers_without_a_full_stop(without_backtest: Materials) -> None:
    document = answer("How long does a verbal approval last?", without_backtest)
    assert "“A verbal approval lapses at the end of the day”" in said(document)
    assert document.status == "answered"


def test_a_term_that_no_text_uses_is_told_without_a_section_on_its_use(without_backtest: Materials) -> None:
    document = answer("What is a crab roll?", without_backtest)
    assert said(document).startswith("“Closing the nearest layer")
    assert not any(section.heading.text == "Where the texts use it" for section in document.sections)


def test_a_question_on_figures_is_told_the_texts_where_there_is_no_backtest(materials: Materials) -> None:
    document = answer("What did the hedge cost in 2018?", replace(materials, backtests=()))
    assert document.status == "partial"
    assert document.summary
    assert not document.figures


def test_cells_are_read_with_escaped_bars_missing_ends_and_without_a_rule() -> None:
    text = "| a \\| b | c\n|---|---|\n| 1 | 2 | 3 |\n\n| x | |\n"
    told = [[(h and text[slice(*h)], text[slice(*c)]) for h, c in row.cells] for row in rows_of(text, 0, len(text))]
    assert told == [[("a \\| b", "1"), ("c", "2"), (None, "3")], [(None, "x")]]
