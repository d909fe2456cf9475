"""LEAN results: the account by day and trades net of fees, and each damage said with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus import formats
from corpus.backtests.imported import Imported
from corpus.backtests.legs import Leg, parse_legs
from corpus.backtests.manifest import DataFile
from corpus.formats import _json
from corpus.formats._osi import parse_symbol
from tests.damages import FIXTURES, Damage, Expected, both, check, cut, read_damaged, recoded, swap

FIXTURE = FIXTURES / "lean" / "result.json"
SOUND = FIXTURE.read_bytes()
TOLD = DataFile(path="result.json")
VALUES = "charts.Strategy Equity.series.Equity.values"
TRADES = "totalPerformance.closedTrades"
#: The fourth point of the chart, and where faults in it and in the first trade's P&L are said to be.
SAMPLE = "[1704344400, 100194.8, 100194.8, 100194.8, 100194.8]"
FOURTH: Expected = [("cell", f"{VALUES}[3]")]
PNL: Expected = [("pnl-identity", f"{TRADES}[0].profitLoss")]


def read(folder: Path, raw: bytes) -> Imported:
    """What is read of a file that is not refused."""
    found = read_damaged(folder, raw, TOLD)
    assert not isinstance(found, str)
    return found


def changed(*path: str | int, to: object) -> Damage:
    """A damage: one value of the result becomes another."""

    def damage(raw: bytes) -> bytes:
        result: Any = json.loads(raw)
        place = result
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to
        return json.dumps(result).encode()

    return damage


def of_trade(key: str, to: object) -> Damage:
    """A damage to the first closed trade."""
    return changed("totalPerformance", "closedTrades", 0, key, to=to)


def of_performance(**to: object) -> Damage:
    """A damage to all that is told of the performance."""
    return changed("totalPerformance", to=to)


def of_point(i: int, to: object) -> Damage:
    """A damage to a point of the equity chart."""
    return changed("charts", "Strategy Equity", "series", "Equity", "values", i, to=to)


def points(raw: bytes) -> list[list[float]]:
    """The points of the equity chart."""
    found: list[list[float]] = json.loads(raw)["charts"]["Strategy Equity"]["series"]["Equity"]["values"]
    return found


def as_points(raw: bytes) -> bytes:
    """The same chart as older results have it."""
    written = [{"x": p[0], "y": p[-1]} for p in points(raw)]
    return changed("charts", "Strategy Equity", "series", "Equity", "values", to=written)(raw)


def reversed_points(raw: bytes) -> bytes:
    """The same chart, newest first."""
    return changed("charts", "Strategy Equity", "series", "Equity", "values", to=points(raw)[::-1])(raw)


def without_last_point(raw: bytes) -> bytes:
    """The same chart without its last point."""
    return changed("charts", "Strategy Equity", "series", "Equity", "values", to=points(raw)[:-1])(raw)


def first_again(raw: bytes) -> bytes:
    """The same trades, the first of them twice."""
    trades = json.loads(raw)["totalPerformance"]["closedTrades"]
    return changed("totalPerformance", "closedTrades", to=[*trades, trades[0]])(raw)


def upper(raw: bytes) -> bytes:
    """The same result with keys that begin with capitals, as the engine's own files have them."""

    def capital(value: object) -> object:
        if isinstance(value, dict):
            return {k[:1].upper() + k[1:] if k not in {"value", "id"} else k: capital(v) for k, v in value.items()}
        return [capital(v) for v in value] if isinstance(value, list) else value

    return json.dumps(capital(json.loads(raw))).encode()


def older_symbols(raw: bytes) -> bytes:
    """The same trades with one `symbol`, and times that don't say that they are UTC."""
    result = json.loads(raw)
    for trade in result["totalPerformance"]["closedTrades"]:
        trade["symbol"] = trade.pop("symbols")[0]
        trade["entryTime"], trade["exitTime"] = trade["entryTime"].rstrip("Z"), trade["exitTime"].rstrip("Z")
    return json.dumps(result).encode()


def test_the_account_is_the_last_value_of_each_day_in_new_york() -> None:
    known, found = formats.read(FIXTURE)
    assert known.NAME == "lean-result"
    assert found.problems == ()
    assert found.account is not None
    # midnight closes the day before it; nothing changed on the weekend of 6 and 7 January
    assert {str(on.date()): v for on, v in zip(found.account.index, found.account, strict=True)} == {
        "2024-01-01": 100_000.0, "2024-01-02": 99_950.0, "2024-01-03": 100_194.8,
        "2024-01-04": 100_190.0, "2024-01-05": 100_205.0, "2024-01-08": 100_175.5,
    }  # fmt: skip
    assert found.currency == "USD"


