"""Behind each figure of trades stands a table from which it can be worked out by hand."""

from __future__ import annotations

import pytest

from qa.calculator.catalogue import spec_of
from qa.calculator.core.compute import worked
from qa.calculator.core.facts import Facts
from qa.calculator.core.result import Table
from qa.calculator.core.scope_text import parse_scope
from tests.builders import Told, built, trades, value, why
from tests.qa.calculator.edges import EDGES

LAYERS = {"short": "VIX 30", "long": "VIX 220"}
ROWS = [
    ("2020-01-02", "2020-01-03", "SPX", 232.0),
    ("2020-01-02", "2020-01-04", "VIX 30", -64.0),
    ("2020-01-03", "2020-01-08", "VIX 220", -53.0),
    ("2020-01-04", "2020-01-08", "VIX 30", 84.0),
]


def hedged() -> Facts:
    """One put spread five points wide and three hedges, the last of which a roll opens."""
    log = trades(ROWS).assign(
        contracts=[2.0, 2.0, 1.0, 3.0],
        premium=[120.0, -50.0, -200.0, -60.0],
        closing_cost=[0.0, -20.0, -150.0, -90.0],
        fees=[8.0, 4.0, 3.0, 6.0],
        legs=["2 Jan 3 4700 P STO | 2 Jan 3 4695 P BTO", "", "1 VIX 2020-06-17 25 C @ 1.95", "3 VIX 2020-02-19 20 C @ 0.55"],
    )
    return built(told=Told(layers=LAYERS), trades=log)


def behind(key: str, facts: Facts, scope: str = "all") -> Table:
    """The table behind a figure, which must be there."""
    table = worked(spec_of(key), parse_scope(scope), facts)
    assert table is not None
    return table


def test_the_parts_of_each_trade_are_told_by_hand() -> None:
    table = behind("decomposition.decay", hedged())
    assert [name for name, _ in table.columns] == ["premium decay", "roll cost", "payoff", "commissions", "slippage"]
    assert [day for day, _ in table.rows] == ["2020-01-02", "2020-01-03", "2020-01-04"]
    expected = [(60, 0, 0, 4, 0), (45, 0, 0, 3, 5), (0, 21, -105, 0, 0)]  # 2 (50 - 20); 195 - 150; 3 (90 - 55)
    assert [numbers for _, numbers in table.rows] == [pytest.approx(row) for row in expected]


@pytest.mark.parametrize("at", range(5))
def test_each_part_of_the_decomposition_is_the_sum_of_its_column(at: int) -> None:
    key = ("decay", "roll_cost", "payoff", "commissions", "slippage")[at]
    rows = behind(f"decomposition.{key}", hedged()).rows
    assert value(f"decomposition.{key}", hedged()).value == pytest.approx(sum(numbers[at] for _, numbers in rows))


def test_premium_is_told_trade_by_trade() -> None:
    table = behind("premium.spent", hedged())
    assert table.columns == (("contracts", "count"), ("premium", "USD"), ("closing cost", "USD"), ("fees", "USD"))
    assert value("premium.spent", hedged()).value == -sum(row[0] * row[1] for _, row in table.rows)
    assert value("premium.recovered", hedged()).value == -sum(row[0] * row[2] for _, row in table.rows)


def test_the_shape_of_each_trade_is_told() -> None:
    ((day, numbers),) = behind("geometry.max_loss", hedged()).rows
    assert day == "2020-01-02"
    assert numbers == pytest.approx((5, 1.2, 0.04, 5 - 1.2 + 0.04, 3.84 / 5))


def test_a_loss_over_a_denominator_has_its_trades_behind_it() -> None:
    table = behind("drag.over.account", hedged())
    assert [numbers for _, numbers in table.rows] == [(-64, -64), (-53, -117), (84, -33)]
    assert behind("drag.over.account", hedged(), "layer=long").rows == (("2020-01-03", (-53, -53)),)


def test_each_chain_is_told() -> None:
    log = trades([("2020-01-02", "2020-01-02", "S", -5.0), ("2020-01-03", "2020-01-03", "S", 8.0)])
    facts = built(trades=log.assign(chain="a", contracts=[1.0, 2.0]))
    assert behind("chain.recovered", facts).rows == (("a", (2, 5, 3, 2, 0)),)


def test_where_there_is_no_value_there_is_no_table() -> None:
    for key in ("decomposition.decay", "premium.spent", "geometry.width", "chain.open", "drag.over.account"):
        assert why(key, EDGES["two years"]())
        assert worked(spec_of(key), parse_scope("all"), EDGES["two years"]()) is None
    bare = trades(ROWS).drop(columns=["contracts", "premium", "closing_cost", "fees"])
    for key in ("decomposition.decay", "geometry.width"):
        assert worked(spec_of(key), parse_scope("all"), built(told=Told(layers=LAYERS), trades=bare)) is None
