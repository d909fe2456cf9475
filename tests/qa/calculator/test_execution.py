"""Execution: live trades held against the backtest's, pair by pair."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from corpus.backtests.backtest import check_backtest, read_backtest
from corpus.errors import UnreadableError, errors_among
from qa.calculator.catalogue import spec_of
from qa.calculator.core.compute import worked
from qa.calculator.core.facts import Facts
from qa.calculator.core.scope import Scope
from qa.calculator.core.scope_text import parse_scope
from tests.builders import built, traded, trades, value, why
from tests.corpus.fixtures import FORMATS, OMEGA

PUT, CALL = "1 Jan 3 4700 P STO 3.20", "1 Jan 3 4800 C STO 2.10"


def paired() -> Facts:
    """Two pairs, 100 against 90 and -50 against -80, one trade of the backtest alone and one live alone."""
    log = trades(
        [("2024-01-02", "2024-01-03", "a", 100), ("2024-01-03", "2024-01-03", "a", -50), ("2024-01-04", "2024-01-04", "a", 7)]
    )
    live = trades(
        [("2024-01-02", "2024-01-03", "b", 90), ("2024-01-03", "2024-01-03", "b", -80), ("2024-01-05", "2024-01-05", "b", 9)]
    )
    return built(trades=log.assign(legs=[PUT, CALL, PUT]), live=live.assign(legs=[PUT, CALL, PUT]))


def test_the_gap_is_what_the_backtest_earned_beyond_the_live_trades() -> None:
    gap = value("execution.gap", paired())
    assert (gap.value, gap.n, gap.start, gap.end) == (40, 2, "2024-01-02", "2024-01-03")  # 100 - 90 and -50 + 80
    assert [step.value for step in gap.steps] == [50, 10, 2]
    assert value("execution.gap.mean", paired()).value == 20
    assert value("execution.unpaired", paired()).value == pytest.approx(2 / 6)  # two of three and three trades


def test_the_gap_of_a_month_is_over_the_base_and_counts_months_without_pairs() -> None:
    days = ("2024-01-02", "2024-01-30", "2024-03-04")
    log, live = (trades([(d, d, "a", p) for d, p in zip(days, pnl, strict=True)]) for pnl in ((500, -300, 200), (480, -310, 206)))
    facts = built(trades=log.assign(legs=PUT), live=live.assign(legs=PUT))
    monthly = value("execution.gap.month", facts)  # January 20 + 10, February nothing, March -6, on 100,000
    assert monthly.value == pytest.approx(24 / 3 / 100_000)
    assert (monthly.n, monthly.start, monthly.end, monthly.interval) == (3, "2024-01", "2024-03", None)
    year = [str(d.date()) for d in pd.date_range("2023-01-02", periods=12, freq="MS")]
    log, live = (trades([(d, d, "a", p) for d in year]).assign(legs=PUT) for p in (100, 90))
    interval = value("execution.gap.month", built(trades=log, live=live)).interval
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((1e-4, 1e-4))


def test_the_pairs_behind_the_gap_are_told_one_by_one() -> None:
    table = worked(spec_of("execution.gap"), parse_scope("date=2024-01-03"), paired())
    assert table is not None
    assert table.rows == ((f"2024-01-03 {CALL}", (-50.0, -80.0, 30.0)),)
    alone = worked(spec_of("execution.unpaired"), Scope(), paired())
    assert alone is not None
    assert alone.rows == ((f"backtest 2024-01-04 {PUT}", (7.0,)), (f"live 2024-01-05 {PUT}", (9.0,)))
    assert worked(spec_of("execution.gap"), Scope(), traded([("2024-01-02", "2024-01-03", "a", 1)])) is None


def test_a_scope_chooses_among_the_pairs() -> None:
    assert value("execution.gap", paired(), "date=2024-01-03").value == 30
    assert value("execution.unpaired", paired(), "date=2024-01-05").value == 1
    assert "no matched trade was opened under the conditions" in why("execution.gap", paired(), "date=2024-01-04")
    assert "can't be narrowed by a size of the hedge" in why("execution.gap", paired(), "size=2")


def test_a_log_against_itself_has_no_gap_and_the_other_way_round_it_is_turned() -> None:
    backtest = paired().backtest
    assert backtest.trades is not None
    assert backtest.live is not None
    assert value("execution.gap", built(trades=backtest.live, live=backtest.live)).value == 0
    assert value("execution.unpaired", built(trades=backtest.live, live=backtest.live)).value == 0
    assert value("execution.gap", built(trades=backtest.live, live=backtest.trades)).value == -40


def test_without_live_trades_or_pairs_there_is_a_reason() -> None:
    log = trades([("2024-01-02", "2024-01-03", "a", 100)])
    assert "no log of live trades" in why("execution.gap", built(trades=log))
    assert "day and the legs" in why("execution.gap", built(trades=log, live=log))  # it tells no legs


def desk(folder: Path, log: Path, live: Path) -> Path:
    """A manifest of a log with a live one beside it."""
    files = f'[[files]]\npath = "{log}"\n[[files]]\npath = "{live}"\nof = "live"\n'
    told = 'name = "ema"\ntitle = "EMA"\nhypothetical = true\n[capital]\nbase = 100000\n'
    (folder / "backtest.toml").write_text(told + files, encoding="utf-8")
    return folder


def test_a_live_file_is_held_against_the_backtest_and_is_no_part_of_it(tmp_path: Path) -> None:
    facts = Facts(read_backtest(desk(tmp_path, OMEGA / "trades.csv", OMEGA / "live.csv")))
    # the backtest: 495.60 + 155.60 - 468.80 = 182.40; live, at a hundred a point of premium and costs in dollars:
    # 495.60 + (240 - 95 - 4.40) + (2 * (195 - 435) - 8.80) = 147.40
    gap = value("execution.gap", facts)
    assert gap.n == 3
    assert gap.value == pytest.approx(35)
    assert [step.value for step in gap.steps] == pytest.approx([182.40, 147.40, 3])
    assert value("import.trades", facts).value == 4  # one has no live trade beside it


def test_a_live_file_without_trades_is_an_error(tmp_path: Path) -> None:
    problems = check_backtest(desk(tmp_path, OMEGA / "trades.csv", OMEGA / "daily.csv")).problems
    assert [p.code for p in problems if p.code == "no-live"] == ["no-live"]


def test_a_backtests_own_log_is_not_of_live_trades(tmp_path: Path) -> None:
    problems = check_backtest(desk(tmp_path, OMEGA / "trades.csv", OMEGA / "trades-new.csv")).problems
    assert "live" in [p.code for p in errors_among(problems)]
    sound = check_backtest(desk(tmp_path, OMEGA / "trades.csv", OMEGA / "live.csv")).problems
    assert errors_among(sound) == ()


def test_live_trades_in_another_currency_are_refused(tmp_path: Path) -> None:
    statement = (FORMATS / "ibkr_flex/statement.xml").read_text(encoding="utf-8").replace("USD", "EUR")
    (tmp_path / "live.xml").write_text(statement, encoding="utf-8")
    problems = check_backtest(desk(tmp_path, OMEGA / "trades.csv", tmp_path / "live.xml")).problems
    assert "currency" in [p.code for p in problems]


def test_a_layer_is_of_no_live_file(tmp_path: Path) -> None:
    file = desk(tmp_path, OMEGA / "trades.csv", OMEGA / "live.csv") / "backtest.toml"
    layer = f'[[hedge.layers]]\nid = "a"\nname = "A"\nfiles = ["{OMEGA / "live.csv"}"]\n'
    file.write_text(file.read_text(encoding="utf-8") + layer, encoding="utf-8")
    with pytest.raises(UnreadableError, match="no file of the backtest's"):
        check_backtest(tmp_path)


def test_the_real_logs_have_the_gap_and_the_trades_that_pandas_finds(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data/option-omega"
    names = [folder / name for name in ("ema-tradelog.csv", "ema-strategy-trade-log.csv")]
    facts = Facts(read_backtest(desk(tmp_path, *names)))
    log, live = (pd.read_csv(name) for name in names)
    true = live["P/L"] + 99 * live["Avg. Closing Cost"] * live["No. of Contracts"]
    gap = value("execution.gap", facts)
    assert gap.n == 384
    assert gap.value == pytest.approx(log["P/L"].sum() - true.sum())
    assert gap.value == pytest.approx(598)
    assert value("execution.gap.mean", facts).value == pytest.approx(598 / 384)
    assert value("execution.unpaired", facts).value == 0
    assert value("trades.win_rate", facts).value == pytest.approx((log["P/L"] > 0).mean())
    assert value("trades.worst", facts).value == log["P/L"].min()
    by_close = ["Date Closed", "Time Closed", "Date Opened", "Time Opened"]
    lost = log.iloc[::-1].sort_values(by_close, kind="stable")["P/L"] <= 0
    assert value("trades.losing_run", facts).value == lost.groupby((~lost).cumsum()).sum().max()
