"""The hand-worked tables of tests/spec hold, to the tenth decimal where their arithmetic is shown."""

from __future__ import annotations

import numpy as np
import pytest

from qa.calculator.catalogue import spec_of
from qa.calculator.core.signals import relative_strength
from tests.builders import value, why
from tests.spec_tables import Case, cases, facts_of, names, tables, worth


@pytest.mark.parametrize("case", [c for name in names() for c in cases(name)], ids=str)
def test_the_hand_worked_tables_hold(case: Case) -> None:
    facts = facts_of(case.spec)
    if case.result == "none":
        assert case.arithmetic in why(case.key, facts, case.scope)
        return
    percent = 100 if spec_of(case.key).unit.startswith("fraction") else 1
    ours = value(case.key, facts, case.scope).value * percent
    shown = len(case.result.partition(".")[2])
    assert ours == pytest.approx(float(case.result), abs=0.5 * 10**-shown + 1e-10)
    arithmetic = worth(case.arithmetic)
    assert arithmetic is not None, "the arithmetic can be worked out"
    assert ours == pytest.approx(arithmetic, rel=1e-10, abs=1e-10)


def test_relative_strength_is_that_of_the_table() -> None:
    (table,) = tables("rsi.md")
    ours = relative_strength(np.array([float(row[0]) for row in table.rows]), 3)
    assert np.isnan(ours[:3]).all()
    for at, (*_, up, down, index) in enumerate(table.rows[3:], start=3):
        up_worth, down_worth = worth(up), worth(down)
        assert up_worth is not None
        assert down_worth is not None
        assert worth(index) == pytest.approx(100 * up_worth / (up_worth + down_worth), abs=1e-10)
        assert ours[at] == pytest.approx(worth(index), abs=1e-10)
