"""What a scope counts: by closes before each period alone, by events with their complement, by whole periods."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.backtests.backtest import Backtest
from qa.calculator.core.facts import Facts
from qa.calculator.core.periods import cut
from qa.calculator.core.result import NotComputed
from qa.calculator.core.scope import PERIODS, Period, Scope
from qa.calculator.core.scope_text import parse_scope
from qa.calculator.core.within import outside, within
from tests.builders import built, calendar, marked, marks, traded, value, why
from tests.qa.calculator.edges import EDGES

DAYS = [str(d.date()) for d in pd.bdate_range("2020-01-02", periods=70)]


def _counted(facts: Facts, scope: str, per: Period = "day") -> list[str]:
    periods = cut(facts.days, per)
    found = within(facts, periods, parse_scope(scope))
    assert not isinstance(found, NotComputed), found
    return [str(day) for day in periods.first[found]]


def test_a_month_is_judged_by_the_close_before_it_begins() -> None:
    days = ["2020-01-15", "2020-02-14", "2020-03-13"]
    vix = {"2020-01-31": 14.0, "2020-02-03": 40.0, "2020-02-28": 30.0}
    facts = marked(days, [0, 0, 0], [1000, 2000, 3000], vix)
    assert value("drag.monthly.mean", facts, "vix<15").start == "2020-02"
    assert value("drag.monthly.mean", facts, "vix>=30").start == "2020-03"
    assert value("drag.monthly.mean", facts, "vix:14..31").n == 2


@pytest.mark.parametrize(("closed", "counted"), [("2020-02-21", True), ("2020-02-20", False)])
def test_a_close_is_the_last_one_before_for_ten_days(closed: str, counted: bool) -> None:
    facts = marked(["2020-03-02"], [0], [1000], {closed: 14.0})
    assert ("2020-03-02" in _counted(facts, "vix<15")) == counted


def test_trades_are_judged_by_the_close_before_their_day() -> None:
    vix = {"2020-01-02": 14.0, "2020-01-03": 25.0}
    facts = traded([("2020-01-03 10:00", "2020-01-03 16:00", "S", 10), ("2020-01-06", "2020-01-06", "S", -10)], vix=vix)
    assert value("trades.win_rate", facts, "vix<15").value == 1
    assert value("trades.win_rate", facts, "vix>=20").value == 0
    assert value("trades.win_rate", facts, "date=..2020-01-03").n == 1
    assert value("trades.win_rate", facts, "date=2020-01-04..").value == 0


def test_a_close_that_only_rounding_parts_from_its_mean_is_neither_above_nor_below_it() -> None:
    closes = [14.33, 14.61, 15.07, 14.15, 14.54]  # their mean is 14.54 on paper and a little less in the machine
    days = [str(d.date()) for d in pd.bdate_range("2020-01-06", periods=6)]
    facts = marked(days[5:], [0], [-100], dict(zip(days, closes, strict=False)))
    for scope, counted in (("vix>sma5", False), ("vix<sma5", False), ("vix>=sma5", True), ("vix<=sma5", True)):
        assert (days[5] in _counted(facts, scope)) == counted, scope
    risen = marked(days[5:], [0], [-100], {days[3]: 100.0, days[4]: 105.0})
    assert days[5] not in _counted(risen, "vix.change1>0.05")
    assert days[5] in _counted(risen, "vix.change1>0.0499")


SCOPES = ["vix<20", "vix>vix.sma3", "vix.rsi3<60", "spx.change2>0&vix>=15", "spx.realised3<0.2", "vix.ema4>=vix", "spx.rsi5>=50"]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_close_on_or_after_its_first_day_decides_whether_a_period_counts(data: st.DataObject) -> None:
    per = data.draw(st.sampled_from(PERIODS[:3]))
    scope = parse_scope(data.draw(st.sampled_from(SCOPES)))
    seed, at = data.draw(st.integers(0, 99)), data.draw(st.integers(0, 69))
    chance = np.random.default_rng(seed)
    closes = pd.DataFrame({"vix": chance.uniform(10, 35, 70), "spx": chance.uniform(2900, 3100, 70)}, index=DAYS)
    changed = closes.copy()
    changed.iloc[at:] *= chance.uniform(0.5, 2, changed.iloc[at:].shape)
    daily = marks(DAYS, [0.0] * 70, [1.0] * 70)
    both = [built(marks=daily, series={n: dict(zip(DAYS, c[n], strict=True)) for n in ("vix", "spx")}) for c in (closes, changed)]
    periods = cut(both[0].days, per)
    before = periods.first <= np.datetime64(DAYS[at])
    for choose in (within, outside):
        one, other = (choose(facts, periods, scope) for facts in both)
        assert not isinstance(one, NotComputed)
        assert not isinstance(other, NotComputed)
        assert (one[before] == other[before]).all()


def _around(events: list[str], first: str = "2019-12-01", last: str = "2020-12-31", unscheduled: tuple[str, ...] = ()) -> Facts:
    table = marks(DAYS[:12], [0.0] * 12, [1.0] * 12)  # 2 to 17 January 2020
    return built(marks=table, calendars=[calendar("fomc", events, first, last, unscheduled)])


def test_an_event_just_beyond_the_data_touches_their_edge() -> None:
    assert _counted(_around(["2020-01-01", "2020-01-20"]), "event=fomc~1") == ["2020-01-02", "2020-01-17"]
    assert _counted(_around(["2019-12-31", "2020-01-21"]), "event=fomc~2") == ["2020-01-02", "2020-01-17"]


def test_an_event_at_a_weekend_touches_the_days_around_it() -> None:
    facts = _around(["2020-01-11"])
    assert _counted(facts, "event=fomc~1") == ["2020-01-10", "2020-01-13"]
    assert "no day of this backtest has such an event" in why("drag.daily.mean", facts, "event=fomc")


def test_days_whose_neighbours_the_calendar_does_not_cover_are_on_neither_side() -> None:
    facts = _around(["2020-01-08"], first="2020-01-06", last="2020-01-13")
    assert _counted(facts, "event=fomc~1") == ["2020-01-07", "2020-01-08", "2020-01-09"]
    assert _counted(facts, "event!=fomc~1") == ["2020-01-10"]
    assert _counted(facts, "event!=fomc") == ["2020-01-06", "2020-01-07", "2020-01-09", "2020-01-10", "2020-01-13"]
    assert "every day of this backtest has such an event" in why("drag.daily.mean", facts, "event!=fomc~2")


def test_days_around_an_unscheduled_event_are_on_neither_side() -> None:
    facts = _around(["2020-01-07"], unscheduled=("2020-01-10",))
    assert _counted(facts, "event=fomc~1") == ["2020-01-06", "2020-01-07", "2020-01-08"]
    assert "2020-01-09" not in _counted(facts, "event!=fomc~1")
    assert "2020-01-14" in _counted(facts, "event!=fomc~1")


def test_the_complement_of_bounds_and_event_holds_all_that_can_be_told() -> None:
    vix = {d: 10.0 + i for i, d in enumerate(["2020-01-02", *DAYS[1:12]])}
    table = marks(DAYS[:12], [0.0] * 12, [1.0] * 12)
    facts = built(marks=table, series={"vix": vix}, calendars=[calendar("fomc", ["2020-01-08"], "2019-12-01", "2020-12-31")])
    scope, periods = parse_scope("event=fomc~1&vix<13.5"), cut(facts.days, "day")
    inside, rest = within(facts, periods, scope), outside(facts, periods, scope)
    assert not isinstance(inside, NotComputed)
    assert not isinstance(rest, NotComputed)
    assert [str(d) for d in periods.first[inside]] == ["2020-01-07", "2020-01-08"]  # 13 and 14 before the eighth and ninth
    assert (inside | rest).tolist() == [False] + [True] * 11  # the first day has no close before it
    assert not (inside & rest).any()


@pytest.mark.parametrize("scope", ["date=2018-02-01..2018-02-05", "date=2018-02-05..2018-03-31", "date=2018-02-05"])
def test_dates_that_cut_a_month_are_not_taken_for_the_month(sample: Backtest, scope: str) -> None:
    assert "give whole months" in why("drag.monthly.mean", Facts(sample), scope)
    assert value("drawdown.max.hedged", Facts(sample), scope).n < 40


def test_weeks_begin_on_mondays_and_run_over_new_year() -> None:
    days = np.array(["2019-12-30", "2020-01-03", "2020-01-06", "2020-12-31", "2021-01-01", "2021-01-04"], "datetime64[D]")
    weeks = cut(days, "week")
    assert [str(weeks.first[0]), str(weeks.last[0]), str(weeks.first[-1])] == ["2019-12-30", "2020-01-05", "2021-01-04"]
    assert weeks.count[[0, 1, -2, -1]].tolist() == [2, 1, 2, 1]
    assert len(weeks.first) == 54


def test_a_leap_day_belongs_to_february() -> None:
    facts = marked(["2020-02-28", "2020-02-29", "2020-03-02"], [0, 0, 0], [-100, -200, -400])
    assert value("drag.monthly.total", facts, "date=2020-02").value == pytest.approx(0.003)
    assert value("drag.daily.total", facts, "date=2020-02-29").value == pytest.approx(0.002)


def test_years_that_the_data_have_in_part_are_left_out() -> None:
    facts = EDGES["a gap"]()
    assert "no year of this backtest" in why("drag.yearly.mean", facts, "date=2020")
    assert value("drag.yearly.mean", EDGES["two years"]()).n == 2


def test_a_gap_hides_the_months_around_it_and_no_others() -> None:
    facts = EDGES["a gap"]()
    assert "there is a month without any" in why("drag.monthly.mean", facts)
    assert "there is a month without any" in why("drag.monthly.mean", facts, "date=2019-03..2019-06")
    assert value("drag.monthly.mean", facts, "date=2019-06..2020-06").n == 13
    assert "gap" in why("return.unhedged.total", facts)
    assert "gap" in why("drawdown.max.hedged", facts)
    assert value("return.unhedged.total", facts, "date=2019-06..").n == 14


def test_accounts_hide_the_month_after_a_gap_too_since_it_holds_all_that_happened() -> None:
    from tests.builders import accounts

    days = ["2019-12-31", *(str(d.date()) for d in pd.bdate_range("2020-01-02", "2020-04-30") if d.month != 3)]
    facts = built(accounts=accounts(days, [100_000.0 + i for i in range(len(days))], [100_000.0] * len(days)))
    assert "there is a month without any" in why("drag.monthly.mean", facts, "date=2020-04")
    assert "gap" in why("return.unhedged.total", facts, "date=2020-04")
    assert value("drag.monthly.mean", facts, "date=2020-01..2020-02").n == 2


def test_values_that_come_once_a_week_have_no_days() -> None:
    facts = EDGES["weekly"]()
    assert "further than a day apart" in why("drag.daily.mean", facts)
    assert "further than a day apart" in why("episode.base", facts)
    assert value("drag.weekly.mean", facts).n == 120
    assert "further than a week apart" in why("drag.weekly.mean", EDGES["monthly"]())


def test_a_series_without_closes_tells_nothing() -> None:
    facts = built(marks=marks(["2020-01-02"], [0], [0]), series={"vix": {}})
    assert "no day of this backtest falls within what was asked for" in why("drag.daily.mean", facts, "vix<15")


def test_nothing_narrows_nothing() -> None:
    facts = EDGES["two years"]()
    found = within(facts, cut(facts.days, "day"), Scope())
    assert not isinstance(found, NotComputed)
    assert found.all()


def test_days_of_a_month_without_a_close_before_it_are_not_late() -> None:
    days = ["2020-01-02", "2020-01-03", "2020-01-06", "2020-02-03", "2020-02-04"]
    facts = marked(days, [0] * 5, [-100] * 5, {"2020-01-02": 25.0, "2020-01-31": 15.0, "2020-02-03": 22.0})
    assert value("regime.late_days", facts).value == 1
    assert value("regime.late_days", facts).n == 1
    assert "no day of this backtest began with a high VIX" in why("regime.late_days", facts, "date=2020-01")
