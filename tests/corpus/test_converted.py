"""Files of other kinds: each passage is the text that stands at its place, by another reader's account."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import html5lib
import pytest

from corpus.readers.text import sentences
from corpus.texts.documents import Document, Passage
from corpus.texts.library import Folder, Library, read_library
from tests.corpus.documents import SUBJECTS, book, paragraph, saved_page, two_columns, word_file


def read(folder: Path) -> Library:
    """The library of a folder, whose every file can be read."""
    library = read_library([Folder(root=folder)], folder.parent / "converted")
    assert library.problems == ()
    return library


def letters(text: str) -> str:
    """Letters and digits alone: hyphens, marks of lists and tables and spaces are not compared."""
    return re.sub(r"[\W_]+", "", text.casefold())


def ordered(text: str) -> str:
    """The same of a text whose items are numbered, without the numbers that a list gives them."""
    return letters(re.sub(r"^\s*\d+\. ", "", text, flags=re.MULTILINE))


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF in two columns."""
    folder = tmp_path_factory.mktemp("pdf") / "texts"
    folder.mkdir()
    return two_columns(folder / "notes.pdf")


@pytest.fixture(scope="module")
def of_pdf(pdf: Path) -> Library:
    """The library with it."""
    return read(pdf.parent)


def test_what_a_pdf_says_of_itself_is_read(of_pdf: Library) -> None:
    (document,) = of_pdf.documents
    assert (document.title, document.kind, document.original) == ("Notes on the hedge", "pdf", "notes.pdf")
    assert (document.author, document.date, document.byline) == ("Ann Writer", "2026-03-04", "Ann Writer · March 4, 2026")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext")
def test_each_passage_of_a_pdf_stands_on_its_page(pdf: Path, of_pdf: Library) -> None:
    (document,) = of_pdf.documents
    assert len(document.pages) >= 3
    pages = [""]
    for page in range(1, len(document.pages) + 1):
        told = subprocess.run(
            ["pdftotext", "-f", str(page), "-l", str(page), pdf, "-"], capture_output=True, text=True, check=True
        )
        pages.append(letters(told.stdout))
    for passage in of_pdf.passages:
        assert passage.page is not None
        for place, part in _by_page(passage):
            assert _stretches(letters(part), pages[place]) <= max(3, part.count("\n") + 1), passage.text


def _stretches(said: str, page: str) -> int:
    """In how many stretches words stand on a page; a paragraph in two columns may stand in two."""
    at = n = 0
    while at < len(said):
        end = next((end for end in range(len(said), at, -1) if said[at:end] in page), at)
        assert end - at >= min(15, len(said) - at), said[at:]
        at, n = end, n + 1
    return n


def _by_page(passage: Passage) -> list[tuple[int, str]]:
    """The parts of a passage on each page that it goes over."""
    document = passage.document
    turns = [start for start in document.pages if passage.start < start < passage.end]
    ends = zip([passage.start, *turns], [*turns, passage.end], strict=True)
    return [(document.page_at(a) or 0, document.text[a:b]) for a, b in ends]


def test_columns_are_read_one_after_the_other_and_words_are_whole(of_pdf: Library) -> None:
    (document,) = of_pdf.documents
    flat = " ".join(document.text.split())
    texts = [text for i in range(len(SUBJECTS)) for text in (paragraph(i), paragraph(i, 500))]
    told = [text[a:b] for text in texts for a, b in sentences(text, 0, len(text))]
    places = [flat.find(sentence) for sentence in told]
    assert [sentence for sentence, place in zip(told, places, strict=True) if place < 0] == []
    assert places == sorted(places)


def test_headings_items_and_rows_of_a_pdf_are_told_apart(of_pdf: Library) -> None:
    (document,) = of_pdf.documents
    assert {f"On the {s}" for s in SUBJECTS} <= {p.section for p in of_pdf.passages}
    assert "- First comes the short layer in the morning.\n- Second, the short layer is looked at again" in document.text
    assert (
        "| Layer | Rolled at | Share |\n|---|---|---|\n| short layer | 7 days | 50.5% |\n| medium layer | 8 days | 51.5% |"
        in document.text
    )


def test_running_heads_and_page_numbers_are_left_out(of_pdf: Library) -> None:
    (document,) = of_pdf.documents
    assert "Hedge Notes 2026" not in document.text
    assert not re.search(r"Page \d", document.text)


