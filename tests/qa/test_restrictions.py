"""What a question leaves out or restricts is read as it says, or named as not taken into account: never the inverse."""

from __future__ import annotations

import pytest

from qa.answer import Materials, read
from qa.calculator.core.scope_text import parse_scope
from qa.understand.restrictions import untaken

#: The cost of the hedge, asked with one restriction, and the scope that it means.
MEANT = (
    ("What does the hedge cost outside of vol spikes?", "episode!=vix"),
    ("What does the hedge cost except in stress?", "episode!=vix"),
    ("What does the hedge cost excluding the months of VIX above 20?", "vix<=20"),
    ("Ignore everything except 2018: what did the hedge cost?", "date=2018"),
    ("Delete January 2018: what does the hedge cost a month?", "date!=2018-01"),
    ("What does the hedge cost without the long layer?", "without=long"),
    ("What did the hedge cost in 2015 and in 2018?", "date=2015+2018"),
    ("What does the hedge cost a day on FOMC or CPI days?", "event=fomc+cpi~0&per=day"),
    ("What does the hedge cost with VIX not above 20?", "vix<=20"),
    ("What does the hedge cost unless VIX is above 20?", "vix<=20"),
    ("What does the hedge cost, but not in 2018?", "date!=2018"),
    ("Leaving aside 2018, what does the hedge cost?", "date!=2018"),
    ("Apart from February 2018, what does the hedge cost?", "date!=2018-02"),
    ("What does the hedge cost in years other than 2018?", "date!=2018"),
    ("Barring 2018, what does the hedge cost?", "date!=2018"),
    ("What does the hedge cost ex-2018?", "date!=2018"),
    ("Strip out 2018: what does the hedge cost?", "date!=2018"),
    ("What does the hedge cost minus August 2015?", "date!=2015-08"),
    ("No longer counting 2018, what does the hedge cost?", "date!=2018"),
    ("What does the hedge cost outside the band of VIX 15 to 20?", "vix!=15..20"),
    ("What does the hedge cost when VIX isn't below its 5-day average?", "vix>=sma5"),
    ("August 2015 and February 2018 never happened: what does the hedge cost?", "date!=2015-08+2018-02"),
    ("Leave the 110-day calls out: what does the hedge cost?", "without=medium"),
    ("No 220s, no 110s: what does the hedge cost?", "layer=short"),
    ("What does the hedge cost with the exception of 2018?", "date!=2018"),
    ("If 2018 is put to one side, what does the hedge cost?", "date!=2018"),
    ("What does the hedge cost a day, away from FOMC days?", "event!=fomc~0&per=day"),
    ("What does the hedge cost when the index fell over the last month?", "spx.change21<0"),
)
#: Questions whose restriction no scope has, and the words that are named.
UNTAKEN = (
    ("What does the hedge cost in months when the SPX fell?", "months when the SPX fell"),
    ("What did the hedge cost in late April?", "late"),
    ("What did the hedge cost in late April 2018?", "late"),
    ("What does the hedge cost excluding the weeks of elections?", "excluding the weeks of elections"),
    ("What does the hedge cost barring accidents of liquidity?", "barring accidents of liquidity"),
)


@pytest.mark.parametrize(("text", "meant"), MEANT)
def test_what_is_left_out_is_left_out(text: str, meant: str, materials: Materials) -> None:
    question, plan = read(text, materials, keys=("drag.monthly.mean",))
    scope = parse_scope(meant)
    assert str(plan.scope) == str(scope.less("per"))
    assert (plan.against, question.unread) == ((), ())


@pytest.mark.parametrize(("text", "named"), UNTAKEN)
def test_a_restriction_that_no_scope_has_is_named(text: str, named: str, materials: Materials) -> None:
    question, _ = read(text, materials)
    assert named in question.unread


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Was the hedge dearer in 2015 or in 2018?", ("date=2015", "date=2018")),
        ("What did the hedge cost in 2015, and then in 2018?", ("date=2015", "date=2018")),
        ("What does the hedge cost at half size and at double?", ("size=0.5", "size=2")),
        ("Drawdown with the hedge: 1x vs 2x calls", ("size=2", "all")),
        ("What does the hedge cost up to the end of 2015, and from 2016 on?", ("date=..2015", "date=2016..")),
    ],
)
def test_what_is_compared_is_told_one_by_one(text: str, sides: tuple[str, ...], materials: Materials) -> None:
    _, plan = read(text, materials)
    told = [str(s) for s in (plan.scope, *(o.scope for o in plan.against))]
    assert told == [str(parse_scope(s)) for s in sides]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("What did the account lose without the calls in 2018?", "date=2018"),
        ("The biggest drop during a vol spike in 2018", "date=2018"),
        ("A maximum drawdown of 18.0% for the 0.70 tier: right?", "all"),
        ("What did the hedge cost in the drop of 2018?", "date=2018"),
        ("Of all the dollars the condors dropped in 2018, how much came back?", "date=2018"),
    ],
)
def test_words_that_only_look_like_exclusions_leave_nothing_out(text: str, meant: str, materials: Materials) -> None:
    _, plan = read(text, materials)
    assert str(plan.scope.less("claim", "episode")) == str(parse_scope(meant))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("what did the hedge cost in feb 18", "date=2018-02"),
        ("hedge cost 2014-15", "date=2014..2015"),
        ("hedge cost, 2016 on", "date=2016.."),
        ("hedge cost over 15-17", "date=2015..2017"),
        ("hedge cost with VIX 15-17", "vix:15..17"),
        ("hedge cost from 15 to 20 on the VIX", "vix:15..20"),
        ("hedge cost in '17: how much", "date=2017"),
    ],
)
def test_two_digits_are_a_year_only_where_nothing_makes_them_a_level(text: str, meant: str, materials: Materials) -> None:
    _, plan = read(text, materials, keys=("drag.monthly.mean",))
    assert str(plan.scope) == str(parse_scope(meant))


def test_a_backtest_named_twice_is_not_compared_with_itself(materials: Materials) -> None:
    _, plan = read("Compare the conservative tier with the 0.70 nightly condor: what does the hedge cost?", materials)
    assert (plan.against, plan.shape) == ((), "figure")
    assert "not compared with itself" in plan.reading


def test_words_that_say_which_figure_is_meant_are_no_restriction() -> None:
    assert untaken("the return without the hedge and excluding fees", []) == []
