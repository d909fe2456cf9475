"""Faults of real exports, each with its kind: what is one trade, how days are written, what a split or an assignment does."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from corpus import formats
from corpus.backtests.backtest import read_backtest
from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.errors import UnreadableError, errors_among
from qa.calculator.core.facts import Facts
from tests.builders import value, why
from tests.corpus.test_assembly import backtest

Attributes = Mapping[str, str]


def option(right: str, strike: float, quantity: int, price: float, at: str, **more: str) -> dict[str, str]:
    """An execution of an option on SPX that expires on 19 January 2024, 1.00 of fees a contract."""
    letter, code = right[0].upper(), f"{round(strike * 1000):08}"
    cash = -quantity * price * 100
    cells = {
        "assetCategory": "OPT", "symbol": f"SPXW  240119{letter}{code}", "conid": f"{letter}{strike:g}",
        "underlyingSymbol": "SPX",
        "multiplier": "100", "strike": f"{strike:g}", "expiry": "20240119", "putCall": letter, "dateTime": at,
        "quantity": str(quantity), "tradePrice": str(price), "proceeds": f"{cash:g}", "ibCommission": str(-abs(quantity)),
        "netCash": f"{cash - abs(quantity):g}", "openCloseIndicator": "O", "buySell": "BUY" if quantity > 0 else "SELL",
        "levelOfDetail": "EXECUTION", "currency": "USD",
    }  # fmt: skip
    return cells | more


def shares(symbol: str, quantity: int, price: float, at: str, **more: str) -> dict[str, str]:
    """An execution of shares without fees."""
    cash = f"{-quantity * price:g}"
    cells = {
        "assetCategory": "STK", "symbol": symbol, "conid": symbol, "multiplier": "1", "dateTime": at, "quantity": str(quantity),
        "tradePrice": str(price), "proceeds": cash, "netCash": cash, "openCloseIndicator": "O",
        "buySell": "BUY" if quantity > 0 else "SELL", "levelOfDetail": "EXECUTION", "currency": "USD",
    }  # fmt: skip
    return cells | more


def condor(at: str, **more: str) -> list[dict[str, str]]:
    """The four legs of an iron condor for 0.70, without an order's number."""
    legs = (("put", 4700, -1, 1.2), ("put", 4695, 1, 0.85), ("call", 4790, -1, 1.1), ("call", 4795, 1, 0.75))
    return [option(right, strike, n, price, at, **more) for right, strike, n, price in legs]


def expired(rows: Sequence[Attributes], at: str = "20240119;162000") -> list[dict[str, str]]:
    """What the expiry of options out of the money writes."""
    ended = []
    for row in rows:
        n = -int(row["quantity"])
        told = {"dateTime": at, "quantity": str(n), "tradePrice": "0", "proceeds": "0", "ibCommission": "0", "netCash": "0"}
        ended.append({**row, **told, "openCloseIndicator": "C", "buySell": "BUY" if n > 0 else "SELL", "notes": "Ep"})
    return ended


def flex(folder: Path, rows: Sequence[Attributes], name: str = "Trade", actions: Sequence[Attributes] = ()) -> Imported:
    """What is read from a Flex statement of such rows."""
    written = [f"<{name} {' '.join(f'{k}={chr(34)}{v}{chr(34)}' for k, v in row.items())} />" for row in rows]
    written += [f"<CorporateAction {' '.join(f'{k}={chr(34)}{v}{chr(34)}' for k, v in row.items())} />" for row in actions]
    file = folder / "flex.xml"
    inner = "\n".join(written)
    text = f'<FlexQueryResponse>\n<FlexStatement accountId="U1">\n{inner}\n</FlexStatement>\n</FlexQueryResponse>\n'
    file.write_text(text, encoding="utf-8")
    return formats.read(file)[1]


def pnl(found: Imported) -> list[float]:
    """The P&L of its trades."""
    assert not errors_among(found.problems), found.problems
    assert found.trades is not None, found.problems
    return [round(float(p), 2) for p in found.trades["pnl"]]


def codes(found: Imported) -> list[str]:
    """What is wrong with it."""
    return [p.code for p in found.problems]


