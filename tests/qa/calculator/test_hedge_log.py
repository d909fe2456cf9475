"""A log of seven trades, by hand: premium, rolls, decomposition, geometry, denominators and what-ifs, with the worked numbers.

In dollars a contract the hedge cost 50 (two contracts) and 60 (three) for the short layer and 200 for the long one, and was
sold for 20, 90 and 150. The second trade of the short layer was opened on the day on which the first was closed: a roll. Its
leg cost 0.55 points, 5 dollars less than was paid; the legs of the long layer cost `2 x 1 - 0.05 = 1.95` points, again 5 less.
The base sold two condors 10 points wide for 120 dollars each, and one put spread 5 points wide for 80.
"""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from corpus.backtests.legs import Leg
from qa.calculator.core.facts import Facts
from qa.calculator.trades.geometry import shape_of
from tests.builders import Told, built, marked, marks, trades, value, why

LAYERS = {"short": "VIX 30", "long": "VIX 220"}
TOLD = Told(base=50_000, layers=LAYERS)
ROWS = [
    ("2020-01-02", "2020-01-03", "SPX", 232.0),
    ("2020-01-02", "2020-01-04", "VIX 30", -64.0),
    ("2020-01-03", "2020-01-08", "VIX 220", -53.0),
    ("2020-01-04", "2020-01-05", "SPX", -302.0),
    ("2020-01-04", "2020-01-08", "VIX 30", 84.0),
]
CONDOR = "2 Jan 3 4700 P STO | 2 Jan 3 4695 P BTO | 2 Jan 3 4800 C STO | 2 Jan 3 4810 C BTO"
LONG = "2 VIX 2020-06-17 25 C @ 1 | -1 VIX 2020-06-17 40 C @ 0.05"


def _log() -> pd.DataFrame:
    return trades(ROWS).assign(
        contracts=[2.0, 2.0, 1.0, 1.0, 3.0],
        premium=[120.0, -50.0, -200.0, 80.0, -60.0],
        closing_cost=[0.0, -20.0, -150.0, 380.0, -90.0],
        fees=[8.0, 4.0, 3.0, 2.0, 6.0],
        legs=[CONDOR, "", LONG, "1 Jan 5 4650 P STO | 1 Jan 5 4645 P BTO", "3 VIX 2020-02-19 20 C @ 0.55"],
    )


def _facts(middle: float = -54) -> Facts:
    """The log with two trades still open, and with daily marks by which the hedge lost 34 and not 33."""
    still = trades([("2020-01-08", "2020-01-08", "VIX 220", 0.0), ("2020-01-08", "2020-01-08", "SPX", 0.0)])
    still = still.assign(contracts=[2.0, 1.0], premium=[-70.0, 90.0]).drop(columns=["closed", "pnl"])
    daily = marks(["2020-01-02", "2020-01-06", "2020-01-08"], [0, 232, -302], [-10, middle, 30])
    return built(told=TOLD, trades=_log(), open_trades=still, marks=daily)


