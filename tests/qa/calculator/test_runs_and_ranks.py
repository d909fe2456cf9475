"""Runs, ranked periods and the drag over the profit, against pandas on the same returns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from corpus.errors import WrongUseError
from qa.calculator.catalogue import spec_of
from qa.calculator.core.facts import Facts
from qa.calculator.returns.ranked import ranked_keys
from tests.builders import monthly, value, why

CHANCE = np.random.default_rng(23)
MONTHS = pd.period_range("2016-02", periods=66, freq="M")
UNHEDGED = pd.Series(CHANCE.normal(0.006, 0.02, 66).round(6), index=MONTHS)
HEDGE = pd.Series(CHANCE.normal(-0.001, 0.004, 66).round(6), index=MONTHS)
HEDGED, DRAG = UNHEDGED + HEDGE, -HEDGE


@pytest.fixture(scope="module")
def facts() -> Facts:
    """Sixty-six months of a base and its hedge."""
    return monthly(UNHEDGED.tolist(), HEDGE.tolist(), first="2016-02")


def longest(held: pd.Series[bool]) -> int:
    """The longest run of a mask, by pandas: the largest group between changes."""
    return int(held.groupby((held != held.shift()).cumsum()).sum().max())


def test_runs_are_those_of_pandas(facts: Facts) -> None:
    for key, held in {
        "return.unhedged.monthly.gaining_run": UNHEDGED > 0,
        "return.unhedged.monthly.losing_run": UNHEDGED < 0,
        "return.hedged.monthly.gaining_run": HEDGED > 0,
        "return.hedged.monthly.losing_run": HEDGED < 0,
        "payoff.monthly.longest_run": DRAG < 0,
        "bleed.monthly.longest_run": DRAG > 0,
    }.items():
        assert value(key, facts).value == longest(held), key


def test_a_run_of_none_is_nothing_and_of_equal_runs_the_first_counts() -> None:
    never = monthly([-0.01] * 12, [0.0] * 12)
    assert value("return.unhedged.monthly.gaining_run", never).value == 0
    twice = monthly([0.01, 0.01, -0.01, 0.02, 0.02, -0.01] * 2, [0.0] * 12, first="2020-01")
    found = value("return.unhedged.monthly.gaining_run", twice)
    assert (found.value, found.steps[0].label) == (2, "2020-01 to 2020-02, return in all")


@pytest.mark.parametrize("rank", range(2, 11))
def test_ranks_are_those_of_sorted_values(rank: int, facts: Facts) -> None:
    for stem, end, theirs in (
        ("return.unhedged", "worst", UNHEDGED.sort_values()),
        ("return.unhedged", "best", UNHEDGED.sort_values(ascending=False)),
        ("return.hedged", "worst", HEDGED.sort_values()),
        ("drag", "costliest", DRAG.sort_values(ascending=False)),
        ("drag", "best", DRAG.sort_values()),
    ):
        found = value(ranked_keys(stem, "monthly", end, rank)[-1], facts)
        assert found.value == pytest.approx(float(theirs.iloc[rank - 1]), abs=1e-12), (stem, end)
        assert found.start == found.end == str(theirs.index[rank - 1])


def test_of_equal_months_the_earlier_is_ranked_first() -> None:
    facts = monthly([0.01, -0.02, 0.01, -0.02] * 3, [0.0] * 12, first="2020-01")
    assert [value(key, facts).start for key in ranked_keys("return.unhedged", "monthly", "worst", 3)] == [
        "2020-02",
        "2020-04",
        "2020-06",
    ]


def test_a_rank_beyond_the_periods_is_not_computed(facts: Facts) -> None:
    assert "fewer" in why("return.unhedged.yearly.worst_9", facts)
    for key in ("return.hedged.monthly.worst_1", "return.hedged.monthly.worst_11", "drag.monthly.worst_2"):
        with pytest.raises(WrongUseError):
            spec_of(key)


def test_the_drag_over_the_profit_is_the_ratio_of_their_sums(facts: Facts) -> None:
    assert value("drag.over.profit", facts).value == pytest.approx(DRAG.sum() / UNHEDGED.sum())
    assert value("drag.over.profit", facts, "date=2018").value == pytest.approx(
        DRAG[MONTHS.year == 2018].sum() / UNHEDGED[MONTHS.year == 2018].sum()
    )


def test_without_a_profit_there_is_no_share_of_it() -> None:
    for returns in ([-0.01] * 12, [0.01, -0.01] * 6):
        assert "no profit" in why("drag.over.profit", monthly(returns, [-0.001] * 12))
