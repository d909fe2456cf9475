"""Monthly reports: the numbers of the month, the account that adds up, and other reports for other clients."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from corpus.backtests.backtest import Backtest
from corpus.errors import WrongUseError
from qa.answer import Materials
from qa.calculator.catalogue import compute
from qa.calculator.core.cutoff import cut_at
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure
from qa.calculator.core.scope import Dates, Scope
from qa.calculator.core.signals import closes_of
from qa.document import AnswerDocument, Section
from reports.compliance.comply import comply
from reports.monthly.clients import Client, ModelFee
from reports.monthly.gather import Making
from reports.monthly.report import monthly_report
from reports.monthly.spans import month_end
from reports.pages.render import render
from tests.checks import as_dict, faults

CLIENT = Client(id="sample-conservative", name="Sample client, conservative", backtest="condor-0.70-1dte")


def made(materials: Materials, month: str = "2018-02", client: Client = CLIENT, at: int = 0) -> AnswerDocument:
    return monthly_report(client, month, materials.backtests[at].read(), Making(materials=materials))


@pytest.fixture(scope="module")
def february(materials: Materials) -> AnswerDocument:
    return made(materials)


def cells(document: AnswerDocument, key: str) -> dict[str, str]:
    """The cells of a table's column or row, as they are shown."""
    found = next(s for s in document.series if s.key == key)
    return {p.label: p.display for p in found.points}


def section(document: AnswerDocument, kind: str) -> Section:
    return next(s for s in document.sections if s.kind == kind)


def said(document: AnswerDocument, kind: str) -> str:
    return " ".join(s.text for s in section(document, kind).sentences)


def test_the_account_of_february_2018_adds_up_from_opening_to_closing_value(february: AnswerDocument) -> None:
    shown = cells(february, "account.lines")
    assert shown == {
        "Opening value, 1 February": "400,000",
        "Paid in, taken out": "0",
        "Condors: 19 settled, 15 won": "−20,586",
        "Hedge: sold and rolled": "+6,078",
        "Hedge: change of what is held": "−932",
        "Advisory fees": "not stated",
        "Closing value, 28 February": "384,560",
    }
    numbers = [float(v.replace(",", "").replace("−", "-")) for v in shown.values() if v != "not stated"]
    assert sum(numbers[:-1]) == numbers[-1]
    assert "$836 on the condors" in said(february, "account")


def test_the_first_sentence_has_hedged_unhedged_and_the_hedge_in_dollars(february: AnswerDocument) -> None:
    assert [s.text for s in february.summary] == [
        "The account lost 3.86% in February 2018. Without the hedge it would have lost 5.15%: the hedge earned $5,146.",
        "On losing days when the S&P 500 fell, the condors lost $18,768 and the hedge earned $8,358.",
        "On losing days when it rose, the condors lost $10,718 and the hedge cost $503.",
    ]
    cards = [s.text for s in section(february, "cards").sentences]
    assert cards == [
        "$384,560 closing value, from $400,000",
        "−5.94% year to date; −7.18% unhedged",
        "+$5,146 hedge, this month (+1.29%)",
        "−$11,843 hedge, since January 2014; a cost of 0.059% a month",
    ]


def test_returns_and_drawdowns_are_those_of_the_reference(february: AnswerDocument) -> None:
    assert list(cells(february, "returns.hedged").values()) == ["−3.86%", "−4.63%", "−5.94%", "2.90%", "1.17%", "2.20%"]
    assert list(cells(february, "returns.unhedged").values()) == ["−5.15%", "−5.72%", "−7.18%", "3.24%", "1.83%", "2.87%"]
    assert list(cells(february, "returns.hedge").values()) == ["+1.29%", "+1.09%", "+1.24%", "−0.34%", "−0.66%", "−0.67%"]
    assert list(cells(february, "falls.hedged").values()) == ["−4.4%", "−6.4%", "−6.4%", "−7.5%", "−13.1%", "−14.0%"]
    assert list(cells(february, "falls.unhedged").values()) == ["−5.6%", "−7.7%", "−7.7%", "−8.5%", "−13.3%", "−14.7%"]