LOSS, PARTS = 34.0, (60 + 45, 6 + 15, -105, 4 + 3, 5, 1)
WORKED: dict[str, tuple[float, tuple[float, ...]]] = {
    # the whole hedge is in place from the third on: 2 x 50 + 200, then 3 x 60 + 200
    "premium.unit": (340, (300, 380)),
    "premium.per_100k": (680, (340, 50_000)),
    "premium.in_credits": (2.125, (340, (240 + 80) / 2)),
    "premium.spent": (100 + 200 + 180, (3,)),
    "premium.recovered": (40 + 150 + 270, (3,)),
    "premium.open": (140, (1,)),
    "adjustment.count": (1, ()),
    "adjustment.cost": (6, (6, 1)),
    # lost on the way: 2 (50 - 20) and 195 - 150; gained: 3 (90 - 55); slippage 3 x 5 and 5
    "decomposition.decay": (105, (*PARTS, LOSS)),
    "decomposition.roll_cost": (21, (*PARTS, LOSS)),
    "decomposition.payoff": (-105, (*PARTS, LOSS)),
    "decomposition.commissions": (7, (*PARTS, LOSS)),
    "decomposition.slippage": (5, (*PARTS, LOSS)),
    "decomposition.residual": (LOSS - 33, (*PARTS, LOSS)),
    "decomposition.total": (LOSS, (*PARTS, LOSS)),
    "hedge.win_rate": (1 / 3, (1, 3)),
    "hedge.break_even_win_rate": (58.5 / (84 + 58.5), (84, 58.5)),
    "hedge.payoff_ratio": (84 / 58.5, (84, 58.5)),
    "hedge.mean_win": (84, (84, 1)),
    "hedge.mean_loss": (-58.5, (-117, 2)),
    "hedge.multiple": (447 / 480, (480, 447)),
    "hedge.expectancy": (-11, (-33, 3)),
    "hedge.profit_factor": (84 / 117, (84, 117)),
    "hedge.worst": (-64, (-64,)),
    "hedge.best": (84, (84,)),
    "hedge.losing_run": (2, (-117,)),
    "hedge.holding": ((2 + 5 + 4) / 3, (2, 5)),
    "hedge.count": (3, ()),
    "geometry.width": (7.5, (5, 10)),
    "geometry.credit": (1.0, (0.8, 1.2)),
    # 10 - 1.2 + 8 / 2 / 100 and 5 - 0.8 + 2 / 100
    "geometry.max_loss": (6.53, (4.22, 8.84)),
    "geometry.full_loss_break_even": ((0.844 + 0.884) / 2, (0.844, 0.884)),
    "drag.over.account": (33 / 50_000, (33, 50_000)),
    "drag.over.credit": (33 / 320, (33, 320)),
    "drag.over.premium": (33 / 480, (33, 480)),
    "drag.over.risk": (33 / 2190, (33, 100 * (2 * 8.84 + 4.22))),
    "whatif.slippage": (-70 / 300, (-70, 3)),
    "capital.smallest": (50_000, (50_000, 1)),
}


@pytest.mark.parametrize("key", WORKED)
def test_figures_of_the_log_and_their_worked_numbers_are_those_by_hand(key: str) -> None:
    result, steps = WORKED[key]
    ours = value(key, _facts())
    assert ours.value == pytest.approx(result, rel=1e-12)
    assert [s.value for s in ours.steps] == pytest.approx(list(steps), rel=1e-12)


@pytest.mark.parametrize("name", ["decay", "roll_cost", "payoff", "commissions", "slippage"])
def test_parts_that_leave_more_than_a_twentieth_of_the_loss_unexplained_are_refused(name: str) -> None:
    facts = _facts(-60)  # 40 lost by the marks, 33 by the trades
    assert "don't explain the hedge's loss" in why(f"decomposition.{name}", facts)
    assert value("decomposition.residual", facts).value == pytest.approx(7)
    assert [s.value for s in value("decomposition.total", facts).steps] == [40]


def test_each_trade_counts_and_spans_its_own_days() -> None:
    facts = _facts()
    ours = {k: (v.n, v.start, v.end) for k in WORKED for v in [value(k, facts)]}
    assert ours["premium.unit"] == (2, "2020-01-03", "2020-01-04")
    assert ours["premium.open"] == (1, "2020-01-02", "2020-01-08")
    assert ours["adjustment.count"] == (3, "2020-01-02", "2020-01-08")
    assert ours["adjustment.cost"] == (1, "2020-01-02", "2020-01-08")
    assert ours["geometry.width"] == (2, "2020-01-02", "2020-01-05")
    assert ours["capital.smallest"] == (5, "2020-01-02", "2020-01-08")


def test_a_roll_comes_after_the_first_opening_of_its_layer() -> None:
    rows = [("2020-01-02", "2020-01-02", "VIX 30", -1.0), ("2020-01-02", "2020-01-03", "VIX 30", -1.0)]
    facts = built(told=TOLD, trades=trades(rows))
    assert value("adjustment.count", facts).value == 0
    assert "no layer was rolled" in why("adjustment.cost", facts)


