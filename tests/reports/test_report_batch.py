"""Batches of reports: a bad client is named and the rest are made, whatever breaks off is resumed to the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.checks import faults
from tests.conftest import ROOT
from tests.reports.command import Command, Done

ONE = '[[client]]\nid = "{id}"\nname = "{name}"\nbacktest = "condor-0.70-1dte"\n'
BAD = ONE.format(id="bad", name="Bad") + "capital = 1000\n"


def clients(*texts: str) -> None:
    Path("clients.toml").write_text("\n".join(texts), encoding="utf-8")


def own(id_: str, more: str = "") -> str:
    return ONE.format(id=id_, name=f"Account {id_[:2].upper()}") + more


def made(folder: str | Path) -> dict[str, str]:
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(Path(folder).iterdir())}


def report(run: Command, out: str, *more: str, month: str = "2018-02") -> Done:
    return run("report", "--clients", "clients.toml", "--month", month, "--out", out, *more)


def test_a_bad_client_stops_the_batch_by_name_and_with_keep_going_the_rest_are_made(run: Command) -> None:
    clients(own("a"), BAD, own("b"))
    stopped = report(run, "out")
    assert stopped.code == 3
    assert "client bad" in stopped.err
    done = report(run, "out", "--keep-going")
    assert done.code == 1
    assert "2 of 3 reports are made" in done.err
    told = json.loads(Path("out/reports-2018-02.json").read_text(encoding="utf-8"))["reports"]
    assert [(r["client"], r["status"]) for r in told] == [("a", "done"), ("bad", "failed"), ("b", "done")]
    assert "can't hold one contract" in told[1]["reason"]
    assert set(made("out")) == {"a-2018-02.html", "a-2018-02.json", "b-2018-02.html", "b-2018-02.json", "reports-2018-02.json"}


def test_several_processes_make_the_bytes_of_one_and_what_is_made_is_left_alone(run: Command) -> None:
    clients(own("a"), own("b", "units = 2\n"), own("c", "fee = 1.0\n"))
    assert report(run, "one", "--pdf").code == 0
    assert report(run, "two", "--jobs", "2", "--pdf").code == 0
    assert made("one") == made("two")
    before = {f.name: f.stat().st_mtime_ns for f in Path("one").glob("*.html")}
    Path("one/b-2018-02.html").unlink()
    assert report(run, "one", "--pdf").code == 0
    assert made("one") == made("two")
    after = {f.name: f.stat().st_mtime_ns for f in Path("one").glob("*.html")}
    assert sorted(name for name in before if before[name] == after[name]) == ["a-2018-02.html", "c-2018-02.html"]


def test_one_client_of_many_and_the_day_of_making_can_be_chosen(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    clients(own("a"), own("b"))
    assert report(run, "out", "--client", "b", "--date", "2018-03-06").code == 0
    document = json.loads(Path("out/b-2018-02.json").read_text(encoding="utf-8"))
    assert (document["date"], document["report"]["made"], document["report"]["as_of"]) == (
        "2018-03-06",
        "2018-03-06",
        "2018-02-28",
    )
    assert not Path("out/a-2018-02.json").exists()
    assert report(run, "out", "--client", "z").code == 2
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1520294400")
    assert report(run, "epoch", "--client", "b").code == 0
    assert json.loads(Path("epoch/b-2018-02.json").read_text(encoding="utf-8"))["date"] == "2018-03-06"


def test_a_note_is_quoted_and_its_numbers_are_held_against_the_report(run: Command) -> None:
    clients(own("a"))
    Path("note.txt").write_text("We kept the hedge; it earned $5,146.\n", encoding="utf-8")
    assert report(run, "out", "--note", "note.txt").code == 0
    page = Path("out/a-2018-02.html").read_text(encoding="utf-8")
    assert "We kept the hedge; it earned $5,146." in page
    assert "their numbers are figures of this report" in page
    Path("note.txt").write_text("We expect 12.5% next year.\n", encoding="utf-8")
    assert report(run, "out", "--note", "note.txt").code == 0
    assert "some of their numbers are no figures of this report" in Path("out/a-2018-02.html").read_text(encoding="utf-8")


def test_figures_that_the_last_report_told_otherwise_are_listed_old_and_new(run: Command) -> None:
    clients(own("a"))
    assert report(run, "out", month="2018-01").code == 0
    assert report(run, "out").code == 0
    document = json.loads(Path("out/a-2018-02.json").read_text(encoding="utf-8"))
    told = next(s for s in document["sections"] if s["kind"] == "restated")
    assert told["sentences"][0]["text"] == "Nothing is restated since the report of January 2018."
    clients(own("a", "capital = 800000\n"))
    assert report(run, "out").code == 0
    document = json.loads(Path("out/a-2018-02.json").read_text(encoding="utf-8"))
    old, new = (next(s for s in document["series"] if s["key"] == f"restated.{way}") for way in ("before", "now"))
    shown = {p["label"]: (p["display"], q["display"]) for p, q in zip(old["points"], new["points"], strict=True)}
    assert shown["Opening value of the account, January 2018"] == ("$400,000", "$800,000")


def test_the_house_signs_and_colours_its_reports(run: Command) -> None:
    Path("hedgecite.toml").write_text(
        'name = "Desk"\n[house]\nname = "Own House"\ndisclaimer = "Ask your adviser."\n[house.colours]\naccent = "#123456"\n',
        encoding="utf-8",
    )
    clients(own("a"))
    assert report(run, "out", "--pdf").code == 0
    page = Path("out/a-2018-02.html").read_text(encoding="utf-8")
    for told in ("Own House", "Ask your adviser.", "--accent:#123456"):
        assert told in page
    Path("hedgecite.toml").write_text('name = "Desk"\n[house.colours]\naccent = "red; }"\n', encoding="utf-8")
    assert report(run, "out").code == 3


def batch(out: str) -> subprocess.Popen[str]:
    """The command on two processes, in a group of its own."""
    words = ["report", "--clients", "clients.toml", "--month", "2018-02", "--out", out, "--jobs", "2"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "reports.cli", *words],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def read_lines(process: subprocess.Popen[str], count: int) -> int:
    """How many of so many lines a command printed before it ended."""
    assert process.stdout is not None
    return sum(1 for _ in range(count) if process.stdout.readline())


def group_ends(leader: int) -> bool:
    """Whether no process of a group is left within a few seconds."""
    for _ in range(100):
        try:
            os.killpg(leader, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.slow
def test_a_batch_that_is_killed_at_twenty_random_moments_goes_on_to_the_same_bytes(run: Command) -> None:
    clients(*(own(f"c{i}", f"units = {i + 1}\n") for i in range(12)))
    assert report(run, "whole").code == 0
    whole, chance, ended = made("whole"), random.Random(20), 0  # noqa: S311 moments, no secrets
    for _ in range(20):
        process = batch("cut")
        lines = chance.randrange(6)
        ended += read_lines(process, lines) < lines
        time.sleep(chance.random() * 0.3)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert group_ends(process.pid)
        for name, digest in made("cut").items() if Path("cut").exists() else ():
            assert name.startswith((".half-", "reports-")) or digest == whole[name]
        if ended:
            shutil.rmtree("cut")
            ended = 0
    assert batch("cut").communicate()[1].endswith("12 of 12 reports are made\n")
    assert {name: told for name, told in made("cut").items() if not name.startswith(".half-")} == whole


@pytest.mark.slow
def test_ctrl_c_ends_a_batch_at_once_with_one_line_and_what_is_made_is_kept(run: Command) -> None:
    clients(*(own(f"c{i}", f"units = {i + 1}\n") for i in range(40)))
    process = batch("cut")
    assert read_lines(process, 4) == 4
    begun = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert re.fullmatch(r"hedgecite: stopped after \d+ of 40 reports; run it again to go on\n", err), err
    assert group_ends(process.pid)
    assert time.monotonic() - begun < 10
    entries = json.loads(Path("cut/reports-2018-02.json").read_text(encoding="utf-8"))["reports"]
    kept = {name: digest for entry in entries for name, digest in entry["files"].items()}
    assert len(kept) >= 4
    assert kept == {name: digest for name, digest in made("cut").items() if name in kept}
    assert not list(Path("cut").glob(".half-*"))


@pytest.mark.slow
def test_a_cluster_makes_the_same_bytes(run: Command) -> None:
    from dask.distributed import LocalCluster

    Path("hedgecite.toml").write_text('name = "Desk"\n', encoding="utf-8")
    clients(own("a"), own("b", "units = 2\n"))
    assert report(run, "one").code == 0
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:  # type: ignore[no-untyped-call]
        assert report(run, "many", "--cluster", str(cluster.scheduler_address)).code == 0
    assert made("one") == made("many")
    assert "no scheduler answers" in report(run, "none", "--cluster", "tcp://127.0.0.1:9").err


def test_an_actual_account_stands_beside_the_backtest_and_is_never_mixed_with_it(run: Command) -> None:
    rows = [f"2018-{m:02}-15,{100_000 + 500 * m}" for m in range(1, 7)]
    Path("real").mkdir()
    Path("real/values.csv").write_text("date,equity\n2017-12-29,100000\n" + "\n".join(rows) + "\n", encoding="utf-8")
    manifest = 'name = "real"\ntitle = "Own account"\nhypothetical = false\nfees = "net_of_all"\n[capital]\nbase = 100000\n'
    files = '[[files]]\npath = "values.csv"\nvalues = "equity"\n'
    Path("real/backtest.toml").write_text(manifest + files, encoding="utf-8")
    clients(own("a", 'actual = "real"\n'))
    assert report(run, "out", "--pdf").code == 0
    document = json.loads(Path("out/a-2018-02.json").read_text(encoding="utf-8"))
    shown = next(s for s in document["series"] if s["key"] == "actual.returns.unhedged")
    assert shown["points"][0]["display"] == "0.50%"
    assert (
        shown["dataset"] == document["provenance"]["backtests"][1]["digest"] != document["provenance"]["backtests"][0]["digest"]
    )
    assert {f["dataset"] for f in document["figures"]} == {document["provenance"]["backtests"][0]["digest"]}
    told = next(s for s in document["sections"] if s["kind"] == "actual")["sentences"][0]["text"]
    assert told.startswith("Source: Own account; actual, net of all fees.")
    assert faults(document) == []
    clients(own("a", 'actual = "condor-1.15-1dte"\n'))
    assert "actual of client a: is hypothetical" in report(run, "out").err
    clients(own("a", 'benchmark = "move"\n'))
    assert "benchmark of client a" in report(run, "out").err
