"""Figures: hand-worked first, then against independent libraries, then by their properties."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.backtests import Backtest
from qa import numerals
from qa.calculator.catalogue import CATALOGUE, compute
from qa.calculator.facts import Facts
from qa.calculator.figure import Figure, Missing, NotComputed, Value
from qa.calculator.scope import Scope
from qa.calculator.scope_text import parse_scope
from qa.calculator.uncertainty import Draws, block_length, mean_of, share_interval
from tests.builders import BASE, manifest, marked, monthly, traded

SPEC = Path(__file__).parent.parent / "spec"


def value(key: str, facts: Facts, scope: str = "all") -> Value:
    """A figure's value, which must be there."""
    result = compute(key, parse_scope(scope), facts)
    assert isinstance(result, Figure), result
    return result.result


def why(key: str, facts: Facts, scope: str = "all") -> str:
    """Why there is no value."""
    result = compute(key, parse_scope(scope), facts)
    assert isinstance(result, Missing), result
    return str(result.why)


def tables(name: str) -> list[list[list[str]]]:
    """The tables of a spec, each as its rows without the head."""
    text = (SPEC / name).read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    return [[[c.strip() for c in line.strip("|\n").split("|")] for line in block.strip().split("\n")[2:]] for block in blocks]


def spec_facts(name: str) -> Facts:
    """The backtest that a spec describes."""
    rows = tables(name)[0]
    if name == "trades.md":
        return traded([(day, day, "Spread", float(pnl)) for day, pnl in rows])
    unhedged = [float(u) / 100 for _, u, _ in rows]
    return monthly(unhedged, [float(h) / 100 - u for (_, _, h), u in zip(rows, unhedged, strict=True)])


def spec_cases() -> Iterator[tuple[str, str, float]]:
    """Spec, key and result in percent."""
    for name in ("drag.md", "trades.md"):
        for key, result, _ in tables(name)[1]:
            yield name, key, float(result)


@pytest.mark.parametrize(("name", "key", "percent"), list(spec_cases()))
def test_the_hand_worked_tables_hold(name: str, key: str, percent: float) -> None:
    assert value(key, spec_facts(name)).value * 100 == pytest.approx(percent, abs=1e-9)


RETURNS = st.lists(st.floats(-0.2, 0.2).map(lambda x: round(x, 6)), min_size=1, max_size=30)


@given(RETURNS, st.data())
@settings(max_examples=60, deadline=None)
def test_swapping_hedged_and_unhedged_flips_the_drag(base: list[float], data: st.DataObject) -> None:
    hedge = data.draw(st.lists(st.floats(-0.1, 0.1).map(lambda x: round(x, 6)), min_size=len(base), max_size=len(base)))
    swapped = [b + h for b, h in zip(base, hedge, strict=True)]
    one, other = monthly(base, hedge), monthly(swapped, [-h for h in hedge])
    for key in ("drag.monthly.mean", "drag.monthly.median"):
        assert value(key, one).value == pytest.approx(-value(key, other).value, abs=1e-12)


@given(RETURNS)
@settings(max_examples=60, deadline=None)
def test_a_zero_hedge_costs_exactly_nothing(base: list[float]) -> None:
    facts = monthly(base, [0.0] * len(base))
    assert value("drag.monthly.mean", facts).value == 0
    assert value("drawdown.max.hedged", facts).value == value("drawdown.max.unhedged", facts).value


@given(RETURNS)
@settings(max_examples=60, deadline=None)
def test_drag_is_the_difference_of_the_returns(base: list[float]) -> None:
    facts = monthly(base, [0.3 * abs(b) - 0.01 for b in base])
    unhedged, hedged = (value(f"return.{side}.monthly.mean", facts).value for side in ("unhedged", "hedged"))
    assert value("drag.monthly.mean", facts).value == pytest.approx(unhedged - hedged, abs=1e-12)


@given(RETURNS)
@settings(max_examples=60, deadline=None)
def test_a_drawdown_lies_between_a_total_loss_and_nothing(base: list[float]) -> None:
    fall = value("drawdown.max.unhedged", monthly(base, [0.0] * len(base))).value
    assert -1 < fall <= 0
    assert fall == 0 or any(b < 0 for b in base)


def test_the_starting_base_counts_as_the_first_high() -> None:
    assert value("drawdown.max.unhedged", monthly([-0.3, 0.1], [0, 0])).value == pytest.approx(-0.3)


def test_regimes_recombine_to_the_whole(sample: Backtest) -> None:
    facts = Facts(sample)
    parts = [value("drag.monthly.mean", facts, scope) for scope in ("vix<15", "vix>=15&vix<20", "vix>=20")]
    january = value("drag.monthly.mean", facts, "date=2014-01")  # the market data begin in it, so it has no entry VIX
    whole = value("drag.monthly.mean", facts)
    assert sum(p.n for p in parts) + 1 == whole.n == 60
    assert sum(p.value * p.n for p in [*parts, january]) / 60 == pytest.approx(whole.value)


