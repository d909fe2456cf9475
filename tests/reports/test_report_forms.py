"""Forms of a report: actual accounts with their prescribed periods, benchmarks, logs that can't tell, one page, a theme."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reports.monthly.prescribed import periods_to, year_end
from tests.checks import faults
from tests.reports.command import Command, Done
from tests.reports.test_pdf import tool

ONE = '[[client]]\nid = "a"\nname = "Client a"\nbacktest = "{backtest}"\n'


def client(backtest: str = "condor-0.70-1dte", more: str = "") -> None:
    Path("clients.toml").write_text(ONE.format(backtest=backtest) + more, encoding="utf-8")


def backtest(
    name: str, values: str, rows: list[str], more: str = "", *, fees: str = "net_of_costs", actual: bool = False
) -> None:
    Path(name).mkdir()
    Path(name, "rows.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    told = f'name = "{name}"\ntitle = "Run {name}"\nhypothetical = {str(not actual).lower()}\nfees = "{fees}"\n'
    files = f'[[files]]\npath = "rows.csv"\n{values}'
    Path(name, "backtest.toml").write_text(f"{told}[capital]\nbase = 100000\n{more}{files}", encoding="utf-8")


def report(run: Command, *more: str, month: str = "2018-02") -> Done:
    return run("report", "--clients", "clients.toml", "--month", month, "--out", "out", *more)


def document(month: str = "2018-02") -> dict[str, Any]:
    told: dict[str, Any] = json.loads(Path(f"out/a-{month}.json").read_text(encoding="utf-8"))
    return told


def cells(told: dict[str, Any], key: str) -> dict[str, str]:
    found = next(s for s in told["series"] if s["key"] == key)
    return {p["label"]: p["display"] for p in found["points"]}


def month_ends(first: int, last: int, growth: float) -> list[str]:
    """An account that grows by the same factor each month, valued on the twenty-eighth."""
    rows, value = [f"{first - 1}-12-28,100000"], 100_000.0
    for year in range(first, last + 1):
        for month in range(1, 13):
            value *= growth
            rows.append(f"{year}-{month:02}-28,{value:.6f}")
    return ["date,equity", *rows]


def test_actual_results_are_shown_over_one_five_and_ten_years_to_the_last_calendar_year_end(run: Command) -> None:
    backtest("own", 'values = "equity"\n', month_ends(2007, 2018, 1.01), actual=True)
    client("./own", "fee = 1.2\n")
    assert report(run, "--pdf").code == 0
    told = document()
    shown = cells(told, "prescribed.returns.unhedged")
    assert list(shown) == ["1 year", "5 years a year", "10 years a year"]
    assert shown["1 year"] == f"{(1.01**12 - 1) * 100:.2f}%"
    assert abs(float(shown["10 years a year"].rstrip("%")) - (1.01**12 - 1) * 100) < 0.02
    net = cells(told, "prescribed.returns.net")
    assert float(net["1 year"].rstrip("%")) < float(shown["1 year"].rstrip("%"))
    section = [s for s in told["sections"] if s["kind"] == "actual"]
    assert "to 31 December 2017" in section[0]["sentences"][0]["text"]
    assert faults(told) == []


def test_a_prescribed_period_that_is_longer_than_the_accounts_life_is_all_of_it() -> None:
    assert [year_end(date(2018, 2, 28)), year_end(date(2018, 12, 31))] == [date(2017, 12, 31), date(2018, 12, 31)]
    assert [p.label for p in periods_to(date(2017, 12, 31), date(2015, 9, 1))] == ["1 year", "Since Sep 2015 a year"]
    assert [p.label for p in periods_to(date(2017, 12, 31), date(2017, 9, 1))] == ["Since Sep 2017"]
    assert [p.annual for p in periods_to(date(2017, 12, 31), date(2008, 1, 1))] == [False, True, True]


def test_an_account_that_saw_no_year_end_says_so_and_a_backtest_has_no_prescribed_periods(run: Command) -> None:
    backtest("own", 'values = "equity"\n', month_ends(2017, 2018, 1.01), actual=True)
    client("./own", "joined = 2018-01-05\n")
    assert report(run).code == 0
    assert "has not seen the end of a calendar year" in Path("out/a-2018-02.json").read_text(encoding="utf-8")
    client()
    assert report(run).code == 0
    assert not any(s["key"].startswith("prescribed.") for s in document()["series"])


def test_a_benchmark_may_be_a_series_of_another_backtest_and_covers_the_days_of_the_account(run: Command) -> None:
    backtest("own", 'values = "equity"\n', month_ends(2014, 2018, 1.01))
    client("./own", 'benchmark = "condor-0.70-1dte/spx"\n')
    assert report(run).code == 0
    closes = {"28 January": 2872.87, "28 February": 2713.83}  # the account is valued on these days alone
    assert cells(document(), "returns.benchmark")["Month"] == f"−{(1 - closes['28 February'] / closes['28 January']) * 100:.2f}%"
    client(more='benchmark = "spx"\n')
    assert report(run).code == 0
    assert cells(document(), "returns.benchmark")["Month"] == "−3.89%"
    client("./own", 'benchmark = "spx"\n')
    assert "name a series of another backtest as BACKTEST/SERIES" in report(run).err
    client("./own", 'benchmark = "condor-0.70-1dte/move"\n')
    assert "condor-0.70-1dte has no market series move" in report(run).err


def test_a_hedge_whose_result_is_not_known_is_not_told_as_none(run: Command) -> None:
    from corpus.texts.library import shipped_folder

    sample = shipped_folder() / "samples" / "condor-0.70-1dte"
    manifest = (sample / "backtest.toml").read_text(encoding="utf-8").replace('[[files]]\npath = "marks.csv"\n', "")
    Path("late").mkdir()
    Path("late/backtest.toml").write_text(manifest.replace('"condor-0.70-1dte"', '"late"', 1), encoding="utf-8")
    for name in ("trades.csv", "market.csv"):
        Path("late", name).write_bytes((sample / name).read_bytes())
    client("./late")
    assert report(run, "--pdf").code == 0
    told = document()
    assert told["summary"][0]["text"] == (
        "Without the hedge the account lost 5.15% in February 2018; what the hedge made of it is not known."
    )
    assert "no hedge" not in json.dumps(told["sections"])
    assert told["status"] == "partial"
    assert [s["key"] for s in told["series"] if s["key"].startswith("returns.")] == ["returns.unhedged"]
    assert cells(told, "layers.month")["Hedge"] == "not known"
    page = Path("out/a-2018-02.html").read_text(encoding="utf-8")
    assert ">Unhedged 12.50%<" in page


def test_an_account_without_a_hedge_lacks_nothing_for_that(run: Command) -> None:
    backtest("own", 'values = "equity"\n', month_ends(2014, 2018, 1.01))
    client("./own")
    assert report(run).code == 0
    told = document()
    assert "it holds no hedge" in told["summary"][0]["text"]
    assert (told["status"], told["not_computed"]) == ("answered", [])


def test_of_many_years_the_body_shows_the_last_ten_and_the_annex_all(run: Command) -> None:
    days = [f"{y}-{m:02}-15,{100 * (m - 6)},{-10 * (m - 5)}" for y in range(1999, 2019) for m in range(1, 13)]
    backtest("long", "", ["date,base_pnl,hedge_pnl", *days], 'flows = "reset_monthly"\n')
    client("./long")
    assert report(run, "--pdf", month="2018-12").code == 0
    body, annex = Path("out/a-2018-12.html").read_text(encoding="utf-8").split('<div class="annex">')
    years = [re.findall(r'<tr><th scope="row">(\d{4})</th>', part) for part in (body, annex)]
    assert years == [[str(y) for y in range(2009, 2019)], [str(y) for y in range(1999, 2019)]]
    assert "earlier years are in the annex" in body


def test_one_page_has_the_account_and_its_returns_and_no_annex_and_complies(run: Command) -> None:
    client(more='fee = 1.0\naudience = "A"\napproved_by = "B"\napproved_on = 2018-03-05\n')
    assert report(run, "--one-page", "--pdf", "--date", "2018-03-06").code == 0
    told = document()
    kinds = {s["kind"] for s in told["sections"]}
    assert kinds == {"cards", "days", "account", "hedge", "returns", "restated"}
    assert told["report"]["form"] == "one_page"
    assert "Annex" not in Path("out/a-2018-02.html").read_text(encoding="utf-8")
    assert "Pages:           1\n" in tool("pdfinfo", "out/a-2018-02.pdf")
    assert faults(told) == []
    assert run("comply", "out/a-2018-02.html").code == 0


def test_a_theme_is_copied_to_the_desk_and_used_from_there(run: Command) -> None:
    Path("hedgecite.toml").write_text('name = "Mine"\n', encoding="utf-8")
    client()
    assert report(run, "--pdf").code == 0
    plain = {f.name: f.read_bytes() for f in Path("out").glob("a-*")}
    assert run("theme", "init").code == 0
    assert report(run, "--pdf").code == 0
    assert {f.name: f.read_bytes() for f in Path("out").glob("a-*")} == plain
    page = Path("theme/report.html")
    shipped = page.read_text(encoding="utf-8")
    page.write_text(shipped.replace("Monthly report<", "Client letter<"), encoding="utf-8")
    assert report(run, "--pdf").code == 0
    assert "Client letter<" in Path("out/a-2018-02.html").read_text(encoding="utf-8")
    assert "theme/report.html: is there already" in run("theme", "init").err.replace("\\", "/")


@pytest.mark.parametrize(("name", "added"), [("report.html", "{{ nothing_such }}"), ("report.typ", "#nothing-such")])
def test_a_template_that_can_not_be_rendered_is_named(run: Command, name: str, added: str) -> None:
    Path("hedgecite.toml").write_text('name = "Mine"\n', encoding="utf-8")
    client()
    assert run("theme", "init").code == 0
    with Path("theme", name).open("a", encoding="utf-8") as file:
        file.write(added)
    done = report(run, "--pdf")
    assert done.code == 3
    assert "theme" in done.err
    assert "mend the template" in done.err


def test_the_house_stands_on_page_and_paper(run: Command) -> None:
    logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" fill="#1f4e8c"/></svg>'
    Path("logo.svg").write_text(logo, encoding="utf-8")
    house = (
        'name = "Alder"\nlogo = "logo.svg"\nbyline = "Overlay desk"\nsite = "https://alder.example"\ndisclaimer = "Made up."\n'
    )
    Path("hedgecite.toml").write_text(f'[house]\n{house}[house.colours]\naccent = "#1f4e8c"\n', encoding="utf-8")
    client()
    assert report(run, "--pdf").code == 0
    page = Path("out/a-2018-02.html").read_text(encoding="utf-8")
    paper = tool("pdftotext", "out/a-2018-02.pdf", "-")
    for words in ("Overlay desk", "alder.example", "Made up."):
        assert words in page
        assert words in paper
    assert page.count("#1f4e8c") >= 2
    assert 'alt="Alder"' in page
