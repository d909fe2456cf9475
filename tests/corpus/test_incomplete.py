"""Ten incomplete variants of a file of each format: of none is nothing said that isn't said of the whole file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import UnreadableError
from corpus.trading_days import trading_days
from reports.checks import check_paths
from tests.corpus.test_completeness import HEAD, daily, equity, marks, trade
from tests.damages import FIXTURES

DAYS = [str(d) for d in trading_days(np.datetime64("2022-01-03"), np.datetime64("2022-12-30"))]
Cut = Callable[[list[str]], list[str]]


def log() -> str:
    """A trade a day for a year, with what the account is worth at each close."""
    rows = [trade(d, d, 5 + i % 7, funds=str(100000 + sum(5 + k % 7 for k in range(i + 1)))) for i, d in enumerate(DAYS)]
    return "\n".join([HEAD, *rows, ""])


TABLES = {"trades.csv": log(), "daily.csv": daily(DAYS), "marks.csv": marks(DAYS)}
#: Rows below the header that are left, of a year of trading days.
CUTS: dict[str, Cut] = {
    "one day missing": lambda rows: rows[:100] + rows[101:],
    "a week missing": lambda rows: rows[:100] + rows[105:],
    "seventeen days of a month": lambda rows: rows[:85] + rows[102:],
    "a quarter missing": lambda rows: rows[:62] + rows[125:],
    "the first week": lambda rows: rows[5:],
    "the first six weeks": lambda rows: rows[30:],
    "the last week": lambda rows: rows[:-5],
    "the last six weeks": lambda rows: rows[:-30],
    "every fifth day": lambda rows: [r for i, r in enumerate(rows) if i % 5],
    "two holes": lambda rows: rows[:50] + rows[53:150] + rows[152:],
}


@pytest.mark.parametrize("how", list(CUTS))
@pytest.mark.parametrize("name", list(TABLES))
def test_a_table_by_day_that_lacks_days_is_never_silent(tmp_path: Path, name: str, how: str) -> None:
    head, *rows = TABLES[name].splitlines()
    file = tmp_path / name
    file.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    assert [p for p in check_paths([file]).problems if p.severity != "note"] == []
    file.write_text("\n".join([head, *CUTS[how](rows), ""]), encoding="utf-8")
    assert [p for p in check_paths([file]).problems if p.severity != "note"]


@pytest.mark.parametrize("how", list(CUTS))
def test_a_series_that_lacks_days_is_never_silent(tmp_path: Path, how: str) -> None:
    head, *rows = equity(DAYS).splitlines()
    told = 'name = "a"\ntitle = "A"\nhypothetical = true\n[capital]\nbase = {}\n[[files]]\npath = "a.csv"\nvalues = "equity"\n'
    for kept, silent in ((rows, True), (CUTS[how](rows), False)):
        (tmp_path / "a.csv").write_text("\n".join([head, *kept, ""]), encoding="utf-8")
        base = kept[0].split(",")[1]
        (tmp_path / "backtest.toml").write_text(told.format(base), encoding="utf-8")
        assert (not check_paths([tmp_path]).problems) == silent


@pytest.mark.parametrize("how", list(CUTS))
def test_a_result_whose_chart_lacks_days_is_never_silent(tmp_path: Path, how: str) -> None:
    points = [[int(np.datetime64(f"{d}T20:00:00").astype(int)), 100000 + 10 * i] for i, d in enumerate(DAYS)]
    file = tmp_path / "result.json"
    for kept, silent in ((points, True), (CUTS[how](points), False)):  # type: ignore[arg-type]
        chart = {"charts": {"Strategy Equity": {"series": {"Equity": {"values": kept}}}}, "statistics": {"End Equity": "102500"}}
        file.write_text(json.dumps(chart | {"totalPerformance": {"closedTrades": []}}), encoding="utf-8")
        assert (not check_paths([file]).problems) == silent


LIVE = "Strategy,Date Opened,Opening Price,Legs,Initial Premium,No. of Contracts,P/L,Closing Price,Date Closed,Avg. Closing Cost,"
FLEX = (FIXTURES / "ibkr_flex_csv/query.csv").read_text(encoding="utf-8").splitlines()[0]


def live_row(day: str, i: int) -> str:
    """A night's trade as a live log has it."""
    return f"S,{day}T09:45:00,4000,1 Jan 3 3900 P STO 3.20,{(5 + i % 7) / 100},1,{5 + i % 7},4000,{day}T16:00:00,0.0,Expired"


