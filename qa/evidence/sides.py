"""Sides: what a comparison holds against each other, with the difference of the two and a table of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.backtests.backtest import Backtest
from corpus.texts.documents import digest_of
from qa.calculator.catalogue import compute, spec_of
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure, Missing
from qa.calculator.core.scope import Dates, Scope, between
from qa.calculator.scenario import comparison
from qa.document import SeriesView
from qa.evidence import evidence as ev
from qa.understand.bands import VIX
from qa.understand.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a comparison: the leading figure of one backtest within one scope, or why there is none."""

    backtest: Backtest
    scope: Scope
    #: what the table calls it
    label: str
    result: Figure | Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """All sides, the first one first; the difference of two backtests; and the figures of all sides as a table."""

    all: tuple[Side, ...]
    difference: Figure | None
    series: tuple[SeriesView, ...]


def sides_of(plan: Plan, facts: Facts) -> Sides | None:
    """The sides that a plan compares, or None where it compares nothing."""
    if not plan.against or not plan.asked:
        return None
    told = [(facts.backtest, plan.scope), *((other.backtest, other.scope) for other in plan.against)]
    known = {facts.backtest.name: facts} | {other.backtest.name: other.facts for other in plan.against}
    key = plan.asked[0]
    one_backtest = len({backtest.name for backtest, _ in told}) == 1
    labels = [scope.display(spec_of(key).counts) if one_backtest else _called(backtest, scope) for backtest, scope in told]
    results = [compute(key, scope.less("tier"), known[backtest.name]) for backtest, scope in told]
    difference = None
    if len(told) == 2 and not one_backtest and told[0][1].less("tier") == told[1][1].less("tier"):  # noqa: PLR2004 a pair
        held = comparison.compare(spec_of(key), told[0][1].less("tier"), *(known[b.name] for b, _ in told))
        results = [held.first, held.second]
        difference = held.difference if isinstance(held.difference, Figure) else None
    sides = tuple(
        Side(backtest=backtest, scope=result.scope, label=label, result=result)
        for (backtest, _), label, result in zip(told, labels, results, strict=True)
    )
    return Sides(all=sides, difference=difference, series=_table(plan, sides, known))


def _called(backtest: Backtest, scope: Scope) -> str:
    """A backtest by its tier's name, else by its title; with the scope where it has one."""
    manifest = backtest.manifest
    name = manifest.tier.name if manifest.tier else manifest.title
    return name if scope.less("tier") == Scope() else f"{name}, {scope.less('tier').display()}"


def _table(plan: Plan, sides: Sequence[Side], known: dict[str, Facts]) -> tuple[SeriesView, ...]:
    """The leading figure and what stands beside it, side by side; shares alone, since a column has one unit."""
    if len({side.label for side in sides}) < len(sides):
        return ()
    unit = spec_of(plan.asked[0]).unit
    dataset = digest_of("\n".join(side.result.dataset if isinstance(side.result, Figure) else "" for side in sides))
    by = _differs(sides)
    made: list[SeriesView] = []
    for key in plan.keys:
        spec = spec_of(key)
        if spec.unit != unit or len(made) == _MOST_COLUMNS:
            continue
        cells = [(side.label, compute(key, side.scope, known[side.backtest.name])) for side in sides]
        if not any(isinstance(result, Figure) for _, result in cells):
            continue
        view = SeriesView(
            id=f"T{len(made) + 1}",
            key=f"{spec.key}.by_side",
            title=f"{spec.title} by {by}",
            unit=spec.unit,
            scope="all",
            dataset=dataset,
            points=ev.view_points(cells),
        )
        made.append(view)
    return tuple(made)


_MOST_COLUMNS = 3
#: What sides differ in, by the only part of their scopes.
_PARTS = {"dates": "period", "weekday": "day of the week", "month": "month", "event": "event", "layer": "layer", "size": "size"}


def _differs(sides: Sequence[Side]) -> str:
    """What the sides differ in, in a word."""
    if len({side.backtest.name for side in sides}) > 1:
        return "tier" if all(side.backtest.manifest.tier for side in sides) else "backtest"
    parts = {part for side in sides for part in side.scope.parts}
    if parts == {"bounds"} and all(bound.signal == VIX for side in sides for bound in side.scope.bounds):
        return "level of VIX"
    by = _PARTS.get(parts.pop(), "side") if len(parts) == 1 else "side"
    return "year" if by == "period" and all(_is_year(side.scope.dates) for side in sides) else by


def _is_year(dates: Dates | None) -> bool:
    """Whether dates are one calendar year."""
    ends = (dates.start, dates.end) if dates else (None, None)
    return all(ends) and dates == between(f"{ends[0]:%Y}", f"{ends[0]:%Y}")


def titled(figure: Figure, backtest: Backtest, *, several: bool) -> Figure:
    """A figure whose title tells its backtest, where there are several."""
    name = f", {_called(backtest, Scope())}"
    if not several or figure.spec.title.endswith(name):
        return figure
    return replace(figure, spec=replace(figure.spec, title=f"{figure.spec.title}{name}"))
