"""Compliance: breaches seeded by hand are all named with their rule, and good reports have none."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qa.answer import Materials
from qa.lines import Line
from reports.compliance.comply import comply, sign
from reports.monthly.clients import Client
from reports.monthly.gather import Making
from reports.monthly.report import monthly_report
from reports.pages.render import render
from tests.reports.command import Command

Json = dict[str, Any]
SIGNED = {"audience": "Clients of the desk", "approved_by": "A. Partner", "approved_on": date(2019, 1, 4)}


@pytest.fixture(scope="module")
def good(materials: Materials, cache_dir: Path) -> tuple[Json, str]:
    """A final report with a fee, as document and as page."""
    client = Client.model_validate({"id": "c", "name": "Client C", "backtest": "condor-0.70-1dte", "fee": 1.0, **SIGNED})
    making = Making(materials=materials, made="2019-01-05", legends=(Line.LEGEND_CFTC.value,))
    document = monthly_report(client, "2018-12", materials.backtests[0].read(), making)
    return json.loads(render(document, "json", cache_dir)), render(document, "html", cache_dir)


def view(**values: object) -> Callable[[Json], None]:
    return lambda d: d["report"].update(values)


def replaced(field: str, old: str, new: str) -> Callable[[Json], None]:
    def change(d: Json) -> None:
        assert old in d["report"][field]
        d["report"][field] = d["report"][field].replace(old, new)

    return change


def disclosed(old: str, new: str) -> Callable[[Json], None]:
    def change(d: Json) -> None:
        assert any(old in s["text"] for s in d["disclosures"])
        for s in d["disclosures"]:
            s["text"] = s["text"].replace(old, new)

    return change


def without(kind: str) -> Callable[[Json], None]:
    def change(d: Json) -> None:
        assert any(s["kind"] == kind for s in d["sections"])
        d["sections"] = [s for s in d["sections"] if s["kind"] != kind]

    return change


def series(key: str, what: Callable[[list[Json]], object]) -> Callable[[Json], None]:
    def change(d: Json) -> None:
        what(next(s["points"] for s in d["series"] if s["key"] == key))

    return change


def no_series(key: str) -> Callable[[Json], None]:
    def change(d: Json) -> None:
        assert any(s["key"] == key for s in d["series"])
        d["series"] = [s for s in d["series"] if s["key"] != key]

    return change


def figure(named: str, **values: object) -> Callable[[Json], None]:
    return lambda d: next(f for f in d["figures"] if f["key"] == named).update(values)


def says(words: str, where: str = "summary") -> Callable[[Json], None]:
    def change(d: Json) -> None:
        told = d["summary"] if where == "summary" else next(s for s in d["sections"] if s["kind"] == where)["sentences"]
        told.append({"text": words, "spans": []})

    return change


def row(label: str) -> Callable[[list[Json]], object]:
    return lambda points: points.remove(next(p for p in points if p["label"] == label))


def unquoted(d: Json) -> None:
    for s in next(s for s in d["sections"] if s["kind"] == "claims")["sentences"]:
        s["spans"] = [x for x in s["spans"] if x["kind"] != "source"]


def unnamed(d: Json) -> None:
    d["provenance"]["backtests"] = []


def retold(d: Json) -> None:
    next(s for s in d["sections"] if s["kind"] == "returns")["sentences"][0]["text"] = "Time-weighted."


def intervals(d: Json) -> None:
    for s in next(s for s in d["sections"] if s["kind"] == "hedge")["sentences"]:
        s["text"] = "Mean cost a month."


BREACHES: dict[str, tuple[str, Callable[[Json], None]]] = {
    "no audience": ("audience", view(audience=None)),
    "an empty audience": ("audience", view(audience="")),
    "nobody approved": ("approval", view(approved_by=None)),
    "approved by an empty name": ("approval", view(approved_by="")),
    "approved on no day": ("approval-day", view(approved_on=None)),
    "approved before the month ended": ("approval-day", view(approved_on="2018-12-30")),
    "approved a year early": ("approval-day", view(approved_on="2018-01-04")),
    "made on no day": ("made", view(made=None)),
    "made before the data end": ("made", view(made="2018-12-01")),
    "dated on another day than made": ("made", lambda d: d.update(date="2018-12-31")),
    "a date of the page without one of making": ("made", lambda d: d.update(date=None)),
    "a draft that lacks its word in the status": ("draft", view(draft=["no audience is stated"])),
    "final words without audience": ("draft", view(audience=None)),
    "final words without a day of approval": ("draft", view(approved_on=None)),
    "a final report that says draft in its foot": ("draft", lambda d: d["report"].update(mark=d["report"]["mark"] + ", draft")),
    "a foot without the client": ("mark", replaced("mark", "Client C", "")),
    "a foot without the month": ("mark", replaced("mark", "2018", "")),
    "a foot without the report": ("mark", lambda d: d["report"].update(mark="Client C · December 2018 · Hypothetical")),
    "a foot without the kind": ("mark", replaced("mark", "Hypothetical", "")),
    "a foot that says actual": ("mark", replaced("mark", "Hypothetical", "Actual")),
    "an empty foot": ("mark", view(mark="")),
    "no word of hypothetical": ("hypothetical", disclosed("Hypothetical performance", "Performance")),
    "no limits of hypothetical results": ("hypothetical", disclosed("inherent limitations", "some limits")),
    "no disclosures at all": ("hypothetical", lambda d: d.update(disclosures=[])),
    "a badge that says actual": ("hypothetical", view(badge="Actual")),
    "a status that says actual": ("hypothetical", view(kind="Actual results.")),
    "no word that no money was traded": ("hypothetical", replaced("standing", "No money was traded. ", "")),
    "one actual figure among hypothetical ones": ("kinds", figure("account.closing", hypothetical=False)),
    "one figure before fees": ("kinds", figure("return.hedged.total", fees="gross")),
    "one figure net of all": ("kinds", figure("account.hedge", fees="net_of_all")),
    "a status that says not what is net": ("fees-said", view(standing="No money was traded. The fee is 1% a year.")),
    "a status that says nothing of fees": ("fees-said", view(standing="No money was traded. Net of trading costs only.")),
    "returns that say not what they are net of": ("fees-said", retold),
    "a fee without net returns": ("net-beside-gross", no_series("returns.net")),
    "net returns of fewer spans": ("net-beside-gross", series("returns.net", lambda p: p.pop())),
    "net returns without the month": ("net-beside-gross", series("returns.net", row("Month"))),
    "net above gross": ("net-beside-gross", series("returns.net", lambda p: p[0].update(value=0.5))),
    "the hedge without the hedged account": ("extract", no_series("returns.hedged")),
    "the hedge without the unhedged account": ("extract", no_series("returns.unhedged")),
    "the hedge without the table of returns": ("extract", without("returns")),
    "no return of the month": ("periods", series("returns.unhedged", row("Month"))),
    "no return of the year to date": ("periods", series("returns.unhedged", row("Year to date"))),
    "no return since the start": ("periods", series("returns.unhedged", lambda p: p.pop())),
    "three months left out": ("periods", series("returns.unhedged", row("3 months"))),
    "a bad year left out": ("periods", series("returns.unhedged", row("1 year"))),
    "three bad years left out": ("periods", series("returns.unhedged", row("3 years"))),
    "five bad years left out": ("periods", series("returns.unhedged", row("5 years"))),
    "a month annualised": ("annualised", figure("return.hedged.total", key="return.hedged.annual", unit="fraction/year", n=1)),
    "an account whose hedge was raised": ("account-adds", series("account.lines", lambda p: p[3].update(value=9999.0))),
    "an account whose closing was raised": ("account-adds", series("account.lines", lambda p: p[-1].update(value=500000.0))),
    "an account without its losses": ("account-adds", series("account.lines", lambda p: p.pop(2))),
    "hedged returns raised": ("returns-add", series("returns.hedged", lambda p: p[0].update(display="9.99%"))),
    "points raised": ("returns-add", series("returns.hedge", lambda p: p[1].update(display="+9.99%"))),
    "a mean without its interval": ("interval", figure("drag.monthly.mean", interval=None)),
    "a mean told without its interval": ("interval", intervals),
    "claims without their sources": ("claims", unquoted),
    "claims without verdicts": ("claims", view(verdicts=[])),
    "a guarantee": ("promises", says("Returns are guaranteed.")),
    "a superlative": ("promises", says("This is the best hedge.")),
    "a forecast": ("promises", says("The account will gain next year.", "method")),
    "a word against risk": ("promises", says("The strategy is risk-free.", "method")),
    "no word that it is no advice": ("advice", disclosed("Not investment advice", "A view")),
    "sample data not called so": ("sample", disclosed("sample data", "data")),
    "no data named": ("source-of-data", unnamed),
    "a figure of other data": ("source-of-data", figure("account.closing", dataset="sha256:" + "0" * 64)),
    "no word on restatements": ("restated", without("restated")),
    "a legend cut short": ("legend", disclosed("lack of liquidity", "liquidity")),
    "a legend left out": ("legend", lambda d: d["disclosures"].pop()),
}


def test_there_are_sixty_seeded_breaches_or_more_and_each_rule_has_one() -> None:
    from reports.compliance.comply import rules

    assert len(BREACHES) >= 60
    on_pages = {"page", "page-mark", "signed"}
    assert {rule for rule, _ in BREACHES.values()} | on_pages == {r["id"] for r in rules()}


@pytest.mark.parametrize("name", BREACHES)
def test_a_seeded_breach_is_named(name: str, good: tuple[Json, str], tmp_path: Path) -> None:
    rule, breach = BREACHES[name]
    document = copy.deepcopy(good[0])
    breach(document)
    file = tmp_path / "report.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    found = comply(file, (Line.LEGEND_CFTC.value,))
    assert rule in {f.rule for f in found}, found
    assert all(f.place and f.what and f.source and f.mend for f in found)


def test_good_reports_have_no_findings(good: tuple[Json, str], tmp_path: Path, materials: Materials, cache_dir: Path) -> None:
    files = [tmp_path / "good.json", tmp_path / "good.html"]
    files[0].write_text(json.dumps(good[0]), encoding="utf-8")
    files[1].write_text(good[1], encoding="utf-8")
    for at, month in ((0, "2014-01"), (0, "2018-02"), (2, "2016-05"), (3, "2018-12")):
        client = Client.model_validate({"id": "c", "name": "C", "backtest": "b", "fee": "none", **SIGNED})
        making = Making(materials=materials, made="2019-01-05", legends=(Line.LEGEND_CFTC.value,))
        document = monthly_report(client, month, materials.backtests[at].read(), making)
        files.append(tmp_path / f"{at}-{month}.html")
        files[-1].write_text(render(document, "html", cache_dir), encoding="utf-8")
    for file in files:
        assert comply(file, (Line.LEGEND_CFTC.value,)) == (), file


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("page", "Without the hedge it would have", "Without the hedge it might have"),
        ("page", "No money was traded", "Money was traded"),
        ("page-mark", "Client C · December 2018 · report", "report"),
    ],
)
def test_a_page_that_was_changed_is_named(rule: str, old: str, new: str, good: tuple[Json, str], tmp_path: Path) -> None:
    head, mark, rest = good[1].partition('<script type="application/json"')
    assert old in head
    file = tmp_path / "page.html"
    file.write_text(head.replace(old, new) + mark + rest, encoding="utf-8")
    assert rule in {f.rule for f in comply(file)}


def test_a_sign_off_is_bound_to_the_page(good: tuple[Json, str], tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(good[1], encoding="utf-8")
    sign(file, "A. Partner", "2019-01-06")
    assert comply(file) == ()
    file.write_text(good[1] + "\n", encoding="utf-8")
    assert {f.rule for f in comply(file)} == {"signed"}


def test_comply_prints_findings_signs_what_has_none_and_tells_by_its_exit_code(
    run: Command, good: tuple[Json, str], tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    file.write_text(good[1], encoding="utf-8")
    done = run("comply", file, "--sign", "A. Partner", "--on", "2019-01-06")
    assert done.code == 0
    assert (tmp_path / "page.html.signed.json").is_file()
    file.write_text(good[1] + "\n", encoding="utf-8")
    assert run("comply", file).code == 1
    assert run("comply", file, "--sign", "A").code == 2
    (tmp_path / "note.txt").write_text("no report", encoding="utf-8")
    assert run("comply", tmp_path / "note.txt").code == 3
    told = json.loads(run("comply", file, "--format", "json").out)
    assert {f["rule"] for f in told["findings"]} == {"signed"}
