"""A manifest that its files don't bear out is refused, and two runs are held against each other on days that both have."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from corpus.backtests.backtest import Backtest, check_backtest
from corpus.errors import UnreadableError
from tests.corpus.fixtures import FORMATS, text_of

TRADES = text_of("trades.csv")
WITHOUT_HEDGE = "".join(line for line in TRADES.splitlines(keepends=True) if "VIX" not in line)
MARKS = (FORMATS / "plain/marks.csv").read_text(encoding="utf-8")
UNHEDGED = "date,value\n2024-01-02,100000\n2024-01-31,101000\n2024-02-29,102000\n"
HEDGED = "date,value\n2024-01-02,100000\n2024-01-31,100500\n2024-02-29,101000\n"
LONG_PUTS = 'side = "long"\nright = "put"\n'
CALLS = '[hedge]\nstrategies = ["VIX calls"]\n'
EQUITY = 'values = "equity"\n'


def backtest(folder: Path, files: Mapping[str, tuple[str, str]], more: str = "", construction: str = "overlay") -> Backtest:
    """A backtest of files: their text, and what the manifest says of each."""
    told = f'name = "b"\ntitle = "B"\nhypothetical = true\nconstruction = "{construction}"\n[capital]\nbase = 100000\n'
    for name, (text, said) in files.items():
        (folder / name).write_text(text, encoding="utf-8")
        told += f'[[files]]\npath = "{name}"\n{said}'
    (folder / "backtest.toml").write_text(told + more, encoding="utf-8")
    return check_backtest(folder)


def two_runs(folder: Path, unhedged: tuple[str, str], hedged: tuple[str, str], more: str = "") -> Backtest:
    """A backtest of two runs: of each the text of its file, and what the manifest says of it."""
    files = {"a.csv": (unhedged[0], f'of = "unhedged"\n{unhedged[1]}'), "b.csv": (hedged[0], f'of = "hedged"\n{hedged[1]}')}
    return backtest(folder, files, more, "two_runs")


def codes(read: Backtest) -> list[str]:
    """What is wrong with it."""
    return [p.code for p in read.problems]


def values(read: Backtest, side: str) -> list[tuple[str, float]]:
    """An account's values by day, to the cent."""
    assert read.accounts is not None
    return [(str(day.date()), round(float(value), 2)) for day, value in read.accounts[side].items()]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("[[hedge.instruments]]\n" + LONG_PUTS, "hedge-empty"),
        (CALLS + '[[hedge.layers]]\nid = "none"\nname = "None"\n', "layer-empty"),
        (
            '[[hedge.layers]]\nid = "puts"\nname = "Puts"\n[[hedge.layers.instruments]]\nside = "long"\nright = "put"\n',
            "layer-empty",
        ),
        ('[hedge]\nstrategies = ["", "Put spread", "Call spread", "VIX calls"]\n', "base-empty"),
        (CALLS + '[base]\nstrategies = ["Condor"]\n', "base-strategy"),
        (CALLS + '[base]\nstrategies = ["VIX calls", "", "Put spread", "Call spread"]\n', "base-and-hedge"),
    ],
)
def test_a_part_that_the_manifest_declares_and_no_trade_is_of_is_an_error(tmp_path: Path, more: str, code: str) -> None:
    files = {"t.csv": (TRADES, "")}
    found = [p for p in backtest(tmp_path, files, more).problems if p.severity == "error"]
    assert [p.code for p in found] == [code]


def test_the_hedge_of_a_file_that_is_all_base_is_no_hedge(tmp_path: Path) -> None:
    assert codes(backtest(tmp_path, {"t.csv": (TRADES, 'of = "base"\n')}, CALLS)) == ["hedge-strategy"]


def test_a_hedge_alone_protects_nothing_unless_marks_tell_of_a_base(tmp_path: Path) -> None:
    hedge = (TRADES.splitlines()[0] + "\n" + TRADES.splitlines()[4] + "\n", 'of = "hedge"\n')
    assert codes(backtest(tmp_path, {"t.csv": hedge})) == ["base-empty"]
    assert "base-empty" not in codes(backtest(tmp_path, {"t.csv": hedge, "m.csv": (MARKS, "")}))


