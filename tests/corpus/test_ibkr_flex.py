"""IBKR Flex statements: hand-worked trades to the cent, and damaged files that say where they are damaged."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.errors import UnreadableError
from corpus.formats import ibkr_flex, read, recognise
from tests.damages import (
    FIXTURES,
    Case,
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
    said,
    without,
)

FIXTURE = FIXTURES / "ibkr_flex" / "statement.xml"
_CASH = '<CashTransaction currency="USD" type="{}" dateTime="20240131" amount="{}" levelOfDetail="{}" />'
_FOREX = '<Trade currency="USD" assetCategory="CASH" symbol="EUR.USD" quantity="5" levelOfDetail="EXECUTION" />'
_ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
_OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def _pattern(old: str, new: str) -> Callable[[bytes], bytes]:
    """Text of every row exchanged."""
    return lambda raw: re.sub(old, new, raw.decode()).encode()


def _assigned(raw: bytes) -> bytes:
    """The settlement in cash made one in shares, whose rows have no amount."""
    for column, paid in (("proceeds", "-500"), ("tradePrice", "5"), ("netCash", "-500")):
        raw = replaced(35, f'{column}="{paid}"', f'{column}="0"')(raw)
    return raw


#: The condor's legs are on lines 6 to 9, their expiries on 13 to 16, the VIX call on 10, 11 and 37.
CASES = [
    case("byte order mark", recoded("utf-8-sig"), alike=True),
    case("UTF-16", lambda raw: recoded("utf-16")(raw.replace(b"UTF-8", b"UTF-16")), alike=True),
    case("Windows' line ends", lambda raw: raw.replace(b"\n", b"\r\n"), alike=True),
    case("Latin-1", lambda raw: raw.replace(b"CASH RECEIPTS", b"Caf\xe9").replace(b"UTF-8", b"x"), ("encoding", 1), alike=True),
    case("no declaration", without(1), alike=True),
    case("days with dashes", _pattern(r'"(\d{4})(\d\d)(\d\d)([;"])', r'"\1-\2-\3\4'), alike=True),
    case("times with colons", _pattern(r";(\d\d)(\d\d)(\d\d)\"", r', \1:\2:\3 EST"'), alike=True),
    case("day and time apart", _pattern(r'dateTime="\d+;(\d+)" tradeDate', r'tradeTime="\1" tradeDate'), alike=True),
    case("no sums of orders", without(12, 38), alike=True),
    case("no net cash", _pattern(r' netCash="[^"]*"', ""), alike=True),
    case("no proceeds", _pattern(r' proceeds="[^"]*"', ""), alike=True),
    case("no prices", _pattern(r' tradePrice="[^"]*"', ""), alike=True),
    case("no indicators", _pattern(r' openCloseIndicator="[^"]*"', ""), alike=True),
    case("no brokerage orders", _pattern(r' ibOrderID="[^"]*" brokerage', " ib"), alike=True),
    case("interest", inserted(42, _CASH.format("Broker Interest Received", "1.25", "DETAIL")), ("other-cash", 42), alike=True),
    case("a deposit summed up again", inserted(42, _CASH.format("Deposits/Withdrawals", "25000", "SUMMARY")), alike=True),
    case("a change of currency", inserted(10, _FOREX), ("left-out", 10), alike=True),
    case("an execution twice", again(10), ("duplicate", 11), alike=True),
    case("a number twice", replaced(11, 'tradeID="7006"', 'tradeID="7005"'), ("duplicate", 11)),
    case("a deposit of no amount", replaced(42, '"25000"', '""'), ("cell", 42)),
    case("an impossible day", replaced(10, '"20240119;', '"20240230;'), ("cell", 10)),
    case("a day of the American form", replaced(10, '"20240119;103100"', '"01/19/2024;103100"'), ("cell", 10)),
    case("no day", replaced(10, 'dateTime="20240119;103100" tradeDate="20240119"', ""), ("cell", 10)),
    case("no multiplier", replaced(10, 'multiplier="100"', ""), ("cell", 10)),
    case("another multiplier", replaced(10, 'multiplier="100"', 'multiplier="1"'), ("proceeds-identity", 10)),
    case("no strike", replaced(10, 'strike="15"', 'strike=""'), ("cell", 10)),
    case("neither call nor put", replaced(10, 'putCall="C"', 'putCall="X"'), ("cell", 10)),
    case("no underlying", replaced(10, 'underlyingSymbol="VIX"', ""), ("cell", 10)),
    case("no quantity", replaced(10, 'quantity="3"', ""), ("cell", 10)),
    case("quantity of zero", replaced(10, 'quantity="3"', 'quantity="0"'), ("quantity", 10)),
    case("another quantity", replaced(10, 'quantity="3"', 'quantity="4"'), ("proceeds-identity", 10)),
    case("a quantity of the other sign", replaced(10, 'quantity="3"', 'quantity="-3"'), ("unknown-action", 10)),
    case("another price", replaced(10, 'tradePrice="1.05"', 'tradePrice="105"'), ("proceeds-identity", 10)),
    case("a price of another form", replaced(10, 'tradePrice="1.05"', 'tradePrice="1,05"'), ("cell", 10)),
    case("NaN", replaced(10, 'proceeds="-315"', 'proceeds="NaN"'), ("cell", 10)),
    case("another commission", replaced(10, 'ibCommission="-3.9"', 'ibCommission="3.9"'), ("net-cash-identity", 10)),
    case("an unknown side", replaced(10, 'buySell="BUY"', 'buySell="SWAP"'), ("unknown-action", 10)),
    case("a cancelled execution", replaced(10, 'buySell="BUY"', 'buySell="BUY (Ca.)"'), ("cancelled", 10)),
    case("an unknown indicator", replaced(10, 'openCloseIndicator="O"', 'openCloseIndicator="X"'), ("unknown-action", 10)),
    case("an unknown level", replaced(10, "EXECUTION", "HALF"), ("unknown-level", 10)),
    case("levels not told", _pattern(r' levelOfDetail="[^"]*"', ""), ("unknown-level", 12), ("unknown-level", 38)),
    case("sums of orders alone", both(without(12, 38), everywhere("EXECUTION", "ORDER")), ("orders-read", 6), alike=True),
    case("sums over lots alone", both(without(12, 38), everywhere("EXECUTION", "CLOSED_LOT")), ("no-executions", 6)),
    case("a leg of another order", replaced(6, "000a.01", "000a.99"), ("orders-apart", 6)),
    case("two currencies", replaced(10, 'currency="USD"', 'currency="EUR"'), ("currency-mixed", 10)),
    case("a fee in another", replaced(10, 'ibCommissionCurrency="USD', 'ibCommissionCurrency="EUR'), ("currency-mixed", 10)),
    case("two accounts", replaced(10, "U0000001", "U0000002"), ("accounts-mixed", 10)),
    case("no expiry rows", without(13, 14, 15, 16), ("expired-unclosed", 6)),
    case("one expiry row is missing", without(13), ("expired-unclosed", 6), ("partly-closed", 6)),
    case("the beginning is missing", without(6, 7, 8, 9), *(("closes-unopened", n) for n in (9, 10, 11, 12))),
    case("assigned into shares", _assigned, ("delivery", 35)),
    case("cut in a row", cut_in(10, 60), ("refused", None)),
    case("cut between rows", cut_in(11, 0), ("refused", None)),
    case("no quotation mark", replaced(10, 'quantity="3"', "quantity=3"), ("refused", None)),
    case("entities", inserted(2, _ENTITIES), ("refused", None)),
    case("a file outside", inserted(2, _OUTSIDE), ("refused", None)),
    case("without trades and money", without(*range(6, 40), 42, 43), ("empty", None)),
    case("another document", everywhere("FlexQueryResponse", "Feed"), ("refused", None)),
]  # fmt: skip


@pytest.mark.parametrize("damaged", CASES, ids=lambda one: one.name)
def test_a_damaged_statement_says_where_or_is_read_alike(damaged: Case, tmp_path: Path) -> None:
    holds(damaged, FIXTURE, tmp_path)


def test_trades_are_those_worked_by_hand() -> None:
    found, told = read(FIXTURE)
    assert found is ibkr_flex
    assert told.trades is not None
    # a condor that expires: 240 - 170 + 220 - 150 received, fees of 3.30 a leg
    # the VIX call, bought in two executions: 315 and 105 paid, 240 received, fees of 3.90, 1.3001 and 0.40
    # a condor closed in two parts: 300 received, 65 and 255 paid, fees of 13.20, 2.60 and 2.60
    # a put spread rolled: 55 received, 170 paid, fees of 3.30 and 1.30
    # what it was rolled into: 110 received, 500 paid in settlement, fees of 3.30
    assert told.trades["pnl"].tolist() == [126.80, -185.6001, -38.40, -119.60, -393.30]
    assert told.trades["premium"].tolist() == [70, -105, 150, 55, 110]
    assert told.trades["closing_cost"].tolist() == [0, -60, 160, 170, 500]
    assert told.trades["contracts"].tolist() == [2, 4, 2, 1, 1]
    assert told.trades["underlying"].tolist() == ["SPX", "VIX", "SPX", "SPX", "SPX"]
    assert str(told.trades["opened"].iloc[0]) == "2024-01-18 15:10:05"
    assert (told.currency, told.live) == ("USD", True)


def test_what_is_not_closed_stays_open() -> None:
    _, told = read(FIXTURE)
    assert told.open_trades is not None
    assert told.open_trades["legs"].tolist() == ["4 VIX 2024-04-17 18 C @ 1.3"]
    assert told.open_trades["premium"].tolist() == [-130]


def test_deposits_and_withdrawals_are_flows() -> None:
    _, told = read(FIXTURE)
    assert told.flows is not None
    assert [str(day)[:10] for day in told.flows.index] == ["2024-01-17", "2024-02-02"]
    assert told.flows.tolist() == [25000, -1500]


def test_times_are_of_the_zone_that_the_manifest_names_and_days_are_days(tmp_path: Path) -> None:
    told = read_damaged(tmp_path, FIXTURE.read_bytes(), DataFile(path="t.xml", zone="Asia/Tokyo"))
    assert isinstance(told, Imported)
    assert said(told) == []
    assert told.trades is not None
    assert told.flows is not None
    assert str(told.trades["opened"].iloc[0]) == "2024-01-18 01:10:05"
    assert str(told.flows.index[0])[:10] == "2024-01-17"


def test_a_document_type_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "t.xml").write_bytes(inserted(2, _ENTITIES)(FIXTURE.read_bytes()))
    with pytest.raises(UnreadableError, match=r"t\.xml:2: has a document type"):
        read(tmp_path / "t.xml")


def test_a_real_execution_is_read(shared: Path) -> None:
    file = shared / "data" / "ibkr-flex-trade.xml"
    assert recognise(file) is ibkr_flex
    _, told = read(file)
    # an assignment of calls that were sold before the statement begins
    assert [(p.code, p.severity, p.line) for p in told.problems] == [
        ("delivery", "warning", 1),
        ("closes-unopened", "warning", 1),
    ]
    assert told.trades is None
    assert told.open_trades is None
