"""Sides of a condor, the execution gap in parts, and scopes by weekday, by falls of an index, by fees and contracts."""

from __future__ import annotations

import pandas as pd
import pytest

from qa.calculator.catalogue import spec_of
from qa.calculator.core.compute import worked
from qa.calculator.core.facts import Facts
from qa.calculator.core.scope import Scope
from tests.builders import Told, accounts, built, marks, trades, value, why
from tests.qa.calculator.edges import EDGES


@pytest.fixture(scope="module")
def facts() -> Facts:
    """Two years of days."""
    return EDGES["two years"]()


CONDOR = "10 Jan 3 4690 P BTO 1.00 | 10 Jan 3 4700 P STO 1.40 | 10 Jan 3 4800 C STO 0.90 | 10 Jan 3 4810 C BTO 0.50"


def condors(settled: float, cost: float, pnl: float) -> Facts:
    """Ten condors of one day for 0.80 less 0.10 of slippage, with fees of 40, and the index at expiry."""
    log = trades([("2024-01-02 16:00", "2024-01-03 16:00", "S", pnl)])
    log = log.assign(legs=CONDOR, contracts=10.0, premium=70.0, closing_cost=cost, fees=40.0)
    return built(trades=log, series={"spx": {"2024-01-02": 4750.0, "2024-01-03": settled}})


@pytest.mark.parametrize(
    ("settled", "cost", "pnl", "call", "put"),
    [
        (4750.0, 0.0, 660.0, 400 - 70, 400 - 70),  # half of 100 of slippage and 40 of fees each
        (4803.0, 300.0, -2340.0, 400 - 3000 - 70, 400 - 70),
        (4650.0, 1000.0, -9340.0, 400 - 70, 400 - 10_000 - 70),
    ],
)
def test_the_sides_of_a_condor_are_told_by_its_legs(settled: float, cost: float, pnl: float, call: float, put: float) -> None:
    facts = condors(settled, cost, pnl)
    assert value("condor.call.pnl", facts).value == pytest.approx(call)
    assert value("condor.put.pnl", facts).value == pytest.approx(put)
    assert value("condor.call.losses", facts).value == pytest.approx(min(call, 0))
    assert value("condor.put.win_rate", facts).value == (put > 0)
    assert call + put == pytest.approx(pnl)


def test_a_condor_that_was_closed_early_has_no_sides() -> None:
    assert "held to expiry" in why("condor.call.pnl", condors(4750.0, 55.0, 110.0))


@pytest.mark.parametrize("name", ["condor-0.70-1dte", "condor-45d-16delta"])
def test_the_sides_of_the_samples_sum_to_their_trades(name: str) -> None:
    from corpus.backtests.backtest import read_backtest
    from corpus.texts.library import shipped_folder

    facts = Facts(read_backtest(shipped_folder() / "samples" / name))
    table = worked(spec_of("condor.call.pnl"), Scope(), facts)
    assert table is not None
    for _, (call, put, pnl) in table.rows:
        assert call + put == pytest.approx(pnl, abs=0.005)
    sides = [value(f"condor.{right}.pnl", facts).value for right in ("call", "put")]
    assert sum(sides) == pytest.approx(sum(row[2] for _, row in table.rows), abs=0.005)


PUT = "1 Jan 9 4700 P STO 3.20"


def test_the_execution_gap_is_split_in_five_that_add_up() -> None:
    rows = [
        ("2024-01-02", "2024-01-03", "a", 0.0),
        ("2024-01-03", "2024-01-04", "a", 0.0),
        ("2024-01-04", "2024-01-05", "a", 0.0),
    ]
    log = trades(rows).assign(legs=PUT, contracts=2.0, premium=100.0, closing_cost=40.0, fees=0.0, pnl=120.0)
    live = trades(rows).assign(legs=PUT, contracts=[2.0, 1.0, 2.0], premium=[95.0, 100.0, 100.0], closing_cost=[46.0, 40.0, 70.0])
    live = live.assign(closed=pd.to_datetime(["2024-01-03", "2024-01-04", "2024-01-08"]), pnl=[98.0 - 3, 60.0, 60.0])
    facts = built(trades=log, live=live)
    told = {name: value(f"execution.split.{name}", facts).value for name in ("entry", "exit", "size", "timing", "residual")}
    assert told == {"entry": 10, "exit": 12, "size": 60, "timing": 60, "residual": 3}
    assert sum(told.values()) - told["size"] == value("execution.gap", facts).value
    table = worked(spec_of("execution.split.entry"), Scope(), facts)
    assert table is not None
    assert [row for _, row in table.rows] == [(10, 12, 0, 0, 3), (0, 0, 60, 0, 0), (0, 0, 0, 60, 0)]
    bare = built(trades=log.drop(columns="premium"), live=live)
    assert "the premium of each trade" in why("execution.split.entry", bare)


