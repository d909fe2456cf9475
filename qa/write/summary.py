"""The short answer: the asked figure, what it must not stand without, and what the question needs to hear."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.calculator.core.amounts import PER_100K
from qa.calculator.core.figure import Missing
from qa.calculator.core.scope import Scope
from qa.evidence.claims import compare, held_against, is_range
from qa.evidence.gather import Gathered
from qa.evidence.shown import Shown
from qa.evidence.verdict import by_interval
from qa.lines import Line
from qa.write.by_year import by_year
from qa.write.comparison import beyond, comparison
from qa.write.counts import as_number, in_numbers, spread
from qa.write.coverage import covered
from qa.write.draft import echoed
from qa.write.drawdowns import when_it_fell
from qa.write.happened import days_meant, whether
from qa.write.premises import opening
from qa.write.proportion import in_proportion
from qa.write.ranked import ranked
from qa.write.universal import settled
from qa.write.wording import as_subject, counted, interval_of, lead, placed, qualified, sentence, where

#: How many of several figures that are asked for stand in the short answer.
_MOST = 6
#: What of a scope supposes another run on the same account and layers, beside which the run as it is stands.
CHANGED = ("size", "without", "slip", "slip_hedge", "fees", "condors")
_FIGURE = re.compile(r"\{(F\d+)[.}]")


def summary(g: Gathered) -> list[str]:
    """The short answer in tokens: what the question states and is not so, then the asked figure."""
    if of_time := covered(g):
        return of_time
    first = opening(g)
    proportion = in_proportion(g)
    whether = [s for s in proportion if s != Line.PROPORTION]
    return [*([first] if first else []), *whether, *_figures(g), *recent(g), *(s for s in proportion if s not in whether)]


def _figures(g: Gathered) -> list[str]:
    """The asked figure first, and what it must not stand without."""
    if g.sides:
        return by_year(g) if g.question.by_year else comparison(g)
    first = leading(g)
    said = _missing(g)
    if first is None:
        return said
    if g.question.ranked is not None and g.question.ranked.n > 1 and first.key in g.question.ranked.keys:
        return [*said, *ranked(g), *beyond(g, first)]
    if g.question.universal is not None and first.key == g.plan.cut(g.question.universal.key):
        return [*settled(g, g.question.universal, first), *_few(g, first)]
    if said and (proportion := _proportion(g, first)):
        return [*said, *proportion]
    said.append(whether(g, first, f"{placed(first)}{_beside(g, first)} {qualified(first)}."))
    parts = (
        days_meant,
        spread,
        in_numbers,
        _few,
        beyond,
        when_it_fell,
        _reduced,
        _break_even,
        _against_claims,
        _more,
        _amount,
        _proportion,
        _as_it_was,
        _stated,
        _real,
        _anyone,
    )
    for extra in parts:
        said += extra(g, first)
    return said


def _few(_: Gathered, first: Shown) -> list[str]:
    """That a group is too small to tell an effect, where it is."""
    happened = first.n == 1 or first.key.startswith("drawdown") or first.key.endswith((".worst", ".best", ".costliest"))
    if not first.few or happened:  # what happened once is a fact and no effect
        return []
    return [Line.TOO_FEW.format(n=f"{{{first.id}.n}}", counted=counted(first))]


def leading(g: Gathered) -> Shown | None:
    """The first asked figure that was computed, else the first of any."""
    keys = (*g.plan.asked, *g.plan.keys)
    return next((f for key in keys if (f := g.figure(key))), None)


def in_whole(g: Gathered) -> Shown | None:
    """The first figure asked for over all of the data, else the first of any."""
    whole = (g.figure(key, Scope()) for key in (*g.plan.asked, *g.plan.keys))
    return next((f for f in whole if f), None)


def is_outside(g: Gathered) -> bool:
    """Whether all that is asked for lies outside of the data."""
    return g.plan.outside and not g.plan.against


def mentioned(sentences: Iterable[str]) -> frozenset[str]:
    """Ids of the figures that sentences in tokens speak of."""
    return frozenset(id_ for text in sentences for id_ in _FIGURE.findall(text))


def _missing(g: Gathered) -> list[str]:
    """That the figure asked for first is not computed, and why."""
    found = next((m for m in g.missing if m.spec.key == g.plan.asked[0]), None)
    return [not_computed(found)] if found else []


def not_computed(missing: Missing) -> str:
    """That a figure is not computed, and why."""
    if missing.why.settles:
        return f"{missing.why.reason[0].upper()}{missing.why.reason[1:]}."
    return Line.NOT_COMPUTED.format(title=as_subject(missing.spec.title), why=missing.why)


def _beside(g: Gathered, shown: Shown) -> str:
    """What stands beside a leading figure: the median month beside a mean drag, one drawdown beside the other."""
    hedged = g.figure("drawdown.max.hedged")
    if shown.key == "drawdown.max.unhedged" and hedged is not None:
        return Line.HEDGED_TOO.format(hedged=f"{{{hedged.id}.magnitude}}")
    unhedged = g.figure("drawdown.max.unhedged")
    if shown.key == "drawdown.max.hedged" and unhedged is not None and unhedged.key in g.plan.asked:
        return Line.UNHEDGED_TOO.format(unhedged=f"{{{unhedged.id}.magnitude}}")
    if not shown.key.startswith("drag.") or not shown.key.endswith(".mean"):
        return ""
    median = g.figure(shown.key.removesuffix("mean") + "median")
    if median is None or median.n == 1:
        return ""
    if shown.unclear or median.unclear:
        return Line.MEDIAN_UNCLEAR.format(median=f"{{{median.id}}}")
    verb = "it cost " if median.value >= 0 else "it earned "
    per = shown.spec.period or "month"
    return Line.MEDIAN.format(verb=verb, median=f"{{{median.id}.magnitude}}", per=per)


def _reduced(g: Gathered, first: Shown) -> list[str]:
    """Beside a reduction of the drawdown, from where to where."""
    unhedged, hedged = g.figure("drawdown.max.unhedged"), g.figure("drawdown.max.hedged")
    if not first.key.startswith("drawdown.reduction") or unhedged is None or hedged is None:
        return []
    if {*g.plan.asked} & {unhedged.key, hedged.key}:
        return []
    return [Line.DRAWDOWNS.format(unhedged=f"{{{unhedged.id}.magnitude}}", hedged=f"{{{hedged.id}.magnitude}}")]


def _more(g: Gathered, first: Shown) -> list[str]:
    """The other figures that are asked for."""
    said = mentioned([f"{{{first.id}}}{_beside(g, first)}"])
    others = [f for key in g.plan.asked if (f := g.figure(key)) and f.id not in said]
    told = ((f"{sentence(lead(f))}{_counted_otherwise(f, first)}.", *as_number(g, f)) for f in others[: _MOST - 1])
    return [line for lines in told for line in lines]


def _counted_otherwise(shown: Shown, first: Shown) -> str:
    """Interval, n and dates where they are not those of the figure before."""
    same = (shown.n, shown.view.start, shown.view.end) == (first.n, first.view.start, first.view.end)
    return "" if same and shown.interval is None else f" {qualified(shown)}"


def _amount(g: Gathered, first: Shown) -> list[str]:
    """What an amount is on, where it is one."""
    base = g.figure("capital.base", Scope())
    if not first.key.startswith("dollars.") or base is None or g.plan.scope.capital is not None:
        return []
    return [Line.AMOUNT.format(base=f"{{{base.id}}}")]


def _proportion(g: Gathered, _: Shown) -> list[str]:
    """For a capital that is too small: the figure in proportion, and the smallest account."""
    least = g.figure("capital.smallest", Scope())
    if g.plan.scope.capital is None or least is None:
        return []
    said = []
    share = next((f for f in g.evidence.shown if f.key.startswith(PER_100K)), None)
    if share is not None:
        said.append(Line.IN_PROPORTION.format(lead=lead(share), qualified=qualified(share)))
    if share is not None or least.value > g.plan.scope.capital:
        said.append(f"{sentence(lead(least))}.")
    return said


def _against_claims(g: Gathered, shown: Shown) -> list[str]:
    """How the interval of the leading figure lies to the first range stated for it: as the claim's verdict has it."""
    for claim, source in g.claims:
        held = g.figure(held_against(claim), claim.scope)
        verdict, _ = compare(claim, held)
        if held is None or held.id != shown.id or verdict == "not_comparable" or held.interval is None:
            continue
        line = _line(verdict, ranged=is_range(claim), unclear=held.unclear)
        start, end = claim.words
        said = line.format(
            teller="The methodology gives" if source.authority != "article" else "An article gives",
            quote=f"{{{source.id}@{start}:{end}}}",
            period=f" a {claim.period}" if claim.period != "unstated" else "",
            source=source.id,
            side=by_interval(claim.low, claim.high, claim.bound, held).side,
        )
        return [said]
    return []


