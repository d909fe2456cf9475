"""Answers from the texts: the paragraph that answers leads, under a title that names it, or the page says what is missing."""

from __future__ import annotations

import pytest

from corpus.index.near import Near
from corpus.texts.documents import Document, Passage, digest_of
from corpus.texts.library import Library
from qa.answer import Materials, answer
from qa.document import AnswerDocument
from qa.evidence.levels import fits, level_asked
from qa.evidence.paragraphs import asking, ranked
from qa.evidence.silence import silence


def told(document: AnswerDocument, i: int = 0) -> str:
    """A sentence of the short answer."""
    return document.summary[i].text


@pytest.mark.parametrize(
    ("question", "level"),
    [
        ("VIX 17.95, which tiers?", 17.95),
        ("vix closed at 19.2, ok to sell?", 19.2),
        ("what may be sold with VIX above 20?", 20.01),
        ("and with VIX between 15 and 20", 17.5),
        ("at 24 VIX?", 24.0),
        ("VIX calls 30 days out", None),
        ("Is 0.70 a delta?", None),
    ],
)
def test_the_level_of_vix_that_a_question_states_is_read(question: str, level: float | None) -> None:
    assert level_asked(question) == (None if level is None else pytest.approx(level))


@pytest.mark.parametrize(
    ("level", "sentence", "fitting"),
    [
        (17.95, "Below a VIX of 15 all three tiers may be sold.", False),
        (17.95, "From 15 to 20 the aggressive tier is blocked.", True),
        (17.95, "Above 20 no condor is sold at all until VIX has closed below 20 again.", False),
        (24.0, "Above 20 no condor is sold at all until VIX has closed below 20 again.", True),
        (31.0, "At 30 or more there are few months.", True),
        (17.95, "The wings are 10 points wide.", None),
    ],
)
def test_a_rule_holds_for_the_levels_of_its_band(level: float, sentence: str, fitting: bool | None) -> None:
    assert fits(level, sentence, "VIX bands") is fitting


def test_the_rule_of_the_band_leads_and_the_lower_authority_stands_beside_it(materials: Materials) -> None:
    page = answer("which tier is blocked with vix at 17.95 by the rules?", materials)
    assert told(page).startswith("“From 15 to 20 the aggressive tier is blocked;")
    assert told(page, 1).startswith("When to sell which tier, which has lower authority, says: “")
    assert page.title.text == "VIX Risk Scaling: The bands"


def test_the_whole_paragraph_answers_a_why(materials: Materials) -> None:
    page = answer("Why is there no stop?", materials)
    assert page.title.text == "Set and forget: Why no stop"
    assert told(page).startswith("“Overnight the market for SPX options is thin")
    assert "a second way to lose" in told(page)


def test_the_deciding_sentence_stands_before_its_paragraph(materials: Materials) -> None:
    page = answer("At which VIX are no condors sold by the rules of the method?", materials)
    assert told(page).startswith("“Above 20 no condor is sold at all until VIX has closed below 20 again.”")
    assert told(page, 1).startswith("In full: “Below a VIX of 15")


@pytest.mark.parametrize(
    ("question", "word"), [("What does the method say about gold?", "gold"), ("What does the method say about Malta?", "Malta")]
)
def test_what_the_texts_do_not_mention_is_said(question: str, word: str, materials: Materials) -> None:
    page = answer(question, materials)
    assert page.status == "declined"
    assert told(page) == f"The texts don't answer this: nothing found in them mentions “{word}”."
    assert page.title.text == f"Not in the texts: “{word}”"


def test_an_event_that_no_passage_names_is_said_to_be_missing(materials: Materials) -> None:
    page = answer("Is the low tier preferred on the eve of nonfarm payrolls?", materials)
    assert page.status == "partial"
    assert page.reason is not None
    assert page.reason.text == "Nothing found in the texts mentions “nonfarm payrolls”."
    assert answer("Is the low tier preferred on the eve of a CPI print?", materials).status == "answered"


def _library(materials: Materials, *texts: tuple[str, str]) -> Library:
    """A library of two documents of one passage each, by authority."""
    documents = [
        Document(path=f"methodology/{name}", title=name, authority=authority, date=None, text=text, digest=digest_of(text))  # type: ignore[arg-type]
        for (authority, text), name in zip(texts, "ab", strict=True)
    ]
    passages = tuple(Passage(document=d, headings=(), start=0, end=len(d.text)) for d in documents)
    return Library(
        documents=tuple(documents),
        passages=passages,
        glossary=type(materials.library.glossary)(terms=()),
        problems=(),
        digest="x",
    )


def test_of_two_paragraphs_as_good_the_higher_authority_leads(materials: Materials) -> None:
    same = "A condor is never closed before its expiry day."
    library = _library(materials, ("article", same), ("canonical", same))
    near = Near(passages={p.id: 0.5 for p in library.passages})
    best = ranked(asking("Is a condor closed before expiry?", library, near), library.passages)
    assert [p.passage.document.authority for p in best] == ["canonical", "article"]


def test_without_a_search_by_meaning_there_is_no_verdict_of_silence(materials: Materials) -> None:
    ask = asking("What does the method say about gold?", materials.library, Near())
    assert silence(ask, materials.library.passages[:12]) is None
