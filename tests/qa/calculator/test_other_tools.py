"""Other tools on the same returns: the same where they are right, and where they are wrong, the right value."""

from __future__ import annotations

import warnings
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from qa.calculator.core.facts import Facts
from tests.builders import BASE, Told, accounts, built, marks, monthly, value

with warnings.catch_warnings():  # what they warn of on import is theirs
    warnings.simplefilter("ignore")
    import empyrical
    import ffn

DAYS = pd.bdate_range("2019-01-02", periods=600)
CHANCE = np.random.default_rng(3)
UNHEDGED, HEDGED = (pd.Series(CHANCE.normal(0.0004, 0.01, 600), index=DAYS) for _ in range(2))


@pytest.fixture(scope="module")
def facts() -> Facts:
    """Two accounts that grow by the returns."""
    grown = [BASE * np.concatenate([[1.0], np.cumprod(1 + r)]) for r in (UNHEDGED, HEDGED)]
    days = ["2019-01-01", *(str(d.date()) for d in DAYS)]
    return built(told=Told(flows="none"), accounts=accounts(days, *(g.tolist() for g in grown)))


@pytest.mark.parametrize(("side", "returns"), [("unhedged", UNHEDGED), ("hedged", HEDGED)])
def test_empyrical_agrees(facts: Facts, side: str, returns: pd.Series[float]) -> None:
    for key, theirs in {
        f"return.{side}.total": empyrical.cum_returns_final(returns),
        f"drawdown.max.{side}": empyrical.max_drawdown(returns),
        f"volatility.daily.{side}": empyrical.annual_volatility(returns),
        f"sharpe.daily.{side}": empyrical.sharpe_ratio(returns),
        f"sortino.daily.{side}": empyrical.sortino_ratio(returns),
        f"tail.daily.shortfall.{side}": empyrical.conditional_value_at_risk(returns),
        f"tail.daily.shortfall_far.{side}": empyrical.conditional_value_at_risk(returns, cutoff=0.01),
        f"return.{side}.daily.worst": returns.min(),
        f"return.{side}.daily.median": returns.median(),
    }.items():
        assert value(key, facts).value == pytest.approx(float(theirs), rel=1e-10), key
    months = empyrical.aggregate_returns(returns, "monthly")
    assert value(f"return.{side}.monthly.mean", facts).value == pytest.approx(float(months.mean()), rel=1e-10)


@pytest.mark.parametrize(("side", "returns"), [("unhedged", UNHEDGED), ("hedged", HEDGED)])
def test_ffn_agrees_on_prices_that_have_their_base(facts: Facts, side: str, returns: pd.Series[float]) -> None:
    prices = pd.concat([pd.Series([1.0], index=[pd.Timestamp("2019-01-01")]), (1 + returns).cumprod()])
    assert value(f"drawdown.max.{side}", facts).value == pytest.approx(float(ffn.calc_max_drawdown(prices)), rel=1e-10)
    assert value(f"return.{side}.total", facts).value == pytest.approx(float(ffn.calc_total_return(prices)), rel=1e-10)
    a_year_of_365_days = (1 + float(ffn.calc_cagr(prices))) ** (365 / 365.25) - 1
    assert value(f"return.{side}.annual", facts).value == pytest.approx(a_year_of_365_days, rel=1e-10)


def test_historical_quantiles_are_those_of_numpy(facts: Facts) -> None:
    for side, returns in (("unhedged", UNHEDGED), ("hedged", HEDGED)):
        for tail, which in ((0.05, "var"), (0.01, "var_far")):
            theirs = np.quantile(returns, tail, method="inverted_cdf")
            assert value(f"tail.daily.{which}.{side}", facts).value == pytest.approx(float(theirs), rel=1e-10)


def test_the_growth_of_monthly_returns_is_not_that_of_as_many_days() -> None:
    returns = [0.03, -0.02, 0.006] * 20
    facts = monthly(returns, [0.0] * 60, first="2018-01")
    assert value("return.unhedged.annual", facts).value == pytest.approx(np.prod([1.03, 0.98, 1.006]) ** (20 * 365 / 1826) - 1)
    assert value("return.unhedged.annual", facts).value == pytest.approx(0.0632, abs=1e-4)
    months = pd.Series(returns, index=pd.date_range("2018-01-31", periods=60, freq="ME"))
    assert _quantstats().stats.cagr(months) > 2.5


def test_value_at_risk_is_what_occurred_and_not_a_normal_curve() -> None:
    pnl = [100.0] * 95 + [-3000.0] * 5
    days = pd.bdate_range("2020-01-02", periods=100)
    facts = built(marks=marks([str(d.date()) for d in days], pnl, [0.0] * 100))
    assert value("tail.daily.var.unhedged", facts).value == -0.03
    assert value("tail.daily.shortfall.unhedged", facts).value == pytest.approx(-0.03)
    returns = pd.Series(pnl, index=days) / BASE
    assert float(_quantstats().stats.value_at_risk(returns)) > -0.015
    mixed = pd.Series([0.0] * 60 + [-0.001] * 30 + [-0.02] * 10, index=days)
    facts = built(marks=marks([str(d.date()) for d in days], (mixed * BASE).tolist(), [0.0] * 100))
    assert value("tail.daily.shortfall.unhedged", facts).value == pytest.approx(-0.02)
    assert value("tail.daily.var.unhedged", facts).value == pytest.approx(-0.02)
    assert float(_quantstats().stats.value_at_risk(mixed)) > -0.014


def test_a_fall_on_the_first_day_counts() -> None:
    returns = pd.Series([-0.3, 0.01, -0.009])
    assert ffn.calc_max_drawdown((1 + returns).cumprod()) == pytest.approx(-0.009)
    facts = monthly(returns.tolist(), [0.0] * 3)
    assert value("drawdown.max.unhedged", facts).value == pytest.approx(-0.3)


def _quantstats() -> ModuleType:
    """Skips where the extra for measuring is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module: ModuleType = pytest.importorskip("quantstats")
    return module