def _line(verdict: str, *, ranged: bool, unclear: bool) -> Line:
    """The words of a verdict on a range or on a single value."""
    if verdict == "inconsistent":
        return Line.CLAIM_OUTSIDE
    if verdict == "consistent":
        return Line.CLAIM_INSIDE if ranged else Line.CLAIM_VALUE_INSIDE
    if unclear:
        return Line.CLAIM_ZERO if ranged else Line.CLAIM_VALUE_ZERO
    return Line.CLAIM_OPEN if ranged else Line.CLAIM_VALUE_OPEN


def _break_even(g: Gathered, shown: Shown) -> list[str]:
    """A win rate with its break-even, and beside what isn't computed, the base's own record."""
    asked = {key.split(".")[0] for key in g.plan.asked}
    for whose in ("trades", "hedge"):
        rate, even = g.figure(f"{whose}.win_rate"), g.figure(f"{whose}.break_even_win_rate")
        if rate is None or even is None:
            continue
        if whose not in asked and shown.key not in g.plan.asked:
            return [Line.BASE_RECORD.format(rate=f"{{{rate.id}}}", n=f"{{{rate.id}.n}}", even=f"{{{even.id}}}")]
        if shown.id not in {rate.id, even.id}:
            continue
        said = [] if even.key in g.plan.asked else [Line.BREAK_EVEN.format(even=f"{{{even.id}}}")]
        if shown.id == even.id and rate.key in g.plan.asked:
            said = []
        elif shown.id == even.id:
            said = [Line.WIN_RATE.format(rate=f"{{{rate.id}}}", interval=interval_of(rate))] if rate.interval else []
        return [*said, *_against_break_even(rate, even)]
    return []