def test_executions_of_one_second_without_an_orders_number_are_one_trade(tmp_path: Path) -> None:
    legs = condor("20240118;151005")
    found = flex(tmp_path, [*legs, *expired(legs)])
    assert pnl(found) == [66.0]  # 70 received, 4 of fees: one win, not two wins and two losses
    assert codes(found) == ["orders-assumed"]


def test_executions_without_a_time_stay_trades_of_their_own(tmp_path: Path) -> None:
    legs = condor("20240118")
    assert len(pnl(flex(tmp_path, [*legs, *expired(legs, "20240119")]))) == 4


def test_one_orders_number_over_days_and_underlyings_is_no_trade(tmp_path: Path) -> None:
    first, second = condor("20240117;151005", ibOrderID="7"), condor("20240118;151005", ibOrderID="7")
    vix = option("call", 15, 1, 1.0, "20240118;151005", ibOrderID="7", underlyingSymbol="VIX", symbol="VIX   240119C00015000")
    found = flex(tmp_path, [*first, *second, vix, *expired([*first, *second, vix])])
    assert pnl(found) == [66.0, -101.0, 66.0]


@pytest.mark.parametrize("told", ["-", ""])
def test_an_indicator_that_tells_neither_opening_nor_closing_is_read_by_what_is_open(tmp_path: Path, told: str) -> None:
    legs = condor("20240118;151005", openCloseIndicator=told)
    ended = [row | {"openCloseIndicator": told} for row in expired(legs)]
    assert pnl(flex(tmp_path, [*legs, *ended])) == [66.0]


def test_a_query_of_orders_alone_is_read(tmp_path: Path) -> None:
    legs = condor("20240118;151005", ibOrderID="7", levelOfDetail="ORDER")
    found = flex(tmp_path, [*legs, *expired(legs)], name="Order")
    assert (pnl(found), codes(found)) == ([66.0], ["orders-read"])


@pytest.mark.parametrize(
    "form",
    ["%Y%m%d", "%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%d/%m/%Y", "%d/%m/%y", "%d-%b-%y"],
)
@pytest.mark.parametrize("between", [";", ", ", " "])
def test_days_are_read_in_every_form_that_a_query_can_be_set_to(tmp_path: Path, form: str, between: str) -> None:
    legs = condor("20240118;151005")
    opened, ended = date(2024, 1, 18).strftime(form), date(2024, 1, 19).strftime(form)
    rows = [row | {"dateTime": f"{opened}{between}15:10:05", "expiry": ended} for row in legs]
    rows += [row | {"dateTime": f"{ended}{between}16:20:00", "expiry": ended} for row in expired(legs)]
    found = flex(tmp_path, rows)
    assert pnl(found) == [66.0]
    assert found.trades is not None
    assert str(found.trades["opened"].iloc[0]) == "2024-01-18 15:10:05"


def test_days_whose_order_nothing_tells_are_refused_once(tmp_path: Path) -> None:
    stock = shares("SPY", 10, 400, "02/03/2024;100000")
    sold = shares("SPY", -10, 410, "04/05/2024;100000", openCloseIndicator="C")
    found = flex(tmp_path, [stock, sold])
    assert codes(found) == ["day-order"]
    assert found.trades is None


def test_the_order_of_day_and_month_is_told_by_weekends_and_by_the_symbols_of_options(tmp_path: Path) -> None:
    stock = shares("SPY", 10, 400, "03/02/2024;100000")  # 3 February 2024 was a Saturday, 2 March too
    stock["dateTime"] = "06/02/2024;100000"  # 2 June was a Sunday, 6 February a Tuesday
    sold = shares("SPY", -10, 410, "07/02/2024;100000", openCloseIndicator="C")
    found = flex(tmp_path, [stock, sold])
    assert pnl(found) == [100.0]
    assert found.trades is not None
    assert str(found.trades["opened"].iloc[0].date()) == "2024-02-06"


