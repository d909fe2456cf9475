"""Dates in words: the English names of the months, whatever the locale."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def month_number(name: str) -> int:
    """The number of a month by the first three letters of its name, any case.

    >>> month_number("feb"), month_number("September")
    (2, 9)
    """
    return next(i for i, month in enumerate(MONTHS, start=1) if month[:3].lower() == name[:3].lower())


def is_iso_date(text: str) -> bool:
    """Whether a text is a calendar day in the form YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
