"""Measures of hedge efficiency against other libraries, a few lines of pandas, and what must hold of them for any run."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.power import TTestPower

from qa.calculator.catalogue import spec_of
from qa.calculator.core.compute import worked
from qa.calculator.core.facts import Facts
from qa.calculator.core.result import NotComputed
from qa.calculator.core.sample import Sample, sample_of
from qa.calculator.core.scope import Period, Scope
from qa.calculator.scenario.sharpe import expected_best
from tests.builders import Told, built, marks, monthly, trades, value, why
from tests.qa.calculator.edges import EDGES, daily
from tests.spec_tables import facts_of

RETURNS = st.lists(st.tuples(st.integers(-900, 900), st.integers(-900, 900)), min_size=24, max_size=60)


@pytest.fixture(scope="module")
def facts() -> Facts:
    """Two years of days."""
    return EDGES["two years"]()


def sample(facts: Facts, per: Period = "month") -> Sample:
    found = sample_of(facts, per, Scope())
    assert not isinstance(found, NotComputed)
    return found


def run(pairs: list[tuple[int, int]]) -> Facts:
    """A run of months from hundredths of a percent of base and hedge."""
    return monthly([u / 1e4 for u, _ in pairs], [c / 1e4 for _, c in pairs])


@pytest.mark.parametrize("per", ["daily", "weekly", "monthly"])
def test_alpha_and_its_error_are_those_of_statsmodels(facts: Facts, per: str) -> None:
    names: dict[str, Period] = {"daily": "day", "weekly": "week", "monthly": "month"}
    own = sample(facts, names[per])
    market = own.market("spx")
    assert not isinstance(market, NotComputed)
    sides = {"unhedged": own.unhedged, "hedged": own.side(hedged=True), "hedge": -own.drag}
    for side, returns in sides.items():
        fit = sm.OLS(returns, sm.add_constant(market)).fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": False})
        assert value(f"exposure.{per}.alpha.{side}", facts).value == pytest.approx(float(fit.params[0]), rel=1e-8)
        assert value(f"exposure.{per}.alpha_t.{side}", facts).value == pytest.approx(float(fit.tvalues[0]), rel=1e-8)


def test_the_shape_of_the_returns_is_that_of_scipy_and_empyrical(facts: Facts) -> None:
    import empyrical

    for per in ("day", "month"):
        adverb = {"day": "daily", "month": "monthly"}[per]
        own = sample(facts, per)
        for side in ("unhedged", "hedged"):
            returns = own.side(side == "hedged")
            told = {name: value(f"{key}.{side}", facts).value for name, key in (
                ("skew", f"shape.{adverb}.skew"), ("kurtosis", f"shape.{adverb}.kurtosis"), ("tails", f"tail_ratio.{adverb}")
            )}  # fmt: skip
            assert told["skew"] == pytest.approx(float(stats.skew(returns)), rel=1e-9)
            assert told["kurtosis"] == pytest.approx(float(stats.kurtosis(returns, fisher=False)), rel=1e-9)
            assert told["tails"] == pytest.approx(float(empyrical.tail_ratio(returns)), rel=1e-9)


def test_the_hedge_against_the_base_is_a_line_of_scipy(facts: Facts) -> None:
    own = sample(facts)
    line = stats.linregress(own.unhedged, -own.drag)
    assert value("effectiveness.monthly.regression.slope", facts).value == pytest.approx(float(line.slope), rel=1e-9)
    assert value("effectiveness.monthly.regression.r2", facts).value == pytest.approx(float(line.rvalue) ** 2, rel=1e-9)
    hedged, unhedged = pd.Series(own.side(hedged=True)), pd.Series(own.unhedged)
    assert value("effectiveness.monthly.variance", facts).value == pytest.approx(1 - hedged.var() / unhedged.var())


def test_the_months_that_power_asks_for_are_those_of_statsmodels_for_large_samples(facts: Facts) -> None:
    own = sample(facts)
    effect = abs(float(own.drag.mean() / own.drag.std(ddof=1)))
    theirs = TTestPower().solve_power(effect_size=effect, alpha=0.05, power=0.8)
    ours = value("power.monthly.months_needed", facts).value
    assert ours == pytest.approx(theirs, abs=2.1)  # theirs is by Student's t, which asks for two more
    found = value("power.monthly.detectable", facts).value
    assert found == pytest.approx(abs(float(own.drag.mean())) * math.sqrt(ours / len(own)), rel=1e-9)


@pytest.mark.parametrize("days", [20, 60, 250])
def test_drawdowns_within_windows_are_those_of_rolling_maxima(facts: Facts, days: int) -> None:
    own = facts.index  # the account over its start, the start first
    for side in ("unhedged", "hedged"):
        from qa.calculator.core.facts import HEDGED, UNHEDGED

        path = pd.Series(own(HEDGED if side == "hedged" else UNHEDGED))
        theirs = (path / path.rolling(days + 1, min_periods=1).max() - 1).min()
        assert value(f"drawdown.within.{days}.{side}", facts).value == pytest.approx(theirs, rel=1e-12)
    assert value(f"drawdown.within.{days}.unhedged", facts).value >= value("drawdown.max.unhedged", facts).value


def test_rolling_means_are_those_of_pandas(facts: Facts) -> None:
    own = pd.Series(sample(facts).drag).rolling(12).mean().dropna()
    told = {which: value(f"rolling.12.{which}", facts).value for which in ("lowest", "highest", "latest", "costly")}
    theirs = {"lowest": own.min(), "highest": own.max(), "latest": own.iloc[-1], "costly": (own > 0).mean()}
    assert told == pytest.approx(theirs)


def test_tracking_error_and_information_ratio_are_those_of_pandas(facts: Facts) -> None:
    own = sample(facts)
    for series in ("spx", "vix"):
        market = own.market(series)
        assert not isinstance(market, NotComputed)
        apart = pd.Series(own.side(hedged=True) - market)
        error = float(apart.std()) * math.sqrt(12)
        assert value(f"tracking_error.monthly.{series}", facts).value == pytest.approx(error, rel=1e-9)
        assert value(f"information_ratio.monthly.{series}", facts).value == pytest.approx(
            12 * float(apart.mean()) / error, rel=1e-9
        )
    assert spec_of("tracking_error.weekly.vix").counts == "weeks"


def test_coverage_is_a_few_lines_of_pandas(facts: Facts) -> None:
    own = sample(facts, "day")
    table = pd.DataFrame({"u": own.unhedged, "c": -own.drag, "m": own.market("spx")})
    for name, rows in (("up", table[(table.u < 0) & (table.m > 0)]), ("down", table[(table.u < 0) & (table.m < 0)])):
        assert value(f"coverage.daily.{name}.share", facts).value == pytest.approx(float((rows.c > 0).mean()))
        assert value(f"coverage.daily.{name}.offset", facts).value == pytest.approx(float(-rows.c.sum() / rows.u.sum()))
    for name, rows in (("up", table[table.m > 0]), ("down", table[table.m < 0])):
        assert value(f"coverage.daily.{name}.paid", facts).value == pytest.approx(float((rows.c > 0).mean()))
        assert value(f"coverage.daily.{name}.paid", facts).n == len(rows)
    worst = table.nsmallest(len(table) // 10, "u")
    assert value("coverage.daily.worst.hit", facts).value == pytest.approx(float((worst.c > 0).mean()))


@given(RETURNS)
@settings(max_examples=30, deadline=None)
def test_bleed_and_payoff_make_the_mean_drag(pairs: list[tuple[int, int]]) -> None:
    facts = run(pairs)
    losses, gains = sum(c < 0 for _, c in pairs), sum(c > 0 for _, c in pairs)
    bleed = value("bleed.monthly.mean", facts).value if losses else 0.0
    payoff = value("payoff.monthly.mean", facts).value if gains else 0.0
    mean = (losses * bleed - gains * payoff) / len(pairs)
    assert value("drag.monthly.mean", facts).value == pytest.approx(mean, abs=1e-12)
    assert value("bleed.monthly.longest_run", facts).value <= losses
    assert value("bleed.monthly.share", facts).value == value("drag.monthly.share_costly", facts).value


@given(RETURNS)
@settings(max_examples=30, deadline=None)
def test_halves_weighed_by_their_months_are_the_whole(pairs: list[tuple[int, int]]) -> None:
    facts = run(pairs)
    first, second = (value(f"halves.{which}", facts) for which in ("first", "second"))
    assert first.n + second.n == len(pairs)
    whole = (first.n * first.value + second.n * second.value) / len(pairs)
    assert value("drag.monthly.mean", facts).value == pytest.approx(whole, abs=1e-12)
    assert value("halves.difference", facts).value == pytest.approx(second.value - first.value, abs=1e-12)


@given(RETURNS)
@settings(max_examples=30, deadline=None)
def test_the_geometric_drag_is_the_arithmetic_one_less_the_credit_to_the_second_order(pairs: list[tuple[int, int]]) -> None:
    facts = run([(u // 10, c // 10) for u, c in pairs])  # returns of up to a percent
    credit = value("drag.monthly.variance_credit", facts).value
    geometric = value("drag.monthly.geometric", facts).value
    assert geometric == pytest.approx(value("drag.monthly.mean", facts).value - credit, abs=2e-5)


def test_the_same_risk_is_met_by_scaling(facts: Facts) -> None:
    mean = value("return.unhedged.monthly.mean", facts).value
    size = value("benchmark.return_at_same_shortfall", facts).steps[0].value
    assert value("benchmark.return_at_same_shortfall", facts).value == pytest.approx(size * mean)
    shortfalls = [value(f"tail.monthly.shortfall.{side}", facts).value for side in ("unhedged", "hedged")]
    assert shortfalls[0] * size == pytest.approx(shortfalls[1])
    deep = value("benchmark.return_at_same_drawdown", facts).steps[0].value
    table = facts.backtest.marks
    assert table is not None
    scaled = daily([str(day.date()) for day in table.index], base=(table["base_pnl"] * deep).tolist())
    assert value("drawdown.max.unhedged", scaled).value == pytest.approx(value("drawdown.max.hedged", facts).value, abs=1e-9)


def test_a_hedge_of_nothing_is_met_at_the_full_size() -> None:
    facts = EDGES["a hedge of nothing"]()
    assert value("benchmark.return_at_same_drawdown", facts).steps[0].value == 1
    assert "cost money in no month" in why("bleed.monthly.mean", facts)


def test_a_deflated_sharpe_ratio_is_its_formula_and_falls_with_every_trial() -> None:
    days = [str(d.date()) for d in pd.bdate_range("2018-01-02", periods=900)]
    base = np.random.default_rng(5).normal(60, 900, 900).tolist()
    probabilities = []
    for trials in (1, 10, 1000):
        facts = built(told=Told(trials=trials), marks=marks(days, base, [-5.0] * 900))
        returns = pd.Series(sample(facts).side(hedged=True))
        ratio = returns.mean() / returns.std()
        spread = math.sqrt(1 - stats.skew(returns) * ratio + (stats.kurtosis(returns, fisher=False) - 1) / 4 * ratio**2)
        error = spread / math.sqrt(len(returns) - 1)
        theirs = stats.norm.cdf((ratio - error * expected_best(trials)) / error)
        probabilities.append(value("realism.deflated_sharpe", facts).value)
        assert probabilities[-1] == pytest.approx(float(theirs), rel=1e-9)
        length = 1 + (spread * stats.norm.ppf(0.95) / ratio) ** 2
        assert value("realism.min_track_record", facts).value == pytest.approx(float(length), rel=1e-9)
    assert probabilities == sorted(probabilities, reverse=True)
    assert "doesn't state how many variants" in why("realism.deflated_sharpe", EDGES["a leap day"]())


def test_the_best_of_many_by_chance_is_what_drawing_them_gives() -> None:
    drawn = np.random.default_rng(1).normal(size=(4000, 50)).max(axis=1).mean()
    assert expected_best(50) == pytest.approx(float(drawn), abs=0.05)
    assert expected_best(1) == 0


def test_the_return_on_premium_is_its_only_rate() -> None:
    rows = [("2019-01-02", "2020-01-02", "V", -20.0), ("2020-01-02", "2021-01-01", "V", 30.0)]
    log = trades(rows).assign(premium=-100.0, contracts=1.0)
    facts = built(told=Told(hedge=("V",)), trades=log)
    rate = value("hedge.irr", facts).value  # -100, then 80 - 100 after a year, then 130 after two
    assert -100 + -20 / (1 + rate) + 130 / (1 + rate) ** 2 == pytest.approx(0, abs=1e-9)
    assert value("hedge.multiple", facts).value == pytest.approx(210 / 200)
    assert "less than a year" in why("hedge.irr", built(told=Told(hedge=("V",)), trades=log[:1].assign(closed=log["opened"])))
    sold = built(told=Told(hedge=("V",)), trades=log.assign(premium=100.0))
    assert "not bought for a premium" in why("hedge.multiple", sold)


def stressed(pnl: list[float]) -> Facts:
    """Three days of stress in the second week, then quiet, with the hedge's P&L of each day and one call held throughout."""
    days = [str(d.date()) for d in pd.bdate_range("2020-01-02", periods=len(pnl))]
    vix = {day: 35.0 if 5 <= i <= 7 else 14.0 for i, day in enumerate(days)}
    log = trades([(days[0], days[-1], "V", sum(pnl)), (days[0], days[0], "S", 1.0)]).assign(premium=[-250.0, 10.0])
    table = marks(days, [-100.0 if 5 <= i <= 7 else 10.0 for i in range(len(pnl))], pnl)
    return built(told=Told(hedge=("V",)), trades=log, marks=table, series={"vix": vix})


