"""What a file lacks is said before anything is computed, and a figure that would be wrong for it is refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from corpus.backtests.backtest import Backtest
from corpus.errors import Problem
from corpus.trading_days import trading_days
from qa.calculator.core.facts import Facts
from tests.builders import monthly, value, why
from tests.corpus.fixtures import text_of
from tests.corpus.test_assembly import EQUITY, backtest, codes, two_runs

HEAD = text_of("trades.csv").splitlines()[0]
YEAR = [str(d) for d in trading_days(np.datetime64("2022-01-03"), np.datetime64("2022-12-30"))]


def marks(days: Sequence[str], base: float = 10.0, hedge: float = -4.0) -> str:
    """Daily marks, the base's growing a little so that no two months are alike."""
    rows = [f"{day},{base + i / 10:.2f},{hedge:.2f}" for i, day in enumerate(days)]
    return "\n".join(["date,base_pnl,hedge_pnl", *rows, ""])


def equity(days: Sequence[str], step: float = 100.0) -> str:
    """An account that gains so much a day."""
    return "\n".join(["date,value", *(f"{day},{100000 + step * i:.2f}" for i, day in enumerate(days)), ""])


def trade(opened: str, closed: str, pnl: float, strategy: str = "Condor", funds: str = "", at: str = "10:00:00") -> str:
    """A row of an Option Omega log, one contract without fees."""
    return (
        f'"{opened}","{at}",4000,"1 Dec 30 3900 P STO",{pnl:.2f},4000,"{closed}","16:00:00",0,"Expired",{pnl:.2f},1,'
        f'{funds or 0},100,"{strategy}",0,0' + ",0" * (len(HEAD.split(",")) - 17)
    )


def log(*rows: str) -> str:
    """A log of such rows."""
    return "\n".join([HEAD, *rows, ""])


def said(read: Backtest, code: str) -> list[str]:
    """What the problems of a code say."""
    return [p.what for p in read.problems if p.code == code]


def of(read: Backtest, code: str) -> Problem:
    """The one problem of a code."""
    (problem,) = [p for p in read.problems if p.code == code]
    return problem


def test_trading_days_are_those_on_which_vix_has_a_close(shared: Path) -> None:
    told = pd.to_datetime(pd.read_csv(shared / "data/market/vix-daily.csv")["DATE"]).to_numpy().astype("datetime64[D]")
    told = told[told < np.datetime64("2022-01-01")]  # from then on there are closes on holidays too
    ours = trading_days(told[0], told[-1])
    assert [str(d) for d in np.setdiff1d(told, ours)] == ["2004-06-11"]  # mourning for President Reagan
    assert [str(d) for d in np.setdiff1d(ours, told)] == ["1991-03-01", "1997-01-31", "1997-11-26", "1999-12-31"]


def test_days_that_are_missing_inside_a_month_are_said_with_the_month_that_lacks_most(tmp_path: Path) -> None:
    gone = [d for d in YEAR if d.startswith("2022-06")][2:19]
    read = backtest(tmp_path, {"m.csv": (marks([d for d in YEAR if d not in {*gone, "2022-09-08"}]), "")})
    problem = of(read, "days-missing")
    assert (problem.severity, problem.file) == ("warning", "m.csv")
    assert "18 trading days between the first and the last have no value, most of them in June 2022: 17 of 21" in problem.what
    assert read.completeness.missing == 18


def test_a_month_that_lacks_most_of_its_days_is_in_no_monthly_figure(tmp_path: Path) -> None:
    gone = [d for d in YEAR if d.startswith("2022-06")][2:19]
    facts = Facts(backtest(tmp_path, {"m.csv": (marks([d for d in YEAR if d not in gone]), "")}))
    assert why("drag.monthly.median", facts).startswith("the daily values lack most of the trading days of a month")
    assert why("drawdown.max.hedged", facts).startswith("the daily values lack most of the trading days of a month")
    assert value("drag.monthly.median", facts, "date=2022-07-01..2022-12-31").n == 6
    assert value("import.days.missing", facts).value == 17


def test_a_few_missing_days_are_said_and_leave_the_figures(tmp_path: Path) -> None:
    read = backtest(tmp_path, {"m.csv": (marks([d for d in YEAR if d != "2022-06-08"]), "")})
    assert codes(read) == ["days-missing"]
    assert value("drag.monthly.median", Facts(read)).n == 12


