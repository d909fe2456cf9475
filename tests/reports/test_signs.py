"""Pages that quote a text with signs that no one sees: read in a real browser, they read as the text holds it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.signs import unseen
from corpus.texts.documents import digest_of
from qa.answer import answer
from qa.document import AnswerDocument
from reports.commands.init import make_desk
from reports.desk import Desk, house_of, materials_of, open_desk
from reports.knowledge.article import Told, article_of
from reports.knowledge.page import Alone, alone, render_article
from reports.pages.page import quoted
from reports.pages.render import render
from reports.pages.signs import shown
from reports.verify.bench import bench_of
from reports.verify.verify import verify

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
in_browser = pytest.mark.skipif(not CHROMIUM.is_file(), reason="no Chromium here")
TURNED = (
    "On the conservative 0.70 tier the drag of the hedge is 0.4% to 1.2% a month, \u202e%6.0 ot %1.0\u202c in \u2067calm\u2069 "
    "times, עלות הגידור 0.3% to 0.9%, and hi\U000e0041\U000e0042dden wi\u200bdth."
)
#: The characters of an element, set on one line, in the order in which they are seen from left to right.
_SEEN = """element => {
  element.style.whiteSpace = "nowrap";
  const seen = [];
  const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode())
    for (let i = 0; i < node.length; i++) {
      const range = document.createRange();
      range.setStart(node, i); range.setEnd(node, i + 1);
      const box = range.getClientRects()[0];
      if (box && box.width) seen.push([box.left, node.data[i]]);
    }
  seen.sort((a, b) => a[0] - b[0]);
  return seen.map(s => s[1]).join("");
}"""


@pytest.fixture(scope="module")
def desk(cache_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with a text that turns its reader."""
    root = tmp_path_factory.mktemp("turned") / "desk"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HEDGECITE_CACHE_DIR", str(cache_dir))
        make_desk(root, sample=True)
        (root / "corpus").mkdir(exist_ok=True)
        front = '---\ntitle: "Cost of the \u202ehedge"\nauthority: methodology\ndate: 2026-02-02\n---\n'
        (root / "corpus" / "turned.md").write_text(f"{front}# Cost of the \u202ehedge\n\n{TURNED}\n", encoding="utf-8")
        return open_desk(root, root)


@pytest.fixture(scope="module")
def document(desk: Desk) -> AnswerDocument:
    """An answer that quotes it."""
    return answer("How much does the ALVH hedge drag down monthly returns?", materials_of(desk))


def _article(document: AnswerDocument, desk: Desk) -> str:
    """It as an article."""
    house = house_of(desk)
    told = Told(house=house.name, byline=house.byline, published="2026-01-05")
    article = article_of(document, materials_of(desk), told)
    return render_article(article, desk.cache, alone(desk.cache, house.colours, house.logo), Alone())


