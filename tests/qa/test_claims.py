"""Claims: ranges in prose are read with their subject, scope, period and denominator, and held against figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.texts.documents import Authority, Document, Passage, digest_of
from corpus.texts.library import Folder, read_library
from qa.answer import Materials, answer, read
from qa.document import IntervalView
from qa.evidence.claims import Claim, compare, for_tier, held_against, read_claims
from qa.evidence.conflicts import disagreements
from qa.evidence.gather import Gathered, gather
from qa.evidence.shown import Shown
from qa.understand.plan import make_plan
from tests.conftest import SEED

DRAG, UNHEDGED, HEDGED = "drag.monthly.mean", "return.unhedged.monthly.mean", "return.hedged.monthly.mean"


def passage(text: str, authority: Authority = "article") -> Passage:
    """A text as one passage."""
    document = Document(
        path=f"m/{digest_of(text)[-6:]}", title="T", authority=authority, date=None, text=text, digest=digest_of(text)
    )
    return Passage(document=document, headings=(), start=0, end=len(text))


def claims(text: str, authority: Authority = "article") -> list[Claim]:
    """The claims in a text."""
    return list(read_claims(passage(text, authority)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The drag is 0.4% to 1.2% a month.", (DRAG, "all", 0.004, 0.012, "month", "account")),
        ("The drag is between 0.4 and 1.2 percent per month.", (DRAG, "all", 0.004, 0.012, "month", "account")),
        ("Drag of 0.4–1.2% monthly.", (DRAG, "all", 0.004, 0.012, "month", "account")),
        ("With VIX below 15 the drag is 0.4% to 0.6% a month.", (DRAG, "vix<15", 0.004, 0.006, "month", "account")),
        ("Low VIX environments below 15 bring 0.4–0.6% monthly drag.", (DRAG, "vix<15", 0.004, 0.006, "month", "account")),
        ("The hedge costs about 1% to 2% of the account a year.", (DRAG, "all", 0.01, 0.02, "year", "account")),
        ("Drag: 1.8% to 3.4% of notional a year.", (DRAG, "all", 0.018, 0.034, "year", "notional")),
        ("Without the hedge it returns 2.8% to 3.5% a month.", (UNHEDGED, "all", 0.028, 0.035, "month", "account")),
        ("After the hedge 2.1% to 2.8% a month remain.", (HEDGED, "all", 0.021, 0.028, "month", "account")),
        ("The hedge costs 4 to 8 basis points of the account a week.", (DRAG, "all", 0.0004, 0.0008, "week", "account")),
        ("Here it is told a month. The drag is 0.4% to 1.2%.", (DRAG, "all", 0.004, 0.012, "month", "account")),
        ("The drag is 0.4% to 1.2%. By the week it is less.", (DRAG, "all", 0.004, 0.012, "unstated", "account")),
        ("The hedge cost is 0.4% to 1.2%.", (DRAG, "all", 0.004, 0.012, "unstated", "account")),
    ],
)
def test_a_range_is_read(text: str, expected: tuple[str, str, float, float, str, str]) -> None:
    (claim,) = claims(text)
    read = (claim.key, str(claim.scope), claim.low, claim.high, claim.period, claim.denominator)
    assert read == pytest.approx(expected)
    assert text[claim.start :][slice(*claim.words)] in claim.sentence


def test_two_ranges_in_a_sentence_have_each_their_own_subject() -> None:
    text = "Costs take the return from a baseline 2.8–3.5% (unhedged condor) down to 2.1–2.8% after hedge costs each month."
    assert [(c.key, c.low) for c in claims(text)] == [(UNHEDGED, 0.028), (HEDGED, 0.021)]


@pytest.mark.parametrize(
    "text",
    [
        "The share of the hedge is 15% to 20%.",
        "Rates rose 1% to 2% a year.",
        "The drag is never 2% to 3% a month.",
        "The drag fell from 0.9% to 0.4% a month.",
        "The drag is 9% to 3% a month.",
        "Drag matters with VIX between 15 and 20%.",
    ],
)
def test_what_is_no_range_of_these_figures_is_not_read(text: str) -> None:
    assert claims(text) == []


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("The drag is -0.5% to 0.5% a month.", "all"),
        ("With VIX above 20 it pays, but with VIX below 15 the drag is 1% to 2% a month.", "vix<15"),
        ("With VIX below 15 the drag is 1% to 2% a month, with VIX above 20 it is 3% to 4% a month.", "vix<15"),
        ("With VIX above 20 and below 30 the drag is 1% to 2% a month.", "vix<30&vix>=20"),
        ("In 2018 the drag was 1% to 2% a month.", "date=2018-01-01..2018-12-31"),
    ],
)
def test_a_range_has_the_sign_and_the_scope_that_stand_before_it(text: str, scope: str) -> None:
    claim = claims(text)[0]
    assert str(claim.scope) == scope
    assert claim.low == (-0.005 if "-0.5" in text else 0.01)


@pytest.mark.parametrize(
    "text",
    [
        "From 2015 to 2025 the drag was 2% to 3% a month.",
        "The drag was 0.5% in 2018 and 0.9% in 2019 a month.",
        "With VIX not below 15 the drag is 2% to 3% a month.",
    ],
)
def test_a_range_for_other_times_and_levels_is_not_held_against_the_whole(text: str) -> None:
    assert claims(text)[0].circumstance


@pytest.mark.parametrize(
    ("tier", "circumstance"),
    [
        ("conservative", ""),
        ("aggressive", "another tier than the backtest's"),
        (None, "a tier, and the backtest names none"),
    ],
)
def test_a_claim_for_a_tier_is_held_against_backtests_of_that_tier_alone(tier: str | None, circumstance: str) -> None:
    (claim,) = claims("On the conservative tier the drag is 2% to 3% a month.")
    assert for_tier(claim, tier).circumstance == circumstance
    (other,) = claims("The drag is 2% to 3% a month.")
    assert for_tier(other, tier).circumstance == ""


def test_of_claims_that_say_the_same_one_is_told(materials: Materials) -> None:
    told = [(c.key, c.scope, c.display) for c in answer(SEED, materials).claims]
    assert len(told) == len(set(told))
    assert (DRAG, "all", "4 to 8 basis points a week") in told


def test_circumstances_that_no_scope_covers_are_said() -> None:
    (claim,) = claims("Around CPI prints the drag is 1.0% to 1.2% a month.")
    assert "releases" in claim.circumstance
    later = claims("In Big Top phases layers are rebalanced. This brings the hedged return to 2.1% to 2.8% a month.")
    assert "phase" in later[0].circumstance


def figure(gathered: Gathered, low: float, high: float, n: int = 60) -> Shown:
    """The seed's mean drag with another interval."""
    own = gathered.figure(DRAG)
    assert own is not None
    view = replace(own.view, n=n, interval=IntervalView(low=low, high=high, level=0.95, display="x"))
    return replace(own, view=view)


