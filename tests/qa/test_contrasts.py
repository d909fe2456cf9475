"""What is so in one stretch of time but not in another holds both against each other; choices say of what they are."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer
from qa.understand.bands import read_bands
from qa.understand.dates import is_contrast, read_dates


def stretches(text: str) -> list[tuple[str, bool]]:
    """The years and months of each stretch, and whether it is left out."""
    return [(str(s.dates.start)[:7], s.outside) for s in read_dates(text) if s.dates]


@pytest.mark.parametrize(
    "text",
    [
        "why did the hedge pay in march 2020 but not in june 2020?",
        "how come it worked in august 2015 and not in december 2018",
        "did the hedge earn money in 2018 but not in 2019?",
        "explain why the calls gained in 2018, but not 2017",
        "why did it earn in february 2018 but lost in january 2018",
    ],
)
def test_a_stretch_that_denies_what_is_said_of_another_is_held_against_it(text: str) -> None:
    assert [out for _, out in stretches(text)] == [False, False]
    assert is_contrast(text)


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("the drag in 2018 but not in february 2018", [False, True]),
        ("why did it cost so much in 2018 but not counting february 2018", [False, True]),
        ("what did it earn in 2018, but not 2019", [False, True]),
        ("the cost excluding august 2015 and february 2018", [True, True]),
        ("the cost with august 2015 and february 2018 left out", [True, True]),
        ("the drag over all years but not 2020", [True]),
    ],
)
def test_what_is_left_out_stays_left_out(text: str, out: list[bool]) -> None:
    assert [outside for _, outside in stretches(text)] == out
    assert not is_contrast(text)


def test_levels_on_both_sides_are_held_against_each_other() -> None:
    told = read_bands("why does the hedge pay when vix is above 30 but not below 15")
    assert [str(b.op) for c in told for b in c.bounds] == [">", "<"]


@pytest.mark.parametrize(
    "text",
    [
        "why did the hedge make money in february 2018 but not in october 2018?",
        "Did the hedge pay in 2020 but not in 2022, and why?",
    ],
)
def test_that_the_hedge_earned_in_both_is_told_first(text: str, materials: Materials) -> None:
    """The sample's marks: it earned in February and in October 2018, and in 2020 and in 2022."""
    told = [s.text for s in answer(text, materials).summary]
    assert told[0] == "The hedge earned money in both."
    assert not any("leaving out" in s for s in told)


def test_choices_say_of_what_they_are(materials: Materials) -> None:
    page = answer("is the hedge basically free when vix is under 13", materials)
    assert page.status == "clarify"
    assert page.choices
    assert all("VIX below 13" in s.text for s in page.choices)
