"""The numbers behind a figure, by which a reader follows it by hand, are those of the tables in tests/spec."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
import pandas as pd
import pytest

from qa.calculator.core.result import NotComputed
from qa.calculator.core.stress import stress_episodes
from qa.calculator.risk.tail import expected_shortfall, value_at_risk
from tests.builders import built, marked, marks, monthly, traded, value, why
from tests.spec_tables import facts_of

SQUARES = (0.475**2 + 1.425**2 + 0.575**2 + 0.375**2) / 1e4
UNHEDGED, HEDGED = 1.01 * 0.96 * 1.02 * 1.005, 1.006 * 0.975 * 1.015 * 1.002
GROWN, LESS = 1.02**7 * 0.99**7, 1.017**6 * 0.987**6 * 1.031 * 1.001
ANNUAL, SPREAD, DOWN = GROWN ** (365 / 428) - 1, sqrt(14 * 0.015**2 / 13), sqrt(7 * 0.01**2 / 14)
FALL, HEDGED_FALL, SMALLER_FALL = 80 / 110 - 1, 88.6 / 109 - 1, 89.6 / 105.2 - 1
BELOW = (0.04**2 + (1 - 0.96 * 1.02) ** 2 + (1 - 0.96 * 1.02 * 1.005) ** 2,)
COVARIANCE, VARIANCE = (160 / 3 - 2 / 3 * 5 / 3) / 1e4, (1025 / 3 - (5 / 3) ** 2) / 1e4
CURVE = 28 / 4500
WORKED: dict[str, dict[str, tuple[float, ...]]] = {
    "drag.md": {
        "drag.monthly.mean": (-0.005, -0.002, 4),
        "drag.monthly.median": (0.003, 0.004),
        "drag.monthly.deviation": (SQUARES, 4),
        "drag.monthly.share_costly": (3, 4),
        "drag.monthly.costliest": (0.02, 0.015),
        "drag.monthly.best": (-0.04, -0.025),
        "drag.monthly.without_largest": (-0.015, 0.012),
        "drag.monthly.total": (4, -0.00075),
        "drag.monthly.geometric": (UNHEDGED ** (1 / 4) - 1, HEDGED ** (1 / 4) - 1),
        "drag.monthly.relative_wealth": (UNHEDGED, HEDGED),
        "protection.monthly.break_even": (0.015, 0.004, 1),
        "protection.monthly.observed": (1, 4),
        "return.unhedged.monthly.mean": (-0.005, 4),
        "return.hedged.monthly.worst": (-0.025,),
        "return.unhedged.total": (1, UNHEDGED),
        "drawdown.max.unhedged": (1.01, 1.01 * 0.96, UNHEDGED),
        "drawdown.ulcer.unhedged": BELOW,
        "drawdown.under_water.unhedged": (3,),
    },
    "growth.md": {
        "drag.monthly.annualised": (GROWN ** (12 / 14) - 1, LESS ** (12 / 14) - 1),
        "volatility.monthly.unhedged": (SPREAD, 14),
        "sharpe.monthly.unhedged": (0.005, SPREAD),
        "sortino.monthly.unhedged": (0.005, DOWN),
        "calmar.unhedged": (ANNUAL, -0.01),
        "martin.unhedged": (ANNUAL, DOWN),
        "return.unhedged.annual": (1, GROWN, 428),
        "drag.by_start.median": (0.008 / 12, 0.014 / 14, 3),
        "drag.by_start.spread": (0.008 / 12, 0.014 / 14),
    },
    "tail.md": {
        "tail.monthly.var.unhedged": (2, -0.10),
        "tail.monthly.shortfall.hedged": (2, -0.06),
        "protection.monthly.per_shortfall_point": (0.08 / 21, 0.03),
    },
    "trades.md": {
        "trades.break_even_win_rate": (75, 150),
        "trades.expectancy": (0, 6),
        "trades.profit_factor": (300, 300),
        "trades.payoff_ratio": (75, 150),
        "trades.worst": (-300,),
        "trades.best": (100,),
        "trades.losing_run": (-300,),
        "trades.holding": (0, 1),
        "margin.peak": (8000, 120_000 / 126, 0),
    },
    "implied.md": {"implied.premium": (0.175, sqrt(252) * log(1.01))},
    "exposure.md": {
        "exposure.monthly.beta.unhedged": (COVARIANCE * 12 / 11, VARIANCE * 12 / 11),
        "exposure.monthly.explained.unhedged": (COVARIANCE / sqrt(VARIANCE * (26 / 3 - (2 / 3) ** 2) / 1e4),),
        "convexity.monthly.curvature_t": (100 * CURVE,),
    },
    "irr.md": {
        "drag.irr": (0.1, 222 / (sqrt(44425) - 5) - 1),
        "capital.wacc_spread": (222 / (sqrt(44425) - 5) - 1, 0.04),
    },
    "regimes.md": {"regime.late_days": (3, 2)},
    "drawdown.md": {
        "drawdown.max.unhedged": (1.1, 0.8, 1.1),
        "drawdown.recovery.unhedged": (4,),
        "drawdown.reduction": (FALL, HEDGED_FALL),
        "benchmark.share": (0.52, SMALLER_FALL, HEDGED_FALL),
        "benchmark.advantage": (0.52, SMALLER_FALL, HEDGED_FALL),
    },
    "episodes.md": {
        "episode.count": (7,),
        "episode.base": (-0.045,),
        "episode.hedge": (0.022,),
        "episode.net": (-0.023,),
        "episode.fall.unhedged": (94_800 / 100_300 - 1,),
        "episode.fall.hedged": (97_150 / 100_150 - 1,),
    },
}


@pytest.mark.parametrize(("spec", "key"), [(spec, key) for spec, keys in WORKED.items() for key in keys])
def test_the_worked_numbers_are_those_by_hand(spec: str, key: str) -> None:
    ours = value(key, facts_of(spec))
    assert [s.value for s in ours.steps] == pytest.approx(list(WORKED[spec][key]), rel=1e-10, abs=1e-12)


def test_a_curve_is_told_by_its_height_and_its_slope() -> None:
    height, slope, _ = value("convexity.monthly.curvature", facts_of("exposure.md")).steps
    assert height.value == pytest.approx(-0.01)
    assert slope.value == pytest.approx((2 - 625 * CURVE) / 25)


def test_the_t_value_is_told_without_lags_and_with_more() -> None:
    ours = value("drag.monthly.t", facts_of("growth.md"))
    assert [s.label for s in ours.steps] == ["mean drag", "t with 0 lags", "t with 3 lags", "t with 6 lags"]
    assert [s.value for s in ours.steps[:3]] == pytest.approx([0.001, 1 / sqrt(336 / 14 / 14), ours.value])


def test_the_longest_run_of_losses_is_told_by_its_days() -> None:
    ours = value("trades.losing_run", facts_of("trades.md"))
    assert (ours.value, ours.steps[0].label) == (2, "closed 2020-01-03 to 2020-01-06, their P&L")
    rows = [(f"2020-01-{day:02}", f"2020-01-{day:02}", "S", pnl) for day, pnl in ((2, -1.0), (3, 9.0), (6, -2.0), (7, -3.0))]
    ours = value("trades.losing_run", traded(rows))
    assert (ours.value, ours.steps[0].value, ours.steps[0].label) == (2, -5, "closed 2020-01-06 to 2020-01-07, their P&L")
    assert ours.fell == ("2020-01-06", "2020-01-07")
    assert value("trades.losing_run", traded([*rows[2:], ("2020-01-08", "2020-01-08", "S", 1.0)])).value == 2
    won = value("trades.losing_run", traded(rows[1:2]))
    assert (won.value, won.steps, won.fell) == (0, (), None)


def test_cents_count_and_trades_that_lose_nothing_have_no_profit_factor() -> None:
    cents = [("2020-01-03", "2020-01-03", "S", 0.5), ("2020-01-03", "2020-01-03", "S", -0.25)]
    assert value("trades.profit_factor", traded(cents)).value == 2
    for pnl in (5.0, 0.0):
        assert "no trade lost money" in why("trades.profit_factor", traded([("2020-01-03", "2020-01-03", "S", pnl)]))


def test_the_time_that_trades_are_held_counts_parts_of_days() -> None:
    assert value("trades.holding", facts_of("trades.md")).value == pytest.approx(42 / 6 / 24)
    assert value("trades.expectancy", facts_of("trades.md")).value == 0
    assert value("trades.profit_factor", facts_of("trades.md")).value == 1
    assert value("trades.payoff_ratio", facts_of("trades.md")).value == 0.5


@pytest.mark.parametrize("key", ["volatility.monthly.unhedged", "sharpe.monthly.unhedged", "sortino.monthly.unhedged"])
def test_twelve_months_are_a_year_and_eleven_are_not(key: str) -> None:
    base, hedge = [0.02, -0.01] * 6, [-0.003, 0.001] * 6
    assert value(key, monthly(base, hedge)).n == 12
    assert "less than a year" in why(key, monthly(base[1:], hedge[1:]))


@pytest.mark.parametrize(
    "key", ["drag.monthly.mean", "drag.monthly.median", "drag.monthly.share_costly", "drag.monthly.geometric"]
)
def test_twelve_months_have_an_interval_and_eleven_have_none(key: str) -> None:
    base, hedge = [0.02, -0.01] * 6, [-0.003, 0.001] * 6
    assert value(key, monthly(base, hedge)).interval is not None
    assert value(key, monthly(base[1:], hedge[1:])).interval is None


def test_nothing_is_made_of_a_hedge_that_only_costs() -> None:
    facts = marked(["2020-01-31", "2020-02-28"], [1000, 1000], [-100, -200])
    assert "earned money in no month" in why("protection.monthly.break_even", facts)
    assert "earned money in no month" in why("protection.monthly.observed", facts)
    assert "cost money in no month" in why("protection.monthly.break_even", marked(["2020-01-31"], [1000], [100]))


def test_as_much_volatility_as_was_implied_does_not_exceed_it() -> None:
    days = [str(d.date()) for d in pd.bdate_range("2020-01-02", periods=30)]
    still = {"spx": dict.fromkeys(days, 1000.0), "vix": dict.fromkeys(days, 0.0)}
    facts = built(marks=marks(days[:1], [100.0], [-50.0]), series=still)
    assert value("implied.exceeded", facts).value == 0


def test_a_point_of_drawdown_saved_costs_the_carry_over_what_was_saved() -> None:
    ours = value("protection.per_drawdown_point", monthly([0.02] * 11 + [-0.1], [-0.01] * 11 + [0.05]))
    carry = 1.02**11 * 0.9 - 1.01**11 * 0.95
    assert ours.value == pytest.approx(carry / 0.05)
    assert [s.value for s in ours.steps] == pytest.approx([carry, 0.05])


def test_a_contrast_has_the_t_value_of_scipy_where_both_sides_have_a_spread() -> None:
    from scipy.stats import ttest_ind

    facts = facts_of("regimes.md")
    inside, rest = [-0.4, 0.2, -2.0], [0.1, 0.3, 0.5]
    theirs = float(ttest_ind(inside, rest, equal_var=False).statistic)
    ours = value("drag.daily.contrast", facts, "vix>=20")
    assert [s.value for s in ours.steps] == pytest.approx([-2.2 / 300, 0.003, theirs])
    two = value("drag.daily.contrast", facts, "vix<19")
    assert [s.value for s in two.steps[2:]] == pytest.approx(
        [float(ttest_ind([0.1, 0.5], [-0.4, 0.2, 0.3, -2.0], equal_var=False).statistic)]
    )
    alone = value("drag.monthly.contrast", facts, "vix<15")
    assert [s.value for s in alone.steps] == pytest.approx([-0.003, -0.005])


def test_a_single_month_has_no_spread_and_two_have() -> None:
    one, two = monthly([0.01], [-0.002]), monthly([0.01, 0.02], [-0.002, -0.006])
    assert "a single month has no standard deviation" in why("drag.monthly.deviation", one)
    assert value("drag.monthly.deviation", two).value == pytest.approx(0.004 / sqrt(2))
    assert "leaves none" in why("drag.monthly.without_largest", one)
    assert value("drag.monthly.without_largest", two).value == pytest.approx(0.002)


def test_an_episode_in_which_the_base_earned_has_nothing_to_offset() -> None:
    for pnl in (500.0, 0.0):
        facts = marked(["2020-01-02", "2020-01-03"], [pnl, pnl], [-50, -50], {"2020-01-02": 35.0, "2020-01-03": 36.0})
        assert value("episode.base", facts).value == pytest.approx(pnl / 50_000)
        assert "nothing to offset" in why("episode.offset", facts)


SPANS = {
    ("trades.md", "margin.peak"): (6, "2020-01-02", "2020-01-07"),
    ("trades.md", "trades.losing_run"): (6, "2020-01-02", "2020-01-07"),
    ("trades.md", "trades.worst"): (6, "2020-01-02", "2020-01-03"),
    ("implied.md", "implied.premium"): (2, "2020-01-02", "2020-01-03"),
    ("episodes.md", "episode.count"): (1, "2020-01-06", "2020-01-17"),
    ("episodes.md", "episode.base"): (1, "2020-01-09", "2020-01-15"),
    ("regimes.md", "regime.late_days"): (3, "2020-01-07", "2020-03-03"),
    ("drawdown.md", "drawdown.max.hedged"): (5, "2020-01-02", "2020-01-08"),
    ("drawdown.md", "benchmark.share"): (5, "2020-01-02", "2020-01-08"),
    ("growth.md", "drag.by_start.median"): (3, "2020-01", "2020-03"),
    ("growth.md", "return.unhedged.annual"): (14, "2020-01", "2021-02"),
    ("drag.md", "drag.monthly.mean"): (4, "2020-01", "2020-04"),
    ("drag.md", "drag.monthly.best"): (4, "2020-02", "2020-02"),
    ("drag.md", "return.hedged.monthly.worst"): (4, "2020-02", "2020-02"),
    ("exposure.md", "exposure.monthly.beta.hedge"): (12, "2020-01", "2020-12"),
    ("irr.md", "drag.irr"): (2, "2019-12-31", "2020-12-30"),
}


@pytest.mark.parametrize(("spec", "key"), SPANS)
def test_a_figure_tells_how_many_it_is_of_and_from_when_to_when(spec: str, key: str) -> None:
    ours = value(key, facts_of(spec))
    assert (ours.n, ours.start, ours.end) == SPANS[spec, key]


@pytest.mark.parametrize("tail", [0.01, 0.05, 0.3])
def test_the_value_at_risk_is_the_one_that_sorting_gives(tail: float) -> None:
    for seed in range(20):
        returns = np.random.default_rng(seed).normal(size=1000)
        assert value_at_risk(returns, tail) == sorted(returns)[round(1000 * tail) - 1]
        assert expected_shortfall(returns, tail) == pytest.approx(sum(sorted(returns)[: round(1000 * tail)]) / round(1000 * tail))


@pytest.mark.parametrize(("apart", "episodes"), [(20, [(5, 26)]), (21, [(5, 6), (27, 27)])])
def test_days_of_stress_more_than_twenty_sessions_apart_are_of_two_episodes(apart: int, episodes: list[tuple[int, int]]) -> None:
    days = [str(d.date()) for d in pd.bdate_range("2020-01-02", periods=40)]
    vix = {day: 35.0 if i in {5, 6, 6 + apart} else 25.0 for i, day in enumerate(days)}
    facts = marked(days, [100] * 40, [-50] * 40, vix)
    assert value("episode.count", facts).value == len(episodes)
    found = stress_episodes(facts)
    assert not isinstance(found, NotComputed)
    assert [(str(e.first), str(e.last)) for e in found] == [(days[a], days[b]) for a, b in episodes]


@pytest.mark.parametrize("ratio", ["volatility", "sharpe"])
def test_one_year_has_no_spread_and_two_have(ratio: str) -> None:
    base, hedge = [0.02, -0.01] * 5 + [0.01, -0.02] * 7, [-0.001] * 24
    assert "a single year has no standard deviation" in why(f"{ratio}.yearly.unhedged", monthly(base[:12], hedge[:12]))
    assert value(f"{ratio}.yearly.unhedged", monthly(base, hedge)).n == 2


def test_an_episode_that_is_under_way_when_the_data_begin_or_end_is_cut_there() -> None:
    days = [str(d.date()) for d in pd.bdate_range("2020-01-02", periods=9)]
    found = stress_episodes(marked(days[2:7], [100] * 5, [-50] * 5, dict.fromkeys(days, 35.0)))
    assert not isinstance(found, NotComputed)
    assert [(str(e.first), str(e.last)) for e in found] == [(days[2], days[6])]
