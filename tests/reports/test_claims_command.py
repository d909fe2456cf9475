"""`hedgecite claims` and the desk's `claims.toml`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import html5lib
import pytest

from tests.reports.command import Command

TEXT = """---
title: Cost
authority: article
date: 2026-01-01
---
# Cost

The hedge costs 0.5% a month. It cuts drawdowns by 40%.
"""


@pytest.fixture
def desk(run: Command, tmp_path: Path) -> Path:
    """A desk with one text and no backtest."""
    assert run("init", "desk", "--no-sample").code == 0
    root = tmp_path / "here" / "desk"
    (root / "corpus" / "cost.md").write_text(TEXT, encoding="utf-8")
    return root


def test_the_ledger_has_claims_with_verdicts_rules_and_contradictions(run: Command) -> None:
    told = json.loads(run("claims", "--format", "json").out)
    assert set(told) == {"backtest", "claims", "rules", "conflicts", "remarks", "sources"}
    sources = {s["id"]: s for s in told["sources"]}
    first = next(c for c in told["claims"] if sources[c["source"]]["document"] == "methodology/hedge-drag")
    assert (first["metric"], first["low"], first["high"], first["period"]) == ("drag", 0.004, 0.012, "month")
    assert first["verdict"] == "inconsistent"
    assert first["figure"]["key"] == first["key"] == "drag.monthly.mean"
    assert {"allowed", "blocked"} <= {r["action"] for r in told["rules"]}
    assert all(len(c["between"]) == 2 and set(c["between"]) <= set(sources) for c in told["conflicts"])


def test_without_a_backtest_claims_have_no_verdict(run: Command, desk: Path) -> None:
    told = json.loads(run("claims", "--format", "json", "--desk", desk).out)
    assert told["backtest"] is None
    assert [(c["display"], c["verdict"], c["figure"]) for c in told["claims"]] == [
        ("0.5% a month", None, None),
        ("40%", None, None),
    ]


def test_a_table_of_claims_can_be_read_by_other_programs(run: Command, desk: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("claims", "--format", "csv", "--desk", desk).out)))
    assert [(r["document"], r["metric"], r["low"], r["quote"]) for r in rows] == [
        ("cost", "drag", "0.005", "The hedge costs 0.5% a month."),
        ("cost", "drawdown.reduction", "0.4", "It cuts drawdowns by 40%."),
    ]


def test_the_page_shows_both_passages_of_a_contradiction(run: Command) -> None:
    assert run("claims", "--format", "html", "--out", "claims.html").out == "claims.html\n"
    page = Path("claims.html").read_text(encoding="utf-8")
    assert "Where the texts contradict each other" in page
    assert "the aggressive tier is blocked" in page
    assert "is the one to sell" in page
    assert "<script" not in page
    html5lib.HTMLParser(strict=True).parse(page)


def test_an_editors_file_is_followed_and_the_losing_passage_stays(run: Command, desk: Path) -> None:
    (desk / "corpus" / "new.md").write_text(TEXT.replace("Cost", "New").replace("0.5%", "0.9%"), encoding="utf-8")
    before = json.loads(run("claims", "--format", "json", "--desk", desk).out)
    assert [c["ruling"] for c in before["conflicts"]] == [None]
    (desk / "claims.toml").write_text(
        '[[correction]]\ndocument = "cost"\nwords = "40%"\nclaim = false\n[[ruling]]\nfollow = "new"\nsince = "2026-05-01"\n',
        encoding="utf-8",
    )
    after = json.loads(run("claims", "--format", "json", "--desk", desk).out)
    quotes = {s["id"]: s["quote"] for s in after["sources"]}
    (conflict,) = after["conflicts"]
    assert [quotes[i] for i in conflict["between"]] == ["The hedge costs 0.9% a month.", "The hedge costs 0.5% a month."]
    assert conflict["ruling"] == "The house follows New since 1 May 2026."
    assert len(after["claims"]) == len(before["claims"]) - 1


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('[[correction]]\ndocument = "cost"\nwords = "40%"\n', "says nothing"),
        ('[[correction]]\ndocument = "cost"\nwords = "41%"\nclaim = false\n', "'41%' is not in cost"),
        ('[[correction]]\ndocument = "gone"\nwords = "40%"\nclaim = false\n', "'gone' is no text of the desk"),
        ('[[correction]]\ndocument = "cost"\nwords = "40%"\nscope = "vix<<"\n', "is not a scope"),
        ('[[ruling]]\nfollow = "cost"\nsince = "May"\n', "is not a date"),
    ],
)
def test_a_faulty_file_is_refused_in_one_line(run: Command, desk: Path, entry: str, said: str) -> None:
    (desk / "claims.toml").write_text(entry, encoding="utf-8")
    done = run("claims", "--desk", desk)
    assert done.code == 3
    assert said in done.err
    assert done.err.count("\n") == 1


def test_absurd_numbers_are_no_claims(run: Command, desk: Path) -> None:
    (desk / "corpus" / "cost.md").write_text(TEXT.replace("0.5%", "9" * 320 + "%"), encoding="utf-8")
    told = run("claims", "--format", "json", "--desk", desk).out
    assert "Infinity" not in told
    assert [c["metric"] for c in json.loads(told)["claims"]] == ["drawdown.reduction"]
