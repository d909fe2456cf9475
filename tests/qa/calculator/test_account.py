"""The account: flows told apart, total and annual returns, and an account that is lost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.calculator.catalogue import spec_of
from qa.calculator.core.facts import HEDGED, UNHEDGED, Facts
from qa.calculator.core.result import Table
from qa.calculator.core.scope_text import parse_scope
from tests.builders import BASE, Told, accounts, built, manifest, marks, monthly, traded, value, why
from tests.qa.calculator.edges import EDGES

ROWS = [("2020-01-03", "2020-01-03", "S", 20_000.0), ("2020-02-03", "2020-02-03", "S", -30_000.0)]


def test_months_without_a_trade_count_as_zero() -> None:
    facts = traded([("2020-01-03", "2020-01-03", "S", 1000), ("2020-03-03", "2020-03-03", "S", 2000)])
    assert value("return.unhedged.monthly.mean", facts).value == pytest.approx(3000 / BASE / 3)


def test_without_flows_profit_stays_in_the_account() -> None:
    facts = traded(ROWS)  # builders reset monthly
    assert value("return.unhedged.total", facts).value == pytest.approx(1.2 * 0.7 - 1)
    kept = Facts(replace(facts.backtest, manifest=manifest(flows="none")))
    assert value("return.unhedged.total", kept).value == pytest.approx(0.9 - 1)
    for key in ("return.unhedged.total", "drawdown.max.unhedged"):
        assert value(key, kept, "date=2020-02").value == pytest.approx(0.9 / 1.2 - 1)
    assert value("drawdown.max.unhedged", kept).value == pytest.approx(0.9 / 1.2 - 1)


@pytest.mark.parametrize("flows", ["none", "reset_monthly"])
def test_a_lost_account_has_no_return_from_there_on(flows: str) -> None:
    lost = Facts(replace(monthly([-1.5, -1.2, 0.1], [0, 0, 0]).backtest, manifest=manifest(flows=flows)))
    for scope in ("all", "date=2020-03"):
        assert "falls to nothing" in why("return.unhedged.total", lost, scope)
        assert "falls to nothing" in why("drawdown.max.unhedged", lost, scope)


def test_what_came_before_a_loss_is_still_told() -> None:
    facts = EDGES["total loss"]()
    assert "falls to nothing" in why("return.unhedged.total", facts)
    assert value("return.unhedged.total", facts, "date=2019-01..2019-03").n == 3


def test_an_account_of_two_runs_that_is_ruined_has_no_drag() -> None:
    facts = EDGES["two runs, one ruined"]()
    assert "falls to nothing" in why("drag.monthly.mean", facts)
    assert "falls to nothing" in why("return.hedged.total", facts)
    assert value("return.unhedged.total", facts).n == 19


@given(st.lists(st.integers(-300_000, 400_000).map(lambda c: c / 100), min_size=2, max_size=60))
@settings(max_examples=40, deadline=None)
def test_the_account_links_by_days_as_by_months(pnl: list[float]) -> None:
    days = [str(d.date()) for d in pd.bdate_range("2020-01-02", periods=len(pnl))]
    for flows in ("none", "reset_monthly", "dated"):
        facts = built(told=Told(flows=flows), marks=marks(days, pnl, [0.0] * len(pnl)))
        index = facts.index(UNHEDGED)
        months = facts.days.astype("datetime64[M]")
        ends = np.append(np.flatnonzero(months[1:] != months[:-1]) + 1, len(pnl))
        grown = index[ends] / np.concatenate([[1.0], index[ends[:-1]]])
        assert np.prod(grown) == pytest.approx(index[-1])
        if flows == "reset_monthly":
            sums = pd.Series(pnl, index=facts.days).groupby(months).sum().to_numpy() / BASE
            assert grown == pytest.approx(1 + sums)
        else:
            assert index[-1] == pytest.approx(1 + sum(pnl) / BASE)


def test_two_runs_are_linked_from_their_own_values() -> None:
    facts = built(accounts=accounts(["2019-12-31", "2020-01-02", "2020-01-03"], [100, 110, 99], [100, 105, 105]))
    assert facts.index(UNHEDGED).tolist() == pytest.approx([1, 1.1, 0.99])
    assert facts.index(HEDGED).tolist() == pytest.approx([1, 1.05, 1.05])
    assert value("drag.monthly.mean", facts).value == pytest.approx(-0.01 - 0.05)


def test_flows_up_to_the_start_are_in_what_it_is_worth_and_later_ones_than_the_last_day_are_not() -> None:
    table = accounts(["2020-01-02", "2020-01-03", "2020-01-06"], [100, 150, 165])
    flows = {"2019-06-01": 7.0, "2020-01-02": 30.0, "2020-01-03": 50.0, "2020-01-07": 99.0}
    facts = built(told=Told(flows="dated"), accounts=table, flows=flows)
    assert facts.index(UNHEDGED).tolist() == pytest.approx([1, 1, 1.1])
    assert facts.per_day.flows.by_day.tolist() == [50, 0]


def test_flows_of_marks_change_what_later_profit_is_earned_on() -> None:
    table = marks(["2020-01-02", "2020-01-03", "2020-01-06"], [1000.0, 1510.0, 505.0], [0.0] * 3)
    facts = built(told=Told(flows="dated"), marks=table, flows={"2020-01-03": 50_000.0, "2020-01-05": -102_510.0})
    assert facts.index(UNHEDGED).tolist() == pytest.approx([1, 1.01, 1.01 * 1.01, 1.01 * 1.01 * (1 + 505 / 50_000)], rel=1e-4)
    assert facts.worth(UNHEDGED).tolist() == [100_000, 101_000, 152_510, 50_505]


def test_a_calendar_year_of_trading_days_is_a_year() -> None:
    days = [str(d.date()) for d in pd.bdate_range("2018-01-02", "2018-12-31")]
    facts = built(marks=marks(days, [10.0] * len(days), [-1.0] * len(days)))
    assert value("return.unhedged.annual", facts).steps[-1].value == 364
    assert value("return.unhedged.irr", facts).n == len(days)
    short = built(marks=marks(days[:-4], [10.0] * (len(days) - 4), [0.0] * (len(days) - 4)))
    assert "never annualized" in why("return.unhedged.annual", short)


def test_the_days_of_a_calendar_year_are_annualised_and_those_of_less_are_not() -> None:
    holidays = ["2018-01-15", "2018-02-19", "2018-03-30", "2018-05-28", "2018-07-04", "2018-09-03", "2018-11-22", "2018-12-05"]
    days = [str(d.date()) for d in pd.bdate_range("2018-01-02", "2018-12-31") if str(d.date()) not in [*holidays, "2018-12-25"]]
    pnl = [100.0 if i % 2 else -60.0 for i in range(len(days))]
    facts = built(marks=marks(days, pnl, [-1.0] * len(days)))
    assert len(days) == 251
    spread = np.std(np.array(pnl) / BASE, ddof=1)
    assert value("volatility.daily.unhedged", facts).value == pytest.approx(np.sqrt(252) * spread, rel=1e-12)
    for key in ("sharpe.daily.unhedged", "sortino.daily.hedged", "drag.daily.annualised"):
        assert value(key, facts).n == 251
    short = built(marks=marks(days[:248], pnl[:248], [-1.0] * 248))
    assert "never annualized" in why("volatility.daily.unhedged", short)
    assert "never annualized" in why("drag.daily.annualised", short)
    assert "never annualized" in why("sharpe.daily.unhedged", facts, "date=2018-01-02..2018-12-20")


@pytest.mark.parametrize("flows", ["reset_monthly", "none", "dated"])
def test_mean_median_and_worst_year_are_of_the_total_returns_of_the_years(flows: str) -> None:
    base, hedge = [0.03, -0.02] * 6 + [-0.04, 0.03] * 6 + [0.01] * 12, [-0.001] * 35 + [0.05]
    facts = Facts(replace(monthly(base, hedge).backtest, manifest=manifest(flows=flows)))
    for side in ("unhedged", "hedged"):
        years = [value(f"return.{side}.total", facts, f"date={year}").value for year in (2020, 2021, 2022)]
        mean, median, worst = (value(f"return.{side}.yearly.{which}", facts) for which in ("mean", "median", "worst"))
        assert mean.value == pytest.approx(np.mean(years), rel=1e-12)
        assert (median.value, worst.value) == (np.median(years), min(years))
        best = value(f"return.{side}.yearly.best", facts)
        assert (best.value, best.start) == (max(years), str(2020 + years.index(max(years))))
        spec = spec_of(f"return.{side}.yearly.mean")
        assert spec.worked is not None
        table = spec.worked(facts, parse_scope("all"))
        assert isinstance(table, Table)
        place = [name for name, _ in table.columns].index(side)
        assert [row[place] for _, row in table.rows] == years
        assert not any(key.startswith("drag.") for key in spec.beside)  # P&L over the base, which doesn't add up with them
    plain = spec_of("drag.yearly.mean").worked
    assert plain is not None
    told = plain(facts, parse_scope("all"))
    assert isinstance(told, Table)
    assert all(u - h == pytest.approx(drag) for _, (u, h, drag) in told.rows)


def test_a_single_year_has_no_spread_but_is_one() -> None:
    facts = monthly([0.01] * 12, [-0.001] * 12)
    assert "a single year has no standard deviation" in why("volatility.yearly.unhedged", facts)
    assert value("drag.yearly.annualised", facts).value == pytest.approx(0.012)


def test_what_an_account_did_over_a_gap_is_no_day() -> None:
    days = [str(d.date()) for d in pd.bdate_range("2018-12-31", periods=120)]
    known = days[:60] + days[66:]  # eleven calendar days from one to the next
    worth = [100_000.0 + (i % 2) * 100 - (i >= 60) * 20_000 for i in range(len(known))]
    facts = built(accounts=accounts(known, worth))
    for key in ("tail.daily.shortfall.unhedged", "return.unhedged.daily.mean"):
        assert "have a gap" in why(key, facts)
        assert value(key, facts, f"date=..{days[59]}").n == 59
        assert value(key, facts, f"date={days[67]}..").n == 53
    closed = built(accounts=accounts(days[:60] + days[65:], worth + worth[-1:]))
    assert value("tail.daily.var.unhedged", closed).n == 114


def test_accounts_begin_on_their_own_first_day() -> None:
    ends = [str(d.date()) for d in pd.date_range("2018-12-31", periods=13, freq="ME")]
    facts = built(accounts=accounts(ends, [100.0 + i for i in range(13)]))
    annual = value("return.unhedged.annual", facts)
    assert annual.steps[-1].value == 365
    assert annual.value == pytest.approx(0.12)
