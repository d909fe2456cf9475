"""A trader's own table of trades is read by the columns that its manifest names."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import formats
from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.errors import UnreadableError
from corpus.formats.own_table import guess

TABLE = """Date Opened,Date Closed,System,P&L ($),Comm,Qty,Mood
2024-01-02,2024-01-03,Condor,"$1,150.50",4.40,2,fine
2024-01-04T10:15:00,2024-01-04T15:55:00,Calls,($80.25),1.30,1,
2024-01-05,,Condor,,2.20,2,open
"""
COLUMNS = {
    "opened": "Date Opened", "closed": "Date Closed", "strategy": "System", "pnl": "P&L ($)", "fees": "Comm", "contracts": "Qty",
}  # fmt: skip


def found(folder: Path, text: str = TABLE, **columns: str) -> Imported:
    """What is read from such a table."""
    file = folder / "own.csv"
    file.write_text(text, encoding="utf-8")
    return formats.read(file, DataFile.model_validate({"path": file.name, "columns": columns or COLUMNS}))[1]


def codes(read: Imported) -> list[str]:
    """What is said of it."""
    return [p.code for p in read.problems]


def test_trades_are_those_of_the_named_columns(tmp_path: Path) -> None:
    read = found(tmp_path)
    assert codes(read) == ["columns-left-out", "money"]
    assert "left out: Mood" in read.problems[0].what
    assert read.trades is not None
    assert read.trades["pnl"].tolist() == [1150.5, -80.25]
    assert read.trades["fees"].tolist() == [4.4, 1.3]
    assert [str(t) for t in read.trades["opened"]] == ["2024-01-02 00:00:00", "2024-01-04 10:15:00"]
    assert read.open_trades is not None
    assert read.open_trades["strategy"].tolist() == ["Condor"]


def test_without_a_map_the_error_offers_one(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(TABLE, encoding="utf-8")
    (problem,) = formats.read(file)[1].problems
    assert problem.code == "undeclared"
    assert 'pnl = "P&L ($)"' in problem.mend


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"opened": "Date Opened", "pnl": "P&L"}, "there is no column 'P&L'"),
        ({"pnl": "P&L ($)"}, "columns names no column for opened"),
    ],
)
def test_a_column_that_lacks_is_named_with_those_there_are(tmp_path: Path, columns: dict[str, str], said: str) -> None:
    problem = found(tmp_path, **columns).problems[0]
    assert (problem.code, said in problem.what) == ("no-column", True)
    assert "Date Opened, Date Closed, System" in problem.mend


def test_days_with_slashes_are_read_where_the_file_tells_their_order(tmp_path: Path) -> None:
    columns = {"opened": "Day", "pnl": "Profit"}
    read = found(tmp_path, "Day,Profit\n01/31/2024,5\n02/01/2024 10:30,6\n", **columns)
    assert read.trades is not None
    assert [str(t) for t in read.trades["opened"]] == ["2024-01-31 00:00:00", "2024-02-01 10:30:00"]
    assert codes(found(tmp_path, "Day,Profit\n02/01/2024,5\n01/02/2024,6\n", **columns)) == ["day-order"]


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda t: t.replace("4.40", "four"), "cell"),
        (lambda t: t.replace("2024-01-03", "2024-13-03"), "cell"),
        (lambda t: t.replace("2024-01-03", "2024-01-01"), "close-before-open"),
        (lambda t: t.replace(",fine", ""), "row-width"),
        (lambda t: t + t.splitlines()[1] + "\n", "duplicate"),
        (lambda t: t.splitlines()[0] + "\n", "empty"),
        (lambda t: t.replace("2024-01-02,", "2024-01-02T10:00:00-05:00,"), "zone-mixed"),
        (lambda t: t.replace('"$1,150.50"', ""), "cell"),
    ],
)
def test_a_damage_is_said(tmp_path: Path, damage: object, code: str) -> None:
    assert code in codes(found(tmp_path, damage(TABLE)))  # type: ignore[operator]


def test_a_refusal_names_the_nearest_format_and_what_it_lacks(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("Legs,Premium,Reason\nx,1,y\n", encoding="utf-8")
    with pytest.raises(UnreadableError, match=r"nearest to an Option Omega trade log, and lacks Date Opened"):
        formats.read(file)


def test_a_guess_takes_no_column_twice() -> None:
    assert guess(["Date", "P/L", "Trade"]) == {"opened": "Date", "closed": "Date", "pnl": "P/L", "legs": "Trade"}
    assert guess(["Alpha", "Beta"]) == {}