def test_the_sample_is_what_a_few_lines_of_pandas_make_of_its_files(sample: Backtest) -> None:
    import pandas as pd

    from corpus.library import shipped_folder

    folder = shipped_folder() / "samples" / sample.name
    marks = pd.read_csv(folder / "marks.csv", parse_dates=["date"], index_col="date")
    months = marks.resample("MS").sum() / 400_000
    facts = Facts(sample)
    assert value("drag.monthly.mean", facts).value == pytest.approx(-months["hedge_pnl"].mean())
    assert value("drag.monthly.median", facts).value == pytest.approx(-months["hedge_pnl"].median())
    assert value("return.unhedged.total", facts).value == pytest.approx(float((1 + months["base_pnl"]).prod()) - 1)  # type: ignore[arg-type]
    vix = pd.read_csv(folder / "market.csv", parse_dates=["date"], index_col="date")["vix"]
    entry = vix.resample("MS").last().shift(1)
    quiet = value("drag.monthly.mean", facts, "vix<15")
    assert quiet.n == (entry < 15).sum() == 35
    assert quiet.value == pytest.approx(-months["hedge_pnl"][entry < 15].mean())


def test_a_month_is_judged_by_the_close_before_it_begins() -> None:
    days = ["2020-01-15", "2020-02-14", "2020-03-13"]
    vix = {"2020-01-31": 14.0, "2020-02-03": 40.0, "2020-02-28": 30.0}
    facts = marked(days, [0, 0, 0], [1000, 2000, 3000], vix)
    assert value("drag.monthly.mean", facts, "vix<15").start == "2020-02"
    assert value("drag.monthly.mean", facts, "vix>=30").start == "2020-03"
    assert value("drag.monthly.mean", facts, "vix:14..31").n == 2


def test_a_stale_close_is_no_entry_close() -> None:
    facts = marked(["2020-03-13"], [0], [1000], {"2020-01-31": 14.0})
    assert "no month of this backtest is within the scope" in why("drag.monthly.mean", facts, "vix<15")


def test_trades_are_judged_by_the_close_before_their_day() -> None:
    vix = {"2020-01-02": 14.0, "2020-01-03": 25.0}
    facts = traded([("2020-01-03 10:00", "2020-01-03 16:00", "S", 10), ("2020-01-06", "2020-01-06", "S", -10)], vix=vix)
    assert value("trades.win_rate", facts, "vix<15").value == 1
    assert value("trades.win_rate", facts, "vix>=20").value == 0


def test_months_without_a_trade_count_as_zero() -> None:
    facts = traded([("2020-01-03", "2020-01-03", "S", 1000), ("2020-03-03", "2020-03-03", "S", 2000)])
    assert value("return.unhedged.monthly.mean", facts).value == pytest.approx(3000 / BASE / 3)


def test_without_a_hedge_the_drag_is_not_computed_and_the_base_is() -> None:
    facts = traded([("2020-01-03", "2020-01-03", "S", 1000)])
    assert "no trade of this backtest is declared to be the hedge" in why("drag.monthly.mean", facts)
    assert value("return.unhedged.monthly.mean", facts).value == pytest.approx(0.01)


def test_long_held_hedges_need_daily_marks() -> None:
    rows = [("2020-01-03", "2020-01-03", "S", 1000.0), ("2020-01-03", "2020-07-20", "VIX", -500.0)]
    facts = traded(rows, hedge=["VIX"])
    for key in ("drag.monthly.mean", "return.hedged.monthly.mean", "drawdown.max.hedged"):
        assert "bring the daily log" in why(key, facts)
    assert value("trades.win_rate", facts).value == 1


def test_one_month_and_no_winner_and_no_loser() -> None:
    facts = monthly([0.01], [-0.002])
    one = value("drag.monthly.mean", facts)
    assert one.value == pytest.approx(0.002)
    assert one.interval is None
    won = traded([("2020-01-03", "2020-01-03", "S", 5)])
    assert "no trade loses" in why("trades.break_even_win_rate", won)
    assert "no trade wins" in why("trades.break_even_win_rate", traded([("2020-01-03", "2020-01-03", "S", -5)]))


def test_a_lost_account_has_no_drawdown_but_a_reason() -> None:
    assert "falls to nothing" in why("drawdown.max.unhedged", monthly([-1.2, 0.5], [0, 0]))


def test_a_scope_that_a_figure_can_not_take_is_refused_with_a_reason(sample: Backtest) -> None:
    facts = Facts(sample)
    assert "can't be narrowed by a market series" in why("drawdown.max.hedged", facts, "vix<15")
    assert "can't be narrowed by a layer" in why("implied.premium", facts, "layer=short")
    assert "no layer of that name" in why("drag.monthly.mean", facts, "layer=longest")
    assert "no market series of the name" in why("drag.monthly.mean", facts, "move<15")
    assert "another tier" in why("drag.monthly.mean", facts, "tier=aggressive")
    assert value("drag.monthly.mean", facts, "tier=conservative").n == 60


def test_the_execution_gap_is_a_known_unknown(sample: Backtest) -> None:
    assert "no log of live trades" in why("execution.gap", Facts(sample))


