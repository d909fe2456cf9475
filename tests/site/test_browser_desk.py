"""Pages behind the login, the knowledge base and a reader's own log in a real browser: used, accessible, at three widths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from corpus.texts.library import shipped_folder
from reports.site.store import users
from reports.site.store.store import address_of, open_store
from tests.site.conftest import Server, start, stop
from tests.site.reports import write_reports

CHROMIUM = Path("/usr/bin/chromium")
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
_PASSWORD = "a long password of a test"  # noqa: S105
_LOGS = [shipped_folder() / "samples" / "condor-0.70-1dte" / name for name in ("trades.csv", "marks.csv")]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, site_cache: Path) -> Iterator[Server]:
    """A site behind a login, with an editor, an approver and an admin, reports, and readers' logs."""
    folder = tmp_path_factory.mktemp("looked-at")
    limits = "asks_per_minute = 10000\nrequests_per_minute = 100000\n"
    (folder / "hedgecite.toml").write_text(f'[server]\nlogin = true\nuploads = true\nreports = "published"\n{limits}')
    write_reports(folder / "published")
    (folder / "data").mkdir()
    store = open_store(address_of("", folder / "data"))
    for name, role in (("eve", "editor"), ("ann", "approver"), ("ada", "admin")):
        users.add_user(store, name, role, _PASSWORD)
    store.dispose()
    server = start(folder, site_cache)
    yield server
    stop(server)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.is_file():
        pytest.skip("no Chromium")
    with sync_playwright() as running:
        found = running.chromium.launch(executable_path=str(CHROMIUM), args=_OPTIONS)
        yield found
        found.close()


def _page(browser: Browser, desk: Server, name: str = "", width: int = 1280, *, dark: bool = False) -> Page:
    """A page of somebody who is logged in."""
    scheme: Literal["dark", "light"] = "dark" if dark else "light"
    context = browser.new_context(base_url=desk.address, viewport={"width": width, "height": 900}, color_scheme=scheme)
    context.set_default_timeout(90_000)
    page = context.new_page()
    if name:
        page.goto("/login")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(_PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/ask")
    return page


def test_a_question_becomes_an_article_of_the_knowledge_base(browser: Browser, desk: Server) -> None:
    eve, ann = _page(browser, desk, "eve"), _page(browser, desk, "ann")
    eve.get_by_label("Your question").fill("What does the hedge cost?")
    eve.get_by_role("button", name="Ask", exact=True).click()
    eve.wait_for_url("**/answers/*")
    eve.goto("/desk")
    eve.get_by_role("link", name="What does the hedge cost?").click()
    eve.get_by_label("Title").fill("The price of a hedge")
    eve.get_by_label("Address").fill("hedge-cost")
    eve.get_by_role("button", name="Save draft").click()
    ann.goto("/desk")
    ann.get_by_role("link", name="What does the hedge cost?").click()
    ann.get_by_role("button", name="Approve").click()
    ann.goto("/desk")
    ann.get_by_role("button", name="Publish what is approved").click()
    for _ in range(120):
        ann.goto("/desk")
        if "Being published" not in ann.content():
            break
        ann.wait_for_timeout(1000)
    expect(ann.get_by_role("status")).to_contain_text("Published on")
    ann.get_by_role("link", name="Articles", exact=True).click()
    ann.get_by_role("link", name="The price of a hedge").first.click()
    expect(ann.get_by_role("heading", level=1)).to_have_text("The price of a hedge")
    eve.context.close()
    ann.context.close()


def test_a_reader_sends_a_log_and_asks_from_it_without_a_script(browser: Browser, desk: Server) -> None:
    page = _page(browser, desk, "eve")
    page.get_by_role("link", name="Your log").click()
    page.get_by_label("A log of closed trades").set_input_files(_LOGS)
    page.get_by_role("button", name="Check it").click()
    page.get_by_label("Capital base in dollars").fill("400000")
    for layer in ("short", "medium", "long"):
        page.get_by_label(f"ALVH {layer}").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Your question").fill("What does the hedge cost?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What the hedge costs")
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Drop this log").click()
    expect(page.get_by_role("button", name="Check it")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(("width", "dark"), [(390, True), (820, False), (1280, False)])
def test_every_page_behind_the_login_is_accessible_and_never_scrolls_sideways(
    browser: Browser, desk: Server, width: int, *, dark: bool
) -> None:
    stranger, ada = (_page(browser, desk, name, width, dark=dark) for name in ("", "ada"))
    places = ("/desk", "/desk?status=published", "/desk/questions/1", "/articles", "/articles/hedge-cost", "/reports", "/own",
              "/knowledge/claims.html")  # fmt: skip
    for page, place in ((stranger, "/login"), *((ada, place) for place in places)):
        page.goto(place)
        assert [v["id"] for v in Axe().run(page).response["violations"]] == [], place
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
    stranger.context.close()
    ada.context.close()
