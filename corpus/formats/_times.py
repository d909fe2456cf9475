"""Moments in other zones than the exchange's."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

#: Where SPX and VIX options' days and hours are those of.
EXCHANGE = ZoneInfo("America/New_York")


def exchange_time(at: datetime, zone: str | None) -> datetime:
    """A moment in exchange time, without zone; one that doesn't tell its own is in `zone`, or already in exchange time.

    >>> exchange_time(datetime.fromisoformat("2024-01-03T16:00:00+02:00"), None)
    datetime.datetime(2024, 1, 3, 9, 0)
    """
    if at.tzinfo is None:
        if zone is None:
            return at
        at = at.replace(tzinfo=ZoneInfo(zone))
    return at.astimezone(EXCHANGE).replace(tzinfo=None)