def test_a_contract_keeps_its_number_through_a_renaming(tmp_path: Path) -> None:
    told = {"underlyingSymbol": "FB", "symbol": "FB    240119C00300000", "conid": "55"}
    bought = option("call", 300, 1, 5.0, "20220103;100000", **told)
    new = {"underlyingSymbol": "META", "symbol": "META  240119C00300000", "conid": "55", "openCloseIndicator": "C"}
    sold = option("call", 300, -1, 7.0, "20221003;100000", **new)
    found = flex(tmp_path, [bought, sold])
    assert (pnl(found), codes(found)) == ([198.0], ["contract-kept"])


def test_a_contract_keeps_its_number_through_a_split(tmp_path: Path) -> None:
    told = {"underlyingSymbol": "AMZN", "conid": "66"}
    bought = option("call", 3000, 1, 40.0, "20220103;100000", symbol="AMZN  240119C03000000", **told)
    more = {"symbol": "AMZN  240119C00150000", "openCloseIndicator": "C"}
    sold = option("call", 150, -20, 2.5, "20221003;100000", **told, **more)
    found = flex(tmp_path, [bought, sold])
    assert pnl(found) == [5000 - 4000 - 21.0]
    assert found.trades is not None
    assert found.trades["contracts"].tolist() == [1.0]


def test_a_split_into_another_contract_leaves_the_number_of_trades(tmp_path: Path) -> None:
    bought = shares("AAPL", 100, 400, "20200803;100000")
    sold = shares("AAPL", -400, 120, "20200903;100000", openCloseIndicator="C")
    action = {
        "assetCategory": "STK", "symbol": "AAPL", "conid": "AAPL", "multiplier": "1", "quantity": "300", "proceeds": "0",
        "dateTime": "20200828;202500", "type": "FS", "actionID": "9",
    }  # fmt: skip
    found = flex(tmp_path, [bought, sold], actions=[action])
    assert (pnl(found), codes(found)) == ([8000.0], ["corporate-action"])


def test_an_assignment_leaves_the_number_of_trades(tmp_path: Path) -> None:
    sold = option("put", 400, -1, 3.0, "20240117;100000", underlyingSymbol="SPY", symbol="SPY   240119P00400000")
    (ended,) = expired([sold], "20240119;162000")
    delivered = shares("SPY", 100, 400, "20240119;162000", notes="A")
    out = shares("SPY", -100, 390, "20240122;100000", openCloseIndicator="C")
    found = flex(tmp_path, [sold, ended | {"notes": "A"}, delivered, out])
    assert pnl(found) == [300 - 1 - 1000.0]
    assert codes(found) == ["delivery"]
    assert found.problems[0].severity == "note"


def test_an_assignment_whose_shares_the_file_lacks_is_said(tmp_path: Path) -> None:
    sold = option("put", 400, -1, 3.0, "20240117;100000", underlyingSymbol="SPY", symbol="SPY   240119P00400000")
    (ended,) = expired([sold], "20240119;162000")
    found = flex(tmp_path, [sold, ended | {"notes": "A"}])
    assert [(p.code, p.severity) for p in found.problems] == [("delivery", "warning")]
    assert "what that gained or lost is not counted" in found.problems[0].what


def test_an_option_on_a_weekly_future_that_is_not_told_in_full_is_left_out(tmp_path: Path) -> None:
    legs = condor("20240118;151005")
    told = {"assetCategory": "FOP", "symbol": "E3AF4 P4700", "underlyingSymbol": ""}
    weekly = option("put", 4700, -1, 1.2, "20240118;151006", **told) | {"strike": ""}
    found = flex(tmp_path, [*legs, weekly, *expired(legs)])
    assert pnl(found) == [66.0]
    assert [(p.code, p.severity) for p in found.problems] == [("left-out", "warning"), ("orders-assumed", "note")]


TASTY = (
    "Date,Type,Sub Type,Action,Symbol,Instrument Type,Description,Value,Quantity,Average Price,Commissions,Fees,Multiplier,"
    "Root Symbol,Underlying Symbol,Expiration Date,Strike Price,Call or Put,Order #,Currency"
)


def tasty(folder: Path, *rows: str) -> Imported:
    """What is read from a tastytrade history of such rows."""
    file = folder / "tasty.csv"
    file.write_text("\n".join([TASTY, *rows, ""]), encoding="utf-8")
    return formats.read(file, DataFile(path=file.name, zone="America/New_York"))[1]


