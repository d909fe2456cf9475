"""Scopes told in other words than a date or a level: each kind in several wordings, and what only looks like it."""

from __future__ import annotations

import pytest

from qa.answer import Materials, read
from qa.calculator.core.scope_text import parse_scope

_COST = ("drag.monthly.mean",)


def _sides(text: str, materials: Materials, keys: tuple[str, ...] = _COST) -> list[str]:
    _, plan = read(text, materials, keys=keys)
    return [str(s.less("per")) for s in (plan.scope, *(o.scope for o in plan.against))]


def _meant(told: str) -> list[str]:
    return [str(parse_scope(side)) for side in told.split(" vs ")]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The account is 1.5 mil. What does the hedge cost?", "capital=1500000"),
        ("I have 300 thousand in it. What does the hedge cost?", "capital=300000"),
        ("My account holds 180 000 dollars. What does the hedge cost?", "capital=180000"),
        ("I manage a quarter of a million: what does the hedge cost?", "capital=250000"),
        ("Say it were $90,000 rather than the $400,000 of the test: what does the hedge cost?", "capital=90000"),
        ("Mine is $150,000, my sister's $700,000. Compare what the hedge costs us.", "capital=150000 vs capital=700000"),
        ("My broker says 1,900 dollars a month on $300,000. What does the hedge cost?", "capital=300000"),
        ("On the $400,000 of the backtest, what does the hedge cost?", "all"),
        ("We spent $61,000 on calls and $52,000 of it came back. What does the hedge cost?", "all"),
    ],
)
def test_a_capital_is_the_reader_s_account_however_it_is_written(text: str, meant: str, materials: Materials) -> None:
    assert _sides(text, materials) == _meant(meant)


def test_the_account_of_one_who_asks_for_the_smallest_narrows_nothing(materials: Materials) -> None:
    text = "I have $55,000. What is the least that one needs?"
    assert _sides(text, materials, ("capital.smallest",)) == ["all"]
    assert _sides("What does a full set cost per $100,000?", materials, ("premium.per_100k",)) == ["all"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("All the talk is of February 2018. Leave that one month out and tell me the cost.", "date!=2018-02"),
        ("August 2015 hurt. If that month is left out, what does the hedge cost?", "date!=2015-08"),
        ("August 2015 is all they show. Ignore it: what does the hedge cost?", "date!=2015-08"),
        ("2018 was odd. If we skip it, what does the hedge cost?", "date!=2018"),
        ("Passing over 2018, what does the hedge cost?", "date!=2018"),
        ("2018 flatters the hedge. What does it cost in the remaining years?", "date!=2018"),
        ("One lets the long calls away: what does the hedge cost?", "without=long"),
    ],
)
def test_what_is_left_out_by_a_pronoun_is_left_out(text: str, meant: str, materials: Materials) -> None:
    assert _sides(text, materials) == _meant(meant)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The hedge lost in 2017. Did the report skip it?", "date=2017"),
        ("What did the hedge cost in 2018? Don't forget that it earned before.", "date=2018"),
        ("What would wipe out 2017's profit?", "date=2017"),
        ("What did the hedge cost in February 2018? I can't skip it in the letter.", "date=2018-02"),
    ],
)
def test_a_pronoun_beside_other_words_leaves_nothing_out(text: str, meant: str, materials: Materials) -> None:
    assert _sides(text, materials) == _meant(meant)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("She invested in January 2015 and kept it until the end. What did the hedge cost?", "date=2015.."),
        ("We began in June 2016 and never touched it. What did the hedge cost?", "date=2016-06.."),
        ("From March 2017 until the end of the data: what does the hedge cost?", "date=2017-03.."),
        ("A client entered in May 2015 and sold in October 2016. What did the hedge cost?", "date=2015-05..2016-10"),
        ("What does the hedge cost up to June 2017, starting in 2016?", "date=2016..2017-06"),
        ("Nothing after 2015, please: what does the hedge cost?", "date=..2015"),
        ("No months before 2016 and nothing after 2017: what does the hedge cost?", "date=2016..2017"),
        ("What did the hedge cost from the 5th to the 9th of February 2018?", "date=2018-02-05..2018-02-09"),
        ("What did the hedge cost on February 5 and 6, 2018?", "date=2018-02-05..2018-02-06"),
        ("What did the hedge cost on 24.08.2015?", "date=2015-08-24"),
        ("What did the hedge cost in the last year of the data?", "date=2022"),
        ("Hedge cost, first six months of 2016 vs the last six", "date=2016-01..2016-06 vs date=2016-07..2016-12"),
        ("Hedge cost, year 2017 and year 2015", "date=2017 vs date=2015"),
        ("2015 v 2016: what does the hedge cost?", "date=2015 vs date=2016"),
        ("Before 2017 (2015 to 2016): what does the hedge cost?", "date=2015..2016"),
    ],
)
def test_dates_are_those_of_a_stay_or_of_sides(text: str, meant: str, materials: Materials) -> None:
    assert _sides(text, materials) == _meant(meant)