def _against_break_even(rate: Shown, even: Shown) -> list[str]:
    """Whether the interval of a win rate includes its break-even."""
    if rate.interval is None:
        return []
    if rate.interval.low <= even.value <= rate.interval.high:
        return [Line.BREAK_EVEN_INSIDE.value]
    return [(Line.BREAK_EVEN_BELOW if even.value < rate.interval.low else Line.BREAK_EVEN_ABOVE).value]


def _as_it_was(g: Gathered, shown: Shown) -> list[str]:
    """Beside what is supposed, what was."""
    supposed = g.plan.scope.only(*CHANGED)
    if supposed == Scope():
        return []
    real = g.figure(shown.key, g.plan.scope.less(*CHANGED))
    if real is None or real.id == shown.id:
        return []
    return [Line.AS_IT_WAS.format(lead=lead(real), interval=f" ({interval_of(real)})" if real.interval else "")]


def _stated(g: Gathered, shown: Shown) -> list[str]:
    """A state of the market that the question states, and what is made of it."""
    if not g.question.stated:
        return []
    stated = " and ".join(echoed(state.text) for state in g.question.stated)
    return [Line.STATED.format(stated=stated, where=where(shown))]


def recent(g: Gathered) -> list[str]:
    """Which days "last year" and its like were taken to be, where the question says so."""
    found = next((f for f in g.evidence.shown if f.scope.dates == g.plan.scope.dates), None)
    if not g.question.recent_words or found is None or g.plan.scope.dates is None:
        return []
    words = echoed(g.question.recent_words)
    return [Line.RECENT.format(words=words, start=f"{{{found.id}.start}}", end=f"{{{found.id}.end}}")]


def _real(g: Gathered, shown: Shown) -> list[str]:
    """What hypothetical results can't say of real trading."""
    real = next((p for p in g.question.premises if p.code == "real"), None)
    gap = g.figure("execution.gap")
    if real is not None and gap is not None:
        return [Line.LIVE_GAP.format(lead=lead(gap), n=f"{{{gap.id}.n}}")]
    if real is None or not shown.view.hypothetical:
        return []
    return [Line.NOT_LIVE.format(text=real.text)]


def _anyone(g: Gathered, _: Shown) -> list[str]:
    """What a backtest can't say of people."""
    return [Line.NO_USERS.value] if g.plan.shape == "anyone" else []