def test_a_split_in_a_tastytrade_history_leaves_the_number_of_trades(tmp_path: Path) -> None:
    old, new = "AMZN  240119C03000000,Equity Option,s", "AMZN  240119C00150000,Equity Option,s"
    before, after, split = "100,AMZN,AMZN,1/19/24,3000,CALL", "100,AMZN,AMZN,1/19/24,150,CALL", "Receive Deliver,Forward Split"
    found = tasty(
        tmp_path,
        f"2022-10-03T10:00:00-0400,Trade,Sell to Close,SELL_TO_CLOSE,{new},5000,20,250,0,-1,{after},2,USD",
        f"2022-06-06T08:00:00-0400,{split},BUY_TO_OPEN,{new},-4500,20,0,--,0,{after},,USD",
        f"2022-06-06T08:00:00-0400,{split},SELL_TO_CLOSE,{old},4500,1,0,--,0,{before},,USD",
        f"2022-01-03T10:00:00-0500,Trade,Buy to Open,BUY_TO_OPEN,{old},-4000,1,-4000,-1,0,{before},1,USD",
    )
    assert pnl(found) == [5000 - 4000 - 2.0]
    assert found.trades is not None
    assert found.trades["contracts"].tolist() == [1.0]
    assert codes(found) == ["corporate-action", "corporate-action"]


OMEGA = (
    "Date Opened,Time Opened,Opening Price,Legs,Premium,Closing Price,Date Closed,Time Closed,Avg. Closing Cost,Reason For Close,"
    "P/L,No. of Contracts,Funds at Close,Margin Req.,Strategy,{opening},{closing}"
)
FEES = {"opening": "Opening Commissions + Fees", "closing": "Closing Commissions + Fees"}


def omega(folder: Path, rows: Sequence[str], header: str = OMEGA.format(**FEES)) -> Imported:
    """What is read from an Option Omega log of such rows."""
    file = folder / "trades.csv"
    file.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return formats.read(file)[1]


def row(pnl: float, *fees: float, day: str = "02", cost: float = 40, why: str = "Profit Target", margin: str = "500") -> str:
    """Two contracts sold for 100 dollars each."""
    told = f"2024-01-{day},10:00:00,4700,2 Jan 19 4700 P STO | 2 Jan 19 4690 P BTO,100,4700,2024-01-{day},11:00:00,{cost:g},{why}"
    return ",".join([told, f"{pnl:g}", "2", "1000", margin, "A", *(f"{f:g}" for f in fees)])


def test_an_older_log_calls_its_fees_comms(tmp_path: Path) -> None:
    older = OMEGA.format(opening="Opening comms & fees", closing="Closing comms & fees")
    found = omega(tmp_path, [row(115, 3, 2)], older)
    assert (pnl(found), codes(found)) == ([115.0], [])
    assert found.trades is not None
    assert found.trades["fees"].tolist() == [5.0]


def test_missing_fee_columns_are_said_once_and_their_fees_are_what_the_pnl_implies(tmp_path: Path) -> None:
    header = OMEGA.format(opening="", closing="").rstrip(",")
    rows = [row(115 - i, day=f"{2 + i:02}") for i in range(9)]
    found = omega(tmp_path, rows, header)
    assert codes(found) == ["fees-implied"]
    assert "its P/L is 81.00 dollars less than the prices make, which is read as fees" in found.problems[0].what
    assert found.trades is not None
    assert found.trades["fees"].tolist() == [5.0 + i for i in range(9)]


def test_fees_that_are_taken_twice_are_one_fault_of_the_file(tmp_path: Path) -> None:
    found = omega(tmp_path, [row(110, 3, 2, day=f"{2 + i:02}") for i in range(9)])
    assert codes(found) == ["fees-twice"]


@pytest.mark.parametrize("told", [1.15, 1.2 - 5])
def test_a_pnl_without_its_hundred_is_one_fault_of_the_file(tmp_path: Path, told: float) -> None:
    found = omega(tmp_path, [row(told, 3, 2, day=f"{2 + i:02}") for i in range(9)])
    assert codes(found) == ["pnl-points"]


