"""Scopes: read from text, written back the same, and said in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import WrongUseError
from qa.calculator.core.scope import PERIODS, Bound, Dates, Event, Scope, Signal, in_order
from qa.calculator.core.scope_text import parse_scope


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
        ("event=fomc~2", "event=fomc~2", "months with an FOMC date"),
        ("tier=conservative&layer=short", "tier=conservative&layer=short", "conservative tier, the short layer alone"),
        ("event!=cpi", "event!=cpi~0", "months without a CPI date"),
        ("event=fomc", "event=fomc~0", "months with an FOMC date"),
        ("event=fomc+cpi", "event=fomc+cpi~0", "months with an FOMC or CPI date"),
        ("vix!=15..20", "vix!=15..20", "VIX outside 15 to 20"),
        ("date=2018+2015", "date=2015-01-01..2015-12-31+2018-01-01..2018-12-31", "2015 and 2018"),
        ("episode!=vix", "episode!=vix", "months outside stress episodes by VIX"),
        ("episode!=2018-02", "date!=2018-02-01..2018-02-28", "leaving out February 2018"),
        ("vix<sma5", "vix<vix.sma5", "VIX below its mean over 5 days"),
        ("spx.rsi14>70", "spx.rsi14>70", "RSI of SPX over 14 days above 70"),
        ("contango>0&vix<20", "contango>0&vix<20", "CONTANGO above 0, VIX below 20"),
        ("per=week", "per=week", "cut by week"),
        ("claim=40%", "claim=0.4", "against a claimed 40%"),
        ("episode=vix", "episode=vix", "stress episodes by VIX"),
        ("date!=2018-02", "date!=2018-02-01..2018-02-28", "leaving out February 2018"),
        (
            "date!=2018&date!=2017",
            "date!=2017-01-01..2017-12-31&date!=2018-01-01..2018-12-31",
            "leaving out 2017 and 2018",
        ),
        (
            "date!=2018-02&date=2018",
            "date=2018-01-01..2018-12-31&date!=2018-02-01..2018-02-28",
            "2018, leaving out February 2018",
        ),
    ],
)
def test_scopes(text: str, canonical: str, words: str) -> None:
    scope = parse_scope(text)
    assert str(scope) == canonical
    assert parse_scope(canonical) == scope
    assert scope.display() == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("event=fomc", "on FOMC dates"),
        ("event!=fomc", "outside FOMC dates"),
        ("event=fomc~2", "within 2 trading days of FOMC"),
        ("event!=cpi~1", "more than 1 trading day from CPI"),
    ],
)
def test_days_are_on_or_near_a_date_and_months_have_one(text: str, words: str) -> None:
    assert parse_scope(text).display("days") == words


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
        "date=2018+",
        "vix!=20..15",
        "episode!=nosuch",
        "date!=",
        "per=hour",
        "event=fomc~x",
    ],
)
def test_what_is_no_scope_is_refused(text: str) -> None:
    with pytest.raises(WrongUseError):
        parse_scope(text)


NUMBERS = st.floats(-1e9, 1e9, allow_subnormal=False).map(lambda x: x if abs(x) > 1e-9 else 0.0)
NAMES = st.sampled_from(["vix", "spx", "contango", "vix9d_close", "move"])
SIGNALS = st.one_of(
    st.builds(Signal, NAMES),
    st.builds(Signal, NAMES, st.sampled_from(["sma", "ema", "rsi", "change", "realised"]), st.integers(1, 1000)),
)
BANDS = st.tuples(SIGNALS, NUMBERS, NUMBERS).filter(lambda t: t[1] < t[2]).map(lambda t: Bound(t[0], "!=", t[1], t[2]))
BOUNDS = st.one_of(st.builds(Bound, SIGNALS, st.sampled_from(["<", "<=", ">", ">="]), st.one_of(NUMBERS, SIGNALS)), BANDS)
DAYS = st.dates(date(1950, 1, 1), date(2090, 1, 1))
DATES = st.one_of(
    st.tuples(DAYS, DAYS).map(lambda pair: Dates(*sorted(pair))),
    st.builds(Dates, DAYS, st.none()),
    st.builds(Dates, st.none(), DAYS),
)
SCOPES = st.builds(
    Scope,
    bounds=st.lists(BOUNDS, max_size=3, unique=True).map(lambda bounds: in_order(tuple(bounds))),
    dates=st.none() | DATES,
    event=st.none() | st.builds(Event, st.sampled_from(["fomc", "cpi", "opex"]), st.integers(0, 999), st.booleans()),
    tier=st.none() | st.sampled_from(["conservative", "T-1.15"]),
    layer=st.none() | st.sampled_from(["short", "110d"]),
    episode=st.none() | st.sampled_from(["vix", "2018-02"]),
    per=st.none() | st.sampled_from(PERIODS),
    claim=st.none() | NUMBERS,
)


@given(SCOPES)
@settings(max_examples=300, deadline=None)
def test_a_scope_is_read_back_from_its_text(scope: Scope) -> None:
    assert parse_scope(str(scope)) == scope
    assert scope.display()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("spx>1234567.25", "SPX above 1234567.25"),
        ("contango>0.00001", "CONTANGO above 0.00001"),
        ("vix<-3", "VIX below −3"),
        ("claim=12.3456789%", "against a claimed 12.3456789%"),
        ("claim=0.29", "against a claimed 29%"),
    ],
)
def test_no_digit_of_a_number_is_lost(text: str, words: str) -> None:
    assert parse_scope(text).display() == words


def test_nothing_counts_everything() -> None:
    assert parse_scope("") == Scope()