def test_an_account_may_lack_days_within_a_month_but_not_its_end(tmp_path: Path) -> None:
    june = [d for d in YEAR if d.startswith("2022-06")]
    within = Facts(backtest(tmp_path, {"a.csv": (equity([d for d in YEAR if d not in june[2:15]]), EQUITY)}))
    assert value("return.unhedged.monthly.mean", within).n == 12
    end = Facts(backtest(tmp_path, {"a.csv": (equity([d for d in YEAR if d not in june[-6:]]), EQUITY)}))
    assert "lack most of the trading days" in why("return.unhedged.monthly.mean", end)


@pytest.mark.parametrize(
    ("days", "said_of"),
    [
        (YEAR[5:], ["January 2022 is not whole, since the data begin on 2022-01-10; monthly figures count it as a month"]),
        (YEAR[:-3], ["December 2022 is not whole, since the data end on 2022-12-27; monthly figures count it as a month"]),
        (YEAR[1:], []),
        (YEAR, []),
    ],
)
def test_a_first_or_last_month_that_is_not_whole_is_said(tmp_path: Path, days: list[str], said_of: list[str]) -> None:
    read = backtest(tmp_path, {"m.csv": (marks(days), "")})
    assert said(read, "month-partial") == said_of
    assert value("import.months.partial", Facts(read)).value == len(said_of)


def test_a_log_of_trades_says_its_partial_months_by_the_usual_distance_of_its_trades(tmp_path: Path) -> None:
    rows = [trade(d, d, 5) for d in YEAR[:200]]
    read = backtest(tmp_path, {"t.csv": (log(*rows), "")})
    assert said(read, "month-partial") == [
        "October 2022 is not whole, since the data end on 2022-10-18; monthly figures count it as a month"
    ]
    weekly = [trade(d, d, 5) for d in YEAR[2::5]]
    assert said(backtest(tmp_path, {"t.csv": (log(*weekly), "")}), "month-partial") == []


def test_rows_of_closed_days_on_which_nothing_changes_are_left_out_and_said(tmp_path: Path) -> None:
    text = marks(YEAR).rstrip("\n") + "\n2022-06-04,0,0\n2022-06-05,0,0\n2022-07-04,0,0\n"
    read = backtest(tmp_path, {"m.csv": (text, "")})
    assert "3 rows are of days on which the exchange is closed, and nothing changes" in of(read, "closed-days").what
    assert read.marks is not None
    assert len(read.marks) == len(YEAR)
    facts = Facts(read)
    assert value("tail.daily.var.hedged", facts) == value(
        "tail.daily.var.hedged", Facts(backtest(tmp_path, {"m.csv": (marks(YEAR), "")}))
    )
    assert value("import.days.closed", facts).value == 3


def test_an_account_on_every_calendar_day_counts_trading_days_alone(tmp_path: Path) -> None:
    every = pd.date_range("2022-01-03", "2022-12-30")
    filled = pd.Series([100000 + 100.0 * i for i in range(len(YEAR))], index=pd.DatetimeIndex(YEAR)).reindex(every).ffill()
    text = "date,value\n" + "".join(f"{d.date()},{v:.2f}\n" for d, v in filled.items())  # type: ignore[attr-defined]
    read = backtest(tmp_path, {"a.csv": (text, EQUITY)})
    assert read.accounts is not None
    assert len(read.accounts) == len(YEAR)


def test_profit_on_days_on_which_the_exchange_is_closed_is_in_no_daily_figure(tmp_path: Path) -> None:
    day_early = [str((pd.Timestamp(d) - pd.Timedelta(days=1)).date()) for d in YEAR]
    read = backtest(tmp_path, {"m.csv": (marks(day_early), "")})
    assert "have a profit or loss" in of(read, "closed-days-traded").what
    facts = Facts(read)
    assert why("tail.daily.var.hedged", facts).startswith("the daily values have a profit or loss on days on which the exchange")
    assert value("drag.monthly.median", facts).n >= 12


def test_a_second_run_that_lacks_a_month_is_not_filled_up(tmp_path: Path) -> None:
    lacking = [d for d in YEAR if not d.startswith("2022-06")]
    read = two_runs(tmp_path, (equity(YEAR), EQUITY), (equity(lacking, 90.0), EQUITY))
    assert (
        "the hedged side have no value on 21 days on which the other has one, first on 2022-06-01"
        in of(read, "days-one-side").what
    )
    facts = Facts(read)
    assert "gap" in why("drag.monthly.mean", facts) or "lack" in why("drag.monthly.mean", facts)
    assert value("drag.monthly.mean", facts, "date=2022-08-01..2022-12-31").n == 5


