"""Figures: how one is registered, and one as computed, or why there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.backtests.backtest import Marking
from qa.calculator.core.facts import Facts
from qa.calculator.core.result import Basis, Counts, NotComputed, Table, Value
from qa.calculator.core.sample import Sample
from qa.calculator.core.scope import Period, Scope
from qa.numerals import Unit

if TYPE_CHECKING:
    from qa.calculator.core.arrays import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """How a figure is told, as clauses in tokens: after "In this backtest", before interval and n.

    `{d}` is the figure as shown, `{m}` its magnitude where the words give the direction, `{b}` what it is a share of, `{n}` its
    count, `{per}` its period, `{start}` and `{end}` its dates.
    """

    #: at or above zero, or of any sign where nothing is written for those below
    above: str
    #: below zero, in magnitude
    below: str = ""
    #: where the interval includes zero, so that no direction is a fact; signed
    unclear: str = ""


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
    #: phrases of a question that ask for it
    phrases: tuple[str, ...] = ()
    #: how it is told
    sentences: Sentences | None = None
    #: keys of the figures that stand beside it so that it can be read: never a mean without its median
    beside: tuple[str, ...] = ()
    #: title of a page that it leads: the subject, neutral
    subject: str = ""
    #: kinds of scope condition it can be narrowed by
    narrows: tuple[str, ...] = ("bounds", "dates", "tier")
    compute: Callable[[Facts, Scope], Value | NotComputed]
    #: the periods or trades behind the value, for those who work it out by hand
    worked: Callable[[Facts, Scope], Table | NotComputed] | None = None
    #: whether it may look past the last day of a scope's dates, and whether it counts what is held at the end of them
    reaches: bool = False
    holds: bool = False
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
