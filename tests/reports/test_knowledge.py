"""The knowledge base as files: what its pages hold, that they lead somewhere, and that machines can read them."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import html5lib
import pytest

from corpus.errors import WrongUseError
from corpus.texts.library import Folder, read_library
from qa.answer import Materials, answer
from qa.document import AnswerDocument, FigureView, Section, Sentence, Span
from qa.evidence.evidence import view_source
from reports.charts.claims import Bar, Measured, claims_chart
from reports.knowledge.article import Edit, Told, article_of, cleaned, short_slug
from reports.knowledge.cards import lead_of
from reports.knowledge.contents import entry_of, read_on
from reports.knowledge.links_check import broken_links, page_of
from reports.knowledge.memory import CLEAN, FALSE, STALE, from_state, remembered, standing, to_state
from reports.knowledge.paragraphs import with_paragraphs
from reports.knowledge.settings import Site
from reports.knowledge.site import Files, Moved, site_files
from reports.pages.house import House
from tests.checks import faults

QUESTIONS = (
    "How much does the ALVH hedge drag down monthly returns on the 0.70 condor?",
    "What was the maximum drawdown with and without the hedge?",
    "Do 90% of the condors win?",
    "When are the layers rolled?",
    "What is drag?",
    "Does the hedge cost more on the balanced tier than on the conservative tier?",
    "What did the hedge earn in stress episodes?",
)
SITE = Site(house=House(name="A desk"), url="https://kb.example.org/", ask="https://forms.example.org/ask")
TOLD = Told(house="A desk", byline="E. Ditor", published="2026-11-28")
#: A page may weigh so much on its way to the reader, without its fonts.
BUDGET = 60_000


@pytest.fixture(scope="module")
def articles(materials: Materials) -> list[AnswerDocument]:
    """Articles of several kinds."""
    return [article_of(answer(q, materials), materials, TOLD) for q in QUESTIONS]


@pytest.fixture(scope="module")
def files(articles: list[AnswerDocument], materials: Materials, cache_dir: Path) -> Files:
    """The site of them."""
    return site_files([(d, ()) for d in articles], SITE, materials, cache_dir)


def pages(files: Files) -> dict[str, str]:
    """Its pages."""
    return {path: content.decode() for path, content in files.items() if path.endswith(".html")}


def carried(page: str) -> dict[str, object]:
    """The document that a page carries."""
    found = re.search(r'<script type="application/json" id="answer">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    made = json.loads(found[1])
    assert isinstance(made, dict)
    return made


def test_every_link_leads_to_a_place_that_is_there(files: Files) -> None:
    assert broken_links(files) == []


def test_a_link_that_leads_nowhere_is_found() -> None:
    page = b'<p id="a"></p><p id="a"></p><a href="b.html">x</a><a href="#c">y</a><a href="https://x.org">z</a>'
    assert broken_links({"a.html": page}) == [
        "a.html: the place 'a' stands twice",
        "a.html: b.html leads to no file",
        "a.html: #c leads to no place on its page",
    ]


class Parsed(HTMLParser):
    """The addresses and places of a page, as Python's own parser reads them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down where an element leads, and its own place."""
        held = {name: value or "" for name, value in attrs}
        self.ids += [held["id"]] if "id" in held else []
        if (tag, held.get("rel")) != ("link", "canonical"):
            self.links += [held[name] for name in ("href", "src", "srcset", "action") if held.get(name)]
            self.links += [f"#{held['popovertarget']}"] if "popovertarget" in held else []


def test_links_and_places_are_those_that_a_parser_reads(files: Files) -> None:
    for path, page in pages(files).items():
        read, parsed = page_of(files[path], {}), Parsed(page)
        assert list(read.links) == parsed.links, path
        assert read.ids == Counter(parsed.ids), path


def test_every_page_is_valid_and_carries_a_valid_document(files: Files) -> None:
    found = pages(files)
    assert {"index.html", "glossary.html", "claims.html", "search.html", "404.html", "about.html"} <= set(found)
    for path, page in found.items():
        html5lib.HTMLParser(strict=True).parse(page)
        assert faults(carried(page)) == [], path


def test_the_title_is_the_question_everywhere(articles: list[AnswerDocument], files: Files) -> None:
    view = articles[0].article
    assert view is not None
    page = pages(files)[f"articles/{view.slug}.html"]
    for place in (f"<h1>{QUESTIONS[0]}</h1>", f"<title>{QUESTIONS[0]}</title>", f'og:title" content="{QUESTIONS[0]}"'):
        assert place in page
    assert QUESTIONS[0] in articles[0].citation.apa
    assert "(2026, November 28)" in articles[0].citation.apa