@pytest.mark.parametrize(("seed", "n"), [(s, n) for s in range(6) for n in (12, 30, 60, 500)])
def test_the_block_length_is_that_of_arch(seed: int, n: int) -> None:
    from arch.bootstrap import optimal_block_length

    noise = np.random.default_rng(seed).normal(size=n)
    for series in (noise, np.convolve(noise, np.ones(4))[:n], noise.cumsum()):
        expected = max(1.0, float(optimal_block_length(series)["stationary"].iloc[0]))
        assert block_length(series) == pytest.approx(expected, rel=1e-10)


def test_the_interval_is_near_that_of_arch(sample: Backtest) -> None:
    from arch.bootstrap import StationaryBootstrap

    months = Facts(sample).sample("month", Scope())
    assert not isinstance(months, NotComputed)
    drag = months.unhedged
    ours = Draws(len(drag), block_length(drag)).interval(mean_of, drag)
    assert ours is not None
    drawn = StationaryBootstrap(block_length(drag), drag, seed=7)  # type: ignore[arg-type]
    theirs = drawn.conf_int(np.mean, reps=4000, method="percentile").ravel()
    spread = theirs[1] - theirs[0]
    assert [ours.low, ours.high] == pytest.approx(theirs.tolist(), abs=0.06 * spread)


def test_a_constant_series_has_an_interval_of_no_width() -> None:
    constant = np.full(24, 0.01)
    interval = Draws(24, block_length(constant)).interval(mean_of, constant)
    assert interval is not None
    assert [interval.low, interval.high] == pytest.approx([0.01, 0.01])


def test_wilson_is_that_of_scipy() -> None:
    from scipy.stats import binomtest

    for hits, n in ((0, 12), (12, 12), (186, 384), (1, 40)):
        ours, theirs = share_interval(hits, n), binomtest(hits, n).proportion_ci(method="wilson")
        assert (ours.low, ours.high) == pytest.approx((float(theirs.low), float(theirs.high)), abs=1e-12)


def test_the_real_log_wins_less_than_half_the_time_and_breaks_even_lower(shared: Path, tmp_path: Path) -> None:
    from corpus.backtests import read_backtest

    log = shared / "data/option-omega/ema-tradelog.csv"
    text = f'name = "ema"\ntitle = "EMA"\nhypothetical = true\n[capital]\nbase = 100000\n[[files]]\npath = "{log}"\n'
    (tmp_path / "backtest.toml").write_text(text, encoding="utf-8")
    facts = Facts(read_backtest(tmp_path))
    assert numerals.write(value("trades.win_rate", facts).value, "fraction") == "48.4%"
    assert numerals.write(value("trades.break_even_win_rate", facts).value, "fraction") == "45.6%"
    assert value("import.trades", facts).value == 384
    assert "declared to be the hedge" in why("drag.monthly.mean", facts)


def test_every_figure_of_the_sample_is_finite(sample: Backtest) -> None:
    facts = Facts(sample)
    for key in CATALOGUE:
        result = compute(key, parse_scope("all"), facts)
        if isinstance(result, Figure):
            assert math.isfinite(result.result.value)
            assert result.result.n > 0


def test_no_text_of_the_catalogue_holds_a_numeral() -> None:
    for spec in CATALOGUE.values():
        for text in (spec.title, spec.meaning, spec.validity):
            assert numerals.find(text) == [], text


def test_without_flows_profit_stays_in_the_account() -> None:
    rows = [("2020-01-03", "2020-01-03", "S", 20_000.0), ("2020-02-03", "2020-02-03", "S", -30_000.0)]
    facts = traded(rows)  # builders reset monthly
    assert value("return.unhedged.total", facts).value == pytest.approx(1.2 * 0.7 - 1)
    kept = Facts(replace(facts.backtest, manifest=manifest(flows="none")))
    assert value("return.unhedged.total", kept).value == pytest.approx(0.9 - 1)
    assert value("return.unhedged.total", kept, "date=2020-02").value == pytest.approx(0.9 / 1.2 - 1)
    assert value("drawdown.max.unhedged", kept).value == pytest.approx(0.9 / 1.2 - 1)
    assert value("drawdown.max.unhedged", kept, "date=2020-02").value == pytest.approx(0.9 / 1.2 - 1)


@pytest.mark.parametrize("flows", ["none", "reset_monthly"])
def test_a_lost_account_has_no_total_return_from_there_on(flows: str) -> None:
    lost = Facts(replace(monthly([-1.5, -1.2, 0.1], [0, 0, 0]).backtest, manifest=manifest(flows=flows)))
    for scope in ("all", "date=2020-03"):
        assert "falls to nothing" in why("return.unhedged.total", lost, scope)
        assert "falls to nothing" in why("drawdown.max.unhedged", lost, scope)


@pytest.mark.parametrize("scope", ["date=2018-02-01..2018-02-05", "date=2018-02-05..2018-03-31", "date=2018-02-05"])
def test_dates_that_cut_a_month_are_not_taken_for_the_month(sample: Backtest, scope: str) -> None:
    assert "give whole months" in why("drag.monthly.mean", Facts(sample), scope)
    assert value("drawdown.max.hedged", Facts(sample), scope).n < 40
