"""Damaged files: each gives its problem with its line or is refused, or is read right with a note; none is read wrong."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import formats
from corpus.backtests.imported import Imported
from corpus.backtests.manifest import MarketSeries
from corpus.errors import UnreadableError
from corpus.formats import market
from tests.corpus.fixtures import FORMATS, found, said
from tests.damages import Damage, both, cut, everywhere, recoded, swap

TRADES, LIVE, DAILY, MARKS = "option-omega/trades.csv", "option-omega/live.csv", "option-omega/daily.csv", "plain/marks.csv"
HEADER_TWICE = ("header-twice", 6)


SWAPPED = {"Premium": "Avg. Closing Cost", "Avg. Closing Cost": "Premium"}
PNL, DAY = "pnl-identity", "daily-identity"


class Case(NamedTuple):
    """A damaged file."""

    name: str
    file: str
    damage: Damage
    #: code and line of each problem beside those of the undamaged file, or what a refusal says
    expected: list[tuple[str, int | None]] | str


def text(change: Callable[[str], str]) -> Damage:
    """A damage to the text of a file."""
    return lambda raw: change(raw.decode("utf-8-sig")).encode()


def swapped(whole: str) -> str:
    """The headers of premium and closing cost changed for each other."""
    return re.sub("|".join(SWAPPED), lambda m: SWAPPED[m[0]], whole, count=2)


def with_commas(whole: str) -> str:
    """Semicolons between cells and commas in numbers."""
    return re.sub(r"(?<=\d)\.(?=\d)", ",", whole.replace(",", ";"))


def rows(change: Callable[[list[str]], list[str]]) -> Damage:
    """A damage to the lines of a file."""
    return text(lambda whole: "\n".join(change(whole.splitlines())) + "\n")


def without(column: str) -> Damage:
    """A damage: a column is gone from every row."""

    def damage(whole: str) -> str:
        return pd.read_csv(StringIO(whole), dtype=str, keep_default_na=False).drop(columns=column).to_csv(index=False)

    return text(damage)


CASES = [
    # a cell of a trade log
    Case("a premium in points", TRADES, swap('0.70",250,', '0.70",2.50,'), [(PNL, 2)]),
    Case("a cost in points", TRADES, swap(",430,", ",4.30,"), [(PNL, 4)]),
    Case("a P/L a hundred times as large", TRADES, swap(",155.6,", ",15560,"), [(PNL, 3)]),
    Case("not a number", TRADES, swap('0.70",250,', '0.70",NaN,'), [("cell", 2)]),
    Case("infinity", TRADES, swap(",495.6,", ",inf,"), [("cell", 2)]),
    Case("a blank premium", TRADES, swap('0.70",250,', '0.70",,'), [("cell", 2)]),
    Case("a blank P/L", TRADES, swap(",495.6,", ",,"), [("cell", 2)]),
    Case("a blank close with a P/L", TRADES, swap('"2024-01-03","16:00:00"', '"",""'), [("no-close", 2)]),
    Case("thousands set apart", TRADES, swap(",9500,", ',"9,500",'), []),
    Case("a decimal comma among points", TRADES, swap(",495.6,", ',"495,6",'), [("cell", 2)]),
    Case("a decimal comma with three digits", TRADES, swap(",4.4,0,", ',"0,125",0,'), [("cell", 2)]),
    Case("dollar signs", TRADES, swap('0.70",250,', '0.70","$250.00",'), [("money", 2)]),
    Case("parentheses for a loss", TRADES, swap(",-468.8,", ',"(468.80)",'), [("money", 4)]),
    Case("parentheses and a minus", TRADES, swap(",-468.8,", ',"(-468.80)",'), [("cell", 4)]),
    Case("a euro sign", TRADES, swap('0.70",250,', '0.70","€250",'), [("cell", 2)]),
    Case("a percent sign in dollars", TRADES, swap(",495.6,", ",495.6%,"), [("cell", 2)]),
    Case("a fee that is received", TRADES, both(swap(",4.4,0,", ",-4.4,0,"), swap("495.6", "504.4")), [("negative-fees", 2)]),
    Case("words for a number", TRADES, swap(",4.4,0,", ",none,0,"), [("cell", 2)]),
    Case("no contracts", TRADES, swap(",495.6,2,", ",-4.4,0,"), [("contracts", 2)]),
    # its days and legs
    Case("a close before the open", TRADES, swap('28","11:30:00"', '27","11:30:00"'), [("close-before-open", 4)]),
    Case("an impossible day", TRADES, swap('"2024-01-03","09', '"2024-02-30","09'), [("cell", 2)]),
    Case("a year long past", TRADES, swap('"2024-01-03","09', '"1924-01-03","09'), [("cell", 2)]),
    Case("a missing day", TRADES, swap('"2024-01-03","09', '"","09'), [("cell", 2)]),
    Case("a day in American form", TRADES, swap('"2024-01-03","09', '"01/03/2024","09'), [("cell", 2)]),
    Case("an impossible time", TRADES, swap('"09:45:00",4725', '"25:45:00",4725'), [("cell", 2)]),
    Case("a time with its offset", TRADES, swap('"09:45:00",4725', '"14:45:00Z",4725'), [("zone-mixed", 2)]),
    Case("rows in another order", TRADES, rows(lambda all_: [all_[0], *reversed(all_[1:])]), []),
    Case("legs held past their day", TRADES, swap("1 Jan 5 4850 C STO", "1 Jan 1 4850 C STO"), [("leg-year", None)]),
    # its rows and columns
    Case("a trade twice", TRADES, rows(lambda all_: [*all_, all_[1]]), [("duplicate", 6)]),
    Case("a short row", TRADES, rows(lambda all_: [*all_[:-1], all_[-1].rsplit(",", 2)[0]]), [("row-width", 5)]),
    Case("a long row", TRADES, rows(lambda all_: [*all_[:-1], all_[-1] + ",1"]), [("row-width", 5)]),
    Case("the header twice", TRADES, rows(lambda all_: [*all_, all_[0]]), [HEADER_TWICE]),
    Case("the header lost", TRADES, rows(lambda all_: all_[1:]), "no known format"),
    Case("only the header", TRADES, rows(lambda all_: all_[:1]), [("empty", None)]),
    Case("a needed column lost", TRADES, without("Legs"), "lacks Legs"),
    Case(
        "a fee column lost",
        TRADES,
        without("Closing Commissions + Fees"),
        [("fees-implied", 1)],
    ),
    Case(
        "headers of premium and cost swapped",
        TRADES,
        text(swapped),
        [(PNL, 2), (PNL, 3), (PNL, 4), (PNL, 5)],
    ),
    Case("a header stands for two columns", TRADES, swap('"Opening Price"', '"Premium"'), [("column-twice", 1)]),
    Case("cut off within a quotation", TRADES, text(lambda t: t[: t.rindex("Exited")]), "no whole CSV"),
    Case("cut off within a row", TRADES, cut(25), [("row-width", 5)]),
    Case("a space before the header", LIVE, swap("Strategy", ' "Strategy"'), "lacks Strategy"),
    Case("an exponent without its number", DAILY, swap("-453.8", "e5"), [("cell", 3)]),
    Case("a month that is none", TRADES, swap("2 Jan 3 4700 P STO", "2 Jxn 3 4700 P STO"), []),
    Case("a day with one digit", TRADES, swap('"2024-01-03","09', '"2024-01-3","09'), [("cell", 2)]),
    Case("a time with one digit", TRADES, swap('"09:45:00",4725', '"9:45:00",4725'), [("cell", 2)]),
    # how it is written
    Case("without a mark", TRADES, recoded("utf-8"), []),
    Case("UTF-16", TRADES, recoded("utf-16"), []),
    Case("Latin-1", TRADES, both(swap("Put spread", "Put spréad"), recoded("cp1252")), [("encoding", 1)]),
    Case("semicolons", TRADES, everywhere(",", ";"), []),
    Case(
        "semicolons and decimal commas",
        TRADES,
        text(with_commas),
        [("decimal-comma", None)],
    ),
    Case("NUL bytes", TRADES, swap("Expired", "Exp\x00red"), "no known format"),
    Case("a zip", TRADES, lambda _: b"PK\x03\x04\x14\x00\x00\x00\x08\x00", "no known format"),
    Case("an error page", TRADES, lambda _: b"<!doctype html>\n<html><body>502 Bad Gateway</body></html>\n", "no known format"),
    Case("an empty file", TRADES, lambda _: b"", "empty"),
    # a live log
    Case("a live premium in dollars", LIVE, swap(",2.5,2,", ",250,2,"), [(PNL, 2)]),
    Case("a live P/L of another trade", LIVE, swap(",495.6,", ",-495.6,"), [(PNL, 2)]),
    Case("live closing a day early", LIVE, swap("2024-01-03T16:00", "2024-01-02T16:00"), [("close-before-open", 2)]),
    Case("live closing minutes early", LIVE, swap("2024-01-03T16:00", "2024-01-03T09:40"), [("close-before-open", 2)]),
    Case("a live moment without a day", LIVE, swap("2024-01-03T09:45", "T09:45"), [("cell", 2)]),
    Case("a live dollar sign", LIVE, swap(",495.6,", ",$495.60,"), [("money", 2)]),
    Case("a live column lost", LIVE, without("Initial Premium"), "lacks Initial Premium"),
    # a daily log
    Case("a day gone", DAILY, rows(lambda all_: [*all_[:3], *all_[4:]]), [(DAY, 4)]),
    Case("a day twice", DAILY, rows(lambda all_: [*all_, all_[-1]]), [("day-twice", 7)]),
    Case("days in another order", DAILY, rows(lambda all_: [all_[0], *reversed(all_[1:])]), [("unsorted", None)]),
    Case(
        "a value changed",
        DAILY,
        swap("49526.2,", "49626.2,"),
        [(DAY, 3), (DAY, 3), (DAY, 4)],
    ),
    Case("a percentage changed", DAILY, swap("-0.91", "-9.1"), [(DAY, 3)]),
    Case("percent signs", DAILY, swap("-0.91,-0.95", "-0.91%,-0.95%"), []),
    Case("withdrawn by day", DAILY, swap("1000,49265.8", "0,50265.8"), [("withdrawn", 6)]),
    Case("a daily blank", DAILY, swap("49980", ""), [("cell", 2)]),
    Case("only the daily header", DAILY, rows(lambda all_: all_[:1]), [("empty", None)]),
    # marks
    Case("a mark that is no number", MARKS, swap("83.40", "n/a"), [("cell", 4)]),
    Case("a marked day twice", MARKS, rows(lambda all_: [*all_, all_[-1]]), [("day-twice", 7)]),
    Case("a marked day in European form", MARKS, swap("2023-12-28", "28.12.2023"), [("cell", 3)]),
    Case("marks in parentheses", MARKS, swap("-453.80", "(453.80)"), [("money", 3)]),
    Case("marks with a short row", MARKS, swap(",125.60,0.00", ",125.60"), [("row-width", 5)]),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name.replace(" ", "-"))
def test_a_damaged_file_says_where_or_is_read_right(tmp_path: Path, case: Case) -> None:
    sound = (FORMATS / case.file).read_bytes()
    whole = found(tmp_path, sound)
    if isinstance(case.expected, str):
        with pytest.raises(UnreadableError, match=case.expected):
            found(tmp_path, case.damage(sound))
        return
    damaged = found(tmp_path, case.damage(sound))
    new = [p for p in damaged.problems if p not in whole.problems]
    assert [(p.code, p.line) for p in new if p.code not in {"premium-points", "pnl-recomputed"}] == case.expected
    if all(p.severity == "note" for p in new):
        assert amounts(damaged) == amounts(whole)


def amounts(read: Imported) -> list[object]:
    """Every P&L and value that was read, by its day."""
    found: list[object] = []
    if read.trades is not None:
        found += [read.trades[["opened", "closed", "pnl", "premium", "fees"]].to_numpy().tolist()]
    if read.marks is not None:
        found += [read.marks.reset_index().to_numpy().tolist()]
    return found if read.account is None else [*found, read.account.to_dict()]


def test_the_undamaged_files_have_no_problem_but_how_they_are_read(tmp_path: Path) -> None:
    for file, codes in ((TRADES, []), (LIVE, ["premium-points", "pnl-recomputed"]), (DAILY, ["withdrawn"]), (MARKS, [])):
        assert [code for code, _ in said(found(tmp_path, (FORMATS / file).read_bytes()))] == codes


def test_what_a_file_says_with_a_line_break_is_told_on_one_line(tmp_path: Path) -> None:
    raw = (FORMATS / "ibkr_flex_csv/query.csv").read_bytes().replace(b'"USD"', b'"U\nSD"', 1)
    told = [str(p) for p in found(tmp_path, raw).problems]
    assert any("amounts are in U SD and in USD" in problem for problem in told)
    assert not any("\n" in problem for problem in told)


NAMES = sorted(str(file.relative_to(FORMATS)) for file in FORMATS.glob("*/*.csv") if file.name != "market.csv")
BYTES = st.one_of(
    st.binary(max_size=3), st.sampled_from([b",", b'"', b"\n", b"-", b".", b"\xe9", b"9", b"e", b"\x00", b"$", b"("])
)


@given(st.sampled_from(NAMES), st.lists(st.tuples(st.integers(0, 1200), st.integers(0, 12), BYTES), min_size=1, max_size=4))
@settings(deadline=None, max_examples=300)
def test_whatever_happens_to_a_file_it_is_read_or_refused(name: str, changes: list[tuple[int, int, bytes]]) -> None:
    raw = (FORMATS / name).read_bytes()
    for place, gone, put_in in changes:
        raw = raw[:place] + put_in + raw[place + gone :]
    with tempfile.TemporaryDirectory() as folder:
        try:
            imported = found(Path(folder), raw)
        except UnreadableError:
            return
    assert all("\n" not in str(p) and p.mend for p in imported.problems)
    for values in (imported.trades, imported.marks):
        assert values is None or np.isfinite(values.select_dtypes("number").to_numpy()).all()
    assert imported.account is None or np.isfinite(imported.account.to_numpy()).all()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no such file"):
        formats.read(tmp_path)


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (swap("12.47", "x"), [("cell", 3)]),
        (swap("12.47", "inf"), [("cell", 3)]),
        (swap("2023-12-28", "12/28/2023"), [("cell", 3)]),
        (swap("2023-12-28", "2023-12-27"), [("day-twice", 3)]),
        (swap("12.47", ""), []),
        (swap("4783.35,12.47", "4783.35"), [("row-width", 3)]),
        (rows(lambda all_: [*all_, all_[0]]), [("header-twice", 7)]),
        (rows(lambda all_: all_[:1]), [("empty", None)]),
        (swap(",vix", ",vvix"), "no column 'vix'"),
        (lambda raw: raw + b"\x00", "is not a text file"),
    ],
)
def test_a_damaged_market_series_says_where(tmp_path: Path, damage: Damage, expected: object) -> None:
    file = tmp_path / "market.csv"
    file.write_bytes(damage((FORMATS / "plain/market.csv").read_bytes()))
    vix = MarketSeries(name="vix", file="market.csv", value="vix")
    if isinstance(expected, str):
        with pytest.raises(UnreadableError, match=expected):
            market.read(file, vix)
    else:
        assert [(p.code, p.line) for p in market.read(file, vix)[1]] == expected
