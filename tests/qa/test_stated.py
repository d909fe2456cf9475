"""Arithmetic on what is stated: ranges of a week or a year carried to a month, with their quotations as inputs."""

from __future__ import annotations

import pytest

from qa.answer import Materials, answer, read
from tests.checks import as_dict, faults


def test_ranges_of_a_week_and_of_a_year_are_carried_to_a_month(materials: Materials) -> None:
    document = answer("How many bp a week does the hedge cost?", materials)
    quoted = {s.id: s.quote for s in document.sources}
    told = {(quoted[f.inputs[0]], f.key.rpartition(".")[2]): f for f in document.figures if f.basis == "stated"}
    week = next(q for q, _ in told if "4 to 8 basis points" in q)
    year = next(q for q, _ in told if "1% to 2% of the account a year" in q)
    assert told[week, "low"].value == pytest.approx(0.0004 * 52 / 12, rel=1e-11)
    assert told[week, "high"].value == pytest.approx(0.0008 * 52 / 12, rel=1e-11)
    assert told[year, "low"].value == pytest.approx(0.01 / 12, rel=1e-11)
    assert told[year, "high"].value == pytest.approx(0.02 / 12, rel=1e-11)
    assert [told[week, end].display for end in ("low", "high")] == ["0.17%", "0.35%"]
    assert all(f.dataset is None and f.interval is None for f in told.values())
    assert any(c.note.text.endswith("Converted to a month it is 0.17% to 0.35%.") for c in document.claims)
    assert faults(as_dict(document)) == []


def test_figures_of_data_have_no_stated_inputs(materials: Materials) -> None:
    document = answer("half the calls, what drag?", materials)
    assert all(f.inputs == () and f.dataset for f in document.figures)


@pytest.mark.parametrize("said", ["I run about $1.2m for a family office.", "I run about $1.2 million for clients."])
def test_an_account_in_millions_is_no_claim_about_the_figure(said: str, materials: Materials) -> None:
    question, _ = read(f"{said} What was the worst month in dollars?", materials)
    assert question.scope.capital == 1_200_000
    assert question.premises == ()
