"""Rules that a changed operator would slip through: each on the smallest backtest that tells."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from qa.calculator.catalogue import spec_of
from qa.calculator.core.chosen import Chosen
from qa.calculator.core.cutoff import since
from qa.calculator.core.facts import Facts
from qa.calculator.core.result import NotComputed
from qa.calculator.risk.episode_table import _held
from qa.calculator.trades.chains import chains_of
from tests.builders import Told, accounts, built, marks, monthly, trades, value, why
from tests.qa.calculator.test_sides import condors


def test_a_position_that_closed_before_a_day_is_not_held_on_it() -> None:
    log = trades([("2020-01-02", "2020-01-06", "V", 1.0), ("2020-01-03", "2020-02-03", "V", 1.0)]).assign(premium=[-100.0, -30.0])
    assert _held(built(told=Told(hedge=("V",)), trades=log), np.datetime64("2020-01-08")) == 30.0


def test_chains_stand_in_the_order_of_their_first_openings() -> None:
    rows = [("2020-01-02", "2020-01-03", "S", -1.0), ("2020-01-06", "2020-01-07", "S", -2.0)]
    rows += [("2020-01-08", "2020-01-09", "S", 3.0), ("2020-01-10", "2020-01-13", "S", 3.0)]
    log = trades(rows).assign(chain=["b", "a", "b", "a"], hedge=False, layer="")
    found = chains_of(built(trades=log), Chosen(table=log, pnl=log["pnl"].to_numpy()))
    assert not isinstance(found, NotComputed)
    assert [c.id for c in found] == ["b", "a"]


@pytest.mark.parametrize(("key", "other"), [("coverage.daily.up.offset", "down"), ("coverage.daily.down.offset", "up")])
def test_coverage_of_one_direction_stands_beside_the_other(key: str, other: str) -> None:
    assert f"coverage.daily.{other}.offset" in spec_of(key).beside


@pytest.mark.parametrize(
    ("flows", "opening", "closing"), [("none", 100_900.0, 101_800.0), ("reset_monthly", 100_000.0, 100_900.0)]
)
def test_an_account_opens_with_its_profit_unless_months_begin_anew(flows: str, opening: float, closing: float) -> None:
    facts = built(told=Told(flows=flows), marks=marks(["2020-01-02", "2020-02-03"], [1000.0, 1000.0], [-100.0, -100.0]))
    assert value("account.opening", facts, "date=2020-02").value == opening
    assert value("account.closing", facts, "date=2020-02").value == closing


def test_a_single_year_without_a_value_is_a_gap() -> None:
    both = monthly([0.01] * 12, [0.0] * 12).backtest.marks
    assert both is not None
    later = both.set_axis(both.index + pd.DateOffset(years=2))
    days = [*(str(d.date()) for d in both.index), *(str(d.date()) for d in later.index)]
    facts = built(marks=marks(days, [1000.0] * 24, [0.0] * 24))
    assert "there is a year without any" in why("drag.yearly.mean", facts)


def test_a_condor_that_was_closed_for_nothing_before_its_expiry_has_no_sides() -> None:
    facts = condors(4750.0, 0.0, 660.0)
    assert facts.backtest.trades is not None
    early = facts.backtest.trades.assign(legs=lambda t: t["legs"].str.replace("Jan 3", "Jan 5"))
    assert "held to expiry" in why(
        "condor.call.pnl", built(trades=early, series={"spx": {"2024-01-02": 4750.0, "2024-01-03": 4750.0}})
    )


def test_the_drawdown_of_a_hedge_is_dated_where_it_fell_and_not_where_it_did_not() -> None:
    days = ["2020-01-02", "2020-01-03", "2020-01-06", "2020-01-07"]
    fell = value("hedge.drawdown", built(marks=marks(days, [0.0] * 4, [10.0, -30.0, 5.0, 1.0])))
    assert fell.value == pytest.approx(-30 / 1e5)
    assert fell.fell == ("2020-01-02", "2020-01-03")
    assert value("hedge.drawdown", built(marks=marks(days, [0.0] * 4, [10.0, 0.0, 5.0, 1.0]))).fell is None


def test_an_account_from_a_day_on_begins_with_its_last_value_before() -> None:
    days = ["2020-01-02", "2020-01-03", "2020-01-06", "2020-01-07"]
    whole: Facts = built(accounts=accounts(days, [100.0, 101.0, 102.0, 103.0]))
    cut = since(whole.backtest, date(2020, 1, 6))
    assert not isinstance(cut, NotComputed)
    assert cut.accounts is not None
    assert cut.accounts["unhedged"].tolist() == [101.0, 102.0, 103.0]
