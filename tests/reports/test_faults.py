"""Faults: every one is one clear line with its exit code, never a traceback and nothing half-written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.checks import faults
from tests.conftest import SEED
from tests.reports.command import BACKTEST, Command


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["ask", ""], 2, "the question is empty"),
        (["ask", "x" * 1001], 2, "the question has 1,001 characters, 1,000 are the most"),
        (["ask", "drag", "--backtest", "nowhere"], 3, "nowhere: is neither a path nor a backtest of the desk"),
        (["ask", "drag", "--backtest", "log.csv"], 3, "log.csv: is no backtest.toml"),
        (["ask", "drag", "--backtest", "bad"], 3, "backtest.toml:5: capital.bass: is no known key"),
        (["ask", "drag", "--corpus", "nowhere"], 3, "nowhere: is not a folder"),
        (["ask", "drag", "--desk", "here"], 3, "has no hedgecite.toml"),
        (["ask", "drag", "--date", "today"], 2, "'today' is not a date"),
        (["ask", "drag", "--out", "log.csv/page.html"], 3, "can't be written"),
        (["figures", "--scope", "vix!15"], 2, "'vix!15' is not a scope"),
        (["explain", "drag.yearly"], 2, "'drag.yearly' is not a figure"),
        (["backtest", "check", "nowhere"], 3, "no such file"),
        (["backtest", "check", "log.csv"], 3, "log.csv:1: is of no known format"),
        (["corpus", "add", "nowhere.md"], 3, "nowhere.md: no such file"),
        (["corpus", "add", "log.csv"], 3, "is not a text that can be added"),
        (["corpus", "add", "own.md", "--authority", "gospel"], 2, "'gospel' is no authority"),
        (["report", "--clients", "nowhere", "--month", "2018-12", "--out", "o"], 3, "no such file"),
        (["report", "--clients", "clients.toml", "--month", "2018-13", "--out", "o"], 2, "'2018-13' is not a month"),
        (
            ["report", "--clients", "clients.toml", "--month", "2030-01", "--out", "o"],
            3,
            "its months run from 2014-01 to 2022-12",
        ),
    ],
)
def test_a_fault_is_one_clear_line_with_its_exit_code(run: Command, words: list[str], code: int, said: str) -> None:
    Path("log.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    Path("own.md").write_text("Words.", encoding="utf-8")
    Path("here").mkdir()
    Path("bad").mkdir()
    Path("bad/backtest.toml").write_text(BACKTEST.replace("base = 1000", "bass = 1000"), encoding="utf-8")
    Path("clients.toml").write_text('[[client]]\nid = "c"\nname = "C"\nbacktest = "condor-0.70-1dte"\n', encoding="utf-8")
    done = run(*words)
    assert done.code == code
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert said in done.err
    assert done.err.startswith("hedgecite: ")
    assert [*Path("o").glob("*.html")] == []


def test_a_damaged_cache_is_made_again(run: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setenv("HEDGECITE_CACHE_DIR", str(cache))
    before = run("ask", SEED, "--format", "json").out
    for file in cache.rglob("*.sqlite"):
        file.write_bytes(b"no database")
    assert run("ask", SEED, "--format", "json").out == before


def test_an_unusable_cache_is_one_clear_line(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("HEDGECITE_CACHE_DIR", str(Path("file").resolve()))
    done = run("ask", SEED)
    assert (done.code, done.err.count("\n")) == (3, 1)


@pytest.mark.parametrize("rows", ["date,vix\n", "", "date,vix\n2020-01-02,\n"])
def test_an_empty_market_series_is_an_error_and_not_a_traceback(run: Command, rows: str) -> None:
    Path("vix.csv").write_text(rows, encoding="utf-8")
    Path("marks.csv").write_text("date,base_pnl,hedge_pnl\n2020-01-03,1,0\n", encoding="utf-8")
    text = BACKTEST.replace("t.csv", "marks.csv") + '[[series]]\nname = "vix"\nfile = "vix.csv"\nvalue = "vix"\n'
    Path("backtest.toml").write_text(text, encoding="utf-8")
    assert run("backtest", "check", ".").code == 1
    assert run("ask", "drag", "--backtest", ".").err.count("\n") == 1


def test_a_report_of_which_nothing_can_be_computed_is_still_a_page(run: Command) -> None:
    head = (
        "Date Opened,Time Opened,Legs,Premium,Date Closed,Time Closed,Avg. Closing Cost,P/L,No. of Contracts,Strategy,"
        "Opening Commissions + Fees,Closing Commissions + Fees\n"
    )
    told = (("100", "2020-08-03", "S"), ("100", "2020-04-30", "S"), ("-100", "2020-08-03", "VIX"))
    rows = "".join(f"2020-01-02,10:00,,{pnl},{until},16:00,0,{pnl},1,{name},0,0\n" for pnl, until, name in told)
    Path("t.csv").write_text(head + rows, encoding="utf-8")
    Path("backtest.toml").write_text(BACKTEST + '[hedge]\nstrategies = ["VIX"]\n', encoding="utf-8")
    Path("clients.toml").write_text('[[client]]\nid = "c"\nname = "C"\nbacktest = "backtest.toml"\n', encoding="utf-8")
    done = run("report", "--clients", "clients.toml", "--month", "2020-05", "--out", "out")
    assert done.code == 0
    document = json.loads(Path("out/c-2020-05.json").read_text(encoding="utf-8"))
    assert (document["status"], {f["key"] for f in document["figures"]}) == ("partial", {"capital.base"})
    assert faults(document) == []
