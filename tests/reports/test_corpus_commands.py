"""The editor's commands: texts of every kind are added, replaced, listed, checked and taken away."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from corpus.texts.library import Folder, read_library
from tests.checks import faults
from tests.corpus.documents import packed, paragraph, saved_page, two_columns, word_file
from tests.corpus.hostile import HOSTILE
from tests.reports.command import Command

HEDGE = "The hedge is held in every regime, since whoever buys it only when it seems needed buys it when it is dear."


@pytest.fixture
def desk(run: Command, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk without the sample, in whose folder commands run."""
    run("init", "desk", "--no-sample")
    monkeypatch.chdir("desk")
    return Path.cwd()


def own(run: Command) -> dict[str, dict[str, object]]:
    """The desk's own texts by path."""
    listed = json.loads(run("corpus", "list", "--own", "--format", "json").out)["documents"]
    return {d["path"]: d for d in listed}


def test_a_pdf_is_added_as_markdown_that_keeps_its_pages(run: Command, desk: Path) -> None:
    two_columns(Path("notes.pdf"))
    done = run("corpus", "add", "notes.pdf")
    assert (done.code, done.err) == (0, "")
    assert own(run)["methodology/notes-on-the-hedge"]["pages"] == 3
    library = read_library([Folder(root=desk / "corpus")])
    assert {p.page for p in library.passages} == {1, 2, 3}
    assert library.documents[0].original == "notes.pdf"


def test_pages_are_dropped_where_the_text_was_changed(run: Command, desk: Path) -> None:
    two_columns(Path("notes.pdf"))
    file = Path(run("corpus", "add", "notes.pdf").out.strip())
    file.write_text(file.read_text(encoding="utf-8").replace("basis points", "points"), encoding="utf-8")
    library = read_library([Folder(root=desk / "corpus")])
    assert {p.page for p in library.passages} == {None}
    assert [p.what for p in library.problems] == ["its text was changed, so its pages are not known"]


def test_folders_and_zips_are_added_and_what_cant_be_read_is_left_out(run: Command, desk: Path) -> None:
    texts = Path("../texts")
    (texts / "glossary").mkdir(parents=True)
    (texts / "a.md").write_text(f"# On the hedge\n\n{HEDGE}\n", encoding="utf-8")
    (texts / "glossary" / "roll.md").write_text("# Roll\n\nSelling a call and buying a later one.\n", encoding="utf-8")
    (texts / "scan.pdf").write_bytes(HOSTILE["scanned.pdf"][0]())
    (texts / "more.zip").write_bytes(packed({"b.txt": paragraph(1), "inner.zip": packed({"c.txt": "words"})}))
    done = run("corpus", "add", texts)
    assert done.code == 1
    assert "left out: scan.pdf: error: holds no text, only pictures of pages" in done.err
    assert "is a zip within a zip" in done.err
    assert {p.split("/")[0] for p in own(run)} == {"methodology", "glossary"}
    assert len(own(run)) == 3


@pytest.mark.parametrize("name", ["encrypted.pdf", "bomb.docx", "nested.html", "laughs.epub", "picture.md"])
def test_a_named_file_that_cant_be_read_stops_all_of_it(run: Command, desk: Path, name: str) -> None:
    Path(name).write_bytes(HOSTILE[name][0]())
    Path("good.md").write_text(HEDGE, encoding="utf-8")
    done = run("corpus", "add", "good.md", name)
    assert (done.code, done.err.count("\n")) == (3, 1)
    assert done.err.startswith(f"hedgecite: {name}: ")
    assert not list((desk / "corpus").rglob("*.md"))


def test_a_zip_that_unpacks_to_too_much_is_refused(run: Command, desk: Path) -> None:
    with zipfile.ZipFile("bomb.zip", "w", zipfile.ZIP_DEFLATED) as made:
        for i in range(4):
            made.writestr(f"{i}.txt", b" " * 90_000_000)
    done = run("corpus", "add", "bomb.zip")
    assert done.code == 3
    assert "unpacks to more than fits" in done.err


