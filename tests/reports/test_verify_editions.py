"""Earlier editions: what was published before data, texts or settings changed is proved from the vault of its time."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from corpus.texts.library import shipped_folder
from reports.knowledge.publishing import as_published, earlier_page
from tests.reports.command import Command
from tests.reports.test_publish import desk

NAME = "condor-0.70-1dte"
CLIENT = f'[[client]]\nid = "a"\nname = "Client A"\nbacktest = "{NAME}"\n'


def end_of(run: Command, file: Path) -> str:
    """The end of one page."""
    told = json.loads(run("verify", file, "--format", "json", "--desk", "desk").out)
    return str(told["files"][0]["end"])


@pytest.fixture
def own(run: Command) -> Path:
    """The desk's own copy of a log, in the working folder."""
    desk(run, "What does the hedge cost?", "What is the win rate?")
    shutil.copytree(shipped_folder() / "samples" / NAME, Path("desk/backtests") / NAME)
    settings = Path("desk/hedgecite.toml")
    settings.write_text(f'name = "Mine"\nsample = false\n[[backtest]]\npath = "backtests/{NAME}"\n')
    for name in ("methodology", "glossary"):
        shutil.copytree(shipped_folder() / name, Path("desk/corpus") / name, dirs_exist_ok=True)
    return Path("desk/backtests") / NAME


def change(log: Path) -> None:
    """Another result of one day, in daily values and in the log alike, and another text."""
    marks = log / "marks.csv"
    marks.write_text(marks.read_text().replace("2018-02-05,-9444.00,7180.00,6176.00", "2018-02-05,-9444.00,-92820.00,-93824.00"))
    text = Path("desk/corpus/methodology/hedge-drag.md")
    text.write_text(text.read_text(encoding="utf-8") + "\nA later sentence.\n", encoding="utf-8")


def test_the_earlier_edition_of_an_article_is_true_and_a_forged_one_is_not(own: Path, run: Command) -> None:
    assert run("publish", "--out", "site", "--date", "2026-01-05", "--desk", "desk").code == 0
    before = Path("site/articles/what-hedge-cost.html").read_bytes()
    change(own)
    done = run("publish", "--out", "site", "--date", "2026-02-05", "--desk", "desk")
    assert (done.code, "what-hedge-cost: corrected" in done.err) == (0, True), done.err
    earlier = Path("site/articles/what-hedge-cost.2026-01-05.html")
    assert (as_published(earlier.read_bytes()), earlier_page(before, "what-hedge-cost")) == (before, earlier.read_bytes())
    assert end_of(run, earlier) == "true"
    assert end_of(run, Path("site/articles/what-hedge-cost.html")) == "true"
    lead = b'<p class="lead'
    for was, now in ((b"The present one", b"The only one"), (lead, b"<p>At once.</p>" + lead), (b"0.005%", b"0.006%")):
        forged = earlier.read_bytes().replace(was, now)
        assert forged != earlier.read_bytes(), was
        file = earlier.with_name("what-hedge-cost.2026-01-06.html")
        file.write_bytes(forged)
        assert end_of(run, file) != "true", was


def test_the_earlier_editions_of_reports_are_true_when_later_ones_have_taken_their_place(own: Path, run: Command) -> None:
    Path("desk/clients.toml").write_text(CLIENT)
    told = ("report", "--clients", "desk/clients.toml", "--out", "reports", "--desk", "desk")
    for month in ("2018-01", "2018-02", "2018-03"):
        assert run(*told, "--month", month).code == 0
    shutil.copytree("reports", "first")
    change(own)
    Path("desk/clients.toml").write_text(CLIENT + 'audience = "Friends"\n')
    for month in ("2018-03", "2018-02", "2018-01"):  # so that each restates another one than stands beside it now
        assert run(*told, "--month", month).code == 0
    ends = {
        f"{folder}/{m}.{form}": end_of(run, Path(folder) / f"a-2018-{m}.{form}")
        for folder in ("first", "reports")
        for m in ("01", "02", "03")
        for form in ("json", "html")
    }
    assert set(ends.values()) == {"true"}, ends
    shutil.copytree("first", "alone")
    for file in Path("alone").glob("a-2018-0[12].*"):
        file.unlink()  # a report that was handed on stands by itself
    assert end_of(run, Path("alone/a-2018-03.html")) == "true"
    forged = Path("first/a-2018-03.json")
    forged.write_text(forged.read_text(encoding="utf-8").replace('"Client A"', '"Client B"'), encoding="utf-8")
    assert end_of(run, forged) != "true"


def test_a_page_that_is_no_earlier_edition_is_as_it_was_published() -> None:
    page = b'<meta name="color-scheme" content="light"><main id="m"><p>All.</p>'
    assert as_published(page) == page
    earlier = earlier_page(page, "all")
    assert as_published(earlier) == page
    assert as_published(earlier.replace(b"noindex", b"index")) == earlier.replace(b"noindex", b"index")
