"""Fills become trades: hand-worked first, then nothing is gained or lost whatever the fills."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.backtests.imported import Imported
from corpus.formats._fills import Contract, Effect, Fill, Paired, pair
from corpus.formats._statements import Statement, imported

DAY = datetime(2024, 1, 19, 10)  # noqa: DTZ001 exchange time


def option(strike: int, symbol: str = "SPXW") -> Contract:
    """A put of one expiry."""
    return Contract(
        symbol=f"{symbol}{strike}",
        underlying="SPX",
        expiry=date(2024, 1, 19),
        strike=Fraction(strike),
        right="put",
        multiplier=Fraction(100),
    )


def fill(
    line: int,
    quantity: int,
    price: str,
    *,
    order: str = "",
    effect: Effect | None = None,
    on: Contract | None = None,
) -> Fill:
    """A fill at its line's minute, with a fee of one dollar an option."""
    return Fill(
        line=line,
        at=DAY + timedelta(minutes=line),
        order=order,
        contract=on or option(4700),
        quantity=Fraction(quantity),
        cash=-quantity * Fraction(price) * 100,
        fees=Fraction(abs(quantity)),
        effect=effect,
    )


def nets(paired: Paired) -> list[float]:
    """P&L of the closed trades."""
    return [float(t.net) for t in paired.trades if t.is_closed]


def told(fills: list[Fill], last: date | None = None) -> Imported:
    """The tables of a statement with such fills."""
    return imported(Statement(file="f", fills=fills, flows=[], last=last, currency=None, live=True, problems=[]))


def test_the_first_opened_is_the_first_closed() -> None:
    paired = pair([fill(1, -1, "2", order="a"), fill(2, -1, "3", order="b"), fill(3, 1, "1", order="c")])
    assert nets(paired) == [98]  # 200 received, 100 paid, two dollars of fees
    assert [t.is_closed for t in paired.trades] == [True, False]


def test_one_closing_of_two_trades_is_shared_by_size() -> None:
    paired = pair([fill(1, -1, "2", order="a"), fill(2, -3, "3", order="b"), fill(3, 4, "1", order="c", effect="close")])
    assert nets(paired) == [98, 594]  # 200 - 100 - 2, and 900 - 300 - 6
    assert paired.unopened == ()


def test_legs_of_one_order_are_one_trade_and_those_of_two_are_two() -> None:
    legs = [(4700, -1), (4690, 1)]
    one = pair([fill(n, q, "1", order="a", on=option(k)) for n, (k, q) in enumerate(legs)])
    two = pair([fill(n, q, "1", order=str(n), on=option(k)) for n, (k, q) in enumerate(legs)])
    assert [len(t.opening) for t in one.trades] == [2]
    assert [len(t.opening) for t in two.trades] == [1, 1]


def test_a_roll_closes_one_trade_and_opens_another() -> None:
    paired = pair([
        fill(1, -1, "2", order="a", effect="open"),
        fill(2, 1, "3", order="b", effect="close"),
        fill(2, -1, "4", order="b", effect="open", on=option(4650)),
        fill(3, 1, "1", order="c", effect="close", on=option(4650)),
    ])  # fmt: skip
    assert nets(paired) == [-102, 298]


def test_where_the_effect_is_not_told_a_fill_closes_first_and_opens_the_rest() -> None:
    paired = pair([fill(1, -1, "2"), fill(2, 3, "1")])
    assert nets(paired) == [98]
    assert [float(t.contracts) for t in paired.trades if not t.is_closed] == [2]


def test_a_closing_without_an_opening_enters_no_trade() -> None:
    paired = pair([fill(1, -1, "2", effect="close"), fill(2, 2, "1", effect="open"), fill(3, 1, "1", effect="close")])
    assert [len(t.closing) for t in paired.trades] == [0]
    assert [float(p.quantity) for p in paired.unopened] == [-1, 1]  # nor does one on the side that is open


