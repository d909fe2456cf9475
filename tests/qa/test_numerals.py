"""Numerals: written in one place, and recognised wherever prose hides them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import numerals


def found(text: str) -> list[str]:
    """The numerals in a text."""
    return [text[a:b] for a, b in numerals.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cost 0.4% to 1.2%", ["0.4", "1.2"]),
        ("2.8–3.5% and 1,000", ["2.8–3.5", "1,000"]),
        ("half of the account, a quarter of it", ["half", "quarter"]),
        ("twice as much, doubled, a threefold rise", ["twice", "doubled", "threefold"]),
        ("two percent; twenty-five points", ["two percent", "twenty-five points"]),
        ("one percent a year", ["one percent"]),
        ("½, ٣, 五 and Ⅷ", ["½", "٣", "五", "Ⅷ"]),
        ("a third of it", ["third"]),
        ("by a dozen", ["dozen"]),
    ],
)
def test_quantities_are_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    ["one of the sources", "the second half", "the third layer", "each quarter", "someone", "double-check it", "unfold", "often"],
)
def test_words_that_count_nothing_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.00043, "fraction/month", "0.043%"),
        (0.0014, "fraction/month", "0.14%"),
        (-0.0005, "fraction/month", "−0.050%"),
        (0.0, "fraction/month", "0.000%"),
        (-1e-9, "fraction/month", "0.000%"),
        (-0.187, "fraction", "−18.7%"),
        (-12345.6, "USD", "−$12,346"),
        (1256, "count", "1,256"),
    ],
)
def test_values_are_written_by_the_rule_of_their_unit(value: float, unit: numerals.Unit, shown: str) -> None:
    assert numerals.write(value, unit) == shown


@given(st.floats(-0.05, 0.05), st.floats(-0.05, 0.05))
def test_shown_parts_add_up_wherever_some_number_of_decimals_allows_it(a: float, b: float) -> None:
    a, b = numerals.stored(a), numerals.stored(b)
    total = numerals.stored(a - b)
    places = numerals.decimals_that_add((a, -b), total, "fraction/month")
    if places is not None:
        shown = [float(numerals.write(x, "fraction/month", places).rstrip("%").replace("−", "-")) for x in (a, b, total)]
        assert shown[0] - shown[1] == pytest.approx(shown[2], abs=1e-9)


def test_dates_are_written_in_words() -> None:
    assert numerals.write_date("2018-02-05") == "5 February 2018"
    assert numerals.write_date("2018-12") == "December 2018"
    assert numerals.write_date("2018") == "2018"
