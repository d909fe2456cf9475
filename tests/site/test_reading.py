"""Readers ask and read: the pages of a real site, by plain requests."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import quote_plus

import html5lib
import pytest

from qa.answer import Materials, answer
from qa.document import as_json
from tests.site.conftest import Server

COST = "What does the hedge cost?"


def _ask(site: Server, question: str, more: str = "") -> str:
    reply = site.form("/ask", f"question={quote_plus(question)}{more}")
    assert reply.status == 303
    return reply.headers["location"]


def _links(page: str) -> list[str]:
    return [html.unescape(address) for address in re.findall(r'href="([^"]+)"', page)]


def test_an_answer_has_a_page_of_its_own_that_carries_its_document(site: Server, materials: Materials) -> None:
    place = _ask(site, COST)
    page = site.get(place)
    embedded = re.search(r'<script type="application/json" id="answer">(.*?)</script>', page.text)
    assert page.status == 200
    assert embedded is not None
    assert json.loads(embedded[1]) == json.loads(json.dumps(as_json(answer(COST, materials))))


def test_the_same_question_has_the_same_page(site: Server) -> None:
    assert _ask(site, COST) == _ask(site, COST)


def test_a_follow_up_goes_on_from_the_answer_above_it(site: Server) -> None:
    first = _ask(site, COST)
    then = _ask(site, "and with VIX below 15?", f"&after={first.rpartition('/')[2]}")
    page = site.get(then).text
    assert f'<a href="{first}">{COST}</a>' in page
    document = site.get(f"/api/v1{then}").json
    assert document["figures"][0]["scope"] == "vix<15"


def test_a_question_with_several_readings_is_answered_by_the_one_chosen(site: Server) -> None:
    question = "cost of the hedge below VIX"
    unclear = site.get(_ask(site, question)).text
    keys = re.findall(r'name="figure" value="([^"]+)"', unclear)
    assert len(keys) == 3
    for key in keys[::2]:
        chosen = site.get("/api/v1" + _ask(site, question, f"&figure={key}")).json
        assert chosen["status"] != "clarify"
        assert chosen["figures"][0]["key"] == key
        assert f"--figure {key}" in chosen["provenance"]["command"]


def test_a_source_of_an_answer_leads_to_its_text_with_the_cited_words_marked(site: Server) -> None:
    place = _ask(site, "How are the layers of the hedge rolled?")
    document = site.get(f"/api/v1{place}").json
    page = site.get(place).text
    followed = 0
    for address in (a for a in _links(page) if a.startswith("/sources/") and "#cited" in a):
        text = site.get(address.partition("#")[0]).text
        marked = re.search(r'<mark id="cited">(.*?)</mark>', text, re.DOTALL)
        assert marked is not None, address
        said = " ".join(html.unescape(re.sub("<[^>]+>", "", marked[1])).split())
        assert any(said in " ".join(s["quote"].replace("*", "").split()) for s in document["sources"])
        assert "has changed since" not in text
        followed += 1
    assert followed >= 2


def test_a_text_that_has_changed_since_it_was_cited_says_so(site: Server) -> None:
    place = next(a for a in _links(site.get(_ask(site, "How are the layers of the hedge rolled?")).text) if "#cited" in a)
    changed = re.sub(r"digest=\w+", "digest=0123", place.partition("#")[0])
    assert "has changed since" in site.get(changed).text
    assert "has changed since" in site.get(changed.partition("?")[0] + "?start=1&end=99999999").text


def test_a_figure_of_an_answer_leads_to_how_it_was_computed(site: Server) -> None:
    place = _ask(site, "What does the hedge cost with VIX below 15?")
    figure = site.get(f"/api/v1{place}").json["figures"][0]
    address = next(a for a in _links(site.get(place).text) if a.startswith(f"/figures/{figure['key']}?"))
    page = site.get(address).text
    assert f">{figure['display']}</data>" in page
    assert html.escape(figure["formula"]) in page


def test_a_scope_that_is_none_is_said_beside_the_figure(site: Server) -> None:
    page = site.get("/figures/drag.monthly.mean?scope=moon")
    assert page.status == 200
    assert 'role="alert"' in page.text


@pytest.mark.parametrize(
    "target",
    ["/ask", "/figures", "/figures?q=drawdown", "/figures/drag.monthly.mean", "/sources", "/sources?q=roll", "/glossary",
     "/glossary/drag", "/about", "/api/v1/docs", "/nowhere"],
)  # fmt: skip
def test_pages_are_valid_html_without_anything_inline(site: Server, target: str) -> None:
    page = site.get(target)
    html5lib.HTMLParser(strict=True).parse(page.body)
    assert "style=" not in page.text
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\son\w+=", page.text)


def test_every_link_of_every_page_leads_somewhere(site: Server) -> None:
    seen: set[str] = set()
    ahead = ["/ask", _ask(site, COST), "/figures?q=drawdown", "/sources", "/glossary", "/about", "/api/v1/docs"]
    for start in ahead:
        for address in _links(site.get(start).text):
            target = address.partition("#")[0]
            if target.startswith("/") and target not in seen:
                seen.add(target)
                assert site.get(target).status in {200, 303}, (start, target)
    assert len(seen) > 100


def test_search_of_the_texts_finds_passages_with_their_place(site: Server) -> None:
    page = site.get("/sources?q=how+are+layers+rolled").text
    first = next(a for a in _links(page) if "#cited" in a)
    assert '<mark id="cited">' in site.get(first.partition("#")[0]).text


def test_whether_an_answer_helped_is_recorded(site: Server) -> None:
    place = _ask(site, COST)
    thanks = site.form(f"{place}/feedback", "helped=yes")
    assert thanks.status == 200
    assert f'<a href="{place}">Back to the answer</a>' in thanks.text
    assert site.form(f"{place}/feedback", "helped=perhaps").status == 422
    assert site.form("/answers/00/feedback", "helped=yes").status == 404


def test_a_question_that_is_not_answered_can_be_asked_another_way(site: Server) -> None:
    question = "What is the capital of France?"
    place = _ask(site, question)
    assert site.get(f"/api/v1{place}").json["status"] == "declined"
    page = site.get(place).text
    assert f">{question}</textarea>" in page
    assert 'name="after"' not in page, "it stands alone and goes on from no answer"
    assert site.get(f"/sources?q={quote_plus(question)}").status == 200
