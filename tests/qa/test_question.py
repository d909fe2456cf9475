"""Questions: read by rule, and refused in one line where they can't be."""

from __future__ import annotations

import pytest

from corpus.errors import WrongUseError
from qa.answer import Materials, read
from qa.understand.question import Question
from tests.conftest import SEED


def parse(text: str, materials: Materials) -> Question:
    """A question as read on the sample desk."""
    return read(text, materials)[0]


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        (SEED, "cost", "drag.monthly.mean"),
        ("What does the hedge cost?", "cost", "drag.monthly.mean"),
        ("Is the ALVH expensive?", "cost", "drag.monthly.mean"),
        ("What is the win rate?", "cost", "trades.win_rate"),
        ("How large is the maximum drawdown?", "cost", "drawdown.max.unhedged"),
        ("What is the unhedged return?", "cost", "return.unhedged.monthly.mean"),
        ("Why does the hedge drag, and how much is it a month?", "mixed", "drag.monthly.mean"),
        ("Why does the hedge drag, and how is it measured?", "mixed", "drag.monthly.mean"),
        ("What is an iron condor?", "term", None),
        ("Define IRR", "term", None),
        ("How are the layers rolled?", "method", None),
        ("Should I hedge?", "advice", "drag.monthly.mean"),
    ],
)
def test_kind_and_first_figure(text: str, kind: str, key: str | None, materials: Materials) -> None:
    question = parse(text, materials)
    assert question.kind == kind
    assert (question.keys[0] if question.keys else None) == key


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("What does the hedge cost with VIX below 15?", "vix<15"),
        ("drag when VIX is above 20", "vix>20"),
        ("drag with VIX between 15 and 20", "vix<20&vix>=15"),
        ("drag in 2018", "date=2018-01-01..2018-12-31"),
        ("drag in Feb 2018", "date=2018-02-01..2018-02-28"),
        ("drag from 2015 to 2017", "date=2015-01-01..2017-12-31"),
        ("drag 2015–2017", "date=2015-01-01..2017-12-31"),
        ("drag since 2016", "date=2016-01-01.."),
        ("drag in 2015 and 2016", "date=2015-01-01..2016-12-31"),
        ("drag excluding August 2015 and February 2018", "date!=2015-08-01..2015-08-31&date!=2018-02-01..2018-02-28"),
        ("drag between August 2015 and February 2018", "date=2015-08-01..2018-02-28"),
        ("drag with VIX below fifteen", "vix<15"),
        ("drag around FOMC meetings", "event=fomc~1"),
        ("mean monthly drag per year in dollars", "per=year"),
        ("what would a tenth of the hedge cost", "size=0.1"),
        ("drag with VIX under 15 in 2016", "vix<15&date=2016-01-01..2016-12-31"),
        ("drag from January 2016 to June 2017", "date=2016-01-01..2017-06-30"),
        ("drag on 5 February 2018", "date=2018-02-05..2018-02-05"),
        ("drag after 2016", "date=2017-01-01.."),
        ("drag before 2016", "date=..2015-12-31"),
        ("drag in Q1 2018", "date=2018-01-01..2018-03-31"),
        ("hedge cost 2016", "date=2016-01-01..2016-12-31"),
        ("drag in Feb. 2018", "date=2018-02-01..2018-02-28"),
        ("drag with VIX 15-20", "vix<20&vix>=15"),
        ("drag when VIX is 30 or higher", "vix>=30"),
        ("drag of the four-month calls", "layer=medium"),
        ("drag of the 7 month VIX calls", "layer=long"),
        ("drag over four months", "all"),
        ("premium spent 03/2015 till 06/2016", "date=2015-03-01..2016-06-30"),
        ("payoff ratio, assuming each fill is worse by a nickel", "slip=0.05"),
        ("payoff ratio if bad fills shaved another 0.05 off", "slip=0.05"),
        ("half the cover: what is the maximum drawdown", "size=0.5"),
        ("scale the hedge by k=1.5; what is the CAGR", "size=1.5"),
        ("drag of the months entered with fear at 20 to 30", "vix<30&vix>=20"),
        ("correlation with VIX, if one removes the long layer", "without=long"),
        ("expected shortfall, a quite far one, without the hedge", "all"),
        (SEED, "all"),
    ],
)
def test_scopes_in_words(text: str, scope: str, materials: Materials) -> None:
    assert str(parse(text, materials).scope) == scope


