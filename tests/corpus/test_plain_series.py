"""Plain series: nothing is guessed, returns grow the manifest's capital base, and each damage is said with its line."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from corpus import formats
from corpus.backtests.backtest import check_backtest
from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.errors import UnreadableError
from corpus.formats import _parquet
from reports.checks import check_paths
from tests.damages import FIXTURES, Damage, Expected, both, check, cut, line_again, read_damaged, recoded, same, swap

FOLDER = FIXTURES / "plain_series"
EQUITY, RETURNS = ((FOLDER / name).read_bytes() for name in ("equity.csv", "returns.csv"))
AS_EQUITY = DataFile(path="series.csv", values="equity")
AS_RETURNS = DataFile(path="series.csv", values="returns", unit="fraction")
AS_PERCENT = DataFile(path="series.csv", values="returns", unit="percent")
MANIFEST = 'name = "mine"\ntitle = "Mine"\nhypothetical = true\n[capital]\nbase = 200000\n[[files]]\npath = "series.csv"\n'


def read(folder: Path, raw: bytes, told: DataFile) -> Imported:
    """What is read of a file that is not refused."""
    found = read_damaged(folder, raw, told)
    assert not isinstance(found, str)
    return found


def values(account: pd.Series[float] | None) -> dict[str, float]:
    """An account by day, to a ten-millionth."""
    assert account is not None
    return {str(on.date()): round(float(v), 7) for on, v in zip(account.index, account, strict=True)}


def parquet(table: pd.DataFrame) -> bytes:
    """A table as pandas writes it to Parquet."""
    out = io.BytesIO()
    table.to_parquet(out)
    return out.getvalue()


def equity_table() -> pd.DataFrame:
    """The equity fixture with its days as an index."""
    return pd.read_csv(FOLDER / "equity.csv", index_col="Date", parse_dates=True)


def test_equity_is_the_account_and_its_first_value_what_it_began_with(tmp_path: Path) -> None:
    found = read(tmp_path, EQUITY, AS_EQUITY)
    assert found.problems == ()
    assert not found.relative
    assert found.pnl.tolist() == [250.0, -500.5, 350.5, 0.0]
    assert values(found.account)["2024-01-02"] == 100_000.0


def test_returns_grow_from_one_on_the_day_before_the_first(tmp_path: Path) -> None:
    # 1 x 1.01 = 1.01; x 0.98 = 0.9898; x 1 = 0.9898; x 1.05 = 1.03929
    grown = {"2024-01-02": 1.0, "2024-01-03": 1.01, "2024-01-04": 0.9898, "2024-01-05": 0.9898, "2024-01-08": 1.03929}
    found = read(tmp_path, RETURNS, AS_RETURNS)
    assert found.problems == ()
    assert found.relative
    assert values(found.account) == grown
    percent = RETURNS.replace(b"0.01", b"1").replace(b"0.02", b"2").replace(b"0.05", b"5")
    assert values(read(tmp_path, percent, AS_PERCENT).account) == grown


def test_a_first_return_that_is_empty_is_the_day_that_the_account_begins_on(tmp_path: Path) -> None:
    found = read(tmp_path, swap("2024-01-03,0.01", "2024-01-03,")(RETURNS), AS_RETURNS)
    assert found.problems == ()
    assert values(found.account) == {"2024-01-03": 1.0, "2024-01-04": 0.98, "2024-01-05": 0.98, "2024-01-08": 1.029}


def test_returns_are_scaled_by_the_capital_base_of_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "series.csv").write_bytes(RETURNS)
    (tmp_path / "backtest.toml").write_text(MANIFEST + 'values = "returns"\nunit = "fraction"\n', encoding="utf-8")
    backtest = check_backtest(tmp_path)
    assert [p.code for p in backtest.problems] == ["month-partial"]
    assert backtest.accounts is not None
    assert values(backtest.accounts["unhedged"])["2024-01-08"] == 207_858.0
    (tmp_path / "backtest.toml").write_text(
        MANIFEST.replace("[[files]]", 'flows = "dated"\n[[files]]') + 'values = "returns"\nunit = "fraction"\n', encoding="utf-8"
    )
    assert [(p.code, p.file) for p in check_backtest(tmp_path).problems] == [("flows", "backtest.toml")]


def test_equity_that_begins_with_another_capital_base_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "series.csv").write_bytes(EQUITY)
    (tmp_path / "backtest.toml").write_text(MANIFEST + 'values = "equity"\n', encoding="utf-8")
    problem = check_backtest(tmp_path).problems[0]
    assert (problem.code, problem.severity) == ("base", "warning")
    assert "100000.00" in problem.what
    assert "200000.00" in problem.what
    (tmp_path / "backtest.toml").write_text(MANIFEST.replace("200000", "100000") + 'values = "equity"\n', encoding="utf-8")
    assert [p.code for p in check_backtest(tmp_path).problems] == ["month-partial"]


def test_without_a_manifest_the_error_says_what_to_write() -> None:
    problem = check_paths([FOLDER / "returns.csv"]).problems[0]
    assert (problem.code, problem.severity) == ("undeclared", "error")
    assert 'values = "equity"' in problem.mend


def test_two_columns_of_values_are_listed_and_one_can_be_named(tmp_path: Path) -> None:
    two = b"Date,Strategy,Benchmark\n2024-01-02,100000,5\n2024-01-03,100250,6\n"
    problem = read(tmp_path, two, AS_EQUITY).problems[0]
    assert (problem.code, problem.line) == ("value-column", 1)
    assert "Strategy, Benchmark" in problem.what
    named = DataFile(path="series.csv", values="equity", date_column="Date", value_column="Benchmark")
    assert values(read(tmp_path, two, named).account) == {"2024-01-02": 5.0, "2024-01-03": 6.0}
    twice = read(tmp_path, two.replace(b"Benchmark", b"Strategy"), named.model_copy(update={"value_column": "Strategy"}))
    assert [p.code for p in twice.problems] == ["value-column"]


def test_a_table_that_nearly_is_of_another_format_is_told_what_it_lacks() -> None:
    with pytest.raises(UnreadableError, match="lacks hedge_pnl"):
        formats.read(FOLDER / "cut-marks.csv")


EQUITY_DAMAGES: list[tuple[str, Damage, Expected]] = [
    ("sound", lambda raw: raw, []),
    ("index without a name", swap("Date,", ","), []),
    ("index that was read as a column", swap("Date,", "Unnamed: 0,"), []),
    ("row numbers before", lambda raw: b"".join(b"," + s for s in raw.splitlines(keepends=True)), []),
    ("moments at midnight", lambda raw: re.sub(rb"(\n[-\d]+),", rb"\1 00:00:00,", raw), []),
    ("midnight in UTC", lambda raw: re.sub(rb"(\n[-\d]+),", rb"\1T00:00:00Z,", raw), []),
    ("closes in UTC", lambda raw: re.sub(rb"(\n[-\d]+),", rb"\1T21:00:00Z,", raw), [("zone-converted", None)]),
    ("one close in UTC", both(swap("05,", "05T21:00:00Z,"), swap("04,", "04 16:00:00,")), [("zone-mixed", 5)]),
    ("other line ends", lambda raw: raw.replace(b"\n", b"\r\n"), []),
    ("a mark of UTF-8", recoded("utf-8-sig"), []),
    ("UTF-16", recoded("utf-16"), []),
    ("Latin-1", swap("Strategy", "Stratégie"), []),
    ("semicolons and decimal commas", lambda raw: raw.replace(b",", b";").replace(b".", b","), [("decimal-comma", None)]),
    ("thousands separators", swap("100250.0", '"100,250.0"'), []),
    ("newest first", lambda raw: b"".join([(s := raw.splitlines(keepends=True))[0], *reversed(s[1:])]), [("unsorted", 3)]),
    ("the header again", line_again(1), [("header-twice", 7)]),
    ("a day twice", line_again(6), [("day-twice", 7)]),
    ("NaN", swap("99749.5", "NaN"), [("cell", 4)]),
    ("infinite", swap("99749.5", "inf"), [("cell", 4)]),
    ("blank", swap("99749.5", ""), [("cell", 4)]),
    ("a word", swap("99749.5", "n/a"), [("cell", 4)]),
    ("no day of the calendar", swap("2024-01-04", "2024-02-30"), [("cell", 4)]),
    ("no day", swap("2024-01-04", ""), [("cell", 4)]),
    ("day first", swap("2024-01-04", "04/01/2024"), [("cell", 4)]),
    ("a short row", swap(",99749.5", ""), [("row-width", 4)]),
    ("a long row", swap("99749.5", "99749.5,3"), [("row-width", 4)]),
    ("begins with nothing", swap("100000.0", "0"), [("equity", 2)]),
    ("profits for values", swap("100000.0", "-250"), [("equity", 2)]),
    ("is lost", swap("99749.5", "-1"), [("equity", 4)]),
    ("one day", lambda raw: b"".join(raw.splitlines(keepends=True)[:2]), [("empty", 2)]),
    ("no day at all", lambda raw: raw.splitlines(keepends=True)[0], [("empty", None)]),
    ("cut off in a row", cut(10), [("row-width", 6)]),
    ("cut off in a quotation", lambda raw: raw + b'2024-01-09,"100', "no whole CSV"),
    ("nothing", lambda _: b"", "is empty"),
    ("a picture", lambda _: b"\x89PNG\r\n\x1a\n\x00", "no known format"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "expected"), [d[1:] for d in EQUITY_DAMAGES], ids=[d[0] for d in EQUITY_DAMAGES])
def test_a_damage_to_equity_is_said_with_its_line_or_read_right(tmp_path: Path, damage: Damage, expected: Expected) -> None:
    check(tmp_path, damage(EQUITY), EQUITY, AS_EQUITY, expected)


RETURN_DAMAGES: list[tuple[str, Damage, DataFile, Expected]] = [
    ("no unit told", lambda raw: raw, DataFile(path="series.csv", values="returns"), [("undeclared", None)]),
    ("no kind told", lambda raw: raw, DataFile(path="series.csv", unit="percent"), [("undeclared", None)]),
    ("a unit of equity", lambda _: EQUITY, DataFile(path="series.csv", values="equity", unit="percent"), [("unit", None)]),
    ("no such column", lambda raw: raw, DataFile(path="series.csv", values="equity", value_column="x"), [("no-column", 1)]),
    ("percent for fractions", lambda _: b",r\n2024-01-03,1.2\n2024-01-04,-2\n2024-01-05,0\n", AS_RETURNS, [("unit", None)]),
    ("maybe percent", lambda _: b",r\n2024-01-03,0.3\n2024-01-04,-0.2\n2024-01-05,0\n", AS_RETURNS, [("unit", None)]),
    ("maybe fractions", lambda raw: raw, AS_PERCENT, [("unit", None)]),
    ("more than all lost", swap("-0.02", "-1.5"), AS_RETURNS, [("return", 3)]),
    ("more than all lost, in percent", swap("-0.02", "-150"), AS_PERCENT, [("return", 3)]),
    ("a blank after the first", swap("-0.02", ""), AS_RETURNS, [("cell", 3)]),
    ("NaN in the first", swap(",0.01", ",NaN"), AS_RETURNS, [("cell", 2)]),
    ("percent signs", swap("-0.02", "-2%"), AS_RETURNS, [("cell", 3)]),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "told", "expected"), [d[1:] for d in RETURN_DAMAGES], ids=[d[0] for d in RETURN_DAMAGES])
def test_a_damage_to_returns_is_said_with_its_line(tmp_path: Path, damage: Damage, told: DataFile, expected: Expected) -> None:
    check(tmp_path, damage(RETURNS), RETURNS, told, expected)


@pytest.mark.parametrize(
    "table",
    [
        equity_table(),
        equity_table().reset_index(),
        equity_table().rename_axis(None),
        equity_table().tz_localize("UTC"),
        equity_table().tz_localize("America/New_York"),
        equity_table().set_axis([str(on.date()) for on in equity_table().index]),
        equity_table().set_axis([on.date() for on in equity_table().index]),
    ],
    ids="index column unnamed utc new-york texts dates".split(),
)
def test_parquet_says_the_same_as_csv(tmp_path: Path, table: pd.DataFrame) -> None:
    found = read(tmp_path, parquet(table), AS_EQUITY)
    assert found.problems == ()
    assert same(found, read(tmp_path, EQUITY, AS_EQUITY))


def test_an_empty_first_return_in_parquet_is_the_beginning_too(tmp_path: Path) -> None:
    found = read(tmp_path, parquet(equity_table().pct_change()), AS_RETURNS)
    assert found.problems == ()
    assert values(found.account) == {
        "2024-01-02": 1.0, "2024-01-03": 1.0025, "2024-01-04": 0.997495, "2024-01-05": 1.001, "2024-01-08": 1.001,
    }  # fmt: skip


def with_value(value: float | None) -> pd.DataFrame:
    """The equity table with another third value."""
    table = equity_table()
    table.iloc[2, 0] = value
    return table


PARQUET_DAMAGES: list[tuple[str, bytes, Expected]] = [
    ("infinite", parquet(with_value(float("inf"))), [("cell", 3)]),
    ("empty", parquet(with_value(None)), [("cell", 3)]),
    ("texts", parquet(equity_table().astype("str")), [("column-type", "Strategy")]),
    ("no days", parquet(equity_table().reset_index().assign(Date=range(5))), [("column-type", "Date")]),
    ("two columns", parquet(equity_table().assign(Benchmark=1.0)), [("value-column", 1)]),
    ("no columns", parquet(pd.DataFrame()), [("value-column", 1)]),
    ("no rows", parquet(equity_table().iloc[:0]), [("empty", None)]),
    ("long texts for days", parquet(equity_table().set_axis(["x" * 99] * 5)), [("column-type", "__index_level_0__")]),
    ("a day twice", parquet(equity_table().iloc[[0, 1, 2, 2]]), [("day-twice", 4)]),
    ("cut off", parquet(equity_table())[:-20], "no whole Parquet"),
    ("cut short", parquet(equity_table())[:40], "no whole Parquet"),
    ("a mark alone", b"PAR1", "no whole Parquet"),
    ("a broken end", parquet(equity_table())[:-8] + struct.pack("<I", 1 << 30) + b"PAR1", "no whole Parquet"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), [d[1:] for d in PARQUET_DAMAGES], ids=[d[0] for d in PARQUET_DAMAGES])
def test_a_damage_to_parquet_is_said_with_its_row(tmp_path: Path, raw: bytes, expected: Expected) -> None:
    check(tmp_path, raw, raw, AS_EQUITY, expected)


def test_no_broken_byte_of_parquet_raises_anything_but_a_refusal(tmp_path: Path) -> None:
    whole = parquet(equity_table())
    for i in range(0, len(whole), 7):
        read_damaged(tmp_path, whole[:i] + bytes([whole[i] ^ 0xFF]) + whole[i + 1 :], AS_EQUITY)


def test_more_than_days_can_fill_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_parquet, "_ROWS", 4)
    assert "more than a series of days" in str(read_damaged(tmp_path, parquet(equity_table()), AS_EQUITY))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((100_000, 100_500, 101.2, 101_000, 102_000), [("error", 4)]),
        ((100_000, 100_500, 10_120_000, 101_000, 102_000), [("error", 4)]),
        ((100_000, 100_500, 101.2, 101.0, 102.0), [("warning", 4)]),
        ((100_000, 100_500, 5_100, 101_000, 102_000), []),  # a nineteenth, which an account can still lose
        ((100_000, 101.2, 100_500, 101_000, 100.9), [("error", 3), ("warning", 6)]),
    ],
)
def test_a_value_in_another_unit_than_those_beside_it_is_said(
    tmp_path: Path, values: Sequence[float], said: list[tuple[str, int]]
) -> None:
    lines = [f"2024-01-{i + 2:02},{value}" for i, value in enumerate(values)]
    found = read(tmp_path, "\n".join(["date,equity", *lines, ""]).encode(), AS_EQUITY)
    assert [(p.severity, p.line) for p in found.problems if p.code == "jump"] == said
    assert (found.account is None) == ("error" in {one[0] for one in said})
