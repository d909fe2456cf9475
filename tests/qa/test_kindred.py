"""Kindred figures are told together: of near readings of one quantity whichever was meant stands in the short answer."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from qa.answer import Materials, answer
from qa.understand.kindred import LEAST, kin_of, told_of
from qa.understand.reader import read_question

KEYS = ("drag.monthly.mean", "drag.monthly.total", "trades.win_rate", "trades.break_even_win_rate", "account.opening")


def _chances(*shares: float) -> NDArray[np.float64]:
    return np.asarray(np.log(np.array(shares)))


def test_kinship_goes_both_ways_and_is_not_between_strangers() -> None:
    kin = kin_of(KEYS)
    assert (kin == kin.T).all()
    assert kin[0, 1], "two measures of what the hedge cost"
    assert kin[2, 3], "a win rate and its break-even"
    assert not kin[0, 2]
    assert not kin[1, 4]


def test_a_near_kindred_reading_is_told_and_a_stranger_is_not() -> None:
    order, told = told_of(_chances(0.5, 0.3, 0.15, 0.03, 0.02), kin_of(KEYS))
    assert order.tolist() == [0, 1, 2]
    assert told.tolist() == [True, True, False]


def test_a_reading_that_is_hardly_probable_is_not_told() -> None:
    _, told = told_of(_chances(0.97 - LEAST / 2, LEAST / 2, 0.01, 0.01, 0.01), kin_of(KEYS))
    assert told.tolist() == [True, False, False]


def test_rows_are_told_as_each_by_itself() -> None:
    rows, kin = np.stack([_chances(0.5, 0.3, 0.15, 0.03, 0.02), _chances(0.02, 0.03, 0.5, 0.4, 0.05)]), kin_of(KEYS)
    order, told = told_of(rows, kin)
    for i, row in enumerate(rows):
        own_order, own_told = told_of(row, kin)
        assert (order[i] == own_order).all()
        assert (told[i] == own_told).all()


@pytest.mark.parametrize("question", ["What did the hedge cost in 2017?", "How much did the hedge lose in 2016?"])
def test_what_it_cost_over_a_period_is_told_by_share_and_in_dollars(question: str, materials: Materials) -> None:
    document = answer(question, materials)
    assert document.status == "answered"
    of = {figure.id: figure for figure in document.figures}
    told = {of[span.ref].key for sentence in document.summary for span in sentence.spans if span.ref in of}
    assert {"drag.monthly.total", "decomposition.total"} <= told
    assert len({of[span.ref].scope for s in document.summary for span in s.spans if span.ref in of}) == 1


def test_what_is_told_begins_with_the_first_reading() -> None:
    scores = read_question("What did the hedge cost in 2017?")
    assert scores.told[0] == scores.ranked[0].key
    assert set(scores.told) <= {r.key for r in scores.choices}
