"""Internal rates of return: against other solvers, and against every root of the polynomial."""

from __future__ import annotations

import numpy as np
import numpy_financial
import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.calculator.core.facts import HEDGED, Facts
from qa.calculator.core.path import Path, select_path
from qa.calculator.core.result import NotComputed
from qa.calculator.core.scope import Scope
from qa.calculator.returns.irr import flows_of, unique_rate
from tests.builders import Told, built, marks, value, why
from tests.qa.calculator.edges import EDGES

_QUARTER = 91.25


def _roots(places: list[int], amounts: list[float]) -> list[float]:
    """All yearly rates at which flows on a grid of quarters are worth nothing, by the polynomial in a quarter's discount."""
    polynomial = np.zeros(max(places) + 1)
    np.add.at(polynomial, places, amounts)
    roots = np.roots(polynomial[::-1])
    real = np.sort(roots.real[(abs(roots.imag) < 1e-6 * (1 + abs(roots.real))) & (roots.real > 1e-9)])
    return [float(v**-4 - 1) for v in real]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(-9, 9)), min_size=2, max_size=8))
@settings(max_examples=300, deadline=None)
def test_a_rate_is_given_only_where_it_is_the_only_one(flows: list[tuple[int, int]]) -> None:
    places, amounts = [p for p, _ in sorted(flows)], [float(a) for _, a in sorted(flows)]
    places = [p - places[0] for p in places]
    found = unique_rate(np.array(places) * _QUARTER, np.array(amounts))
    if isinstance(found, NotComputed):
        assert "no internal rate" not in found.reason or not _roots(places, amounts)
    else:
        roots = _roots(places, amounts)
        assert len(roots) == 1
        assert found == pytest.approx(roots[0], rel=1e-6, abs=1e-6)


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=12), st.floats(-0.5, 3))
@settings(max_examples=60, deadline=None)
def test_conventional_flows_have_the_rate_of_other_solvers(later: list[int], rate: float) -> None:
    days = np.arange(len(later) + 1, dtype=np.float64) * 100
    flows = np.array([0.0, *map(float, later)])
    flows[0] = -float((flows * (1 + rate) ** (-days / 365)).sum())
    ours = unique_rate(days, flows)
    assert ours == pytest.approx(rate, abs=1e-10)
    dates = (np.datetime64("2020-01-01") + days.astype("timedelta64[D]")).tolist()
    assert ours == pytest.approx(pyxirr.xirr(dates, flows.tolist()), abs=1e-9)


def test_yearly_flows_have_the_rate_of_numpy_financial() -> None:
    flows = np.array([-100.0, 5.0, 111.0])
    assert unique_rate(np.array([0.0, 365.0, 730.0]), flows) == pytest.approx(numpy_financial.irr(flows), abs=1e-10)


def test_solvers_give_one_of_several_rates_and_we_give_none() -> None:
    dates = ["2018-12-31", "2019-12-31", "2020-12-30"]
    flows = [-100_000.0, 230_000.0, -132_000.0]
    assert pyxirr.xirr(dates, flows) == pytest.approx(0.1)
    assert sum(f * 1.2**-(i) for i, f in enumerate(flows)) == pytest.approx(0, abs=1e-9)
    assert isinstance(unique_rate(np.array([0.0, 365.0, 730.0]), np.array(flows)), NotComputed)


def test_flows_that_cancel_have_a_rate_of_nothing_or_none() -> None:
    assert unique_rate(np.array([0.0, 100.0, 300.0]), np.array([-100.0, 40.0, 60.0])) == 0
    assert isinstance(unique_rate(np.array([0.0, 365.0, 730.0]), np.array([-100.0, 210.0, -110.0])), NotComputed)
    assert isinstance(unique_rate(np.array([0.0, 365.0]), np.array([100.0, 50.0])), NotComputed)


def test_flows_of_one_day_count_together() -> None:
    days, flows = np.array([0.0, 365.0, 365.0, 730.0]), np.array([-100.0, 200.0, -190.0, 110.0])
    assert unique_rate(days, flows) == pytest.approx(unique_rate(days[[0, 1, 3]], np.array([-100.0, 10.0, 110.0])), abs=1e-12)


@pytest.mark.parametrize(("days", "reason"), [([0.0, 1.0], "too extreme to compute"), ([0.0, 365.0], "")])
def test_a_rate_beyond_all_bounds_is_none(days: list[float], reason: str) -> None:
    found = unique_rate(np.array(days), np.array([-1.0, 2.0]))
    assert reason in found.reason if isinstance(found, NotComputed) else found == pytest.approx(1.0)


def _xirr(facts: Facts) -> float:
    path = select_path(facts, Scope(), hedged=True)
    assert isinstance(path, Path)
    since, amounts = flows_of(facts, path, hedged=True)
    dates = (path.days[0] + since.astype("timedelta64[D]")).tolist()
    return float(pyxirr.xirr(dates, amounts.tolist()))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["two years", "without flows", "two runs"])
def test_the_rate_of_an_account_is_that_of_its_flows(name: str) -> None:
    facts = EDGES[name]()
    assert value("return.hedged.irr", facts).value == pytest.approx(_xirr(facts), abs=1e-9)
    both = [value(f"return.{side}.irr", facts).value for side in ("unhedged", "hedged")]
    assert value("drag.irr", facts).value == pytest.approx(both[0] - both[1], abs=1e-12)


def test_a_flow_counts_on_its_own_day_though_no_value_is_known_then() -> None:
    facts = EDGES["two runs"]()
    path = select_path(facts, Scope(), hedged=True)
    assert isinstance(path, Path)
    since, amounts = flows_of(facts, path, hedged=True)
    saturday = (np.datetime64("2019-03-16") - np.datetime64("2018-12-31")).astype(int)
    assert amounts[since == saturday].tolist() == [-20_000]
    assert amounts[0] == -facts.worth(HEDGED)[0]
    assert amounts[-1] == facts.worth(HEDGED)[-1]


def test_dates_cut_the_flows_too() -> None:
    facts = EDGES["two runs"]()
    from qa.calculator.core.scope import between

    path = select_path(facts, Scope(dates=between("2019-03-18", "2019-12-31")), hedged=False)
    assert isinstance(path, Path)
    since, amounts = flows_of(facts, path, hedged=False)
    assert str(path.days[0]) == "2019-03-15"
    assert amounts[1:-1].tolist() == [-20_000, 5_000]  # Saturday's lies after Friday's value
    assert since[1] == 1


def test_a_path_of_less_than_a_year_has_no_rate() -> None:
    assert "never annualized" in why("return.unhedged.irr", built(marks=marks(["2020-01-02", "2020-06-02"], [1, 1], [0, 0])))


def test_the_cost_of_capital_is_held_against_the_hedged_account_and_against_the_unhedged_where_nothing_is_hedged() -> None:
    facts = EDGES["two years"]()
    assert value("capital.wacc_spread", facts).value == pytest.approx(value("return.hedged.irr", facts).value - 0.05)
    alone = built(told=Told(wacc=0.05, flows="none"), accounts=EDGES["one account"]().backtest.accounts)
    assert value("capital.wacc_spread", alone).value == pytest.approx(value("return.unhedged.irr", alone).value - 0.05)
    assert "the manifest states no cost of capital" in why("capital.wacc_spread", EDGES["without flows"]())
