"""The command line: every command does what its help says."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from tests.checks import faults
from tests.conftest import ROOT, SEED
from tests.reports.command import BACKTEST, Command


@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_ask_answers_in_every_format(run: Command, form: str) -> None:
    done = run("ask", SEED, "--format", form)
    assert done.code == 0
    assert "−0.005%" in done.out
    if form == "json":
        assert faults(json.loads(done.out)) == []


def test_out_chooses_the_format_and_print_prints_the_text_too(run: Command) -> None:
    done = run("ask", SEED, "--out", "page.html", "--print")
    assert Path("page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert done.out.startswith("What the hedge costs on the 0.70 tier\n===")
    assert run("ask", SEED, "--out", "answer.json").out == ""
    assert json.loads(Path("answer.json").read_text(encoding="utf-8"))["status"] == "partial"


def test_explain_plan_says_how_the_question_was_read(run: Command) -> None:
    done = run("ask", "What was the mean monthly drag in 2018?", "--explain-plan")
    assert "kind: cost\nfigures: drag.monthly.mean" in done.out
    assert "scope: date=2018-01-01..2018-12-31" in done.out


def test_the_date_is_an_argument(run: Command) -> None:
    document = json.loads(run("ask", SEED, "--format", "json", "--date", "2020-02-29").out)
    assert (document["date"], document["date_display"]) == ("2020-02-29", "29 February 2020")


def test_figures_lists_every_figure(run: Command) -> None:
    assert "drag.monthly.mean" in run("figures").out
    listed = json.loads(run("figures", "--format", "json").out)
    assert set(listed) == {"figures", "series", "not_computed"}
    rows = run("figures", "--format", "csv", "--scope", "vix<15").out.splitlines()
    assert rows[0] == "key,value,unit,low,high,n,start,end,not_computed"
    assert any(r.startswith("drag.monthly.mean,4.92682926829e-05,fraction/month") for r in rows)


def test_explain_shows_the_worked_numbers(run: Command) -> None:
    done = run("explain", "trades.win_rate")
    assert "formula" in done.out
    assert "winning trades" in done.out
    told = json.loads(run("explain", "drag.monthly.mean", "--format", "json").out)
    steps = {s["label"]: s["value"] for s in told["steps"]}
    worked = (steps["sum of unhedged returns"] - steps["sum of hedged returns"]) / steps["months"]
    assert worked == pytest.approx(told["figure"]["value"])
    assert "no log of live trades" in run("explain", "execution.gap").out


def test_a_desk_is_made_and_runs_at_once(run: Command) -> None:
    assert run("init", "desk").code == 0
    done = run("ask", "What does the hedge cost?", "--desk", "desk", "--format", "json")
    assert json.loads(done.out)["citation"]["apa"].startswith("My desk.")
    assert run("init", "desk").code == 2


def test_each_sample_client_gets_a_report_of_a_desk_just_made(run: Command) -> None:
    run("init", "desk")
    done = run("report", "--clients", "desk/clients.toml", "--month", "2018-12", "--out", "out", "--desk", "desk")
    assert done.code == 0
    read = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(Path("out").glob("*.json"))]
    documents = [d for d in read if "provenance" in d]  # the other one is the list of them
    names = {d["provenance"]["backtests"][0]["name"] for d in documents}
    assert names == {"condor-0.70-1dte", "condor-1.60-1dte", "condor-45d-16delta"}
    shown = {s["key"]: s["points"] for d in documents for s in d["series"] if s["key"].startswith("actual.")}
    assert shown["actual.returns.unhedged"][0]["label"]
    told = [t["text"] for d in documents for s in d["sections"] if s["kind"] == "actual" for t in s["sentences"]]
    assert any(text.startswith("Source: Sample account, simulated;") for text in told)
    assert [fault for d in documents for fault in faults(d)] == []


def test_a_desk_without_the_sample_says_what_it_lacks(run: Command) -> None:
    assert run("init", "desk", "--no-sample").code == 0
    document = json.loads(run("ask", "What does the hedge cost?", "--desk", "desk", "--format", "json").out)
    assert (document["status"], document["sources"]) == ("declined", [])
    assert "no backtest" in document["reason"]["text"]
    assert "names no client" in run("report", "--clients", "desk/clients.toml", "--month", "2018-12", "--out", "out").err
    assert json.loads(run("corpus", "list", "--desk", "desk", "--format", "json").out)["documents"] == []


def test_the_desks_own_backtests_come_first_and_have_names_of_their_own(run: Command) -> None:
    run("init", "desk")
    settings = Path("desk/hedgecite.toml")
    for name in ("first", "second"):
        own = Path("desk/backtests") / name
        own.mkdir()
        (own / "t.csv").write_bytes((ROOT / "corpus/samples/condor-0.70-1dte/trades.csv").read_bytes())
        (own / "backtest.toml").write_text(BACKTEST.replace('"b"', f'"{name}"'), encoding="utf-8")
        with settings.open("a", encoding="utf-8") as f:
            f.write(f'\n[[backtest]]\npath = "backtests/{name}"\n')
    asked = ("What is the win rate", "--desk", "desk", "--explain-plan")
    assert "backtest: first\n" in run("ask", f"{asked[0]}?", *asked[1:]).out
    assert "backtest: second\n" in run("ask", f"{asked[0]} of second?", *asked[1:]).out
    assert "backtest: condor-1.15-1dte\n" in run("ask", f"{asked[0]} of the balanced tier?", *asked[1:]).out
    (own / "backtest.toml").write_text(BACKTEST.replace('"b"', '"first"'), encoding="utf-8")
    twice = run("ask", "What is the win rate?", "--desk", "desk")
    assert (twice.code, twice.err.count("\n")) == (2, 1)
    assert "two backtests are named first" in twice.err


def test_a_text_of_ones_own_is_added_and_cited_word_for_word(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(p.name for p in (ROOT / "corpus").rglob("*.md"))
    run("init", "desk")
    words = "In our own experience the drag of the hedge is 0.2% to 0.3% a month on the conservative tier."
    Path("own.txt").write_text(f"Our notes\r\n\r\nA Team · May 7, 2026\r\n\r\n{words}\r\n", encoding="utf-8")
    monkeypatch.chdir("desk")
    added = run("corpus", "add", "../own.txt", "--title", "Our notes on drag")
    assert added.out.strip().endswith("corpus/methodology/our-notes-on-drag.txt")
    document = json.loads(run("ask", SEED, "--format", "json").out)
    own = next(s for s in document["sources"] if s["title"] == "Our notes on drag")
    assert (own["quote"], own["date"], own["authority"]) == (words, "2026-05-07", "article")
    assert "Some of the texts quoted are of a sample corpus" in json.dumps(document)
    assert faults(document) == []
    assert sorted(p.name for p in (ROOT / "corpus").rglob("*.md")) == before
    assert "methodology/our-notes-on-drag" in run("corpus", "list").out


def test_the_source_page_is_cited_on_a_desk_of_ones_own(run: Command, monkeypatch: pytest.MonkeyPatch, shared: Path) -> None:
    page = next((shared / "seeds").glob("*.txt"))
    run("init", "desk")
    monkeypatch.chdir("desk")
    assert run("corpus", "add", page).code == 0
    document = json.loads(run("ask", SEED, "--format", "json").out)
    quotes = [s["quote"] for s in document["sources"] if s["date"] == "2026-05-07" and s["authority"] == "article"]
    assert quotes
    assert all(q in page.read_text(encoding="utf-8") for q in quotes)
    assert faults(document) == []


def test_a_desk_without_the_sample_speaks_only_of_its_own(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    run("init", "desk")
    monkeypatch.chdir("desk")
    file = Path("hedgecite.toml")
    file.write_text(file.read_text(encoding="utf-8").replace("sample = true", "sample = false"), encoding="utf-8")
    document = json.loads(run("ask", SEED, "--format", "json").out)
    assert (document["status"], document["sources"], document["figures"]) == ("declined", [], [])
    assert faults(document) == []
    assert run("figures").code == 2


def test_corpus_sync_says_what_it_did(run: Command) -> None:
    assert "passages" in run("corpus", "sync").out
    assert "0 embedded anew" in run("corpus", "sync").out


def test_an_article_is_a_page_with_its_document(run: Command) -> None:
    done = run("article", SEED, "--out", "pages")
    page, data = (Path(line) for line in done.out.split())
    text = page.read_text(encoding="utf-8")
    assert f"<h1>{SEED}</h1>" in text
    assert 'application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"Article"' in text
    assert faults(json.loads(data.read_text(encoding="utf-8"))) == []


def test_a_report_knows_nothing_after_its_month(run: Command) -> None:
    run("init", "desk")
    done = run("report", "--clients", "desk/clients.toml", "--month", "2015-08", "--out", "out", "--desk", "desk")
    assert done.out.split()[:2] == [f"out/sample-conservative-2015-08.{suffix}" for suffix in ("html", "json")]
    document = json.loads(Path("out/sample-conservative-2015-08.json").read_text(encoding="utf-8"))
    assert (document["kind"], document["question"], document["date"]) == ("report", None, None)
    assert document["report"]["as_of"] == "2015-08-31"
    assert document["report"]["badge"] == "Backtested"
    assert max(f["end"] for f in document["figures"] if f["basis"] == "account") <= "2015-08-31"
    assert any("Hypothetical" in json.dumps(d) for d in document["disclosures"])
    assert faults(document) == []


def test_check_finds_errors_and_says_so_with_its_exit_code(run: Command) -> None:
    head = (
        "Date Opened,Time Opened,Legs,Premium,Date Closed,Time Closed,Avg. Closing Cost,P/L,No. of Contracts,Strategy,"
        "Opening Commissions + Fees,Closing Commissions + Fees\n"
    )
    Path("good.csv").write_text(head + "2025-01-02,10:00,,100,2025-01-02,16:00,0,100,1,S,0,0\n", encoding="utf-8")
    Path("bad.csv").write_text(head + "2025-01-02,10:00,,1,2025-01-02,16:00,0,100,1,S,0,0\n", encoding="utf-8")
    good = run("backtest", "check", "good.csv", "--format", "json")
    assert (good.code, json.loads(good.out)["problems"]) == (0, [])
    bad = run("backtest", "check", "bad.csv")
    assert bad.code == 1
    assert "bad.csv:2:P/L: error: P/L is 100.00, but" in bad.out


def test_a_log_without_a_hedge_gives_the_base_and_says_why_there_is_no_drag(run: Command, shared: Path) -> None:
    log = shared / "data/option-omega/ema-tradelog.csv"
    text = f'name = "ema"\ntitle = "EMA spreads"\nhypothetical = true\n[capital]\nbase = 100000\n[[files]]\npath = "{log}"\n'
    Path("backtest.toml").write_text(text, encoding="utf-8")
    document = json.loads(run("ask", SEED, "--backtest", ".", "--format", "json").out)
    said = " ".join(s["text"] for s in document["summary"])
    assert document["status"] == "partial"
    assert "can't be computed here: no trade of this backtest is declared to be the hedge" in said
    assert "48.4% of its 384 trades won, against a break-even win rate of 45.6%" in said
    assert faults(document) == []


def test_help_names_every_command(run: Command) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = run("--help").out
    for name in (
        "ask",
        "article",
        "questions",
        "publish",
        "refresh",
        "report",
        "figures",
        "explain",
        "init",
        "corpus",
        "backtest",
    ):
        assert name in shown
        assert f"hedgecite {name}" in readme


def test_texts_that_would_hide_each_other_are_refused_and_none_is_written(run: Command) -> None:
    run("init", "desk")
    for name in ("x.md", "y.md"):
        Path(name).write_text(f"# Same\n\nThe words of {name}.", encoding="utf-8")
    done = run("corpus", "add", "x.md", "y.md", "--desk", "desk")
    assert done.code == 2
    assert not Path("desk/corpus/methodology").exists()
    assert run("corpus", "add", "x.md", "--desk", "desk").code == 0
    assert run("corpus", "add", "x.md", "--desk", "desk").code == 0  # the same text again changes nothing
    assert run("corpus", "add", "y.md", "--desk", "desk").code == 2


def test_titles_in_any_script_and_with_any_sign_are_kept(run: Command) -> None:
    run("init", "desk")
    for name, title in (("a.md", "日本語"), ("b.md", "中文"), ("c.md", '"Quoted" title: 3')):
        Path(name).write_text(f"# {title}\n\nWords of {name}.", encoding="utf-8")
        assert run("corpus", "add", name, "--desk", "desk").code == 0
    listed = json.loads(run("corpus", "list", "--desk", "desk", "--format", "json").out)["documents"]
    assert {"日本語", "中文", '"Quoted" title: 3'} <= {d["title"] for d in listed}


def test_what_a_head_says_that_is_not_known_is_reported(run: Command) -> None:
    run("init", "desk")
    Path("a.md").write_text("---\ntitle: T\nnot ours\nauthority: canonical\n---\nWords.", encoding="utf-8")
    done = run("corpus", "add", "a.md", "--desk", "desk", "--authority", "article")
    assert "'not ours' is no known line" in done.err
    assert "authority: article" in Path(done.out.strip()).read_text(encoding="utf-8")


def test_author_and_other_lines_of_a_head_are_kept(run: Command) -> None:
    run("init", "desk")
    head = "---\ntitle: T\nauthor: Ann Writer\nreviewed_by: Bo\ntags:\n  - hedge\n  - drag\n---\n"
    Path("a.md").write_text(head + "Words of the text.", encoding="utf-8")
    done = run("corpus", "add", "a.md", "--desk", "desk")
    assert (done.code, done.err) == (0, "")
    written = Path(done.out.strip()).read_text(encoding="utf-8")
    assert "author: Ann Writer\n" in written
    assert "reviewed_by: Bo\n" in written
    assert "tags: [hedge, drag]\n" in written


def test_the_command_on_a_page_can_be_run_again(run: Command) -> None:
    Path("mine").mkdir()
    rows = "date,base_pnl,hedge_pnl\n2020-01-03,1,0\n2020-02-03,2,-1\n"
    Path("mine/marks.csv").write_text(rows, encoding="utf-8")
    Path("mine/backtest.toml").write_text(BACKTEST.replace("t.csv", "marks.csv"), encoding="utf-8")
    first = run("ask", "What does the hedge cost?", "--backtest", "mine", "--date", "2020-03-01", "--format", "json").out
    command = json.loads(first)["provenance"]["command"]
    assert command == "hedgecite ask 'What does the hedge cost?' --backtest mine --date 2020-03-01"
    assert run(*shlex.split(command)[1:], "--format", "json").out == first
