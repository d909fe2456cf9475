"""Commands that take backtests use each that is named, none twice, and none of another tier than the scope's."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from tests.reports.command import Command

CONSERVATIVE, BALANCED = "condor-0.70-1dte", "condor-1.15-1dte"
BOTH = ("--backtest", CONSERVATIVE, "--backtest", BALANCED)


def test_figures_lists_each_backtest_that_is_named(run: Command) -> None:
    printed = run("figures", *BOTH).out
    assert [printed.count(title) for title in ("0.70 tier (all", "1.15 tier (all")] == [1, 1]
    told = json.loads(run("figures", *BOTH, "--format", "json").out)
    assert [side["backtest"] for side in told] == [CONSERVATIVE, BALANCED]
    assert told[0]["figures"] != told[1]["figures"]
    rows = list(csv.reader(run("figures", *BOTH, "--format", "csv").out.splitlines()))
    assert rows[0][:2] == ["backtest", "key"]
    assert {row[0] for row in rows[1:]} == {CONSERVATIVE, BALANCED}


def test_a_backtest_is_never_held_against_itself(run: Command) -> None:
    for words in (("figures",), ("explain", "drag.monthly.mean")):
        done = run(*words, "--backtest", BALANCED, "--backtest", BALANCED)
        assert (done.code, done.out) == (2, "")
        assert "stands twice" in done.err
    Path("log.csv").write_text("", encoding="utf-8")
    done = run("backtest", "compare", "log.csv", "./log.csv")
    assert done.code == 2
    assert "on both sides" in done.err


def test_a_tier_that_the_backtest_is_not_of_is_said(run: Command) -> None:
    for words in (("figures",), ("explain", "drag.monthly.mean")):
        done = run(*words, "--backtest", CONSERVATIVE, "--scope", "tier=aggressive")
        assert (done.code, done.out) == (2, "")
        assert f"{CONSERVATIVE} is of the tier conservative, not aggressive" in done.err


def test_a_scopes_tier_chooses_the_backtest_where_none_is_named(run: Command) -> None:
    assert "1.15 tier (tier=balanced)" in run("figures", "--scope", "tier=balanced").out
    assert "condor-1.60-1dte" in run("explain", "drag.monthly.mean", "--scope", "tier=aggressive").out
