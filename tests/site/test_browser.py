"""The site in a real browser: asked, read and followed with and without a script, by keyboard, on a phone, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.site.conftest import Server

CHROMIUM = Path("/usr/bin/chromium")
COST = "What does the hedge cost?"
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.is_file():
        pytest.skip("no Chromium")
    with sync_playwright() as running:
        found = running.chromium.launch(executable_path=str(CHROMIUM), args=_OPTIONS)
        yield found
        found.close()


@pytest.fixture
def context(browser: Browser, site: Server) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=site.address)
    made.set_default_timeout(90_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    made = context.new_page()
    said: list[str] = []
    made.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    made.on("pageerror", lambda error: said.append(str(error)))
    yield made
    assert said == [], "nothing is refused by the policy, nothing fails in the script"


def _ask(page: Page, question: str = COST) -> None:
    page.goto("/ask")
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_url("**/answers/*")


def test_a_reader_asks_and_reads_and_goes_on(page: Page) -> None:
    page.goto("/ask")
    box = page.get_by_label("Your question")
    box.fill(COST)
    expect(page.locator("[data-count]")).to_have_text(f"{len(COST)} / 1,000 characters")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What the hedge costs")
    page.get_by_label("A question that goes on").fill("and with VIX below 15?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("VIX below 15")
    expect(page.get_by_role("navigation", name="Earlier in this conversation")).to_contain_text(COST)


def test_a_reader_chooses_between_readings(page: Page) -> None:
    _ask(page, "cost of the hedge below VIX")
    expect(page.get_by_text("Clarification needed")).to_be_visible()
    page.locator(".choices button").first.click()
    expect(page.get_by_text("Answered", exact=True)).to_be_visible()


def test_a_source_is_followed_to_its_marked_words_and_a_figure_to_its_page(page: Page) -> None:
    _ask(page)
    page.get_by_role("link", name="Read S1 in its text").click()
    marked = page.locator("mark#cited")
    expect(marked).to_be_in_viewport()
    page.go_back()
    page.get_by_role("link", name="All that is known of this figure").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mean monthly drag")
    page.get_by_label("VIX or period", exact=True).fill("vix<15")
    page.get_by_role("button", name="Compute").click()
    expect(page.locator(".fine")).to_contain_text("VIX below 15")


def test_a_claim_is_followed_to_its_words_and_held_against_another_backtest(page: Page) -> None:
    page.goto("/ask")
    page.get_by_role("link", name="Claims").click()
    expect(page.get_by_text("not consistent").first).to_be_visible()
    page.get_by_label("Backtest").select_option(index=1)
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/claims?backtest=*")
    page.get_by_role("link", name="Where the texts disagree with each other").click()
    expect(page.locator("#conflicts")).to_be_in_viewport()
    page.locator("#conflicts a").first.click()
    expect(page.locator("mark#cited")).to_be_in_viewport()


def test_it_works_without_a_script(browser: Browser, site: Server) -> None:
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    _ask(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("What the hedge costs")
    page.get_by_label("A question that goes on").fill("and with VIX below 15?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("VIX below 15")
    context.close()


def test_it_works_by_keyboard_alone(page: Page) -> None:
    page.goto("/ask")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "question":
            break
    page.keyboard.type(COST)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/answers/*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("What the hedge costs")


@pytest.mark.parametrize(("width", "scheme"), [(375, "dark"), (820, "light"), (1440, "light")])
def test_every_page_is_accessible_and_never_scrolls_sideways(browser: Browser, site: Server, width: int, scheme: str) -> None:
    shown = "dark" if scheme == "dark" else "light"
    context = browser.new_context(
        base_url=site.address, viewport={"width": width, "height": 800}, color_scheme="dark" if shown == "dark" else "light"
    )
    page = context.new_page()
    _ask(page)
    answer = page.url
    places = (
        answer,
        "/ask",
        "/figures?q=drawdown",
        "/figures/drag.monthly.mean",
        "/sources?q=roll",
        "/claims",
        "/glossary/drag",
        "/about",
        "/nope",
    )
    for place in places:
        page.goto(place)
        found = [v["id"] for v in Axe().run(page).response["violations"]]
        assert found == [], place
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
    context.close()
