"""Composing by rule: evidence becomes a draft that leads with the short answer."""

from __future__ import annotations

from typing import cast

from qa.calculator.figure import FEWEST
from qa.calculator.scope import Scope
from qa.claims import compare
from qa.document import FigureView
from qa.draft import Draft, DraftSection
from qa.gather import Gathered
from qa.numerals import Unit, decimals_that_add
from qa.wording import counted, lead, qualified, quoted_lines, topic, within

#: A longer heading is no short way to say what a quotation is about.
_LONGEST_HEADING = 60


def compose(g: Gathered) -> Draft:
    """The draft for what was gathered."""
    if g.plan.kind == "term" and g.meaning:
        return _term(g)
    if not g.plan.keys or g.plan.backtest is None:
        return _method(g)
    sections = (_figures(g), _method_section(g), _limits(g))
    return Draft(title=_title(g), summary=tuple(_summary(g)), sections=tuple(s for s in sections if s.sentences or s.series))


def _title(g: Gathered) -> str:
    told = topic(g.plan.asked[0]) if g.plan.asked else "What the method says"
    tier = g.plan.backtest.manifest.tier if g.plan.backtest else None
    shown = f"{told} on the {tier.name}" if tier and g.plan.scope.tier is None else told
    figure = _leading(g)
    dated = figure is not None and g.plan.scope.dates and not g.plan.scope.bounds
    return f"{shown}, {{{figure.id}.scope}}" if figure is not None and dated else shown


def _leading(g: Gathered) -> FigureView | None:
    """The first asked figure that was computed, else the first of any."""
    keys = (*g.plan.asked, *g.plan.keys)
    return next((f for key in keys if (f := g.figure(key))), None)


def _summary(g: Gathered) -> list[str]:
    missing = {m.spec.key: m for m in g.missing}
    first = g.plan.asked[0]
    figure = _leading(g)
    said = []
    if first in missing:
        said.append(f"{missing[first].spec.title} is not computed, because {missing[first].why}.")
    if figure is not None:
        said.append(f"{within(figure)} {lead(figure)}{_beside(g, figure)} {qualified(figure)}.")
        said += _against_claims(g, figure)
        said += _break_even(g, figure)
    said += _real(g, figure)
    return said


def _beside(g: Gathered, figure: FigureView) -> str:
    """What stands beside a leading figure: the median month beside a mean drag, the hedged fall beside the unhedged."""
    hedged = g.figure("drawdown.max.hedged")
    if figure.key == "drawdown.max.unhedged" and hedged is not None:
        return f", and the hedged one by {{{hedged.id}.magnitude}}"
    median = g.figure("drag.monthly.median")
    if figure.key != "drag.monthly.mean" or median is None or median.n == 1:
        return ""
    same = (median.value >= 0) == (figure.value >= 0)
    verb = "" if same else ("it cost " if median.value >= 0 else "it earned ")
    return f", and {verb}{{{median.id}.magnitude}} in the median month"


def _against_claims(g: Gathered, figure: FigureView) -> list[str]:
    """How the leading figure lies to the first range stated for it."""
    for claim, source in g.claims:
        held = g.figure(claim.key, claim.scope)
        verdict, _ = compare(claim, held)
        if held is None or held.id != figure.id or verdict == "not_comparable":
            continue
        where = _where(figure.value, claim.low, claim.high)
        zero = figure.interval is not None and figure.interval.low <= 0 <= figure.interval.high
        cost = "; its interval also covers a hedge that costs nothing" if zero and figure.key.startswith("drag") else ""
        start, end = claim.words
        teller = "the methodology gives" if source.authority != "article" else "an article gives"
        period = f" a {claim.period}" if claim.period != "unstated" else ""
        return [f"That is {where} the range that {teller}, {{{source.id}@{start}:{end}}}{period} [{source.id}]{cost}."]
    return []


def _where(value: float, low: float, high: float) -> str:
    return "below" if value < low else "above" if value > high else "within"


def _break_even(g: Gathered, figure: FigureView) -> list[str]:
    """A win rate with its break-even, and beside what isn't computed, the base's own record."""
    rate, even = g.figure("trades.win_rate"), g.figure("trades.break_even_win_rate")
    if rate is None or even is None:
        return []
    if figure.id == rate.id:
        compared = "more than that" if rate.value > even.value else "less than that"
        return [f"To earn nothing they had to win {{{even.id}}} of the time: they won {compared}."]
    return [f"{{{rate.id}}} of its {{{rate.id}.n}} trades won, against a break-even of {{{even.id}}}."]


def _real(g: Gathered, figure: FigureView | None) -> list[str]:
    """What a hypothetical run can't say of real trading."""
    real = next((p for p in g.question.presumed if p.code == "real"), None)
    if real is None or figure is None or not figure.hypothetical:
        return []
    gap = g.figure("execution.gap")
    if gap is not None:
        held = "no more" if gap.value <= 0 else f"{{{gap.id}.magnitude}} more"
        return [f"Paired by day and legs with live trades, the backtest earned {held} than they did: {{{gap.id}.n}} pairs."]
    return [f"This is a hypothetical run: what it costs “{real.text}” needs a log of live trades, which this desk does not have."]