def test_what_is_held_and_what_each_layer_made_are_those_of_the_reference(february: AnswerDocument) -> None:
    rows = ("Short", "Medium", "Long", "Hedge")
    columns = {key: tuple(cells(february, f"layers.{key}")[row] for row in rows) for key in ("premium", "month", "since")}
    assert columns["premium"] == ("912", "788", "462", "2,162")
    assert columns["month"] == ("+4,175", "+799", "+172", "+5,146")
    assert columns["since"] == ("−1,532", "−7,532", "−2,778", "−11,843")
    assert list(cells(february, "layers.expiry").values())[:3] == ["21 March 2018", "20 June 2018", "19 September 2018"]
    assert list(cells(february, "layers.roll").values())[:3] == [
        "about 14 March 2018",
        "about 1 April 2018",
        "about 13 March 2018",
    ]
    assert "brought in $7,638 and had cost $1,538" in said(february, "layers")
    sums, months = cells(february, "hedge.sums"), cells(february, "hedge.months")
    assert list(sums.values()) == ["−31,259", "+19,417", "−11,843"]
    assert list(months.values()) == ["35", "15", "50"]


def test_days_market_and_claims_are_those_of_the_reference(february: AnswerDocument) -> None:
    base, hedge = cells(february, "account.base.by_day"), cells(february, "account.hedge.by_day")
    assert [base[f"2018-02-{d}"] for d in ("02", "05", "23", "26")] == ["−9,324", "−9,444", "−6,744", "−3,974"]
    assert hedge["2018-02-05"] == "+7,180"
    ends = {"before the month": "13.54", "last close": "19.85"}
    assert cells(february, "market.vix") == ends | {"highest close": "37.32", "close before the highest": "17.31"}
    assert "VIX 13.54 to 19.85; highest 37.32, after 17.31 the day before." in said(february, "days")
    assert cells(february, "market.spx") == {"change": "−3.9%"}
    claims = said(february, "claims")
    for told in ("4.8% smaller, 95% interval −15.9% to 20.9%", "cost 0.059% a month, 95% interval −0.04% to 0.15%"):
        assert told in claims
    assert "won 90.4%, 95% interval 88.5% to 92.1%; the break-even win rate is 89.5%" in claims
    assert february.report is not None
    assert february.report.verdicts == ("not consistent", "not consistent", "consistent")
    assert "77.9%" in said(february, "growth")
    assert "11.5% instead of 14.0%" in said(february, "growth")


@pytest.mark.parametrize("month", ["2018-02", "2014-01", "2017-08", "2018-12", "2016-11"])
def test_every_numeral_of_a_report_is_accounted_for(month: str, materials: Materials) -> None:
    for at in range(len(materials.backtests)):
        document = made(materials, month, at=at)
        assert faults(as_dict(document)) == []


def cut(backtest: Backtest, day: date) -> Backtest:
    known = cut_at(backtest, day)
    assert isinstance(known, Backtest)
    return known


@pytest.mark.slow
@pytest.mark.parametrize(("at", "months"), [(0, range(1, 13)), (2, (1, 6, 12)), (3, (1, 6, 12))])
def test_a_report_is_the_same_bytes_from_the_full_log_and_from_one_that_ends_with_its_month(
    at: int, months: Iterable[int], materials: Materials, cache_dir: Path
) -> None:
    whole = materials.backtests[at].read()
    three = (
        Client(id="c", name="C", backtest=whole.name),
        Client(id="d", name="D", backtest=whole.name, joined=date(2016, 5, 12), fee=1.0, units=2),
        Client(id="e", name="E", backtest=whole.name, benchmark="spx", language="de", fee=ModelFee(model=1.5)),
    )
    for number in months:
        month = f"2017-{number:02}"
        ended = cut(whole, month_end(month))
        for own in three:
            documents = [monthly_report(own, month, b, Making(materials=materials)) for b in (whole, ended)]
            one, other = (render(d, "html", cache_dir) for d in documents)
            assert one == other, (month, own.id)


