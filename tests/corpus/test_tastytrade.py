"""tastytrade histories: hand-worked trades to the cent, and damaged files that say where they are damaged."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from corpus.backtests.backtest import read_backtest
from corpus.backtests.imported import Imported
from corpus.backtests.legs import parse_legs
from corpus.backtests.manifest import DataFile
from corpus.formats import read, recognise, tastytrade
from tests.damages import (
    FIXTURES,
    Case,
    again,
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

FIXTURE = FIXTURES / "tastytrade" / "history.csv"
HEADER, *_ = FIXTURE.read_text(encoding="utf-8").splitlines()
_INTEREST = "2024-01-31T16:00:00-0600,Money Movement,Credit Interest,,,,INTEREST,0.06,0,,--,0.00,,,,,,,,0.06,USD"
_FUTURE = "2024-02-01T10:00:00-0600,Trade,Buy,BUY,/VXG4,Future,Bought 1,0.00,1,,-1.00,-0.30,,,/VX,,,,9,-1.30,USD"
_MERGER = (
    "2024-02-01T10:00:00-0600,Receive Deliver,Symbol Change,BUY_TO_OPEN,OLD,Equity,Symbol change,0.00,1,--,--,0.00"
    ",,,OLD,,,,,0.00,USD"
)
_SHARES = (
    "2024-01-26T15:00:00-0600,Receive Deliver,Buy to Open,BUY_TO_OPEN,SPY,Equity,x,-10.00,1,-10.00,--,0.00,,,SPY,,,,,-10.00,USD"
)


def _without_totals(raw: bytes) -> bytes:
    """The same history as older exports have it."""
    table = [*csv.reader(io.StringIO(raw.decode()))]
    place = table[0].index("Total")
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([*row[:place], *row[place + 1 :]] for row in table)
    return out.getvalue().encode()


#: Four legs of one order of which the file then knows nothing, newest first.
_UNOPENED: list[tuple[str, int | None]] = [("closes-unopened", n) for n in (29, 28, 27, 26)]
CASES = [
    case("byte order mark", recoded("utf-8-sig"), alike=True),
    case("UTF-16", recoded("utf-16"), alike=True),
    case("Windows' line ends", lambda raw: raw.replace(b"\n", b"\r\n"), alike=True),
    case("Latin-1", lambda raw: raw.replace(b"Wire Funds Sent", b"Caf\xe9"), ("encoding", 1), alike=True),
    case("without totals", _without_totals, alike=True),
    case("header twice", inserted(20, HEADER), ("header-twice", 20), alike=True),
    case("blank line", inserted(20, ""), alike=True),
    case("another day", replaced(30, "2024-01-19T", "2024-01-29T"), ("unsorted", 30)),
    case("an impossible day", replaced(30, "2024-01-19T", "2024-02-30T"), ("cell", 30)),
    case("no time", replaced(30, "2024-01-19T09:31:00-0600", ""), ("cell", 30)),
    case("a day without a time", replaced(30, "2024-01-19T09:31:00-0600", "2024-01-19"), ("cell", 30)),
    case("one time without offset", replaced(30, "-0600", ""), ("zone-mixed", 30)),
    case("no offsets", everywhere("-0600", ""), ("zone", 2)),
    case("a value in points", replaced(30, "-420.00", "-4.20"), ("value-identity", 30), ("total-identity", 30)),
    case("a value of the other sign", replaced(30, "-420.00", "420.00"), ("value-identity", 30), ("total-identity", 30)),
    case("another quantity", replaced(30, ",4,-105.00", ",5,-105.00"), ("value-identity", 30)),
    case("no quantity", replaced(30, ",4,-105.00", ",,-105.00"), ("cell", 30)),
    case("quantity of zero", replaced(30, ",4,-105.00", ",0,-105.00"), ("quantity", 30)),
    case("a negative quantity", replaced(30, ",4,-105.00", ",-4,-105.00"), ("quantity", 30)),
    case("NaN", replaced(30, "-420.00", "NaN"), ("cell", 30)),
    case("another commission", replaced(30, "-4.00", "-40.00"), ("total-identity", 30)),
    case("a commission received", replaced(30, "-4.00,-1.20,100", "4.00,1.20,100"), ("total-identity", 30), ("fee-sign", 30)),
    case("no multiplier", replaced(30, ",100,VIX", ",,VIX"), ("cell", 30)),
    case("no strike", replaced(30, ",15,CALL", ",,CALL"), ("cell", 30)),
    case("neither call nor put", replaced(30, ",15,CALL", ",15,CAL"), ("cell", 30)),
    case("an expiry of another form", replaced(30, ",2/14/24,", ",2024-02-14,"), ("cell", 30)),
    case("another strike", replaced(30, ",15,CALL", ",16,CALL"), ("closes-unopened", 3)),
    case("an unknown action", replaced(30, "BUY_TO_OPEN", "BUY"), ("unknown-action", 30)),
    case("an action unlike its sub type", replaced(30, "BUY_TO_OPEN", "BUY_TO_CLOSE"), ("unknown-action", 30)),
    case("an unknown type", replaced(30, ",Trade,", ",Barter,"), ("unknown-action", 30)),
    case("no order", replaced(30, "310001007", ""), ("cell", 30)),
    case("a leg of another order", replaced(31, "310001001", "310001099"), ("orders-apart", 31)),
    case("two currencies", replaced(30, "USD", "EUR"), ("currency-mixed", 30)),
    case("no currency", replaced(30, "USD", ""), ("currency-mixed", 30)),
    case("a short row", replaced(30, ",USD", ""), ("row-width", 30)),
    case("a long row", replaced(30, ",USD", ",USD,"), ("row-width", 30)),
    case("cut in a row", cut_in(30, 60), ("row-width", 30)),
    case("cut in quotation marks", cut_in(35, 75), ("refused", None)),
    case("the beginning is missing", without(31, 32, 33, 34), *_UNOPENED),
    case("a row twice", again(2), ("duplicate", 3)),
    case("a closing row twice", again(3), ("duplicate", 4), ("closes-unopened", 3)),
    case("no expiry rows", without(26, 27, 28, 29), ("expired-unclosed", 30)),
    case("one expiry row is missing", without(26), ("expired-unclosed", 33), ("partly-closed", 33)),
    case("settled without its second row", without(6), alike=True),
    case("assigned without cash", without(7), ("delivery", 6)),
    case("interest", inserted(5, _INTEREST), ("other-cash", 5), alike=True),
    case("a future", inserted(5, _FUTURE), ("left-out", 5), alike=True),
    case("a change of symbol", inserted(5, _MERGER), ("corporate-action", 5)),
    case("an image", lambda _: b"\x89PNG\r\n\x1a\n\x00", ("refused", None)),
    case("only the header", lambda raw: raw.split(b"\n")[0] + b"\n", ("empty", None)),
    case("a column is missing", everywhere("Order #", "Order"), ("refused", None)),
]


@pytest.mark.parametrize("damaged", CASES, ids=lambda one: one.name)
def test_a_damaged_history_says_where_or_is_read_alike(damaged: Case, tmp_path: Path) -> None:
    holds(damaged, FIXTURE, tmp_path)


def test_trades_are_those_worked_by_hand() -> None:
    found, told = read(FIXTURE)
    assert found is tastytrade
    assert told.trades is not None
    # a condor that expires: 240 - 170 + 220 - 150 received, 8 options at 1.65
    # the VIX call: 4 bought for 420 and sold for 240, fees of 5.20 and 0.40
    # a condor closed in two parts: 300 received, 65 and 255 paid, fees of 13.20, 2.60 and 2.60
    # a put spread rolled: 55 received, 170 paid, fees of 3.30 and 1.30
    # what it was rolled into: 110 received, 500 paid in settlement, fees of 3.30 and 5.00
    assert told.trades["pnl"].tolist() == [126.80, -185.60, -38.40, -119.60, -398.30]
    assert told.trades["premium"].tolist() == [70, -105, 150, 55, 110]
    assert told.trades["closing_cost"].tolist() == [0, -60, 160, 170, 500]
    assert told.trades["contracts"].tolist() == [2, 4, 2, 1, 1]
    assert told.trades["fees"].tolist() == [13.20, 5.60, 18.40, 4.60, 8.30]
    assert told.trades["underlying"].tolist() == ["SPX", "VIX", "SPX", "SPX", "SPX"]
    assert set(told.trades["strategy"]) == {""}


def test_moments_are_exchange_time() -> None:
    _, told = read(FIXTURE)
    assert told.trades is not None
    assert str(told.trades["opened"].iloc[0]) == "2024-01-18 15:10:05"  # 14:10 in Chicago
    assert str(told.trades["closed"].iloc[0]) == "2024-01-19 16:00:00"


def test_what_is_not_closed_stays_open() -> None:
    _, told = read(FIXTURE)
    assert told.open_trades is not None
    assert told.open_trades["legs"].tolist() == ["4 VIX 2024-04-17 18 C @ 1.3"]
    assert told.open_trades["premium"].tolist() == [-130]
    assert "pnl" not in told.open_trades


def test_deposits_and_withdrawals_are_flows() -> None:
    _, told = read(FIXTURE)
    assert told.flows is not None
    assert [str(day)[:10] for day in told.flows.index] == ["2024-01-17", "2024-02-02"]
    assert told.flows.tolist() == [25000, -1500]
    assert (told.currency, told.live) == ("USD", True)


def test_legs_can_be_read_back() -> None:
    _, told = read(FIXTURE)
    assert told.trades is not None
    legs = [parse_legs(text, opened.date()) for text, opened in zip(told.trades["legs"], told.trades["opened"], strict=True)]
    assert [len(own or ()) for own in legs] == [4, 1, 4, 2, 2]
    call = (legs[1] or ())[0]
    assert (call.underlying, call.contracts, call.strike, call.right, call.price) == ("VIX", 4, 15, "call", 1.05)


def test_shares_that_were_delivered_are_a_trade_of_their_own(tmp_path: Path) -> None:
    raw = inserted(6, _SHARES)(without(7)(FIXTURE.read_bytes()))
    told = read_damaged(tmp_path, raw, DataFile(path="t.csv"))
    assert isinstance(told, Imported)
    assert said(told) == [("delivery", 7)]
    assert told.trades is not None
    assert told.open_trades is not None
    assert told.trades["pnl"].iloc[-1] == pytest.approx(110 - 3.30)  # the option alone
    assert "1 SPY @ 10" in told.open_trades["legs"].tolist()


def test_times_without_offset_are_of_the_zone_that_the_manifest_names(tmp_path: Path) -> None:
    whole = read_damaged(tmp_path, FIXTURE.read_bytes(), DataFile(path="a.csv"))
    without_zone = everywhere("-0600", "")(FIXTURE.read_bytes())
    told = read_damaged(tmp_path, without_zone, DataFile(path="b.csv", zone="America/Chicago"))
    assert isinstance(told, Imported)
    assert said(told) == []
    assert isinstance(whole, Imported)
    assert told.trades is not None
    assert whole.trades is not None
    assert told.trades.equals(whole.trades)


def test_a_real_history_is_read(shared: Path) -> None:
    file = shared / "data/tastytrade-2023.csv"
    assert recognise(file) is tastytrade
    _, told = read(file)
    assert [(p.code, p.severity, p.line) for p in told.problems] == [("other-cash", "note", 2)]
    assert told.flows is not None
    assert told.flows.tolist() == [1000]


def test_a_backtest_of_a_history_tells_the_hedge_by_its_instrument(tmp_path: Path) -> None:
    shutil.copy(FIXTURE, tmp_path / "history.csv")
    manifest = (
        'name = "mine"\ntitle = "Mine"\nhypothetical = false\n[capital]\nbase = 25000\nflows = "dated"\n'
        '[[files]]\npath = "history.csv"\n[hedge]\ninstruments = [{ underlying = "VIX", right = "call", side = "long" }]\n'
    )
    (tmp_path / "backtest.toml").write_text(manifest, encoding="utf-8")
    backtest = read_backtest(tmp_path)
    assert backtest.trades is not None
    assert backtest.open_trades is not None
    assert [p.code for p in backtest.problems] == ["booked-at-close", "open-positions"]
    assert backtest.trades[backtest.is_hedge]["pnl"].tolist() == [-185.60]
    assert backtest.open_trades["hedge"].tolist() == [True]
