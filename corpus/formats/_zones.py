"""Moments as exchange time, and a `Problem` where a file has them with and without a time zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from corpus.errors import Problem, error, note
from corpus.formats._cells import YEARS

EXCHANGE = ZoneInfo("America/New_York")


def stamp(cell: str) -> datetime | None:
    """A moment as ISO 8601 writes it, with its zone where it has one, or None where the cell is none."""
    try:
        at = datetime.fromisoformat(cell.strip())
    except ValueError:
        return None
    return at if at.year in YEARS else None


def exchange_time(at: datetime, zone: str | None = None) -> datetime:
    """A moment as exchange time, without a zone.

    One that has no zone is of the zone told; where none is told it is exchange time already.

    >>> str(exchange_time(datetime.fromisoformat("2024-01-19T21:00:00Z")))
    '2024-01-19 16:00:00'
    """
    if at.tzinfo is None and zone is None:
        return at
    known = at if at.tzinfo is not None else at.replace(tzinfo=ZoneInfo(zone or EXCHANGE.key))
    return known.astimezone(EXCHANGE).replace(tzinfo=None)


def told_apart(file: str, moments: Sequence[tuple[int, datetime]]) -> list[Problem]:
    """An error where some moments of a file have a zone and others none, a note where all have one; each with its line."""
    zoned = [at.tzinfo is not None for _, at in moments]
    if not any(zoned):
        return []
    if all(zoned):
        return [note("zone-converted", file, "the times have a time zone; they are read as New York's")]
    line = next(line for (line, _), z in zip(moments, zoned, strict=True) if z != zoned[0])
    what = "some times have a time zone and some have none"
    return [error("zone-mixed", file, what, "export it again with one kind of times", line=line)]