def test_two_clients_on_one_backtest_get_reports_of_their_own(materials: Materials, february: AnswerDocument) -> None:
    joined = made(materials, client=CLIENT.model_copy(update={"joined": date(2016, 5, 12)}))
    assert cells(joined, "hedge.months")["All months"] == "22"
    assert "Since May 2016" in cells(joined, "returns.hedged")
    assert cells(joined, "returns.hedged")["Month"] == "−3.86%"
    larger = made(materials, client=CLIENT.model_copy(update={"capital": 800_000}))
    assert cells(larger, "account.lines")["Closing value, 28 February"] == "769,120"
    assert cells(larger, "layers.premium")["Hedge"] == "4,324"
    assert cells(larger, "layers.held")["Short"] == "8 calls, strike 21"
    digests = {d.provenance.backtests[0].digest for d in (february, joined, larger)}
    assert len(digests) == 3
    ids = {d.report.id for d in (february, joined, larger) if d.report}
    assert len(ids) == 3


def test_a_fee_is_taken_at_the_months_end_and_shown_beside_the_gross_returns(materials: Materials, cache_dir: Path) -> None:
    document = made(materials, client=CLIENT.model_copy(update={"fee": 1.0}))
    lines = cells(document, "account.lines")
    fee = round(384_560 * 0.01 * 28 / 365)
    assert lines["Advisory fees, 1% a year"] == f"−{fee}"
    assert lines["Closing value, 28 February"] == f"{384_560 - fee:,}"
    gross, net = 1 - 0.0386, (1 - 0.0386) * (1 - 0.01 * 28 / 365)
    assert cells(document, "returns.net")["Month"] == f"−{(1 - net) * 100:.2f}%"
    assert cells(document, "returns.hedged")["Month"] == f"−{(1 - gross) * 100:.2f}%"
    assert document.report is not None
    assert "before and after the advisory fee of 1% a year" in document.report.standing
    assert said(document, "cards").startswith(f"${384_560 - fee:,} closing value after the fee, from $400,000")
    page = render(document, "html", cache_dir)
    assert "Closing value of the account, before the fee, February 2018" in page
    free = made(materials, client=CLIENT.model_copy(update={"fee": "none"}))
    assert said(free, "cards").startswith("$384,560 closing value, from $400,000")
    model = made(materials, client=CLIENT.model_copy(update={"fee": ModelFee(model=1.5)}))
    assert model.report is not None
    assert "model fee 1.5% a year, which was not charged" in model.report.standing


def test_a_capital_that_can_not_hold_the_condors_is_refused_by_name(materials: Materials) -> None:
    with pytest.raises(WrongUseError, match="capital of client tiny"):
        made(materials, client=Client(id="tiny", name="T", backtest=CLIENT.backtest, capital=1000))
    with pytest.raises(WrongUseError, match="joined of client late: the client joined on 1 March 2018, after the month"):
        made(materials, client=Client(id="late", name="L", backtest=CLIENT.backtest, joined=date(2018, 3, 1)))


def test_a_report_says_what_keeps_it_a_draft(february: AnswerDocument, materials: Materials, cache_dir: Path) -> None:
    assert february.report is not None
    assert february.report.draft == ("no audience is stated", "nobody has approved it")
    signed = {"audience": "Clients of the desk", "approved_by": "A. Partner", "approved_on": date(2018, 3, 5)}
    whole = materials.backtests[0].read()
    final = monthly_report(CLIENT.model_copy(update=signed), "2018-02", whole, Making(materials=materials, made="2018-03-06"))
    assert final.report is not None
    assert final.report.draft == ()
    page = render(final, "html", cache_dir)
    assert "Draft" not in page
    assert "by A. Partner" in page
    assert final.citation.apa.startswith("hedgecite sample desk. (2018, March 6)")
    assert february.citation.apa.startswith("hedgecite sample desk. (n.d.)")


