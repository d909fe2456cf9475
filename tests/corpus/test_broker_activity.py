"""Exports of brokers and platforms whose columns public code tells: hand-worked trades, and damages that are said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import formats
from corpus.backtests.imported import Imported
from corpus.backtests.manifest import DataFile
from corpus.errors import UnreadableError
from tests.damages import FIXTURES


def _fixture(name: str) -> str:
    return (FIXTURES / name).read_text(encoding="utf-8")


SCHWAB = _fixture("schwab/transactions.csv")
ALL = {
    "schwab-transactions": SCHWAB,
    "robinhood-activity": _fixture("robinhood/activity.csv"),
    "fidelity-history": _fixture("fidelity/history.csv"),
    "ibkr-flex-csv": _fixture("ibkr_flex_csv/query.csv"),
    "tastyworks": _fixture("tastyworks/history.csv"),
}
TRADINGVIEW = _fixture("tradingview/trades.csv")


def read(folder: Path, text: str) -> tuple[str, Imported]:
    """The format of a file of that text, and what is in it."""
    file = folder / "export.csv"
    file.write_text(text, encoding="utf-8")
    found, imported = formats.read(file, DataFile(path=file.name))
    return found.NAME, imported


@pytest.mark.parametrize("name", list(ALL))
def test_trades_are_those_worked_by_hand(tmp_path: Path, name: str) -> None:
    found, told = read(tmp_path, ALL[name])
    assert found == name
    assert not [p for p in told.problems if p.severity == "error"], told.problems
    assert told.trades is not None
    # a VIX call bought for 151.13 and sold for 198.87; a put spread for 237.74 less 102.26 that expires
    assert told.trades["pnl"].tolist() == pytest.approx([47.74, 135.48])
    assert told.trades["fees"].tolist() == pytest.approx([2.26, 4.52])
    assert told.trades["contracts"].tolist() == [1.0, 2.0]
    assert told.trades["underlying"].tolist() == ["VIX", "SPX"]
    assert told.trades["premium"].tolist() == pytest.approx([-150.0, 70.0])
    assert str(told.trades["opened"].iloc[1].date()) == "2024-04-23"
    assert told.open_trades is None
    assert told.flows is not None
    assert told.flows.tolist() == [5000.0]
    assert told.live is True


def test_where_a_file_tells_no_orders_what_is_one_trade_is_said_to_be_assumed(tmp_path: Path) -> None:
    for name in ("schwab-transactions", "robinhood-activity", "fidelity-history"):
        assert "orders-assumed" in [p.code for p in read(tmp_path, ALL[name])[1].problems if p.severity == "warning"]


def test_shares_from_an_assignment_are_part_of_the_options_trade(tmp_path: Path) -> None:
    head = SCHWAB.splitlines()[0]
    rows = [
        '"04/25/2024","Sell","SPY","SPDR","100","$490.00","","$49,000.00"',
        '"04/22/2024","Buy","SPY","SPDR","100","$500.00","","-$50,000.00"',
        '"04/22/2024","Assigned","SPY 04/22/2024 500.00 P","PUT SPDR","1","","",""',
        '"04/19/2024","Sell to Open","SPY 04/22/2024 500.00 P","PUT SPDR","1","$3.00","$1.00","$299.00"',
    ]
    told = read(tmp_path, "\n".join([head, *rows, ""]))[1]
    assert told.trades is not None
    assert len(told.trades) == 2  # the export has no word by which the shares are known to be delivered: both are said
    assert "delivery" in [p.code for p in told.problems if p.severity == "warning"]


Change = Callable[[str], str]
DAMAGES: list[tuple[str, Change, str]] = [
    ("schwab-transactions", lambda t: t.replace("$237.74", "$337.74"), "amount-identity"),
    ("schwab-transactions", lambda t: t.replace('"$1.20"', '"many"'), "cell"),
    ("schwab-transactions", lambda t: t.replace('"04/19/2024"', '"19/04/2024"'), "cell"),
    ("schwab-transactions", lambda t: t.replace("Sell to Close", "Stock Split"), "left-out"),
    ("robinhood-activity", lambda t: t.replace("$237.74", "$437.74"), "amount-identity"),
    ("robinhood-activity", lambda t: t.replace('"STC","1"', '"STC",""'), "contract"),
    ("fidelity-history", lambda t: t.replace("237.74", "37.74"), "amount-identity"),
    ("fidelity-history", lambda t: t.replace("0.65,0.48,,198.87", "x,0.48,,198.87"), "cell"),
    ("ibkr-flex-csv", lambda t: t.replace("237.74", "37.74"), "net-cash-identity"),
    ("ibkr-flex-csv", lambda t: t.replace('"USD","OPT","VIX', '"EUR","OPT","VIX', 1), "currency-mixed"),
    ("tastyworks", lambda t: t.replace("10:15 AM,Trade,Sell to Open", "25:15,Trade,Sell to Open"), "cell"),
    ("tastyworks", lambda t: t.replace(",Sell,Close,1", ",,Close,1"), "cell"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change", "code"), DAMAGES, ids=[f"{n} {c}" for n, _, c in DAMAGES])
def test_a_damage_is_said(tmp_path: Path, name: str, change: Change, code: str) -> None:
    assert change(ALL[name]) != ALL[name]
    assert code in [p.code for p in read(tmp_path, change(ALL[name]))[1].problems]


def without(*lines: int) -> Change:
    """Some lines of the rows are missing, counted from the header."""

    def change(text: str) -> str:
        start = next(i for i, line in enumerate(text.splitlines()) if "Symbol" in line or "Instrument" in line)
        return "\n".join(line for i, line in enumerate(text.splitlines()) if i - start not in lines) + "\n"

    return change


def cut(tail: int) -> Change:
    """The last characters are missing."""
    return lambda text: text[: len(text) // 2 - tail]


INCOMPLETE: dict[str, Change] = {
    "no expiry of the short put": without(1) ,
    "no expiries": without(1, 2),
    "no sale of the put": without(3),
    "no purchase of the put": without(4),
    "no opening of the spread": without(3, 4),
    "no sale of the call": without(5),
    "no purchase of the call": without(6),
    "the first days missing": without(6, 7, 8, 9),
    "cut in the middle": cut(3),
    "cut in the middle elsewhere": cut(25),
}  # fmt: skip


@pytest.mark.parametrize("how", list(INCOMPLETE))
@pytest.mark.parametrize("name", [n for n in ALL if n != "ibkr-flex-csv"])
def test_an_incomplete_export_is_never_silent(tmp_path: Path, name: str, how: str) -> None:
    """Something more is said than of the whole export, or it is refused."""
    whole = read(tmp_path, ALL[name])[1]
    try:
        told = read(tmp_path, INCOMPLETE[how](ALL[name]))[1]
    except UnreadableError:
        return
    before = {p.code for p in whole.problems}
    assert [p for p in told.problems if p.code not in before] or told.open_trades is not None


def gone(line: int) -> Change:
    """One line below the header is missing."""
    return lambda text: "\n".join(x for i, x in enumerate(text.splitlines()) if i != line) + "\n"


def test_a_list_of_trades_is_read_with_what_is_open(tmp_path: Path) -> None:
    name, told = read(tmp_path, TRADINGVIEW)
    assert name == "tradingview-trades"
    assert told.problems == ()
    assert told.trades is not None
    assert told.trades["pnl"].tolist() == [49.0, -41.0]
    assert told.trades["strategy"].tolist() == ["Dip", "Rip"]
    assert told.open_trades is not None
    assert told.open_trades["unrealised"].tolist() == [25.0]
    assert told.currency == "USD"
    older = TRADINGVIEW.replace("Date and time,Signal", "Signal,Date/Time")
    older = older.replace("Position size (qty),Net P&L USD", "Contracts,Profit")
    swapped = [older.splitlines()[0]]
    for line in TRADINGVIEW.splitlines()[1:]:
        number, kind, at, signal, rest = line.split(",", 4)
        swapped.append(f"{number},{kind},{signal},{at},{rest}")
    again = read(tmp_path, "\n".join([*swapped, ""]))[1]
    assert again.trades is not None
    assert again.trades["pnl"].tolist() == [49.0, -41.0]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (gone(1), "trade-half"),
        (gone(2), "trade-half"),
        (gone(6), "trade-half"),
        (lambda t: t + t.splitlines()[1] + "\n", "trade-twice"),
        (lambda t: t.replace(",49,1\n1,Entry", ",,1\n1,Entry"), "cell"),
        (lambda t: t.replace("2024-04-22 16:00", "2024-04-21 16:00"), "close-before-open"),
        (lambda t: t.replace("Exit short", "Left short"), "cell"),
        (lambda t: t.replace("2024-04-22 10:00", "22/04/2024"), "cell"),
        (lambda t: t.splitlines()[0] + "\n", "empty"),
        (lambda t: t.replace("Net P&L USD", "Gain"), "no-column"),
    ],
)
def test_a_faulty_or_incomplete_list_of_trades_is_said(tmp_path: Path, change: Change, code: str) -> None:
    assert code in [p.code for p in read(tmp_path, change(TRADINGVIEW))[1].problems]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"history": {"event": [{"type": "trade", "trade": {"trade_type": "option"}}]}}', "is a Tradier account history, which"),
        ("OFXHEADER:100\nDATA:OFXSGML\n", "is an OFX or QFX file, which is not read"),
        ('<?xml version="1.0"?>\n<OFX>\n</OFX>\n', "is an OFX or QFX file, which is not read"),
        ("Statement,Header,Field Name,Field Value\nStatement,Data,Title,Activity Statement\n", "is an IBKR activity statement"),
    ],
)
def test_what_is_not_read_is_refused_by_its_name(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        read(tmp_path, text)


def test_numbers_that_are_missing_among_tradingviews_trades_are_said(tmp_path: Path) -> None:
    head, *lines = TRADINGVIEW.splitlines()
    last = max(int(line.split(",")[0]) for line in lines)
    gone = [line for line in lines if line.split(",")[0] != "1"]
    assert last > 1
    assert "numbers-missing" in [p.code for p in read(tmp_path, "\n".join([head, *gone, ""]))[1].problems]
    assert "numbers-missing" not in [p.code for p in read(tmp_path, TRADINGVIEW)[1].problems]


def test_a_trade_with_one_time_in_a_zone_and_one_without_is_said(tmp_path: Path) -> None:
    mixed = TRADINGVIEW.replace("2024-04-24 16:00", "2024-04-24 20:00Z")
    assert mixed != TRADINGVIEW
    assert "zone-mixed" in [p.code for p in read(tmp_path, mixed)[1].problems if p.severity == "error"]
