"""Edges that a small slip in the code would move without any other page telling."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from qa.calculator.core.flows import LONG_WEEKEND, flows_of
from qa.numerals import write
from qa.understand.regression import sigmoid_loss
from qa.understand.spelling import Spelling
from qa.understand.stated_numbers import stated_numbers
from qa.understand.text import read_text


def _weighed(gap: int) -> float:
    """What a flow of $100 weighs that comes in on the last day of a gap between two values [USD]."""
    start = np.datetime64("2018-01-01", "D")
    day = start + np.timedelta64(gap, "D")
    told = pd.Series([100.0], index=pd.DatetimeIndex([str(day)]))
    return float(flows_of(told, start, np.array([day])).weighed[0])


def test_a_flow_within_a_long_weekend_weighs_all_and_after_it_by_the_time_left() -> None:
    assert _weighed(LONG_WEEKEND) == 100.0
    assert _weighed(LONG_WEEKEND + 1) == pytest.approx(100.0 * (1 - 4 / 5))


def test_a_month_s_rate_below_a_tenth_of_a_percent_has_one_more_digit() -> None:
    assert write(0.001, "fraction/month") == "0.10%"
    assert write(0.00099, "fraction/month") == "0.099%"
    assert write(0.001, "fraction/year") == "0.10%"


def test_the_loss_s_slope_is_that_of_its_value() -> None:
    scores, targets = np.array([[0.3, -1.2]], np.float32), np.array([[1.0, 0.0]], np.float32)
    loss, slope = sigmoid_loss(scores, targets)
    assert loss[0] == pytest.approx(np.log1p(np.exp(-0.3)) + np.log1p(np.exp(-1.2)), rel=1e-6)
    step = 1e-2
    for i in range(2):
        up, down = scores.copy(), scores.copy()
        up[0, i] += step
        down[0, i] -= step
        by_hand = (sigmoid_loss(up, targets)[0] - sigmoid_loss(down, targets)[0]) / (2 * step)
        assert slope[0, i] == pytest.approx(by_hand[0], abs=1e-3)


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("two and a half percent", "2.5 percent"),
        ("a hundred and five condors", "105 condors"),
        ("one trade", "one trade"),
        ("half a million dollars", "500000 dollars"),
    ],
)
def test_number_words_are_one_number_in_digits(asked: str, plain: str) -> None:
    assert read_text(asked, Spelling(meant=frozenset(), known=frozenset())).plain == plain


def test_a_share_in_words_has_the_slack_of_half_a_part() -> None:
    (number,) = stated_numbers("3 out of 4 trades win", [])
    assert (number.low, number.high) == (0.75, 0.75)
    assert 0 < number.slack <= 0.5 / 4
