"""The commands around imports: check, init and compare, with their progress bar."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jsonschema
import pytest

from corpus.backtests.meanings import manifest_schema
from corpus.backtests.watch import Watch
from corpus.texts.library import shipped_folder
from reports.commands import progress
from tests.conftest import ROOT
from tests.corpus.fixtures import OMEGA, text_of
from tests.reports.command import Command


def test_a_trade_log_and_its_daily_log_are_said_to_agree(run: Command) -> None:
    done = run("backtest", "check", OMEGA / "trades.csv", OMEGA / "daily.csv")
    assert done.code == 0
    assert "the trades earn what the daily log has, in all (log-agrees-daily)" in done.out


def test_logs_of_two_runs_are_told_apart(run: Command) -> None:
    Path("daily.csv").write_text(
        text_of("daily.csv").replace("50265.8,50265.8,1000,49265.8,495.6", "50065.8,50265.8,1000,49265.8,295.6")
    )
    assert "(log-against-daily)" in run("backtest", "check", OMEGA / "trades.csv", "daily.csv").out


def test_the_real_logs_agree(run: Command, shared: Path) -> None:
    folder = shared / "data/option-omega"
    done = run("backtest", "check", folder / "ema-tradelog.csv", folder / "ema-dailylog.csv")
    assert "on each of its 192 days (log-agrees-daily)" in done.out


def test_withdrawals_that_the_manifest_does_not_expect_are_an_error(run: Command) -> None:
    shutil.copy(OMEGA / "daily.csv", "daily.csv")
    told = 'name = "d"\ntitle = "D"\nhypothetical = true\n[capital]\nbase = 50000\nflows = "{}"\n[[files]]\npath = "daily.csv"\n'
    Path("backtest.toml").write_text(told.format("none"), encoding="utf-8")
    assert 'the manifest says flows = "none" (flows)' in run("backtest", "check", ".").out
    Path("backtest.toml").write_text(told.format("dated"), encoding="utf-8")
    assert run("backtest", "check", ".").code == 0


def test_many_problems_of_one_kind_are_counted_and_json_has_them_all(run: Command) -> None:
    head, row, *_ = text_of("trades.csv").splitlines()
    rows = [row.replace(",495.6,", f",{i},") for i in range(1000, 1030)]
    Path("log.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    out = run("backtest", "check", "log.csv").out
    assert out.count("(pnl-identity)") == 20
    assert "and 10 more of pnl-identity; --format json lists them all" in out
    assert len(json.loads(run("backtest", "check", "log.csv", "--format", "json").out)["problems"]) == 30


def settled(text: str, **values: str) -> str:
    """A first backtest.toml with some of its marked lines settled."""
    for key, value in values.items():
        text, n = re.subn(rf"^# {key} = .*$", f"{key} = {value}", text, count=1, flags=re.MULTILINE)
        assert n == 1, key
    return text


@pytest.mark.parametrize("files", [["trades.csv"], ["trades.csv", "marks.csv", "market.csv"], []], ids=["one", "some", "folder"])
def test_a_first_manifest_is_read_once_its_marks_are_settled(run: Command, files: list[str]) -> None:
    shutil.copytree(shipped_folder() / "samples" / "condor-0.70-1dte", "mine", ignore=shutil.ignore_patterns("*.toml"))
    done = run("backtest", "init", *([f"mine/{name}" for name in files] or ["mine"]))
    assert done.code == 0
    assert done.out.splitlines() == ["mine/backtest.toml", "mine/backtest.schema.json"]
    file = Path("mine/backtest.toml")
    first = file.read_text(encoding="utf-8")
    assert first.startswith("#:schema ./backtest.schema.json\n")
    refused = run("backtest", "check", "mine")
    assert (refused.code, refused.err) == (
        3,
        "hedgecite: backtest.toml: hypothetical, capital.base are missing; write each of them\n",
    )
    text = settled(first, hypothetical="true", base="400000", flows='"reset_monthly"').replace("# [hedge]", "[hedge]")
    text = settled(text, strategies='["ALVH short", "ALVH medium", "ALVH long"]')
    for layer in ("short", "medium", "long") if len(files) != 1 else ():
        text = settled(text.replace("# [[hedge.layers]]", "[[hedge.layers]]", 1), id=f'"{layer}"', name=f'"{layer}"')
        text = settled(text, strategies=f'["ALVH {layer}"]')
    file.write_text(text, encoding="utf-8")
    checked = json.loads(run("backtest", "check", "mine", "--format", "json").out)
    lacks = ["booked-at-close", "month-partial"] if len(files) == 1 else ["month-partial"] * 2
    assert [p["code"] for p in checked["problems"]] == lacks
    assert (checked["summary"]["trades"], checked["summary"]["P&L of the hedge"]) == (2586, 2307.2)


#: A base trade over the turn of the year, and a daily log from 27 December to 3 January.
_LACKS = ["booked-at-close", "month-partial", "month-partial"]


def test_every_marked_line_is_one_that_a_manifest_takes(run: Command) -> None:
    for name in ("trades.csv", "daily.csv"):
        shutil.copy(OMEGA / name, name)
    shutil.copy(OMEGA.parent / "plain/market.csv", "market.csv")
    Path("notes.txt").write_text("Words.", encoding="utf-8")
    assert run("backtest", "init", ".").code == 0
    text = Path("backtest.toml").read_text(encoding="utf-8")
    assert 'of no known format: "notes.txt"' in text
    assert "# base = 50000.00" in text
    text = settled(text, trials="3", assumptions='["None."]', strategies='["VIX calls"]')
    account = text[text.index("# decide: A series with") : text.index("# decide: or, ")]  # a market's prices are none
    text = text.replace(account, "")
    marked = re.sub(r"^# (\[+\w+\]+|\w+ = .*)$", r"\1", text, flags=re.MULTILINE)
    Path("backtest.toml").write_text(marked, encoding="utf-8")
    checked = json.loads(run("backtest", "check", ".", "--format", "json").out)
    assert [p["code"] for p in checked["problems"]] == ["withdrawn", "log-agrees-daily", *_LACKS]


def test_a_manifest_that_is_there_is_not_written_over(run: Command) -> None:
    shutil.copy(OMEGA / "trades.csv", "trades.csv")
    Path("backtest.toml").write_text("mine", encoding="utf-8")
    done = run("backtest", "init", "trades.csv")
    assert (done.code, Path("backtest.toml").read_text(encoding="utf-8")) == (2, "mine")
    assert "is there already" in done.err


def test_a_series_is_part_of_the_backtest_once_it_is_told_what_it_is(run: Command) -> None:
    Path("account.csv").write_text("date,value\n2024-01-02,1000\n2024-01-03,1010\n", encoding="utf-8")
    assert run("backtest", "init", "account.csv").code == 0
    text = Path("backtest.toml").read_text(encoding="utf-8")
    text = settled(text, hypothetical="true", base="1000").replace("# [[files]]", "[[files]]")
    Path("backtest.toml").write_text(settled(text, path='"account.csv"', values='"equity"'), encoding="utf-8")
    assert json.loads(run("backtest", "check", ".", "--format", "json").out)["summary"]["unhedged account, days"] == 1


@pytest.mark.parametrize(
    ("paths", "code", "said"),
    [
        (["nowhere.csv"], 3, "no such file"),
        (["notes.txt"], 3, "is of no known format"),
        (["empty"], 3, "none of the files is of a known format"),
        (["trades.csv", "other/trades.csv"], 2, "lie in more than one folder"),
    ],
)
def test_init_says_what_it_cannot_begin_with(run: Command, paths: list[str], code: int, said: str) -> None:
    Path("notes.txt").write_text("Words.", encoding="utf-8")
    Path("empty").mkdir()
    Path("other").mkdir()
    for place in ("trades.csv", "other/trades.csv"):
        shutil.copy(OMEGA / "trades.csv", place)
    done = run("backtest", "init", *paths)
    assert (done.code, done.err.count("\n")) == (code, 1)
    assert said in done.err
    assert not list(Path().rglob("backtest.toml"))


def test_the_schema_describes_every_key_and_takes_the_samples() -> None:
    schema = manifest_schema()
    for model in (schema, *schema["$defs"].values()):
        for key, told in model["properties"].items():
            assert "description" in told or "description" in schema["$defs"][told["$ref"].rsplit("/", 1)[1]], key
    check = jsonschema.Draft202012Validator(json.loads((ROOT / "corpus/schema/backtest.schema.json").read_text(encoding="utf-8")))
    for file in (shipped_folder() / "samples").glob("*/backtest.toml"):
        told = json.loads(json.dumps(tomllib.loads(file.read_text(encoding="utf-8")), default=str))  # a date is a string to it
        assert list(check.iter_errors(told)) == []
        assert list(check.iter_errors(told | {"hypotetical": True})) != []


def test_compare_shows_pairs_what_has_none_and_the_gap(run: Command) -> None:
    done = run("backtest", "compare", OMEGA / "trades.csv", OMEGA / "live.csv")
    assert done.code == 0
    for said in (
        "pairs                           3\n",
        "execution gap                   $35.00\n",
        "VIX calls",
        "(pnl-recomputed)",
    ):
        assert said in done.out
    document = json.loads(run("backtest", "compare", OMEGA / "trades.csv", OMEGA / "live.csv", "--format", "json").out)
    assert document["summary"]["execution gap per trade"] == pytest.approx(35 / 3, abs=1e-4)
    assert document["summary"]["execution gap per contract"] == 7
    assert [(m["month"], m["pairs"], m["gap"]) for m in document["months"]] == [("2023-12", 2, 35), ("2024-01", 1, 0)]
    assert [p["gap"] for p in document["pairs"]] == [20, 15, 0]
    assert [t["strategy"] for t in document["unmatched"]["backtest"]] == ["VIX calls"]
    assert document["unmatched"]["live"] == []


def test_sizes_that_differ_are_said(run: Command) -> None:
    written = text_of("live.csv").replace("2.5,2,495.6", "2.5,1,247.8")
    Path("live.csv").write_text(written, encoding="utf-8")
    assert "pairs of other sizes            1\n" in run("backtest", "compare", OMEGA / "trades.csv", "live.csv").out


def test_sides_that_are_changed_for_each_other_are_said(run: Command) -> None:
    out = run("backtest", "compare", OMEGA / "live.csv", OMEGA / "trades.csv").out
    assert "is of live trades, and stands where the backtest belongs" in out
    assert "is of a backtest, and stands where the live trades belong" in out


@pytest.mark.parametrize(("file", "code", "said"), [("daily.csv", 3, "has no trades"), ("bad.csv", 1, "bad.csv:3:P/L")])
def test_compare_refuses_what_it_cannot_pair(run: Command, file: str, code: int, said: str) -> None:
    shutil.copy(OMEGA / "daily.csv", "daily.csv")
    Path("bad.csv").write_text(text_of("trades.csv").replace(",155.6,", ",156.6,"), encoding="utf-8")
    done = run("backtest", "compare", OMEGA / "trades.csv", file)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


READING = """
from reports.commands.progress import progress
with progress({patience}) as watch:
    watch("log.csv", 1 << 20, 1 << 22)
    watch("log.csv", 1 << 21, 1 << 22)