def own_row(day: str, i: int) -> str:
    """The same in a table of one's own."""
    return f"{day},{day},{5 + i % 7}"


def flex_rows(day: str, i: int) -> str:
    """A put sold and bought back in executions."""
    when, conid = day.replace("-", ""), f"{1000 + i}"
    put = f'"U1","USD","OPT","SPXW  {when[2:]}P04000000","{conid}","SPX","100","4000","{when}","P"'
    worth = f"{1.1 - i % 7 / 10:.1f}", 110 - i % 7 * 10
    sold = f'{put},"{when};101500","-1","1.2","120","-1","119","O","","SELL","{2 * i}"'
    return f'{sold}\n{put},"{when};151500","1","{worth[0]}","-{worth[1]}","-1","-{worth[1] + 1}","C","","BUY","{2 * i + 1}"'


LOGS: dict[str, tuple[str, Callable[[str, int], str]]] = {
    "live.csv": (f"{LIVE}Reason For Close", live_row),
    "own.csv": ("Opened,Closed,PnL", own_row),
    "flex.csv": (FLEX, flex_rows),
}
OWN = (
    'name = "a"\ntitle = "A"\nhypothetical = false\n[capital]\nbase = 100000\n[[files]]\npath = "own.csv"\n'
    'columns = { opened = "Opened", closed = "Closed", pnl = "PnL" }\n'
)


def said_of(folder: Path, name: str, rows: list[str]) -> set[tuple[str, str]]:
    """What is said of a log of these rows."""
    (folder / name).write_text("\n".join([LOGS[name][0], *rows, ""]), encoding="utf-8")
    if name == "own.csv":
        (folder / "backtest.toml").write_text(OWN, encoding="utf-8")
    checked = check_paths([folder if name == "own.csv" else folder / name])
    assert dict(checked.summary)["trades"] == len(rows)
    return {(p.code, p.what) for p in checked.problems}


@pytest.mark.parametrize("how", list(CUTS))
@pytest.mark.parametrize("name", list(LOGS))
def test_a_log_without_funds_that_lacks_days_is_never_silent(tmp_path: Path, name: str, how: str) -> None:
    rows = [LOGS[name][1](day, i) for i, day in enumerate(DAYS)]
    whole = said_of(tmp_path, name, rows)
    assert not {code for code, _ in whole} & {"days-without-trades", "month-partial"}
    found = {code for code, _ in said_of(tmp_path, name, CUTS[how](rows)) - whole}
    assert found & {"days-without-trades", "month-partial"}


def test_a_trader_who_pauses_often_hears_nothing_of_it(tmp_path: Path) -> None:
    rows = [live_row(day, i) for i, day in enumerate(DAYS) if i % 2]
    assert "days-without-trades" not in {code for code, _ in said_of(tmp_path, "live.csv", rows)}


#: Rows of each statement, and those whose loss nothing in the file tells: the last trade, a withdrawal.
STATEMENTS: dict[str, tuple[range, set[int]]] = {
    "ibkr_flex/statement.xml": (range(6, 39), set()),
    "tastytrade/history.csv": (range(2, 30), {2, 4}),
    "thinkorswim/statement.csv": (range(8, 110), set()),
    "optionnet_explorer/detail.csv": (range(9, 27), set()),
    "vectorbt/trades.csv": (range(2, 6), {5}),
}


@pytest.mark.parametrize("name", list(STATEMENTS))
def test_a_statement_that_lacks_any_of_its_rows_is_never_silent(tmp_path: Path, name: str) -> None:
    """Each row is missing once: something more is said, it is refused, or nothing of what is read is another."""
    rows, unseen = STATEMENTS[name]
    file = FIXTURES / name
    whole = file.read_bytes().split(b"\n")
    sound = check_paths([file])
    before = {(p.code, p.what) for p in sound.problems}
    silent = set()
    for line in [n for n in rows if n <= len(whole) and whole[n - 1].strip()]:
        copy = tmp_path / file.name
        copy.write_bytes(b"\n".join(x for n, x in enumerate(whole, start=1) if n != line))
        try:
            checked = check_paths([copy])
        except UnreadableError:
            continue
        if {(p.code, p.what) for p in checked.problems} <= before and dict(checked.summary) != dict(sound.summary):
            silent.add(line)
    assert silent == unseen
