"""Readers: texts become documents whose passages point back to their exact words."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import readers
from corpus.errors import UnreadableError
from corpus.readers.text import date_of, sentences, title_of
from corpus.texts.library import Folder, read_library


def written(folder: Path, name: str, text: str | bytes) -> Path:
    """A file in a folder."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


HEAD = "---\ntitle: On drag\nauthority: canonical\ndate: 2026-05-07\ntags: [ALVH, drag]\n---\n"


def test_front_matter_is_read_and_the_text_starts_right_after_it(tmp_path: Path) -> None:
    document, problems = readers.read(written(tmp_path, "methodology/drag.md", HEAD + "# On drag\n\nWords.\n"), tmp_path)
    assert document is not None
    assert (document.title, document.authority, document.date) == ("On drag", "canonical", "2026-05-07")
    assert document.tags == ("ALVH", "drag")
    assert document.text == "# On drag\n\nWords.\n"
    assert document.path == "methodology/drag"
    assert problems == ()


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("---\nauthority: gospel\n---\n", "authority 'gospel' is unknown"),
        ("---\ndate: 7 May\n---\n", "date '7 May' is not a date"),
        ("---\ntitle: T\nno line of ours\n---\n", "'no line of ours' is no known line"),
    ],
)
def test_a_fault_in_the_front_matter_is_a_problem_and_the_text_is_read(tmp_path: Path, head: str, said: str) -> None:
    document, problems = readers.read(written(tmp_path, "a.md", head + "Words.\n"), tmp_path)
    assert document is not None
    assert document.text == "Words.\n"
    assert said in problems[0].what


def test_a_long_paragraph_is_cut_at_sentence_ends(tmp_path: Path) -> None:
    sentence = "The hedge costs something in every quiet month. "
    written(tmp_path, "a.txt", sentence * 60)
    passages = read_library([Folder(root=tmp_path)]).passages
    assert len(passages) > 2
    assert all(p.text.endswith(".") and len(p.text) <= 900 for p in passages)


@pytest.mark.parametrize("raw", [b"a\r\nb\r\n\r\nc", b"\xef\xbb\xbfa\r\nb\r\n\r\nc", b"a\rb\r\rc"])
def test_line_ends_and_byte_order_marks_do_not_move_spans(tmp_path: Path, raw: bytes) -> None:
    written(tmp_path, "a.txt", raw)
    assert [p.text for p in read_library([Folder(root=tmp_path)]).passages] == ["a\nb", "c"]


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00a", b"abc\x00def"])
def test_what_is_no_text_is_refused(tmp_path: Path, raw: bytes) -> None:
    written(tmp_path, "a.md", raw)
    with pytest.raises(UnreadableError):
        read_library([Folder(root=tmp_path)])


def test_sentences_do_not_end_at_decimals_or_abbreviations() -> None:
    text = "Drag is 0.4% to 1.2% vs. nothing, e.g. A month. “Quoted.” Then (so it goes.) End"
    found = [text[a:b] for a, b in sentences(text, 0, len(text))]
    assert found == ["Drag is 0.4% to 1.2% vs. nothing, e.g. A month.", "“Quoted.”", "Then (so it goes.)", "End"]


def test_title_and_date_are_taken_from_the_first_lines() -> None:
    text = "Category\n\nWhat does it cost?\n\nA Team · May 7, 2026 · 0 views\n\nA long text."
    assert title_of(text) == "What does it cost?"
    assert date_of(text) == "2026-05-07"
    assert title_of("# Heading\n\nIs it so?") == "Heading"
    assert date_of("no date, Smarch 13, 2026") is None
    assert date_of("Feb 30, 2026") is None


def test_a_later_folder_replaces_a_document_of_the_same_path(tmp_path: Path) -> None:
    written(tmp_path / "one", "m/a.md", "First.")
    written(tmp_path / "two", "m/a.md", "Second.")
    library = read_library([Folder(root=tmp_path / "one"), Folder(root=tmp_path / "two")])
    assert [d.text for d in library.documents] == ["Second."]


def test_one_changed_byte_changes_the_digest(tmp_path: Path) -> None:
    file = written(tmp_path, "a.md", "Words.")
    before = read_library([Folder(root=tmp_path)]).digest
    file.write_bytes(b"Words!")
    assert read_library([Folder(root=tmp_path)]).digest != before


def test_hidden_and_foreign_files_are_left_alone(tmp_path: Path) -> None:
    written(tmp_path, ".git/a.md", "Hidden.")
    written(tmp_path, "a.csv", "x,y")
    assert read_library([Folder(root=tmp_path)]).documents == ()


def test_a_text_that_opens_with_a_rule_keeps_its_first_paragraph(tmp_path: Path) -> None:
    text = "---\nA first paragraph.\n---\nMore.\n"
    document, _ = readers.read(written(tmp_path, "a.md", text), tmp_path)
    assert document is not None
    assert document.text == text


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    written(tmp_path, "a.md", "One.")
    written(tmp_path, "a.txt", "Two.")
    with pytest.raises(UnreadableError, match="has the same name as"):
        read_library([Folder(root=tmp_path)])
