"""What sentences assert in numbers is read as labelled: precision first."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.texts.library import Folder, read_library, shipped_folder
from qa.evidence.claims import read_claims
from qa.evidence.quotations import is_term
from tests.eval.claims import FIELDS, FIFTH, FILE, FRESH, UNSEEN, read_cases, score


@pytest.mark.parametrize("file", [FILE, FRESH, UNSEEN, FIFTH])
def test_of_what_is_read_ninety_seven_in_a_hundred_are_right_and_eighty_five_of_what_is_asserted_are_read(file: Path) -> None:
    found = score(read_cases(file))
    assert found.precision >= 0.97, found.misses
    assert found.recall >= 0.85, found.misses


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_alone_is_right_that_often(field: str) -> None:
    found = score(read_cases())
    assert found.by_field[field] / found.read >= 0.97


def test_the_ledger_has_a_hundred_and_fifty_sentences_and_more_than_forty_that_assert_nothing() -> None:
    cases = read_cases()
    assert len(cases) >= 150
    assert sum(not case.labels for case in cases) > 40


#: What the shipped texts claim of the hedge, by document: metric, low, high, period.
SHIPPED = {
    ("hedge-drag", "drag", 0.004, 0.012, "month"),
    ("hedge-drag", "drag", 0.004, 0.006, "month"),
    ("hedge-drag", "drag", 0.010, 0.012, "month"),
    ("hedge-drag", "return.unhedged", 0.028, 0.035, "month"),
    ("hedge-drag", "return.hedged", 0.021, 0.028, "month"),
    ("hedge-drag", "return.unhedged", 0.032, 0.032, "month"),
    ("hedge-drag", "return.hedged", 0.023, 0.023, "month"),
    ("hedge-drag", "drawdown.reduction", 0.40, 0.40, "unstated"),
    ("drawdown", "drawdown.reduction", 0.40, 0.40, "unstated"),
    ("events", "drag", 0.010, 0.012, "month"),
    ("big-top", "return.unhedged", 0.028, 0.035, "month"),
    ("big-top", "return.hedged", 0.021, 0.028, "month"),
    ("seventy-delta-condor", "drag", 0.004, 0.012, "month"),
    ("alvh", "drag", 0.01, 0.02, "year"),
    ("alvh", "drawdown.reduction", 0.35, 0.40, "unstated"),
    ("hedge-as-insurance", "drag", 0.018, 0.034, "unstated"),
    ("hedge-as-insurance", "drag", 0.0004, 0.0008, "week"),
    ("hedge-as-insurance", "drawdown.reduction", 0.47, 0.47, "unstated"),
    ("protection-in-numbers", "drawdown.reduction", 0.63, 0.63, "unstated"),
    ("risk-tiers", "win_rate", 0.90, 0.90, "unstated"),
    ("win-rates", "win_rate", 0.90, 0.90, "unstated"),
    ("win-rates", "win_rate", 0.85, 0.85, "unstated"),
    ("win-rates", "win_rate", 0.75, 0.75, "unstated"),
    ("forty-five-day-condor", "win_rate", 0.80, 0.85, "unstated"),
}


def test_every_claim_of_the_shipped_texts_on_cost_returns_drawdowns_and_wins_is_read_and_no_other() -> None:
    metrics = {m for _, m, *_ in SHIPPED}
    library = read_library([Folder(root=shipped_folder(), sample=True)])
    claims = [c for p in library.passages if not is_term(p) for c in read_claims(p) if c.metric in metrics]
    found = {(c.passage.document.path.rsplit("/")[-1], c.metric, c.low, c.high, c.period) for c in claims}
    assert found - {("seventy-delta-condor", "win_rate", 0.7, 0.7, "unstated")} == SHIPPED
