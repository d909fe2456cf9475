"""Quotations beside figures speak of what is measured, and what of them the figures refute is said right there."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer
from qa.document import AnswerDocument


def texts(document: AnswerDocument) -> list[str]:
    """The sentences of the section on what the texts say."""
    return [s.text for section in document.sections if section.kind == "texts" for s in section.sentences]


@pytest.mark.parametrize(
    ("question", "claim", "figure"),
    [
        ("compare the drag of the 0.70 and 1.60 tiers", "0.4% to 1.2%", "the mean drag was −0.005%"),
        ("what would half the hedge have cost", "35% to 40%", "reduction of the maximum drawdown was 12.8%"),
        ("hedge cost on FOMC days", "4 to 8 basis points", "the mean drag was −0.0012%"),
    ],
)
def test_a_refuted_claim_is_followed_by_the_figure(question: str, claim: str, figure: str, materials: Materials) -> None:
    said = texts(answer(question, materials))
    at = next(i for i, s in enumerate(said) if claim in s)
    assert said[at + 1].startswith(f"“{claim}”")
    assert "isn't confirmed" in said[at + 1]
    assert figure in said[at + 1]


@pytest.mark.parametrize(
    "question",
    [
        "so how much did the hedge eat in 2017 on the 0.70 one",
        "what does the hedge cost a month",
        "which tier has the smallest maximum drawdown",
        "what share of months did the hedge lose money",
        "how deep was the max drawdown with the hedge",
    ],
)
def test_no_refuted_claim_stands_bare(question: str, materials: Materials) -> None:
    document = answer(question, materials)
    said = texts(document)
    for claim in ("63% smaller", "40% lower", "47% smaller", "0.4% to 1.2%", "2.8% to 3.5%"):
        for i, sentence in enumerate(said):
            if claim in sentence and "isn't confirmed" not in sentence:
                assert any("isn't confirmed" in s for s in said[i + 1 : i + 3]), sentence
    assert not any("delta of 0.70" in s or "negative cost in most months" in s for s in said)


@pytest.mark.parametrize(
    "question",
    [
        "sharpe ratio of the hedged account",
        "beta of the account to SPX",
        "expected shortfall hedged and unhedged",
        "largest one day loss of the hedge",
        "how long did it take to get back to the old high",
    ],
)
def test_no_text_is_quoted_where_none_speaks_of_the_figure(question: str, materials: Materials) -> None:
    document = answer(question, materials)
    assert document.figures
    assert not texts(document)


def test_what_speaks_of_the_figure_is_still_quoted(materials: Materials) -> None:
    assert any(
        "not the margin that the broker shows" in s for s in texts(answer("how much margin do the condors need", materials))
    )
    assert any("in most months it takes" in s for s in texts(answer("what did the hedge cost in 2019", materials)))