def test_weekdays_recombine_to_the_whole(facts: Facts) -> None:
    whole = value("drag.daily.mean", facts)
    days = [value("drag.daily.mean", facts, f"weekday={day}") for day in ("mon", "tue", "wed", "thu", "fri")]
    assert sum(d.n for d in days) == whole.n
    assert sum(d.n * d.value for d in days) / whole.n == pytest.approx(whole.value)
    dates = pd.DatetimeIndex(facts.days)
    assert days[4].n == (dates.day_of_week == 4).sum()
    assert value("drag.daily.mean", facts, "weekday=fri+mon").n == days[0].n + days[4].n
    assert "a day of the week is no month" in why("drag.monthly.mean", facts, "weekday=mon")


def test_falls_of_the_index_run_from_its_highest_close_to_the_lowest() -> None:
    days = [str(d.date()) for d in pd.bdate_range("2020-01-02", periods=10)]
    closes = [100.0, 110.0, 104.0, 96.0, 99.0, 95.0, 105.0, 111.0, 109.0, 112.0]
    facts = built(
        marks=marks(days, [0.0] * 10, [-float(2**i) for i in range(10)]), series={"spx": dict(zip(days, closes, strict=True))}
    )
    inside = value("drag.daily.total", facts, "episode=spx.drawdown>10%")
    assert (inside.n, inside.start, inside.end) == (4, days[2], days[5])  # 104 to 95, 13.6% below 110
    assert inside.value == pytest.approx((4 + 8 + 16 + 32) / 1e5)
    outside = value("drag.daily.total", facts, "episode!=spx.drawdown>10%")
    assert inside.n + outside.n == 10
    assert "no day of this backtest" in why("drag.daily.total", facts, "episode=spx.drawdown>20%")
    assert value("drag.daily.total", facts, "episode=spx.drawdown>1%").n == 5  # and the one day at 109
    assert "no market series" in why("drag.daily.total", facts, "episode=gold.drawdown>1%")


def test_what_if_fees_and_contracts_are_linear() -> None:
    facts = Facts(EDGES["overlapping trades"]().backtest)
    whole, free, double = (value("return.unhedged.total", facts, scope).value for scope in ("fees=1", "fees=0", "fees=2"))
    assert whole == value("return.unhedged.total", facts).value
    assert free > whole > double
    assert value("trades.expectancy", facts, "fees=0").value == pytest.approx(value("trades.expectancy", facts).value + 4)
    assert "differ in their contracts" in why("trades.expectancy", facts, "condors=5")


def test_more_condors_scale_the_base_alone() -> None:
    from corpus.backtests.backtest import read_backtest
    from corpus.texts.library import shipped_folder

    facts = Facts(read_backtest(shipped_folder() / "samples" / "condor-0.70-1dte"))
    for key, times in (("account.base", 0.5), ("account.hedge", 1.0), ("trades.expectancy", 0.5), ("account.base.fees", 0.5)):
        assert value(key, facts, "condors=5").value == pytest.approx(times * value(key, facts).value)
    free = value("account.base", facts, "fees=0").value - value("account.base", facts).value
    assert free == pytest.approx(value("account.base.fees", facts).value)
    layers = [value("account.hedge", facts, f"fees=0&layer={layer}").value for layer in ("short", "medium", "long")]
    assert sum(layers) == pytest.approx(value("account.hedge", facts, "fees=0").value)
    two = built(told=Told(flows="none"), accounts=accounts(["2020-01-02", "2020-01-03"], [100, 101], [100, 100]))
    assert "no fees column" in why("return.unhedged.total", two, "fees=2")
