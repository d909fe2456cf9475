"""The site in a real browser: found by search, read to the marked span, by keyboard alone, without a script, on a phone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.answer import Materials, answer
from reports.knowledge.article import Told, article_of
from reports.knowledge.settings import Site
from reports.knowledge.site import site_files
from reports.pages.house import House

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = Path("/usr/bin/chromium")
QUESTIONS = (
    "How much does the ALVH hedge drag down monthly returns on the 0.70 condor?",
    "What was the maximum drawdown with and without the hedge?",
    "When are the layers rolled?",
    "What is drag?",
    "Why did February 2018 lose money?",
)
LEADING = "articles/how-much-alvh-hedge-drag-down-monthly-returns.html"
#: A page of each kind.
KINDS = (
    "index.html",
    "tags.html",
    "search.html",
    "glossary.html",
    "figures.html",
    "sources.html",
    "claims.html",
    "about.html",
    "corrections.html",
    "404.html",
    LEADING,
    "articles/when-layers-rolled.html",
    "articles/what-drag.html",
    "articles/why-february-2018-lose-money.html",
    "figures/drag.monthly.mean.html",
    "sources/methodology.hedge-drag.html",
)

pytestmark = pytest.mark.skipif(not CHROMIUM.is_file(), reason="no Chromium here")


class Quiet(SimpleHTTPRequestHandler):
    """A server that says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 its name in the base class
        """Nothing."""


@pytest.fixture(scope="module")
def address(materials: Materials, cache_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site on loopback."""
    root = tmp_path_factory.mktemp("site")
    told = Told(house="A desk", published="2026-11-28")
    articles = [(article_of(answer(q, materials), materials, told), ()) for q in QUESTIONS]
    site = Site(house=House(name="A desk"), ask="mailto:desk@example.org")
    for path, content in site_files(articles, site, materials, cache_dir).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser without a way out."""
    from playwright.sync_api import sync_playwright

    quiet = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(quiet))
        yield opened
        opened.close()


def test_an_article_is_found_by_search_and_read_to_the_marked_span(browser: Browser, address: str) -> None:
    page, said = browser.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{address}index.html")
    page.get_by_role("searchbox").fill("drag monthly")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search.html?q=*")
    page.wait_for_function("document.getElementById('found').textContent.includes('page')")
    shown = page.locator("#results > li:visible")
    assert 0 < shown.count() < page.locator("#results > li").count()
    shown.locator("a").filter(has_text=QUESTIONS[0]).click()
    assert page.locator("h1").inner_text() == QUESTIONS[0]
    page.locator("#S1 a").first.click()
    page.wait_for_url("**/sources/methodology.hedge-drag.html#c*")
    marked = page.locator("mark:target")
    assert "0.4% to 1.2% a month" in marked.inner_text()
    assert marked.bounding_box() is not None
    assert said == []
    page.close()


def test_a_figure_opens_and_closes_by_keyboard_alone(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + LEADING)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('popovertarget')") == "p-F1":
            break
    box = page.locator("#p-F1")
    assert not box.is_visible()
    page.keyboard.press("Enter")
    assert box.is_visible()
    assert "mean(u - h)" in box.inner_text()
    page.keyboard.press("Escape")
    assert not box.is_visible()
    page.close()


def test_without_a_script_figures_open_and_citations_show_their_words(browser: Browser, address: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(address + LEADING)
    page.locator("button[popovertarget='p-F1']").first.click()
    assert page.locator("#p-F1").is_visible()
    page.keyboard.press("Escape")
    mark = page.locator(".lead a.c").first
    assert not mark.locator(".words").is_visible()
    mark.focus()
    assert "On the conservative tier" in mark.locator(".words").inner_text()
    page.goto(f"{address}search.html?q=drag")
    assert page.locator("#results > li").first.is_visible()
    page.close()


def test_the_box_counts_what_is_written(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + LEADING)
    page.locator("#q").fill("What of 2020?")
    assert page.locator("#count").inner_text() == "13 / 1000"
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier(browser: Browser, address: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    found = {}
    for path in KINDS:
        page.goto(address + path)
        if violations := [v["id"] for v in Axe().run(page).response["violations"]]:
            found[path] = violations
    page.close()
    assert found == {}


@pytest.mark.parametrize("width", [360, 390, 820, 1200])
def test_no_page_is_wider_than_its_window(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    wide = []
    for path in KINDS:
        page.goto(address + path)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(path)
    page.close()
    assert wide == []


def test_print_shows_figures_and_sources_as_endnotes(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + LEADING)
    page.emulate_media(media="print")
    assert page.locator("#S1").is_visible()
    assert page.locator("#F1").is_visible()
    assert not page.locator("nav").first.is_visible()
    assert not page.locator(".ask").is_visible()
    page.close()
