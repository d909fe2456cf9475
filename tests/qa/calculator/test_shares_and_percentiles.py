"""Shares of periods, percentiles, the standard error and months of every year, against pandas on the same returns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from corpus.errors import WrongUseError
from qa.calculator.catalogue import spec_of
from qa.calculator.core.facts import Facts
from qa.calculator.core.scope_text import parse_scope
from qa.calculator.risk.percentiles import percentile_name
from tests.builders import monthly, value, why

CHANCE = np.random.default_rng(11)
MONTHS = pd.period_range("2015-03", periods=70, freq="M")
UNHEDGED = pd.Series(CHANCE.normal(0.005, 0.02, 70).round(6), index=MONTHS)
HEDGE = pd.Series(CHANCE.normal(-0.001, 0.004, 70).round(6), index=MONTHS)
HEDGED, DRAG = UNHEDGED + HEDGE, -HEDGE


@pytest.fixture(scope="module")
def facts() -> Facts:
    """Seventy months of a base and its hedge."""
    return monthly(UNHEDGED.tolist(), HEDGE.tolist(), first="2015-03")


@pytest.mark.parametrize("percent", [5, 10, 25, 33, 75, 90, 95, 99])
def test_percentiles_are_those_of_pandas(percent: int, facts: Facts) -> None:
    for stem, theirs in {"drag": DRAG, "return.unhedged": UNHEDGED, "return.hedged": HEDGED}.items():
        assert value(f"{stem}.monthly.p{percent}", facts).value == pytest.approx(float(theirs.quantile(percent / 100)), abs=1e-12)


def test_a_percentile_is_named_by_its_number_and_a_quartile_is_not() -> None:
    assert [percentile_name(f"drag.monthly.p{n}") for n in (1, 2, 3, 11, 12, 22, 95)] == [
        f"{n} percentile" for n in ("1st", "2nd", "3rd", "11th", "12th", "22nd", "95th")
    ]
    assert spec_of("return.hedged.weekly.p25").title == "Lower quartile of the weekly returns, hedged"
    with pytest.raises(WrongUseError):
        spec_of("drag.monthly.p0")


@pytest.mark.parametrize("over", [0.001, 0.0025, 0.01])
def test_shares_above_a_size_count_what_pandas_counts(over: float, facts: Facts) -> None:
    scope = f"over={over * 100:g}%"
    for key, theirs in {
        "drag.monthly.share_over": over < DRAG,
        "drag.monthly.share_gain_over": over < -DRAG,
        "return.unhedged.monthly.share_loss_over": over < -UNHEDGED,
        "return.hedged.monthly.share_gain_over": over < HEDGED,
    }.items():
        assert value(key, facts, scope).value == pytest.approx(float(theirs.mean())), key
        assert value(f"counted.{key}", facts, scope).value == int(theirs.sum()), key


def test_a_size_that_is_just_met_is_not_exceeded() -> None:
    facts = monthly([0.02] * 12, [-0.005] * 6 + [-0.006] * 6)
    assert value("counted.drag.monthly.share_over", facts, "over=0.5%").value == 6
    assert value("counted.drag.monthly.share_over", facts, "over=0.6%").value == 0


def test_shares_of_losing_and_gaining_months(facts: Facts) -> None:
    for side, returns in (("unhedged", UNHEDGED), ("hedged", HEDGED)):
        assert value(f"return.{side}.monthly.share_losing", facts).value == pytest.approx(float((returns < 0).mean()))
        assert value(f"return.{side}.monthly.share_gaining", facts).value == pytest.approx(float((returns > 0).mean()))
    assert value("drag.monthly.share_earned", facts).value == pytest.approx(float((DRAG < 0).mean()))


def test_the_standard_error_is_that_of_which_the_t_statistic_is_a_multiple(facts: Facts) -> None:
    error = value("drag.monthly.error", facts)
    assert error.value == pytest.approx(float(DRAG.mean()) / value("drag.monthly.t", facts).value)
    assert error.steps[0].value == pytest.approx(float(DRAG.std()) / 70**0.5)


def test_a_month_of_every_year_is_counted_and_no_other(facts: Facts) -> None:
    for scope, months in {"month=jan": [1], "month=jun+jul+aug": [6, 7, 8]}.items():
        own = DRAG[[month in months for month in MONTHS.month]]
        found = value("drag.monthly.mean", facts, scope)
        assert found.n == len(own)
        assert found.value == pytest.approx(float(own.mean()))
    both = value("drag.monthly.mean", facts, "month=jan&date=2016..2018")
    assert (both.n, both.start, both.end) == (3, "2016-01", "2018-01")


def test_a_size_narrows_only_what_counts_by_one_and_has_to_be_stated(facts: Facts) -> None:
    assert "can't be narrowed by a size" in why("drag.monthly.mean", facts, "over=1%")
    assert "no size was given" in why("drag.monthly.share_over", facts)


def test_scopes_of_months_and_sizes_are_read_back() -> None:
    for text in ("month=jan+dec", "over=0.005", "date=2016-01-01..2018-12-31&month=mar&over=0.01"):
        assert str(parse_scope(text)) == text
    assert parse_scope("over=0.5%") == parse_scope("over=0.005")
    assert parse_scope("month=dec+jan").display() == "January and December of each year"
    assert parse_scope("month=jan+feb+apr+may+jun+jul+aug+sep+oct+nov+dec").display() == "all months but March of each year"
