"""Backtests: logs are read right or refused, and every byte counts towards the digest."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.backtests.backtest import Backtest, check_backtest, read_backtest
from corpus.backtests.manifest import DataFile
from corpus.errors import FaultyInputError, HedgeciteError, UnreadableError
from corpus.formats import option_omega
from corpus.formats._text import decimals_of

HEADER = (
    "Date Opened,Time Opened,Opening Price,Legs,Premium,Closing Price,Date Closed,Time Closed,Avg. Closing Cost,"
    "Reason For Close,P/L,No. of Contracts,Funds at Close,Margin Req.,Strategy,Opening Commissions + Fees,"
    "Closing Commissions + Fees"
).split(",")
ROW = dict(
    zip(
        HEADER,
        "2025-10-06|12:13:00|6737.83|3 Oct 6 6755 C STO 0.85|80|6747.3|2025-10-06|13:26:00|175|Below Delta|-300|3|115946|44760"
        "|Spread|9|6".split("|"),
        strict=True,
    )
)
MANIFEST = """
name = "mine"
title = "Mine"
hypothetical = true
[capital]
base = 100000
[[files]]
path = "trades.csv"
"""


def log(*rows: dict[str, str], bom: bool = True, columns: list[str] | None = None) -> bytes:
    """A trade log as Option Omega writes it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns or HEADER, quoting=csv.QUOTE_ALL, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return ("\ufeff" if bom else "").encode() + out.getvalue().encode()


def desk(folder: Path, trades: bytes, manifest: str = MANIFEST) -> Path:
    """A backtest folder."""
    (folder / "trades.csv").write_bytes(trades)
    (folder / "backtest.toml").write_text(manifest, encoding="utf-8")
    return folder


def test_a_row_is_read_with_its_fees_and_moments(tmp_path: Path) -> None:
    trades = read_backtest(desk(tmp_path, log(ROW))).trades
    assert trades is not None
    row = trades.iloc[0]
    assert (row["premium"], row["closing_cost"], row["contracts"], row["fees"], row["pnl"]) == (80, 175, 3, 15, -300)
    assert str(row["opened"]) == "2025-10-06 12:13:00"


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    other = ROW | {"Date Opened": "2025-10-01", "Date Closed": "2025-10-01"}
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, two = read_backtest(desk(tmp_path / "a", log(ROW, other))), read_backtest(desk(tmp_path / "b", log(other, ROW)))
    assert one.trades is not None
    assert two.trades is not None
    assert one.trades.equals(two.trades)


@pytest.mark.parametrize(
    ("changed", "code", "column"),
    [
        ({"Premium": "0.80"}, "pnl-identity", "P/L"),
        ({"P/L": "-30000"}, "pnl-identity", "P/L"),
        ({"No. of Contracts": "0", "P/L": "-15"}, "contracts", None),
        ({"No. of Contracts": "-3", "P/L": "270"}, "contracts", None),
        ({"Date Closed": "2025-10-05"}, "close-before-open", None),
        ({"Date Opened": "06/10/2025"}, "cell", "Date Opened"),
        ({"Date Opened": "2025-02-30"}, "cell", "Date Opened"),
        ({"Premium": ""}, "cell", "Premium"),
        ({"Premium": "NaN"}, "cell", "Premium"),
        ({"P/L": "inf"}, "cell", "P/L"),
        ({"P/L": "-300,00"}, "cell", "P/L"),
        ({"Opening Commissions + Fees": "nine"}, "cell", "Opening Commissions + Fees"),
    ],
)
def test_a_damaged_row_is_an_error_with_its_line(tmp_path: Path, changed: dict[str, str], code: str, column: str | None) -> None:
    backtest = check_backtest(desk(tmp_path, log(ROW, ROW | changed)))
    assert [(p.code, p.severity, p.line, p.column) for p in backtest.problems] == [(code, "error", 3, column)]
    with pytest.raises(FaultyInputError):
        read_backtest(tmp_path)


def test_thousands_separators_are_read(tmp_path: Path) -> None:
    row = ROW | {"Premium": "1,080", "P/L": "2,700.00"}
    assert check_backtest(desk(tmp_path, log(row))).problems == ()


def test_a_log_without_fee_columns_is_read_with_a_warning(tmp_path: Path) -> None:
    columns = [c for c in HEADER if "Fees" not in c]
    backtest = read_backtest(desk(tmp_path, log(ROW | {"P/L": "-285"}, columns=columns)))
    assert [(p.code, p.severity) for p in backtest.problems] == [("no-fees", "warning")]


