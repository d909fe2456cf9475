"""What holds for every log of trades: parts and layers sum, a size of one is the log, and the order of rows says nothing."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.backtests.backtest import read_backtest
from corpus.backtests.columns import ORDER
from corpus.texts.library import shipped_folder
from qa.calculator.catalogue import CATALOGUE, compute
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure
from qa.calculator.core.scope import Scope
from qa.calculator.core.scope_text import parse_scope
from qa.calculator.scenario.comparison import compare
from tests.builders import Told, built, trades, value
from tests.corpus.fixtures import text_of
from tests.qa.calculator.edges import EDGES

LAYERS = {"short": "VIX 30", "long": "VIX 220"}
PARTS = ("decay", "roll_cost", "payoff", "commissions", "slippage", "residual")
SAMPLES = sorted(p.parent.name for p in (shipped_folder() / "samples").glob("condor-*/backtest.toml"))
LOGS = ("no winner", "no loser", "one trade in all", "a blank strategy", "fractional contracts", "overlapping trades")


class Row(NamedTuple):
    """A trade as drawn: days from the first one, contracts in hundredths, prices and fees in cents."""

    opened: int
    held: int
    strategy: str
    size: int
    premium: int
    cost: int
    fees: int


def rows(strategy: str) -> st.SearchStrategy[Row]:
    """Trades of one strategy, bought where it is of the hedge."""
    sign = 1 if strategy == "SPX" else -1
    price = st.integers(0, 20_000).map(lambda cents: sign * cents)
    return st.builds(
        Row, st.integers(0, 40), st.integers(0, 9), st.just(strategy), st.integers(1, 500), price, price, st.integers(0, 900)
    )


def overlay(drawn: list[Row]) -> Facts:
    """A backtest of these trades, booked at their close, in the order in which logs are read."""
    first = pd.Timestamp("2020-01-02")
    days = [
        (str((first + pd.Timedelta(days=r.opened)).date()), str((first + pd.Timedelta(days=r.opened + r.held)).date()))
        for r in drawn
    ]
    table = trades([(o, c, r.strategy, 0.0) for (o, c), r in zip(days, drawn, strict=True)])
    table = table.assign(
        contracts=[r.size / 100 for r in drawn],
        premium=[r.premium / 100 for r in drawn],
        closing_cost=[r.cost / 100 for r in drawn],
        fees=[r.fees / 100 for r in drawn],
    )
    table["pnl"] = (table["premium"] - table["closing_cost"]) * table["contracts"] - table["fees"]
    told = Told(base=1e9, layers=LAYERS)
    return built(told=told, trades=table.sort_values(list(ORDER), kind="stable", ignore_index=True))


#: At least one trade of the base and of each layer, and any more of them.
OVERLAYS = st.tuples(
    *(rows(s) for s in ("SPX", *LAYERS.values())),
    st.lists(st.one_of(*(rows(s) for s in ("SPX", *LAYERS.values()))), max_size=20),
).map(lambda drawn: overlay([*drawn[:3], *drawn[3]]))


def sums(facts: Facts) -> None:
    """The decomposition's parts are the hedge's loss to the cent, whole and by layer."""
    hedge = facts.per_day.hedge_pnl
    assert hedge is not None
    loss = value("decomposition.total", facts).value
    assert loss == pytest.approx(-float(hedge.sum()), abs=0.005)
    assert sum(value(f"decomposition.{part}", facts).value for part in PARTS) == pytest.approx(loss, abs=0.005)
    layers = [layer.id for layer in facts.backtest.manifest.hedge.layers]
    for part in ("total", *PARTS):
        own = sum(value(f"decomposition.{part}", facts, f"layer={layer}").value for layer in layers)
        assert own == pytest.approx(value(f"decomposition.{part}", facts).value, abs=0.005), part


@pytest.mark.parametrize("name", SAMPLES)
def test_on_every_sample_parts_and_layers_sum_to_the_cent(name: str) -> None:
    sums(Facts(read_backtest(shipped_folder() / "samples" / name)))


@pytest.mark.parametrize("name", LOGS)
def test_on_logs_at_the_edge_parts_and_layers_sum_to_the_cent(name: str) -> None:
    sums(EDGES[name]())


@given(OVERLAYS)
@settings(max_examples=40, deadline=None)
def test_on_any_overlay_parts_and_layers_sum_to_the_cent(facts: Facts) -> None:
    sums(facts)
    assert value("decomposition.residual", facts).value == pytest.approx(0, abs=0.005)  # every trade is in the days


@given(OVERLAYS)
@settings(max_examples=25, deadline=None)
def test_a_hedge_of_its_own_size_is_the_log_and_one_of_no_size_the_base(facts: Facts) -> None:
    results = [(compute(key, Scope(), facts), compute(key, parse_scope("size=1"), facts)) for key in CATALOGUE]
    both = [(own, sized) for own, sized in results if isinstance(own, Figure) and isinstance(sized, Figure)]
    assert len(both) > 30
    for own, sized in both:
        assert sized.result == own.result, own.spec.key
    base = value("return.unhedged.total", facts).value
    assert value("return.hedged.total", facts, "size=0").value == base
    assert value("return.unhedged.total", facts, "size=0").value == base


def same(facts: Facts) -> int:
    """How many figures are exactly no different between a backtest and itself; all are that have one."""
    found = [compare(spec, Scope(), facts, facts).difference for spec in CATALOGUE.values()]
    zero = [d.result for d in found if isinstance(d, Figure)]
    assert all(d.value == 0 for d in zero)
    assert all((d.interval.low, d.interval.high) == (0, 0) for d in zero if d.interval)
    return len(zero)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_beside_itself_is_exactly_no_different(name: str) -> None:
    assert same(Facts(read_backtest(shipped_folder() / "samples" / name))) > 90


@given(OVERLAYS)
@settings(max_examples=10, deadline=None)
def test_any_overlay_beside_itself_is_exactly_no_different(facts: Facts) -> None:
    assert same(facts) > 30


@given(st.permutations(text_of("trades.csv").splitlines()[1:]))
@settings(max_examples=15, deadline=None)
def test_the_order_of_a_logs_rows_changes_no_figure(tmp_path_factory: pytest.TempPathFactory, shuffled: list[str]) -> None:
    def figures(lines: list[str]) -> dict[str, object]:
        folder: Path = tmp_path_factory.mktemp("log")
        (folder / "t.csv").write_text("\n".join([text_of("trades.csv").splitlines()[0], *lines]) + "\n", encoding="utf-8")
        told = 'name = "b"\ntitle = "B"\nhypothetical = true\n[capital]\nbase = 100000\n[[files]]\npath = "t.csv"\n'
        (folder / "backtest.toml").write_text(told + '[hedge]\nstrategies = ["VIX calls"]\n', encoding="utf-8")
        facts = Facts(read_backtest(folder))
        found = {key: compute(key, Scope(), facts) for key in CATALOGUE if key != "import.warnings"}
        return {key: f.result if isinstance(f, Figure) else f.why for key, f in found.items()}

    assert figures(shuffled) == figures(text_of("trades.csv").splitlines()[1:])