def test_an_article_weighs_no_more_than_its_budget(files: Files) -> None:
    weights = {path: len(gzip.compress(page.encode())) for path, page in pages(files).items() if path.startswith("articles/")}
    assert max(weights.values()) <= BUDGET


def test_an_article_weighs_no_more_than_its_budget_unpacked_but_for_its_document(files: Files) -> None:
    for path, page in pages(files).items():
        if path.startswith("articles/"):
            told = re.search(r'<script type="application/json" id="answer">.*?</script>', page, re.DOTALL)
            assert told is not None
            assert len(page.encode()) - len(told[0].encode()) <= BUDGET, path


def test_the_months_of_a_chart_stand_in_the_file_of_tables_and_not_twice_on_the_page(
    files: Files, articles: list[AnswerDocument]
) -> None:
    view = articles[0].article
    assert view is not None
    page = pages(files)[f"articles/{view.slug}.html"]
    assert f'<p class="data"><a href="{view.slug}.csv">The numbers as a table</a></p>' in page
    assert "<caption>By month</caption>" not in page
    held = files[f"articles/{view.slug}.csv"].decode()
    months = next(s for s in articles[0].series if s.key == "drag.monthly.by_month")
    assert all(p.label in held for p in months.points)


def test_no_page_loads_anything_from_elsewhere(files: Files) -> None:
    for page in pages(files).values():
        assert re.findall(r'(?:src|srcset)="(?:https?:|//)', page) == []
        assert "style=" not in page
        assert "onclick" not in page


def test_feed_and_sitemap_are_read_by_a_parser(articles: list[AnswerDocument], files: Files) -> None:
    atom, urls = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    feed, sitemap = (ET.fromstring(files[name]) for name in ("feed.xml", "sitemap.xml"))  # noqa: S314 our own
    entries = feed.findall(f"{atom}entry")
    assert len(entries) == len(articles)
    for entry in entries:
        assert all(entry.findtext(f"{atom}{name}") for name in ("title", "id", "updated", "published", "summary"))
    listed = {loc.text.removeprefix(SITE.url) for loc in sitemap.iter(f"{urls}loc") if loc.text}
    assert listed <= set(files)
    assert {p for p in files if p.startswith("articles/") and p.endswith(".html")} <= listed
    assert f"Sitemap: {SITE.url}sitemap.xml" in files["robots.txt"].decode()


