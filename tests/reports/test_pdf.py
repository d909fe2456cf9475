"""PDF: the same bytes, tagged, its fonts subset, the words and numbers of the document on two pages and an annex."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from corpus.backtests.backtest import read_backtest
from corpus.texts.library import shipped_folder
from qa.answer import Materials
from qa.document import AnswerDocument
from qa.lines import Line
from reports.monthly.clients import Client
from reports.monthly.gather import Making
from reports.monthly.report import monthly_report
from reports.pages.house import House
from reports.pages.pdf import pdf_of

MONTHS = ((0, "2018-02"), (0, "2014-01"), (0, "2017-06"), (2, "2018-12"), (3, "2018-12"))


@pytest.fixture(scope="module")
def documents(materials: Materials) -> list[AnswerDocument]:
    client = Client(id="c", name="Client C", backtest="b", fee=1.0)
    return [monthly_report(client, m, materials.backtests[at].read(), Making(materials=materials)) for at, m in MONTHS]


def tool(name: str, *words: str | Path) -> str:
    if shutil.which(name) is None:
        pytest.skip(f"no {name}")
    return subprocess.run([name, *map(str, words)], check=True, capture_output=True, text=True).stdout


def test_a_pdf_is_the_same_bytes_twice_and_light(documents: list[AnswerDocument]) -> None:
    for document in documents:
        one, other = (pdf_of(document, House()) for _ in range(2))
        assert one == other
        assert len(one) <= 300_000


def test_a_pdf_is_tagged_has_title_and_language_and_subsets_its_fonts(documents: list[AnswerDocument], tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf_of(documents[0], House(name="Own House")))
    told = tool("pdfinfo", file)
    assert re.search(r"Tagged:\s+yes", told)
    assert "Monthly report, February 2018: Client C" in told
    assert "Own House" in told
    assert b"/Lang" in file.read_bytes() or "en" in tool("pdfinfo", "-meta", file)
    fonts = tool("pdffonts", file).splitlines()[2:]
    assert fonts
    assert all(re.match(r"[A-Z]{6}\+", line) and " yes yes yes " in line for line in fonts)


def test_the_body_is_two_pages_and_says_what_the_document_says(documents: list[AnswerDocument], tmp_path: Path) -> None:
    for document in documents:
        file = tmp_path / "report.pdf"
        file.write_bytes(pdf_of(document, House()))
        pages = tool("pdftotext", "-layout", file, "-").split("\f")
        annex = next(i for i, page in enumerate(pages) if page.lstrip().startswith("Annex"))
        assert annex == 2, document.title.text
        text = "".join(pages)
        seen = re.sub(r"\W+", "", text)
        for sentence in document.summary:
            assert re.sub(r"\W+", "", sentence.text) in seen
        assert document.report is not None
        assert all(document.report.id in page for page in pages if page.strip())
        lines = next((s for s in document.series if s.key == "account.lines"), None)
        assert lines is None or all(p.display in text for p in lines.points)


@pytest.mark.parametrize("month", ["2018-02", "2022-12"])
def test_an_actual_account_and_both_legends_leave_the_body_at_two_pages(materials: Materials, tmp_path: Path, month: str) -> None:
    listed = {b.manifest.name: b for b in materials.backtests}
    actual = read_backtest(shipped_folder() / "samples" / "account-45d")
    client = Client(
        id="c", name="Client C", backtest="b", joined=date(2016, 3, 1), fee=1.0, benchmark="spx", actual="account-45d"
    )
    making = Making(materials=materials, actual=actual, legends=(Line.LEGEND_CFTC.value, Line.LEGEND_SEC.value))
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf_of(monthly_report(client, month, listed["condor-45d-16delta"].read(), making), House()))
    pages = tool("pdftotext", "-layout", file, "-").split("\f")
    assert "simulated or hypothetical performance results" in " ".join(pages[1].split())
    assert next(i for i, page in enumerate(pages) if page.lstrip().startswith("Annex")) == 2