@pytest.mark.parametrize(
    ("text", "unread", "meant"),
    [
        ("I was born in 1961. What does the hedge cost?", ("1961",), "all"),
        ("My father lost everything in 2008, so please: what does the hedge cost?", ("2008",), "all"),
        ("I slept badly in 2015. How much does the hedge cost?", ("2015",), "all"),
        ("I retired in 2016. What has the hedge cost since then?", (), "date=2016.."),
        ("What did the hedge cost in 2016, the year in which I retired?", (), "date=2016"),
        ("What did the hedge cost in 2015 and in 2017?", (), "date=2015+2017"),
        ("What did the hedge cost from 2015 until the end of 2016?", (), "date=2015..2016"),
        ("We began in 2016. What did the hedge cost in that year?", (), "date=2016"),
        ("What did the hedge cost, with 1,900 dollars spent on it?", (), "all"),
    ],
)
def test_a_year_of_somebody_s_life_is_no_scope_and_is_named(
    text: str, unread: tuple[str, ...], meant: str, materials: Materials
) -> None:
    question, _ = read(text, materials, keys=_COST)
    assert _sides(text, materials) == _meant(meant)
    assert set(unread) <= set(question.unread)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Only the short calls, and only the long calls: what does each cost?", "layer=short vs layer=long"),
        ("The medium layer compared with the long: what did they cost?", "layer=medium vs layer=long"),
        ("What did the near set of calls cost against the far set?", "layer=short vs layer=long"),
        ("Cost per layer, short and long", "layer=short vs layer=long"),
        ("30, 110 and 220 day calls: which cost most?", "layer=short vs layer=medium vs layer=long"),
        ("There are near, middle and far calls. What do the far ones cost?", "layer=long"),
        ("What do the 220s cost over the run, all-in?", "layer=long"),
        ("What does the rung 110 days out, the middle one, cost?", "layer=medium"),
        ("Keep only the short and the medium layer: what does the hedge cost?", "without=long"),
    ],
)
def test_layers_are_told_apart_or_together(text: str, meant: str, materials: Materials) -> None:
    assert _sides(text, materials) == _meant(meant)


