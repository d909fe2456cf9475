"""Amounts: how a share of the account is told once it is in dollars."""

from __future__ import annotations

import pytest

from qa.calculator.catalogue import CATALOGUE, spec_of
from qa.calculator.core.amounts import DOLLARS, PER_100K, amount_sentences, is_share
from qa.calculator.core.figure import Sentences

_SHARES = sorted(key for key, spec in CATALOGUE.items() if is_share(spec))


def test_an_amount_is_told_as_its_share_is() -> None:
    share, amount = (spec_of(f"{prefix}drag.monthly.mean").sentences for prefix in ("", DOLLARS))
    assert share is not None
    assert amount == share


@pytest.mark.parametrize(
    ("share", "amount"),
    [
        ("the hedged account returned {m} a {per}", "the hedged account returned {m} {b} a {per}"),
        ("the hedge cost {m} {b} a {per}", "the hedge cost {m} {b} a {per}"),
        ("it was {m} lower, in percentage points", "it was {m} {b} lower"),
        ("it was {d} (percentage points) lower", "it was {d} {b} lower"),
        ("it was {m} lower in percentage points with the hedge", "it was {m} {b} lower with the hedge"),
    ],
)
def test_an_amount_is_in_no_percentage_points_and_says_what_it_is_for_each_of(share: str, amount: str) -> None:
    assert amount_sentences(Sentences(above=share)) == Sentences(above=amount)


@pytest.mark.parametrize("prefix", [DOLLARS, PER_100K])
def test_what_stands_beside_an_amount_is_its_share(prefix: str) -> None:
    assert len(_SHARES) > 20
    for key in _SHARES:
        assert spec_of(f"{prefix}{key}").beside == (key,)
