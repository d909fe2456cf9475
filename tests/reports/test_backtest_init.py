"""A first manifest for a table of one's own, and for two equity files."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.backtests.backtest import read_backtest
from tests.corpus.test_own_table import TABLE
from tests.reports.command import Command


def settle(text: str, *keys: str) -> str:
    for key in keys:
        text, n = re.subn(rf"^# ({re.escape(key)}.*)$", r"\1", text, flags=re.MULTILINE)
        assert n, key
    return text


def test_init_offers_a_map_that_can_be_confirmed(run: Command) -> None:
    Path("own.csv").write_text(TABLE, encoding="utf-8")
    assert run("backtest", "init", "own.csv").code == 0
    text = Path("backtest.toml").read_text(encoding="utf-8")
    assert '# columns = { opened = "Date Opened", closed = "Date Closed", strategy = "System", pnl = "P&L ($)"' in text
    text = settle(text, "hypothetical", "[[files]]", 'path = "own.csv"', "columns = {")
    Path("backtest.toml").write_text(text.replace("# base = …", "base = 50000"), encoding="utf-8")
    read = read_backtest(Path("backtest.toml"))
    assert read.trades is not None
    assert read.trades["pnl"].tolist() == [1150.5, -80.25]


def test_init_of_two_equity_files_offers_two_runs(run: Command) -> None:
    for name, gain in (("a.csv", 100), ("b.csv", 90)):
        rows = "".join(f"2024-01-{day:02},{100000 + gain * day}\n" for day in (2, 3, 4, 5))
        Path(name).write_text(f"date,value\n{rows}", encoding="utf-8")
    assert run("backtest", "init", "a.csv", "b.csv").code == 0
    text = Path("backtest.toml").read_text(encoding="utf-8")
    settled = settle(text, "construction", "hypothetical", "[[files]]", "path", 'of = "', 'values = "equity"')
    Path("backtest.toml").write_text(settled.replace("# base = …", "base = 100000"), encoding="utf-8")
    read = read_backtest(Path("backtest.toml"))
    assert read.accounts is not None
    assert list(read.accounts) == ["unhedged", "hedged"]


def test_an_unsettled_manifest_lists_every_key_tosettle(run: Command) -> None:
    Path("own.csv").write_text(TABLE, encoding="utf-8")
    run("backtest", "init", "own.csv")
    refused = run("backtest", "check", ".")
    assert "hypothetical, capital.base, files are missing" in refused.err
