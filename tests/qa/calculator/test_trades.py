"""Trades, margin and what went in."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.backtests.backtest import Backtest, read_backtest
from qa import numerals
from qa.calculator.catalogue import spec_of
from qa.calculator.core.compute import worked
from qa.calculator.core.facts import Facts
from qa.calculator.core.scope import Scope
from tests.builders import Told, built, monthly, traded, trades, value, why
from tests.qa.calculator.edges import EDGES


def test_no_winner_and_no_loser_have_no_break_even() -> None:
    won = traded([("2020-01-03", "2020-01-03", "S", 5)])
    assert "no trade lost money" in why("trades.break_even_win_rate", won)
    assert "no trade made money" in why("trades.break_even_win_rate", traded([("2020-01-03", "2020-01-03", "S", -5)]))


def test_a_win_rate_has_an_interval_from_twelve_trades_on() -> None:
    rows = [(f"2020-01-{d:02}", f"2020-01-{d:02}", "S", 5.0) for d in range(1, 13)]
    assert value("trades.win_rate", traded(rows)).interval is not None
    assert value("trades.win_rate", traded(rows[1:])).interval is None


def test_only_the_base_wins_and_loses() -> None:
    rows = [("2020-01-03", "2020-01-06", "S", 5.0), ("2020-01-03", "2020-01-03", "VIX", -9.0)]
    won = value("trades.win_rate", traded(rows, hedge=["VIX"]))
    assert (won.value, won.n, won.start, won.end) == (1, 1, "2020-01-03", "2020-01-06")
    assert "no base trade was opened under the conditions asked for" in why("trades.win_rate", traded(rows[1:], hedge=["VIX"]))
    assert "no trade log" in why("trades.win_rate", EDGES["two years"]())


def test_long_held_hedges_need_daily_marks() -> None:
    rows = [("2020-01-03", "2020-01-03", "S", 1000.0), ("2020-01-03", "2020-07-20", "VIX", -500.0)]
    facts = traded(rows, hedge=["VIX"])
    for key in ("drag.monthly.mean", "return.hedged.monthly.mean", "drawdown.max.hedged", "episode.base"):
        assert "bring the daily log" in why(key, facts)
    assert value("trades.win_rate", facts).value == 1


@pytest.mark.parametrize(
    ("closed", "per"), [("2020-01-04 00:00", "daily"), ("2020-01-10", "weekly"), ("2020-02-02 10:00", "monthly")]
)
def test_holding_as_long_as_a_period_still_tells_it(closed: str, per: str) -> None:
    facts = traded([("2020-01-03", closed, "S", 1000.0)])
    assert value(f"return.unhedged.{per}.mean", facts).n == 1
    longer = traded([("2020-01-03", closed[:8] + f"{int(closed[8:10]) + 1:02}", "S", 1000.0)])
    assert "held for longer" in why(f"return.unhedged.{per}.mean", longer)


def test_without_a_hedge_the_drag_is_not_computed_and_the_base_is() -> None:
    facts = traded([("2020-01-03", "2020-01-03", "S", 1000)])
    assert "no trade of this backtest is declared to be the hedge" in why("drag.monthly.mean", facts)
    assert value("return.unhedged.monthly.mean", facts).value == pytest.approx(0.01)


def test_a_day_that_only_has_days_tells_the_peak_of_its_margin_but_no_mean() -> None:
    rows = [
        ("2020-01-03", "2020-01-03", "S", 10.0),
        ("2020-01-03", "2020-01-03", "S", 20.0),
        ("2020-01-06", "2020-01-06", "S", -5.0),
    ]
    facts = built(trades=trades(rows, [1000, 2000, 2500]))
    peak = value("margin.peak", facts)
    assert peak.value == 3000
    assert "2020-01-03" in peak.steps[0].label
    assert value("margin.return.peak", facts).value == pytest.approx(25 / 3000)
    assert "open and close at the same time" in why("margin.return.mean", facts)
    assert "open and close at the same time" in why("margin.mean", facts)


def test_a_trade_that_ends_as_another_begins_does_not_add_to_it() -> None:
    rows = [("2020-01-03 10:00", "2020-01-03 12:00", "S", 1.0), ("2020-01-03 12:00", "2020-01-03 14:00", "S", 1.0)]
    facts = built(trades=trades(rows, [1000, 1500]))
    assert value("margin.peak", facts).value == 1500
    assert value("margin.mean", facts).value == 1250


def test_margin_needs_a_log_that_tells_it() -> None:
    rows = [("2020-01-03", "2020-01-04", "S", 10.0)]
    assert "the trade log has no margin column" in why("margin.peak", traded(rows))
    assert "no trade in the log has a margin above zero" in why("margin.peak", built(trades=trades(rows, [0])))


def test_a_layer_without_trades_has_no_figures() -> None:
    rows = [("2020-01-03", "2020-01-03", "S", 10.0), ("2020-01-03", "2020-01-03", "VIX 30", -4.0)]
    facts = built(told=Told(layers={"short": "VIX 30", "long": "VIX 220"}), trades=trades(rows, [5, 5]))
    assert value("drag.monthly.mean", facts, "layer=short").value == pytest.approx(4e-5)
    assert "no trade of the log is of this layer" in why("drag.monthly.mean", facts, "layer=long")
    assert "no trade of the log is of this layer" in why("margin.peak", facts, "layer=long")


def test_a_layer_of_two_runs_is_told_by_its_trades() -> None:
    facts = EDGES["two runs"]()
    assert "no layer of that name" in why("drag.monthly.mean", facts, "layer=short")


def test_what_went_in_is_told(sample: Backtest) -> None:
    facts = Facts(sample)
    assert value("capital.base", facts).value == 400_000
    assert value("import.trades", facts).value == len(sample.trades if sample.trades is not None else [])
    assert value("import.warnings", facts).value == len([p for p in sample.problems if p.severity == "warning"])
    assert value("import.trades", EDGES["two years"]()).value == 0
    assert value("realism.trials", EDGES["two years"]()).value == 7
    assert "doesn't state how many variants were tried" in why("realism.trials", facts)


def test_the_real_log_wins_less_than_half_the_time_and_breaks_even_lower(shared: Path, tmp_path: Path) -> None:
    log = shared / "data/option-omega/ema-tradelog.csv"
    text = f'name = "ema"\ntitle = "EMA"\nhypothetical = true\n[capital]\nbase = 100000\n[[files]]\npath = "{log}"\n'
    (tmp_path / "backtest.toml").write_text(text, encoding="utf-8")
    facts = Facts(read_backtest(tmp_path))
    assert numerals.write(value("trades.win_rate", facts).value, "fraction") == "48.4%"
    assert numerals.write(value("trades.break_even_win_rate", facts).value, "fraction") == "45.6%"
    assert value("import.trades", facts).value == 384
    assert "declared to be the hedge" in why("drag.monthly.mean", facts)


def test_the_trades_behind_a_figure_are_told_one_by_one_with_their_sums() -> None:
    facts = traded(
        [("2024-01-02", "2024-01-03", "a", 10), ("2024-01-03", "2024-01-04", "a", -4), ("2024-01-04", "2024-01-05", "v", 9)],
        ["v"],
    )
    table = worked(spec_of("trades.expectancy"), Scope(), facts)
    assert table is not None
    assert table.rows == (("2024-01-02", (10, 10)), ("2024-01-03", (-4, 6)))  # 6 / 2 trades
    assert value("trades.expectancy", facts).value == 3
    assert worked(spec_of("trades.expectancy"), Scope(), monthly([0.01], [0.0])) is None