def test_one_wrong_row_among_others_is_still_that_row(tmp_path: Path) -> None:
    found = omega(tmp_path, [row(115, 3, 2), row(110, 3, 2, day="03"), row(115, 3, 2, day="04")])
    assert [(p.code, p.line) for p in found.problems] == [("pnl-identity", 3)]


@pytest.mark.parametrize("unusual", ["", " "])  # read by columns, and row by row
def test_a_fee_for_a_worthless_expiry_is_said(tmp_path: Path, unusual: str) -> None:
    rows = [row(196 - 2, 3, 3, cost=0, why="Expired"), row(194, 3, 3, cost=0, why="Closed", day="03")]
    rows.append(row(115, 3, 2, day="04").replace(",2,1000", f",{unusual}2,1000"))
    found = omega(tmp_path, rows)
    assert codes(found) == ["fee-at-expiry"]
    assert "1 trades expire worthless and pay a fee for their closing, 3.00 dollars in all" in found.problems[0].what


def test_a_margin_below_zero_is_none(tmp_path: Path) -> None:
    found = omega(tmp_path, [row(115, 3, 2), row(115, 3, 2, day="03", margin="-1.00")])
    assert codes(found) == ["margin-unknown"]
    assert found.trades is not None
    assert "margin" not in found.trades


VECTORBT = (
    "Exit Trade Id,Column,Size,Entry Timestamp,Avg Entry Price,Entry Fees,Exit Timestamp,Avg Exit Price,Exit Fees,PnL,Return,"
    "Direction,Status,Position Id"
)


def test_positions_closed_in_parts_are_said(tmp_path: Path) -> None:
    file = tmp_path / "v.csv"
    rows = [
        "0,a,1,2024-01-02,10,0,2024-01-03,12,0,2,0.2,Long,Closed,0",
        "1,a,1,2024-01-02,10,0,2024-01-04,9,0,-1,-0.1,Long,Closed,0",
        "2,a,1,2024-01-05,10,0,2024-01-08,11,0,1,0.1,Long,Open,1",
    ]
    file.write_text("\n".join([VECTORBT, *rows, ""]), encoding="utf-8")
    found = formats.read(file)[1]
    assert codes(found) == ["partial-exits"]
    assert "1 positions were closed in 2 parts" in found.problems[0].what
    assert found.open_trades is not None
    assert found.open_trades["unrealised"].tolist() == [1.0]


def lean(values: Sequence[float], drawdown: str) -> str:
    """A LEAN result whose chart has one value a week."""
    monday = 1704139200  # 1 January 2024, 20:00 UTC
    points = [[monday + 7 * 86400 * i, v] for i, v in enumerate(values)]
    whole = {
        "charts": {"Strategy Equity": {"series": {"Equity": {"values": points}}}},
        "totalPerformance": {"closedTrades": []},
        "statistics": {"Drawdown": drawdown},
    }
    return json.dumps(whole)


def test_a_sampled_chart_gives_no_drawdown_but_that_which_the_file_states(tmp_path: Path) -> None:
    text = lean([100000, 97000, 101000, 102000, 99000, 103000], "12.300%")
    read_ = backtest(tmp_path, {"result.json": (text, "")})
    assert "sampled" in [p.code for p in read_.problems]
    assert "shows a drawdown of 3.0%, where the file's own statistic is 12.300%" in read_.problems[0].what
    facts = Facts(read_)
    assert why("drawdown.max.unhedged", facts).startswith("the account's values are samples, between which it fell further")
    assert value("import.drawdown.stated", facts).value == pytest.approx(-0.123)
    assert value("return.unhedged.total", facts).value == pytest.approx(0.03)
    whole = Facts(backtest(tmp_path, {"result.json": (lean([100000, 97000, 101000], "3.000%"), "")}))
    assert value("drawdown.max.unhedged", whole).value == pytest.approx(-0.03)