def test_a_day_that_one_run_lacks_is_in_the_next_value_of_both(tmp_path: Path) -> None:
    read = two_runs(tmp_path, (equity(YEAR), EQUITY), (equity([d for d in YEAR if d != "2022-06-08"]), EQUITY))
    assert {"days-one-side", "days-missing"} <= set(codes(read))
    assert read.accounts is not None
    assert pd.Timestamp("2022-06-08") not in read.accounts.index


def test_a_daily_log_that_ends_before_the_trades_cuts_both_to_their_common_days(tmp_path: Path) -> None:
    rows = [trade(a, b, 6) for a, b in zip(YEAR[:-1:2], YEAR[1::2], strict=True)]
    rows.append(trade(YEAR[99], YEAR[101], 7))
    read = backtest(tmp_path, {"t.csv": (log(*rows), ""), "m.csv": (marks(YEAR[:100]), "")}, "")
    what = of(read, "trades-without-days").what
    assert f"the daily values are of {YEAR[0]} to {YEAR[99]}; 75 trades begin outside of these days and are left out" in what
    assert "1 close after them and are open at their end" in what
    assert read.trades is not None
    assert read.open_trades is not None
    assert (len(read.trades), len(read.open_trades)) == (50, 1)
    assert str(read.trades["closed"].max().date()) <= YEAR[99]


def test_daily_values_that_go_on_earning_after_the_last_trade_count_to_its_close(tmp_path: Path) -> None:
    rows = [trade(d, d, 6) for d in YEAR[:80]]
    read = backtest(tmp_path, {"t.csv": (log(*rows), ""), "a.csv": (equity(YEAR), 'values = "equity"\n')})
    assert "days on which no trade of the log is open" in of(read, "days-without-trades").what
    assert read.accounts is not None
    assert str(read.accounts.index[-1].date()) == YEAR[79]


def test_daily_values_without_a_day_of_the_trades_are_an_error(tmp_path: Path) -> None:
    rows = [trade("2020-02-03", "2020-02-03", 6), trade("2020-02-04", "2020-02-04", 6)]
    read = backtest(tmp_path, {"t.csv": (log(*rows), ""), "m.csv": (marks(YEAR), "")})
    assert of(read, "no-shared-days").severity == "error"


DAILY = "Date,Net Liquidity,Current Funds,Withdrawn,Trading Funds,P/L,P/L %,Drawdown %\n"


def daily(days: Sequence[str], pnl: int = 100, start: int = 100000) -> str:
    """An Option Omega daily log that gains so much a day."""
    rows = [f"{d},{start + pnl * (i + 1)},{start + pnl * (i + 1)},0,{start + pnl * (i + 1)},{pnl}," for i, d in enumerate(days)]
    return DAILY + "".join(f"{r}{100 * pnl / (start + pnl * i):.2f},0\n" for i, r in enumerate(rows))


def test_another_starting_capital_of_the_trades_than_of_the_daily_log_is_said(tmp_path: Path) -> None:
    rows = [trade(d, d, 100, funds=str(125000 + 100 * (i + 1))) for i, d in enumerate(YEAR[:30])]
    read = backtest(tmp_path, {"t.csv": (log(*rows[::-1]), ""), "d.csv": (daily(YEAR[:30]), "")})
    assert "the trades begin with 125000.00 dollars" in of(read, "capital-apart").what
    same = [trade(d, d, 100, funds=str(100000 + 100 * (i + 1))) for i, d in enumerate(YEAR[:30])]
    assert "capital-apart" not in codes(backtest(tmp_path, {"t.csv": (log(*same), ""), "d.csv": (daily(YEAR[:30]), "")}))


def test_funds_are_chained_in_order_of_closing_where_trades_overlap(tmp_path: Path) -> None:
    rows = [
        trade(YEAR[0], YEAR[5], 50, funds="100130"),
        trade(YEAR[1], YEAR[2], 30, funds="100030"),
        trade(YEAR[2], YEAR[3], 50, funds="100080"),
    ]
    read = backtest(tmp_path, {"t.csv": (log(*rows), ""), "d.csv": (daily(YEAR[:6]), "")})
    assert "capital-apart" not in codes(read)


