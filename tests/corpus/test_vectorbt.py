"""vectorbt trade logs: read to the cent, and each damage said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import formats
from corpus.backtests.manifest import DataFile
from tests.damages import FIXTURES, Damage, Expected, both, check, cut, line_again, read_damaged, recoded, swap

FIXTURE = FIXTURES / "vectorbt" / "trades.csv"
SOUND = FIXTURE.read_bytes()
TOLD = DataFile(path="trades.csv")


def older(raw: bytes) -> bytes:
    """The same log with the columns that older versions write."""
    for new, old in (("Exit Trade Id", "Trade Id"), ("Avg E", "Avg. E"), (" Timestamp", " Date")):
        raw = raw.replace(new.encode(), old.encode())
    return raw


def indexed(raw: bytes) -> bytes:
    """The same log with the row numbers that pandas writes."""
    lines = raw.decode().splitlines()
    return "".join(f"{i - 1 if i else ''},{line}\n" for i, line in enumerate(lines)).encode()


def zoned(raw: bytes) -> bytes:
    """The same moments in UTC, New York being five hours behind in January."""
    for clock, utc in (("15:10:00", "20:10:00"), ("15:12:00", "20:12:00"), ("16:00:00", "21:00:00"), ("09:35:00", "14:35:00")):
        raw = raw.replace(clock.encode(), f"{utc}+00:00".encode())
    return raw


def test_the_trades_are_read_to_the_cent() -> None:
    known, found = formats.read(FIXTURE)
    assert known.NAME == "vectorbt-trades"
    assert found.problems == ()
    assert found.trades is not None
    assert found.open_trades is not None
    # (1.15 - 0.25) * 200 - 8 = 172; (1.625 - 0.85) * 100 - 3 = 74.50; (1.20 - 2.70) * 200 - 8 = -308
    assert found.trades["pnl"].tolist() == [172.0, 74.5, -308.0]
    assert found.trades["strategy"].tolist() == ["condor", "vix calls", "condor"]
    assert found.trades["premium"].tolist() == [1.15, -0.85, 1.2]
    assert found.trades["closing_cost"].tolist() == [0.25, -1.625, 2.7]
    assert found.trades["fees"].tolist() == [8.0, 3.0, 8.0]
    assert found.trades["contracts"].tolist() == [200.0, 100.0, 200.0]
    assert str(found.trades["closed"].iloc[1]) == "2024-01-05 09:35:00"
    assert found.open_trades.to_dict("list") == {
        "opened": [found.open_trades["opened"].iloc[0]], "strategy": ["vix calls"], "legs": [""],
        "contracts": [100.0], "premium": [-0.9], "fees": [1.5], "unrealised": [-16.5],
    }  # fmt: skip


def test_a_column_that_the_manifest_names_is_read(tmp_path: Path) -> None:
    told = DataFile(path="trades.csv", columns={"chain": "Position Id", "margin": "Size"})
    found = read_damaged(tmp_path, SOUND, told)
    assert not isinstance(found, str)
    assert found.trades is not None
    assert found.trades["chain"].tolist() == ["0", "0", "1"]
    assert found.trades["margin"].tolist() == [200.0, 100.0, 200.0]
    check(tmp_path, SOUND, SOUND, DataFile(path="trades.csv", columns={"chain": "Roll"}), [("no-column", 1)])


DAMAGES: list[tuple[str, Damage, Expected]] = [
    ("sound", lambda raw: raw, []),
    ("older columns", older, []),
    ("row numbers", indexed, []),
    ("rows in another order", lambda raw: b"".join([(s := raw.splitlines(keepends=True))[0], *reversed(s[1:])]), []),
    ("other line ends", lambda raw: raw.replace(b"\n", b"\r\n"), []),
    ("a mark of UTF-8", recoded("utf-8-sig"), []),
    ("UTF-16", recoded("utf-16"), []),
    ("Latin-1", lambda raw: raw.replace(b"0.7478", b"0.7478\xb1"), [("encoding", 1)]),
    ("semicolons and decimal commas", lambda raw: raw.replace(b",", b";").replace(b".", b","), [("decimal-comma", None)]),
    ("times in UTC", zoned, [("zone-converted", None)]),
    ("one time in UTC", swap("2024-01-03 15:10:00", "2024-01-03 20:10:00+00:00"), [("zone-mixed", 3)]),
    ("thousands separators", swap(",-308.0,", ',"-308.00",'), []),
    ("the header again", line_again(1), [("header-twice", 6)]),
    ("a trade again", line_again(3), [("duplicate", 6)]),
    ("P&L without its fees", swap(",172.0,", ",180.0,"), [("pnl-identity", 2)]),
    ("P&L of a hundred times", swap(",74.5,", ",7450.0,"), [("pnl-identity", 4)]),
    ("the other direction", swap("Long,Closed", "Short,Closed"), [("pnl-identity", 4)]),
    ("a P&L of NaN", swap(",172.0,", ",NaN,"), [("cell", 2)]),
    ("an infinite price", swap(",2.7,", ",inf,"), [("cell", 3)]),
    ("a blank size", swap("condor,200.0", "condor,"), [("cell", 2)]),
    ("no day of the calendar", swap("2024-01-03 16:00:00", "2024-02-30 16:00:00"), [("cell", 2)]),
    ("a bar number for a time", swap("2024-01-03 16:00:00", "17"), [("cell", 2)]),
    ("an unknown direction", swap("Short,Closed", "Both,Closed"), [("cell", 2)]),
    ("an unknown state", swap("Short,Closed", "Short,Pending"), [("cell", 2)]),
    ("closed before opened", swap("2024-01-04 16:00:00", "2024-01-01 16:00:00"), [("close-before-open", 3)]),
    ("no units", both(swap(",172.0,", ",-188.0,"), swap("condor,200.0", "condor,-200.0")), [("contracts", 2)]),
    ("a short row", swap(",Short,Closed,1", ""), [("row-width", 3)]),
    ("a long row", swap(",Short,Closed,1", ",Short,Closed,1,7"), [("row-width", 3)]),
    ("cut off in a row", cut(20), [("row-width", 5)]),
    ("cut off in a quotation", lambda raw: raw + b'4,"condor,200', "no whole CSV"),
    ("no trades", lambda raw: raw.splitlines(keepends=True)[0], [("empty", None)]),
    ("no column of fees", swap("Exit Fees", "Costs"), "lacks Exit Fees"),
    ("nothing", lambda _: b"", "is empty"),
    ("a picture", lambda _: b"\x89PNG\r\n\x1a\n\x00", "no known format"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "expected"), [d[1:] for d in DAMAGES], ids=[d[0] for d in DAMAGES])
def test_a_damage_is_said_with_its_line_or_read_right(tmp_path: Path, damage: Damage, expected: Expected) -> None:
    check(tmp_path, damage(SOUND), SOUND, TOLD, expected)