@pytest.mark.parametrize(
    ("low", "high", "n", "verdict"),
    [
        (0.005, 0.011, 60, "consistent"),
        (0.004, 0.012, 12, "consistent"),
        (-0.001, 0.003, 60, "inconsistent"),
        (0.013, 0.02, 60, "inconsistent"),
        (0.003, 0.011, 60, "not_ruled_out"),
        (-0.001, 0.02, 60, "not_ruled_out"),
        (0.005, 0.011, 11, "not_ruled_out"),
        (-0.001, 0.003, 11, "not_ruled_out"),
    ],
)
def test_verdicts(seed_gathered: Gathered, low: float, high: float, n: int, verdict: str) -> None:
    (claim,) = claims("The drag is 0.4% to 1.2% a month.")
    assert compare(claim, figure(seed_gathered, low, high, n))[0] == verdict


def test_an_interval_that_holds_zero_is_never_consistent(seed_gathered: Gathered) -> None:
    (claim,) = claims("The drag is 0% to 2% a month.")
    assert compare(claim, figure(seed_gathered, 0.0, 0.011))[0] == "not_ruled_out"


@pytest.mark.parametrize(
    "text",
    ["The drag is 1% to 2% a year.", "The drag is 1% to 2% of notional a month.", "By CPI prints the drag is 1% to 2% a month."],
)
def test_other_periods_denominators_and_circumstances_are_not_compared(seed_gathered: Gathered, text: str) -> None:
    (claim,) = claims(text)
    assert compare(claim, figure(seed_gathered, 0.005, 0.011))[0] == "not_comparable"