def test_a_text_added_again_under_another_title_is_noticed(run: Command, desk: Path) -> None:
    Path("a.txt").write_text(paragraph(0), encoding="utf-8")
    run("corpus", "add", "a.txt", "--title", "First")
    done = run("corpus", "add", "a.txt", "--title", "Second")
    assert done.code == 0
    assert "methodology/second: warning: says what methodology/first says" in done.err
    assert run("corpus", "remove", "second").code == 0
    assert list(own(run)) == ["methodology/first"]


def test_an_edited_original_replaces_the_text_and_what_cites_it_is_listed(run: Command, desk: Path) -> None:
    source = {"document": "methodology/on-the-hedge", "quote": HEDGE}
    Path("a.md").write_text(f"# On the hedge\n\n{HEDGE}\n", encoding="utf-8")
    run("corpus", "add", "a.md")
    Path("published/page.json").write_text(json.dumps({"schema": "hedgecite/answer/1", "sources": [source]}), encoding="utf-8")
    Path("a.md").write_text("# On the hedge\n\nThe hedge is sold in calm months.\n", encoding="utf-8")
    assert run("corpus", "add", "a.md").code == 2
    done = run("corpus", "add", "a.md", "--replace")
    assert done.code == 0
    assert "published/page.json cites methodology/on-the-hedge: 1 quotation, 1 no longer in it" in done.err
    assert list(own(run)) == ["methodology/on-the-hedge"]
    assert run("corpus", "add", "a.md", "--replace").err == ""  # the same again changes nothing


def test_a_new_edition_of_a_converted_file_takes_its_place_under_another_title(run: Command, desk: Path) -> None:
    page = "<html><body><h1>{0}</h1><p>" + paragraph(2) + "</p></body></html>"
    for title in ("The roll", "The roll, revised"):
        Path("roll.html").write_text(page.format(title), encoding="utf-8")
        assert run("corpus", "add", "roll.html", "--replace").code == 0
    assert {p: d["title"] for p, d in own(run).items()} == {"methodology/the-roll": "The roll, revised"}


def test_removing_says_what_cites_a_text_and_refuses_what_is_not_there(run: Command, desk: Path) -> None:
    Path("a.md").write_text(f"# On the hedge\n\n{HEDGE}\n", encoding="utf-8")
    run("corpus", "add", "a.md")
    source = {"document": "methodology/on-the-hedge", "quote": HEDGE}
    Path("published/page.json").write_text(json.dumps({"schema": "hedgecite/answer/1", "sources": [source]}), encoding="utf-8")
    done = json.loads(run("corpus", "remove", "methodology/on-the-hedge.md", "--format", "json").out)
    assert done["citing"] == [{"file": "published/page.json", "document": "methodology/on-the-hedge", "quotations": 1, "gone": 1}]
    assert own(run) == {}
    assert run("corpus", "remove", "on-the-hedge").code == 2


def test_a_text_of_the_sample_is_not_removed(run: Command) -> None:
    run("init", "desk")
    done = run("corpus", "remove", "methodology/hedge-drag", "--desk", "desk")
    assert done.code == 2
    assert "belongs to the shipped sample" in done.err
    assert json.loads(run("corpus", "list", "--own", "--desk", "desk", "--format", "json").out)["documents"] == []


CSV = (
    "Term;Definition;Aliases\nGrind;A slow rise that bleeds short calls.;slow rise, melt-up\n"
    "Pin;Expiry at the strike.;\n;no term;\n"
)
MARKDOWN = """# Our terms

## Grind

*Also: slow rise, melt-up*

A slow rise that bleeds short calls.

## Pin

Expiry at the strike.
"""
BOLD = "- **Grind**: A slow rise that bleeds short calls.\n- **Pin** – Expiry at the strike.\n"


