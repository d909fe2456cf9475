"""Passages: they follow a text's structure, no word is lost between them, and no sentence is cut."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import readers
from corpus.readers.markdown import SMALL
from corpus.readers.text import blocks, sentences
from corpus.texts.documents import Document, Passage, digest_of
from corpus.texts.glossary import read_glossary

LONG = " ".join(["The hedge costs something in every quiet month, and it pays in a few."] * 10)


def document(text: str, path: str = "a") -> Document:
    """A document of a text."""
    return Document(path=path, title="T", authority="article", date=None, text=text, digest=digest_of(text))


def passages(text: str, suffix: str = ".md") -> tuple[Passage, ...]:
    """Its passages."""
    return readers.passages(document(text), suffix)


def test_a_small_section_is_one_passage_under_all_its_headings() -> None:
    listed = "Roll it when:\n\n- VIX is low;\n- time is short.\n\nElse wait."
    text = f"# A\n\nOne two.\nStill one.\n\n## B\n\n{listed}\n\n# C\n\nLast “é” words."
    made = passages(text)
    assert [(p.headings, p.text) for p in made] == [
        (("A",), "One two.\nStill one."),
        (("A", "B"), listed),
        (("C",), "Last “é” words."),
    ]
    assert [made[1].document.text[a:b] for a, b in blocks(text, made[1].start, made[1].end)] == [
        "Roll it when:",
        "VIX is low;",
        "time is short.",
        "Else wait.",
    ]


def test_a_longer_section_is_cut_into_its_paragraphs_items_and_code() -> None:
    text = f"# A\n\n{LONG}\n\n- first\n- second\n\n```\n# no heading\n\nx\n```\n"
    assert [p.text for p in passages(text)][-3:] == ["- first", "- second", "```\n# no heading\n\nx\n```"]


def test_sections_of_the_same_name_stay_apart() -> None:
    assert [p.text for p in passages("# A\n\none\n\n# A\n\ntwo\n")] == ["one", "two"]


def test_a_heading_may_be_underlined() -> None:
    text = "Title\n=====\n\nFirst.\n\nPart\n----\n\nSecond.\n\n---\n\nThird.\n"
    assert [(p.headings, p.text) for p in passages(text)] == [
        (("Title",), "First."),
        (("Title", "Part"), "Second.\n\n---\n\nThird."),
    ]


@pytest.mark.parametrize("text", ["---\n", "| a | b |\n|---|---|\n| c | d |\n", "- item\n---\n", "```\nx\n---\n```\n"])
def test_a_rule_or_a_table_makes_no_heading(text: str) -> None:
    assert all(p.headings == () for p in passages(text))


def test_what_holds_no_word_is_no_passage() -> None:
    assert passages("# A\n\n***\n\n") == passages("* * *\n\n…\n", ".txt") == ()


def test_a_term_is_defined_by_the_first_paragraph_of_its_page() -> None:
    page = document("A letter.\n\nIt is the first one.\n\n## In technical words\n\nU+0041.\n", "glossary/a")
    glossary, problems = read_glossary([page], readers.passages(page, ".md"))
    assert [(t.definition, t.technical and t.technical.text) for t in glossary.terms] == [("A letter.", "U+0041.")]
    assert problems == ()


SAID = "The hedge VIX 20 paid. lost 1.2% e.g. roll it? (No.) “Yes.” é".split()
WORDS = st.lists(st.sampled_from(SAID), min_size=1, max_size=60)
LINES = st.one_of(
    WORDS.map(" ".join),
    WORDS.map(lambda words: "- " + " ".join(words)),
    WORDS.map(lambda words: "## " + " ".join(words)),
    st.sampled_from(["", "---", "```", "| a | b |", "* * *", "====", "  1. one", "> quoted"]),
)
TEXTS = st.lists(LINES, max_size=30).map("\n".join)


@given(TEXTS)
def test_passages_and_headings_rebuild_a_markdown_text(text: str) -> None:
    made = passages(text)
    gaps, at = [], 0
    for passage in made:
        assert at <= passage.start < passage.end
        gaps.append(text[at : passage.start])
        at = passage.end
    gaps.append(text[at:])
    assert "".join(gap + p.text for gap, p in zip(gaps, made, strict=False)) + gaps[-1] == text
    assert not [line for gap in gaps for line in _unheaded(gap)]


def _unheaded(gap: str) -> list[str]:
    """The lines of words that are no headings."""
    lines = [line.strip() for line in gap.split("\n")]
    under = [*lines[1:], ""]
    told = zip(lines, under, strict=True)
    return [a for a, b in told if re.search(r"\w", a) and not a.startswith("#") and not re.fullmatch("=+|-+", b)]


@given(TEXTS)
def test_no_sentence_is_cut(text: str) -> None:
    for passage in passages(text):
        told = [*sentences(text, passage.start, passage.end)]
        assert told[-1][1] == passage.end
        assert passage.end - passage.start <= max(SMALL, 900, *(b - a for a, b in told))
