"""The account by month and layer: February 2018 by the sample's own files, and parts that add up to the cent everywhere."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.backtests.backtest import Backtest, read_backtest
from corpus.texts.library import shipped_folder
from qa.calculator.catalogue import spec_of
from qa.calculator.core.compute import worked
from qa.calculator.core.facts import Facts
from qa.calculator.core.scope_text import parse_scope
from tests.builders import Told, accounts, built, marks, trades, value, why
from tests.qa.calculator.edges import EDGES

SAMPLES = sorted((shipped_folder() / "samples").glob("condor-*/backtest.toml"))
LAYERS = ("short", "medium", "long")
CENTS = st.integers(-500_000, 500_000).map(lambda cents: cents / 100)


def test_february_2018_is_told_to_the_cent(sample: Backtest) -> None:
    facts = Facts(sample)
    told = {
        "opening": 400_000,
        "flows": 0,
        "base": -20_586,
        "hedge": 5_146,
        "closing": 384_560,
        "hedge.realised": 6_078,
        "hedge.held": -932,
        "premium_held": 2_162,
        "base.settled": 19,
        "base.won": 15,
        "base.fees": 836,
        "losses.rises": -10_718,
        "losses.falls": -18_768,
        "losses.falls.hedge": 8_358,
        "day.worst": -9_444,
        "day.worst.hedge": 7_180,
    }
    assert {key: value(f"account.{key}", facts, "date=2018-02").value for key in told} == told
    layers = [value("account.hedge", facts, f"date=2018-02&layer={layer}").value for layer in LAYERS]
    assert layers == [4175.20, 799.20, 171.60]
    since = {key: value(f"account.{key}", facts, "date=..2018-02").value for key in ("hedge", "hedge.losses", "hedge.gains")}
    assert since == {"hedge": -11_842.60, "hedge.losses": -31_259.20, "hedge.gains": 19_416.60}
    assert [s.value for s in value("account.hedge.losses", facts, "date=..2018-02").steps] == [35]


def test_the_sample_is_what_a_few_lines_of_pandas_make_of_its_files(sample: Backtest) -> None:
    folder = shipped_folder() / "samples" / sample.name
    daily = pd.read_csv(folder / "marks.csv", parse_dates=["date"], index_col="date")["2016-03":"2016-05"]
    log = pd.read_csv(folder / "trades.csv", parse_dates=["Date Opened", "Date Closed"])
    closed = log[log["Date Closed"].between("2016-03-01", "2016-05-31")]
    calls = closed["Strategy"].str.startswith("ALVH")
    held = log[
        (log["Date Opened"] <= "2016-05-31") & (log["Date Closed"] > "2016-05-31") & log["Strategy"].str.startswith("ALVH")
    ]
    ours = {
        key: value(f"account.{key}", Facts(sample), "date=2016-03..2016-05").value
        for key in ("base", "hedge", "hedge.realised", "base.realised", "premium_held", "fees", "base.settled")
    }
    assert ours == pytest.approx(
        {
            "base": daily["base_pnl"].sum(),
            "hedge": daily["hedge_pnl"].sum(),
            "hedge.realised": closed["P/L"][calls].sum(),
            "base.realised": closed["P/L"][~calls].sum(),
            "premium_held": -(held["Premium"] * held["No. of Contracts"]).sum(),
            "fees": closed[["Opening Commissions + Fees", "Closing Commissions + Fees"]].sum().sum(),
            "base.settled": (~calls).sum(),
        }
    )


@pytest.mark.parametrize("manifest", SAMPLES, ids=lambda p: p.parent.name)
def test_each_month_and_layer_of_every_sample_sums_to_the_account(manifest: Path) -> None:
    adds_up(Facts(read_backtest(manifest.parent)), LAYERS)


@pytest.mark.parametrize("name", ["two years", "without flows", "two runs", "a leap day"])
def test_at_the_edges_too(name: str) -> None:
    adds_up(EDGES[name]())


def adds_up(facts: Facts, layers: tuple[str, ...] = ()) -> None:
    """Opening, flows, base and hedge are the closing value; months, years and layers are the whole; to the cent."""
    for per in ("M", "Y"):
        spans = sorted({str(day.astype(f"datetime64[{per}]")) for day in facts.days})
        for key in ("base", "hedge"):
            parts = [value(f"account.{key}", facts, f"date={span}").value for span in spans]
            assert sum(parts) == pytest.approx(value(f"account.{key}", facts).value, abs=0.005)
        for span in (*spans, *([f"{spans[0]}..{spans[-1]}"] if len(spans) > 1 else [])):
            names = ("opening", "flows", "base", "hedge", "closing")
            opening, flows, base, hedge, closing = (value(f"account.{n}", facts, f"date={span}").value for n in names)
            assert opening + flows + base + hedge == pytest.approx(closing, abs=0.005), span
            if layers:
                by_layer = [value("account.hedge", facts, f"date={span}&layer={layer}").value for layer in layers]
                assert sum(by_layer) == pytest.approx(hedge, abs=0.005)
    if facts.backtest.trades is not None and layers:
        for side in ("base", "hedge"):
            whole, realised, held = (value(f"account.{side}{part}", facts).value for part in ("", ".realised", ".held"))
            assert realised + held == pytest.approx(whole, abs=0.005)


@given(st.lists(st.tuples(CENTS, CENTS), min_size=1, max_size=60), st.sampled_from(["none", "reset_monthly"]))
@settings(max_examples=40, deadline=None)
def test_any_run_adds_up(pairs: list[tuple[float, float]], flows: str) -> None:
    days = [str(d.date()) for d in pd.bdate_range("2020-01-02", periods=len(pairs))]
    adds_up(built(told=Told(base=1e9, flows=flows), marks=marks(days, *map(list, zip(*pairs, strict=True)))))


def test_the_table_of_months_has_the_layers_and_adds_up_row_by_row(sample: Backtest) -> None:
    table = worked(spec_of("account.closing"), parse_scope("date=2018-01..2018-02"), Facts(sample))
    assert table is not None
    assert [name for name, _ in table.columns] == ["opening", "flows", "base", "hedge", "short", "medium", "long", "closing"]
    (_, january), (label, february) = table.rows
    assert (label, february) == ("2018-02", (400_000, 0, -20_586, 5_146, 4175.20, 799.20, 171.60, 384_560))
    for opening, flows, base, hedge, short, medium, long, closing in (january, february):
        assert opening + flows + base + hedge == pytest.approx(closing)
        assert short + medium + long == pytest.approx(hedge)


def test_money_paid_in_is_a_flow_and_no_profit() -> None:
    days = ["2020-01-31", "2020-02-03", "2020-02-04", "2020-03-02"]
    made = built(
        told=Told(flows="dated"), accounts=accounts(days, [1000, 1100, 1400, 1380], [1000, 1080, 1390, 1395]),
        flows={"2020-02-04": 300.0},
    )  # fmt: skip
    names = ("opening", "flows", "base", "hedge", "closing")
    told = [value(f"account.{name}", made, "date=2020-02").value for name in names]
    assert told == [1000, 300, 100, 90 - 100, 1390]  # unhedged 100 and 0, hedged 80 and 10


def test_positions_that_are_open_at_the_end_count_as_opened_and_held() -> None:
    log = trades([("2020-01-02", "2020-01-09", "V", -40.0), ("2020-01-03", "2020-01-03", "S", 10.0)])
    still = trades([("2020-01-09", "2020-01-09", "V", 0.0)]).drop(columns=["closed", "pnl"])
    facts = built(
        told=Told(hedge=("V",)),
        trades=log.assign(premium=[-50.0, 20.0], contracts=[2.0, 1.0]),
        open_trades=still.assign(premium=-70.0, contracts=3.0),
        marks=marks(["2020-01-02", "2020-01-03", "2020-01-09"], [0, 10, 0], [0, -10, -45]),
    )
    assert value("account.premium_held", facts).value == 210
    assert value("account.premium_held", facts, "date=2020-01-02..2020-01-03").value == 100
    assert value("account.hedge.opened", facts).value == 2
    assert value("account.hedge.opened", facts, "date=2020-01-04..2020-01-09").value == 1
    assert value("account.hedge.held", facts).value == -15


def test_what_has_no_daily_values_or_no_index_says_so() -> None:
    assert "books trades at their close" in why("account.opening", EDGES["no winner"]())
    assert "no S&P series" in why("account.losses.rises", EDGES["without market"]())
    assert "no trade of this backtest is declared to be the hedge" in why("account.hedge", EDGES["one account"]())
    assert value("account.base", EDGES["one account"]()).value == 50 * 299