def test_the_body_has_at_most_seven_hundred_words_and_the_page_is_light(february: AnswerDocument, cache_dir: Path) -> None:
    page = render(february, "html", cache_dir)
    body = page.split('<main id="m">')[1].split('<div class="annex">')[0]
    text = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", body, flags=re.DOTALL)
    words = [w for w in text.split() if re.search(r"[A-Za-z]", w)]
    assert len(words) <= 700
    assert len(page.encode()) <= 165_000


def test_rows_of_the_annex_have_dates_in_words(february: AnswerDocument, cache_dir: Path) -> None:
    annex = render(february, "html", cache_dir).split('<div class="annex">')[1].split("<script")[0]
    words = re.sub(r"</?time[^>]*>", "", annex)
    assert '<th scope="row">5 February 2018</th>' in words
    assert "Jan 2018 <span>" in words
    assert "Feb <span>" in words  # the year stands with the first of its months
    assert re.findall(r">\d{4}-\d{2}(?:-\d{2})?\b", annex) == []


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de", ["28. Februar 2018", "3,86\xa0%", "5.146\xa0$", "hedge +7.180\xa0$", "1. Februar 2018", "Mär"]),
        ("fr", ["28 février 2018", "3,86\u202f%", "5\u202f146\u202f$", "janv. 2018", "févr.", "août"]),
        ("en-US", ["February 28, 2018", "3.86%", "$5,146", "February 1, 2018"]),
    ],
)
def test_a_page_writes_numbers_and_dates_in_the_clients_language_and_its_document_keeps_them(
    language: str, told: list[str], materials: Materials, february: AnswerDocument, cache_dir: Path, tmp_path: Path
) -> None:
    document = made(materials, client=CLIENT.model_copy(update={"language": language}))
    page = render(document, "html", cache_dir)
    shown, held = page.split('<script type="application/json"')
    for words in told:
        assert words in shown
    assert [s.text for s in document.summary] == [s.text for s in february.summary]
    assert "lost 3.86% in February 2018" in held
    assert "“0.4% to 1.2% a month”" in re.sub(r"<[^>]+>", "", shown)
    file = tmp_path / "page.html"
    file.write_text(page, encoding="utf-8")
    assert {f.place for f in comply(file) if f.place.startswith(("page", "summary", "sections"))} == set()


def test_most_losses_are_not_told_as_all(materials: Materials) -> None:
    facts, seen = Facts(materials.backtests[0].read()), set()
    for number in range(1, 7):
        month = Scope(dates=Dates(date(2014, number, 1), month_end(f"2014-{number:02}")))
        told, *_ = section(made(materials, f"2014-{number:02}"), "days").heading.text.split("; ")
        found = [compute(f"account.losses.{way}", month, facts) for way in ("falls", "rises")]
        lost = [f.result.value for f in found if isinstance(f, Figure)]
        if told.startswith("Losses came on") and " and " not in told:
            assert not all(lost), number
        if told.startswith("Most losses came on"):
            assert all(lost), number
        seen.add(told.partition(" came")[0])
    assert {"Losses", "Most losses"} <= seen


def test_a_log_that_is_booked_at_close_shows_returns_or_says_why_not(materials: Materials) -> None:
    from tests.builders import traded

    rows = [(f"2020-0{m}-03", f"2020-0{m}-03", "S", 100.0 * m) for m in range(1, 7)]
    document = monthly_report(
        Client(id="c", name="C", backtest="small"), "2020-06", traded(rows).backtest, Making(materials=materials)
    )
    assert "books trades at their close" in said(document, "account")
    assert json.loads(render(document, "json", Path()))["status"] == "partial"


def test_a_highest_close_at_the_end_of_the_month_is_not_told_twice(materials: Materials) -> None:
    table = materials.backtests[0].read().series["vix"]
    closes, months = closes_of(table), pd.DatetimeIndex(table.index).strftime("%Y-%m")
    own = {month: closes[months == month] for month in ("2014-07", "2014-09", "2015-08", "2018-09", "2018-10")}
    ending = next(month for month, values in own.items() if values[-1] > values[:-1].max())
    document = made(materials, ending)
    assert cells(document, "market.vix")["highest close"] == cells(document, "market.vix")["last close"]
    assert "highest" not in said(document, "days")
