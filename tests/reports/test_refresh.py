"""The daily step: history compared to the trade, nothing taken in unseen, and a switch that can't be half done."""

from __future__ import annotations

import csv
import io
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.backtests.backtest import read_backtest
from corpus.texts.library import shipped_folder
from reports.editions import Editions
from reports.refresh.history import Change, changes
from tests.conftest import ROOT
from tests.reports.command import Command

SAMPLE = shipped_folder() / "samples" / "condor-0.70-1dte"
MANIFEST = """name = "own"
title = "Own"
hypothetical = true
[capital]
base = 400000
[[files]]
path = "trades.csv"
"""


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows of a log."""
    return list(csv.DictReader(io.StringIO(text)))


def log_of(rows: list[dict[str, str]]) -> str:
    """A log of rows."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def backtest_of(folder: Path, log: str) -> Path:
    """A backtest of a log in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "backtest.toml").write_text(MANIFEST, encoding="utf-8")
    (folder / "trades.csv").write_text(log, encoding="utf-8")
    return folder


def restate(row: dict[str, str]) -> None:
    """A premium of a dollar more a contract, and the P&L that goes with it."""
    row["Premium"] = f"{float(row['Premium']) + 1:.2f}"
    row["P/L"] = f"{float(row['P/L']) + float(row['No. of Contracts']):.2f}"


@pytest.fixture(scope="module")
def log() -> list[dict[str, str]]:
    """A log of a hundred trades, the newest first."""
    return rows_of((SAMPLE / "trades.csv").read_text(encoding="utf-8"))[-100:]


def test_a_log_against_itself_shows_no_change(tmp_path: Path, log: list[dict[str, str]]) -> None:
    old, new = (read_backtest(backtest_of(tmp_path / name, log_of(log))) for name in ("old", "new"))
    assert changes(old, new) == ()


def test_later_trades_are_no_change_of_the_history(tmp_path: Path, log: list[dict[str, str]]) -> None:
    old = read_backtest(backtest_of(tmp_path / "old", log_of(log[20:])))
    new = read_backtest(backtest_of(tmp_path / "new", log_of(log)))
    assert [c for c in changes(old, new) if c.what != "added"] == []
    assert changes(new, old) != ()


@pytest.mark.parametrize("seed", range(20))
def test_every_seeded_restatement_is_named_to_the_trade(tmp_path: Path, log: list[dict[str, str]], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 no secret
    rows = [dict(r) for r in log]
    lost, raised = chance.sample(range(5, 95), 2)
    restate(rows[raised])
    dropped = rows.pop(lost)
    extra = dict(rows[chance.randrange(5, 90)]) | {"Strategy": "Another"}
    rows.append(extra)
    old, new = (read_backtest(backtest_of(tmp_path / n, log_of(r))) for n, r in (("old", log), ("new", rows)))
    found = changes(old, new)
    told = {c.what: c for c in found}
    assert len(found) == 3
    assert set(told) == {"restated", "dropped", "added"}
    changed = log[raised]
    assert told["restated"].name.startswith(f"{changed['Date Opened']} {changed['Strategy']}")
    before, premium, many = (float(changed[name]) for name in ("P/L", "Premium", "No. of Contracts"))
    assert told["restated"].how == (
        f"pnl {before:.2f} became {before + many:.2f}, premium {premium:.2f} became {premium + 1:.2f}"
    )
    assert told["dropped"].name.startswith(f"{dropped['Date Opened']} {dropped['Strategy']}")
    assert told["added"].name.startswith(f"{extra['Date Opened']} Another")


def test_closes_that_change_are_named_by_their_day(tmp_path: Path) -> None:
    for name in ("old", "new"):
        shutil.copytree(SAMPLE, tmp_path / name)
    file = tmp_path / "new" / "market.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("2014-01-06,1826.77,13.55", "2014-01-06,1826.77,14.55"), "utf-8")
    found = changes(read_backtest(tmp_path / "old"), read_backtest(tmp_path / "new"))
    assert found == (Change(what="restated", name="vix 2014-01-06", how="13.55 became 14.55"),)


def test_a_changed_history_is_taken_in_only_where_somebody_accepts_it(run: Command, log: list[dict[str, str]]) -> None:
    run("init", "desk", "--no-sample")
    own = backtest_of(Path("desk/backtests/own"), log_of(log[20:]))
    settings = Path("desk/hedgecite.toml")
    settings.write_text(settings.read_text(encoding="utf-8") + '\n[[backtest]]\npath = "backtests/own"\n', encoding="utf-8")
    rows = [dict(r) for r in log]
    restate(rows[50])
    Path("new").mkdir()
    Path("new/trades.csv").write_text(log_of(rows), encoding="utf-8")
    before = (own / "trades.csv").read_bytes()
    refused = run("refresh", "new", "--desk", "desk")
    assert refused.code == 1
    assert "restated: " in refused.out
    assert "nothing was taken in" in refused.err
    assert (own / "trades.csv").read_bytes() == before
    done = run("refresh", "new", "--accept", "--desk", "desk")
    assert done.code == 0
    assert "taken in, data from" in done.out
    assert (own / "trades.csv").read_bytes() == Path("new/trades.csv").read_bytes()
    assert "nothing is new" in run("refresh", "new", "--desk", "desk").out
    assert run("refresh", "--back", "--desk", "desk").code == 0
    assert (own / "trades.csv").read_bytes() == before
    Path("new/other.csv").write_text("a\n", encoding="utf-8")
    unknown = run("refresh", "new", "--desk", "desk")
    assert unknown.code == 2
    assert "is no file of the backtest" in unknown.err


def own_desk(run: Command, log: str) -> Path:
    """A desk without the sample whose one backtest has a log; the backtest's folder."""
    run("init", "desk", "--no-sample")
    own = backtest_of(Path("desk/backtests/own"), log)
    settings = Path("desk/hedgecite.toml")
    settings.write_text(settings.read_text(encoding="utf-8") + '\n[[backtest]]\npath = "backtests/own"\n', encoding="utf-8")
    return own


