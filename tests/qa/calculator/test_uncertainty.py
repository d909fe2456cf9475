"""Intervals and errors: block lengths, draws, Wilson's score and Newey and West, against independent libraries."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.backtests.backtest import Backtest
from qa.calculator.core import bootstrap as uncertainty
from qa.calculator.core.bootstrap import DRAWS, Draws, block_length, mean_of, newey_west_error, share_interval
from qa.calculator.core.facts import Facts
from qa.calculator.core.result import NotComputed
from qa.calculator.core.sample import sample_of
from qa.calculator.core.scope import Scope
from tests.builders import monthly, value


@pytest.mark.parametrize(("seed", "n"), [*((s, n) for s in range(6) for n in (12, 30, 60, 500)), (29, 12), (129, 12)])
def test_the_block_length_is_that_of_arch(seed: int, n: int) -> None:
    from arch.bootstrap import optimal_block_length

    noise = np.random.default_rng(seed).normal(size=n)
    for series in (noise, np.convolve(noise, np.ones(4))[:n], noise.cumsum()):
        expected = max(1.0, float(optimal_block_length(series)["stationary"].iloc[0]))
        assert block_length(series) == pytest.approx(expected, rel=1e-10)


def test_the_interval_is_near_that_of_arch(sample: Backtest) -> None:
    from arch.bootstrap import StationaryBootstrap

    months = sample_of(Facts(sample), "month", Scope())
    assert not isinstance(months, NotComputed)
    drag = months.unhedged
    ours = Draws(len(drag), block_length(drag)).interval(mean_of, drag)
    assert ours is not None
    drawn = StationaryBootstrap(block_length(drag), drag, seed=7)  # type: ignore[arg-type]
    theirs = drawn.conf_int(np.mean, reps=4000, method="percentile").ravel()
    spread = theirs[1] - theirs[0]
    assert [ours.low, ours.high] == pytest.approx(theirs.tolist(), abs=0.06 * spread)


def test_draws_are_the_same_at_once_and_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(1).normal(size=50)
    whole = Draws(50, 4.0).of(mean_of, values)
    assert len(whole) == DRAWS
    for at_once, kept in ((5_000_000, 5_000_000), (170, 0), (50, 5_000_000)):
        monkeypatch.setattr(uncertainty, "_AT_ONCE", at_once)
        monkeypatch.setattr(uncertainty, "_KEPT", kept)
        draws = Draws(50, 4.0)
        assert (draws.of(mean_of, values) == whole).all()
        assert (draws.of(mean_of, values) == whole).all()


def test_blocks_are_as_long_as_asked_wrap_around_and_start_anywhere() -> None:
    rows = np.concatenate(list(Draws(40, 5.0).indices()))
    follows = (rows[:, 1:] - rows[:, :-1]) % 40 == 1
    assert follows.mean() == pytest.approx(1 - 1 / 5 + 1 / 5 / 40, abs=0.005)
    assert np.bincount(rows.ravel(), minlength=40).std() < 0.05 * 1000
    assert ((rows[:, :-1] == 39) & (rows[:, 1:] == 0)).any()
    single = np.concatenate(list(Draws(40, 1.0).indices()))
    assert ((single[:, 1:] - single[:, :-1]) % 40 == 1).mean() == pytest.approx(1 / 40, abs=0.005)


def test_both_sides_of_a_month_are_drawn_together() -> None:
    draws, months = Draws(30, 3.0), np.arange(30.0)
    apart = draws.of(lambda a, b: np.abs(a - b).max(axis=1), months, months)
    assert (apart == 0).all()


def test_an_interval_holds_the_middle_of_the_draws() -> None:
    values = np.random.default_rng(2).normal(size=36)
    draws = Draws(36, 2.0)
    interval, means = draws.interval(mean_of, values), draws.of(mean_of, values)
    assert interval is not None
    assert ((means >= interval.low) & (means <= interval.high)).mean() == pytest.approx(0.95, abs=0.002)
    assert (means < interval.low).sum() == (means > interval.high).sum() == 25
    assert interval.level == 0.95
    assert Draws(11, 1.0).interval(mean_of, values[:11]) is None


def test_a_constant_series_has_an_interval_of_no_width() -> None:
    constant = np.full(24, 0.01)
    interval = Draws(24, block_length(constant)).interval(mean_of, constant)
    assert interval is not None
    assert [interval.low, interval.high] == pytest.approx([0.01, 0.01])


def test_the_interval_of_a_median_is_that_of_medians() -> None:
    facts = monthly([0.01, -0.02, 0.03] * 5, [0.001, -0.002, 0.004] * 5)
    months = sample_of(facts, "month", Scope())
    assert not isinstance(months, NotComputed)
    drawn = np.concatenate([np.median(months.drag[rows], axis=1) for rows in months.draws.indices()])
    told = value("drag.monthly.median", facts).interval
    assert told is not None
    assert (told.low, told.high) == pytest.approx(tuple(np.quantile(drawn, [0.025, 0.975])))


def test_wilson_is_that_of_scipy() -> None:
    from scipy.stats import binomtest

    for hits, n in ((0, 12), (12, 12), (186, 384), (1, 40)):
        ours, theirs = share_interval(hits, n), binomtest(hits, n).proportion_ci(method="wilson")
        assert (ours.low, ours.high) == pytest.approx((float(theirs.low), float(theirs.high)), abs=1e-12)


def test_the_interval_of_none_begins_at_none_and_that_of_all_ends_at_all() -> None:
    for n in range(1, 1000):
        assert share_interval(0, n).low == 0
        assert share_interval(n, n).high == 1


@pytest.mark.parametrize("lags", [0, 1, 3, 6])
def test_newey_west_is_that_of_statsmodels(lags: int) -> None:
    import statsmodels.api as sm

    for n in (12, 60, 500):
        values = np.convolve(np.random.default_rng(n).normal(0.1, 1, n), [1, 0.5, 0.3])[:n]
        fit = sm.OLS(values, np.ones(n)).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False})
        assert newey_west_error(values, lags) == pytest.approx(float(fit.bse[0]), rel=1e-10)
