"""Figures as values, for commands and programs: those of a backtest, and how one of them came about."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus.backtests.backtest import Backtest
from qa import numerals
from qa.calculator.catalogue import CATALOGUE, compute, spec_of
from qa.calculator.core.compute import worked
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure, Missing
from qa.calculator.core.result import Step, Table
from qa.calculator.core.scope_text import parse_scope
from qa.calculator.scenario.comparison import compare
from qa.document import FigureView, SeriesView
from qa.evidence.evidence import view_figures
from qa.evidence.series import tables_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncomputed:
    """A figure without a value."""

    key: str
    scope: str
    #: why there is no value, and what would give one
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureList:
    """Every figure of a backtest within a scope: those with a value, and those without."""

    #: name of the backtest
    backtest: str
    #: the scope, as scopes are written
    scope: str
    figures: tuple[FigureView, ...]
    not_computed: tuple[Uncomputed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two backtests behind a difference."""

    #: name of the backtest
    backtest: str
    #: its periods or trades, where its figure is worked out over any
    periods: Table | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A figure with its record, and the worked numbers behind its value."""

    key: str
    title: str
    #: the quantity in one sentence
    meaning: str
    formula: str
    unit: str
    #: where it can't be trusted or read as more than it is
    validity: str
    source: str
    #: name of the backtest; of a difference "A less B"
    backtest: str
    #: digest of the data; of a difference both, with a space between
    dataset: str
    #: why there is no value, or None
    not_computed: str | None = None
    #: the figure, or None where it isn't computed
    figure: FigureView | None = None
    #: the numbers of the formula, in the order of the arithmetic
    steps: tuple[Step, ...] = ()
    #: the periods or trades that went in, where it is worked out over any
    periods: Table | None = None
    #: the two backtests of a difference, with the periods of each
    sides: tuple[Side, ...] = ()


def figures_of(backtest: Backtest, scope: str) -> FigureList:
    """Every figure of a backtest within a scope.

    Raises
    ------
    WrongUseError
        The scope can't be read.
    """
    facts, within = Facts(backtest), parse_scope(scope)
    results = [compute(key, within, facts) for key in CATALOGUE]
    missing = (r for r in results if isinstance(r, Missing))
    return FigureList(
        backtest=backtest.name,
        scope=str(within),
        figures=view_figures([r for r in results if isinstance(r, Figure)]),
        not_computed=tuple(Uncomputed(key=m.spec.key, scope=str(m.scope), reason=str(m.why)) for m in missing),
    )


def series_of(backtest: Backtest, scope: str) -> tuple[SeriesView, ...]:
    """Every breakdown of the drag within a scope: by VIX, events, month, year and episode.

    Raises
    ------
    WrongUseError
        The scope can't be read.
    """
    return tables_of(Facts(backtest), parse_scope(scope))


def explain_figure(backtest: Backtest, key: str, scope: str) -> Explanation:
    """How a figure came about: its record, its value, and the periods and sums behind it.

    Raises
    ------
    WrongUseError
        No figure has the key, or the scope can't be read.
    """
    facts, within = Facts(backtest), parse_scope(scope)
    result = compute(key, within, facts)
    made = _explained(result, backtest.digest)
    return made if isinstance(result, Missing) else replace(made, periods=worked(result.spec, within, facts))


def explain_difference(first: Backtest, second: Backtest, key: str, scope: str) -> Explanation:
    """By how much a figure of one backtest exceeds that of another on their common days, with the periods of both.

    Raises
    ------
    WrongUseError
        No figure has the key, or the scope can't be read.
    """
    both = Facts(first), Facts(second)
    found = compare(spec_of(key), parse_scope(scope), *both)
    made = _explained(found.difference, f"{first.digest} {second.digest}")
    if isinstance(found.difference, Missing):
        return made
    named = zip((found.first, found.second), both, strict=True)
    sides = (Side(backtest=s.backtest, periods=worked(s.spec, s.scope, facts)) for s, facts in named)
    return replace(made, sides=tuple(sides))


def _explained(result: Figure | Missing, digest: str) -> Explanation:
    """The record of a figure with its value and steps, or with why there is none."""
    spec = result.spec
    made = Explanation(
        key=spec.key,
        title=spec.title,
        meaning=spec.meaning,
        formula=spec.formula,
        unit=spec.unit,
        validity=spec.validity,
        source=spec.source,
        backtest=result.backtest,
        dataset=digest,
    )
    if isinstance(result, Missing):
        return replace(made, not_computed=str(result.why))
    steps = tuple(replace(s, value=numerals.stored(s.value)) for s in result.result.steps)
    return replace(made, figure=view_figures([result])[0], steps=steps)