@pytest.mark.parametrize(("name", "text"), [("terms.csv", CSV), ("terms.md", MARKDOWN), ("bold.md", BOLD)])
def test_a_glossary_file_becomes_a_page_for_each_term(run: Command, desk: Path, name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")
    done = run("corpus", "add", "--glossary", name)
    assert done.code == (1 if name == "terms.csv" else 0)
    assert done.err == ("hedgecite: left out: terms.csv:4: error: has no term (glossary); fill it in\n" if done.code else "")
    terms = {t.slug: t for t in read_library([Folder(root=desk / "corpus")]).glossary.terms}
    assert [(t.name, t.definition) for t in terms.values()] == [
        ("Grind", "A slow rise that bleeds short calls."),
        ("Pin", "Expiry at the strike."),
    ]
    assert terms["grind"].aliases == (() if name == "bold.md" else ("slow rise", "melt-up"))


def test_a_glossary_without_its_columns_is_refused(run: Command, desk: Path) -> None:
    Path("terms.csv").write_text("word,frequency\na,1\n", encoding="utf-8")
    done = run("corpus", "add", "--glossary", "terms.csv")
    assert (done.code, "terms.csv:1: has no column definition or meaning" in done.err) == (3, True)


def test_check_finds_what_is_wrong_and_is_content_with_what_is_right(run: Command, desk: Path) -> None:
    assert run("corpus", "check").code == 0
    texts = {
        "methodology/a.md": f"---\ntitle: A\ndate: 2026-01-01\nterms: [Gamma, Grind]\n---\n# A\n\nSee [b](b.md#the-roll), "
        f"[gone](c.md), [part](b.md#nowhere), [site](https://example.org/x.md).\n\n{paragraph(0)}\n",
        "methodology/b.md": f"---\ntitle: B\n---\n# B\n\n## The roll\n\n{paragraph(0)}\n",
        "glossary/grind.md": "---\ntitle: Grind\nsee_also: [nothing]\n---\nA slow rise.\n",
        "glossary/melt-up.md": "---\ntitle: Melt-up\naliases: [grind]\n---\nA fast rise.\n",
    }
    for name, text in texts.items():
        (desk / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
        (desk / "corpus" / name).write_text(text, encoding="utf-8")
    done = run("corpus", "check", "--format", "json")
    assert done.code == 1
    told = json.loads(done.out)
    assert sorted((p["code"], p["file"]) for p in told["problems"]) == [
        ("anchor", "methodology/a.md"),
        ("conflict", "glossary/grind.md"),
        ("date", "methodology/b.md"),
        ("link", "methodology/a.md"),
        ("see-also", "glossary/grind.md"),
        ("term", "methodology/a.md"),
        ("twins", "methodology/b.md"),
    ]
    assert told["summary"] == {"texts": 4, "errors": 0, "warnings": 7}
    assert "'c.md', which is not there" in run("corpus", "check").out


def test_questions_on_texts_of_every_kind_are_answered_with_passage_and_page(run: Command, desk: Path, shared: Path) -> None:
    """A page saved as text, a web page, a PDF in two columns, a Word file and a glossary, on a desk just made."""
    saved_page(Path("rolling.html"))
    two_columns(Path("notes.pdf"))
    word_file(Path("rules.docx"))
    Path("terms.csv").write_text(CSV.replace(";no term;\n", ""), encoding="utf-8")
    seed = next((shared / "seeds").glob("*.txt"))
    assert run("corpus", "add", seed, "rolling.html", "notes.pdf", "rules.docx").code == 0
    assert run("corpus", "add", "--glossary", "terms.csv").code == 0
    asked = {
        "How is the hedge monitored against REIT valuations?": ("Correlation to Broader Metrics", None),
        "What does each roll of a call cost?": ("Each roll costs two ticks per contract", None),
        "When is the position size rolled?": ("The position size is rolled when", 2),
        "Can the short layer be sold at the open?": ("Never sell the short layer at the open.", None),
        "What is a grind?": ("A slow rise that bleeds short calls.", None),
    }
    for question, (words, page) in asked.items():
        document = json.loads(run("ask", question, "--format", "json").out)
        found = [s for s in document["sources"] if words in " ".join(s["quote"].split())]
        assert found, (question, [s["quote"] for s in document["sources"]])
        assert found[0]["page"] == page
        assert faults(document) == []
    html = run("ask", "When is the position size rolled?", "--format", "html").out
    assert "· p. 2" in html