def _source(document: AnswerDocument) -> tuple[str, str]:
    return next((s.id, s.quote) for s in document.sources if s.document == "turned")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty wide page."""
    opened = browser.new_page(viewport={"width": 1600, "height": 900})
    yield opened
    opened.close()


def _seen(page: Page, html: str) -> str:
    page.set_content(f'<body style="font: 16px/24px monospace"><p id="p">{html}</p>')
    return re.sub(r"\s+", " ", page.locator("#p").evaluate(_SEEN))


def _without_hebrew(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub("[\u0590-\u05ff]", "", text))


def test_the_quotation_keeps_its_signs_span_and_digest(desk: Desk, document: AnswerDocument) -> None:
    source = next(s for s in document.sources if s.document == "turned")
    text = next(d for d in materials_of(desk).library.documents if d.path == "turned").text
    assert source.quote == TURNED == text[source.start : source.end]
    assert source.digest == digest_of(TURNED)


@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_a_page_in_each_form_shows_the_signs_by_name_and_verifies(
    desk: Desk, document: AnswerDocument, tmp_path: Path, form: str
) -> None:
    made = render(document, form, desk.cache)  # type: ignore[arg-type]
    if form == "json":
        assert json.loads(made)["sources"][0]["quote"] == TURNED
    else:
        assert not [made[a:b] for a, b in unseen(re.sub("[\u2067\u2069]", "", made) if form != "html" else made)]
        assert "‹RLO›%6.0" in re.sub(r"<[^>]*>", "", made)
    if form in {"html", "json"}:
        file = tmp_path / f"page.{form}"
        file.write_text(made, encoding="utf-8")
        assert verify(file, bench_of(desk)).end == "true"


def test_an_article_shows_them_too_and_verifies(desk: Desk, document: AnswerDocument, tmp_path: Path) -> None:
    article = _article(document, desk)
    file = tmp_path / "article.html"
    file.write_text(article, encoding="utf-8")
    assert not unseen(file.read_text(encoding="utf-8"))
    assert verify(file, bench_of(desk)).end == "true"


def test_the_contract_is_content(desk: Desk, document: AnswerDocument, shared: Path, tmp_path: Path) -> None:
    article = _article(document, desk)
    pages = {
        "page.html": render(document, "html", desk.cache),
        "page.json": render(document, "json", desk.cache),
        "article.html": article,
    }
    for name, text in pages.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    tool, texts = shared / "tools" / "contract.py", desk.root / "corpus"
    done = subprocess.run(
        [sys.executable, tool, "--corpus", texts, *(tmp_path / n for n in pages)], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@in_browser
def test_the_raw_text_would_turn_the_reading_order(page: Page) -> None:
    seen = _seen(page, TURNED)
    assert "0.1% to 0.6%" in seen
    assert "%6.0 ot %1.0" not in seen


@in_browser
def test_a_quotation_is_seen_in_the_order_in_which_it_is_written(page: Page) -> None:
    seen = _without_hebrew(_seen(page, str(quoted(TURNED))))
    for written in (
        "0.4% to 1.2% a month, ‹RLO›%6.0 ot %1.0‹PDF› in ‹RLI›calm‹PDI› times, ",
        " 0.3% to 0.9%, and hi‹TAG›dden wi‹ZWSP›dth.",
    ):
        assert written in seen


@in_browser
@pytest.mark.parametrize(
    "text", ["עלות 0.4% to 1.2% a month", "0.4% עלות 1.2%", "1 א 2 ב 3 plain words here", "(עלות) 5 to 6, 7"]
)
def test_numbers_beside_words_read_from_right_to_left_stay_in_their_order(page: Page, text: str) -> None:
    seen = _seen(page, f"The text says “{shown(text)}” and 7% to 9% after it.")
    order = re.findall(r"[\d.]+%|\d|to", f"{text} 7% to 9%")
    assert re.findall(r"[\d.]+%|\d|to", seen) == order


@in_browser
def test_a_hebrew_quotation_is_read_from_right_to_left_and_turns_nothing_around_it(page: Page) -> None:
    seen = _seen(page, f"It says “{quoted('עלות הגידור 0.4% עד 1.2%')}” and costs 7% to 9%.")
    assert re.findall(r"[\d.]+\d|\d", seen) == ["1.2", "0.4", "7", "9"]


@in_browser
def test_a_whole_page_reads_in_its_order(desk: Desk, document: AnswerDocument, page: Page) -> None:
    page.set_content(render(document, "html", desk.cache))
    id_, quote = _source(document)
    seen = _without_hebrew(re.sub(r"\s+", " ", page.locator(f"#{id_} blockquote").evaluate(_SEEN)))
    assert "is 0.4% to 1.2% a month, ‹RLO›%6.0 ot %1.0‹PDF› in" in seen
    assert page.locator(f"#{id_} .unseen").first.get_attribute("title") == "unseen in the text: U+202E right-to-left override"
    assert page.evaluate("JSON.parse(document.getElementById('answer').textContent).sources[0].quote") == quote
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\U000e0000-\U000e007f]", page.locator("body").inner_text())
