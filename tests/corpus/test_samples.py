"""The shipped sample: the simulator makes its files again, byte for byte, and its log sums to its days."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.backtests import Backtest
from corpus.library import shipped_folder
from corpus.samples import files, pricing, simulate


@pytest.fixture(scope="module")
def days() -> list[simulate.Day]:
    """The market."""
    return simulate.market()


def test_the_simulator_makes_the_shipped_files_again(tmp_path: Path, days: list[simulate.Day]) -> None:
    plan = simulate.PRIMARY
    files.write(plan, days, simulate.simulate(plan, days), tmp_path)
    for name in ("trades.csv", "marks.csv", "market.csv"):
        assert (tmp_path / name).read_bytes() == (shipped_folder() / "samples" / plan.name / name).read_bytes(), name


def test_the_log_sums_to_the_days(sample: Backtest) -> None:
    assert sample.problems == ()
    assert sample.trades is not None
    assert sample.marks is not None
    hedge = sample.is_hedge
    assert sample.marks["base_pnl"].sum() == pytest.approx(sample.trades.loc[~hedge, "pnl"].sum())
    assert sample.marks["hedge_pnl"].sum() == pytest.approx(sample.trades.loc[hedge, "pnl"].sum())


def test_nothing_is_opened_on_the_last_day_and_nothing_is_left_open(sample: Backtest) -> None:
    assert sample.trades is not None
    assert sample.trades["opened"].max() < sample.trades["closed"].max()
    assert str(sample.trades["closed"].max().date()) == "2018-12-31"


def test_credits_are_those_of_the_tier(sample: Backtest) -> None:
    assert sample.trades is not None
    condors = sample.trades[~sample.is_hedge]
    assert condors["premium"].between(55, 75).all()  # 0.60 to 0.80 less 0.05 of slippage


def test_the_smile_never_prices_a_further_put_above_a_nearer_one() -> None:
    for vix in (9.5, 15.0, 37.0):
        puts = [pricing.spx_option(2000, k, vix, 15.0, call=False)[0] for k in range(1700, 2000, 5)]
        assert all(near >= far - 1e-9 for far, near in pairwise(puts))


def test_put_call_parity_holds() -> None:
    call, put = (pricing.spx_option(2000, 1985, 15, 15, call=c)[0] for c in (True, False))
    assert call - put == pytest.approx(2000 - 1985)


def test_the_forward_reverts_to_the_long_run_level() -> None:
    assert pricing.vix_forward(40, 20, 0) == pytest.approx(40)
    assert pricing.vix_forward(40, 20, 5000) == pytest.approx(19)
    assert 19 < pricing.vix_forward(40, 20, 110) < 25


def test_expiries_are_wednesdays_but_before_good_friday() -> None:
    assert pricing.vix_expiry(2018, 12) == date(2018, 12, 19)
    assert pricing.vix_expiry(2014, 3) == date(2014, 3, 18)  # 18 April 2014 was Good Friday
    assert {pricing.vix_expiry(2016, m).weekday() for m in range(1, 13)} == {2}