ASKED = '[[question]]\ntext = "What is the win rate?"\nslug = "win"\nstate = "approved"\napprover = "A. Prover"\n'


def test_a_refresh_names_the_pages_that_it_changes_and_by_what_before_it_switches(
    run: Command, log: list[dict[str, str]], tmp_path: Path
) -> None:
    own = own_desk(run, log_of(log[20:]))
    Path("desk/questions.toml").write_text(ASKED, encoding="utf-8")
    assert run("publish", "--out", "desk/site", "--date", "2026-11-28", "--desk", "desk").code == 0
    Path("new").mkdir()
    Path("new/trades.csv").write_text(log_of(log), encoding="utf-8")
    before = (own / "trades.csv").read_bytes()
    told = run("refresh", "new", "--check", "--desk", "desk")
    assert "site/articles/win.json: Win rate" in told.out
    assert "n = 80) → " in told.out
    assert "1 of 1 published pages would change" in told.out
    assert (own / "trades.csv").read_bytes() == before
    assert (
        "1 of 1 page would change" in run("impact", "--backtest", backtest_of(tmp_path / "n", log_of(log)), "--desk", "desk").out
    )
    done = run("refresh", "new", "--accept", "--desk", "desk")
    assert done.out.index("site/articles/win.json: Win rate") < done.out.index("taken in, data from")
    assert (own / "trades.csv").read_bytes() != before


def test_a_new_calendar_is_taken_in_with_the_manifest_that_names_it_and_an_event_that_goes_is_named(
    run: Command, log: list[dict[str, str]]
) -> None:
    own = own_desk(run, log_of(log))
    new = Path("new")
    new.mkdir()
    (new / "opex.toml").write_text(CALENDAR.format(days="2014-01-17, 2014-02-21"), encoding="utf-8")
    alone = run("refresh", new, "--desk", "desk")
    assert alone.code == 2
    assert "put a backtest.toml that names it beside it" in alone.err
    (new / "backtest.toml").write_text('calendars = ["opex.toml"]\n' + MANIFEST, encoding="utf-8")
    assert run("refresh", new, "--desk", "desk").code == 0
    assert [str(d) for d in read_backtest(own).calendars["opex"].dates] == ["2014-01-17", "2014-02-21"]
    (new / "opex.toml").write_text(CALENDAR.format(days="2014-01-17, 2014-03-21"), encoding="utf-8")
    moved = run("refresh", new, "--desk", "desk")
    assert moved.code == 1
    assert "dropped: calendar opex 2014-02-21" in moved.out
    assert "added: calendar opex 2014-03-21" in moved.out


CALENDAR = """name = "opex"
title = "Monthly expiries"
sources = ["The exchange"]
first = 2014-01-01
last = 2014-12-31
dates = [{days}]
"""
ADOPTER = """
import sys
from pathlib import Path
from reports.editions import Editions
folder = Editions(Path(sys.argv[1]))
print("ready", flush=True)
folder.adopt()
for number in range(1, 100000):
    folder.publish({f"{i}.csv": str(number % 10).encode() * 3000 for i in range(60)}, folder.current())
"""


def test_files_whose_refresh_is_killed_are_the_old_or_the_new_ones(tmp_path: Path) -> None:
    for turn in range(20):
        folder = tmp_path / str(turn)
        folder.mkdir()
        for i in range(60):
            (folder / f"{i}.csv").write_bytes(b"0" * 3000)
        command = [sys.executable, "-c", ADOPTER, str(folder)]
        with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE) as made:
            assert made.stdout is not None
            made.stdout.readline()
            time.sleep(turn * 0.006)
            made.send_signal(signal.SIGKILL)
        held = Editions(folder).current()
        assert len(held) == 60
        assert len(set(held.values())) == 1
