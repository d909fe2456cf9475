"""Pages: as they were seen and approved, valid, accessible, self-contained and safe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import html5lib
import pytest

from qa.answer import Materials, answer
from qa.document import AnswerDocument, Sentence, Span
from reports.charts.canvas import ROLES
from reports.knowledge.article import Told, article_of
from reports.knowledge.page import Alone, alone, render_article
from reports.monthly.clients import Client
from reports.monthly.gather import Making
from reports.monthly.report import monthly_report
from reports.pages.page import led, quoted
from reports.pages.render import render
from tests.conftest import SEED

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GOLDEN = Path(__file__).parent.parent / "golden"
CHROMIUM = Path("/usr/bin/chromium")
QUESTIONS = {
    "seed": SEED,
    "scoped": "What was the mean monthly drag in 2018?",
    "declined": "Who won the world cup in 1998?",
    "term": "What is drag?",
    "advice": "Should I buy the hedge?",
    "falls": "What was the maximum drawdown, unhedged?",
    "parts": "What was the premium decay?",
    "episodes": "How did the hedge do in stress episodes?",
    "size": "What size costs 0.2% a month?",
    "night": "What credit do the condors bring?",
}


@pytest.fixture(scope="module")
def documents(materials: Materials) -> dict[str, AnswerDocument]:
    """Documents of several kinds."""
    client = Client(id="sample-client", name="Sample client", backtest="condor-0.70-1dte")
    made = {name: answer(question, materials) for name, question in QUESTIONS.items()}
    return made | {"report": monthly_report(client, "2018-12", materials.backtests[0].read(), Making(materials=materials))}


@pytest.fixture(scope="module")
def pages(documents: dict[str, AnswerDocument], materials: Materials, cache_dir: Path) -> dict[str, str]:
    """The documents as pages, some also as articles."""
    made = {name: render(document, "html", cache_dir) for name, document in documents.items()}
    told = Told(house="A desk", published="2026-11-28")
    articles = {name: article_of(documents[name], materials, told) for name in ("seed", "term", "parts", "episodes", "advice")}
    return made | {f"article-{name}": render_article(d, cache_dir, alone(cache_dir), Alone()) for name, d in articles.items()}


def approved(name: str, text: str, request: pytest.FixtureRequest) -> None:
    """Compare with a golden file, or write it anew."""
    file = GOLDEN / name
    if request.config.getoption("--update-golden"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def body(page: str) -> str:
    """A page without its fonts, pictures and digests."""
    page = re.sub(r"data:image/svg\+xml;base64,[\w+/=]+", "data:…", page)
    page = re.sub(r"<style>.*?</style>", "<style></style>", page, flags=re.DOTALL)
    return re.sub(r"'sha256-[^']+'", "'sha256-…'", page)


@pytest.mark.parametrize("name", ["seed", "scoped", "report"])
def test_pages_are_as_they_were_approved(name: str, pages: dict[str, str], request: pytest.FixtureRequest) -> None:
    approved(f"{name}.html", body(pages[name]), request)


@pytest.mark.parametrize("name", ["seed", "declined"])
@pytest.mark.parametrize("form", ["text", "md"])
def test_texts_are_as_they_were_approved(
    name: str, form: str, documents: dict[str, AnswerDocument], cache_dir: Path, request: pytest.FixtureRequest
) -> None:
    approved(f"{name}.{form}", render(documents[name], form, cache_dir), request)  # type: ignore[arg-type]


def test_pages_are_valid_html(pages: dict[str, str]) -> None:
    for page in pages.values():
        html5lib.HTMLParser(strict=True).parse(page)


def test_pages_carry_all_they_need(pages: dict[str, str]) -> None:
    for page in pages.values():
        assert re.findall(r'(?:src|srcset|href)="(?!#|data:image/svg)[^"]*"', page) == []
        assert re.findall(r"url\((?!data:)", page) == []
        assert "style=" not in page


def test_every_link_on_a_page_leads_somewhere(pages: dict[str, str]) -> None:
    for page in pages.values():
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'id="([^"]+)"', page))


def test_what_is_asked_and_quoted_can_not_become_markup(materials: Materials, cache_dir: Path) -> None:
    evil = "Is <script>alert(1)</script> & </script><img src=x onerror=alert(2)> the drag?"
    page = render(answer(evil, materials), "html", cache_dir)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    html5lib.HTMLParser(strict=True).parse(page)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a *b* **c** `d`", "a <em>b</em> <strong>c</strong> <code>d</code>"),
        ("<b onclick=x>&amp;", "&lt;b onclick=x&gt;&amp;amp;"),
        ("[x](javascript:alert(1)) ![y](z)", "[x](javascript:alert(1)) ![y](z)"),
        ("two\nlines", "two lines"),
    ],
)
def test_a_quotation_shows_emphasis_and_nothing_else(raw: str, shown: str) -> None:
    assert quoted(raw) == shown


def test_a_report_on_a_log_without_a_hedge_says_so(materials: Materials, cache_dir: Path) -> None:
    from tests.builders import traded

    rows = [(f"2020-0{m}-03", f"2020-0{m}-03", "S", 100.0 * m) for m in range(1, 7)]
    backtest = traded(rows).backtest
    document = monthly_report(Client(id="c", name="C", backtest="small"), "2020-06", backtest, Making(materials=materials))
    assert document.status == "partial"
    assert document.summary[0].text == "The account gained 0.60% in June 2020; it holds no hedge."
    assert "This account holds no hedge." in render(document, "html", cache_dir)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        pytest.skip("no Chromium at /usr/bin/chromium")
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=str(CHROMIUM), args=quiet)
        yield made
        made.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1000])
def test_pages_are_accessible_and_never_scroll_sideways(
    browser: Browser, pages: dict[str, str], tmp_path: Path, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    for name, text in pages.items():
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
        page = context.new_page()
        page.goto((tmp_path / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        page.close()
    context.close()


@pytest.mark.parametrize(
    ("media", "scheme", "light"), [("screen", "light", True), ("screen", "dark", False), ("print", "dark", True)]
)
def test_charts_follow_the_scheme_on_screen_and_are_dark_ink_in_print(
    browser: Browser, pages: dict[str, str], tmp_path: Path, media: str, scheme: str, light: bool
) -> None:
    from io import BytesIO

    from PIL import Image

    (tmp_path / "page.html").write_text(pages["seed"], encoding="utf-8")
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto((tmp_path / "page.html").as_uri())
    page.emulate_media(media=media)  # type: ignore[arg-type]
    with Image.open(BytesIO(page.locator("img").first.screenshot())) as shot:
        colours = {colour for _, colour in shot.convert("RGB").getcolors(1 << 24) or []}
    page.close()
    hedged = [tuple(bytes.fromhex(colour[1:])) for colour in ROLES["hedged"]]
    assert [colour in colours for colour in hedged] == [light, not light]


def test_a_phone_gets_the_narrow_chart(browser: Browser, pages: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(pages["seed"], encoding="utf-8")
    for width, drawn in ((360, 328), (1000, 640)):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto((tmp_path / "page.html").as_uri())
        source = page.evaluate("atob(document.querySelector('img').currentSrc.split(',')[1])")
        assert f'viewBox="0 0 {drawn} ' in source
        page.close()


def test_the_policy_lets_the_styles_in_and_nothing_else(browser: Browser, pages: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(pages["seed"], encoding="utf-8")
    page, said = browser.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.goto((tmp_path / "page.html").as_uri())
    assert said == []
    assert "hc-text" in page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    assert page.evaluate("document.fonts.check('16px hc-text')")
    page.close()


@pytest.mark.parametrize(
    ("text", "said", "fine"),
    [
        ("It cost 5% (n = 60).", "It cost 5%.", "n = 60"),
        ("It cost 5% (interval, (mean: 60) months).", "It cost 5%.", "interval, (mean: 60) months"),
        ("It cost 5% (mean) in n = 60 months.", "It cost 5% (mean) in n = 60 months.", ""),
        ("It cost 5%, n = 60 (all months).", "It cost 5%, n = 60 (all months).", ""),
    ],
)
def test_the_small_print_of_a_lead_is_its_last_bracket_whole(
    text: str, said: str, fine: str, seed_answer: AnswerDocument
) -> None:
    at = text.index("60")
    n = Span(start=at, end=at + 2, kind="figure", ref="F1", field="n")
    lead = led(Sentence(text=text, spans=(n,)), seed_answer)
    assert "".join(s.text for s in lead.said) == said
    assert "".join(s.text for s in lead.fine) == fine
