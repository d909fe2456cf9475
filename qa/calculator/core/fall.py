"""Words of scopes on days: weekdays, months of every year, and the falls of a market series that an episode can be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from corpus.dates import MONTHS as _MONTHS

#: Weekdays as scopes name them, Monday first, and as pages do.
WEEKDAYS: Mapping[str, str] = MappingProxyType(
    {"mon": "Mondays", "tue": "Tuesdays", "wed": "Wednesdays", "thu": "Thursdays", "fri": "Fridays"}
)
#: Months as scopes name them, January first, and as pages do.
MONTHS: Mapping[str, str] = MappingProxyType({name[:3].lower(): name for name in _MONTHS})
_FALL = re.compile(r"(!?)([a-z][a-z0-9_]*)\.drawdown>(\d+(?:\.\d+)?)%")


@dataclass(frozen=True, slots=True)
class Fall:
    """Episodes in which a market series fell by more than a part of its highest close, from that close to the lowest."""

    series: str
    #: [fraction]
    depth: float
    #: all days outside of them
    outside: bool


def fall_of(episode: str | None) -> Fall | None:
    """The episodes that `spx.drawdown>10%` names, or None where a text names others."""
    m = _FALL.fullmatch(episode or "")
    return Fall(m[2], float(m[3]) / 100, outside=bool(m[1])) if m else None
