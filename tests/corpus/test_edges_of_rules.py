"""Rules of the readers and of completeness, each just within and just beyond its bound."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from corpus.backtests import assembly, completeness, cross_checks, spans
from corpus.backtests.completeness import partial_months
from corpus.backtests.imported import Imported
from corpus.backtests.manifest import Capital, DataFile, Flow, Manifest
from corpus.errors import Problem
from corpus.formats import _activity, _flex_days, _statements, fidelity, own_table, robinhood, schwab
from corpus.formats._activity import Action, Line
from corpus.formats._fills import Contract, Fill
from corpus.formats._flex_actions import corporate_actions
from corpus.formats._legs import in_points
from corpus.formats._omega_fees import fees_at_nothing
from corpus.formats._xml import Element
from corpus.formats._zones import told_apart
from tests.corpus.test_import_faults import codes, omega, row

FILE = DataFile(path="days.csv")
CALL = Contract(
    symbol="SPY C", underlying="SPY", expiry=date(2025, 3, 21), strike=Fraction(500), right="call", multiplier=Fraction(100)
)


def test_the_first_time_that_differs_from_those_before_it_is_named() -> None:
    zoned, bare = datetime(2024, 1, 2, 10, tzinfo=ZoneInfo("UTC")), datetime(2024, 1, 2, 10)  # noqa: DTZ001 a time without a zone
    (problem,) = told_apart("f", [(2, zoned), (3, bare), (4, bare)])
    assert (problem.code, problem.line) == ("zone-mixed", 3)


@pytest.mark.parametrize(
    "actions",
    [schwab._ACTIONS.items(), robinhood._CODES.items(), fidelity._ACTIONS],
    ids=["Schwab", "Robinhood", "Fidelity"],
)
def test_what_was_bought_adds_to_a_position_and_what_was_sold_takes_from_it(actions: list[tuple[str, Action]]) -> None:
    for words, action in actions:
        bought = words.upper().removeprefix("YOU ").startswith(("BUY", "BOUGHT", "BT"))
        assert action.side == (0 if action.kind != "fill" else 1 if bought else -1), words


@pytest.mark.parametrize(("day", "order"), [("02/01/2025", "day first"), ("02/02/2025", None), ("31/03/2025", "day first")])
def test_the_order_of_day_and_month_is_that_in_which_no_trade_falls_on_a_weekend(day: str, order: str | None) -> None:
    problems: list[Problem] = []
    found = own_table._order("f", [day], problems)
    assert ([p.line for p in problems] or found) == ([2] if order is None else order)


@pytest.mark.parametrize(("order", "day"), [("month first", date(2025, 3, 4)), ("day first", date(2025, 4, 3))])
def test_a_day_with_slashes_is_read_in_the_order_of_its_file(order: _flex_days.Order, day: date) -> None:
    assert _flex_days._day("03/04/2025", order) == day


def funds(places: int, jump: float, trades: int = 12) -> pd.DataFrame:
    """A log whose funds chain, but for so many places where they jump by so much."""
    days = pd.date_range("2025-03-03", periods=trades, freq="B")
    jumps = np.zeros(trades)
    jumps[1 : 1 + places] = jump
    pnl = np.full(trades, 100.0)
    return pd.DataFrame({"opened": days, "closed": days, "pnl": pnl, "funds": 100_000 + np.cumsum(pnl + jumps)})


@pytest.mark.parametrize(
    ("trades", "said"),
    [
        (funds(1, 50.0), True),
        (funds(1, 2.0), False),  # what roundings can make
        (funds(1, 2.5), True),
        (funds(1, 50.0, trades=11), False),  # too few to tell
        (funds(3, 50.0), True),
        (funds(6, 50.0), False),  # doesn't chain at all
    ],
    ids=["once", "rounded", "more than rounded", "few", "some", "many"],
)
def test_funds_that_jump_at_a_few_places_are_said(trades: pd.DataFrame, said: bool) -> None:
    assert bool(completeness._jumps("f", trades)) == said


@pytest.mark.parametrize(
    ("first", "step", "months"),
    [
        ("2025-04-02", 1.0, ()),  # an account begins on the evening of the first trading day
        ("2025-04-03", 1.0, ("2025-04",)),
        ("2025-04-08", 7.0, ()),  # five trading days of April lie before it
        ("2025-04-09", 7.0, ("2025-04",)),
    ],
)
def test_a_month_is_whole_as_long_as_no_more_than_its_edge_lacks(first: str, step: float, months: tuple[str, ...]) -> None:
    assert partial_months(np.datetime64(first), np.datetime64("2025-05-30"), step) == months


def daily(*values: float) -> pd.Series[float]:
    """P&L by day from 3 March 2025 on."""
    return pd.Series(values, index=pd.date_range("2025-03-03", periods=len(values), freq="B"), dtype="float64")


def account(*values: float) -> Imported:
    """An account that earns so much on each of those days."""
    first = pd.Series([100_000.0], index=[pd.Timestamp("2025-02-28")])
    return Imported(account=pd.concat([first, 100_000 + daily(*values).cumsum()]))


def trades(*values: float) -> pd.DataFrame:
    """Trades of those days, each opened and closed on its own."""
    days = pd.date_range("2025-03-03", periods=len(values), freq="B")
    return pd.DataFrame({"opened": days, "closed": days, "pnl": values})


def test_trades_that_make_each_day_of_a_daily_log_agree_with_all_its_days() -> None:
    (problem,) = cross_checks._days(trades(10, 20, 30), None, account(10, 20, 30), FILE)
    assert "on each of its 3 days" in problem.what
    (problem,) = cross_checks._days(trades(10, 20), None, account(10, 20, 30), FILE)
    assert "on the 2 days that both have" in problem.what


def test_the_first_day_on_which_trades_and_days_differ_is_told_with_both_amounts() -> None:
    (problem,) = cross_checks._days(trades(10, 20, 30), None, account(10, 25, 36), FILE)
    assert "on 2 days" in problem.what
    assert "first on 2025-03-04: 20.00 against 25.00 dollars" in problem.what


def test_what_daily_values_have_more_than_closed_trades_is_held_against_what_is_open() -> None:
    opened = pd.DataFrame({"unrealised": [5.0]})
    for pnl, code in ((15.0, "note"), (25.0, "warning")):
        problem = cross_checks._sums(trades(10.0), opened, daily(pnl), FILE, "base_pnl")
        assert problem is not None
        assert problem.severity == code
        assert f"has {pnl - 10:.2f} dollars more than the closed trades" in problem.what


@pytest.mark.parametrize(
    ("unrealised", "more", "severity"),
    [(4.0, 4.52, "note"), (4.0, 4.54, "warning"), (4.0, 3.48, "note"), (4.0, 3.46, "warning"), (0.0, 0.5 + 0.01 * 3, "note")],
)
def test_what_is_open_may_be_off_by_half_a_dollar_and_a_cent_a_trade(unrealised: float, more: float, severity: str) -> None:
    opened = pd.DataFrame({"unrealised": [unrealised, 0.0, 0.0]})
    assert cross_checks._by_open(FILE, opened, more, "the daily log").severity == severity


def test_a_trade_that_stands_in_two_files_is_said_of_the_second_and_not_of_a_third() -> None:
    one, three = trades(10, 20), trades(10, 20, 30).iloc[2:]
    tables = [(DataFile(path="a"), one), (DataFile(path="b"), one.iloc[:1]), (DataFile(path="c"), three)]
    found = cross_checks.twice(tables)
    assert [(p.file, p.what.split()[0]) for p in found] == [("b", "1")]


@pytest.mark.parametrize(("told", "said"), [(115.02, [3]), (115.04, [2, 3])])
def test_a_pnl_may_be_off_by_a_cent_a_contract_and_one_more(tmp_path: Path, told: float, said: list[int]) -> None:
    found = omega(tmp_path, [row(told, 3, 2), row(110, 3, 2, day="03"), row(115, 3, 2, day="04")])
    assert [(p.code, p.line) for p in found.problems] == [("pnl-identity", n) for n in said]


def test_one_row_in_points_is_a_wrong_row_and_not_a_file_in_points(tmp_path: Path) -> None:
    found = omega(tmp_path, [row(115, 3, 2, cost=0.4).replace(",100,4700,", ",1,4700,", 1)])
    assert codes(found) == ["pnl-identity"]


def test_a_fee_for_an_expiry_is_said_of_the_column_of_closing_fees() -> None:
    assert [p.column for p in fees_at_nothing("f", 2, 6.0)] == ["Closing Commissions + Fees"]


def test_a_large_pnl_in_points_is_told_to_the_cent(tmp_path: Path) -> None:
    points = (5000 - 40) * 2 / 100 - 5
    rows = [row(points, 3, 2, day=f"{2 + i:02}").replace(",100,4700,", ",5000,4700,", 1) for i in range(9)]
    assert codes(omega(tmp_path, rows)) == ["pnl-points"]


def line(price: float, amount: float, quantity: int = 2) -> Line:
    """A purchase whose file tells no fees."""
    return Line(
        action=Action(kind="fill", side=1, effect="open"), on=date(2025, 3, 3), contract=CALL, quantity=Fraction(quantity),
        price=Fraction(price), fees=None, amount=Fraction(amount),
    )  # fmt: skip


@pytest.mark.parametrize(("fees", "said"), [(0, []), (20, []), (21, []), (22, ["amount-identity"]), (-1, ["amount-identity"])])
def test_what_an_amount_leaves_is_taken_for_fees_up_to_ten_dollars_a_contract_and_one(fees: int, said: list[str]) -> None:
    fill, wrong = _activity._fill("f", 2, line(1, -200 - fees), {"amount": "Amount"})
    assert [p.code for p in wrong] == said
    assert fill is not None
    assert (float(fill.quantity), float(fill.fees)) == (2.0, float(fees))


def fill(number: int, effect: str, order: str = "one") -> Fill:
    """A fill of an order."""
    return Fill(
        line=number, at=datetime(2025, 3, 3), order=order, contract=CALL, quantity=Fraction(1), cash=Fraction(-100),  # noqa: DTZ001
        fees=Fraction(0), effect="open" if effect == "open" else "close",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fills", "said"),
    [
        ([fill(2, "open"), fill(3, "open")], True),
        ([fill(2, "open"), fill(3, "close"), fill(4, "close")], False),
        ([fill(2, "open", ""), fill(3, "open", "")], False),  # shares, of which each fill is its own
    ],
)
def test_that_fills_are_one_trade_is_assumed_only_of_what_opens_together(fills: list[Fill], said: bool) -> None:
    assert bool(_activity._assumed("f", fills)) == said


def test_rows_keep_their_order_unless_the_newest_comes_first() -> None:
    days = [datetime(2025, 3, day) for day in (3, 3, 4)]  # noqa: DTZ001 days of a file
    rows = [
        Fill(line=n, at=at, order="", contract=CALL, quantity=Fraction(1), cash=Fraction(0), fees=Fraction(0))
        for n, at in enumerate(days)
    ]
    assert [r.line for r in _statements.oldest_first(rows)] == [0, 1, 2]
    assert [r.line for r in _statements.oldest_first(rows[::-1])] == [0, 1, 2]


def test_values_of_no_day_lack_no_day() -> None:
    assert completeness.missing_days(np.array([], dtype="datetime64[D]")).size == 0


def test_marks_are_those_of_the_common_days_both_ends_among_them() -> None:
    marks = pd.DataFrame({"base_pnl": daily(1, 2, 3, 4, 5), "hedge_pnl": 0.0})
    tables = spans.Tables(trades=None, open_trades=None, marks=marks, accounts=None)
    kept = spans._with_days(tables, marks.index[1], marks.index[3]).marks
    assert kept is not None
    assert kept["base_pnl"].tolist() == [2, 3, 4]


def test_a_trade_opened_at_the_close_before_the_daily_values_begin_is_theirs() -> None:
    marks = pd.DataFrame({"base_pnl": daily(1, 2, 3), "hedge_pnl": 0.0})
    begin = marks.index[0]
    opened = [begin - pd.Timedelta(days=5), begin - pd.Timedelta(days=4)]
    told = pd.DataFrame({"opened": opened, "closed": marks.index[:2], "pnl": [1.0, 2.0], "strategy": "A", "legs": ""})
    problems: list[Problem] = []
    kept = spans._trades_within(spans.Tables(trades=told, open_trades=None, marks=marks, accounts=None), "f", problems).trades
    assert kept is not None
    assert kept["pnl"].tolist() == [2.0]
    assert ["1 trades begin outside" in p.what for p in problems] == [True]


@pytest.mark.parametrize(("of", "pnl"), [("hedged", [2.0]), ("unhedged", [1.0, 2.0]), ("all", [1.0, 2.0])])
def test_of_two_runs_the_hedged_one_gives_the_trades_of_the_hedge_alone(of: str, pnl: list[float]) -> None:
    both = pd.DataFrame({"pnl": [1.0, 2.0], "hedge": [False, True]})
    told = DataFile.model_validate({"path": "f", "of": of})
    assert assembly._of_run(told, both)["pnl"].tolist() == pnl


def test_dated_flows_are_those_of_the_manifest_and_of_its_files() -> None:
    capital = Capital(base=100_000, flows="dated")
    manifest = Manifest.model_construct(capital=capital, flow=(Flow(date=date(2025, 3, 3), amount=500.0),))
    parts = [assembly.Part(told=FILE, found=Imported(flows=daily(100.0, 0.0, -50.0))), assembly.Part(told=FILE, found=Imported())]
    found = assembly._flows(manifest, parts)
    assert found is not None
    assert found.tolist() == [600.0, 0.0, -50.0]


def test_a_file_of_live_trades_without_one_is_an_error() -> None:
    told = DataFile(path="live.csv", of="live")
    assert [p.code for p in assembly.live_trades([assembly.Part(told=told, found=Imported(live=True))], "USD")[1]] == ["no-live"]


def test_the_symbol_of_an_option_tells_the_order_of_day_and_month() -> None:
    option = Element(line=2, name="Trade", cells={"symbol": "SPXW  240605C04700000", "expiry": "06/05/2024"})
    written = [(option, "expiry", "06/05/2024")]
    assert _flex_days._fits(written, "month first")
    assert not _flex_days._fits(written, "day first")


@pytest.mark.parametrize(("day", "quantity"), [("", "10"), ("2024-06-05", ""), ("2024-06-05", "0")])
def test_a_split_without_its_day_or_quantity_is_left_out(day: str, quantity: str) -> None:
    row_ = Element(line=2, name="CorporateAction", cells={"type": "FS", "quantity": quantity, "dateTime": day, "symbol": "SPY"})
    problems: list[Problem] = []
    found = corporate_actions("f", [row_], _flex_days.Days(zone=None), lambda *_: (CALL, []), problems)
    assert found == []
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("legs", "contracts", "premium", "said"),
    [
        ("1 Jun 5 4700 P STO 4.20 | 1 Jun 5 4690 P BTO 0.50", 1, 370.0, []),
        ("1 Jun 5 4700 P STO 4.20 | 1 Jun 5 4690 P BTO 0.50", 1, 3.7, ["premium-points"]),
        ("10 Jun 5 4700 P STO 0.10", 10, 10.0, []),
    ],
)
def test_a_premium_that_is_what_its_legs_prices_make_is_in_points(
    legs: str, contracts: int, premium: float, said: list[str]
) -> None:
    told = {"legs": [legs], "opened": [pd.Timestamp("2024-06-03")], "premium": [premium], "contracts": [float(contracts)]}
    assert [p.code for p in in_points("f", pd.DataFrame(told))] == said
