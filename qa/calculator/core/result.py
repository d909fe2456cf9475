"""Results: what a figure's function returns: a value with its worked numbers, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from qa.numerals import Unit

Counts = Literal["days", "weeks", "months", "years", "trades", "episodes", "starts", "chains"]
Basis = Literal[
    "account", "trades", "margin", "risk", "credit", "premium", "per_100k", "counted", "fall", "size", "loss", "runs", "none"
]
#: Groups smaller than this are flagged, and get neither interval nor verdict.
FEWEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Where the value may lie; `level` is a fraction."""

    low: float
    high: float
    level: float = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One worked number behind a value: what it is, and the number in its unit."""

    label: str
    value: float
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a figure's function returns."""

    value: float
    n: int
    #: first and last date counted, ISO, months for monthly figures
    start: str
    end: str
    interval: Interval | None = None
    #: the worked numbers, in the order of the arithmetic
    steps: tuple[Step, ...] = ()
    #: what it counts, where the data come in other steps than the record says
    counts: Counts | None = None
    #: first and last day of the stretch on which the value fell, ISO: of a drawdown its peak and its trough
    fell: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotComputed:
    """Why there is no value, and what would give one."""

    reason: str
    bring: str = ""
    #: whether the reason is itself an answer: "has not recovered"
    settles: bool = False
    #: whether nothing falls within what was asked for
    empty: bool = False

    def __str__(self) -> str:
        return f"{self.reason}; {self.bring}" if self.bring else self.reason


#: Where what comes out is beyond the machine's numbers.
TOO_LARGE = NotComputed(reason="the amounts are too large to compute with", bring="check the amounts and the capital base")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Worked numbers in columns, a row a period or trade."""

    #: of each column its name and unit; the first is the label's
    columns: tuple[tuple[str, Unit], ...]
    label: str
    rows: tuple[tuple[str, tuple[float, ...]], ...]
