"""When a maximum drawdown fell and when the account was back at its peak, as pages tell it of both accounts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from qa.answer import Materials, answer
from qa.calculator.catalogue import compute, spec_of
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure, Missing
from qa.calculator.core.result import NotComputed
from qa.calculator.core.scope import Scope
from tests.builders import BASE, Told, built, listed, marks

PLAIN = "What was the maximum drawdown of the hedged account?"
BOTH = "What was the maximum drawdown, hedged and unhedged?"


def said(question: str, materials: Materials) -> list[str]:
    return [s.text for s in answer(question, materials).summary]


def test_a_page_on_the_maximum_drawdown_says_when_the_account_was_back_at_its_peak(materials: Materials) -> None:
    """Sums of the sample's marks: the hedged account is back on 30 July 2021, the unhedged one on 9 September 2021."""
    told = said(PLAIN, materials)
    assert "The account was back at its peak on 30 July 2021." in told
    assert not any("not back" in s for s in told)
    assert "The account was not back at its peak by 31 December 2020." in said(f"{PLAIN[:-1]} in 2020?", materials)
    whole = said(f"{PLAIN[:-1]} from 27 November 2017 to 30 July 2021?", materials)
    assert "The account was back at its peak on 30 July 2021." in whole


@pytest.mark.parametrize(
    "question", [BOTH, "the worst drawdown unhedged and hedged, with dates", "maximum drawdown without the hedge"]
)
def test_both_accounts_are_told_with_their_own_recovery(question: str, materials: Materials) -> None:
    told = said(question, materials)
    assert "Both drawdowns ran from 27 November 2017 (peak) to 11 June 2020 (trough)." in told
    assert "The hedged account was back at its peak on 30 July 2021." in told
    assert "The unhedged account was back at its peak on 9 September 2021." in told
    assert sum("29.5%" in s for s in told) == sum("25.7%" in s for s in told) == 1


def recovered(path: pd.Series) -> str:
    """The day on which an account is back at the peak of its maximum drawdown, by hand; else nothing."""
    below = path / path.cummax() - 1
    trough = below.idxmin()
    peak = path[:trough].max()
    back = path[trough:][path[trough:] >= peak - 1e-9]
    return f"{back.index[0].day} {back.index[0]:%B %Y}" if len(back) else ""


@pytest.mark.parametrize("seed", range(8))
def test_what_is_told_of_recovery_is_so_on_any_path(seed: int, materials: Materials) -> None:
    draw = np.random.default_rng(seed)
    days = [str(d.date()) for d in pd.bdate_range("2019-01-02", periods=300)]
    base, hedge = draw.integers(-900, 1000, 300).astype(float), draw.integers(-300, 300, 300).astype(float)
    facts = built(told=Told(flows="none", hedge=("h",)), marks=marks(days, base.tolist(), hedge.tolist()))
    told = " ".join(said(BOTH, replace(materials, backtests=(listed(facts.backtest),))))
    for name, gained in (("unhedged", base), ("hedged", base + hedge)):
        path = pd.Series(BASE + np.concatenate([[0.0], gained.cumsum()]), index=pd.DatetimeIndex(["2019-01-01", *days]))
        day = recovered(path)
        sentence = f"The {name} account was " + (f"back at its peak on {day}." if day else "not back at its peak by ")
        assert sentence in told


@pytest.mark.parametrize(("settles", "said_of_it"), [(False, False), (True, True)])
def test_nothing_is_said_of_a_recovery_that_cannot_be_had(
    materials: Materials, monkeypatch: pytest.MonkeyPatch, *, settles: bool, said_of_it: bool
) -> None:
    why = NotComputed(reason="made to be so", settles=settles)

    def without_recovery(key: str, scope: Scope, facts: Facts) -> Figure | Missing:
        if ".recovery." not in key:
            return compute(key, scope, facts)
        return Missing(spec=spec_of(key), scope=scope, backtest=facts.backtest.name, why=why)

    monkeypatch.setattr("qa.evidence.results.compute", without_recovery)
    monkeypatch.setattr("qa.write.drawdowns.compute", without_recovery)
    told = said(PLAIN, materials)
    assert any("peak" in s for s in told)
    assert any("at its peak" in s for s in told) == said_of_it