def test_profit_is_made_net_of_fees_to_the_cent() -> None:
    trades = formats.read(FIXTURE)[1].trades
    assert trades is not None
    # (5.00 - 1.00) x 2 x 100 = 800, less 2.60; (0.50 - 3.50) x 2 x 100 = -600, less 2.60
    assert sorted(trades["pnl"].round(2)) == [-602.6, 797.4]
    assert sorted(trades["premium"]) == [-350.0, 500.0]
    assert sorted(trades["closing_cost"]) == [-50.0, 100.0]
    made = (trades["premium"] - trades["closing_cost"]) * trades["contracts"] - trades["fees"]
    assert made.round(10).tolist() == trades["pnl"].round(10).tolist()
    assert set(trades["strategy"]) == {"condor"}
    assert {str(t) for t in trades["opened"]} == {"2024-01-02 15:10:00"}
    assert {str(t) for t in trades["closed"]} == {"2024-01-03 16:00:00"}
    assert "-2 SPX 2024-01-03 4700 P @ 5" in set(trades["legs"])


def test_what_the_orders_leave_open_is_told_with_its_premium(tmp_path: Path) -> None:
    opened = formats.read(FIXTURE)[1].open_trades
    assert opened is not None
    assert opened[["strategy", "contracts", "premium", "underlying"]].to_numpy().tolist() == [["hedge", 3.0, -85.0, "VIX"]]
    day = opened["opened"].iloc[0]
    assert str(day) == "2024-01-04 15:12:00"
    legs = parse_legs(opened["legs"].iloc[0], day.date())
    assert legs is not None
    option = parse_symbol("VIX   240417C00030000")
    assert option is not None
    assert legs[0] == Leg(contracts=3, underlying="VIX", expiry=option.expiry, strike=30, right="call", price=0.85)
    part = changed("orders", "5", "quantity", to=1.0)(changed("orders", "4", "quantity", to=-1.0)(SOUND))
    held = read(tmp_path, part).open_trades
    assert held is not None
    assert held["legs"].tolist() == ["1 SPX 2024-01-03 4690 P @ 3.5", "1 VIX 2024-04-17 30 C @ 0.85"]
    over = read(tmp_path, changed("orders", "3", "quantity", to=5.0)(SOUND)).open_trades
    assert over is not None
    assert "3 SPX 2024-01-03 4700 P @ 1" in over["legs"].tolist()


@pytest.mark.parametrize(
    "damage",
    [
        changed("statistics", "Total Orders", to="100"),
        changed("statistics", to={}),
        changed("orders", "5", "status", to=2),
        changed("orders", "5", "status", to=5),
        changed("orders", "5", "price", to=None),
    ],
    ids="truncated untold partly canceled unpriced".split(),
)
def test_open_positions_that_the_orders_do_not_tell_are_absent(tmp_path: Path, damage: Damage) -> None:
    found = read(tmp_path, damage(SOUND))
    assert found.problems == ()
    assert found.open_trades is None


def test_what_is_no_listed_option_keeps_its_name_and_has_no_premium(tmp_path: Path) -> None:
    found = read(tmp_path, of_trade("symbols", [{"value": "VIXY", "id": "VIXY V"}])(of_trade("profitLoss", 8.0)(SOUND)))
    assert found.problems == ()
    assert found.trades is not None
    assert "premium" not in found.trades
    assert {"VIXY", "1", "2 SPX 2024-01-03 4690 P @ 3.5"} >= set(found.trades["legs"])
    untold = read(tmp_path, of_trade("orderIds", [])(SOUND)).trades
    assert untold is not None
    assert sorted(untold["strategy"]) == ["SPX", "condor"]


def test_a_result_without_trades_gives_its_account_and_one_without_a_chart_its_trades(tmp_path: Path) -> None:
    account = read(tmp_path, changed("totalPerformance", to=None)(SOUND))
    assert account.trades is None
    assert account.account is not None
    trades = read(tmp_path, changed("charts", to={})(SOUND))
    assert trades.account is None
    assert trades.trades is not None
    assert trades.problems == account.problems == ()


def test_a_first_sample_within_a_day_stands_on_the_day_before(tmp_path: Path) -> None:
    # 1704205800 is 2024-01-02 at 09:30 in New York
    account = read(tmp_path, of_point(0, [1704205800, 100000.0])(SOUND)).account
    assert account is not None
    assert [str(account.index[0].date()), str(account.index[1].date())] == ["2024-01-01", "2024-01-02"]
    assert account.tolist()[:2] == [100_000.0, 99_950.0]