def _figures(g: Gathered) -> DraftSection:
    said = [*_run(g), *_tierless(g), *_whole(g), *_returns(g), *_falls(g), *_few(g), *_unsorted(g)]
    return DraftSection(heading="The figures", sentences=tuple(said), series=tuple(s.id for s in g.evidence.series))


def _run(g: Gathered) -> list[str]:
    """Which backtest this is, on what capital."""
    base, trades = g.figure("capital.base", Scope()), g.figure("import.trades", Scope())
    if base is None or trades is None or g.plan.backtest is None:
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
    if whole is None or g.plan.scope == Scope():
        return []
    said = [f"Over the whole run {lead(whole)} {qualified(whole)}."]
    dates = g.plan.scope.dates
    begun, ended = (dates.start, dates.end) if dates else (None, None)
    if (begun and begun.isoformat()[:7] < whole.start[:7]) or (ended and ended.isoformat()[:7] > whole.end[:7]):
        said.append(f"The question goes beyond the data: this backtest covers {{{whole.id}.start}} to {{{whole.id}.end}} only.")
    return said


def _unsorted(g: Gathered) -> list[str]:
    """Months that no band of the table has."""
    whole = g.figure("drag.monthly.mean")
    if not g.evidence.series or whole is None or sum(p.n for p in g.evidence.series[0].points) == whole.n:
        return []
    return ["Months that began without a close of VIX before them stand in no row of the table."]


def _returns(g: Gathered) -> list[str]:
    unhedged, hedged = g.figure("return.unhedged.monthly.mean"), g.figure("return.hedged.monthly.mean")
    drag, leading = g.figure("drag.monthly.mean"), _leading(g)
    if unhedged is None or hedged is None:
        own = unhedged if unhedged is not None and unhedged is not leading else None
        return [f"Unhedged, the account returned {{{own.id}}} a month on average."] if own else []
    adds = drag is None or decimals_that_add((unhedged.value, -hedged.value), drag.value, cast("Unit", drag.unit)) is not None
    difference = f"; the difference is the drag{'' if adds else ', but for rounding'}" if drag is not None else ""
    when = "in the month" if unhedged.n == 1 else "a month on average"
    return [f"Unhedged, the account returned {{{unhedged.id}}} {when}; with the hedge, {{{hedged.id}}}{difference}."]


def _falls(g: Gathered) -> list[str]:
    unhedged, hedged = g.figure("drawdown.max.unhedged"), g.figure("drawdown.max.hedged")
    if unhedged is None or (_leading(g) is unhedged and hedged is None):
        return []
    if hedged is None:
        return [f"Its largest fall from a high to a later low was {{{unhedged.id}.magnitude}}."]
    effect = "smaller" if hedged.value > unhedged.value else "larger"
    effect = "no different" if hedged.magnitude_display == unhedged.magnitude_display else effect
    without = f"The largest fall from a high to a later low was {{{unhedged.id}.magnitude}} without the hedge"
    return [f"{without} and {{{hedged.id}.magnitude}} with it: here the hedge made it {effect}."]


def _few(g: Gathered) -> list[str]:
    """Small groups are said to be small."""
    figure = _leading(g)
    if figure is None or figure.interval is not None or figure.n >= FEWEST or figure.key.startswith("drawdown"):
        return []
    return [f"With n = {{{figure.id}.n}} {counted(figure)} this is too few for an interval, and for a verdict."]


def _method_section(g: Gathered) -> DraftSection:
    said = tuple(_quoted(g, i) for i in range(len(g.quotes)))
    return DraftSection(heading="What the texts say", sentences=said)


def _quoted(g: Gathered, i: int) -> str:
    source = g.quotes[i]
    where = f"{{{source.id}.section}}: " if len(source.section) <= _LONGEST_HEADING else ""
    return f"{where}{{{source.id}@0:{len(source.quote)}}} [{source.id}]"


def _limits(g: Gathered) -> DraftSection:
    said = [line for source in g.limits for line in quoted_lines(source)]
    if g.evidence.figures and g.evidence.figures[0].marking == "at_close":
        said.append("Trades count on the day they close: what they were worth before is not in the log.")
    return DraftSection(heading="Limits", sentences=tuple(said))


def _term(g: Gathered) -> Draft:
    term = g.question.term
    assert term is not None
    (_, first), *more = ((heading, f"{{{s.id}@0:{len(s.quote)}}} [{s.id}]") for heading, s in g.meaning)
    sections = [DraftSection(heading=heading, sentences=(sentence,)) for heading, sentence in more]
    if g.quotes:
        said = tuple(_quoted(g, i) for i in range(len(g.quotes)))
        sections.append(DraftSection(heading="Where the texts use it", sentences=said))
    return Draft(title=term.name, summary=(first,), sections=tuple(sections))


def _method(g: Gathered) -> Draft:
    if not g.quotes:
        return Draft(title="The corpus does not say", summary=())
    more = tuple(_quoted(g, i) for i in range(1, len(g.quotes)))
    sections = (DraftSection(heading="What else the texts say", sentences=more),) if more else ()
    return Draft(title="What the method says", summary=(_quoted(g, 0),), sections=sections)
