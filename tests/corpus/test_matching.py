"""Matching live trades with a backtest's: by day and legs, whatever was paid for how many."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import formats
from corpus.backtests.columns import types_of
from corpus.backtests.matching import gap, match
from tests.corpus.fixtures import OMEGA, trades_of

SPREAD = "2 Jan 3 4700 P STO 3.20 | 2 Jan 3 4650 P BTO 0.70"


def trades(*rows: tuple[str, str, float, float]) -> pd.DataFrame:
    """A table of trades: opened, legs, contracts, P&L."""
    columns = ["opened", "legs", "contracts", "pnl"]
    table = pd.DataFrame(list(rows), columns=columns)
    table["opened"] = pd.to_datetime(table["opened"])
    return table.assign(closed=table["opened"], strategy="").astype(types_of([*columns, "closed", "strategy"]))


@pytest.mark.parametrize(
    ("legs", "pairs"),
    [
        ("1 Jan 3 4650 P BTO 0.60 | 1 Jan 3 4700 P STO 3.00", 1),  # other order, prices and sizes
        ("-2 SPX 2024-01-03 4700 P @ 3.1 | 2 SPX 2024-01-03 4650 P @ 0.7", 1),  # as other formats write them
        ("2 Jan 4 4700 P STO 3.20 | 2 Jan 3 4650 P BTO 0.70", 0),
        ("2 Jan 3 4705 P STO 3.20 | 2 Jan 3 4650 P BTO 0.70", 0),
        ("2 Jan 3 4700 C STO 3.20 | 2 Jan 3 4650 P BTO 0.70", 0),
        ("2 Jan 3 4700 P BTO 3.20 | 2 Jan 3 4650 P STO 0.70", 0),
        ("2 Jan 3 4700 P STO 3.20", 0),
    ],
)
def test_legs_are_the_same_options_on_the_same_sides(legs: str, pairs: int) -> None:
    found = match(trades(("2024-01-03 09:45", SPREAD, 2, 10)), trades(("2024-01-03 15:00", legs, 1, 4)))
    assert (len(found.pairs), len(found.backtest_only), len(found.live_only)) == (pairs, 1 - pairs, 1 - pairs)


def test_another_day_is_another_trade() -> None:
    assert match(trades(("2024-01-02 09:45", SPREAD, 2, 10)), trades(("2024-01-03 09:45", SPREAD, 2, 10))).pairs.empty


def test_equal_keys_pair_in_their_order_and_the_rest_is_listed() -> None:
    backtest = trades(
        ("2024-01-03 09:45", SPREAD, 2, 10), ("2024-01-03 10:45", SPREAD, 2, 20), ("2024-01-03 11:45", SPREAD, 2, 30)
    )
    live = trades(("2024-01-03 09:46", SPREAD, 1, 4), ("2024-01-03 10:50", SPREAD, 2, 25))
    found = match(backtest, live)
    assert found.pairs[["backtest_pnl", "live_pnl"]].to_numpy().tolist() == [[5, 4], [20, 25]]  # at the size traded live
    assert found.pairs[["backtest_contracts", "live_contracts"]].to_numpy().tolist() == [[2, 1], [2, 2]]
    assert gap(found.pairs).tolist() == [1, -5]  # positive where live did worse
    assert found.backtest_only["pnl"].tolist() == [30]
    assert found.live_only.empty


def test_the_small_logs_pair_and_the_hedge_was_not_traded() -> None:
    backtest, live = (trades_of(formats.read(OMEGA / name)[1]) for name in ("trades.csv", "live.csv"))
    found = match(backtest, live)
    assert gap(found.pairs).tolist() == pytest.approx([-468.80 + 488.80, 155.60 - 140.60, 0])
    assert found.backtest_only["strategy"].tolist() == ["VIX calls"]
    assert found.live_only.empty


Trade = tuple[str, str, float, float]
DAYS, LEGS = st.sampled_from(["2024-01-02", "2024-01-03"]), st.sampled_from([SPREAD, "none", ""])
ROWS = st.lists(st.tuples(DAYS, LEGS, st.just(1.0), st.just(2.0)))


@given(ROWS, ROWS)
def test_every_trade_is_in_one_pair_or_alone(backtest: list[Trade], live: list[Trade]) -> None:
    found = match(trades(*sorted(backtest)), trades(*sorted(live)))
    assert len(found.pairs) + len(found.backtest_only) == len(backtest)
    assert len(found.pairs) + len(found.live_only) == len(live)
    alone = [
        {(day, legs) for day, legs in t[["opened", "legs"]].to_numpy() if legs} for t in (found.backtest_only, found.live_only)
    ]
    assert not alone[0] & alone[1]


def test_trades_without_legs_have_no_pair() -> None:
    found = match(trades(("2024-01-02", "", 1, 5)), trades(("2024-01-02", " ", 1, 7)))
    assert (len(found.pairs), len(found.backtest_only), len(found.live_only)) == (0, 1, 1)


def test_the_real_logs_pair_whole_with_the_gap_that_pandas_finds(shared: Path) -> None:
    folder = shared / "data/option-omega"
    names = ("ema-tradelog.csv", "ema-strategy-trade-log.csv")
    logs = [trades_of(formats.read(folder / name)[1]) for name in names]
    found = match(logs[0], logs[1])
    backtest, live = (pd.read_csv(folder / name) for name in names)
    live["true"] = live["P/L"] + 99 * live["Avg. Closing Cost"] * live["No. of Contracts"]
    for table in (backtest, live):
        table["day"] = table["Date Opened"].str[:10]
        table["options"] = table["Legs"].str.replace(r"(^|\| )\d+ | -?[\d.]+(?= \||$)", r"\1", regex=True)
        table["nth"] = table.groupby(["day", "options"]).cumcount()
    both = backtest.merge(live, on=["day", "options", "nth"])
    assert len(found.pairs) == len(both) == 384
    assert gap(found.pairs).sum() == pytest.approx((both["P/L_x"] - both["true"]).sum())
    assert gap(found.pairs).sum() == pytest.approx(598)
