"""Signals against pandas, and where they say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from qa.calculator.core.scope import Signal
from qa.calculator.core.signals import signal_values

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values

CLOSES = np.random.default_rng(5).uniform(10, 30, 80)


def _ours(function: str, days: int, closes: Values = CLOSES) -> Values:
    return signal_values(Signal("vix", function, days), closes)  # type: ignore[arg-type]


@pytest.mark.parametrize("days", [1, 2, 5, 14])
def test_means_changes_and_volatilities_are_those_of_pandas(days: int) -> None:
    series = pd.Series(CLOSES)
    logs = pd.Series(np.log(CLOSES)).diff() ** 2
    for function, theirs in {
        "sma": series.rolling(days).mean(),
        "ema": series.ewm(span=days, adjust=False, min_periods=days).mean(),
        "change": series.pct_change(days),
        "realised": np.sqrt(252 * logs.rolling(days).mean()),
    }.items():
        assert _ours(function, days) == pytest.approx(np.asarray(theirs), rel=1e-10, nan_ok=True), function


@pytest.mark.parametrize("days", [2, 14])
def test_relative_strength_is_smoothed_as_wilder_does(days: int) -> None:
    moves = pd.Series(CLOSES).diff().to_numpy()[1:]
    sides = []
    for side in (np.maximum(moves, 0), np.maximum(-moves, 0)):
        begun = pd.Series([side[:days].mean(), *side[days:]]).ewm(alpha=1 / days, adjust=False).mean()
        sides.append(begun.to_numpy())
    theirs = 100 - 100 / (1 + sides[0] / sides[1])
    assert np.isnan(_ours("rsi", days)[:days]).all()
    assert _ours("rsi", days)[days:] == pytest.approx(theirs, rel=1e-10)


def test_relative_strength_is_a_hundred_where_nothing_was_lost_and_fifty_where_nothing_moved() -> None:
    assert _ours("rsi", 2, np.array([1.0, 2.0, 3.0]))[-1] == 100
    assert _ours("rsi", 2, np.array([3.0, 2.0, 1.0]))[-1] == 0
    assert _ours("rsi", 2, np.array([1.0, 1.0, 1.0]))[-1] == 50


@pytest.mark.parametrize("function", ["sma", "ema", "rsi", "change", "realised"])
def test_too_few_closes_say_nothing(function: str) -> None:
    assert np.isnan(_ours(function, 9, CLOSES[:8])).all()
    needs_one_more = function in {"rsi", "change", "realised"}
    assert np.isnan(_ours(function, 8, CLOSES[:8])[-1]) == needs_one_more
    assert not np.isnan(_ours(function, 8, CLOSES[:9])[-1])


def test_a_series_that_is_not_always_above_zero_has_changes_only_where_it_was() -> None:
    closes = np.array([1.0, -1.0, 2.0, 0.0, 3.0])
    assert _ours("change", 1, closes).tolist() == pytest.approx([np.nan, -2, np.nan, -1, np.nan], nan_ok=True)
    assert np.isnan(_ours("realised", 1, closes)).all()


def test_the_close_itself_is_a_signal() -> None:
    assert (_ours("", 0) == CLOSES).all()