def test_a_removal_without_a_side_closes_whatever_is_open() -> None:
    gone = Fill(
        line=3,
        at=DAY + timedelta(days=1),
        order="",
        contract=option(4700),
        quantity=Fraction(2),
        cash=Fraction(),
        fees=Fraction(),
        effect="close",
        side_told=False,
    )
    assert nets(pair([fill(1, 2, "1"), gone])) == [-202]
    assert nets(pair([fill(1, -2, "1"), gone])) == [198]


def test_series_of_one_expiry_and_strike_are_told_apart() -> None:
    paired = pair([fill(1, -1, "2", on=option(4700, "SPX")), fill(2, 1, "1", effect="close", on=option(4700, "SPXW"))])
    assert nets(paired) == []
    assert len(paired.unopened) == 1


@pytest.mark.parametrize(
    ("sizes", "contracts"), [([-2, 2, -2, 2], 2), ([-1, 2, -1], 1), ([10, -15], 5), ([4], 4), ([Fraction(1, 2), 3], 0.5)]
)
def test_contracts_are_what_divides_all_legs(sizes: list[Fraction], contracts: float) -> None:
    legs = [fill(n, 1, "1", order="a", on=option(4700 + n)) for n in range(len(sizes))]
    whole = [
        Fill(**{name: getattr(f, name) for name in Fill.__slots__} | {"quantity": Fraction(s)})
        for f, s in zip(legs, sizes, strict=True)
    ]
    (trade,) = pair(whole).trades
    assert float(trade.contracts) == contracts


def test_an_option_past_its_expiry_stays_open_with_a_warning() -> None:
    fills = [fill(1, -1, "2", order="a")]
    assert told(fills, date(2024, 1, 19)).problems == ()
    late = told(fills, date(2024, 1, 20))
    assert [(p.code, p.severity, p.line) for p in late.problems] == [("expired-unclosed", "warning", 1)]
    assert late.trades is None
    assert late.open_trades is not None
    assert late.open_trades["premium"].tolist() == [200]


def test_what_is_closed_in_part_is_open_with_a_warning() -> None:
    part = told([fill(1, -2, "2", order="a"), fill(2, 1, "1", order="b")])
    assert [(p.code, p.line) for p in part.problems] == [("partly-closed", 1)]
    assert part.open_trades is not None
    assert part.open_trades["fees"].tolist() == [3]


def test_a_leg_filled_at_several_prices_has_their_mean() -> None:
    found = told([fill(1, -1, "2", order="a"), fill(2, -3, "1", order="a"), fill(3, 4, "1", order="b")])
    assert found.trades is not None
    assert found.trades["legs"].tolist() == ["-4 SPX 2024-01-19 4700 P @ 1.25"]
    assert found.trades["premium"].tolist() == [125]


FILLS = st.lists(
    st.builds(
        Fill,
        line=st.integers(1, 50),
        at=st.sampled_from([DAY + timedelta(hours=h) for h in range(4)]),
        order=st.sampled_from(["", "a", "b", "c"]),
        contract=st.sampled_from([option(4700), option(4710)]),
        quantity=st.integers(-3, 3).filter(bool).map(Fraction),
        cash=st.fractions(-500, 500, max_denominator=100),
        fees=st.fractions(-1, 5, max_denominator=10_000),
        effect=st.sampled_from(["open", "close", None]),
        side_told=st.booleans(),
    ),
    max_size=15,
)


@given(FILLS)
def test_no_cent_is_gained_or_lost(fills: list[Fill]) -> None:
    paired = pair(fills)
    unopened = sum((p.cash - p.fees for p in paired.unopened), Fraction())
    assert sum((t.net for t in paired.trades), unopened) == sum((f.net for f in fills), Fraction())


@given(FILLS)
def test_every_trade_is_premium_less_closing_cost_less_fees(fills: list[Fill]) -> None:
    found = told(fills)
    if found.trades is not None:
        t = found.trades
        made = (t["premium"] - t["closing_cost"]) * t["contracts"] - t["fees"]
        assert made.tolist() == pytest.approx(t["pnl"].tolist(), abs=0.005)


@given(FILLS)
def test_no_more_is_closed_than_was_opened(fills: list[Fill]) -> None:
    assert all(size > 0 for trade in pair(fills).trades for size in trade.left.values())
