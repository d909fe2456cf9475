"""The shipped texts: every claim stands where the table says, and every term has what a reader needs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.texts.documents import AUTHORITIES
from corpus.texts.library import Folder, Library, read_library, shipped_folder
from tests.conftest import ROOT

Row = tuple[str, ...]
TABLE = (ROOT / "tests/spec/corpus.md").read_text(encoding="utf-8")


def rows(width: int) -> list[Row]:
    """The rows of the tables with so many columns, heads and rules left out."""
    cells = [tuple(c.strip() for c in line.strip("|").split(" | ")) for line in TABLE.split("\n") if line.startswith("| ")]
    return [row for row in cells if len(row) == width and row[0] not in {"claim", "term"}]


@pytest.fixture(scope="module")
def library() -> Library:
    """The shipped corpus."""
    return read_library([Folder(root=shipped_folder(), sample=True)])


@pytest.mark.parametrize("row", rows(3), ids=lambda row: row[0])
def test_each_claim_stands_in_one_passage(row: Row, library: Library) -> None:
    _, path, words = (cell.strip() for cell in row)
    holding = [p for p in library.passages if p.document.path == path and words in p.text]
    assert len(holding) == 1


@pytest.mark.parametrize("row", rows(2), ids=lambda row: row[0])
def test_each_term_has_its_page(row: Row, library: Library) -> None:
    name, path = (cell.strip() for cell in row)
    assert [d.title for d in library.documents if d.path == path] == [name]


def test_the_table_is_read() -> None:
    assert len(rows(3)) >= 70
    assert len(rows(2)) >= 50


def test_there_are_texts_of_every_authority_and_none_has_a_fault(library: Library) -> None:
    texts = [d for d in library.documents if d.path.startswith("methodology/")]
    assert library.problems == ()
    assert len(texts) >= 18
    assert all(Counter(d.authority for d in texts)[a] >= 5 for a in AUTHORITIES if a != "manifest")
    assert all(d.date and d.tags for d in texts)


def test_each_term_is_explained_twice_and_refers_to_others(library: Library) -> None:
    terms = library.glossary.terms
    assert len(terms) >= 50
    for term in terms:
        assert term.technical is not None, term.slug
        assert term.technical.text != term.passage.text
        assert term.see_also, term.slug
        assert term.slug not in term.see_also


def test_no_name_means_two_terms(library: Library) -> None:
    names = Counter(name.casefold() for term in library.glossary.terms for name in term.names)
    assert [name for name, n in names.items() if n > 1] == []


def test_a_reference_to_no_term_is_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "glossary"
    folder.mkdir()
    (folder / "a.md").write_text("---\ntitle: A\nsee_also: [b]\n---\nA is a letter.\n", encoding="utf-8")
    problems = read_library([Folder(root=folder.parent)]).problems
    assert [(p.code, p.file) for p in problems] == [("see-also", "glossary/a.md")]


def test_a_name_within_a_longer_one_is_not_the_term(library: Library) -> None:
    found = [t.slug for t in library.glossary.found_in("Is the break-even point of the Temporal Theta Cash Press far?")]
    assert found == ["break-even-point", "big-top"]
