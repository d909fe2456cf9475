"""The column reader of Option Omega logs: the same table as row by row, or none."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.backtests.manifest import DataFile
from corpus.backtests.watch import unwatched
from corpus.errors import Problem
from corpus.formats import option_omega
from corpus.formats._omega_columns import Named, Whole, read_columns
from corpus.formats._omega_fees import CENT
from corpus.formats._rows import header
from corpus.formats.option_omega import named
from corpus.samples.plans import SAMPLES
from tests.conftest import ROOT
from tests.corpus.test_backtests import HEADER, ROW, log

LINES = st.lists(
    st.fixed_dictionaries(
        {
            "Date Opened": st.sampled_from(["2025-10-06", "2025-10-03"]),
            "Time Opened": st.sampled_from(["09:31:00", "12:13:00"]),
            "Strategy": st.sampled_from(["", "Spread", " Spread", "Condor, wide"]),
            "Legs": st.sampled_from(["", "3 Oct 6 6755 C STO 0.85", " 3 Oct 6 6755 C STO 0.85"]),
            "No. of Contracts": st.sampled_from(["3", "0.5"]),
            "Premium": st.sampled_from(["80", "80.5", "1,080", ""]),
        }
    ),
    min_size=1,
    max_size=6,
)


def names(file: Path) -> Named:
    """The columns of a log."""
    return named(header(file), DataFile(path=file.name))


def columns(file: Path) -> pd.DataFrame | None:
    """What the column reader makes of a file."""
    whole = read_columns(file, names(file), CENT, unwatched)
    return whole.trades if isinstance(whole, Whole) else None


def rows(file: Path) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """What the row reader makes of it."""
    found = option_omega.read_rows(file, names(file), DataFile(path=file.name))
    assert found.trades is not None
    return found.trades, found.problems


@given(LINES)
@settings(deadline=None, max_examples=150)
def test_both_readers_agree_whatever_the_rows(lines: list[dict[str, str]]) -> None:
    lines_ = []
    for line in lines:
        row = ROW | line
        premium = float(line["Premium"].replace(",", "") or 0)
        lines_.append(row | {"P/L": f"{(premium - 175) * float(row['No. of Contracts']) - 15:.2f}"})
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "t.csv"
        file.write_bytes(log(*lines_))
        quick, (slow, problems) = columns(file), rows(file)
    if problems:
        assert quick is None
    elif quick is not None:
        assert slow.equals(quick)


@pytest.mark.parametrize("name", [plan.name for plan in SAMPLES])
def test_the_samples_are_read_by_columns_and_alike(name: str) -> None:
    file = ROOT / "corpus/samples" / name / "trades.csv"
    quick = columns(file)
    assert quick is not None
    assert rows(file)[0].equals(quick)


@pytest.mark.parametrize(
    "changed",
    [
        {"Premium": "0.80"},
        {"Premium": "NaN"},
        {"Premium": "1,080"},
        {"P/L": "inf"},
        {"Date Closed": "2025-10-05"},
        {"Date Opened": "06/10/2025"},
        {"Date Opened": "1925-10-06"},
        {"Time Opened": "12:13 PM"},
        {"No. of Contracts": "0", "P/L": "-15"},
        {"Closing Commissions + Fees": ""},
        {},
    ],
    ids=str,
)
def test_whatever_is_unusual_is_left_to_the_row_reader(changed: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(log(ROW, ROW | changed))  # the last is the same trade twice
    assert columns(file) is None


@pytest.mark.parametrize("row", [lambda r: r.rsplit(b",", 1)[0], lambda r: r.rsplit(b",", 2)[0], lambda r: r + b',"1"'])
def test_a_row_that_is_a_cell_too_short_or_too_long_is_left_to_it(row: Callable[[bytes], bytes], tmp_path: Path) -> None:
    columns_ = [*HEADER, "Opening Short/Long Ratio", "Max Loss"]
    head, *trades = log(ROW | {"Max Loss": "-3"}, ROW | {"Max Loss": "-4"}, columns=columns_).splitlines()
    file = tmp_path / "t.csv"
    for last, whole in ((trades[1], True), (row(trades[1]), False)):
        file.write_bytes(b"\r\n".join([head, trades[0].replace(b"12:13:00", b"12:14:00"), last, b""]))
        assert (columns(file) is not None) == whole
    assert [(p.code, p.line) for p in rows(file)[1]] == [("row-width", 3)]


@pytest.mark.parametrize("tail", [b'"2025-10-06","12:13:00"\r\n', b'"2025-10-06","12:1', b'"a"' + b',"1"' * 30 + b"\r\n"])
def test_rows_that_are_too_short_or_too_long_are_left_to_it_too(tail: bytes, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(log(ROW) + tail)
    assert columns(file) is None
