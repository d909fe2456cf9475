"""Calendars of events: the days of each, who says so, and from when to when that is known."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from corpus.backtests.manifest import Name
from corpus.settings_file import read_toml


class Calendar(BaseModel):
    """The content of a calendar's file. Days outside `first` to `last` are neither an event nor none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: as scopes name it, `event=fomc`
    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    title: Name
    #: who published the days
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    first: date
    last: date
    dates: Annotated[tuple[date, ...], Field(min_length=1)]
    #: events that were on no calendar beforehand
    unscheduled: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for days in (self.dates, self.unscheduled):
            late = next((b for a, b in pairwise(days) if a >= b), None)
            if late:
                raise ValueError(f"{late} is out of order or stands twice")
            outside = next((d for d in days if not self.first <= d <= self.last), None)
            if outside:
                raise ValueError(f"{outside} is not between first and last")
        return self


def shipped_calendars() -> dict[str, Calendar]:
    """The shipped calendars by name."""
    calendars = [read_calendar(file) for file in calendar_files()]
    return {c.name: c for c in calendars}


def calendar_files() -> list[Path]:
    """Where the shipped calendars lie."""
    return sorted(Path(__file__).parent.glob("*.toml"))


def read_calendar(file: Path) -> Calendar:
    """Read and check a calendar.

    Raises
    ------
    UnreadableError
        The file is missing, is no TOML, or has days that are out of order or outside of what it covers.
    """
    return read_toml(file, Calendar)
