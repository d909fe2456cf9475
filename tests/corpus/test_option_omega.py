"""Option Omega's logs: of backtests, of live trades and of days."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from corpus import formats
from corpus.backtests.manifest import DataFile
from tests.corpus.fixtures import OMEGA, found, said, text_of, trades_of


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("trades.csv", "option-omega-trades"),
        ("trades-new.csv", "option-omega-trades"),
        ("live.csv", "option-omega-live"),
        ("live-times.csv", "option-omega-live"),
        ("daily.csv", "option-omega-daily"),
    ],
)
def test_each_log_is_known_by_its_columns(name: str, known: str) -> None:
    assert known == formats.recognise(OMEGA / name).NAME


def test_newer_columns_change_nothing_and_tell_the_underlying() -> None:
    old, new = (formats.read(OMEGA / name)[1] for name in ("trades.csv", "trades-new.csv"))
    assert (old.problems, new.problems) == ((), ())
    assert trades_of(old).equals(trades_of(new).drop(columns="underlying"))
    assert trades_of(new)["underlying"].tolist() == ["VIX", "SPX", "SPX", "SPX"]


def test_a_trade_without_close_and_pnl_is_open(tmp_path: Path) -> None:
    row = '"2023-12-29","15:00:00",-150,"Exited at Specified Time",83.4,3'
    imported = found(tmp_path, text_of("trades.csv").replace(row, '"","",,"",,3'))
    assert imported.problems == ()
    assert len(trades_of(imported)) == 3
    assert imported.open_trades is not None
    assert imported.open_trades[["strategy", "premium", "contracts", "fees"]].to_numpy().tolist() == [["VIX calls", -120, 3, 6.6]]
    assert not {"closed", "pnl", "closing_cost"} & set(imported.open_trades)


@pytest.mark.parametrize(
    ("cost", "what"), [("dollars", "Avg. Closing Cost in dollars"), ("points", "Closing Cost are in points")]
)
def test_premium_in_points_is_one_error_for_the_whole_log(tmp_path: Path, cost: str, what: str) -> None:
    table = pd.read_csv(OMEGA / "trades.csv", encoding="utf-8-sig", keep_default_na=False)
    table["Premium"] /= 100
    if cost == "points":
        table["Avg. Closing Cost"] /= 100
    imported = found(tmp_path, table.to_csv(index=False))
    assert said(imported) == [("premium-points", 2)]
    assert what in imported.problems[0].what


def test_one_row_in_points_is_an_error_of_that_row(tmp_path: Path) -> None:
    assert said(found(tmp_path, text_of("trades.csv").replace('0.70",250,', '0.70",2.5,'))) == [("pnl-identity", 2)]


@pytest.mark.parametrize("day", ["10/06/2025", "06.10.2025", "6/10/25", "2025/10/06"])
def test_a_day_in_another_form_is_not_guessed_and_the_right_form_is_shown(tmp_path: Path, day: str) -> None:
    imported = found(tmp_path, text_of("trades.csv").replace('"2024-01-03","09:45:00"', f'"{day}","09:45:00"'))
    assert said(imported) == [("cell", 2)]
    assert "year, month and day" in imported.problems[0].mend


def test_times_with_offsets_and_of_another_zone_become_those_of_the_exchange(tmp_path: Path) -> None:
    written = text_of("trades.csv")
    offset = found(tmp_path, re.sub(r'"(\d\d:\d\d:\d\d)"', r'"\1-05:00"', written))
    assert said(offset) == [("zone-converted", None)]
    assert trades_of(offset).equals(trades_of(found(tmp_path, written)))
    moved = trades_of(found(tmp_path, written, zone="America/Chicago"))
    assert str(moved["opened"].iloc[-1]) == "2024-01-03 10:45:00"


def test_a_margin_that_a_row_does_not_tell_is_left_out_for_all(tmp_path: Path) -> None:
    imported = found(tmp_path, text_of("trades.csv").replace(",50265.8,9500,", ",50265.8,,"))
    assert [(p.code, p.severity, p.line) for p in imported.problems] == [("no-margin", "warning", 2)]
    assert "margin" not in trades_of(imported)


def test_one_lacking_fee_column_is_named(tmp_path: Path) -> None:
    table = pd.read_csv(OMEGA / "trades.csv", encoding="utf-8-sig", keep_default_na=False)
    table["P/L"] += table.pop("Closing Commissions + Fees")
    imported = found(tmp_path, table.to_csv(index=False, float_format="%.2f"))
    assert said(imported) == [("no-fees", 1)]
    assert "'Closing Commissions + Fees'" in imported.problems[0].what
    assert trades_of(imported)["fees"].sum() == pytest.approx(14.3)


def test_a_live_log_in_points_and_dollars_is_recomputed() -> None:
    imported = formats.read(OMEGA / "live.csv")[1]
    trades = trades_of(imported)
    assert trades["pnl"].tolist() == pytest.approx(
        [(100 * 1.95 - 435) * 2 - 8.80, (100 * 2.40 - 95) * 1 - 4.40, (100 * 2.50 - 0) * 2 - 4.40]
    )
    assert trades["fees"].tolist() == pytest.approx([8.80, 4.40, 4.40])
    assert trades["premium"].tolist() == pytest.approx([195, 240, 250])
    assert trades["closing_cost"].tolist() == [435, 95, 0]
    assert imported.live is True
    assert [(p.code, p.severity, p.line) for p in imported.problems] == [
        ("premium-points", "note", 1),
        ("pnl-recomputed", "warning", 3),
    ]
    assert "wrong on 2 rows: the column sums to -95387.60 dollars where 147.40 is true" in imported.problems[1].what


def test_a_live_log_with_times_of_their_own_tells_what_was_received_in_points() -> None:
    imported = formats.read(OMEGA / "live-times.csv")[1]
    trades = trades_of(imported)
    assert trades["pnl"].tolist() == pytest.approx([1494.96, 50.23])  # its own
    assert trades["premium"].tolist() == pytest.approx([805, -5190])
    assert trades["closing_cost"].tolist() == pytest.approx([45, -5250])
    assert trades["fees"].tolist() == pytest.approx([25.04, 9.77])
    assert str(trades["opened"].iloc[0]) == "2026-03-02 12:17:21.193004"
    assert [p.code for p in imported.problems] == ["premium-points"]


def test_a_manifest_names_columns_of_a_live_log_too(tmp_path: Path) -> None:
    head, *rows = text_of("live.csv").splitlines()
    written = "\n".join([head + ",Campaign", *(f"{row},c{i}" for i, row in enumerate(rows)), ""])
    (tmp_path / "log.csv").write_text(written, encoding="utf-8")
    told = DataFile.model_validate({"path": "log.csv", "columns": {"chain": "Campaign"}})
    assert trades_of(formats.read(tmp_path / "log.csv", told)[1])["chain"].tolist() == ["c2", "c1", "c0"]
    told = DataFile.model_validate({"path": "log.csv", "columns": {"chain": "Chain"}})
    assert ("no-column", 1) in said(formats.read(tmp_path / "log.csv", told)[1])


def live(*rows: str) -> str:
    """A live log with other rows: premium, contracts, P/L, closing cost."""
    head, first = text_of("live.csv").splitlines()[:2]
    cells = first.split(",")
    written = []
    for minute, row in enumerate(rows):
        cells[1] = f"2024-01-03T09:{minute:02}:12.3"
        cells[4:7] = row.split()[:3]
        cells[9] = row.split()[3]
        written.append(",".join(cells))
    return "\n".join([head, *written, ""])


def test_a_closing_cost_in_points_leaves_the_pnl_as_it_is(tmp_path: Path) -> None:
    imported = found(tmp_path, live("0.80 3 -294.0 1.75", "2.00 1 96.0 1.00"))  # 100 * (0.80 - 1.75) * 3 - 9
    assert sorted(trades_of(imported)["pnl"]) == [-294, 96]
    assert trades_of(imported)["closing_cost"].tolist() == [175, 100]
    assert [p.code for p in imported.problems] == ["premium-points"]


def test_a_closing_cost_that_can_be_either_is_an_error(tmp_path: Path) -> None:
    imported = found(tmp_path, live("1.00 1 -904.0 10"))  # 10 dollars are a tenth of the premium, 10 points ten times as much
    assert said(imported) == [("closing-cost-unit", 1)]


def test_a_live_pnl_that_leaves_no_likely_fees_is_an_error_with_its_line(tmp_path: Path) -> None:
    assert said(found(tmp_path, live("0.80 3 231.0 0", "0.80 3 131.0 0", "0.80 3 250.0 0"))) == [
        ("premium-points", 1),
        ("pnl-identity", 3),
        ("pnl-identity", 4),
    ]


def test_a_live_trade_without_a_close_is_open_whatever_its_pnl(tmp_path: Path) -> None:
    written = text_of("live.csv").replace("2,495.6,4704.81,2024-01-03T16:00:04.11020,0.0,Expired", "2,{},,,,")
    for pnl, codes in (("", []), ("0.0", []), ("120.5", ["open-pnl"])):
        imported = found(tmp_path, written.format(pnl))
        assert [p.code for p in imported.problems] == [*codes, "premium-points", "pnl-recomputed"]
        assert imported.open_trades is not None
        assert imported.open_trades[["premium", "contracts"]].to_numpy().tolist() == [[250, 2]]
        assert trades_of(imported)["pnl"].sum() == pytest.approx(-348.2)


def test_a_daily_log_is_an_account_and_its_withdrawals() -> None:
    imported = formats.read(OMEGA / "daily.csv")[1]
    assert imported.account is not None
    assert imported.flows is not None
    assert [str(day.date()) for day in imported.account.index[:2]] == ["2023-12-26", "2023-12-27"]
    assert imported.account.tolist() == pytest.approx([50000, 49980, 49526.2, 49644.6, 48770.2, 49265.8])
    assert imported.flows.to_dict() == {pd.Timestamp("2024-01-02"): -1000}
    assert imported.pnl.tolist() == pytest.approx([-20, -453.8, 118.4, 125.6, 495.6])
    assert said(imported) == [("withdrawn", None)]


@pytest.mark.parametrize("name", ["ema-tradelog.csv", "ema-dailylog.csv"])
def test_the_real_logs_have_no_problem(shared: Path, name: str) -> None:
    assert formats.read(shared / "data/option-omega" / name)[1].problems == ()


def test_the_real_live_log_is_recomputed(shared: Path) -> None:
    file = shared / "data/option-omega/ema-strategy-trade-log.csv"
    trades = trades_of(formats.read(file, DataFile(path=file.name))[1])
    own = pd.read_csv(file)
    gross = ((100 * own["Initial Premium"] - own["Avg. Closing Cost"]) * own["No. of Contracts"]).sum()
    fees = (100 * (own["Initial Premium"] - own["Avg. Closing Cost"]) * own["No. of Contracts"] - own["P/L"]).sum()
    assert (gross, fees) == pytest.approx((24243, 5106))
    assert (trades["fees"].sum(), trades["pnl"].sum()) == pytest.approx((fees, gross - fees))


@pytest.mark.parametrize("fees", [True, False], ids=["by-columns", "by-rows"])
def test_a_log_all_in_points_is_told_by_the_prices_of_its_legs(tmp_path: Path, fees: bool) -> None:
    text = text_of("trades.csv").splitlines()
    rows = [text[1].replace(",250,", ",2.5,").replace(",495.6,", ",5,").replace(",4.4,0,", ",0,0,")]
    rows += [text[2].replace(",250,", ",2.5,").replace(",90,", ",0.9,").replace(",155.6,", ",1.6,").replace(",2.2,2.2,", ",0,0,")]
    head = text[0] if fees else text[0].replace("Commissions + Fees", "Costs")
    problems = found(tmp_path, "\n".join([head, *rows, ""])).problems
    assert [(p.code, p.line, p.column) for p in problems if p.severity == "error"] == [("premium-points", 1, "Premium")]
