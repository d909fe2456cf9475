"""The figures section: which backtest this is, what stands beside the short answer, and what makes it weak."""

from __future__ import annotations

from collections.abc import Sequence

from qa.calculator.core.periodic import ADVERB
from qa.calculator.core.scope import Scope
from qa.evidence.charts import REGIMES
from qa.evidence.gather import Gathered
from qa.evidence.results import INPUTS
from qa.evidence.shown import Shown
from qa.lines import Line
from qa.numerals import decimals_that_add
from qa.write.draft import DraftSection
from qa.write.summary import CHANGED, mentioned
from qa.write.wording import interval_of, lead, qualified, sentence

#: Heading of the section.
_HEADING = "The figures"


def figures_section(g: Gathered, summary: Sequence[str]) -> DraftSection:
    """What the short answer has left to say of the figures."""
    said = [*backtest_lines(g), *_tierless(g), *_whole(g)]
    if not g.sides and g.question.decision == "answer":
        for more in (_power, _returns, _drawdowns, _others):
            said += more(g, mentioned([*summary, *said]))
        said += _unsorted(g)
    sides = tuple(s.id for s in g.evidence.series) if g.sides else ()
    return DraftSection(kind="figures", heading=_HEADING, sentences=tuple(said), series=sides)


def backtest_lines(g: Gathered) -> list[str]:
    """Which backtest this is, on what capital."""
    base, trades = g.figure("capital.base", Scope()), g.figure("import.trades", Scope())
    if trades is None or g.plan.backtest is None or len(g.plan.backtests) > 1:
        return []
    title = g.plan.backtest.manifest.title
    if base is None:
        return [Line.BACKTEST_INDEX.format(title=title, step=g.step)]
    capital = f"{{{base.id}}}"
    if not trades.value:
        return [Line.BACKTEST_VALUES.format(title=title, step=g.step, base=capital)]
    word = "trade" if trades.value == 1 else "trades"
    return [Line.BACKTEST_TRADES.format(title=title, trades=f"{{{trades.id}}}", word=word, base=capital)]


def _tierless(g: Gathered) -> list[str]:
    """What is not known of a backtest whose manifest names no tier."""
    backtest = g.plan.backtest
    unknown = backtest is not None and backtest.manifest.tier is None and g.question.tier is not None
    return [Line.NO_TIER.value] if unknown else []


def _whole(g: Gathered) -> list[str]:
    """Beside an extract, or where there is none, the asked figure over everything."""
    whole = g.figure(g.plan.asked[0], Scope())
    if (
        g.question.decision != "answer"
        or whole is None
        or g.plan.scope == Scope()
        or g.sides
        or g.plan.scope.less(*CHANGED, "claim") == Scope()
    ):
        return []
    return [Line.FULL_PERIOD.format(lead=lead(whole), qualified=qualified(whole))]


def _power(g: Gathered, said: frozenset[str]) -> list[str]:
    """Beside a mean drag whose interval includes zero: how many periods would tell it, and what these can tell."""
    per = g.leading_period
    needed, found = (g.figure(f"power.{ADVERB[per]}.{name}") for name in ("months_needed", "detectable"))
    if needed is None or found is None or {needed.id, found.id} & said:
        return []
    shown = {"needed": f"{{{needed.id}}}", "detectable": f"{{{found.id}}}", "n": f"{{{found.id}.n}}"}
    return [Line.POWER.format(per=per, **shown)]


def _returns(g: Gathered, said: frozenset[str]) -> list[str]:
    """Both returns beside a drag, which is their difference."""
    per = g.leading_period
    adverb = ADVERB[per]
    unhedged, hedged = g.figure(f"return.unhedged.{adverb}.mean"), g.figure(f"return.hedged.{adverb}.mean")
    if unhedged is None or hedged is None:
        alone = unhedged if unhedged is not None and unhedged.id not in said else None
        return [Line.RETURN_ALONE.format(unhedged=f"{{{alone.id}}}", per=per)] if alone else []
    if {unhedged.id, hedged.id} <= said:
        return []
    drag = g.figure(f"drag.{adverb}.mean")
    adds = drag is None or decimals_that_add((unhedged.value, -hedged.value), drag.value, drag.spec.unit) is not None
    difference = f"; the difference is the drag{'' if adds else ', but for rounding'}" if drag is not None else ""
    when = f"in the {per}" if unhedged.n == 1 else f"a {per} on average"
    shown = {"unhedged": f"{{{unhedged.id}}}", "hedged": f"{{{hedged.id}}}"}
    return [Line.RETURNS.format(when=when, difference=difference, **shown)]


def _drawdowns(g: Gathered, said: frozenset[str]) -> list[str]:
    """The maximum drawdown of both sides, and whether the hedge reduced it as far as the interval tells."""
    unhedged, hedged = g.figure("drawdown.max.unhedged"), g.figure("drawdown.max.hedged")
    if unhedged is None or (unhedged.id in said and hedged is None):
        return []
    if hedged is None:
        return [Line.DRAWDOWN_ALONE.format(unhedged=f"{{{unhedged.id}.magnitude}}")]
    both = {"unhedged": f"{{{unhedged.id}.magnitude}}", "hedged": f"{{{hedged.id}.magnitude}}"}
    lines = [] if {unhedged.id, hedged.id} <= said else [Line.DRAWDOWNS.format(**both)]
    reduction = g.figure("drawdown.reduction")
    if reduction is None or reduction.interval is None or reduction.id in said:
        return lines
    if reduction.unclear:
        return [*lines, Line.NOT_REDUCED.format(interval=f"{{{reduction.id}.interval}}")]
    line = Line.REDUCED if reduction.value >= 0 else Line.DEEPENED
    return [*lines, line.format(reduction=f"{{{reduction.id}.magnitude}}", interval=interval_of(reduction))]


def _others(g: Gathered, said: frozenset[str]) -> list[str]:
    """What else was computed to stand beside the asked figures."""
    others = [f for key in g.plan.keys if (f := g.figure(key)) and f.id not in said and key not in INPUTS]
    others = [f for f in others if f.n > 1 or not f.key.endswith(".median")]
    return [Line.BESIDE.format(lead=_among(f), interval=f" ({interval_of(f)})" if f.interval else "") for f in others]


def _among(shown: Shown) -> str:
    """A clause on a figure that stands beside another of its kind: the mean over all is told apart from parts of it."""
    if not shown.key.startswith("drag.") or not shown.key.endswith(".mean") or shown.scope != Scope():
        return sentence(lead(shown))
    return f"Over the full period, {lead(shown)}"


def _unsorted(g: Gathered) -> list[str]:
    """Months that no band of the table has."""
    regimes = next((chart for chart in g.charts if chart.kind is REGIMES and chart.series), None)
    whole = g.figure("drag.monthly.mean", regimes.scope) if regimes else None
    if regimes is None or whole is None or sum(p.n for p in regimes.series[0].points) == whole.n:
        return []
    return [Line.UNSORTED.value]
