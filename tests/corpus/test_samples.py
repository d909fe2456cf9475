"""The shipped samples: the simulator makes their files again, byte for byte, and each log sums to its days."""

from __future__ import annotations

import shutil
from datetime import date
from hashlib import sha256
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from corpus.backtests.backtest import Backtest, read_backtest
from corpus.samples import account, closes, files, sensitivity
from corpus.samples.market import CLOSES, Calendar, Day, market
from corpus.samples.plans import PRIMARY, SAMPLES, ByCredit, Plan
from corpus.samples.pricing import MONTH, Model
from corpus.samples.simulate import simulate
from corpus.texts.library import shipped_folder
from reports.desk import SAMPLES as ON_THE_DESK
from tests.conftest import ROOT

MODEL = Model()
VIX = ROOT.parent / "shared/data/market/vix-daily.csv"
EVERY = pytest.mark.parametrize("plan", SAMPLES, ids=lambda plan: plan.name)


@pytest.fixture(scope="module")
def days() -> list[Day]:
    """The market."""
    return market(MODEL.mean_days)


def shipped(plan: Plan) -> Backtest:
    """A sample as it is shipped."""
    return read_backtest(shipped_folder() / "samples" / plan.name, sample=True)


def test_every_sample_is_on_the_desk() -> None:
    assert tuple(plan.name for plan in SAMPLES) == ON_THE_DESK


@EVERY
def test_the_simulator_makes_the_shipped_files_again(plan: Plan, tmp_path: Path, days: list[Day]) -> None:
    files.write(plan, days, simulate(plan, MODEL, days), tmp_path)
    for name in ("trades.csv", "marks.csv", "market.csv"):
        assert (tmp_path / name).read_bytes() == (shipped_folder() / "samples" / plan.name / name).read_bytes(), name


#: What the files of 2014 to 2018 were when the samples ended there: SHA-256 of trades without the head, of marks.
ENDED = {
    "condor-0.70-1dte": ("ea713ad34d1d32c2", "1d583f660c506557"),
    "condor-1.15-1dte": ("965001770edf0172", "1094e13a899547ed"),
    "condor-1.60-1dte": ("e74a20bd3c122fda", "e138586d33ab4018"),
    "condor-45d-16delta": ("4e0e909cf438a83a", "57bed460661dbbdd"),
}