def test_a_layer_that_only_marks_tell_of_is_one(tmp_path: Path) -> None:
    marks = "date,base_pnl,hedge_pnl,hedge_pnl.short\n2024-01-02,10.00,-1.00,-1.00\n"
    layer = CALLS + '[[hedge.layers]]\nid = "short"\nname = "Short"\n'
    assert "layer-empty" not in codes(backtest(tmp_path, {"t.csv": (TRADES, ""), "m.csv": (marks, "")}, layer))


@pytest.mark.parametrize("said", ['unit = "percent"\n', EQUITY, 'value_column = "P/L"\n', 'date_column = "Date Opened"\n'])
def test_what_a_format_has_no_use_for_is_not_passed_over(tmp_path: Path, said: str) -> None:
    (problem,) = backtest(tmp_path, {"t.csv": (TRADES, said)}, CALLS).problems
    assert (problem.code, problem.file, problem.severity) == ("needless-key", "t.csv", "error")
    assert said.split(maxsplit=1)[0] in problem.mend


def test_columns_and_a_zone_are_for_trade_logs(tmp_path: Path) -> None:
    said = 'zone = "America/Chicago"\ncolumns = { chain = "Strategy" }\n'
    assert codes(backtest(tmp_path, {"t.csv": (TRADES, said)}, CALLS)) == ["booked-at-close"]
    assert codes(backtest(tmp_path, {"m.csv": (MARKS, said)})) == ["needless-key", "needless-key"]


def test_a_log_whose_trades_are_all_open_has_nothing_to_compute_from(tmp_path: Path) -> None:
    still_open = TRADES.splitlines()[:2]
    still_open[1] = still_open[1].replace('"2024-01-03","16:00:00",0,"Expired",495.6', '"","","","",""')
    read = backtest(tmp_path, {"t.csv": ("\n".join(still_open) + "\n", "")})
    assert codes(read) == ["no-values"]
    assert read.trades is None
    assert read.open_trades is not None


@pytest.mark.parametrize(("of", "code"), [("all", "account-twice"), ("base", "account-twice")])
def test_two_accounts_of_one_side_are_an_error(tmp_path: Path, of: str, code: str) -> None:
    said = f'of = "{of}"\n{EQUITY}'
    assert code in codes(backtest(tmp_path, {"a.csv": (UNHEDGED, said), "b.csv": (HEDGED, said)}))


def test_two_equity_curves_stand_side_by_side(tmp_path: Path) -> None:
    read = two_runs(tmp_path, (UNHEDGED, EQUITY), (HEDGED, EQUITY))
    assert codes(read) == []
    assert values(read, "unhedged") == [("2024-01-02", 100000.0), ("2024-01-31", 101000.0), ("2024-02-29", 102000.0)]
    assert values(read, "hedged")[1:] == [("2024-01-31", 100500.0), ("2024-02-29", 101000.0)]
    assert read.marking == "daily"


def test_returns_of_one_run_and_equity_of_the_other_stand_side_by_side(tmp_path: Path) -> None:
    returns = ("date,r\n2024-01-31,1\n2024-02-29,1\n", 'values = "returns"\nunit = "percent"\n')
    read = two_runs(tmp_path, returns, (HEDGED, EQUITY))
    assert values(read, "unhedged")[1:] == [("2024-01-31", 101000.0), ("2024-02-29", 102010.0)]


def test_of_two_runs_only_the_days_together_count_and_what_is_lost_is_said(tmp_path: Path) -> None:
    read = two_runs(tmp_path, (UNHEDGED + "2024-03-28,90000\n", EQUITY), (HEDGED, EQUITY))
    assert codes(read) == ["days-apart"]
    assert "from 2024-01-02 to 2024-02-29 together; what unhedged earned outside" in read.problems[0].what
    assert values(read, "unhedged")[-1] == ("2024-02-29", 102000.0)


def test_two_runs_without_a_day_together_are_an_error(tmp_path: Path) -> None:
    other = "date,value\n2022-01-03,100000\n2022-01-31,100500\n"
    assert codes(two_runs(tmp_path, (UNHEDGED, EQUITY), (other, EQUITY))) == ["no-shared-days"]


