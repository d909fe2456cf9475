"""The shipped calendars, and what a faulty one hears."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from corpus.calendars import read_calendar, shipped_calendars
from corpus.errors import UnreadableError

FOMC, CPI = (shipped_calendars()[name] for name in ("fomc", "cpi"))
GOOD = 'name = "x"\ntitle = "X"\nsources = ["someone"]\nfirst = 2020-01-01\nlast = 2020-12-31\ndates = [2020-02-01, 2020-03-01]\n'


def test_eight_decisions_a_year_and_a_cpi_a_month() -> None:
    decisions = Counter(day.year for day in FOMC.dates)
    assert decisions == dict.fromkeys(range(2015, 2027), 8) | {2020: 7}
    months = Counter((day.year, day.month) for day in CPI.dates)
    assert set(months.values()) == {1}
    wanted = {(y, m) for y in range(2015, 2027) for m in range(1, 13) if (y, m) <= (2026, 7)}
    assert wanted - set(months) == {(2025, 11)}


def test_no_event_falls_on_a_weekend_but_one() -> None:
    days = [*FOMC.dates, *FOMC.unscheduled, *CPI.dates]
    assert [day for day in days if day.weekday() > 4] == [date(2020, 3, 15)]


def test_the_days_are_those_that_others_list(shared: Path) -> None:
    with (shared / "data/calendar/fomc_dates.csv").open(encoding="utf-8") as f:
        listed = [date.fromisoformat(row["decision_date"]) for row in csv.DictReader(f)]
    assert sorted((*FOMC.dates, *FOMC.unscheduled)) == listed
    with (shared / "data/calendar/cpi_dates.csv").open(encoding="utf-8") as f:
        assert list(CPI.dates) == [date.fromisoformat(row["release_date"]) for row in csv.DictReader(f)]


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("2020-02-01, 2020-03-01", "2020-03-01, 2020-02-01", "2020-02-01 is out of order or stands twice"),
        ("2020-02-01, 2020-03-01", "2020-02-01, 2020-02-01", "2020-02-01 is out of order or stands twice"),
        ("2020-02-01, ", "2019-02-01, ", "2019-02-01 is not between first and last"),
        ('["someone"]', "[]", "sources"),
        ("2020-02-01, ", "2020-02-30, ", "c.toml:6"),
        ('"x"', '"X y"', "c.toml:1"),
    ],
)
def test_a_faulty_calendar_says_what_is_wrong(was: str, becomes: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    assert was in GOOD
    file.write_text(GOOD.replace(was, becomes), encoding="utf-8")
    with pytest.raises(UnreadableError) as error:
        read_calendar(file)
    assert said in str(error.value)