@pytest.mark.parametrize(
    "text",
    [
        "How long one has to keep buying calls, and what does the hedge cost?",
        "What is the cost for the band of 20 to 30 and for 30 and above?",
        "What must one hold to have one contract of each layer?",
    ],
)
def test_words_that_only_look_like_layers_count_none(text: str, materials: Materials) -> None:
    assert all("layer" not in side for side in _sides(text, materials))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("After the S&P had fallen by more than 3% within ten days, what does the hedge cost?", "spx.change10<-0.03"),
        ("With the index down over four percent over the last 15 sessions: what does the hedge cost?", "spx.change15<-0.04"),
        ("10-day SPX return positive vs negative: what does the hedge cost?", "spx.change10>0 vs spx.change10<0"),
        ("With the index lower than 21 days earlier: what does the hedge cost?", "spx.change21<0"),
        ("When stocks have risen over the last month, what does the hedge cost?", "spx.change21>0"),
        ("With realized vol of the S&P under twelve percent, what does the hedge cost?", "spx.realised21<0.12"),
        ("RV21 > 20%: what does the hedge cost?", "spx.realised21>0.2"),
        ("There is the average of the last 50 days. With the S&P above that average, what does the hedge cost?", "spx>sma50"),
        ("What does the hedge cost with VIX below its 10-day average, or above it?", "vix<sma10 vs vix>sma10"),
        ("What does the hedge cost when the RSI(14) of the S&P is over 70?", "spx.rsi14>70"),
        ("What does the hedge cost when the RSI of 14 days of the index is under 30?", "spx.rsi14<30"),
        ("What does the hedge cost with the VIX 20-plus?", "vix>=20"),
        ("There is a fear gauge. With the gauge under 14, what does the hedge cost?", "vix<14"),
        ("What does the hedge cost with VIX above of 25?", "vix>25"),
    ],
)
def test_states_of_the_market_are_told_in_words(text: str, meant: str, materials: Materials) -> None:
    assert _sides(text, materials) == _meant(meant)


@pytest.mark.parametrize(
    "text",
    [
        "For every point the S&P fell in a month, what did the hedge earn?",
        "Per dollar that the index lost over a month, what did the hedge cost?",
        "More than nine in ten trades win: what does the hedge cost?",
        "Over 9 out of 10 condors win. What does the hedge cost?",
    ],
)
def test_a_measure_or_a_share_is_no_state_of_the_market(text: str, materials: Materials) -> None:
    assert _sides(text, materials) == ["all"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Away from the inflation releases, two sessions clear on either side: what does the hedge cost?", "event!=cpi~2"),
        ("My wall has the Fed's calendar. What does the hedge cost a day close to FOMC?", "event=fomc~1"),
        ("How is CPI treated, and what does the hedge cost on the days around it?", "event=cpi~1"),
        ("What does the hedge cost on days with a Fed decision nearby?", "event=fomc~1"),
        ("Fed weeks or inflation weeks: in which is the hedge dearer?", "event=fomc~2 vs event=cpi~2"),
        ("What does the hedge cost near Fed meetings, a day each side?", "event=fomc~1"),
        ("What does the hedge cost on Fed days?", "event=fomc~0"),
    ],
)
def test_days_around_an_event_are_as_many_as_are_said(text: str, meant: str, materials: Materials) -> None:
    question, _ = read(text, materials, keys=_COST)
    assert (_sides(text, materials), question.unread) == (_meant(meant), ())


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("What did the hedge cost other than in the August 2015 episode?", "date!=2015-08"),
        ("What did the hedge earn in the February 2018 meltdown?", "episode=2018-02"),
        ("When XIV died, what did the hedge earn?", "episode=2018-02"),
        ("The pre-Volmageddon decks show 2015 to 2017: what did the hedge cost?", "date=2015..2017"),
    ],
)
def test_an_episode_is_named_once(text: str, meant: str, materials: Materials) -> None:
    assert _sides(text, materials) == _meant(meant)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("What does the hedge cost with halved layers?", "size=0.5"),
        ("With the calls cut by half, what does the hedge cost?", "size=0.5"),
        ("What does the hedge cost with the layers reduced by half?", "size=0.5"),
        ("What does a quarter size hedge cost?", "size=0.25"),
        ("With a quarter of the calls, what does the hedge cost?", "size=0.25"),
        ("With twice the number of calls, what does the hedge cost?", "size=2"),
        ("Mean drag at k=1.5?", "size=1.5"),
        ("If the calls were 75% of what they are, what would the hedge cost?", "size=0.75"),
        ("What is the cost with the hedge at 0.5/1.0?", "size=0.5 vs all"),
        ("What does the hedge cost at 1.5x the calls?", "size=1.5"),
        ("Hedge cost without the short layer versus the complete one", "without=short vs all"),
        ("I want half the drawdown, just half. What does the hedge cost?", "all"),
        ("The hedge cut the fall by half: what does it cost?", "all"),
        ("In the last quarter of 2018, what did the hedge cost?", "date=2018-10..2018-12"),
    ],
)
def test_a_size_is_of_the_hedge_and_of_nothing_else(text: str, meant: str, materials: Materials) -> None:
    assert _sides(text, materials) == _meant(meant)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Volatility of 2016 against all earlier years", "date=2016 vs date=..2015"),
        ("Volatility in 2015 and for the years after", "date=2015 vs date=2016.."),
        ("Was volatility higher in 2016 than later on?", "date=2016 vs date=2017.."),
        ("Volatility with VIX below 13 versus the rest", "vix<13 vs vix>=13"),
        ("Volatility at VIX over 25 against all other days", "vix>25 vs vix<=25"),
        ("Volatility with VIX under 12 vs all", "vix<12 vs all"),
        ("Was volatility lower from 2016 on than over the whole test?", "date=2016.. vs all"),
        ("Volatility on Fed days versus all other days", "event=fomc~0 vs event!=fomc~0"),
        ("Volatility with only the long calls against the full version", "layer=long vs all"),
        ("Volatility with only the 30-day calls versus the whole hedge", "layer=short vs all"),
        ("Only years of real vol count, so 15 and 18: volatility?", "date=2015+2018"),
        ("Going by 2016, what is the volatility?", "date=2016"),
        ("Volatility under fills a nickel worse than in the test", "slip=0.05"),
        ("Volatility with three cents' worse execution", "slip=0.03"),
        ("Volatility with slippage raised by 0.15", "slip=0.15"),
    ],
)
def test_a_side_may_be_named_by_what_is_left(text: str, meant: str, materials: Materials) -> None:
    assert _sides(text, materials, ("volatility.monthly.hedged",)) == _meant(meant)