def test_the_main_text_of_a_web_page_is_read_and_no_furniture(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    file = saved_page(folder / "rolling.html")
    library = read(folder)
    (document,) = library.documents
    tree = html5lib.parse(file.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    shown = letters("".join(tree.find(".//article").itertext()))
    for passage in library.passages:
        assert all(ordered(line) in shown for line in passage.text.split("\n")), passage.text
    assert paragraph(0) in document.text
    assert paragraph(1) in document.text
    for furniture in ("cookies", "Sign in", "helpful", "Popular", "Related", "Facebook", "rights reserved", "120 views", "var a"):
        assert furniture not in document.text
    assert (
        "- Sell the old call first.\n- Buy the new call within a minute.\n  1. Use a limit order.\n  2. Never chase."
        in document.text
    )
    assert "| short | 7 days left |" in document.text


def test_what_a_web_page_says_of_itself_is_read(tmp_path: Path) -> None:
    (document,) = read(saved_page(tmp_path / "rolling.html").parent).documents
    assert (document.title, document.author, document.date) == ("Rolling the hedge", "Ann Writer", "2026-03-04")
    assert (document.tags, document.terms) == (("hedge", "roll", "VIX calls"), ("Roll", "Layer"))
    assert document.disclaimer == "Risk Disclaimer: Options involve risk and are not for everyone."
    assert (document.url, document.page_at(0), document.link_at(0)) == (
        "https://example.org/rolling",
        None,
        "https://example.org/rolling",
    )


@pytest.mark.parametrize("name", ["page.txt", "page.md", "page.htm"])
def test_a_web_page_under_another_ending_is_read_as_what_it_is(tmp_path: Path, name: str) -> None:
    library = read(saved_page(tmp_path / name).parent)
    assert library.documents[0].kind == "html"
    assert not [p for p in library.passages if "<" in p.text]


@pytest.mark.parametrize("name", ["notes.txt", "notes.md", "notes.html"])
def test_a_pdf_under_another_ending_is_read_as_what_it_is(tmp_path: Path, pdf: Path, name: str) -> None:
    (tmp_path / name).write_bytes(pdf.read_bytes())
    assert read(tmp_path).documents[0].kind == "pdf"


def test_a_word_file_is_read_with_its_headings_lists_and_tables(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    file = word_file(folder / "rules.docx")
    library = read(folder)
    (document,) = library.documents
    assert (document.title, document.author, document.tags) == ("The rules of the desk", "Ann Writer", ("rules", "desk"))
    assert document.date == "2026-02-01"
    told = docx.Document(str(file))
    shown = [letters(p.text) for p in told.paragraphs] + [
        letters("".join(c.text for c in row.cells)) for row in told.tables[0].rows
    ]
    for passage in library.passages:
        lines = [line for line in passage.text.split("\n") if letters(line)]
        assert all(any(letters(line) in text for text in shown) for line in lines), passage.text
    said = letters(document.text)
    assert all(text in said for text in shown)
    assert "- Never sell the short layer at the open.\n- Tell the client before the short layer changes." in document.text
    assert {"Rules of the short layer", "Rules of the long layer"} <= {p.section for p in library.passages}


def test_what_is_deleted_in_review_is_left_out_and_what_is_inserted_is_read(tmp_path: Path) -> None:
    from lxml import etree

    made = docx.Document()
    words = made.add_paragraph("The hedge is ")._p
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for tag, text, said in (("ins", "t", "held in every regime."), ("del", "delText", "sold.")):
        run = f'<w:{tag} xmlns:w="{space}" w:id="1" w:author="a"><w:r><w:{text}>{said}</w:{text}></w:r></w:{tag}>'
        words.append(etree.fromstring(run))
    made.save(str(tmp_path / "a.docx"))
    assert read(tmp_path).documents[0].text == "The hedge is held in every regime.\n"


def test_a_book_is_read_in_the_order_of_its_chapters(tmp_path: Path) -> None:
    (document,) = read(book(tmp_path / "book.epub").parent).documents
    assert (document.title, document.author, document.date) == ("A book", "Ann Writer", "2026-02-03")
    assert document.text == f"# One\n\n{paragraph(2)}\n\n# Two\n\n{paragraph(3)}\n"


def test_a_file_is_converted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    saved_page(folder / "rolling.html")
    first = read(folder)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("it is converted again")

    monkeypatch.setattr(subprocess, "run", never)
    assert read(folder).digest == first.digest
    assert [p.text for p in read(folder).passages] == [p.text for p in first.passages]


def test_conversions_are_the_same_each_time(tmp_path: Path, pdf: Path) -> None:
    twice = []
    for n in range(2):
        (tmp_path / f"t{n}").mkdir()
        (tmp_path / f"t{n}" / "a.pdf").write_bytes(pdf.read_bytes())
        twice.append(read_library([Folder(root=tmp_path / f"t{n}")]).documents[0])
    assert twice[0] == twice[1]


def test_pages_without_text_hold_nothing() -> None:
    text = "One.\n\nThree.\n"
    document = Document(path="a", title="A", authority="article", date=None, text=text, digest="", pages=(0, 6, 6))
    assert [document.page_at(place) for place in (0, 5, 6, 11)] == [1, 1, 3, 3]
    assert document.page_at(0) == 1


@pytest.mark.parametrize(("package", "name"), [("lxml", "a.html"), ("pypdfium2", "a.pdf")])
def test_a_package_that_is_missing_is_named_with_what_to_install(
    tmp_path: Path, pdf: Path, monkeypatch: pytest.MonkeyPatch, package: str, name: str
) -> None:
    absent = tmp_path / "absent"
    absent.mkdir()
    (absent / f"{package}.py").write_text(f"raise ModuleNotFoundError(name={package!r})\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(absent))
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / name).write_bytes(
        pdf.read_bytes() if name.endswith("pdf") else b"<html><body><p>The hedge is rolled.</p></body></html>"
    )
    (problem,) = read_library([Folder(root=folder)], tmp_path / "kept").problems
    assert problem.what == f"needs the package {package}, which is not installed"
    assert problem.mend == "install it with pip install 'hedgecite[documents]'"
    monkeypatch.undo()
    assert read_library([Folder(root=folder)], tmp_path / "kept").problems == ()


def test_reading_plain_texts_imports_no_reader_of_other_files() -> None:
    code = (
        "import sys; from corpus.texts.library import *; read_library([Folder(root=shipped_folder(), sample=True)]);"
        "print([m for m in ('lxml', 'pypdfium2', 'subprocess', 'zipfile', 'corpus.readers.conversion') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