def test_what_played_no_part_in_the_reading_is_kept(materials: Materials) -> None:
    assert parse("mean monthly drag in bull markets", materials).unread == ("bull markets",)
    assert parse("drag on $50,000 with 3 layers of the 0.70 tier", materials).unread == ()
    assert parse(SEED, materials).unread == ()
    assert parse("Does the hedge pay when the market falls slowly?", materials).unread == ("slowly",)
    assert parse("What does the hedge earn in sudden crashes?", materials).unread == ("sudden",)
    assert parse("Is the hedge worth it if the index falls only once?", materials).unread == ()


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        (SEED, "conservative"),
        ("the 1.60 tier", "aggressive"),
        ("the balanced one", "balanced"),
        ("10.70 points", None),
        ("0.70%", None),
    ],
)
def test_tiers(text: str, tier: str | None, materials: Materials) -> None:
    assert parse(text, materials).tier == tier


def test_premises_are_seen(materials: Materials) -> None:
    assert [p.text for p in parse(SEED, materials).premises] == ["in real trading", "drag down monthly returns"]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 1001])
def test_an_empty_or_long_question_is_refused(text: str, materials: Materials) -> None:
    with pytest.raises(WrongUseError):
        parse(text, materials)


def test_a_question_of_a_thousand_characters_is_read(materials: Materials) -> None:
    assert parse("drag " * 200, materials).kind == "cost"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("drag with VIX over 1,000", ("1,000",)),
        ("drag with VIX between 20 and 15", ("20", "15")),
        ("drag from 2018 to 2015", ("2018", "2015")),
        ("drag overnight in bull markets", ("overnight", "bull markets")),
    ],
)
def test_what_is_not_understood_narrows_nothing_and_is_kept(text: str, left: tuple[str, ...], materials: Materials) -> None:
    question = parse(text, materials)
    assert str(question.scope) == "all"
    assert question.unread == left


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("What is the total return in 2017?", "return.unhedged.total"),
        ("What were the monthly returns?", "return.unhedged.monthly.mean"),
        ("What is the maximum drawdown?", "drawdown.max.unhedged"),
        ("What is the break-even win rate?", "trades.break_even_win_rate"),
    ],
)
def test_figures_asked_for_by_name_are_computed(text: str, key: str, materials: Materials) -> None:
    question = parse(text, materials)
    assert (question.kind, question.keys[0]) == ("cost", key)


@pytest.mark.parametrize(
    ("text", "backtest"),
    [
        ("What does the hedge cost?", "condor-0.70-1dte"),
        ("What does the hedge cost on the balanced tier?", "condor-1.15-1dte"),
        ("What does the hedge cost at the 1.60 credit?", "condor-1.60-1dte"),
        ("What does the hedge cost on the 45-day condor?", "condor-45d-16delta"),
        ("drag of condor-45d-16delta", "condor-45d-16delta"),
        ("drag of the conservative 45 DTE condor", "condor-45d-16delta"),
        ("drag over 45 days", "condor-0.70-1dte"),
    ],
)
def test_a_question_chooses_a_backtest_by_name_then_by_tier(text: str, backtest: str, materials: Materials) -> None:
    question, plan = read(text, materials)
    assert plan.backtest is not None
    assert plan.backtest.name == backtest
    assert ("45" in question.unread) == (text == "drag over 45 days")


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("drag of the balanced and the aggressive tier", ["condor-1.15-1dte all", "condor-1.60-1dte all"]),
        ("drag of condor-1.15-1dte against the 45-day condor", ["condor-1.15-1dte all", "condor-45d-16delta all"]),
        ("drag with VIX below 15 or above 30", ["condor-0.70-1dte vix<15", "condor-0.70-1dte vix>30"]),
        ("drag of the conservative 0.70 tier", ["condor-0.70-1dte all"]),
    ],
)
def test_backtests_and_scopes_are_compared(text: str, sides: list[str], materials: Materials) -> None:
    question, plan = read(text, materials)
    assert plan.backtest is not None
    told = [(plan.backtest, plan.scope), *((other.backtest, other.scope) for other in plan.against)]
    assert [f"{backtest.name} {scope}" for backtest, scope in told] == sides
    assert question.unread == ()