def test_short_and_cut_rows_are_errors(tmp_path: Path) -> None:
    backtest = check_backtest(desk(tmp_path, log(ROW) + b'"2025-10-06","12:13:00"\r\n'))
    assert [(p.code, p.line) for p in backtest.problems] == [("row-width", 3)]
    with pytest.raises(UnreadableError, match="no whole CSV"):
        check_backtest(desk(tmp_path, log(ROW) + b'"2025-10-06","12:1'))


def semicolons(raw: bytes) -> str:
    """A log with semicolons between its cells and decimal commas, as spreadsheets of some countries write it."""
    table = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
    return "\r\n".join(";".join(re.sub(r"(?<=\d)\.(?=\d)", ",", c) for c in cells) for cells in table)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        (lambda raw: raw, []),
        (lambda raw: raw.removeprefix(b"\xef\xbb\xbf"), []),
        (lambda raw: raw.decode("utf-8-sig").encode("utf-16"), []),
        (lambda raw: b"\xff\xfe" + raw.decode("utf-8-sig").encode("utf-16-le"), []),
        (lambda raw: b"\xfe\xff" + raw.decode("utf-8-sig").encode("utf-16-be"), []),
        (lambda raw: raw.decode("utf-8-sig").replace("Spread", "Spr\u00eaad").encode("cp1252"), ["encoding"]),
        (lambda raw: raw.replace(b'"', b"").replace(b",", b"\t"), []),
        (lambda raw: raw.replace(b'"', b"").replace(b",", b";"), []),
        (lambda raw: semicolons(raw).encode(), ["decimal-comma"]),
        (lambda raw: raw + raw.removeprefix(b"\xef\xbb\xbf").split(b"\r\n")[0] + b"\r\n", ["header-twice"]),
        (lambda raw: raw.replace(b"\r\n", b"\n"), []),
        (lambda raw: raw.replace(b"\r\n", b"\r\n\r\n"), []),
    ],
    ids="marked unmarked utf-16 utf-16-le utf-16-be latin-1 tabs semicolons commas header-twice unix blank-lines".split(),
)
def test_however_a_log_is_written_it_is_read_alike(tmp_path: Path, written: Callable[[bytes], bytes], codes: list[str]) -> None:
    row = ROW | {"Premium": "80.50", "P/L": "-298.50", "Avg. Closing Cost": "175.00"}
    for name, raw in (("one", log(row)), ("two", written(log(row)))):
        (tmp_path / name).mkdir()
        desk(tmp_path / name, raw)
    one, two = read_backtest(tmp_path / "one"), read_backtest(tmp_path / "two")
    assert [(p.code, p.severity) for p in two.problems] == [(code, "note") for code in codes]
    assert one.trades is not None
    assert two.trades is not None
    assert two.trades["pnl"].tolist() == [-298.5]
    said = ["strategy", "legs"]  # text stays as it is written
    assert one.trades.drop(columns=said).equals(two.trades.drop(columns=said))


@pytest.mark.parametrize(
    ("cells", "sign"),
    [
        (["1.234,56", "12"], "comma"),
        (["5,5", "1,234"], "comma"),
        (["1,234"], "ambiguous"),
        (["1.234"], "ambiguous"),
        (["1,234", "0.5"], "point"),
        (["1.234", "0,5"], "comma"),
        (["0.125"], "point"),
        (["6740.790"], "point"),
        (["1,234.5"], "point"),
        (["0,5", "0.5"], "ambiguous"),
        (["3 Oct 8 6725 P STO 4,45", "2025-10-08", ""], "point"),
    ],
)
def test_the_sign_of_decimals_is_told_by_the_cells_or_not_at_all(cells: list[str], sign: str) -> None:
    assert decimals_of(cells)[0] == sign


def test_commas_that_can_be_either_are_an_error(tmp_path: Path) -> None:
    row = ROW | {"Premium": "1,080", "P/L": "2,700", "Opening Price": "6737"}
    raw = log(row).replace(b'"', b"").decode("utf-8-sig")
    header, values = raw.split("\r\n")[:2]
    written = header.replace(",", ";") + "\r\n" + values.replace(",", ";").replace("1;080", "1,080").replace("2;700", "2,700")
    backtest = check_backtest(desk(tmp_path, written.replace("6747.3", "6747").replace("0.85", "1").encode()))
    assert [(p.code, p.severity) for p in backtest.problems if p.code == "decimals"] == [("decimals", "error")]


