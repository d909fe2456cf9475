"""Explaining a figure: a client can follow each value by hand from what is shown."""

from __future__ import annotations

import json

import pytest

from tests.reports.command import Command

CONSERVATIVE, BALANCED = "condor-0.70-1dte", "condor-1.15-1dte"


def test_two_backtests_are_told_apart_with_the_periods_of_both(run: Command) -> None:
    words = ("explain", "drag.monthly.mean", "--backtest", CONSERVATIVE, "--backtest", BALANCED)
    told = json.loads(run(*words, "--format", "json").out)
    assert told["key"] == "difference.drag.monthly.mean"
    assert told["backtest"] == f"{CONSERVATIVE} less {BALANCED}"
    assert [side["backtest"] for side in told["sides"]] == [CONSERVATIVE, BALANCED]
    one, other = ([row[1][2] for row in side["periods"]["rows"]] for side in told["sides"])
    assert len(one) == len(other) == told["figure"]["n"]
    assert told["figure"]["value"] == pytest.approx(sum(one) / len(one) - sum(other) / len(other))
    assert told["figure"]["value"] == pytest.approx(told["steps"][0]["value"] - told["steps"][1]["value"])
    assert told["figure"]["interval"] is not None
    printed = run(*words).out
    assert f"\n{BALANCED}\nmonth " in printed


def test_a_difference_that_is_none_says_why(run: Command) -> None:
    words = ("--backtest", CONSERVATIVE, "--backtest", BALANCED)
    assert "no log of live trades" in run("explain", "execution.gap", *words).out
    assert "no log of live trades" in json.loads(run("explain", "execution.gap", *words, "--format", "json").out)["not_computed"]


def test_a_difference_is_of_two(run: Command) -> None:
    done = run("explain", "drag.monthly.mean", *("--backtest", BALANCED) * 3)
    assert done.code == 2
    assert "of two backtests" in done.err
