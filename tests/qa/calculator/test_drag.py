"""Drag by its properties: signs, scale, nothing from nothing, parts that recombine."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.calculator.catalogue import CATALOGUE, compute
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure
from qa.calculator.core.scope_text import parse_scope
from tests.builders import Told, built, marks, monthly, trades, value, why
from tests.qa.calculator.edges import EDGES, daily

CENTS = st.integers(-500_000, 500_000).map(lambda cents: cents / 100)
RUNS = st.lists(st.tuples(CENTS, CENTS), min_size=1, max_size=40)
#: Figures of the drag that only change their sign when the accounts change places.
ODD = [
    *(f"drag.monthly.{x}" for x in ("mean", "median", "total", "geometric", "annualised", "without_largest", "t")),
    *("drag.by_start.median", "drag.daily.mean", "drag.weekly.total", "drag.irr"),
]
DRAG = [key for key in CATALOGUE if key.startswith("drag.")]


def _run(pairs: list[tuple[float, float]], scale: float = 1.0, *, swapped: bool = False) -> Facts:
    """A run of business days from cents of base and hedge P&L."""
    days = [str(d.date()) for d in pd.bdate_range("2020-01-02", periods=len(pairs))]
    base = [scale * (b + h if swapped else b) for b, h in pairs]
    hedge = [scale * (-h if swapped else h) for _, h in pairs]
    return built(told=Told(base=scale * 100_000), marks=marks(days, base, hedge))


def _same(key: str, one: Facts, other: Facts, sign: float = 1.0) -> None:
    """Both have the figure and it is the same, or neither has it."""
    first, second = (compute(key, parse_scope("all"), facts) for facts in (one, other))
    if isinstance(first, Figure) and isinstance(second, Figure):
        assert first.result.value == pytest.approx(sign * second.result.value, rel=1e-9, abs=1e-12), key
    else:
        assert type(first) is type(second), key


@given(RUNS)
@settings(max_examples=40, deadline=None)
def test_accounts_that_change_places_change_the_sign_of_the_drag(pairs: list[tuple[float, float]]) -> None:
    one, other = _run(pairs), _run(pairs, swapped=True)
    for key in ODD:
        _same(key, one, other, -1.0)


def test_over_a_year_too() -> None:
    facts = EDGES["two years"]()
    table = facts.backtest.marks
    assert table is not None
    pairs = list(zip(table["base_pnl"].tolist(), table["hedge_pnl"].tolist(), strict=True))
    one, other = _run(pairs), _run(pairs, swapped=True)
    for key in ODD:
        assert value(key, one).value == pytest.approx(-value(key, other).value, rel=1e-9, abs=1e-12), key
    ours, swapped = (value("drag.monthly.mean", f).interval for f in (one, other))
    assert ours is not None
    assert swapped is not None
    assert (ours.low, ours.high) == pytest.approx((-swapped.high, -swapped.low))


@given(RUNS, st.sampled_from([0.01, 3.0, 1e6]))
@settings(max_examples=30, deadline=None)
def test_a_larger_base_with_as_much_more_profit_leaves_every_share_alone(pairs: list[tuple[float, float]], scale: float) -> None:
    one, other = _run(pairs), _run(pairs, scale)
    for key, spec in CATALOGUE.items():
        if spec.unit != "USD":
            _same(key, one, other)


def test_a_year_on_a_larger_base_leaves_every_share_alone() -> None:
    table = EDGES["two years"]().backtest.marks
    assert table is not None
    pairs = list(zip(table["base_pnl"].tolist(), table["hedge_pnl"].tolist(), strict=True))
    one, other = _run(pairs), _run(pairs, 1000)
    for key, spec in CATALOGUE.items():
        if spec.unit != "USD":
            _same(key, one, other)


@given(st.lists(CENTS, min_size=1, max_size=40))
@settings(max_examples=30, deadline=None)
def test_a_zero_hedge_costs_exactly_nothing(base: list[float]) -> None:
    facts = _run([(b, 0.0) for b in base])
    for key in DRAG:
        result = compute(key, parse_scope("all"), facts)
        assert not isinstance(result, Figure) or result.result.value == 0, key


def test_a_zero_hedge_costs_exactly_nothing_over_a_year_and_in_every_regime() -> None:
    facts = EDGES["a hedge of nothing"]()
    for scope in ("all", "vix<20", "vix>=20&per=day", "event=fomc~1&per=day", "per=week"):
        for key in DRAG:
            result = compute(key, parse_scope(scope), facts)
            assert not isinstance(result, Figure) or result.result.value == 0, f"{key}@{scope}"
    assert value("benchmark.share", facts).value == 1
    assert value("benchmark.advantage", facts).value == 0
    assert value("drawdown.reduction", facts).value == 0
    assert "drag hardly varies" in why("drag.monthly.t", facts)


def test_cents_that_cancel_within_a_month_cost_nothing() -> None:
    facts = built(marks=marks(["2020-01-02", "2020-01-03", "2020-01-06"], [777.77, -55.1, 3.3], [0.1, 0.2, -0.3]))
    assert value("drag.monthly.mean", facts).value == 0
    assert value("drag.monthly.share_costly", facts).value == 0


def test_a_drag_that_is_always_the_same_has_no_t_value() -> None:
    facts = monthly([0.013, -0.021, 0.0171, 0.2] * 4, [-0.0002] * 16)
    assert "drag hardly varies" in why("drag.monthly.t", facts)
    assert value("drag.monthly.mean", facts).value == pytest.approx(0.0002)


def test_regimes_and_events_recombine_to_the_whole() -> None:
    facts = daily([str(d.date()) for d in pd.bdate_range("2017-03-01", periods=500)])
    whole = value("drag.daily.mean", facts)
    for parts in (("vix<15", "vix:15..20", "vix>=20"), ("event=fomc~1", "event!=fomc~1"), ("spx.change3<0", "spx.change3>=0")):
        found = [value("drag.daily.mean", facts, part) for part in parts]
        assert sum(p.n for p in found) == whole.n
        assert sum(p.value * p.n for p in found) / whole.n == pytest.approx(whole.value, rel=1e-10)


def test_days_recombine_to_weeks_months_and_years() -> None:
    facts = EDGES["two years"]()
    total = value("drag.daily.total", facts).value
    for per in ("weekly", "monthly", "yearly"):
        assert value(f"drag.{per}.total", facts).value == pytest.approx(total, rel=1e-12)
    months = [value("drag.monthly.total", facts, f"date=2019-{m:02}").value for m in range(1, 13)]
    assert sum(months) == pytest.approx(value("drag.yearly.total", facts, "date=2019").value, rel=1e-12)


def test_layers_recombine_to_the_hedge() -> None:
    facts = EDGES["two years"]()
    layers = [value("drag.monthly.mean", facts, f"layer={layer}").value for layer in ("short", "long")]
    assert sum(layers) == pytest.approx(value("drag.monthly.mean", facts).value, rel=1e-12)


def test_the_order_of_trades_changes_nothing() -> None:
    facts = EDGES["hedges open at the end"]()
    table = facts.backtest.trades
    assert table is not None
    rows = [(str(o), str(c), s, p) for o, c, s, p in table[["opened", "closed", "strategy", "pnl"]].itertuples(index=False)]
    margin = table["margin"].tolist()
    told, series = Told(layers={"short": "VIX 30", "long": "VIX 220"}), facts.backtest.series
    market = {name: {str(d.date()): float(v) for d, v in closes.items()} for name, closes in series.items()}  # type: ignore[attr-defined]
    one = built(told=told, trades=trades(rows, margin), series=market)
    other = built(told=told, trades=trades(rows[::-1], margin[::-1]), series=market)
    for key in CATALOGUE:
        _same(key, one, other)
