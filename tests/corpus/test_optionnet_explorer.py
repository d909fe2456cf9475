"""OptionNet Explorer detail reports: read to the cent, and each damage said with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus import formats
from corpus.backtests.imported import Imported
from corpus.backtests.legs import parse_legs
from corpus.backtests.manifest import DataFile
from corpus.errors import errors_among
from tests.damages import FIXTURES, Damage, Expected, both, check, cut, read_damaged, recoded, swap

FIXTURE = FIXTURES / "optionnet_explorer" / "detail.csv"
SOUND = FIXTURE.read_bytes()
TOLD = DataFile(path="detail.csv")
#: P&L of the closed trades before commissions: 430.00 and 225.00.
GROSS = both(swap("18.24,411.76", "18.24,430.00"), swap("6.00,219.00", "6.00,225.00"))


def read(folder: Path, raw: bytes, told: DataFile = TOLD) -> Imported:
    """What is read of a file that is not refused."""
    found = read_damaged(folder, raw, told)
    assert not isinstance(found, str)
    return found


def without_lines(first: int, last: int) -> Damage:
    """A damage: lines are missing."""
    return lambda raw: b"".join(s for i, s in enumerate(raw.splitlines(keepends=True), start=1) if not first <= i <= last)


def block_again(first: int, last: int) -> Damage:
    """A damage: lines stand again at the end."""
    return lambda raw: raw + b"".join(raw.splitlines(keepends=True)[first - 1 : last])


def days_first(raw: bytes) -> bytes:
    """The same report with days before months."""
    return re.sub(rb"(\d+)/(\d+)/2024", rb"\2/\1/2024", raw)


def padded(raw: bytes) -> bytes:
    """The same report as a spreadsheet writes it: every row as long as the longest, and a little longer."""
    return b"\n".join(line + b"," * (17 - line.count(b",")) if line.startswith(b",") else line for line in raw.split(b"\n"))


def test_the_trades_are_read_to_the_cent() -> None:
    known, found = formats.read(FIXTURE)
    assert known.NAME == "optionnet-explorer"
    assert found.problems == ()
    trades = found.trades
    assert trades is not None
    # opened for 2 x (6.40 - 5.60 + 4.10 - 2.40) x 100 = 500, closed for 2 x (-1.20 + 1.05 - 0.35 + 0.15) x 100 = -70,
    # less 18.24: 411.76; 3 x (1.60 - 0.85) x 100 - 6 = 219
    assert trades["pnl"].tolist() == [411.76, 219.0]
    assert trades["fees"].tolist() == [18.24, 6.0]
    assert trades["contracts"].tolist() == [2.0, 3.0]
    assert trades["premium"].round(10).tolist() == [250.0, -85.0]
    assert trades["closing_cost"].round(10).tolist() == [35.0, -160.0]
    assert trades["margin"].tolist() == [1770.0, 255.0]
    assert trades["strategy"].tolist() == ["Iron Condor", "Long Call"]
    assert trades["underlying"].tolist() == ["SPX", "VIX"]
    assert [str(t) for t in trades["opened"]] == ["2024-01-02 10:05:00", "2024-01-03 15:12:00"]
    assert [str(t) for t in trades["closed"]] == ["2024-01-16 15:45:00", "2024-01-18 09:35:00"]


def test_legs_are_what_was_opened_with_the_expiry_of_the_report() -> None:
    trades = formats.read(FIXTURE)[1].trades
    assert trades is not None
    legs = parse_legs(trades["legs"].iloc[0], trades["opened"].iloc[0].date())
    assert legs is not None
    assert [(leg.contracts, str(leg.expiry), leg.strike, leg.right, leg.price, leg.underlying) for leg in legs] == [
        (-2, "2024-01-19", 4600, "put", 6.4, "SPX"),
        (2, "2024-01-19", 4590, "put", 5.6, "SPX"),
        (-2, "2024-01-19", 4900, "call", 4.1, "SPX"),
        (2, "2024-01-19", 4910, "call", 2.4, "SPX"),
    ]


def test_an_open_trade_has_its_premium_and_no_profit() -> None:
    opened = formats.read(FIXTURE)[1].open_trades
    assert opened is not None
    columns = ["strategy", "legs", "contracts", "premium", "fees", "margin", "underlying"]
    row = ["Long Call", "2 VIX 2024-04-17 32 C @ 0.9", 2.0, -90.0, 2.0, 180.0, "VIX"]
    assert opened[columns].to_numpy().tolist() == [row]
    assert "pnl" not in opened


def test_times_of_another_zone_become_those_of_new_york(tmp_path: Path) -> None:
    trades = read(tmp_path, SOUND, DataFile(path="detail.csv", zone="America/Chicago")).trades
    assert trades is not None
    assert str(trades["opened"].iloc[0]) == "2024-01-02 11:05:00"


def test_shares_and_futures_are_told_and_only_shares_are_reckoned(tmp_path: Path) -> None:
    stock = SOUND
    for price, side in ((b"0.85", b"Buy"), (b"1.6", b"Sell")):
        option = b",VIX   240417C00030000,4/17/2024,Call,VIX Apr24 30 Call,VIX," + price
        assert side + b",3" + option in stock
        stock = stock.replace(side + b",3" + option, side + b",300,VIXY,,Stock,VIXY Stock,VIXY," + price)
    shares = read(tmp_path, stock)
    assert shares.problems == ()
    assert shares.trades is not None
    assert shares.trades["legs"].iloc[1] == "300 VIXY stock @ 0.85"
    futures = read(tmp_path, stock.replace(b",Stock,VIXY Stock,VIXY,", b",Futures,VX,/VX,"))
    assert [(p.code, p.line) for p in futures.problems] == [("pnl-unchecked", 20)]
    assert futures.trades is not None
    assert "premium" not in futures.trades


def test_profit_before_commissions_is_made_net_with_a_note(tmp_path: Path) -> None:
    found = read(tmp_path, GROSS(SOUND))
    assert found.trades is not None
    assert found.trades["pnl"].round(10).tolist() == [411.76, 219.0]
    assert errors_among(found.problems) == ()


def test_days_before_months_are_errors_wherever_no_month_fits(tmp_path: Path) -> None:
    found = read(tmp_path, days_first(SOUND))
    assert {p.code for p in found.problems} == {"cell"}
    assert [(p.line, p.column) for p in found.problems][:2] == [(10, "CloseDate"), (11, "Expiry")]


SHORT_PUT = "Sell,2,SPXW  240119P04600000,1/19/2024,Put"
ELSEWHERE: Expected = [*(("detail", line) for line in range(22, 26)), ("fees", 10), ("pnl-unchecked", 10)]
UNCHECKED: Expected = [("pnl-unchecked", line) for line in (10, 12, 14)]
DAMAGES: list[tuple[str, Damage, Expected]] = [
    ("sound", lambda raw: raw, []),
    ("other line ends", lambda raw: raw.replace(b"\n", b"\r\n"), []),
    ("a mark of UTF-8", recoded("utf-8-sig"), []),
    ("UTF-16", recoded("utf-16"), []),
    ("Latin-1", lambda raw: raw.replace(b"first layer", b"premi\xe8re"), [("encoding", 1)]),
    ("no share of the margin told", swap(",23.26", ","), []),
    ("no commission told", swap("6.4,2.28", "6.4,"), [("cell", 11)]),
    ("rows as long as the longest", padded, []),
    ("thousands separators", swap("1770.00", '"1,770.00"'), []),
    ("transactions below another trade", both(block_again(11, 14), without_lines(11, 14)), ELSEWHERE),
    ("the headers again", block_again(7, 8), [("header-twice", 26), ("header-twice", 27)]),
    ("profit before commissions", GROSS, [("pnl-gross", None)]),
    ("one profit before commissions", swap("18.24,411.76", "18.24,430.00"), [("pnl-identity", 10)]),
    ("profit of a hundredth", swap("18.24,411.76", "18.24,4.12"), [("pnl-identity", 10)]),
    ("a price of a hundred times", swap(",SPX,6.4,", ",SPX,640,"), [("pnl-identity", 10)]),
    ("the other side", swap(SHORT_PUT, SHORT_PUT.replace("Sell", "Buy")), [("pnl-unchecked", 10)]),
    ("one transaction missing", without_lines(18, 18), [("fees", 10), ("pnl-unchecked", 10)]),
    ("all transactions missing", without_lines(21, 22), [("pnl-unchecked", 20)]),
    ("nothing but trades", lambda raw: b"".join(s for s in raw.splitlines(keepends=True) if s[:3] != b',,"'), UNCHECKED),
    ("commissions of other transactions", swap("6.00,219.00", "5.00,220.00"), [("fees", 20)]),
    ("commissions received", both(swap("6.00,219.00", "-6.00,231.00"), swap(",3.00\n", ",-3.00\n", 2)), [("fees", 20)]),
    ("NaN", swap("411.76", "NaN"), [("cell", 10)]),
    ("infinite", swap(",SPX,6.4,", ",SPX,inf,"), [("cell", 11)]),
    ("blank", swap("411.76", ""), [("cell", 10)]),
    ("a margin that is no number", swap("1770.00", "n/a"), [("cell", 10)]),
    ("an unknown status", swap("SPX,Closed", "SPX,Expired"), [("cell", 10)]),
    ("an unknown side", swap("Sell,2", "Expire,2"), [("cell", 11)]),
    ("nothing sold", swap("Sell,2", "Sell,0"), [("cell", 11)]),
    ("a symbol of the other right", swap("240119P04600000", "240119C04600000"), [("cell", 11)]),
    ("no day of the calendar", swap("1/2/2024 10:05 AM", "2/30/2024 10:05 AM"), [("cell", 10)]),
    ("closed on no day", swap("1/16/2024 3:45 PM", ""), [("cell", 10)]),
    ("closed before opened", swap("1/16/2024 3:45 PM", "1/1/2024 3:45 PM"), [("close-before-open", 10)]),
    ("days in trade that don't fit", swap(",17,14,", ",17,45,"), [("days", 10)]),
    ("a transaction after the end", swap("1/18/2024 9:35:01 AM", "1/28/2024 9:35:01 AM"), [("detail", 22)]),
    ("a short trade", swap(",23.26", ""), [("row-width", 10), *(("detail", line) for line in range(11, 19))]),
    ("a long transaction", swap("SPX,6.4,2.28", "SPX,6.4,2.28,9"), [("row-width", 11), ("fees", 10), ("pnl-unchecked", 10)]),
    ("a trade twice", block_again(20, 22), [("trade-twice", 26)]),
    ("a line of something else", lambda raw: raw + b"Total,1,2\n", [("row-width", 26)]),
    ("cut off in a row", cut(20), [("row-width", 25), ("pnl-unchecked", 24)]),
    ("cut off in a quotation", lambda raw: raw + b',,"Back', "no whole CSV"),
    ("no trades", lambda raw: b"".join(raw.splitlines(keepends=True)[:9]), [("empty", None)]),
    ("no second header", without_lines(8, 8), "no known format"),
    ("nothing", lambda _: b"", "is empty"),
    ("a picture", lambda _: b"\x89PNG\r\n\x1a\n\x00", "no known format"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "expected"), [d[1:] for d in DAMAGES], ids=[d[0] for d in DAMAGES])
def test_a_damage_is_said_with_its_line_or_read_right(tmp_path: Path, damage: Damage, expected: Expected) -> None:
    check(tmp_path, damage(SOUND), SOUND, TOLD, expected)