def test_a_figure_that_holds_days_against_all_others_has_no_second_side(materials: Materials) -> None:
    assert _sides("What does the hedge cost around FOMC days against all other days?", materials) == _meant("event=fomc~1")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Worst month with the hedge, I guess August 2015?", "all"),
        ("Was October 2014 really the worst month with the hedge?", "all"),
        ("Is it right that the worst month with the hedge was in May 2016?", "all"),
        ("What was the worst month with the hedge in 2015?", "date=2015"),
        ("What did the account earn in the worst month of 2015 and 2016?", "date=2015..2016"),
    ],
)
def test_a_month_guessed_to_be_the_worst_is_no_scope(text: str, meant: str, materials: Materials) -> None:
    assert _sides(text, materials, ("return.hedged.monthly.worst",)) == _meant(meant)


@pytest.mark.parametrize(
    ("text", "meant", "unread"),
    [
        ("What does the hedge cost excl. the three biggest vol spikes?", "all", "excl. the three biggest vol spikes"),
        ("What does the hedge cost without the two worst panics?", "all", "without the two worst panics"),
        ("What does the hedge cost excluding the largest vol spike?", "all", "excluding the largest vol spike"),
        ("What does the hedge cost without the vol spikes?", "episode!=vix", None),
        ("What does the hedge cost excl. 2018?", "date!=2018", None),
        ("What does the hedge cost excl 2018?", "date!=2018", None),
        ("What did the hedge earn in the biggest vol spikes?", "episode=vix", None),
    ],
)
def test_some_of_the_episodes_left_out_are_named_and_never_counted(
    text: str, meant: str, unread: str | None, materials: Materials
) -> None:
    question, _ = read(text, materials, keys=_COST)
    assert _sides(text, materials) == _meant(meant)
    assert question.unread == ((unread,) if unread else ())
