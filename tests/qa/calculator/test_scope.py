"""Scopes: read from text, written back the same, and said in words."""

from __future__ import annotations

import pytest

from corpus.errors import WrongUseError
from qa.calculator.scope import Scope
from qa.calculator.scope_text import parse_scope


@pytest.mark.parametrize(
    ("text", "canonical", "words"),
    [
        ("all", "all", "all months"),
        ("vix<15", "vix<15", "VIX below 15"),
        ("vix:15..20", "vix<20&vix>=15", "VIX from 15 to below 20"),
        ("vix > 20.5", "vix>20.5", "VIX above 20.5"),
        ("date=2018", "date=2018-01-01..2018-12-31", "2018"),
        ("date=2015..2017", "date=2015-01-01..2017-12-31", "2015 to 2017"),
        ("date=2018-02", "date=2018-02-01..2018-02-28", "February 2018"),
        ("date=2018-02..2018-04", "date=2018-02-01..2018-04-30", "February 2018 to April 2018"),
        ("date=..2018-11", "date=..2018-11-30", "up to November 2018"),
        ("date=2016-02-05..", "date=2016-02-05..", "from 5 February 2016"),
        ("date=2018&vix<15", "vix<15&date=2018-01-01..2018-12-31", "VIX below 15, 2018"),
        ("event=fomc~2", "event=fomc~2", "within 2 trading days of FOMC"),
        ("tier=conservative&layer=short", "tier=conservative&layer=short", "tier conservative, layer short"),
        ("event!=cpi~1", "event!=cpi~1", "not within 1 trading day of CPI"),
        ("event=fomc", "event=fomc~0", "at FOMC"),
        ("vix<sma5", "vix<vix.sma5", "VIX below mean over 5 days"),
        ("spx.rsi14>70", "spx.rsi14>70", "RSI of SPX over 14 days above 70"),
        ("contango>0&vix<20", "contango>0&vix<20", "CONTANGO above 0, VIX below 20"),
        ("per=week", "per=week", "cut by week"),
        ("claim=40%", "claim=0.4", "against a claimed 40%"),
        ("episode=vix", "episode=vix", "stress episodes by VIX"),
    ],
)
def test_scopes(text: str, canonical: str, words: str) -> None:
    scope = parse_scope(text)
    assert str(scope) == canonical
    assert parse_scope(canonical) == scope
    assert scope.display() == words


@pytest.mark.parametrize(
    "text",
    [
        "vix",
        "vix=15",
        "date=",
        "date=2018-13",
        "date=2018-02-30",
        "; drop",
        "vix<15x",
        "vix<sma0",
        "vix.mean5<15",
        "date=2018&date=2017",
        "per=hour",
        "event=fomc~x",
    ],
)
def test_what_is_no_scope_is_refused(text: str) -> None:
    with pytest.raises(WrongUseError):
        parse_scope(text)


def test_nothing_counts_everything() -> None:
    assert parse_scope("") == Scope()
