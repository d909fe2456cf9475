"""The figures section: which run this is, what stands beside the short answer, and what makes it weak."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from qa.calculator.catalogue import spec_of
from qa.calculator.core.periodic import ADVERB
from qa.calculator.core.result import FEWEST
from qa.calculator.core.scope import Scope
from qa.document import FigureView
from qa.evidence.charts import REGIMES
from qa.evidence.gather import INPUTS, Gathered
from qa.numerals import Unit, decimals_that_add
from qa.write.draft import DraftSection
from qa.write.summary import leading, mentioned
from qa.write.wording import FIGURES, counted, lead, qualified, sentence


def figures_section(g: Gathered, summary: Sequence[str]) -> DraftSection:
    """What the short answer has left to say of the figures."""
    said = [*_run(g), *_tierless(g), *_whole(g)]
    if not g.sides:
        for more in (_returns, _falls, _others):
            said += more(g, mentioned([*summary, *said]))
        said += [*_few(g), *_unsorted(g)]
    sides = tuple(s.id for s in g.evidence.series) if g.sides else ()
    return DraftSection(heading=FIGURES, sentences=tuple(said), series=sides)


def _run(g: Gathered) -> list[str]:
    """Which backtest this is, on what capital."""
    base, trades = g.figure("capital.base", Scope()), g.figure("import.trades", Scope())
    if base is None or trades is None or g.plan.backtest is None or len(g.plan.backtests) > 1:
        return []
    title = g.plan.backtest.manifest.title
    if not trades.value:
        return [f"The run: {title}, by daily values on a capital base of {{{base.id}}}."]
    some = "trade" if trades.value == 1 else "trades"
    return [f"The run: {title}; {{{trades.id}}} {some} on a capital base of {{{base.id}}}."]


def _tierless(g: Gathered) -> list[str]:
    """What is not known of a backtest whose manifest names no tier."""
    backtest = g.plan.backtest
    if backtest is None or backtest.manifest.tier is not None or g.question.tier is None:
        return []
    return ["Its manifest names no tier, so whether it is of the one asked for is not known."]


def _whole(g: Gathered) -> list[str]:
    """Beside an extract, or where there is none, the asked figure over everything."""
    whole = g.figure(g.plan.asked[0], Scope())
    if whole is None or g.plan.scope == Scope() or g.sides:
        return []
    narrowing = g.plan.scope.less("size", "without", "slip", "claim")
    said = [] if narrowing == Scope() else [f"Over the whole run {lead(whole)} {qualified(whole)}."]
    dates = g.plan.scope.dates
    begun, ended = (dates.start, dates.end) if dates else (None, None)
    if (begun and begun.isoformat()[:7] < whole.start[:7]) or (ended and ended.isoformat()[:7] > whole.end[:7]):
        said.append(f"The question goes beyond the data: this backtest covers {{{whole.id}.start}} to {{{whole.id}.end}} only.")
    return said


def _returns(g: Gathered, said: frozenset[str]) -> list[str]:
    """Both returns beside a drag, which is their difference."""
    per, adverb = _period(g)
    unhedged, hedged = g.figure(f"return.unhedged.{adverb}.mean"), g.figure(f"return.hedged.{adverb}.mean")
    if unhedged is None or hedged is None:
        alone = unhedged if unhedged is not None and unhedged.id not in said else None
        return [f"Unhedged, the account returned {{{alone.id}}} a {per} on average."] if alone else []
    if {unhedged.id, hedged.id} <= said:
        return []
    drag = g.figure(f"drag.{adverb}.mean")
    adds = drag is None or decimals_that_add((unhedged.value, -hedged.value), drag.value, cast("Unit", drag.unit)) is not None
    difference = f"; the difference is the drag{'' if adds else ', but for rounding'}" if drag is not None else ""
    when = f"in the {per}" if unhedged.n == 1 else f"a {per} on average"
    return [f"Unhedged, the account returned {{{unhedged.id}}} {when}; with the hedge, {{{hedged.id}}}{difference}."]


def _falls(g: Gathered, said: frozenset[str]) -> list[str]:
    """The largest fall of both sides, and which is the larger."""
    unhedged, hedged = g.figure("drawdown.max.unhedged"), g.figure("drawdown.max.hedged")
    if unhedged is None or (unhedged.id in said and hedged is None):
        return []
    if hedged is None:
        return [f"Its largest fall from a high to a later low was {{{unhedged.id}.magnitude}}."]
    effect = "smaller" if hedged.value > unhedged.value else "larger"
    effect = "no different" if hedged.magnitude_display == unhedged.magnitude_display else effect
    if {unhedged.id, hedged.id} <= said:
        return [f"Here the hedge made the largest fall {effect}."]
    without = f"The largest fall from a high to a later low was {{{unhedged.id}.magnitude}} without the hedge"
    return [f"{without} and {{{hedged.id}.magnitude}} with it: here the hedge made it {effect}."]


def _others(g: Gathered, said: frozenset[str]) -> list[str]:
    """What else was computed to stand beside the asked figures."""
    others = [f for key in g.plan.keys if (f := g.figure(key)) and f.id not in said and key not in INPUTS]
    others = [f for f in others if f.n > 1 or not f.key.endswith(".median")]
    return [f"{_among(f, lead(f))}{'' if f.interval is None else f' (interval {{{f.id}.interval}})'}." for f in others]


def _among(figure: FigureView, clause: str) -> str:
    """A clause on a figure that stands beside another of its kind: the mean drag is told apart from parts of it."""
    if not figure.key.startswith("drag.") or not figure.key.endswith(".mean"):
        return sentence(clause)
    return f"{'Over the whole run' if figure.scope == 'all' else 'Over all of it'} {clause}"


def _period(g: Gathered) -> tuple[str, str]:
    """The period of the leading figure and its adverb, by which keys name it."""
    asked = spec_of(g.plan.asked[0]).period or "month"
    return asked, ADVERB[asked]


def _few(g: Gathered) -> list[str]:
    """Small groups are said to be small."""
    figure = leading(g)
    if figure is None or figure.interval is not None or figure.n >= FEWEST or figure.key.startswith("drawdown"):
        return []
    return [f"With n = {{{figure.id}.n}} {counted(figure)} this is too few for an interval, and for a verdict."]


def _unsorted(g: Gathered) -> list[str]:
    """Months that no band of the table has."""
    regimes = next((chart for chart in g.charts if chart.kind is REGIMES and chart.series), None)
    whole = g.figure("drag.monthly.mean", regimes.scope) if regimes else None
    if regimes is None or whole is None or sum(p.n for p in regimes.series[0].points) == whole.n:
        return []
    return ["Months that began without a close of VIX before them are in no regime."]