def test_nothing_open_is_nothing_paid() -> None:
    none = value("premium.open", built(told=TOLD, trades=_log()))
    assert (none.value, none.n, none.steps) == (0, 0, ())


def test_a_spread_breaks_even_its_credit_beyond_the_short_strike() -> None:
    def leg(contracts: float, right: str, strike: float) -> Leg:
        expiry = date(2020, 1, 3)
        return Leg(contracts=contracts, underlying=None, expiry=expiry, strike=strike, right=right, price=None)  # type: ignore[arg-type]

    put, call = (leg(-1, "put", 4700), leg(1, "put", 4695)), (leg(-1, "call", 4800), leg(1, "call", 4810))
    shape = shape_of((*put, *call), 1.2, 0.04)
    assert shape is not None
    assert (shape.lower, shape.upper, shape.width) == (4698.8, 4801.2, 10)
    one_sided = shape_of(put, 0.01, 0.0)
    assert one_sided is not None
    assert (one_sided.lower, one_sided.upper) == (4699.99, None)
    assert shape_of(put, 0.0, 0.0) is None
    assert shape_of(put[::-1], 1.2, 0.0) is not None, "the order of the legs says nothing"
    assert shape_of((leg(1, "put", 4700), leg(-1, "put", 4695)), 1.2, 0.0) is None, "a bought spread"
    assert shape_of((leg(1, "call", 4800), leg(-1, "call", 4810)), 1.2, 0.0) is None, "a bought spread"
    assert shape_of((leg(-1, "put", 4700), leg(1, "put", 4700)), 1.2, 0.0) is None, "no width"
    assert shape_of((leg(-1, "put", 4700), leg(2, "put", 4695)), 1.2, 0.0) is None, "a ratio"
    assert shape_of((*put, leg(1, "put", 4690)), 1.2, 0.0) is None, "three legs of one right"


def test_the_smallest_account_keeps_a_contract_of_the_part_that_has_fewest() -> None:
    log = _log().assign(contracts=[4.0, 2.5, 3.0, 4.0, 5.0])
    ours = value("capital.smallest", built(told=TOLD, trades=log))
    assert ours.value == 20_000
    assert [s.value for s in ours.steps] == [50_000, 2.5]
    assert ours.steps[1].label == "fewest contracts, short"
    assert "the trade log has no contracts column" in why(
        "capital.smallest", built(told=TOLD, trades=log.drop(columns="contracts"))
    )
    assert "has no trade log" in why("capital.smallest", marked(["2020-01-02"], [10], [-1]))


def test_margin_is_told_from_the_first_opening_to_the_last_closing() -> None:
    peak = value("margin.peak", built(trades=trades([("2020-01-03", "2020-01-06", "S", 1.0)], [1000])))
    assert (peak.value, peak.start, peak.end) == (1000, "2020-01-03", "2020-01-06")


CHAINED = [
    # id, P&L, contracts: one recovers, two come to nothing, one grows to three times its size, one is still open
    ("a", -100.0, 1.0),
    ("a", 150.0, 2.0),
    ("b", -40.0, 1.0),
    ("b", 40.0, 1.0),
    ("c", -200.0, 1.0),
    ("c", -50.0, 3.0),
    ("d", -80.0, 1.0),
    # and three that are none: the first one won, there is but one, there is none
    ("e", 10.0, 1.0),
    ("e", -30.0, 9.0),
    ("f", -30.0, 1.0),
    ("", -70.0, 1.0),
    ("g", -10.0, 1.0),
    ("g", 10.0, 1.0),
]