"""


def on_a_terminal(code: str) -> bytes:
    """What a program writes to standard error that is a terminal."""
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-c", code], stderr=theirs, cwd=ROOT, env={**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    )
    os.close(theirs)
    written = b""
    try:
        while chunk := os.read(ours, 1 << 12):
            written += chunk
    except OSError:  # the terminal is gone with the program
        pass
    finally:
        os.close(ours)
    assert done.wait() == 0
    return written


def test_a_bar_is_shown_on_a_terminal_once_reading_takes_long() -> None:
    shown = on_a_terminal(READING.format(patience=0))
    assert b"reading log.csv" in shown
    assert b"4.2 MB" in shown
    assert on_a_terminal(READING.format(patience=60)) == b""


def test_no_bar_is_written_where_there_is_no_terminal() -> None:
    done = subprocess.run([sys.executable, "-c", READING.format(patience=0)], cwd=ROOT, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_every_reading_command_hands_its_watch_on(monkeypatch: pytest.MonkeyPatch, run: Command) -> None:
    seen: list[str] = []

    @contextmanager
    def looking() -> Iterator[Watch]:
        yield lambda file, _, __: seen.append(file)

    monkeypatch.setattr(progress, "progress", looking)
    shutil.copytree(shipped_folder() / "samples" / "condor-45d-16delta", "mine")
    for words in (
        ["backtest", "check", "mine"],
        ["backtest", "compare", "mine", "mine/trades.csv"],
        ["figures", "--backtest", "mine"],
        ["explain", "capital.base", "--backtest", "mine"],
        ["ask", "What does the hedge cost?", "--backtest", "mine"],
    ):
        seen.clear()
        assert run(*words).code == 0
        assert "trades.csv" in seen, words
    Path("mine/backtest.toml").unlink()
    seen.clear()
    assert run("backtest", "init", "mine").code == 0
    assert "trades.csv" in seen


def test_logs_without_legs_are_said_to_have_no_pairs(run: Command) -> None:
    log = OMEGA.parent / "vectorbt/trades.csv"
    shutil.copy(log, "live.csv")
    compared = json.loads(run("backtest", "compare", log, "live.csv", "--format", "json").out)
    assert compared["summary"]["pairs"] == 0
    assert [p["code"] for p in compared["problems"]] == ["no-legs", "no-legs"]


def test_two_daily_logs_can_be_checked_without_a_manifest(run: Command) -> None:
    shutil.copy(OMEGA / "daily.csv", "other.csv")
    assert run("backtest", "check", OMEGA / "daily.csv", "other.csv").code == 0


def test_a_zone_is_only_offered_where_a_format_reads_one(run: Command) -> None:
    shutil.copy(OMEGA.parent / "lean/result.json", "result.json")
    assert run("backtest", "init", "result.json").code == 0
    assert "# zone" not in Path("backtest.toml").read_text(encoding="utf-8")