@EVERY
def test_the_years_to_2018_are_as_they_were_when_the_samples_ended_there(plan: Plan) -> None:
    folder = shipped_folder() / "samples" / plan.name
    trades = (folder / "trades.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    marks = (folder / "marks.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    newest = next(i for i, row in enumerate(trades) if i and row.split(",")[6] <= "2018-12-31")
    past = [row for row in marks if row < "2019" or row.startswith("date")]
    digests = [sha256("".join(lines).encode()).hexdigest() for lines in (trades[newest:], past)]
    assert tuple(digest[:16] for digest in digests) == ENDED[plan.name]


def test_the_sample_clients_account_is_made_again_from_its_days_less_fee_and_fills(
    tmp_path: Path,
) -> None:
    shipped_account = shipped_folder() / "samples" / account.NAME
    (tmp_path / account.BACKTEST).mkdir()
    shutil.copy(shipped_folder() / "samples" / account.BACKTEST / "marks.csv", tmp_path / account.BACKTEST)
    account.write(tmp_path)
    made = (tmp_path / account.NAME / "values.csv").read_bytes()
    assert made == (shipped_account / "values.csv").read_bytes()
    held = read_backtest(shipped_account, sample=True)
    assert "simulated" in held.manifest.title
    assert {flow.date: flow.amount for flow in held.manifest.flow} == account.FLOWS
    marks = shipped(SAMPLES[3]).marks
    assert marks is not None
    own = marks.loc["2016-03-01":"2016-03-31", ["base_pnl", "hedge_pnl"]].sum().sum()
    before_fee = account.BEGIN + own - 22 * account.FILLS
    values = dict(line.split(",") for line in made.decode().splitlines())
    assert float(values["2016-03-31"]) == pytest.approx(before_fee * (1 - account.FEE), abs=0.01)


def test_the_closes_are_those_of_their_sources(days: list[Day]) -> None:
    spx = pytest.importorskip("arch.data.sp500").load()["Close"]
    vix = pytest.importorskip("arch.data.vix").load().iloc[:, 0]
    older = [day for day in days if day.day.year < 2019]
    assert [day.spx for day in older] == [round(float(spx[str(day.day)]), 2) for day in older]
    assert [day.vix[0] for day in older] == [round(float(vix[str(day.day)]), 2) for day in older]


@pytest.mark.skipif(not VIX.is_file() or find_spec("skfolio") is None, reason="needs skfolio and the VIX data beside the project")
def test_the_file_of_closes_is_made_again_from_its_sources() -> None:
    made = ["date,spx,vix", *(",".join(row) for row in closes.rows(closes.sp500(), closes.vix(VIX)))]
    assert CLOSES.read_text(encoding="utf-8").splitlines() == made


@EVERY
def test_the_log_sums_to_the_days_to_the_cent(plan: Plan) -> None:
    sample = shipped(plan)
    assert {problem.code for problem in sample.problems} == {"month-partial"}  # the closes end two days before the month
    assert sample.trades is not None
    assert sample.marks is not None
    hedge = sample.is_hedge
    assert sample.marks["base_pnl"].sum() == pytest.approx(sample.trades.loc[~hedge, "pnl"].sum(), abs=0.005)
    assert sample.marks["hedge_pnl"].sum() == pytest.approx(sample.trades.loc[hedge, "pnl"].sum(), abs=0.005)


@EVERY
def test_the_layers_sum_to_the_hedge_day_by_day_and_to_their_trades_in_all(plan: Plan) -> None:
    sample = shipped(plan)
    assert sample.marks is not None
    assert sample.trades is not None
    layers = [layer.id for layer in plan.layers]
    marks = sample.marks[[f"hedge_pnl.{layer}" for layer in layers]]
    assert (marks.sum(axis=1) - sample.marks["hedge_pnl"]).abs().max() < 0.005
    for layer in layers:
        log = sample.trades.loc[sample.trades["layer"] == layer, "pnl"].sum()
        assert marks[f"hedge_pnl.{layer}"].sum() == pytest.approx(log, abs=0.005)


@EVERY
def test_nothing_is_opened_on_the_last_day_and_nothing_is_left_open(plan: Plan) -> None:
    trades = shipped(plan).trades
    assert trades is not None
    assert trades["opened"].max() < trades["closed"].max()
    assert str(trades["closed"].max().date()) == "2022-12-28"
    assert (trades["opened"] < trades["closed"]).all()


@EVERY
def test_the_hedge_is_the_same_for_every_ten_condors(plan: Plan) -> None:
    marks, primary = shipped(plan).marks, shipped(PRIMARY).marks
    assert marks is not None
    assert primary is not None
    share = plan.layers[0].contracts / PRIMARY.layers[0].contracts
    assert (marks["hedge_pnl"] - primary["hedge_pnl"] * share).abs().max() < 0.01


@pytest.mark.parametrize("plan", SAMPLES[:3], ids=lambda plan: plan.name)
def test_credits_are_those_of_the_tier(plan: Plan) -> None:
    sample = shipped(plan)
    assert sample.trades is not None
    assert isinstance(plan.condor, ByCredit)
    credits_ = sample.trades.loc[~sample.is_hedge, "premium"] / 100 + MODEL.condor_slippage
    missed = (credits_ - plan.condor.credit).abs()
    assert missed.max() < 0.25  # five-point strikes come no nearer on some nights
    assert missed.mean() < 0.06


def test_long_condors_follow_one_another_for_about_six_weeks(days: list[Day]) -> None:
    sample = shipped(SAMPLES[3])
    assert sample.trades is not None
    condors = sample.trades[~sample.is_hedge]
    held = (condors["closed"] - condors["opened"]).dt.days
    cut = (condors["opened"] <= "2018-12-31") & (condors["closed"] >= "2018-12-31")
    assert held[~cut].iloc[1:-1].between(40, 50).all()
    apart = condors["opened"].iloc[1:].to_numpy() - condors["closed"].iloc[:-1].to_numpy()
    assert apart[apart > np.timedelta64(0)].tolist() == [np.timedelta64(2, "D")]  # from 31 December 2018 to 2 January 2019


def test_no_condor_loses_more_than_its_margin() -> None:
    for plan in SAMPLES:
        sample = shipped(plan)
        assert sample.trades is not None
        assert sample.trades.loc[~sample.is_hedge, "pnl"].min() > -plan.width * 100 * plan.contracts


@pytest.mark.parametrize("nights", [1, 10, MONTH, 60])
def test_the_smile_never_prices_a_further_put_above_a_nearer_one(nights: int) -> None:
    for vix in (9.5, 15.0, 37.0):
        puts = [MODEL.spx_option(2000, k, (vix, 15.0), nights, call=False)[0] for k in range(1500, 2000, 5)]
        calls = [MODEL.spx_option(2000, k, (vix, 15.0), nights, call=True)[0] for k in range(2000, 2500, 5)]
        for worth in (puts[::-1], calls):
            assert all(near >= far - 1e-9 for near, far in pairwise(worth))


def test_put_call_parity_holds() -> None:
    call, put = (MODEL.spx_option(2000, 1985, (15, 15), 1, call=c)[0] for c in (True, False))
    assert call - put == pytest.approx(2000 - 1985)


def test_the_forward_reverts_to_the_long_run_level() -> None:
    assert MODEL.vix_forward((40, 20), 0) == pytest.approx(40)
    assert MODEL.vix_forward((40, 20), 5000) == pytest.approx(19)
    assert 19 < MODEL.vix_forward((40, 20), 110) < 25


def test_nights_are_those_of_the_market_and_weekdays_after_it(days: list[Day]) -> None:
    calendar = Calendar(days)
    assert calendar.nights(date(2018, 12, 21), date(2018, 12, 26)) == 2  # Monday and Wednesday
    assert calendar.nights(date(2018, 12, 28), date(2019, 1, 4)) == 4
    assert calendar.nights(date(2022, 12, 27), date(2023, 1, 4)) == 6  # beyond the closes each weekday counts
    assert calendar.friday(date(2014, 3, 7), 42) == date(2014, 4, 17)  # the next day is Good Friday


@pytest.mark.slow
def test_the_sensitivities_are_those_that_the_docs_show() -> None:
    assert sensitivity.table() in (ROOT / "docs/adr/0007-sample-backtest.md").read_text(encoding="utf-8")
