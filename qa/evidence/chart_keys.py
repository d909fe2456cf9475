"""Keys of the series that charts and calendars are told by."""

from __future__ import annotations

DRAG, ENTRY_VIX, YEARS = "drag.monthly.by_month", "vix.entry.by_month", "drag.monthly.by_year"
