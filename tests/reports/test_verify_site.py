"""Verify of a published site: every page of it is true, and no changed one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.reports.command import Command
from tests.reports.test_publish import desk

ASKED = ("What does the hedge cost?", "What is drag?", "What is the win rate?")


def ends(run: Command, site: Path) -> dict[str, tuple[str, str]]:
    """The end of each page by its place, with its first fault or what was not checked."""
    told = json.loads(run("verify", "--all", site, "--format", "json", "--desk", "desk").out)
    found = {}
    for one in told["files"]:
        faults = [f"{f['place']}: {f['what']}" for f in one["faults"]]
        place = Path(one["file"]).relative_to(site).as_posix()
        found[place] = (one["end"], "; ".join([*faults, *one["unchecked"]][:1]))
    return found


@pytest.fixture
def site(run: Command) -> Path:
    """A site of a desk in the working folder."""
    desk(run, *ASKED)
    assert run("publish", "--out", "site", "--date", "2026-01-05", "--desk", "desk").code == 0
    return Path("site")


def test_every_page_of_a_published_site_is_true(site: Path, run: Command) -> None:
    found = ends(run, site)
    assert {place: end for place, end in found.items() if end[0] != "true"} == {}
    assert {"index.html", "glossary.html", "about.html", "articles/what-drag.html", "articles/what-drag.json"} <= set(found)
    assert any(place.startswith("figures/") for place in found)
    assert any(place.startswith("sources/") for place in found)
    assert any(place.startswith("embeds/") for place in found)


def test_a_site_with_articles_on_several_backtests_is_true(run: Command) -> None:
    compared = "Does the hedge cost more on the balanced tier than on the conservative tier?"
    earned = "Does the balanced tier earn more than the conservative tier?"
    rolled = "How often are the layers rolled and what does a roll cost?"
    desk(run, compared, earned, "What was the win rate of the 45-day condor?", rolled)
    assert run("publish", "--out", "site", "--date", "2026-01-05", "--desk", "desk").code == 0
    found = ends(run, Path("site"))
    assert {place: end for place, end in found.items() if end[0] != "true"} == {}
    assert len({place for place in found if place.startswith("embeds/")}) == 4


@pytest.mark.parametrize(
    ("page", "was", "now"),
    [
        ("articles/what-win-rate.html", '<main id="m">', '<main id="m"><p>The hedge always pays.</p>'),
        ("articles/what-win-rate.html", "../glossary.html#", "../index.html#"),
        ("index.html", "</main>", "<p>The hedge always pays.</p></main>"),
        ("figures/trades.win_rate.html", "</main>", "<p>It was 99%.</p></main>"),
        ("embeds/what-win-rate.html", "</body>", "<p>99%</p></body>"),
    ],
)
def test_a_page_that_was_changed_is_false_and_the_others_stay_true(
    site: Path, run: Command, page: str, was: str, now: str
) -> None:
    shutil.copytree(site, "copy")
    file = Path("copy", page)
    text = file.read_text(encoding="utf-8")
    assert was in text
    file.write_text(text.replace(was, now, 1), encoding="utf-8")
    found = ends(run, Path("copy"))
    assert found.pop(page)[0] == "false"
    assert {end for end, _ in found.values()} == {"true"}


def test_where_an_article_is_forged_the_pages_made_from_it_are_not_true(site: Path, run: Command) -> None:
    shutil.copytree(site, "copy")
    file = Path("copy/articles/what-drag.json")
    document = json.loads(file.read_text(encoding="utf-8"))
    document["article"]["title"] = "Drag is nothing"
    file.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    found = ends(run, Path("copy"))
    assert found["articles/what-drag.json"][0] == "false"
    assert found["index.html"][0] == "false"
    assert found["figures.html"][0] != "true"
    assert found["articles/what-win-rate.json"][0] == "true"


def test_a_text_that_changed_since_makes_no_page_of_the_site_itself_false(site: Path, run: Command) -> None:
    text = "---\ntitle: Our rolls\nauthority: canonical\ndate: 2026-01-20\n---\n# Our rolls\n\nOur ladder is rolled on Fridays.\n"
    Path("desk/corpus/rolls.md").write_text(text, encoding="utf-8")
    found = ends(run, site)
    assert {end for place, (end, _) in found.items() if not place.startswith("articles/")} <= {"true", "not checkable here"}


def test_a_page_taken_out_of_its_site_is_not_checkable(site: Path, run: Command) -> None:
    shutil.copy(site / "glossary.html", "glossary.html")
    assert "glossary.html: not checkable here" in run("verify", "glossary.html", "--desk", "desk").out
