"""thinkorswim statements: hand-worked trades to the cent, and damaged files that say where they are damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.formats import read, recognise, thinkorswim
from tests.damages import (
    FIXTURES,
    Case,
    Found,
    again,
    both,
    case,
    cut_in,
    everywhere,
    holds,
    inserted,
    read_damaged,
    recoded,
    replaced,
    without,
)

FIXTURE = FIXTURES / "thinkorswim" / "statement.csv"
ZONE = "America/Chicago"
LINES = FIXTURE.read_text(encoding="utf-8").splitlines()
_FUTURE = ",2/1/24 10:00:00,FUTURE,BUY,+1,TO OPEN,/ESH24,MAR 24,,FUTURE,4900,4900,LMT"
_DELIVERED = '2/1/24,10:00:00,TRD,="9",BOT +100 SPY UPON OPTION ASSIGNMENT,,,-10.00,0.00'


_BOOKED_ONCE = both(replaced(21, "-0.60,-0.90,180.00", "-0.80,-1.20,240.00"), without(22))
_LEG_OPEN: Found = [("expired-unclosed", 45), ("partly-closed", 45)]
_NO_TRADES: Found = [("unknown-section", 40), ("no-section", None)]
#: The condor is on lines 64 to 67, booked on 7, expired on 9 to 12; the VIX call on 63 and 8; the totals are on 24.
CASES = [
    case("byte order mark", recoded("utf-8-sig"), alike=True),
    case("UTF-16", recoded("utf-16"), alike=True),
    case("Windows' line ends", lambda raw: raw.replace(b"\n", b"\r\n"), alike=True),
    case("Latin-1", lambda raw: raw.replace(b"Individual", b"Caf\xe9"), ("encoding", 1), alike=True),
    case("no blank lines", without(2, 25, 28, 31, 32, 34, 35, 39, 68, 72, 76, 79), alike=True),
    case("paper money", inserted(1, "This document was exported from the paperMoney platform."), alike=True),
    case("header twice", inserted(50, LINES[40]), ("header-twice", 50), alike=True),
    case("an unknown section", inserted(26, "Strange Things\na,b\n1,2\n"), ("unknown-section", 26), alike=True),
    case("effects not told", both(everywhere("TO OPEN", "AUTO"), everywhere("TO CLOSE", "AUTO")), alike=True),
    case("no price of a single option", replaced(63, ",1.05,1.05", ",~,1.05"), alike=True),
    case("a series in the expiry", replaced(63, "14 FEB 24", "14 FEB 24 [AM]"), alike=True),
    case("a full year in an expiry row", replaced(18, "26 JAN 24", "26 Jan 2024"), alike=True),
    case("no totals", without(24), alike=True),
    case("stars for totals", replaced(24, "($22.00)", "**********"), alike=True),
    case("interest", replaced(6, "CLIENT REQUESTED ELECTRONIC FUNDING RECEIPT", "INTEREST"), ("other-cash", 6), alike=True),
    case("a future", inserted(42, _FUTURE), ("left-out", 42), alike=True),
    case("one booking of two fills", _BOOKED_ONCE, ("fees-shared", 43), alike=True),
    case("shares delivered", both(inserted(20, _DELIVERED), without(25)), ("left-out", 20), alike=True),
    case("a deposit of no number", replaced(6, '"25,000.00","', 'much,"'), ("cell", 6)),
    case("an impossible day", replaced(63, "1/19/24", "2/30/24"), ("cell", 63)),
    case("a day of another form", replaced(63, "1/19/24", "2024-01-19"), ("cell", 63)),
    case("no time", replaced(63, "1/19/24 09:31:00", ""), ("cell", 63)),
    case("no time of a booking", replaced(8, "09:31:00", ""), ("cell", 8)),
    case("another time", replaced(63, "09:31:00", "09:31:05"), ("trade-missing", 8), ("cash-identity", 63)),
    case("no price in a spread", replaced(65, ",.75,", ",~,"), ("cell", 65)),
    case("another price", replaced(65, ",.75,", ",75,"), ("cash-identity", 64)),
    case("another price of a single option", replaced(63, "1.05,1.05", "105,105"), ("cash-identity", 63)),
    case("another quantity", replaced(63, "+4", "+40"), ("cash-identity", 63)),
    case("no quantity", replaced(63, "+4", ""), ("cell", 63)),
    case("quantity of zero", replaced(63, "+4", "0"), ("quantity", 63)),
    case("a quantity of the other sign", replaced(63, "+4", "-4"), ("unknown-action", 63)),
    case("an unknown side", replaced(63, "BUY", "SWAP"), ("unknown-action", 63)),
    case("an unknown effect", replaced(63, "TO OPEN", "TO KEEP"), ("unknown-action", 63)),
    case("an expiry without its day", replaced(63, "14 FEB 24", "FEB 24"), ("cell", 63)),
    case("an expiry that can't be", replaced(63, "14 FEB 24", "31 FEB 24"), ("cell", 63)),
    case("no strike", replaced(63, ",15,CALL", ",,CALL"), ("cell", 63)),
    case("neither call nor put", replaced(63, ",15,CALL", ",15,CAL"), ("cell", 63)),
    case("another strike", replaced(63, ",15,CALL", ",16,CALL"), ("closes-unopened", 44), ("closes-unopened", 43)),
    case("a fill twice", again(63), ("cash-identity", 64)),
    case("a booking twice", again(8), *(("total", 25),) * 3),
    case("another fee", replaced(8, "-1.60", "-16.00"), ("total", 24)),
    case("another amount", replaced(8, "-420.00", "-42.00"), ("total", 24)),
    case("another amount and no totals", both(replaced(8, "-420.00", "-42.00"), without(24)), ("cash-identity", 62)),
    case("a fill is missing", without(63), ("trade-missing", 8)),
    case("a leg is missing", without(67), ("cash-identity", 64)),
    case("a short row", replaced(63, ",LMT", ""), ("row-width", 63)),
    case("a long row", replaced(63, ",LMT", ",LMT,"), ("row-width", 63)),
    case("cut in a row", cut_in(63, 20), ("row-width", 63)),
    case("cut between rows", cut_in(63, 0), ("trade-missing", 7), ("trade-missing", 8)),
    case("cut in the bookings", cut_in(10, 30), ("row-width", 10), ("no-section", None)),
    case("cut in quotation marks", cut_in(7, LINES[6].index('"25') + 4), ("refused", None)),
    case("one expiry row is missing", without(9), ("expired-unclosed", 63), ("partly-closed", 63)),
    case("assigned at no amount", replaced(18, "EXPIRATION", "ASSIGNMENT"), ("settlement-unknown", 18), *_LEG_OPEN),
    case("an expiry row of another form", replaced(18, "26 JAN 24", "26 XXX 24"), ("left-out", 18), *_LEG_OPEN),
    case("no bookings", without(*range(3, 25)), ("no-fees", 42), ("expired-unclosed", 42), ("expired-unclosed", 23)),
    case("no column of amounts", replaced(4, "AMOUNT", "SUM"), ("no-column", 4)),
    case("no column of commissions", replaced(4, "Commissions & Fees", "Rest"), ("no-fees", 4)),
    case("no columns of options", replaced(41, "Exp,Strike", "X,Y"), *(("cell", n) for n in range(42, 68) for _ in "ES")),
    case("no column of sides", replaced(41, "Side", "Way"), ("no-column", 41)),
    case("another title of the trades", replaced(40, "Account Trade History", "Fills"), *_NO_TRADES),
    case("semicolons", everywhere(",", ";"), ("no-column", 41), ("no-column", 4)),
    case("another document", lambda _: b"Dear customer,\nthank you.\n", ("refused", None)),
]  # fmt: skip


@pytest.mark.parametrize("damaged", CASES, ids=lambda one: one.name)
def test_a_damaged_statement_says_where_or_is_read_alike(damaged: Case, tmp_path: Path) -> None:
    holds(damaged, FIXTURE, tmp_path, ZONE)


def test_trades_are_those_worked_by_hand() -> None:
    found, told = read(FIXTURE, DataFile(path=FIXTURE.name, zone=ZONE))
    assert found is thinkorswim
    assert told.trades is not None
    # a condor that expires: 240 - 170 + 220 - 150 received, fees of 4.80 and 5.20
    # the VIX call: 420 paid, 180 and 60 received, fees of 4.20, 1.50 and 0.50
    # a condor closed in two parts: 300 received, 65 and 255 paid, fees of 10, 5 and 5
    # a put spread rolled: 55 received, 170 paid, fees of 2.50 and half of 5
    # what it was rolled into expires: 110 received, the other half
    assert told.trades["pnl"].tolist() == [130, -186.20, -40, -120, 107.50]
    assert told.trades["premium"].tolist() == [70, -105, 150, 55, 110]
    assert told.trades["closing_cost"].tolist() == [0, -60, 160, 170, 0]
    assert told.trades["contracts"].tolist() == [2, 4, 2, 1, 1]
    assert told.trades["fees"].tolist() == [10, 6.20, 20, 5, 2.50]
    assert told.trades["underlying"].tolist() == ["SPX", "VIX", "SPX", "SPX", "SPX"]
    assert str(told.trades["opened"].iloc[0]) == "2024-01-18 15:10:05"  # 14:10 in Chicago
    assert told.live is True


def test_all_cash_is_that_of_the_statement() -> None:
    _, told = read(FIXTURE, DataFile(path=FIXTURE.name, zone=ZONE))
    assert told.trades is not None
    assert told.open_trades is not None
    assert told.flows is not None
    spent = told.open_trades["premium"] * told.open_trades["contracts"] - told.open_trades["fees"]
    assert told.flows.sum() + told.trades["pnl"].sum() + spent.sum() == pytest.approx(22_867.10)  # the last balance


def test_what_is_not_closed_stays_open() -> None:
    _, told = read(FIXTURE, DataFile(path=FIXTURE.name, zone=ZONE))
    assert told.open_trades is not None
    assert told.open_trades["legs"].tolist() == ["4 VIX 2024-04-17 18 C @ 1.3"]
    assert told.open_trades["premium"].tolist() == [-130]


def test_times_without_a_zone_are_taken_as_exchange_time_with_a_note() -> None:
    _, told = read(FIXTURE)
    assert [(p.code, p.severity) for p in told.problems] == [("zone", "note")]
    assert told.trades is not None
    assert str(told.trades["opened"].iloc[0]) == "2024-01-18 14:10:05"


def test_paper_money_is_not_live(tmp_path: Path) -> None:
    raw = inserted(1, "This document was exported from the paperMoney platform.")(FIXTURE.read_bytes())
    told = read_damaged(tmp_path, raw, DataFile(path="t.csv", zone=ZONE))
    assert isinstance(told, Imported)
    assert told.live is False


def test_a_statement_whose_beginning_is_long_is_recognised(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(inserted(6, "\n".join([LINES[4]] * 2000))(FIXTURE.read_bytes()))
    assert recognise(file) is thinkorswim
