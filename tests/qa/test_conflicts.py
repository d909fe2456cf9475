"""Contradictions between texts: found where they are, not where they aren't, and ordered by what the house follows."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from corpus.texts.documents import Authority, Document, Passage, digest_of
from corpus.texts.edits import Correction, Edits, Ruling
from corpus.texts.library import Folder, Library, read_library, shipped_folder
from qa.answer import Materials, answer
from qa.evidence.assertions import apart, assertions_of, read_rules
from qa.evidence.ledger import claims_of, conflicts_of
from qa.evidence.remarks import remarks
from qa.evidence.told.sales import sales_in
from qa.evidence.told.stances import stances_in
from tests.eval.conflicts import FILE, FRESH, rates


def passage(text: str, name: str = "m/one", authority: Authority = "article", date: str | None = None) -> Passage:
    """A text as one passage."""
    document = Document(path=name, title="T", authority=authority, date=date, text=text, digest=digest_of(text))
    return Passage(document=document, headings=(), start=0, end=len(text))


@pytest.fixture(scope="module")
def library() -> Library:
    """The shipped texts."""
    return read_library([Folder(root=shipped_folder(), sample=True)])


@pytest.mark.parametrize("file", [FILE, FRESH])
def test_nine_of_ten_contradictions_are_told_and_of_near_misses_three_in_a_hundred(file: Path) -> None:
    found, false, wrong = rates(file)
    assert found >= 0.9, wrong
    assert false <= 0.03, wrong


@pytest.mark.parametrize(
    ("sentence", "rules"),
    [
        ("Below a VIX of 15 all three tiers may be sold.", [(None, "allowed", 0.0, 15.0)]),
        (
            "From 15 to 20 on VIX the aggressive tier is blocked; the balanced tier stays open.",
            [("aggressive", "blocked", 15.0, 20.0), ("balanced", "allowed", 15.0, 20.0)],
        ),
        ("Above a VIX of 20 no condor is sold until it has closed below 20.", [(None, "blocked", 20.0, float("inf"))]),
        (
            "Sell only the conservative tier with VIX from 18 to 20.",
            [
                ("conservative", "allowed", 18.0, 20.0),
                ("balanced", "blocked", 18.0, 20.0),
                ("aggressive", "blocked", 18.0, 20.0),
            ],
        ),
        ("Should the aggressive tier be sold with VIX above 20?", []),
        ("Layers are rolled with VIX above 20.", []),
    ],
)
def test_rules_of_sale_have_tier_action_and_levels(sentence: str, rules: list[tuple[str | None, str, float, float]]) -> None:
    assert [(s.tier, s.action, s.low, s.high) for s in sales_in(sentence)] == rules


def test_a_short_name_stands_for_what_its_letters_spell() -> None:
    assert [s.value for s in stances_in("EDR, the Expected Daily Range, is printed.")] == ["expected daily range"]
    assert list(stances_in("EDR means Quite Another Thing.")) == []
    assert list(stances_in("Does EDR stand for Expected Daily Return?")) == []


def test_the_blocked_tier_of_one_text_is_told_beside_the_one_to_sell_of_another(library: Library) -> None:
    told = [(p.first.sentence, p.second.sentence) for p in conflicts_of(library)]
    assert any("the aggressive tier is blocked" in a and "is the one to sell" in b for a, b in told)


def test_the_higher_authority_stands_first_and_of_equals_the_later(library: Library) -> None:
    for pair in conflicts_of(library):
        a, b = pair.first.passage.document, pair.second.passage.document
        assert (a.authority, b.authority) != ("article", "canonical")
        assert a.authority != b.authority or (a.date or "") >= (b.date or "")


def test_a_document_that_contradicts_itself_is_told() -> None:
    text = "A 0.70 delta iron condor is sold. In the 0.70 condor the short strikes lie 70% out of the money."
    a, b = read_rules(passage(text))
    assert a.passage.document is b.passage.document
    assert apart(a, b)


def test_a_condor_of_another_length_has_its_own_win_rate() -> None:
    one = assertions_of([passage("The win rate is 90%.")])
    other = assertions_of([passage("The 45-day condor has a win rate of 80%.", "m/two")])
    assert not any(apart(a, b) for a, b in product(one, other))


def test_the_house_follows_the_text_of_its_ruling(library: Library) -> None:
    ruling = Ruling(follow="methodology/never-pause", since="2026-05-01", about="whether the aggressive tier is sold")
    ruled = replace(library, edits=Edits(rulings=(ruling,)))
    pairs = [p for p in conflicts_of(ruled) if p.about == ruling.about and p.ruling]
    assert pairs
    assert {p.first.passage.document.path for p in pairs} == {"methodology/never-pause"}
    assert all(p.second.passage.document.path != "methodology/never-pause" for p in pairs)
    assert not [p for p in conflicts_of(ruled) if p.about != ruling.about and p.ruling]


def test_an_editors_corrections_are_followed(library: Library) -> None:
    own = "methodology/hedge-drag"
    none = Correction(document=own, words="0.4% to 1.2%", is_claim=False)
    scoped = Correction(document=own, words="0.4% to 0.6%", scope="vix<18", tier="balanced")
    found = {
        c.display: c
        for c in claims_of(replace(library, edits=Edits(corrections=(none, scoped))))
        if c.start and own in c.passage.id
    }
    assert "0.4% to 1.2% a month" not in found
    assert (str(found["0.4% to 0.6% a month"].scope), found["0.4% to 0.6% a month"].tier) == ("vix<18", "balanced")
    assert any(c.display == "0.4% to 1.2% a month" for c in claims_of(library))


def test_what_a_text_leaves_open_is_remarked(library: Library) -> None:
    own = [r for r in remarks(claims_of(library)) if r.document.path == "methodology/hedge-drag"]
    assert [r.about for r in own] == [
        "the drag by the stated returns",
        "the drag by the stated returns",
        "the drag by regime",
        "the exact drag",
    ]
    assert "0.70%" in own[0].note
    assert "0.90%" in own[1].note


def test_a_page_leads_with_what_the_house_follows_and_shows_what_it_decided_against(materials: Materials) -> None:
    ruling = Ruling(follow="methodology/never-pause", since="2026-05-01")
    ruled = replace(materials, library=replace(materials.library, edits=Edits(rulings=(ruling,))))
    document = answer("Can I sell the aggressive tier when VIX is at 17?", ruled)
    assert "is the one to sell" in document.summary[0].text or "sold at every level" in document.summary[0].text
    assert "the aggressive tier is blocked" in " ".join(s.text for s in document.summary)
    assert any("the house follows the first" in c.note.text for c in document.conflicts)


def test_a_page_on_a_rule_tells_what_contradicts_it(materials: Materials) -> None:
    document = answer("Can I sell the aggressive tier when VIX is at 17?", materials)
    quotes = {s.id: s.quote for s in document.sources}
    pairs = [tuple(quotes[i] for i in c.between) for c in document.conflicts]
    assert any("the aggressive tier is blocked" in a and "is the one to sell" in b for a, b in pairs)


@pytest.mark.parametrize(
    "question",
    [
        "Which of your documents disagree on the cost of the hedge and which one do you follow?",
        "Do the sources contradict each other on what the hedge costs?",
    ],
)
def test_numbers_that_contradict_each_other_are_told_where_that_is_asked(question: str, materials: Materials) -> None:
    first = answer(question, materials).summary[0].text
    assert first.startswith("The texts don't agree. ")
    assert "drag" in first
    assert "contradict each other" in first
