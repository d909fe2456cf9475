"""Slippage moves what it says: the base, the hedge, or both."""

from __future__ import annotations

import pytest

from corpus.backtests.backtest import Backtest
from corpus.backtests.columns import LAYER_MARK
from qa.calculator.core.facts import Facts
from qa.calculator.core.result import NotComputed
from qa.calculator.core.scope_text import parse_scope
from qa.calculator.core.variants import suppose
from qa.understand.supposed import read_supposed
from tests.builders import Told, built, marks, trades, value, why

DAYS = ("2024-01-02", "2024-01-03")


def facts() -> Facts:
    """One condor of two contracts and one call of four, each closed on its day, on 100,000."""
    log = trades([(DAYS[0], DAYS[0], "condor", 100), (DAYS[1], DAYS[1], "calls", -50)]).assign(contracts=[2.0, 4.0])
    daily = marks(DAYS, [100, 0], [0, -50]).assign(**{f"{LAYER_MARK}short": [0.0, -50.0]})
    return built(told=Told(layers={"short": "calls"}), trades=log, marks=daily)


@pytest.mark.parametrize(
    ("scope", "base", "hedge", "drag"),
    [
        ("all", 0.00100, 0.00050, 0.00050),
        ("slip=0.05", 0.00090, 0.00040, 0.00050),  # 2 contracts x 5 dollars, on both accounts
        ("slip.base=0.05", 0.00090, 0.00040, 0.00050),
        ("slip.hedge=0.05", 0.00100, 0.00030, 0.00070),  # 4 contracts x 5 dollars, on the hedge alone
        ("slip=0.05&slip.hedge=0.05", 0.00090, 0.00020, 0.00070),
    ],
)
def test_the_returns_and_the_drag_are_those_worked_by_hand(scope: str, base: float, hedge: float, drag: float) -> None:
    assert value("return.unhedged.monthly.mean", facts(), scope).value == pytest.approx(base)
    assert value("return.hedged.monthly.mean", facts(), scope).value == pytest.approx(hedge)
    assert value("drag.monthly.mean", facts(), scope).value == pytest.approx(drag)


def test_marks_and_layers_still_sum_to_the_trades() -> None:
    made = suppose(facts().backtest, parse_scope("slip.hedge=0.05"))
    assert not isinstance(made, NotComputed)
    assert made.trades is not None
    assert made.marks is not None
    assert made.marks["hedge_pnl"].tolist() == made.marks[f"{LAYER_MARK}short"].tolist() == [0.0, -70.0]
    assert made.trades.loc[made.trades["hedge"], "pnl"].tolist() == [-70.0]


def test_on_the_sample_the_drag_moves_by_the_contracts_of_the_hedge(sample: Backtest) -> None:
    own = Facts(sample)
    assert own.backtest.trades is not None
    contracts = own.backtest.trades.loc[own.backtest.trades["hedge"], "contracts"].sum()
    more = value("drag.monthly.mean", own, "slip.hedge=0.05").value - value("drag.monthly.mean", own).value
    assert more == pytest.approx(5 * contracts / 400_000 / 108)
    assert value("drag.monthly.mean", own, "slip=0.05").value == pytest.approx(value("drag.monthly.mean", own).value)


def test_a_scope_is_written_as_it_is_read() -> None:
    for text in ("slip=0.05", "slip.hedge=0.05", "slip=0.05&slip.hedge=0.1"):
        assert str(parse_scope(text)) == text
    assert parse_scope("slip=0.05&slip.hedge=0.05").display() == "each trade of base and hedge filled $0.05 worse"
    assert parse_scope("slip.hedge=0.1").display() == "each hedge trade filled $0.10 worse"


def test_a_log_without_contracts_has_no_slippage() -> None:
    log = trades([(DAYS[0], DAYS[0], "condor", 100), (DAYS[1], DAYS[1], "calls", -50)]).drop(columns="contracts")
    own = built(told=Told(layers={"short": "calls"}), trades=log)
    assert "the log doesn't tell the contracts of its trades" in why("drag.monthly.mean", own, "slip.hedge=0.05")


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("what is the drag if each condor is filled 5 cents worse", ("slip",)),
        ("what is the drag if the vix calls are filled 5 cents worse", ("slip_hedge",)),
        ("drag with 5 cents of slippage on the hedge", ("slip_hedge",)),
        ("drag with 5 cents of slippage on base and hedge", ("slip", "slip_hedge")),
        ("drag with slippage of 5 cents", ("slip",)),
    ],
)
def test_a_question_says_whose_fills_are_worse(question: str, parts: tuple[str, ...]) -> None:
    assert tuple(s.part for s in read_supposed(question, ()) if s.part.startswith("slip")) == parts
