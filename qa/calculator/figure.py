"""Figures: what one is, how one is registered, and why there may be none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from corpus.backtests import Marking
from qa.calculator.scope import Period, Scope
from qa.numerals import Unit

if TYPE_CHECKING:
    from qa.calculator.arrays import Values
    from qa.calculator.facts import Facts
    from qa.calculator.sample import Sample

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


@dataclass(frozen=True, slots=True, kw_only=True)
class NotComputed:
    """Why there is no value, and what would give one."""

    reason: str
    bring: str = ""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSpec:
    """A figure as registered: everything that the planner, the pages and the docs need to know of it."""

    key: str
    title: str
    #: the quantity in one sentence
    meaning: str
    unit: Unit
    #: what it is a share or return of; `counted`: of the periods that it counts
    basis: Basis = "account"
    counts: Counts = "months"
    formula: str
    #: where it can't be trusted or read as more than it is
    validity: str
    source: str
    #: words of a question that ask for it
    synonyms: tuple[str, ...] = ()
    #: kinds of scope condition it can be narrowed by
    narrows: tuple[str, ...] = ("bounds", "dates", "tier")
    compute: Callable[[Facts, Scope], Value | NotComputed]
    #: the periods or trades behind the value, for those who work it out by hand
    worked: Callable[[Facts, Scope], Table | NotComputed] | None = None
    #: what the figure is the mean of, where it is a mean over the periods of a sample; and which periods these are
    mean_over: Callable[[Sample], Values] | None = None
    period: Period | None = None
    #: the same figure cut into other periods, where it is cut into any
    vary: Callable[[Period], FigureSpec] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A computed figure, with all that is needed to trust and to recompute it."""

    spec: FigureSpec
    scope: Scope
    result: Value
    #: name of the backtest
    backtest: str
    #: digest of the data it was computed from
    dataset: str
    fees: str
    marking: Marking
    hypothetical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A figure that was asked for and not computed."""

    spec: FigureSpec
    scope: Scope
    why: NotComputed
    backtest: str