DAMAGES: list[tuple[str, Damage, Expected]] = [
    ("sound", lambda raw: raw, []),
    ("on one line", lambda raw: json.dumps(json.loads(raw)).encode(), []),
    ("points of older results", as_points, []),
    ("symbols of older results", older_symbols, []),
    ("capitals", upper, []),
    ("wrapped", lambda raw: b'{"success": true, "backtest": ' + raw + b"}", []),
    ("a mark of UTF-8", recoded("utf-8-sig"), []),
    ("UTF-16", recoded("utf-16"), []),
    ("numbers as texts", of_trade("profitLoss", "800.00"), []),
    ("newest first", reversed_points, [("unsorted", None)]),
    ("Latin-1", lambda raw: swap('"condor"', '"cóndor"')(raw).decode().encode("latin-1"), "no whole JSON"),
    ("a runtime error", changed("state", "RuntimeError", to="Out of memory\nat line 3"), [("unfinished", "state")]),
    ("still running", changed("state", "Status", to="Running"), [("unfinished", "state")]),
    ("state as text", changed("state", to="Runtime Error"), [("unfinished", "state")]),
    ("another end", changed("statistics", "End Equity", to="100275.5"), [("end-equity", "statistics.End Equity")]),
    ("the end cut off", without_last_point, [("end-equity", "statistics.End Equity")]),
    ("NaN in the chart", swap(SAMPLE, "[1704344400, NaN]"), FOURTH),
    ("infinite", swap(SAMPLE, "[1704344400, Infinity]"), FOURTH),
    ("a number beyond floats", swap(SAMPLE, "[1704344400, 1e999]"), FOURTH),
    ("an integer beyond floats", swap(SAMPLE, f"[1704344400, {'9' * 400}]"), FOURTH),
    ("milliseconds", of_point(3, [1704344400000, 100194.8]), FOURTH),
    ("a point of three", of_point(3, [1704344400, 1.0, 2.0]), FOURTH),
    ("a null point", of_point(3, None), FOURTH),
    ("a nested point", of_point(3, [1704344400, [1.0]]), FOURTH),
    ("two values of one moment", of_point(2, [1704344400, 99.0]), [("moment-twice", "charts")]),
    ("profit net of fees", of_trade("profitLoss", 797.4 - 100), PNL),
    ("profit of one unit", of_trade("profitLoss", 8.0), PNL),
    ("the other direction", of_trade("direction", 0), PNL),
    ("a stock against its price", both(of_trade("symbols", [{"value": "SPY"}]), of_trade("profitLoss", -8.0)), PNL),
    ("no direction", of_trade("direction", 7), [("cell", f"{TRADES}[0].direction")]),
    ("no symbol", of_trade("symbols", []), [("cell", f"{TRADES}[0].symbol")]),
    ("no fees told", of_trade("totalFees", None), [("cell", f"{TRADES}[0].totalFees")]),
    ("fees received", of_trade("totalFees", -2.6), [("fees", f"{TRADES}[0].totalFees")]),
    ("nothing traded", both(of_trade("quantity", 0.0), of_trade("profitLoss", 0.0)), [("contracts", f"{TRADES}[0].quantity")]),
    ("no day of the calendar", of_trade("exitTime", "2024-02-30T21:00:00Z"), [("cell", f"{TRADES}[0].exitTime")]),
    ("a time that is a list", of_trade("exitTime", ["2024-01-03"]), [("cell", f"{TRADES}[0].exitTime")]),
    ("closed before opened", of_trade("exitTime", "2024-01-01T21:00:00Z"), [("close-before-open", f"{TRADES}[0].exitTime")]),
    ("a trade that is none", changed("totalPerformance", "closedTrades", 1, to=7), [("cell", f"{TRADES}[1]")]),
    ("a trade twice", first_again, [("duplicate", f"{TRADES}[2]")]),
    ("no trades and no chart", both(changed("charts", to={}), of_performance(closedTrades=[])), [("empty", None)]),
    ("neither list", both(changed("charts", to=[]), changed("totalPerformance", to=3)), "neither an equity chart"),
    ("cut off", cut(500), "no whole JSON"),
    ("a key twice", swap('"exitPrice": 1.0', '"exitPrice": 1.0, "exitPrice": 2.0'), "stands twice"),
    ("nested deeply", lambda raw: b'{"closedTrades": ' + b"[" * 100_000 + raw, "nested too deeply"),
    ("nested almost too deeply", of_point(3, json.loads("[" * 500 + "]" * 500)), FOURTH),
    ("text after it", lambda raw: raw + b"{}", "no whole JSON"),
    ("another JSON", lambda _: b'{"trades": []}', "no known format"),
    ("a list", lambda raw: b"[" + raw + b"]", "no known format"),
    ("nothing", lambda _: b"", "is empty"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "expected"), [d[1:] for d in DAMAGES], ids=[d[0] for d in DAMAGES])
def test_a_damage_is_said_with_its_place_or_read_right(tmp_path: Path, damage: Damage, expected: Expected) -> None:
    check(tmp_path, damage(SOUND), SOUND, TOLD, expected)


def test_what_is_too_large_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_json, "_BYTES", 1000)
    assert "larger than" in str(read_damaged(tmp_path, SOUND, TOLD))