@pytest.mark.parametrize("raw", [b"\x00\x01\x02\x03", b"\xff\xfea", b"PK\x03\x04\x00\x00"])
def test_what_is_no_text_is_refused(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(UnreadableError):
        check_backtest(desk(tmp_path, raw))


def test_an_empty_log_is_an_error(tmp_path: Path) -> None:
    assert [p.code for p in check_backtest(desk(tmp_path, log())).problems] == ["empty"]


@pytest.mark.parametrize("head", [b"", b"a,b,c\n1,2,3\n", b"\x89PNG\r\n\x1a\n", b'{"charts": {}}'])
def test_an_unknown_header_is_refused(tmp_path: Path, head: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"no known format|is empty"):
        read_backtest(desk(tmp_path, head))


def test_a_hedge_that_the_log_does_not_have_is_an_error(tmp_path: Path) -> None:
    manifest = MANIFEST + '[hedge]\nstrategies = ["VIX calls"]\n'
    assert [p.code for p in check_backtest(desk(tmp_path, log(ROW), manifest)).problems] == ["hedge-strategy"]


def test_marks_that_disagree_with_the_log_are_a_warning(tmp_path: Path) -> None:
    (tmp_path / "marks.csv").write_text("date,base_pnl,hedge_pnl\n2025-10-06,-100,0\n", encoding="utf-8")
    backtest = check_backtest(desk(tmp_path, log(ROW), MANIFEST + '[[files]]\npath = "marks.csv"\n'))
    assert [(p.code, p.column) for p in backtest.problems] == [("log-against-marks", "base_pnl")]


def test_a_day_that_stands_twice_in_the_marks_is_an_error(tmp_path: Path) -> None:
    rows = "date,base_pnl,hedge_pnl\n2025-10-06,-300,0\n2025-10-07,0,0\n2025-10-06,0,0\n"
    (tmp_path / "marks.csv").write_text(rows, encoding="utf-8")
    backtest = check_backtest(desk(tmp_path, log(ROW), MANIFEST + '[[files]]\npath = "marks.csv"\n'))
    assert "day-twice" in [p.code for p in backtest.problems]


LAYER = '[[hedge.layers]]\nid = "short"\nname = "short layer"\nstrategies = ["Spread"]\n'


@pytest.mark.parametrize(
    ("column", "value", "layers", "codes"),
    [
        ("hedge_pnl.short", "-300", LAYER, []),
        ("hedge_pnl.short", "-299", LAYER, ["layers-sum"]),
        ("hedge_pnl.long", "-300", LAYER, ["layer-unknown"]),
        ("hedge_pnl.short", "", LAYER, ["cell"]),
    ],
)
def test_marks_of_layers_must_sum_to_the_hedge_and_be_declared(
    tmp_path: Path, column: str, value: str, layers: str, codes: list[str]
) -> None:
    marks = f"date,base_pnl,hedge_pnl,{column}\n2025-10-06,0,-300,{value}\n"
    (tmp_path / "marks.csv").write_text(marks, encoding="utf-8")
    backtest = check_backtest(desk(tmp_path, log(ROW), MANIFEST + '[[files]]\npath = "marks.csv"\n' + layers))
    assert [p.code for p in backtest.problems if p.severity == "error"] == codes


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (MANIFEST.replace("hypothetical = true", ""), "hypothetical: is missing"),
        (MANIFEST + "[extra]\nx = 1\n", "extra: is no known key"),
        (MANIFEST.replace("100000", "-5"), "backtest.toml:6: capital.base"),
        (MANIFEST.replace("100000", "nan"), "capital.base"),
        (MANIFEST.replace('"Mine"', '"90% wins"'), "may not hold %"),
        (MANIFEST.replace("name =", "name"), "is no valid TOML"),
        (MANIFEST.replace("trades.csv", "other.csv"), "names other.csv, which is not there"),
    ],
)
def test_a_bad_manifest_says_what_and_where(tmp_path: Path, manifest: str, said: str) -> None:
    with pytest.raises(HedgeciteError) as error:
        read_backtest(desk(tmp_path, log(ROW), manifest))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["trades.csv", "marks.csv", "market.csv", "backtest.toml"])
def test_one_changed_byte_changes_the_digest(tmp_path: Path, sample: Backtest, name: str) -> None:
    from corpus.texts.library import shipped_folder

    copy = tmp_path / "copy"
    shutil.copytree(shipped_folder() / "samples" / sample.name, copy)
    assert check_backtest(copy).digest == sample.digest
    with (copy / name).open("ab") as f:
        f.write(b"\n")
    assert check_backtest(copy).digest != sample.digest


def test_the_real_log_holds_the_identity_on_every_row(shared: Path) -> None:
    file = shared / "data/option-omega/ema-tradelog.csv"
    found = option_omega.read(file, DataFile(path=file.name))
    assert found.trades is not None
    assert len(found.trades) == 384
    assert found.problems == ()
