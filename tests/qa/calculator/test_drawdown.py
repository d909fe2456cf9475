"""Drawdowns: from which peak, until when, and what resampled paths say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.calculator.core.path import deepest, drawdowns
from qa.calculator.core.result import Value
from qa.calculator.risk.resampled import drawn_drawdowns
from tests.builders import Told, built, marks, monthly, value, why
from tests.qa.calculator.edges import EDGES

RETURNS = st.lists(st.floats(-0.2, 0.2).map(lambda x: round(x, 6)), min_size=1, max_size=30)


def test_the_starting_base_counts_as_the_first_high() -> None:
    assert value("drawdown.max.unhedged", monthly([-0.3, 0.1], [0, 0])).value == pytest.approx(-0.3)


@given(RETURNS)
@settings(max_examples=60, deadline=None)
def test_a_drawdown_is_the_worst_of_all_pairs_of_days(base: list[float]) -> None:
    path = np.concatenate([[1.0], np.cumprod(1 + np.array(base))])
    worst = min(path[j] / path[i] - 1 for i in range(len(path)) for j in range(i, len(path)))
    assert value("drawdown.max.unhedged", monthly(base, [0.0] * len(base))).value == pytest.approx(worst, abs=1e-12)
    assert drawn_drawdowns(np.array([base]))[0] == pytest.approx(worst, abs=1e-12)


def test_a_drawdown_begins_on_the_last_day_at_the_peak_and_ends_when_cents_are_back() -> None:
    worst = deepest(np.array([1.0, 0.9, 1.0, 0.5, 0.7, 1.0, 0.6]))
    assert (worst.peak, worst.trough, worst.recovery) == (2, 3, 5)
    assert deepest(np.array([1.0, 1.1, 1.2])).depth == 0
    days = ["2020-01-02", "2020-01-03", "2020-01-06", "2020-01-07"]
    facts = built(told=Told(flows="none"), marks=marks(days, [1000.10, -300.20, 100.10, 200.10], [0.0] * 4))
    assert value("drawdown.recovery.unhedged", facts).value == 5
    assert value("drawdown.under_water.unhedged", facts).value == 0.5


def test_the_steps_of_a_maximum_drawdown_are_its_peak_its_trough_and_its_recovery_with_their_dates() -> None:
    days = ["2020-01-02", "2020-01-03", "2020-01-06", "2020-01-07"]
    whole = built(told=Told(flows="none"), marks=marks(days, [10_000, -22_000, 22_000, 0], [0.0] * 4))
    steps = value("drawdown.max.unhedged", whole).steps
    assert [s.value for s in steps] == pytest.approx([1.1, 0.88, 1.1])
    assert [s.label for s in steps] == [
        "peak, account over its start, on 2020-01-02",
        "trough, account over its start, on 2020-01-03",
        "recovery, account over its start, on 2020-01-06",
    ]
    under = built(told=Told(flows="none"), marks=marks(days, [10_000, -22_000, 12_000, 1_000], [0.0] * 4))
    last = value("drawdown.max.unhedged", under).steps[-1]
    assert last.label == "not recovered, account over its start, on 2020-01-07"
    assert last.value == pytest.approx(1.01)
    (none,) = value("drawdown.max.unhedged", EDGES["a constant series"]()).steps
    assert none.label.startswith("no drawdown, account over its start, on ")


def test_drawdowns_of_rounding_are_none() -> None:
    assert (drawdowns(np.array([1.0, 1.0 - 1e-15, 1.0])) == 0).all()


def test_an_account_without_a_drawdown_has_nothing_to_recover_from_and_nothing_to_reduce() -> None:
    facts = EDGES["a constant series"]()
    assert "had no drawdown" in why("drawdown.recovery.unhedged", facts)
    assert "had no drawdown" in why("drawdown.reduction", facts)
    assert "had no drawdown" in why("calmar.unhedged", facts)
    assert value("drawdown.max.unhedged", facts).value == 0
    assert value("drawdown.ulcer.hedged", facts).value == 0


def test_protection_that_made_the_fall_deeper_reads_so() -> None:
    facts = EDGES["a worse drawdown"]()
    assert value("drawdown.reduction", facts).value < 0
    assert value("drawdown.max.hedged", facts).value < value("drawdown.max.unhedged", facts).value
    assert "did not reduce the maximum drawdown" in why("protection.per_drawdown_point", facts)


def test_a_hedge_that_earned_has_a_negative_drag() -> None:
    facts = EDGES["a hedge that earned"]()
    assert value("drag.daily.mean", facts).value == pytest.approx(-0.0003)
    assert value("drag.monthly.share_costly", facts).value == 0
    assert "hedge cost money in no month" in why("protection.monthly.break_even", facts)
    assert "earned more than the unhedged one" in why("benchmark.share", facts)


def test_resampled_falls_are_those_of_each_row() -> None:
    rows = np.array([[-0.1, 0.2, -0.3], [0.1, 0.1, 0.1], [-1.5, 0.5, 0.5]])
    assert drawn_drawdowns(rows).tolist() == pytest.approx([-0.3, 0.0, -1.0])


def test_the_chance_of_a_fall_shrinks_with_its_depth() -> None:
    facts = EDGES["two years"]()
    chances = [value("drawdown.risk.unhedged", facts, f"claim={c}%").value for c in (0, 1, 2, 5, 20, 90)]
    assert chances == sorted(chances, reverse=True)
    assert (chances[0], chances[-1]) == (1, 0)
    assert "too few months" in why("drawdown.risk.unhedged", EDGES["one month"](), "claim=5%")


def test_the_reach_of_a_claim_is_the_share_of_the_draws_behind_the_interval() -> None:
    facts = EDGES["two years"]()
    interval = value("drawdown.reduction", facts).interval
    assert interval is not None
    low, high = (value("realism.reach", facts, f"claim={x:.12f}") for x in (interval.low, interval.high))
    assert low.value == pytest.approx(0.975, abs=0.002)
    assert high.value == pytest.approx(0.025, abs=0.002)
    assert isinstance(low, Value)


def test_a_hedge_of_nothing_reduces_the_fall_of_no_resample_and_one_that_takes_all_of_it_away_reduces_all() -> None:
    base = [0.02, -0.05, 0.03] * 5
    none = value("drawdown.reduction", monthly(base, [0.0] * 15))
    assert none.value == 0
    assert none.interval is not None
    assert (none.interval.low, none.interval.high) == (0, 0)
    whole = value("drawdown.reduction", monthly(base, [0.0, 0.05, 0.0] * 5))
    assert whole.value == 1
    assert whole.interval is not None
    assert (whole.interval.low, whole.interval.high) == (1, 1)


def test_no_size_of_a_hedge_costs_less_than_nothing_and_a_reduction_of_nothing_needs_none() -> None:
    facts = monthly([0.02, -0.03, 0.01] * 12, [-0.004, 0.008, -0.005] * 12)
    assert "target cost is negative" in why("whatif.size_for_drag", facts, "claim=-0.4%")
    assert value("whatif.size_for_drag", facts, "claim=0").value == 0
    assert value("whatif.size_for_reduction", facts, "claim=0").value == 0
    assert value("whatif.size_for_reduction", facts, "claim=0.01%").value == pytest.approx(0.01)


def test_who_asked_by_day_is_not_told_to_ask_by_day() -> None:
    days = [str(d.date()) for d in pd.bdate_range("2020-01-02", periods=15)]
    facts = built(marks=marks(days, [10.0] * 15, [-1.0] * 15))
    for key in ("tail.daily.var.unhedged", "tail.daily.saved"):
        assert why(key, facts).endswith("use a longer backtest")
    assert why("tail.monthly.saved", facts).endswith("or ask by day")