def test_ranges_that_do_not_meet_over_a_year_are_a_disagreement() -> None:
    monthly, yearly = claims("The drag is 0.4% to 1.2% a month.", "methodology")[0], claims("The hedge costs 1% to 2% a year.")[0]
    (found,) = disagreements([(yearly, "S2"), (monthly, "S1")])
    assert (found.first, found.second) == (monthly, yearly)
    assert "the first has the higher authority (methodology over article)" in found.note
    near = claims("The hedge costs 5% to 6% a year.")[0]
    assert list(disagreements([(monthly, "S1"), (near, "S2")])) == []


def test_the_source_page_is_read_claim_by_claim(shared: Path) -> None:
    library = read_library([Folder(root=shared / "seeds")])
    found = [(c.metric, str(c.scope), bool(c.circumstance), c.display) for p in library.passages for c in read_claims(p)]
    assert found == [
        ("delta", "all", False, "0.70 delta"),
        ("drag", "all", False, "0.4% to 1.2% a month"),
        ("return.unhedged", "all", True, "2.8–3.5% a month"),
        ("return.hedged", "all", True, "2.1–2.8% a month"),
        ("drag", "vix<15", False, "0.4–0.6% a month"),
        ("drag", "all", True, "1.0–1.2% a month"),
        ("return.unhedged", "all", True, "3.2% a month"),
        ("return.hedged", "all", True, "2.3% a month"),
        ("drawdown.reduction", "all", True, "40%"),
    ]


def test_a_semicolon_parts_the_subjects_of_two_ranges() -> None:
    text = "Unhedged, it is to bring 2.8% to 3.5% a month; after the hedge, 2.1% to 2.8% a month."
    assert [(c.key, c.low) for c in claims(text)] == [(UNHEDGED, 0.028), (HEDGED, 0.021)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("The hedge costs 0.05% a day.", "drag.daily.mean"),
        ("The hedge costs 0.1% a week.", "drag.weekly.mean"),
        ("The hedge costs 1% a year.", "drag.monthly.annualised"),
        ("The hedge costs 0.5% a month.", "drag.monthly.mean"),
    ],
)
def test_a_drag_is_held_against_the_figure_of_its_period(text: str, key: str) -> None:
    (claim,) = claims(text)
    assert held_against(claim) == key


def test_a_return_of_a_week_is_not_held_against_one_of_a_month(seed_gathered: Gathered) -> None:
    (claim,) = claims("The unhedged account returned 0.5% to 0.8% a week.")
    shown = seed_gathered.figure(UNHEDGED)
    assert shown is not None
    assert compare(claim, shown)[0] == "not_comparable"


@pytest.mark.parametrize(
    ("low", "high", "verdict"), [(0.885, 0.918, "consistent"), (0.80, 0.95, "not_ruled_out"), (0.91, 0.95, "inconsistent")]
)
def test_a_win_rate_is_borne_out_by_a_narrow_interval_that_holds_it(
    materials: Materials, low: float, high: float, verdict: str
) -> None:
    (claim,) = claims("The win rate is 90%.")
    question = read("What is the win rate?", materials)[0]
    gathered = gather(question, make_plan(question, materials.backtests, materials.book), (), materials.library)
    shown = gathered.figure("trades.win_rate")
    assert shown is not None
    view = replace(shown.view, interval=IntervalView(low=low, high=high, level=0.95, display="x"))
    assert compare(claim, replace(shown, view=view))[0] == verdict