def test_linked_data_says_what_the_page_is(files: Files, articles: list[AnswerDocument]) -> None:
    view = articles[0].article
    assert view is not None
    page = pages(files)[f"articles/{view.slug}.html"]
    found = re.search(r'application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    graph = json.loads(found[1])["@graph"]
    types = [node["@type"] for node in graph]
    assert types[0] == "Article"
    assert types[-1] == "BreadcrumbList"
    reviews = [node for node in graph if node["@type"] == "ClaimReview"]
    assert len(reviews) == sum(c.verdict != "not_comparable" for c in articles[0].claims)
    assert {r["reviewRating"]["alternateName"] for r in reviews} <= {"consistent", "not consistent", "not ruled out"}
    assert graph[0]["datePublished"] == "2026-11-28"
    assert "Hypothetical" in graph[0]["description"]


def test_two_builds_are_the_same_bytes(
    files: Files, articles: list[AnswerDocument], materials: Materials, cache_dir: Path
) -> None:
    assert site_files([(d, ()) for d in articles], SITE, materials, cache_dir) == files


def test_every_article_leads_on(articles: list[AnswerDocument], files: Files) -> None:
    for path, page in pages(files).items():
        if path.startswith("articles/"):
            assert "<h2>Keep reading</h2>" in page


def test_a_cited_span_has_its_place_on_the_page_of_its_text(files: Files, articles: list[AnswerDocument]) -> None:
    found = pages(files)
    for source in articles[0].sources:
        if source.authority == "manifest":
            continue
        page = found[f"sources/{source.document.replace('/', '.')}.html"]
        assert page.count(f'id="c{source.start}-{source.end}"') == 1


def test_what_texts_say_beside_figures_is_quoted_by_the_paragraph_as_far_as_it_is_not_long(
    articles: list[AnswerDocument], materials: Materials
) -> None:
    texts = {d.path: d.text for d in materials.library.documents}
    answered = answer(QUESTIONS[6], materials)
    found = {s.id: s for s in articles[6].sources}
    beside = [s for s in answered.sections if s.kind == "texts"]
    assert beside
    widened = 0
    for sentence in (x for section in beside for x in section.sentences):
        (ref,) = {span.ref for span in sentence.spans if span.kind == "quote"}
        (before,) = (s for s in answered.sources if s.id == ref)
        now, text = found[ref], texts[before.document]
        assert before.quote in now.quote
        if sum(f"[{ref}]" in x.text for section in beside for x in section.sentences) > 1:  # a claim of it is judged beside it
            assert now == before
            continue
        assert now.quote == text[now.start : now.end]
        assert len(now.quote) <= max(600, len(before.quote))
        assert any(f"“{now.quote}”" in x.text for section in articles[6].sections for x in section.sentences)
        whole = text[: now.start].endswith("\n\n") and text[now.end :].startswith("\n")
        assert whole or text[: now.start].endswith("- ") or len(now.quote) > len(before.quote)
        widened += now.quote != before.quote
    assert widened


def test_of_a_long_paragraph_the_sentences_around_the_one_found_are_quoted(
    tmp_path: Path, articles: list[AnswerDocument]
) -> None:
    said = [f"Sentence number {i} says a little more of how the hedge is kept over the years." for i in range(20)]
    Path(tmp_path / "long.md").write_text(f"---\ntitle: Long\n---\n# Long\n\n{' '.join(said)}\n", encoding="utf-8")
    library = read_library([Folder(root=tmp_path)], tmp_path / "cache")
    (document,) = library.documents
    at = document.text.index(said[10])
    old = view_source("S1", document, "Long", at, at + len(said[10]))
    quote = Sentence(
        text=f"“{old.quote}” [S1]",
        spans=(
            Span(start=1, end=1 + len(old.quote), kind="quote", ref="S1"),
            Span(start=3 + len(old.quote), end=7 + len(old.quote), kind="source", ref="S1", field="mark"),
        ),
    )
    section = Section(heading=Sentence(text="What the texts say"), sentences=(quote,), series=(), kind="texts")
    made = with_paragraphs(
        replace(articles[0], sections=(section,), sources=(old,), summary=(), claims=(), conflicts=()), library
    )
    (source,), (sentence,) = made.sources, made.sections[0].sentences
    assert source.quote == " ".join(said[10:17])
    assert sentence.text == f"“{source.quote}” [S1]"
    assert [sentence.text[s.start : s.end] for s in sentence.spans] == [source.quote, "[S1]"]


def test_a_former_name_leads_to_the_present_one(articles: list[AnswerDocument], materials: Materials, cache_dir: Path) -> None:
    view = articles[4].article
    assert view is not None
    moved = Moved(slug="old-name", to=view.slug, title=view.title)
    made = site_files([(articles[4], ())], SITE, materials, cache_dir, [moved])
    assert f'content="0; url={view.slug}.html"' in made["articles/old-name.html"].decode()
    assert broken_links(made) == []


def test_a_changed_text_touches_the_pages_that_cite_it_alone(
    files: Files, articles: list[AnswerDocument], materials: Materials, cache_dir: Path
) -> None:
    path = "methodology/alvh-layers"
    texts = tuple(replace(d, digest="sha256:" + "0" * 64) if d.path == path else d for d in materials.library.documents)
    changed = replace(materials, library=replace(materials.library, documents=texts))
    again = [article_of(answer(q, materials), changed, TOLD) for q in QUESTIONS]
    now = site_files([(d, ()) for d in again], SITE, materials, cache_dir)
    touched = {p.partition(".")[0] for p in now if now[p] != files.get(p) and p != "articles.jsonl"}
    citing = {f"articles/{d.article.slug}" for d in articles if d.article and any(s.document == path for s in d.sources)}
    assert citing
    assert touched == citing


def test_the_box_for_questions_stands_where_the_desk_sends_them(files: Files, articles: list[AnswerDocument]) -> None:
    view = articles[0].article
    assert view is not None
    page = pages(files)[f"articles/{view.slug}.html"]
    assert '<form action="https://forms.example.org/ask" method="post">' in page
    assert "form-action https://forms.example.org/ask 'self'" in html.unescape(page)
    assert "<textarea" not in pages(files)["index.html"]


def test_cards_show_what_the_answer_does_not(articles: list[AnswerDocument]) -> None:
    for document in articles[:3]:
        cards = next(s for s in document.sections if s.kind == "cards")
        led = {span.ref for s in document.summary for span in s.spans if span.field in {"display", "magnitude"}}
        assert 2 <= len(cards.sentences) <= 4
        assert all(c.spans[0].ref not in led for c in cards.sentences)


def test_a_comparison_of_backtests_has_no_cards_that_do_not_say_whose_they_are(articles: list[AnswerDocument]) -> None:
    compared = articles[5]
    assert len({b.name for b in compared.provenance.backtests}) == 2
    assert not any(s.kind == "cards" for s in compared.sections)


def test_what_is_read_next_answers_its_question(articles: list[AnswerDocument]) -> None:
    declined = replace(articles[1], status="declined")
    entries = [entry_of(d, ()) for d in (*articles[2:], declined)]
    first = entry_of(articles[0], ())
    assert declined.article is not None
    assert declined.article.slug not in {r.url.removesuffix(".html") for r in read_on(first, [first, *entries])}
    assert [r.url for r in read_on(first, [first, entry_of(declined, ())])] == [f"{declined.article.slug}.html"]


def test_a_page_is_false_where_a_number_changed_and_stale_where_words_did(articles: list[AnswerDocument]) -> None:
    document = articles[0]
    before = remembered(document)
    lead = lead_of(document)
    assert lead is not None
    assert standing(remembered(document), before) == CLEAN
    assert from_state(json.loads(json.dumps(to_state({"a": before})))) == {"a": before}
    assert standing(remembered(replace(document, tags=("Other",))), before) == STALE

    def other(figure: FigureView) -> FigureView:
        return replace(figure, display="0.052%") if figure.id == lead.id else figure

    changed = replace(document, figures=tuple(map(other, document.figures)))
    assert standing(remembered(changed), before) == FALSE


@pytest.mark.parametrize(
    ("asked", "title", "slug"),
    [
        ("  what does   the hedge cost ", "What does the hedge cost?", "what-hedge-cost"),
        ("“Drag”", "Drag", "drag"),
        ("Is it 0.4% to 1.2% a month?", "Is it 0.4% to 1.2% a month?", "it-0-4-1-2-month"),
        ("one two three four five six seven eight nine", "One two three four five six seven eight nine",
         "one-two-three-four-five-six-seven-eight"),
    ],
)  # fmt: skip
def test_a_question_is_cleaned_and_named(asked: str, title: str, slug: str) -> None:
    assert cleaned(asked) == title
    assert short_slug(title) == slug


def test_the_desk_s_own_words_pass_the_guard_or_are_refused(materials: Materials) -> None:
    document = answer(QUESTIONS[0], materials)
    was = "Maximum drawdown was 29.5% unhedged and 25.7% hedged."
    kept = Edit(was=was, now="Unhedged the maximum drawdown was {F5.magnitude}, hedged {F6.magnitude}.")
    intro = "The mean drag of {drag.monthly.mean} rests on {drag.monthly.mean:n} months."
    made = article_of(document, materials, replace(TOLD, intro=(intro,), edits=(kept,)))
    assert made.article is not None
    assert made.article.intro[0].text == "The mean drag of −0.005% rests on 108 months."
    assert "Unhedged the maximum drawdown was 29.5%, hedged 25.7%." in [x.text for s in made.sections for x in s.sentences]
    for told, what in [
        (replace(TOLD, intro=("It costs 3% a year.",)), "orphan-numeral"),
        (replace(TOLD, intro=("You should buy it.",)), "advice"),
        (replace(TOLD, intro=("It is {no.such.figure}.",)), "no figure no.such.figure"),
        (replace(TOLD, edits=(Edit(was=was, now="It fell less."),)), "leaves out '29.5%'"),
        (replace(TOLD, edits=(Edit(was="It rose.", now="It fell."),)), "is not on the page"),
    ]:
        with pytest.raises(WrongUseError, match=re.escape(what)):
            article_of(document, materials, told)


def test_the_chart_of_claims_shows_each_range_where_it_lies() -> None:
    measured = Measured(value=0.0, low=-0.001, high=0.001, display="0.00%", label="This backtest", unit="fraction/month")
    bars = [Bar(low=0.002, high=0.004, label="a", verdict="backtest is below", outside=True)]
    drawing = claims_chart(measured, bars, "T")
    band, bar = (
        re.search(rf'<rect class="{cls}" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', drawing.full) for cls in ("band", "base")
    )
    assert band is not None
    assert bar is not None
    left, wide = float(band[1]), float(band[2])
    assert float(bar[1]) == pytest.approx(left + wide * 1.5, abs=0.2)
    assert float(bar[2]) == pytest.approx(wide, abs=0.2)


def test_other_systems_get_plain_html_and_lines_and_a_figure(files: Files, articles: list[AnswerDocument]) -> None:
    lines = [json.loads(line) for line in files["articles.jsonl"].decode().splitlines()]
    assert [line["title"] for line in lines] == list(QUESTIONS)
    for line in lines:
        assert re.findall(r"<(?:script|style|button|svg|div)|class=|style=", line["html"]) == []
        html5lib.HTMLParser(strict=True).parse(f"<!doctype html><title>t</title>{line['html']}")
        assert set(re.findall(r'href="#([^"]+)"', line["html"])) <= set(re.findall(r'id="([^"]+)"', line["html"]))
        assert faults(line["document"]) == []
    view, lead = articles[0].article, lead_of(articles[0])
    assert view is not None
    assert lead is not None
    page = files[f"embeds/{view.slug}.html"].decode()
    assert f">{lead.display}</data>" in page
    assert f'href="../articles/{view.slug}.html"' in page
