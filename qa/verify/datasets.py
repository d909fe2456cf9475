"""The data that a document names: its backtests, and what of them was known by the end of a stretch that ends before the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.errors import WrongUseError
from corpus.texts.documents import digest_of
from qa.calculator.catalogue import spec_of
from qa.calculator.core.compute import dataset_of
from qa.calculator.core.cutoff import cutoff_of
from qa.calculator.core.facts import Facts
from qa.calculator.core.figure import Figure
from qa.calculator.core.scope import Scope
from qa.calculator.core.scope_text import parse_scope
from qa.document import Dataset, FigureView
from qa.evidence.gather import Gathered


def datasets(g: Gathered) -> tuple[Dataset, ...]:
    """The plan's backtests, then their data up to the days by which some of the figures know them, in the figures' order."""
    if not g.evidence.figures:
        return ()
    whole = tuple(Dataset(name=b.name, digest=b.digest) for b in g.plan.backtests)
    told = {d.digest for d in whole}
    cut = (d for d in (*_of_sides(g), *_of_figures(g, told)) if d.digest not in told)
    return (*whole, *{d.digest: d for d in cut}.values())


def _of_sides(g: Gathered) -> Iterator[Dataset]:
    for side, _ in g.sides:
        if isinstance(side.result, Figure):
            yield Dataset(name=side.backtest.name, digest=side.result.dataset, until=_until(side.scope))


def _of_figures(g: Gathered, told: set[str]) -> Iterator[Dataset]:
    known = {f.backtest.name: f for f in (g.plan.facts, *(o.facts for o in g.plan.against)) if f is not None}
    for figure in g.evidence.figures:
        if figure.dataset and figure.dataset not in told:
            yield from _behind(figure, list(known.values()))


def _behind(figure: FigureView, known: Sequence[Facts]) -> Iterator[Dataset]:
    """The data of a figure, or those of both sides of a difference."""
    try:
        spec, scope = spec_of(figure.key.removeprefix("difference.")), parse_scope(figure.scope)
    except WrongUseError:
        return
    if _until(scope) is None:
        return
    own = [Dataset(name=f.backtest.name, digest=dataset_of(spec, scope, f), until=_until(scope)) for f in known]
    yield from (d for d in own if d.digest == figure.dataset)
    if digest_of("\n".join(d.digest for d in own)) == figure.dataset:
        yield from own


def _until(scope: Scope) -> str | None:
    """The last day that a scope knows, ISO; None where it goes on to the end of the data."""
    day = scope.asof or cutoff_of(scope)
    return day.isoformat() if day else None
