"""Cut-offs: what was known on a day is the same from the whole log and from one that ends there, digests included."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from corpus.backtests.backtest import Backtest, read_backtest
from corpus.texts.library import shipped_folder
from qa.calculator.catalogue import CATALOGUE, compute
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure
from qa.calculator.core.scope_text import parse_scope
from tests.builders import value, why
from tests.qa.calculator.edges import EDGES

END = "2018-02-28"
KNOWN = ["opened", "strategy", "legs", "contracts", "premium", "margin", "hedge", "layer"]


@pytest.fixture(scope="module")
def whole() -> Facts:
    return Facts(read_backtest(shipped_folder() / "samples" / "condor-0.70-1dte"))


@pytest.fixture(scope="module")
def ended(whole: Facts) -> Facts:
    """The same log as it was exported at the end of February 2018: its open trades have no closing."""
    own = whole.backtest
    assert own.trades is not None
    assert own.marks is not None
    later = own.trades["closed"] > pd.Timestamp(END) + pd.Timedelta(days=1)
    still = own.trades[later & (own.trades["opened"] < "2018-03-01")]
    return Facts(
        replace(
            own,
            trades=own.trades[~later].reset_index(drop=True),
            open_trades=still[KNOWN].reset_index(drop=True),
            marks=own.marks[:END],
            series={name: closes[:END] for name, closes in own.series.items()},
            digest="another file",
        )
    )


def told(key: str, scope: str, facts: Facts) -> str:
    """A figure as text, to the byte, with its dataset; or why there is none."""
    found = compute(key, parse_scope(scope), facts)
    return f"{found.result!r} {found.dataset}" if isinstance(found, Figure) else str(found.why)


@pytest.mark.parametrize("scope", ["asof=2018-02", "asof=2018-02-28&vix<15", "asof=2018-02&layer=short", "asof=2018-02&per=day"])
def test_every_figure_as_known_on_a_day_is_that_of_a_log_which_ends_there(scope: str, whole: Facts, ended: Facts) -> None:
    for key in CATALOGUE:
        assert told(key, scope, whole) == told(key, scope, ended), key
        assert "another file" not in told(key, scope, ended)


@pytest.mark.parametrize(
    "scope", ["date=..2018-02", "date=2018-02", "date=2017-03..2018-02&vix<20", "date=2018-01..2018-02&per=day"]
)
def test_every_figure_of_days_up_to_a_date_is_that_of_a_log_which_ends_there(scope: str, whole: Facts, ended: Facts) -> None:
    same = 0
    for key, spec in CATALOGUE.items():
        if spec.counts in {"days", "weeks", "months", "years", "starts"} and not spec.reaches:
            assert told(key, scope, whole) == told(key, scope, ended), key
            same += isinstance(compute(key, parse_scope(scope), whole), Figure)
    assert same > 15


def test_another_row_before_the_date_is_another_dataset_and_one_after_it_is_not(whole: Facts) -> None:
    marks = whole.backtest.marks
    assert marks is not None
    digests = []
    for day in ("2018-02-27", "2018-03-01"):
        changed = marks.assign(base_pnl=marks["base_pnl"].where(marks.index != day, 1.0))
        found = compute("drag.monthly.mean", parse_scope("date=..2018-02"), Facts(replace(whole.backtest, marks=changed)))
        assert isinstance(found, Figure)
        digests.append(found.dataset)
    own = compute("drag.monthly.mean", parse_scope("date=..2018-02"), whole)
    assert isinstance(own, Figure)
    assert digests[0] != own.dataset == digests[1]


def test_the_whole_run_keeps_the_digest_of_its_files(whole: Facts) -> None:
    for scope in ("all", "date=2018-02..", "vix<15"):
        found = compute("drag.monthly.mean", parse_scope(scope), whole)
        assert isinstance(found, Figure)
        assert found.dataset == whole.backtest.digest
    assert whole.as_of(pd.Timestamp(END).date()) is whole.as_of(pd.Timestamp(END).date())


def test_a_trade_that_closes_later_is_open(whole: Facts) -> None:
    known = "asof=2018-02-28"
    assert value("hedge.count", whole, known).value == 149
    assert value("premium.open", whole, known).value == 2162
    assert value("premium.open", whole).value == 0
    assert value("drag.monthly.mean", whole, known).value == value("drag.monthly.mean", whole, "date=..2018-02").value


def test_a_day_before_the_first_has_nothing_to_know(whole: Facts) -> None:
    assert "nothing as early" in why("drag.monthly.mean", whole, "asof=2013")


def test_a_log_without_marks_can_be_cut_too() -> None:
    facts = EDGES["hedges open at the end"]()
    early = value("hedge.count", facts, "asof=2020-06")
    assert 0 < early.value < value("hedge.count", facts).value


def test_a_sample_that_is_cut_holds_no_later_day(sample: Backtest) -> None:
    known = Facts(sample).as_of(pd.Timestamp(END).date())
    assert isinstance(known, Facts)
    assert str(known.days[-1]) == END
    assert known.backtest.digest != sample.digest


HELD = {"layer=short": 912, "layer=long": 462, "without=short": 1250, "size=0.5": 1081, "size=0": 0, "capital=800000": 4324}


@pytest.mark.parametrize("supposed", HELD)
def test_open_positions_are_supposed_as_closed_ones_are(supposed: str, whole: Facts, ended: Facts) -> None:
    for facts in (whole, ended):
        assert value("account.premium_held", facts, f"date=2018-02&{supposed}").value == HELD[supposed]