def test_what_was_kept_of_a_peak_is_what_twenty_sessions_later_was_left_of_it() -> None:
    pnl = [-1.0] * 5 + [100.0, 300.0, -50.0] + [-10.0] * 20 + [-1.0] * 5
    facts = stressed(pnl)
    kept = value("monetisation.capture", facts)
    assert kept.value == pytest.approx((350 - 200) / 400)
    assert (kept.n, [s.value for s in kept.steps]) == (1, [400, 150])
    assert value("episode.multiple", facts).value == pytest.approx((250 + 350) / 250)
    assert value("episode.paid", facts).value == 1
    table = worked(spec_of("episode.paid"), Scope(), facts)
    assert table is not None
    assert table.rows[0][1][:3] == pytest.approx((-300 / 1e5, 350 / 1e5, 50 / 1e5))
    assert "the sessions after it" in why("monetisation.capture", stressed(pnl[:20]))


def test_a_dearer_hedge_than_the_public_recipe_is_told_with_an_interval() -> None:
    facts = facts_of("exposure.md")
    told = value("reference.monthly.cost", facts)
    assert [s.value for s in told.steps] == pytest.approx([-0.01, -0.05 / 3])
    assert told.interval is not None
    assert told.interval.low <= told.value <= told.interval.high
    named = value("reference.monthly.cost.reference", facts)
    assert named == told


def test_a_key_without_its_period_is_the_registered_one() -> None:
    assert spec_of("effectiveness.offset").key == "effectiveness.monthly.offset"
    assert spec_of("coverage.up.share").key == "coverage.daily.up.share"
    assert spec_of("power.months_needed").key == "power.monthly.months_needed"
    assert spec_of("exposure.alpha.hedge").key == "exposure.daily.alpha.hedge"
