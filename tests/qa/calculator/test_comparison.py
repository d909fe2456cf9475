"""Comparison: a figure of two backtests on their common months, and how far apart the two are."""

from __future__ import annotations

import pytest

from qa.calculator.catalogue import spec_of
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure, Missing
from qa.calculator.core.result import Value
from qa.calculator.core.scope_text import parse_scope
from qa.calculator.scenario.comparison import compare
from tests.builders import marked, monthly, traded


def difference(key: str, first: Facts, second: Facts, scope: str = "all") -> Value:
    """By how much a figure of the first exceeds that of the second."""
    found = compare(spec_of(key), parse_scope(scope), first, second).difference
    assert isinstance(found, Figure), found
    return found.result


def test_the_difference_of_two_drags_is_worked_by_hand() -> None:
    # January to March against February to April: 0.2% and 0.6% are 0.4%, 0.1% and 0.3% are 0.2%
    first, second = monthly([0, 0, 0], [-0.05, -0.002, -0.006]), monthly([0, 0, 0], [-0.001, -0.003, -0.05], "2020-02")
    found = difference("drag.monthly.mean", first, second)
    assert found.value == pytest.approx(0.002)
    assert [step.value for step in found.steps] == pytest.approx([0.004, 0.002])
    assert (found.n, found.start, found.end, found.interval) == (2, "2020-02", "2020-03", None)
    assert difference("drag.monthly.mean", second, first).value == pytest.approx(-0.002)


def test_what_two_backtests_have_in_common_cancels_in_the_interval() -> None:
    hedge = [-0.004, 0.01, -0.004, -0.02] * 6
    first, second = monthly([0.0] * 24, hedge), monthly([0.0] * 24, [h - 0.001 for h in hedge])
    interval = difference("drag.monthly.mean", second, first).interval
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((0.001, 0.001))  # each alone swings between one percent and minus two


def test_dates_narrow_what_is_common() -> None:
    first, second = monthly([0, 0, 0], [-0.05, -0.002, -0.006]), monthly([0, 0, 0], [-0.001, -0.003, -0.05], "2020-02")
    assert difference("drag.monthly.mean", first, second, "date=2020-03").value == pytest.approx(0.003)
    assert "outside the months that both" in _why(first, second, "date=2020-01")


def test_without_a_common_month_there_is_a_reason() -> None:
    assert "no month in common" in _why(monthly([0], [-0.01]), monthly([0], [-0.01], "2020-02"))


def test_what_one_of_them_has_not_is_told_with_its_name() -> None:
    unhedged = traded([("2020-01-03", "2020-01-03", "S", 1000.0)])
    assert "declared to be the hedge" in _why(monthly([0.01], [-0.01]), unhedged)


def test_the_bases_of_both_are_told() -> None:
    found = difference("drag.monthly.mean", marked(["2020-01-31"], [0], [-100]), marked(["2020-01-31"], [0], [-50]))
    assert [step.label for step in found.steps] == ["small, on a base of 100,000"] * 2


def _why(first: Facts, second: Facts, scope: str = "all") -> str:
    found = compare(spec_of("drag.monthly.mean"), parse_scope(scope), first, second).difference
    assert isinstance(found, Missing)
    assert found.spec.key == "difference.drag.monthly.mean"
    return str(found.why)