def test_a_live_log_is_never_held_against_the_daily_log_of_a_backtest(tmp_path: Path) -> None:
    files = {"live.csv": (text_of("live.csv"), ""), "d.csv": (daily(["2024-01-02", "2024-01-03"]), "")}
    read = backtest(tmp_path, files)
    assert "live-against-daily" in codes(read)
    assert not {"log-against-daily", "log-agrees-daily"} & set(codes(read))


def test_positions_that_are_open_at_the_end_are_said_with_premium_and_value(tmp_path: Path) -> None:
    still = trade("2022-06-01", "", 0).replace('"16:00:00",0,"Expired",0.00', '"","","",""').replace(",0.00,4000", ",250.00,4000")
    read = backtest(tmp_path, {"t.csv": (log(trade(YEAR[0], YEAR[0], 5), still), "")})
    assert of(read, "open-positions").what == (
        "1 trade is still open at the end, premium 250.00 dollars; no profit or loss of theirs is counted"
    )
    facts = Facts(read)
    assert (value("import.open.trades", facts).value, value("import.open.premium", facts).value) == (1, 250)
    assert why("import.open.unrealised", facts).startswith("the files don't tell the unrealised profit or loss")


def test_a_hedge_that_is_held_over_a_months_end_refuses_monthly_figures_of_a_log_that_is_booked_at_close(tmp_path: Path) -> None:
    days = [d for d in YEAR if not d.startswith("2022-12")]
    rows = [trade(d, d, 5) for d in days]
    short = [trade(d, d, -1, "VIX calls") for d in days[::20]]
    hedge = '[hedge]\nstrategies = ["VIX calls"]\n'
    whole = backtest(tmp_path, {"t.csv": (log(*rows, *short), "")}, hedge)
    assert value("drag.monthly.mean", Facts(whole)).n == 11
    over = trade("2022-03-30", "2022-04-01", -1, "VIX calls")
    read = backtest(tmp_path, {"t.csv": (log(*rows, *short, over), "")}, hedge)
    assert "1 of 13 trades of the hedge are held over a month's end" in of(read, "booked-at-close").what
    facts = Facts(read)
    refused = "trades of the hedge are held over the end of a month and the log books them at their close"
    assert why("drag.monthly.mean", facts).startswith(refused)
    assert why("drawdown.max.hedged", facts).startswith(refused)
    assert value("drawdown.max.unhedged", facts).n == len(days)
    assert value("trades.win_rate", facts).value == 1.0


def test_a_hedge_that_is_bought_at_a_months_last_close_is_of_the_next_month(tmp_path: Path) -> None:
    days = [d for d in YEAR if d < "2022-06"]
    rows = [trade(d, d, 5) for d in days]
    over = trade("2022-03-31", "2022-04-01", -1, "VIX calls", at="16:00:00")
    hedge = '[hedge]\nstrategies = ["VIX calls"]\n'
    facts = Facts(backtest(tmp_path, {"t.csv": (log(*rows, over), "")}, hedge))
    assert value("drag.monthly.mean", facts).n == 5


def test_the_totals_of_a_log_that_is_booked_at_close_remain(tmp_path: Path) -> None:
    rows = [trade(d, d, 5) for d in YEAR[:60]]
    over = trade(YEAR[3], YEAR[50], -40, "VIX calls")
    hedge = '[hedge]\nstrategies = ["VIX calls"]\n'
    facts = Facts(backtest(tmp_path, {"t.csv": (log(*rows, over), "")}, hedge))
    assert value("return.hedged.total", facts).value == pytest.approx((300 - 40) / 100000)


def test_a_market_series_that_lacks_a_close_is_said(tmp_path: Path) -> None:
    closes = "date,vix\n" + "".join(f"{d},15\n" for d in YEAR if d != "2022-06-08")
    (tmp_path / "market.csv").write_text(closes, encoding="utf-8")
    series = '[[series]]\nname = "vix"\nfile = "market.csv"\nvalue = "vix"\n'
    read = backtest(tmp_path, {"m.csv": (marks(YEAR), "")}, series)
    assert (
        "the series vix has no close on 1 trading days of the backtest, first on 2022-06-08"
        in of(read, "series-days-missing").what
    )


@pytest.mark.parametrize("key", ["import.days.closed", "import.days.missing", "import.months.partial"])
def test_daily_values_of_which_nothing_is_counted_lack_nothing(key: str) -> None:
    assert value(key, monthly([0.01, 0.02], [0.0, 0.0])).value == 0
