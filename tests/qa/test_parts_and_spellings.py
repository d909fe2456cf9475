"""Shares of the hedge's costs, conditions as quants write them, terms listed together, and dollars where an account is given."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer
from qa.calculator.catalogue import compute
from qa.calculator.core.figure import Figure
from qa.calculator.core.scope import Scope
from qa.understand.bands import read_bands
from tests.checks import faults
from tests.qa.worded import as_dict


def test_shares_of_the_costs_are_parts_of_their_sum(materials: Materials) -> None:
    facts = materials.book.of(materials.backtests[0].read())

    def value(key: str) -> float:
        figure = compute(key, Scope(), facts)
        assert isinstance(figure, Figure)
        return figure.result.value

    names = ("decay", "roll_cost", "commissions", "slippage")
    costs = {name: value(f"decomposition.{name}") for name in names}
    for name in names:
        assert value(f"decomposition.share.{name}") == pytest.approx(costs[name] / sum(costs.values()))
    assert value("decomposition.share.trading") == pytest.approx(1 - value("decomposition.share.decay"))


@pytest.mark.parametrize(
    ("question", "shares"),
    [
        ("Which part of the hedge's cost is due to trading costs rather than decay?", ("10.9%", "89.1%")),
        ("What percentage of the drag comes from rolling?", ("10.7%",)),
        ("Is the cost of the hedge mostly time decay or mostly commissions?", ("89.1%", "0.1%")),
    ],
)
def test_shares_of_the_cost_are_told(materials: Materials, question: str, shares: tuple[str, ...]) -> None:
    document = answer(question, materials)
    assert faults(as_dict(document)) == []
    told = " ".join(s.text for s in document.summary)
    assert all(share in told for share in shares)


@pytest.mark.parametrize(
    ("plain", "bounds"),
    [
        ("drag with vix > sma(5)", ["vix>vix.sma5"]),
        ("drag, vix>sma5", ["vix>vix.sma5"]),
        ("drag when vix >= 10d ma", ["vix>=vix.sma10"]),
        ("drag, vix/sma20 > 1 vs < 1", ["vix>vix.sma20", "vix<vix.sma20"]),
        ("drag for vix > its 5-day sma at entry vs below", ["vix>vix.sma5", "vix<vix.sma5"]),
        ("drag in months with vix above its 20-day average, and in months with it below?", ["vix>vix.sma20", "vix<vix.sma20"]),
        ("drag with vix > 20", ["vix>20"]),
    ],
)
def test_conditions_on_a_mean_are_read_as_quants_write_them(plain: str, bounds: list[str]) -> None:
    assert [f"{b.signal}{b.op}{b.number}" for c in read_bands(plain) for b in c.bounds] == bounds


def test_both_sides_of_a_mean_are_compared(materials: Materials) -> None:
    document = answer("mean drag, VIX > SMA(10) vs below", materials)
    assert document.plan.scopes == ("vix>vix.sma10", "vix<vix.sma10")


@pytest.mark.parametrize(
    ("question", "left"),
    [("What do vega and delta mean?", "“vega”"), ("Define contango, gamma and drag.", "“gamma”")],
)
def test_terms_that_the_glossary_has_not_are_named(materials: Materials, question: str, left: str) -> None:
    document = answer(question, materials)
    assert document.status == "partial"
    assert document.reason is not None
    assert left in document.reason.text


def test_an_account_in_dollars_is_answered_in_dollars(materials: Materials) -> None:
    document = answer("What would a $400,000 account have ended up with by the end of 2018, hedged and unhedged?", materials)
    told = " ".join(s.text for s in document.summary)
    assert "the hedged account returned $" in told
    assert "The unhedged account returned $" in told
