"""Exposure and convexity against least squares of other libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from qa.calculator.core.facts import Facts
from qa.calculator.core.result import NotComputed
from qa.calculator.core.sample import Sample, sample_of
from qa.calculator.core.scope import Period, Scope
from tests.builders import built, marks, monthly, value, why
from tests.qa.calculator.edges import EDGES

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values


@pytest.fixture(scope="module")
def facts() -> Facts:
    """Two years of days."""
    return EDGES["two years"]()


def _pair(facts: Facts, per: Period, series: str = "spx") -> tuple[Sample, Values]:
    sample = sample_of(facts, per, Scope())
    assert not isinstance(sample, NotComputed)
    market = sample.market(series)
    assert not isinstance(market, NotComputed)
    assert not np.isnan(market).any()
    return sample, market


def test_the_market_of_a_period_goes_from_the_close_before_it_to_its_last(facts: Facts) -> None:
    spx = facts.backtest.series["spx"]
    _, days = _pair(facts, "day")
    assert days == pytest.approx(spx.pct_change().to_numpy()[-len(days) :], abs=1e-14)
    sample, months = _pair(facts, "month")
    ends = spx.resample("ME").last()
    assert months[1:] == pytest.approx(ends.pct_change().to_numpy()[1 - len(months) :], abs=1e-14)
    assert months[0] == pytest.approx(ends["2019-01-31"] / spx["2019-01-01"] - 1)  # the days begin on the second
    _, contango = _pair(facts, "day", "contango")  # not always above zero: its differences
    assert contango == pytest.approx(facts.backtest.series["contango"].diff().to_numpy()[-len(contango) :], abs=1e-14)
    assert len(sample) == 24


@pytest.mark.parametrize("per", ["day", "week", "month"])
def test_beta_and_correlation_are_those_of_scipy(facts: Facts, per: Period) -> None:
    sample, market = _pair(facts, per)
    adverb = {"day": "daily", "week": "weekly", "month": "monthly"}[per]
    sides = {"unhedged": sample.unhedged, "hedged": sample.side(hedged=True), "hedge": -sample.drag}
    for side, returns in sides.items():
        line = stats.linregress(market, returns)
        assert value(f"exposure.{adverb}.beta.{side}", facts).value == pytest.approx(float(line.slope), rel=1e-10)
        assert value(f"exposure.{adverb}.explained.{side}", facts).value == pytest.approx(float(line.rvalue) ** 2, rel=1e-10)
    for series in ("spx", "vix", "contango"):
        r = stats.pearsonr(-sample.drag, _pair(facts, per, series)[1])
        assert value(f"correlation.{adverb}.{series}", facts).value == pytest.approx(float(r.statistic), rel=1e-10)


def test_the_crash_slope_is_a_line_through_the_worst_days(facts: Facts) -> None:
    sample, market = _pair(facts, "day")
    worst = market <= np.sort(market)[len(market) // 10 - 1]
    line = stats.linregress(market[worst], -sample.drag[worst])
    crash = value("convexity.daily.crash_slope", facts)
    assert crash.value == pytest.approx(float(line.slope), rel=1e-10)
    assert crash.steps[0].value == worst.sum() == 52


def test_the_curve_and_its_errors_are_those_of_statsmodels(facts: Facts) -> None:
    sample, market = _pair(facts, "day")
    x = np.column_stack([np.ones(len(market)), market, market**2])
    fit = sm.OLS(-sample.drag, x).fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": False})
    curve = value("convexity.daily.curvature", facts)
    assert curve.value == pytest.approx(float(fit.params[2]), rel=1e-9)
    assert [s.value for s in curve.steps[:2]] == pytest.approx(fit.params[:2].tolist(), rel=1e-9)
    assert value("convexity.daily.curvature_t", facts).value == pytest.approx(float(fit.tvalues[2]), rel=1e-9)


def test_what_can_not_be_held_against_the_market_says_why() -> None:
    assert "no market series of that name" in why("exposure.monthly.beta.hedged", EDGES["without market"]())
    assert "no market series of that name" in why("correlation.monthly.gold", EDGES["two years"]())
    assert "too few months" in why("exposure.monthly.beta.hedged", EDGES["a leap day"]())
    assert "don't vary" in why("exposure.daily.explained.unhedged", EDGES["a constant series"]())
    assert value("exposure.daily.beta.unhedged", EDGES["a constant series"]()).value == pytest.approx(0, abs=1e-12)
    flat = {f"{y}-{m:02}-28": 3000.0 for y in (2019, 2020, 2021) for m in range(1, 13)}
    assert "doesn't move" in why("exposure.monthly.beta.hedged", monthly([0.01, -0.02] * 8, [0.0] * 16, series={"spx": flat}))


def test_a_curve_needs_a_market_with_more_than_two_moves_and_a_hedge_beside_it() -> None:
    closes = {"2019-12-31": 1000.0}
    for month in range(16):
        closes[f"{2020 + month // 12}-{month % 12 + 1:02}-28"] = 1000.0 if month % 2 else 1250.0
    two = monthly([0.01, -0.02] * 8, [0.001] * 16, series={"spx": closes})
    assert "too few values for a curve" in why("convexity.monthly.curvature", two)


def test_a_hedge_that_lies_on_the_curve_has_no_error() -> None:
    moves = [0.02, -0.01, 0.0, 0.03, -0.03, 0.01] * 3
    closes, level = {"2019-12-31": 1000.0}, 1000.0
    for month, move in enumerate(moves):
        level *= 1 + move
        closes[f"{2020 + month // 12}-{month % 12 + 1:02}-28"] = level
    facts = monthly([0.0] * 18, [2 * m * m - 0.1 * m - 0.001 for m in moves], series={"spx": closes})
    assert "lies on the curve" in why("convexity.monthly.curvature", facts)


def test_days_without_a_close_are_left_out() -> None:
    days = [f"2020-01-{d:02}" for d in range(1, 31)]
    closes = {d: 1000.0 + i * i for i, d in enumerate(days[:20])}
    facts = built(marks=marks(days, [float(i % 3) for i in range(30)], [0.0] * 30), series={"spx": closes})
    beta = value("exposure.daily.beta.unhedged", facts)
    assert (beta.start, beta.end, beta.n) == ("2020-01-02", "2020-01-20", 19)


def test_a_month_that_the_data_have_in_part_is_held_against_that_part_of_the_market() -> None:
    known = [str(d.date()) for d in pd.bdate_range("2020-01-01", "2021-03-31")]
    days = [d for d in known if "2020-01-13" <= d <= "2021-03-12"]
    chance = np.random.default_rng(4)
    moves, spx = chance.normal(0, 0.01, len(known)), {}
    for day, level in zip(known, 3000 * np.cumprod(1 + moves), strict=True):
        spx[day] = float(level)
    facts = built(marks=marks(days, chance.normal(0, 500, len(days)).tolist(), [0.0] * len(days)), series={"spx": spx})
    _, market = _pair(facts, "month")
    assert market[0] == pytest.approx(spx["2020-01-31"] / spx["2020-01-10"] - 1)
    assert market[-1] == pytest.approx(spx["2021-03-12"] / spx["2021-02-26"] - 1)
