"""Batches of reports: a bad client is named and the rest are made, whatever breaks off is resumed to the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
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
    return ONE.format(id=id_, name=f"Client {id_}") + more


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


@pytest.mark.slow
def test_a_batch_that_is_killed_goes_on_to_the_same_bytes(tmp_path: Path, run: Command) -> None:
    clients(*(own(f"c{i}", f"units = {i + 1}\n") for i in range(4)))
    assert report(run, "whole").code == 0
    command = [sys.executable, "-m", "reports.cli", "report", "--clients", "clients.toml", "--month", "2018-02", "--out", "cut"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    begun = time.monotonic()
    subprocess.run([*command[:-1], "timed"], env=env, check=True, capture_output=True)
    took = time.monotonic() - begun
    for part in (0.55, 0.7, 0.85):
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(took * part)
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run(command, env=env, check=True, capture_output=True)
    left = {name: told for name, told in made("cut").items() if not name.startswith(".half-")}
    assert left == made("whole")


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