TOS = """Account Statement for 1 (Individual) since 1/17/24 through 1/22/24

Cash Balance
DATE,TIME,TYPE,REF #,DESCRIPTION,Misc Fees,Commissions & Fees,AMOUNT,BALANCE
1/18/24,15:10:0{second},TRD,="1",SOLD -1 SPX 100 19 JAN 24 4700 PUT @1.20,-0.50,-0.65,120.00,1120.00
1/19/24,17:00:00,RAD,="2",REMOVAL OF OPTION DUE TO EXPIRATION 1.0 SPX 100 19 JAN 24 4700 PUT,,,0.00,1120.00

Account Trade History
,Exec Time,Spread,Side,Qty,Pos Effect,Symbol,Exp,Strike,Type,Price,Net Price,Order Type
,1/18/24 15:10:05,SINGLE,SELL,-1,TO OPEN,SPX,19 JAN 24,4700,PUT,1.20,1.20,LMT
{more}"""


@pytest.mark.parametrize("second", [4, 5, 7])
def test_history_and_cash_may_be_a_second_or_two_apart(tmp_path: Path, second: int) -> None:
    file = tmp_path / "tos.csv"
    file.write_text(TOS.format(second=second, more=""), encoding="utf-8")
    found = formats.read(file)[1]
    assert pnl(found) == [120 - 1.15]


def test_options_on_weekly_futures_are_left_out_with_a_warning(tmp_path: Path) -> None:
    more = ",1/18/24 15:12:05,SINGLE,SELL,-1,TO OPEN,./EW3F24,19 JAN 24 (EOM),4700,PUT,1.20,1.20,LMT\n"
    file = tmp_path / "tos.csv"
    file.write_text(TOS.format(second=5, more=more), encoding="utf-8")
    found = formats.read(file)[1]
    assert pnl(found) == [120 - 1.15]
    assert ("left-out", "warning") in [(p.code, p.severity) for p in found.problems]


def test_two_columns_of_one_file_are_two_runs(tmp_path: Path) -> None:
    days = pd.bdate_range("2024-01-02", "2024-03-28")
    text = "date,plain,hedged\n" + "".join(f"{d.date()},{100000 + 100 * i},{100000 + 90 * i}\n" for i, d in enumerate(days))
    (tmp_path / "both.csv").write_text(text, encoding="utf-8")
    said = 'path = "both.csv"\nof = "{}"\nvalues = "equity"\nvalue_column = "{}"\n'
    manifest = 'name = "b"\ntitle = "B"\nhypothetical = true\nconstruction = "two_runs"\n[capital]\nbase = 100000\n'
    manifest += "".join(f"[[files]]\n{said.format(of, column)}" for of, column in (("unhedged", "plain"), ("hedged", "hedged")))
    (tmp_path / "backtest.toml").write_text(manifest, encoding="utf-8")
    facts = Facts(read_backtest(tmp_path))
    assert value("return.unhedged.total", facts).value == pytest.approx(100 * (len(days) - 1) / 100000)
    assert value("return.hedged.total", facts).value == pytest.approx(90 * (len(days) - 1) / 100000)
    again = manifest.replace('value_column = "hedged"', 'value_column = "plain"')
    (tmp_path / "backtest.toml").write_text(again, encoding="utf-8")
    with pytest.raises(UnreadableError, match="stands twice"):
        read_backtest(tmp_path)


def test_an_open_position_is_no_other_run(tmp_path: Path) -> None:
    daily = (
        "Date,Net Liquidity,Current Funds,Withdrawn,Trading Funds,P/L,P/L %,Drawdown %\n"
        "2024-01-02,100115,100115,0,100115,115,0.12,0\n2024-01-03,100415,100415,0,100415,300,0.30,0\n"
    )
    still = row(0, 3, 0, day="03").replace(",2024-01-03,11:00:00,40,Profit Target,0,", ",,,,,,")
    closed = row(115, 3, 2).replace("2024-01-02,11:00:00", "2024-01-03,11:00:00")
    files = {"t.csv": ("\n".join([OMEGA.format(**FEES), closed, still, ""]), ""), "d.csv": (daily, "")}
    read_ = backtest(tmp_path, files)
    (found,) = [p for p in read_.problems if p.code.startswith("log-")]
    assert (found.code, found.severity) == ("log-against-open", "note")
    assert "has 300.00 dollars more than the closed trades; 1 are still open" in found.what