def test_marks_from_two_accounts_are_of_the_days_that_both_have(tmp_path: Path) -> None:
    hedge = "date,value\n2024-01-31,0\n2024-02-29,-500\n2024-03-28,-900\n"
    files = {"a.csv": (UNHEDGED, f'of = "base"\n{EQUITY}'), "b.csv": (hedge, f'of = "hedge"\n{EQUITY}')}
    read = backtest(tmp_path, files)
    assert codes(read) == ["days-apart"]
    assert read.marks is not None
    assert [(str(d.date()), *row) for d, row in zip(read.marks.index, read.marks.to_numpy().tolist(), strict=True)] == [
        ("2024-02-29", 1000.0, -500.0)
    ]


def test_returns_of_base_and_hedge_are_profit_on_the_capital_base(tmp_path: Path) -> None:
    said = 'of = "{}"\nvalues = "returns"\nunit = "percent"\n'
    text = "date,r\n2024-01-31,{0}\n2024-02-29,{0}\n"
    read = backtest(
        tmp_path, {"a.csv": (text.format(1), said.format("base")), "b.csv": (text.format(-0.5), said.format("hedge"))}
    )
    assert codes(read) == []
    assert read.marks is not None
    assert read.marks.round(9).to_numpy().tolist() == [[1000.0, -500.0], [1000.0, -500.0]]


def test_two_logs_are_booked_at_their_closes_whichever_begins_first(tmp_path: Path) -> None:
    read = two_runs(tmp_path, (WITHOUT_HEDGE, ""), (TRADES, ""), CALLS)
    assert codes(read) == ["booked-at-close"]
    assert read.marking == "at_close"
    assert values(read, "unhedged")[-1] == ("2024-01-03", 100182.4)
    assert values(read, "hedged")[-1] == ("2024-01-03", 100265.8)
    assert read.trades is not None
    assert read.trades.loc[read.trades["hedge"], "pnl"].tolist() == [83.4]


def test_a_close_before_the_other_run_begins_is_counted(tmp_path: Path) -> None:
    early = TRADES.replace('1.20",-120,4769.83,"2023-12-29"', '1.20",-120,4769.83,"2023-12-27"')
    read = two_runs(tmp_path, (WITHOUT_HEDGE, ""), (early, ""), CALLS)
    assert values(read, "hedged")[:2] == [("2023-12-26", 100000.0), ("2023-12-27", 100083.4)]
    assert values(read, "unhedged")[:2] == [("2023-12-26", 100000.0), ("2023-12-27", 100000.0)]


def test_a_run_in_two_logs_is_one_account(tmp_path: Path) -> None:
    head, *rows = TRADES.splitlines()
    files = {"h.csv": (TRADES, 'of = "hedged"\n')}
    files |= {f"{i}.csv": (f"{head}\n{row}\n", 'of = "unhedged"\n') for i, row in enumerate(rows[:3])}
    read = backtest(tmp_path, files, CALLS, "two_runs")
    assert codes(read) == ["booked-at-close"]
    assert values(read, "unhedged")[-1] == ("2024-01-03", 100182.4)


def test_runs_that_are_changed_for_each_other_are_noticed_by_the_hedge(tmp_path: Path) -> None:
    read = two_runs(tmp_path, (TRADES, ""), (WITHOUT_HEDGE, ""), CALLS)
    assert [(p.code, p.file) for p in read.problems] == [("hedge-in-unhedged", "a.csv")]


def test_a_fault_of_one_file_is_one_fault(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"^backtest\.toml:9: files\.0\.zone: is no time zone; write one like [\w/]+$"):
        backtest(tmp_path, {"t.csv": (TRADES, 'zone = "America/Chicagoo"\n')})


def test_of_two_runs_every_file_is_of_one(tmp_path: Path) -> None:
    files = {"a.csv": (UNHEDGED, f'of = "unhedged"\n{EQUITY}'), "b.csv": (HEDGED, f'of = "hedged"\n{EQUITY}')}
    with pytest.raises(UnreadableError, match=r'^backtest\.toml: of two runs each file is of = "unhedged" or "hedged"; mend'):
        backtest(tmp_path, {**files, "m.csv": (MARKS, "")}, construction="two_runs")
