"""Complements and unions: what a scope leaves out is all that it doesn't count, and several stretches count together."""

from __future__ import annotations

import pytest

from corpus.backtests.backtest import Backtest
from qa.calculator.catalogue import compute
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure, Missing
from qa.calculator.core.scope_text import parse_scope

DAILY = "drag.daily.total"


def total(facts: Facts, scope: str, key: str = DAILY) -> tuple[float, int]:
    """Value and n of a total."""
    found = compute(key, parse_scope(scope), facts)
    assert isinstance(found, Figure), found
    return found.result.value, found.result.n


@pytest.mark.parametrize(
    ("within", "one", "other"),
    [
        ("all", "episode=vix", "episode!=vix"),
        ("date=2016", "event=fomc+cpi~1", "event!=fomc+cpi~1"),
        ("date=2016", "vix:15..20", "vix!=15..20"),
        ("all", "date=2015+2018", "date=2014+2016..2017+2019..2022"),
        ("all", "date=2015+2018", "date!=2015&date!=2018"),
    ],
)
def test_a_scope_and_its_complement_are_all_days(sample: Backtest, within: str, one: str, other: str) -> None:
    facts = Facts(sample)
    whole, days = total(facts, within)
    (a, n), (b, m) = (total(facts, f"{within}&{side}") for side in (one, other))
    assert n + m == days
    assert a + b == pytest.approx(whole, abs=1e-12)


def test_days_at_either_event_are_those_at_one_of_them(sample: Backtest) -> None:
    facts = Facts(sample)
    counts = {scope: total(facts, f"event={scope}~0&date=2016")[1] for scope in ("fomc", "cpi", "fomc+cpi")}
    assert counts["fomc+cpi"] <= counts["fomc"] + counts["cpi"]
    assert counts["fomc+cpi"] > max(counts["fomc"], counts["cpi"])


def test_months_outside_stress_have_no_day_of_it(sample: Backtest) -> None:
    facts = Facts(sample)
    inside = {"2015-08", "2015-09", "2018-02"}
    found = compute("drag.monthly.mean", parse_scope("episode!=vix"), facts)
    assert isinstance(found, Figure)
    assert found.result.n <= 108 - len(inside)


def test_a_drawdown_needs_an_unbroken_run(sample: Backtest) -> None:
    found = compute("drawdown.max.unhedged", parse_scope("date=2015+2018"), Facts(sample))
    assert isinstance(found, Missing)
    assert "several stretches" in str(found.why)