def test_chains_recover_and_grow_as_by_hand() -> None:
    rows = [(f"2020-01-{i:02}", f"2020-01-{i:02}", "SPX", pnl) for i, (_, pnl, _) in enumerate(CHAINED, 1)]
    log = trades(rows).assign(chain=[c for c, *_ in CHAINED], contracts=[n for *_, n in CHAINED])
    still = trades([("2020-01-30", "2020-01-30", "SPX", 0.0)]).assign(chain="d").drop(columns=["closed", "pnl"])
    facts = built(trades=log, open_trades=still)
    worked = {
        "chain.recovered": (0.6, (3, 5)),
        # 50, 0, -250, -80 and 0 on first losses of 100, 40, 200, 80 and 10
        "chain.recovered_dollars": (1 - 280 / 430, (430, -280)),
        "chain.largest": (3, (2,)),
        "chain.open": (1, (-80,)),
    }
    for key, (result, steps) in worked.items():
        ours = value(key, facts)
        assert ours.value == pytest.approx(result, rel=1e-12), key
        assert [s.value for s in ours.steps] == pytest.approx(steps), key
        assert (ours.n, ours.start, ours.end) == (5, "2020-01-01", "2020-01-13"), key


def test_twelve_chains_have_an_interval_and_eleven_have_none() -> None:
    def recovered(chains: int) -> object:
        rows = [(f"2020-01-{i + 1:02}", f"2020-01-{i + 1:02}", "SPX", -5.0) for i in range(2 * chains)]
        log = trades(rows).assign(chain=[f"c{i // 2}" for i in range(2 * chains)])
        return value("chain.recovered", built(trades=log)).interval

    assert recovered(12) is not None
    assert recovered(11) is None


def test_the_size_of_a_hedge_is_in_proportion_to_the_drag_that_is_asked_for() -> None:
    facts = marked(["2020-01-31", "2020-02-28"], [2000, -1000], [-300, -100])
    ours = value("whatif.size_for_drag", facts, "claim=0.5%")
    assert ours.value == pytest.approx(2.5)
    assert [s.value for s in ours.steps] == pytest.approx([0.005, 0.002])
    assert "no positive mean cost" in why("whatif.size_for_drag", marked(["2020-01-31"], [2000], [0]), "claim=0.5%")


def test_the_smallest_size_that_reduces_the_fall_is_found_to_a_hundredth_and_up_to_twice() -> None:
    facts = built(told=Told(flows="none"), marks=marks(["2020-01-02", "2020-01-03"], [-10_000, 5000], [1000, 0]))
    ours = value("whatif.size_for_reduction", facts, "claim=14.55%")
    assert ours.value == pytest.approx(1.46)
    assert [s.value for s in ours.steps] == pytest.approx([-0.1, 0.146])
    assert (ours.n, ours.start, ours.end) == (2, "2020-01-02", "2020-01-03")
    assert value("whatif.size_for_reduction", facts, "claim=0.05%").value == pytest.approx(0.01)
    assert value("whatif.size_for_reduction", facts, "claim=19.95%").value == pytest.approx(2)
    assert "no size of the hedge" in why("whatif.size_for_reduction", facts, "claim=20.05%")
    assert "no drawdown to reduce" in why("whatif.size_for_reduction", marked(["2020-01-02"], [10], [-1]), "claim=1%")


def test_cents_gained_are_no_decay_and_cents_received_are_not_spent() -> None:
    log = trades([("2020-01-02", "2020-01-03", "VIX 30", 0.5), ("2020-01-02", "2020-01-03", "VIX 220", 0.25)])
    # bought for 0.5 and sold for 1; sold for 0.5 and bought back for 0.25
    log = log.assign(contracts=1.0, premium=[-0.5, 0.5], closing_cost=[-1.0, 0.25])
    facts = built(told=TOLD, trades=log)
    expected = {"premium.spent": 0.5, "premium.recovered": 1, "decomposition.decay": 0, "decomposition.payoff": -0.75}
    assert {key: value(key, facts).value for key in expected} == expected


@pytest.mark.parametrize("premium", [0.0, -120.0])
def test_a_base_that_brings_in_no_credit_can_not_be_divided_by(premium: float) -> None:
    facts = built(told=TOLD, trades=_log().assign(premium=[premium, -50.0, -200.0, premium, -60.0]))
    assert "not positive" in why("drag.over.credit", facts)
    assert "receive no credit" in why("premium.in_credits", facts)
